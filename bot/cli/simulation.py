"""`policy simulate`: what the policy would have done to the orders of the last days."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.common import AsJson, expected, odoo_client, settings, show_json
from bot.domain.errors import InvalidInput
from bot.domain.words import day

if TYPE_CHECKING:
    from bot.services.simulation import Replayed, Simulation, Told
    from bot.settings import Settings

LONGEST = 366


@expected
def simulate(
    days: Annotated[int, typer.Option("--days", help="How many days back.")] = 90,
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Also draw the load on people, as an .svg file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Replay past orders: who would have been asked, reminded and escalated to, when, and the load on people."""
    if not 1 <= days <= LONGEST:
        raise InvalidInput(f"must be from 1 to {LONGEST}", where="--days")
    if chart is not None and chart.suffix.lower() != ".svg":
        raise InvalidInput(f"{chart.name}: only .svg can be drawn; a browser shows it and prints it", where="--chart")
    if chart is not None and not chart.absolute().parent.is_dir():
        raise InvalidInput(f"there is no folder {chart.absolute().parent}", where="--chart")
    given = settings()
    simulation, asked = _run(given, days)
    if chart is not None:
        from bot.cli.chart import svg

        chart.write_text(svg(simulation), encoding="utf-8")
    if as_json:
        show_json(simulation.as_json() | {"slack_asked": asked})
        return
    typer.echo("\n".join(_lines(simulation, ZoneInfo(given.timezone))))
    if not asked:
        typer.echo("Slack was not asked: everybody counts as matched")
    if chart is not None:
        typer.echo(f"drawn: {chart}")


def _run(given: Settings, days: int) -> tuple[Simulation, bool]:
    from bot.adapters.clock import SystemClock
    from bot.adapters.odoo.calendars import OdooCalendars
    from bot.adapters.odoo.directory import OdooDirectory
    from bot.adapters.odoo.orders import OdooOrders
    from bot.adapters.public_holidays import LibraryHolidays
    from bot.cli.policy import policy_of, seats_of
    from bot.services.calendars import Composer
    from bot.services.directory import RememberingDirectory
    from bot.services.policy import PolicyService
    from bot.services.simulation import PastTimetables, SimulationService

    policy, client = policy_of(given), odoo_client(given)
    seat_of, asked = seats_of(given, policy)
    seat_of = functools.cache(seat_of)
    clock = SystemClock()
    end = clock.now()
    start = end - timedelta(days=days)
    directory = RememberingDirectory(OdooDirectory(client), clock)
    uid = client.uid
    policies = PolicyService(policy, directory, integration_uid=lambda: uid, seat_of=seat_of)
    composer = Composer(LibraryHolidays(), policy.working_hours, given.timezone)
    timetables = PastTimetables(OdooCalendars(client), composer, start)
    service = SimulationService(OdooOrders(client), policies, directory, timetables, seat_of)
    return service.run(start, end), asked


def _lines(simulation: Simulation, zone: ZoneInfo) -> Iterator[str]:
    from bot.services.simulation import ASSUMED, NOT_WAITED

    period = f"{day(simulation.start.astimezone(zone))} to {day(simulation.end.astimezone(zone))}"
    yield f"{period}, {simulation.policy}; times are those of {zone.key}"
    yield ""
    for order in simulation.orders:
        yield _head(order, zone)
        yield from (f"  {told.at.astimezone(zone):%a} {_at(told.at, zone)}  {_said(told)}" for told in order.told)
    if not simulation.orders:
        yield "No order waited for approval in that time."
    yield ""
    yield from _table(simulation)
    if simulation.left_out:
        yield f"Left out: {len(simulation.left_out)} orders ({NOT_WAITED})."
    yield "Assumed: " + "; ".join(ASSUMED) + "."


def _at(when: datetime, zone: ZoneInfo) -> str:
    here = when.astimezone(zone)
    return f"{day(here)}, {here:%H:%M}"


def _head(order: Replayed, zone: ZoneInfo) -> str:
    until = f"decided {_at(order.decided, zone)}" if order.decided else "not decided yet"
    rule = f'rule "{order.rule}"' if order.rule else "no rule"
    outcome = "" if order.told and order.outcome == "people were asked" else f": {order.outcome}"
    return f"{order.order}  {order.amount}  from {_at(order.opened, zone)}, {until}; {rule}{outcome}"


def _said(told: Told) -> str:
    from bot.domain.simulation import What

    outside = " (outside working time, urgent)" if told.outside_hours else ""
    match told.what:
        case What.ASKED:
            return f"{told.person} is asked"
        case What.REMINDED:
            return f"{told.person} is reminded{outside}"
        case What.STOOD_IN:
            return f"{told.person} stands in for {told.waits_for}, who is {told.why}"
        case _:
            return f"escalation {told.level} reaches {told.person} ({told.why}): {told.waits_for} has not decided"


def _table(simulation: Simulation) -> Iterator[str]:
    from bot.cli.chart import LABELS
    from bot.domain.simulation import What

    load = simulation.load()
    if not load:
        return
    wide = max(len("person"), *(len(name) for name in load))
    yield "  ".join([f"{'person':<{wide}}", *(f"{LABELS[what]:>12}" for what in What), f"{'in all':>8}"])
    for name, kinds in load.items():
        yield "  ".join([f"{name:<{wide}}", *(f"{kinds[what]:>12}" for what in What), f"{kinds.total():>8}"])
    yield ""
