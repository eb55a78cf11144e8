"""Nobody is forgotten and nobody is disturbed: forty people, five time zones, holidays, absences, clocks that change.

`make year` runs all of it: a year with 3,000 requests, and planted faults that must be found. By itself this runs
three weeks of it, in which the clocks change in Berlin and in Sydney.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.database.escalation import SqlWatches
from bot.domain import escalation
from bot.domain.approvals import Approval, ApprovalState
from bot.domain.mornings import next_start
from bot.domain.working_time import Timetable
from bot.services.escalation import mornings, sweeping
from bot.services.escalation.steps import Steps
from tests.year import checks
from tests.year.checks import Ledger
from tests.year.moments import END, START
from tests.year.world import World

ALL = int(os.environ.get("YEAR_REQUESTS", "0"))
SPRING = datetime(2026, 3, 22, tzinfo=UTC), datetime(2026, 4, 12, tzinfo=UTC)
CHECKS: tuple[Callable[[Ledger], list[str]], ...] = (
    checks.disturbed, checks.twice, checks.too_late, checks.missed, checks.no_digest,
)  # fmt: skip
FEW, ENOUGH = 8, 30  # requests: for a look on every day, and for each planted fault to show
pytestmark = pytest.mark.timeout(7200 if ALL else 120)


@pytest.fixture
def make_world(tmp_path: Path, empty_database: Path) -> Iterator[Callable[..., World]]:
    """Makes companies; their databases are closed afterwards."""
    made: list[World] = []

    def make(requests: int, start: datetime, end: datetime) -> World:
        folder = tmp_path / f"world{len(made)}"
        folder.mkdir()
        made.append(World(folder, empty_database, requests, start, end))
        return made[-1]

    yield make
    for world in made:
        world.close()


def test_nobody_is_forgotten_and_nobody_is_disturbed(make_world: Callable[..., World]) -> None:
    world = make_world(ALL, START, END) if ALL else make_world(FEW, *SPRING)
    began = time.monotonic()
    world.live()
    ledger = Ledger(world)
    print("\n".join(_told(world, ledger, time.monotonic() - began)))
    assert {check.__name__: check(ledger)[:5] for check in CHECKS} == {check.__name__: [] for check in CHECKS}
    assert world.jobs.broken == []
    assert world.breaches() == []
    assert ledger.reminders
    assert ledger.escalations


def _told(world: World, ledger: Ledger, seconds: float) -> Iterator[str]:
    sent = Counter(message.kind for message in world.year_slack.sent)
    yield f"{len(world.people)} people in 5 time zones, {dict(world.counts)}"
    yield f"{len(ledger.reminders)} reminders, {len(ledger.escalations)} escalations on record; messages: {dict(sent)}"
    yield f"what people did besides deciding: {dict(sorted(world.acting.counts.items()))}"
    for check in CHECKS:
        yield f"{check.__name__}: {len(check(ledger))}"
    yield f"{world.moments} moments in {seconds:.0f} s"


def _always_at_work(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Timetable, "working", lambda self, at: True)
    patch.setattr(Timetable, "next_working", lambda self, at: at)


def _forgets_to_count(patch: pytest.MonkeyPatch) -> None:
    real = Steps.remind
    patch.setattr(
        Steps,
        "remind",
        lambda self, tx, on: replace(real(self, tx, on), reminders=on.watch.reminders),
    )


def _watches_not_everybody(patch: pytest.MonkeyPatch) -> None:
    real = SqlWatches.add
    patch.setattr(SqlWatches, "add", lambda self, watch: watch.user_id % 10 == 1 or real(self, watch))


def _looks_at_no_end(patch: pytest.MonkeyPatch) -> None:
    real = escalation.why_over
    patch.setattr(
        escalation, "why_over", lambda a, w: None if a.step == w.step and a.seat_of(w.user_id) else real(a, w)
    )
    patch.setattr(escalation, "_held", lambda approval, watch, now: None)


def _counts_by_the_clock(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Timetable, "after", lambda self, at, duration, pauses=(): at + duration.length(self.day))


def _counts_while_the_buyer_owes_an_answer(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Approval, "pauses", lambda self: [])


def _knows_no_snooze(patch: pytest.MonkeyPatch) -> None:
    real = escalation.next_step
    patch.setattr(sweeping, "next_step", lambda a, *args: real(replace(a, snoozed_until=None), *args))


def _goes_on_about_who_gave_it_away(patch: pytest.MonkeyPatch) -> None:
    real = escalation.why_over
    patch.setattr(
        escalation, "why_over", lambda a, w: None if (why := real(a, w)) == "they are not asked any more" else why
    )
    patch.setattr(escalation, "waits_for", lambda approval, user_id: approval.state is ApprovalState.PENDING)


def _digests_every_other_day(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(mornings, "next_start", lambda timetable, after: next_start(timetable, after + timedelta(days=2)))


FAULTS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], Callable[[Ledger], list[str]]]] = {
    "everybody is always at work": (_always_at_work, checks.disturbed),
    "reminders are not counted": (_forgets_to_count, checks.twice),
    "not everybody is watched": (_watches_not_everybody, checks.missed),
    "an end is no end": (_looks_at_no_end, checks.too_late),
    "nights and weekends count": (_counts_by_the_clock, checks.missed),
    "a question stops no clock": (_counts_while_the_buyer_owes_an_answer, checks.missed),
    "a snooze puts nothing off": (_knows_no_snooze, checks.missed),
    "who gave it away hears of it": (_goes_on_about_who_gave_it_away, checks.too_late),
    "a digest every other day": (_digests_every_other_day, checks.no_digest),
}


@pytest.mark.skipif(not ALL, reason="`make year` runs it")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, make_world: Callable[..., World]) -> None:
    plant, check = FAULTS[fault]
    world = make_world(ENOUGH, *SPRING)
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        world.live()
    assert check(Ledger(world)) != []
