"""`ask`: the same answers as in Slack, on the command line."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import WRONG_USE, AsJson, expected
from bot.domain.errors import InvalidInput

Batch = Annotated[Path | None, typer.Option("--batch", metavar="FILE", help="Answer a file of JSON lines.")]
PlanOnly = Annotated[bool, typer.Option("--plan", help="With --batch: only say what is meant; Odoo is not asked.")]
Names = Annotated[
    Path | None, typer.Option("--vocabulary", metavar="FILE", help="With --plan: the names to recognise, as JSON.")
]
Asker = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Whose rights count; else those of the bot's user.")]


@expected
def ask(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The question.")] = "",
    asker: Asker = "",
    as_json: AsJson = False,
    batch: Batch = None,
    plan: PlanOnly = False,
    vocabulary: Names = None,
) -> None:
    """Answer a question about purchase orders from Odoo's figures, without any model."""
    if (batch is None) == (not text):
        raise InvalidInput("say either a question or --batch FILE")
    if batch is None and plan:
        raise InvalidInput("--plan goes with --batch FILE")
    if vocabulary is not None and not plan:
        raise InvalidInput("--vocabulary goes with --plan")
    if batch is not None and plan:
        _plans(batch, vocabulary)


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


def _line(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
