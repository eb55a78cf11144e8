"""`ask`: the same answers as in Slack, on the command line."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import NOT_IN_ORDER, WRONG_USE, AsJson, expected, odoo_client, settings, show_json, store
from bot.domain.errors import InvalidInput
from bot.domain.words import days_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.adapters.database.store import SqlStore
    from bot.domain.answers import Answer
    from bot.domain.questions import Question
    from bot.services.keys import KeyService
    from bot.services.questions.advising import Told
    from bot.settings import Settings

Batch = Annotated[Path | None, typer.Option("--batch", metavar="FILE", help="Answer a file of JSON lines.")]
PlanOnly = Annotated[bool, typer.Option("--plan", help="With --batch: only say what is meant; Odoo is not asked.")]
Names = Annotated[
    Path | None, typer.Option("--vocabulary", metavar="FILE", help="With --plan: the names to recognise, as JSON.")
]
Asker = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Whose rights count; else those of the bot's user.")]
WIDTH = 140  # where the output goes to a file


@expected
def ask(
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="The question.")] = None,
    asker: Asker = "",
    as_json: AsJson = False,
    batch: Batch = None,
    plan: PlanOnly = False,
    vocabulary: Names = None,
) -> None:
    """Answer a question about purchases from Odoo's figures; with OPENAI_MODEL set, a model may word the answer."""
    if text is not None and batch is not None:
        raise InvalidInput("say either a question or --batch FILE, not both")
    if text is not None and not text.strip():
        raise InvalidInput('the question is empty: ask something like "where is P00012?"', where="TEXT")
    if text is None and batch is None:
        raise InvalidInput('say a question, as in procurement-bot ask "where is P00012?", or --batch FILE')
    if batch is None and plan:
        raise InvalidInput("--plan goes with --batch FILE")
    if vocabulary is not None and not plan:
        raise InvalidInput("--vocabulary goes with --plan")
    if text is not None:
        _one(text, asker, as_json=as_json)
    elif batch is not None and plan:
        _plans(batch, vocabulary)
    elif batch is not None:
        _answers(batch, asker)


def _one(text: str, asker: str, *, as_json: bool) -> None:
    from bot.domain.questions import Question

    given = settings()
    told = _answerer(given, asker)(Question(text, _today(given)))
    if as_json:
        show_json(told.answer.as_json() | {"engine": told.engine})
    else:
        _print(told.answer, given.odoo_url)
    if _away(told.answer):
        raise typer.Exit(NOT_IN_ORDER)


def _plans(batch: Path, names: Path | None) -> None:
    """Say what each question means."""
    from bot.cli import questions_file
    from bot.domain.vocabulary import Vocabulary
    from bot.services.questions.engine import Engine

    if names is None:
        typer.echo("No --vocabulary: names of vendors, products, people and warehouses are not recognised", err=True)
    engine = Engine(questions_file.vocabulary(names) if names else Vocabulary())
    today, bad = datetime.now(UTC).date(), 0
    for line in questions_file.questions(batch):
        if isinstance(line, InvalidInput):
            typer.echo(str(line), err=True)
            bad += 1
            continue
        _line({"id": line.id} | engine.plan(line.question(today)).as_json())
    if bad:
        raise typer.Exit(WRONG_USE)


def _answers(batch: Path, asker: str) -> None:
    """Answer each question."""
    from bot.cli import questions_file

    given = settings()
    answered, today = _answerer(given, asker), _today(given)
    bad = away = 0
    for line in questions_file.questions(batch):
        if isinstance(line, InvalidInput):
            typer.echo(str(line), err=True)
            bad += 1
            continue
        told = answered(line.question(today))
        away += _away(told.answer)
        _line({"id": line.id} | told.answer.as_json() | {"engine": told.engine})
    if bad:
        raise typer.Exit(WRONG_USE)
    if away:
        raise typer.Exit(NOT_IN_ORDER)


def _answerer(given: Settings, email: str) -> Callable[[Question], Told]:
    """Answers over the real Odoo, within the rights of one person: what the bot says in a direct message."""
    from bot.adapters.odoo.directory import OdooDirectory
    from bot.adapters.odoo.lookups import own_asker
    from bot.bootstrap_questions import ToolsFor, adviser, tools_of
    from bot.services.questions.advising import AdvisedAnswers
    from bot.services.questions.answering import AnswerService
    from bot.services.status import deciders

    answers = AdvisedAnswers(adviser(given))
    client = odoo_client(given)
    directory = OdooDirectory(client)
    records = _records(given)
    asked = partial(deciders, records) if records is not None else None
    if email:
        users = directory.by_email(email)
        if len(users) != 1:
            many = "several active Odoo users have" if users else "no active Odoo user has"
            raise InvalidInput(f"{many} the e-mail address {email!r}", where="--as")
        keys = _keys(given, records) if records is not None else None
        tools, name = ToolsFor(client, given, _now, keys)(users[0], asked), users[0].name
    else:
        tools, name = tools_of(client, own_asker(client), given, _now, asked), ""
    own = AnswerService(tools)
    return lambda question: answers.answer(question, own, tools, asker=name)


def _records(given: Settings) -> SqlStore | None:
    """The desk's records, for who is asked just now and whose own key is known; None where the desk never ran."""
    try:
        return store(given)
    except InvalidInput:  # no database yet, or another version's
        return None


def _keys(given: Settings, records: SqlStore) -> KeyService | None:
    """People's own keys, where there is something to open them with."""
    from bot.adapters.clock import SystemClock
    from bot.bootstrap_questions import key_service

    return key_service(given, records, SystemClock())


def _now() -> datetime:
    return datetime.now(UTC)


def _today(given: Settings) -> date:
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(given.timezone)).date()


def _away(answer: Answer) -> bool:
    """Whether Odoo did not answer."""
    from bot.services.questions.sentences import AWAY

    return AWAY in answer.text


def _print(answer: Answer, url: str) -> None:
    """The answer for people: prose, then rows with the order's address."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    typer.echo(days_in_words(answer.text))
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
    for drawn in answer.tables:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, title=drawn.title, title_justify="left")
        for column in drawn.columns:
            table.add_column(column, overflow="fold")
        for row in drawn.rows:
            table.add_row(*(Text(days_in_words(cell)) for cell in row))
        console.print(table)
    ids = dict.fromkeys(i for drawn in answer.tables for i in drawn.order_ids if i is not None)
    if len(ids) == 1:
        typer.echo(f"{url}/odoo/purchase-orders/{next(iter(ids))}")


def _line(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
