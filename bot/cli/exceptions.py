"""`exceptions list|retry|dismiss`: what failed, and who owns it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, cast
from zoneinfo import ZoneInfo

import typer

from bot.cli.common import AsJson, expected, group, settings, show_json, store, whoever
from bot.domain.words import in_zone, moment

if TYPE_CHECKING:
    from bot.domain.exceptions import Trouble
    from bot.domain.ports import PurchaseOrderApprover
    from bot.services.exceptions import ExceptionService

app = group("What could not be done, and who owns it.")
Id = Annotated[int, typer.Argument(metavar="ID", help="The number that `exceptions list` shows.")]


@app.command("list")
@expected
def list_them(
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False, as_json: AsJson = False
) -> None:
    """List the open exceptions, oldest first."""
    found = _service(jobs=False).listed(only_open=not everything)
    if as_json:
        show_json([asdict(trouble) for trouble in found])
        return
    zone = ZoneInfo(settings().timezone)
    for trouble in found:
        typer.echo(in_zone(_line(trouble), zone))
    if not found:
        typer.echo("No exceptions" if everything else "No open exceptions")


@app.command("retry")
@expected
def retry(number: Id) -> None:
    """Try again what failed; a running bot does it within seconds."""
    trouble = _service().retry(number, whoever())
    typer.echo(f"Exception {number} on {trouble.order_name} will be tried again")


@app.command("dismiss")
@expected
def dismiss(number: Id, reason: Annotated[str, typer.Option("--reason", help="Why; kept in the audit log.")]) -> None:
    """Close an exception without another try."""
    trouble = _service().dismiss(number, whoever(), reason)
    typer.echo(f"Exception {number} on {trouble.order_name} is dismissed")


def _service(*, jobs: bool = True) -> ExceptionService:
    """The use cases over the records alone: a running bot speaks with Odoo and Slack."""
    records = store(settings(), jobs=jobs)
    from bot.adapters.clock import SystemClock
    from bot.services.exceptions import ExceptionService
    from bot.services.messages import Outbox

    clock = SystemClock()
    nobody = cast("PurchaseOrderApprover", None)
    return ExceptionService(records, Outbox(clock), nobody, lambda *_: None, lambda _user: None, clock, None)


def _line(trouble: Trouble) -> str:
    owner = trouble.owner_name or "nobody"
    opened = moment(trouble.opened_at)
    line = f"{trouble.id}  {trouble.order_name}  {trouble.kind.value}  {opened}  owner: {owner}  {trouble.told}"
    if trouble.closed_at is not None:
        line += f"  [{trouble.state.value} by {trouble.closed_by}: {trouble.closing_reason}]"
    return line
