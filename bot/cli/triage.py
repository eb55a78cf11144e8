"""`triage`: what a supplier's mail means; nothing is applied and nothing is asked of Odoo."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import WRONG_USE, AsJson, expected, show_json, stop
from bot.domain.errors import InvalidInput

if TYPE_CHECKING:
    from bot.domain.triage import Background, Mail


@expected
def triage(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE.eml...", help="Mails as raw MIME.")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="Mails as JSON lines; answers as JSON lines.")] = None,
    known: Annotated[
        Path | None, typer.Option("--known-senders", help="The vendors' domains and addresses, as JSON.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read suppliers' mail as the mailbox would: class, order, dates, prices, quantities, dangers."""
    if bool(files) == bool(batch):
        raise InvalidInput("name mails (FILE.eml...) or a batch (--batch FILE.jsonl), one of the two")
    background = _background(known)
    bad = _batch(batch, background) if batch else _files(files or [], background, as_json=as_json)
    if bad:
        raise stop(f"{bad} could not be read", WRONG_USE)


def _background(known: Path | None) -> Background:
    from bot.adapters.mail.batch import known_senders
    from bot.domain.triage import Background

    return Background(known_senders(known)) if known else Background()


def _batch(path: Path, background: Background) -> int:
    """Answers every good line as it comes; names the bad ones and counts them."""
    from bot.adapters.mail.batch import mail_of
    from bot.adapters.triage.engine import EmbeddedEngine
    from bot.services.triage.shown import read

    engine, bad = EmbeddedEngine(), 0
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    answer = read(mail_of(line), engine, background)
                except InvalidInput as error:
                    bad += 1
                    typer.echo(f"{path}:{number}: {error}", err=True)
                    continue
                sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from error
    return bad


def _files(paths: list[Path], background: Background, *, as_json: bool) -> int:
    from bot.adapters.triage.engine import EmbeddedEngine
    from bot.services.triage.shown import as_json as shaped
    from bot.services.triage.shown import lines

    engine, bad = EmbeddedEngine(), 0
    answers = []
    for path in paths:
        try:
            mail = _mail(path)
        except InvalidInput as error:
            bad += 1
            typer.echo(str(error), err=True)
            continue
        suggestion = engine.read(mail, background)
        if as_json:
            answers.append(shaped(mail, suggestion))
        else:
            typer.echo("\n".join(lines(mail, suggestion)))
    if as_json and answers:
        show_json(answers[0] if len(paths) == 1 else answers)
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
