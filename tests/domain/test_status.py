"""What was done about an order, and what comes next if nobody decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.approvals import Because
from bot.domain.chains import Action, Chain, Does, Level, Pace, Urgency, Whom
from bot.domain.durations import Duration
from bot.domain.escalation import Watch
from bot.domain.status import coming, holders, worked
from bot.domain.working_time import Absence, Timetable
from bot.domain.working_week import Shift, WorkingWeek
from tests.builders_approvals import T0, T, make_approval, make_seat, make_step, make_vote

WEEK = WorkingWeek("UTC", tuple(Shift(day, 9 * 60, 17 * 60) for day in range(5)))
CHAIN = Chain(
    "usual",
    Pace(
        remind_after=Duration.parse("4h"),
        levels=(Level(Duration.parse("1d"), (Action(Does.CARD, Whom.MANAGER), Action(Does.TELL, Whom.BUYER))),),
    ),
)
URGENCY = Urgency()


def table(user_id: int, *absences: Absence) -> Timetable:
    return Timetable(user_id, "UTC", timedelta(hours=8), "test", WEEK, absences)


def waiting(*, chain: Chain | None = CHAIN):
    """Opened at T0, Monday 09:30; user 2 is asked."""
    step = replace(make_step(), escalation=chain)
    return make_approval(steps=(step,), seats=(make_seat(2),), opened_at=T0, step_opened_at=T0)


def watch(**overrides: object) -> Watch:
    return replace(Watch("a-36-1", 0, 2, since=T0, due_at=T0), **overrides)  # type: ignore[arg-type]


def test_reminder_comes_first_in_the_persons_working_time() -> None:
    step = coming(waiting(), [watch()], URGENCY, {2: table(2)}, T(hours=1))
    assert step is not None
    assert (step.about, step.words) == ("Mitchell Admin", "is reminded")
    assert T(hours=4) <= step.at <= T(hours=4, minutes=1)


def test_after_the_reminder_comes_the_manager() -> None:
    reminded = watch(reminders=1, reminded_at=T(hours=4), said=1)
    step = coming(waiting(), [reminded], URGENCY, {2: table(2)}, T(hours=5))
    assert step is not None
    assert step.words == "has not decided by then: card to the manager and tell the buyer"
    assert datetime(2026, 3, 3, 9, 30, tzinfo=UTC) <= step.at <= datetime(2026, 3, 3, 9, 31, tzinfo=UTC)


def test_of_several_the_one_whose_turn_is_first_is_told() -> None:
    away = Absence(T(hours=2), T(days=2), "leave")
    approval = replace(waiting(), seats=(make_seat(2), make_seat(3)))
    watches = [watch(), watch(user_id=3)]
    step = coming(approval, watches, URGENCY, {2: table(2), 3: table(3, away)}, T(hours=1))
    assert step is not None
    assert step.about == "Audrey Peterson"
    assert step.words == "is away: a deputy is asked"


@pytest.mark.parametrize("chain", [None, Chain("quiet", Pace())])
def test_without_a_chain_nothing_comes(chain: Chain | None) -> None:
    assert coming(waiting(chain=chain), [watch()], URGENCY, {2: table(2)}, T0) is None


def test_nothing_comes_for_who_is_not_asked_any_more() -> None:
    assert coming(waiting(), [watch(user_id=9)], URGENCY, {9: table(9)}, T0) is None


def test_of_several_who_have_it_the_longest_worked_counts() -> None:
    approval = replace(waiting(), seats=(make_seat(2), make_seat(3)))
    away = Absence(T(hours=1), T(days=1), "leave")
    tables = {2: table(2, away), 3: table(3)}
    found = worked(approval, tables, T(hours=3))
    assert found is not None
    assert found.time == timedelta(hours=3)
    own = worked(approval, tables, T(hours=3), first=2)
    assert own is not None
    assert own.time == timedelta(hours=1)
    assert worked(approval, {}, T(hours=3)) is None


def test_time_of_who_stepped_in_does_not_count_for_others() -> None:
    away = Absence(T(hours=1), T(days=1), "leave")
    seats = (make_seat(2), make_seat(4, stands_in_for=2, because=Because.ESCALATED))
    approval, tables = replace(waiting(), seats=seats), {2: table(2, away), 4: table(4)}
    found = worked(approval, tables, T(hours=3))
    assert found is not None
    assert found.time == timedelta(hours=1)
    own = worked(approval, tables, T(hours=3), first=4)
    assert own is not None
    assert own.time == timedelta(hours=3)


def test_who_voted_has_it_no_more() -> None:
    approval = make_approval(steps=(make_step(need=2),), votes=(make_vote(2),))
    assert holders(approval) == [3]
