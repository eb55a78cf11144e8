"""`doctor`: checks every connection, right, scope, migration, clock and secret, and says how to mend each."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from bot.cli.common import NOT_IN_ORDER, AsJson, expected, settings, show_json

if TYPE_CHECKING:
    from bot.services.doctor import Finding

Findings = Iterable[tuple[str, "Finding"]]
WIDTH = 140  # where the output goes to a file
COLOURS = {"ok": "green", "warn": "yellow", "fail": "bold red", "skip": "dim"}


@expected
def doctor(as_json: AsJson = False) -> None:
    """Check everything the bot needs; the exit status is 1 if something needed is missing."""
    given = settings()
    from bot.cli.examination import Examination
    from bot.services.doctor import examine, in_order

    findings = examine(Examination(given).sections())
    sound = in_order(findings)
    if as_json:
        show_json({"ok": sound, "checks": [finding.as_json(section) for section, finding in findings]})
    else:
        _table(findings)
        typer.echo("All that is needed is there" if sound else "Something needed is missing: see the lines marked fail")
    if not sound:
        raise typer.Exit(NOT_IN_ORDER)


def _table(findings: Findings) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("")
    for title, share in (("What", 2), ("Found", 4), ("To mend it", 3)):
        table.add_column(title, overflow="fold", ratio=share)
    for section, finding in findings:
        status = Text(finding.status.value, COLOURS[finding.status.value])
        table.add_row(status, Text(f"{section}: {finding.name}"), Text(finding.found), Text(finding.mend))
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH).print(table)
