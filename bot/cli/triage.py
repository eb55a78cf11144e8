"""`triage`: what a supplier's mail means, by the engine of the mailbox; nothing is applied, nothing asked of Odoo."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import WRONG_USE, AsJson, expected, settings, show_json, stop
from bot.domain.errors import InvalidInput

if TYPE_CHECKING:
    from bot.domain.triage import Background, Mail, MailEngine, Suggestion


@expected
def triage(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE.eml...", help="Mails as raw MIME.")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="Mails as JSON lines; answers as JSON lines.")] = None,
    known: Annotated[
        Path | None, typer.Option("--known-senders", help="The vendors' domains and addresses, as JSON.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read suppliers' mail as the mailbox would: class, order, dates, prices, quantities, dangers.

    With OPENAI_MODEL set the model reads too, with the embedded engine beside it, and the tokens are told.
    """
    if bool(files) == bool(batch):
        raise InvalidInput("name mails (FILE.eml...) or a batch (--batch FILE.jsonl), one of the two")
    background = _background(known)
    bad = _batch(batch, background) if batch else _files(files or [], background, as_json=as_json)
    if bad:
        raise stop(f"{bad} could not be read", WRONG_USE)


class _Reader:
    """The engine that the settings name, and the tokens that a model took."""

    def __init__(self) -> None:
        from bot.bootstrap_mail import mail_engine

        given = settings()
        self._model = given.openai_model
        self._spent: list[int] = []
        self._engine: MailEngine = mail_engine(given, self._spent.append)
        self._read = 0

    def read(self, mail: Mail, background: Background) -> tuple[Suggestion, dict[str, int]]:
        """What it means; and, where a model is set, the tokens that it took: 0 when it gave no answer."""
        before = len(self._spent)
        suggestion = self._engine.read(mail, background)
        self._read += 1
        return suggestion, {"tokens": sum(self._spent[before:])} if self._model else {}

    def tell(self) -> None:
        """Say what the model cost, beside the answers."""
        if self._model and self._read:
            each = f", {sum(self._spent) / len(self._spent):.0f} tokens each" if self._spent else ""
            alone = f"; {self._read - len(self._spent)} by the embedded engine alone"
            typer.echo(f"{len(self._spent)} of {self._read} mails read by {self._model}{each}{alone}", err=True)


def _background(known: Path | None) -> Background:
    from bot.adapters.mail.batch import known_senders
    from bot.domain.triage import Background

    return Background(known_senders(known)) if known else Background()


def _batch(path: Path, background: Background) -> int:
    """Answers every good line as it comes; names the bad ones and counts them."""
    from bot.adapters.mail.batch import mail_of
    from bot.services.triage.shown import as_json

    reader, bad = _Reader(), 0
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    mail = mail_of(line)
                except InvalidInput as error:
                    bad += 1
                    typer.echo(f"{path}:{number}: {error}", err=True)
                    continue
                suggestion, cost = reader.read(mail, background)
                sys.stdout.write(json.dumps(as_json(mail, suggestion) | cost, ensure_ascii=False) + "\n")
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from error
    reader.tell()
    return bad


def _files(paths: list[Path], background: Background, *, as_json: bool) -> int:
    from bot.services.triage.shown import as_json as shaped
    from bot.services.triage.shown import lines

    reader, bad = _Reader(), 0
    answers = []
    for path in paths:
        try:
            mail = _mail(path)
        except InvalidInput as error:
            bad += 1
            typer.echo(str(error), err=True)
            continue
        suggestion, cost = reader.read(mail, background)
        if as_json:
            answers.append(shaped(mail, suggestion) | cost)
        else:
            typer.echo("\n".join(lines(mail, suggestion)))
    if as_json and answers:
        show_json(answers[0] if len(paths) == 1 else answers)
    reader.tell()
    return bad


def _mail(path: Path) -> Mail:
    """The mail of a file. Raises `InvalidInput` that names it."""
    from bot.adapters.mail.mime import MAX_BYTES, parse

    try:
        if path.stat().st_size > MAX_BYTES:
            raise InvalidInput(f"the mail is larger than {MAX_BYTES // 1_000_000} MB", where=str(path))
        return parse(path.read_bytes(), received_on=date.today(), id=path.name)  # noqa: DTZ011 - the day where the bot runs
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from error
    except InvalidInput as error:
        if error.where:
            raise
        raise InvalidInput(error.what, where=str(path)) from error
