"""`audit verify` and `audit export`: the proof of who decided what."""

from __future__ import annotations

import json
import sys

import typer

from bot.cli.common import NOT_IN_ORDER, AsJson, expected, group, settings, show_json, store

app = group("The audit log.")


@app.command("verify")
@expected
def verify(as_json: AsJson = False) -> None:
    """Check the chain; a changed, removed or inserted row is named, and the exit status is 1."""
    from bot.domain import audit

    with store(settings()).read() as tx:
        head = tx.audit.head()
        count, breaches = audit.verify(tx.audit.events(), head)
    if as_json:
        show_json(
            {
                "ok": not breaches,
                "events": count,
                "last_hash": head[1] if head else None,
                "breaches": [{"seq": breach.seq, "what": breach.what} for breach in breaches],
            }
        )
    elif breaches:
        for breach in breaches:
            typer.echo(breach.what)
        typer.echo(f"The chain is broken: {len(breaches)} found in {count} events")
    else:
        typer.echo(f"The chain holds: {count} events" + (f", last hash {head[1]}" if head else ""))
    if breaches:
        raise typer.Exit(NOT_IN_ORDER)


@app.command("export")
@expected
def export() -> None:
    """Print every event as a line of JSON, oldest first."""
    with store(settings()).read() as tx:
        for event in tx.audit.events():
            sys.stdout.write(json.dumps(event.as_dict(), ensure_ascii=False) + "\n")
