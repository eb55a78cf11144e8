"""What a sweep costs: with 1,000 and with 100,000 requests open, 100 of them due.

    python -m benchmarks.escalation        on SQLite alone; `make bench` measures PostgreSQL too

Every due request gets its reminder, in a transaction of its own, with its message and its audit event.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.tables import ms, table
from bot.adapters.database import approvals as approval_rows
from bot.adapters.database import messages as message_rows
from bot.adapters.database.engine import open_engine
from bot.adapters.database.escalation_tables import watches
from bot.adapters.database.store import SqlStore
from bot.adapters.database.tables import approvals, messages
from bot.adapters.database.upgrade import upgrade
from bot.adapters.policy_file import parse
from bot.bootstrap_escalation import escalation_services
from bot.domain.approvals import Approval, ApprovalState, Seat
from bot.domain.escalation import Watch
from bot.domain.messages import Message, MessageKind, MessageState
from bot.services.approvals.asking import Asking
from bot.services.approvals.desk import ApprovalDesk
from bot.services.approvals.handing_over import HandingOver
from bot.services.approvers import ApproverService
from bot.services.calendars import CalendarService
from bot.services.escalation.sweeping import EscalationService
from bot.services.escalation.watching import Watching
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox
from bot.services.people import PeopleService
from tests.builders import T0, make_line, make_order
from tests.desk import MAYA, maya, northgate, workspace
from tests.fake_calendars import FakeHolidays, FakePresences, FakeSchedules
from tests.fakes import FakeClock, FakeOdoo, FakeSlack

OPEN, DUE, ROUNDS = (1_000, 100_000), 100, 7
AT_A_TIME = 2_000
POLICY = """
rules: [{name: Every order, steps: [{name: Purchasing, approvers: {user: maya}}]}]
escalation: {default: usual, chains: {usual: {remind_after: 1h clock, repeat: 1d clock, reminders: 20}}}
"""
ABOUT = f"A sweep that reminds of {DUE} due requests, in milliseconds; the median of {ROUNDS}."


def measure(makers: Mapping[str, Callable[[], str]]) -> str:
    """A table: by database, what a sweep takes with few and with many open requests, and the ratio.

    The two take turns, so that whatever else the machine does falls on both.
    """
    rows = []
    for kind, make in makers.items():
        desks = [Desk(make(), count) for count in OPEN]
        took = list(zip(*([desk.sweep() for desk in desks] for _ in range(ROUNDS)), strict=True))
        few, many = (statistics.median(times) for times in took)
        rows.append((kind, ms(few), ms(many), f"{many / few:.2f}"))
        for desk in desks:
            desk.close()
    return table(("database", *(f"{count:,} open" for count in OPEN), "ratio"), rows)


class Desk:
    """A database with so many open requests, and a sweep over it."""

    def __init__(self, url: str, count: int) -> None:
        self._engine = open_engine(url)
        upgrade(self._engine)
        self._clock = FakeClock(T0)
        _fill(self._engine, count, self._clock.now())
        self._service = _service(SqlStore(self._engine), self._clock)
        self._rounds = 0

    def sweep(self) -> float:
        """Seconds that a sweep takes of what has become due."""
        self._clock.advance(minutes=1)
        _make_due(self._engine, self._rounds, self._clock.now())
        self._rounds += 1
        started = time.perf_counter()
        looked_at = self._service.sweep()
        took = time.perf_counter() - started
        assert looked_at == DUE, looked_at
        return took

    def close(self) -> None:
        """See that everybody was reminded, and let go of the database."""
        said = sa.select(sa.func.count()).where(messages.c.kind == MessageKind.REMINDER.value)
        with self._engine.connect() as connection:
            assert connection.execute(said.select_from(messages)).scalar_one() == DUE * self._rounds
        self._engine.dispose()


def _fill(engine: sa.Engine, count: int, now: datetime) -> None:
    """So many requests that wait, each with its card in Slack and its watch, none of them due."""
    batch: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = []
    for rows in _rows(count, now):
        batch.append(rows)
        if len(batch) == AT_A_TIME:
            _insert(engine, batch)
            batch.clear()
    _insert(engine, batch)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))


def _insert(engine: sa.Engine, batch: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]) -> None:
    if batch:
        with engine.begin() as connection:
            for number, into in enumerate((approvals, messages, watches)):
                connection.execute(sa.insert(into), [rows[number] for rows in batch])


def _rows(count: int, now: datetime) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    policy = parse(POLICY)
    order = make_order(lines=(make_line(),))
    seat = Seat(MAYA.id, MAYA.name, maya)
    pattern = Approval(
        id="", order=order, fingerprint=order.fingerprint, rule="Every order", reason="every order",
        policy_version=policy.version, steps=policy.rules[0].steps, state=ApprovalState.PENDING, step=0,
        seats=(seat,), opened_at=now, step_opened_at=now,
    )  # fmt: skip
    body = approval_rows._ORDER.dump_json(order).decode()
    for number in range(count):
        approval = replace(pattern, id=f"{number:032x}", order=replace(order, id=number, name=f"P{number:05}"))
        card = Message(
            id=f"c{number:031x}", key=f"card:{approval.id}:0:{MAYA.id}", kind=MessageKind.CARD, recipient=maya,
            created_at=now, approval_id=approval.id, state=MessageState.SENT, drawn=1, channel="D0MAYA",
            ts=f"1700000000.{number:06}", body={"user_id": MAYA.id, "step": 0},
        )  # fmt: skip
        watch = Watch(approval.id, 0, MAYA.id, since=now - timedelta(hours=2), due_at=now + timedelta(days=30))
        yield (
            {"id": approval.id, "order_body": body, **approval_rows._columns(approval)},
            {"id": card.id, "wanted": 1, "created_at": now, **message_rows._columns(card)},
            asdict(watch),
        )


def _make_due(engine: sa.Engine, number: int, now: datetime) -> None:
    """A hundred of them, spread over all there are and others each time."""
    with engine.begin() as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(watches)).scalar_one()
        step = count // DUE
        ids = [f"{place * step + number:032x}" for place in range(DUE)]
        connection.execute(sa.update(watches).where(watches.c.approval_id.in_(ids)).values(due_at=now))


def _service(store: SqlStore, clock: FakeClock) -> EscalationService:
    policy, directory, slack, odoo = parse(POLICY), northgate(), FakeSlack(workspace()), FakeOdoo(clock)
    people = PeopleService(store, directory, slack, clock, {})
    timetables = CalendarService(
        store, FakeSchedules(), FakePresences(), FakeHolidays(), policy.working_hours, "UTC", clock
    )
    approvers = ApproverService(directory, integration_uid=lambda: odoo.uid)
    outbox = Outbox(clock)
    exceptions = ExceptionService(store, outbox, odoo, lambda _order, _buyer: None, lambda _user: None, clock, None)
    asking = Asking(store, outbox, Watching(policy, clock), exceptions, clock)
    return escalation_services(
        store=store, policy=policy, directory=directory, timetables=timetables, approvers=approvers, people=people,
        asking=asking, desk=ApprovalDesk(store, people, odoo, policy, clock),
        handing_over=HandingOver(store, people, approvers, asking, outbox, policy, clock), exceptions=exceptions,
        outbox=outbox, clock=clock, channel=None, count=lambda _deed: None,
    ).sweeping  # fmt: skip


def main() -> None:
    """On SQLite files that are thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = iter(range(100))
        print(ABOUT, "", measure({"SQLite": lambda: f"sqlite:///{Path(folder) / f'{next(numbers)}.db'}"}), sep="\n")


if __name__ == "__main__":
    main()
