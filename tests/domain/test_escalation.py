"""What is due for somebody who is asked, and when: a pure function of the record, the chain and the time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import Approval, ApprovalState, Because, Verdict
from bot.domain.calendars import NINE_TO_FIVE
from bot.domain.chains import Action, Chain, Does, Level, Pace, Urgency, Whom
from bot.domain.durations import Duration
from bot.domain.escalation import HAVE_DECIDED, LOOK_AGAIN, Deed, Next, Watch, next_step, silent, waits_for
from bot.domain.orders import Stock
from bot.domain.working_time import Absence, Timetable
from bot.domain.working_week import WorkingWeek
from tests.builders_approvals import (
    make_approval,
    make_closed,
    make_outcome,
    make_question,
    make_seat,
    make_step,
    make_vote,
    order_line,
    waiting_order,
)

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CALM = waiting_order(needed_by=None, lines=(order_line(stock=None),))
TELL = Level(Duration.parse("1d"), (Action(Does.TELL, Whom.MANAGER),))
CARD = Level(Duration.parse("1d"), (Action(Does.CARD, Whom.MANAGER),))
CHAIN = Chain("usual", Pace(Duration.parse("4h"), Duration.parse("1d"), 2, (TELL, CARD)))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment: day 1 is the Monday on which it was asked, at nine."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=day - 1)


def timetable(zone: str = "UTC", **overrides: Any) -> Timetable:
    """Nine to five, Monday to Friday."""
    week = WorkingWeek(zone, NINE_TO_FIVE)
    return replace(Timetable(2, zone, week.day, "test", week), **overrides)


def asked(**overrides: Any) -> Approval:
    return make_approval(**{"order": CALM, "seats": (make_seat(2),), "step_opened_at": MONDAY} | overrides)


def watch(**overrides: Any) -> Watch:
    return replace(Watch("a-36-1", 0, 2, since=MONDAY, due_at=MONDAY), **overrides)


def step(
    now: datetime,
    one: Watch | None = None,
    approval: Approval | None = None,
    chain: Chain | None = CHAIN,
    urgency: Urgency | None = None,
    time: Timetable | None = None,
) -> Next:
    return next_step(approval or asked(), one or watch(), chain, urgency or Urgency(), time or timetable(), now)


def test_first_there_is_nothing_to_do_until_the_reminder() -> None:
    found = step(MONDAY)
    assert (found.deed, found.at) == (Deed.WAIT, at(1, 13))


def test_reminder_then_escalation_then_the_next_reminder() -> None:
    assert step(at(1, 13)).deed is Deed.REMIND
    reminded = watch(reminders=1, reminded_at=at(1, 13))
    found = step(at(1, 17), reminded)
    assert (found.deed, found.level) == (Deed.ESCALATE, TELL)
    told = replace(reminded, level=1, level_at=at(1, 17))
    assert step(at(2, 12, 59), told).deed is Deed.WAIT
    assert step(at(2, 13), told).deed is Deed.REMIND
    again = replace(told, reminders=2, reminded_at=at(2, 13))
    found = step(at(2, 17), again)
    assert (found.deed, found.level) == (Deed.ESCALATE, CARD)
    done = replace(again, level=2, level_at=at(2, 17))
    assert step(at(9, 9), done).deed is Deed.WAIT, "the chain is at its end, and somebody may go on leave still"


def test_a_day_is_a_working_day_and_the_weekend_is_none() -> None:
    friday = watch(since=at(5, 15), reminders=2)
    found = step(at(5, 16), friday)
    assert found.deed is Deed.WAIT
    assert step(at(8, 14, 59), friday).deed is Deed.WAIT
    assert step(at(8, 15), friday).deed is Deed.ESCALATE


def test_clock_time_counts_nights_and_its_reminder_waits_for_the_morning() -> None:
    chain = Chain("c", Pace(Duration.parse("4h clock")))
    evening = watch(since=at(1, 16))
    found = step(at(1, 20), evening, chain=chain)
    assert found.deed is Deed.WAIT
    assert step(at(2, 9), evening, chain=chain).deed is Deed.REMIND


def test_reminder_that_is_late_because_we_were_away_waits_for_working_time_too() -> None:
    found = step(at(1, 20), chain=Chain("c", Pace(Duration.parse("4h"))))
    assert (found.deed, found.at) == (Deed.WAIT, min(at(2, 9), at(1, 20) + LOOK_AGAIN))


def test_urgent_reminder_does_not_wait_unless_the_policy_wants_it_to() -> None:
    chain = Chain("c", Pace(Duration.parse("4h clock")))
    evening = watch(since=at(1, 16))
    urgent = asked(order=replace(CALM, urgent=True))
    assert step(at(1, 20), evening, urgent, chain).deed is Deed.REMIND
    quiet = Urgency(outside_hours=False)
    assert step(at(1, 20), evening, urgent, chain, quiet).deed is Deed.WAIT


def test_urgent_order_goes_at_its_own_pace() -> None:
    chain = replace(CHAIN, urgent=Pace(Duration.parse("1h")))
    urgent = asked(order=replace(CALM, urgent=True))
    found = step(at(1, 10), approval=urgent, chain=chain)
    assert (found.deed, found.urgent) == (Deed.REMIND, "starred in Odoo")
    assert step(at(1, 10), chain=chain).deed is Deed.WAIT


def test_it_is_looked_at_again_when_the_needed_by_date_makes_it_urgent() -> None:
    urgency = Urgency(needed_within=Duration.parse("2d"))
    soon = asked(order=replace(CALM, needed_by=at(3, 12)))
    assert step(at(1, 11), approval=soon, urgency=urgency).at == at(1, 12)
    assert step(at(1, 12), approval=soon, urgency=urgency).urgent == "needed soon"
    assert urgency.why(soon.order, at(4, 0)) == "the needed-by date has passed"


def test_product_below_its_safety_stock_is_urgent() -> None:
    low = replace(CALM, lines=(order_line(stock=Stock(Decimal(3), Decimal(12), Decimal(20))),))
    assert "below its safety stock" in str(Urgency().why(low, MONDAY))
    assert Urgency(below_safety_stock=False).why(low, MONDAY) is None


def test_who_is_away_is_stood_in_for_once_each_time() -> None:
    leave = Absence(at(2, 0), at(4, 0), "time off")
    off = timetable(absences=(leave,))
    found = step(at(2, 9), time=off)
    assert (found.deed, found.at) == (Deed.COVER, at(4, 0))
    covered = watch(covered_until=at(4, 0))
    assert step(at(2, 9), covered, time=off).deed is Deed.WAIT
    longer = timetable(absences=(replace(leave, until=at(9, 0)),))
    assert step(at(2, 9), covered, time=longer).deed is Deed.COVER


def test_leave_that_begins_tomorrow_is_looked_at_when_it_begins() -> None:
    off = timetable(absences=(Absence(at(1, 12), at(4, 0), "time off"),))
    assert step(at(1, 10), time=off).at == at(1, 12)


def test_leave_that_nobody_knew_of_is_found_within_hours() -> None:
    found = step(at(1, 9), chain=Chain("c", Pace(Duration.parse("5d"))))
    assert found.at == at(1, 9) + LOOK_AGAIN


def test_time_away_is_no_working_time() -> None:
    off = timetable(absences=(Absence(at(1, 10), at(3, 9), "time off"),))
    back = watch(covered_until=at(3, 9))
    assert step(at(3, 11, 59), back, time=off).deed is Deed.WAIT
    assert step(at(3, 12), back, time=off).deed is Deed.REMIND


def test_question_stops_the_clock_only_where_the_step_says_so() -> None:
    question = make_question(asked_at=at(1, 10), answer="So", answered_by_name="Marc", answered_at=at(1, 12))
    paused = asked(questions=(question,), steps=(make_step(pause_on_question=True),))
    assert step(at(1, 13), approval=paused).deed is Deed.WAIT
    assert step(at(1, 15), approval=paused).deed is Deed.REMIND
    assert step(at(1, 13), approval=replace(paused, steps=(make_step(),))).deed is Deed.REMIND
    waits = replace(paused, questions=(make_question(asked_at=at(1, 10)),))
    assert step(at(1, 16), approval=waits).deed is Deed.WAIT


@pytest.mark.parametrize(
    ("since", "asked_at", "answered_at", "due"),
    [
        (at(1, 9), at(1, 12), at(2, 16), at(3, 9)),  # three of the four hours were over: one is left
        (at(1, 17), at(2, 8), at(2, 20), at(3, 13)),  # all of Tuesday waited for the buyer
    ],
)
def test_what_the_buyer_takes_to_answer_is_no_working_time(
    since: datetime, asked_at: datetime, answered_at: datetime, due: datetime
) -> None:
    question = make_question(asked_at=asked_at, answer="So", answered_by_name="Marc", answered_at=answered_at)
    waits = asked(questions=(question,), steps=(make_step(pause_on_question=True),))
    assert step(due - timedelta(minutes=1), watch(since=since), approval=waits).deed is Deed.WAIT
    assert step(due, watch(since=since), approval=waits).deed is Deed.REMIND


def test_reminder_that_waited_for_the_morning_waits_for_an_answer_that_is_due_then() -> None:
    """It was over with the end of Monday; asked in the evening, answered on Tuesday at eleven."""
    chain = Chain("c", Pace(Duration.parse("8h")))
    question = make_question(asked_at=at(1, 20))
    waits = asked(questions=(question,), steps=(make_step(pause_on_question=True),))
    assert step(at(2, 9), approval=waits, chain=chain).deed is Deed.WAIT
    so = replace(question, answer="So", answered_by_name="Marc", answered_at=at(2, 11))
    assert step(at(2, 11), approval=replace(waits, questions=(so,)), chain=chain).deed is Deed.REMIND


def test_snoozed_request_is_left_alone_until_then() -> None:
    snoozed = asked(snoozed_until=at(1, 15), snoozed_by="Omar")
    assert step(at(1, 13), approval=snoozed) == Next(Deed.WAIT, at(1, 15), "snoozed by Omar")
    assert step(at(1, 15), approval=snoozed).deed is Deed.REMIND


def test_late_reminder_that_waits_for_the_morning_holds_up_no_escalation() -> None:
    """Both were due on Monday; the snooze ends in the night, when whoever is silent is not to be woken."""
    snoozed = asked(snoozed_until=at(2, 3), snoozed_by="Omar")
    assert step(at(2, 3), watch(since=at(1, 9) - timedelta(days=3)), approval=snoozed).deed is Deed.ESCALATE


@pytest.mark.parametrize(
    "over",
    [
        make_closed(ApprovalState.APPROVED),
        make_closed(ApprovalState.SUPERSEDED),
        make_closed(ApprovalState.CLOSED_ELSEWHERE),
        asked(step=1, steps=(make_step(), make_step("Accounting"))),
        asked(seats=(make_seat(3),)),
        asked(seats=(make_seat(2, vacated=True), make_seat(3, handed_by=2))),
    ],
    ids=["approved", "superseded", "closed", "next step", "not asked", "handed over"],
)
def test_it_is_over_for_good(over: Approval) -> None:
    assert step(at(1, 13), approval=over).deed is Deed.STOP


def test_decision_under_way_is_waited_for_because_it_may_turn_out_void() -> None:
    voted = asked(votes=(make_vote(2),))
    assert step(at(1, 13), approval=voted).deed is Deed.WAIT
    begun = make_approval(order=CALM, state=ApprovalState.APPROVED, outcome=make_outcome(), seats=(make_seat(2),))
    assert step(at(1, 13), approval=begun).deed is Deed.WAIT


def test_who_has_decided_is_not_reminded_while_others_have_not() -> None:
    both = asked(seats=(make_seat(2), make_seat(3)), steps=(make_step(need=None),), votes=(make_vote(2),))
    found = step(at(1, 13), approval=both)
    assert (found.deed, found.at) == (Deed.WAIT, at(1, 13) + HAVE_DECIDED)
    assert step(at(1, 13), watch(user_id=3), both).deed is Deed.REMIND


def test_place_that_a_stand_in_decided_waits_for_nobody() -> None:
    standing = make_seat(4, stands_in_for=2, because=Because.AWAY)
    both = asked(seats=(make_seat(2), make_seat(3), standing), steps=(make_step(need=None),), votes=(make_vote(4),))
    assert not waits_for(both, 2)
    assert silent(both) == (3,)
    assert not both.step_complete()
    assert not replace(both, votes=(make_vote(4), make_vote(2))).step_complete(), "one place, one voice"
    assert replace(both, votes=(make_vote(4), make_vote(3))).step_complete()


def test_without_a_chain_nobody_is_reminded_and_absence_counts_all_the_same() -> None:
    assert step(at(5, 9), chain=None).deed is Deed.WAIT
    off = timetable(absences=(Absence(at(5, 0), at(9, 0), "time off"),))
    assert step(at(5, 9), chain=None, time=off).deed is Deed.COVER


def test_rejection_ends_the_waiting_too() -> None:
    assert step(at(1, 13), approval=asked(votes=(make_vote(2, Verdict.REJECT),))).deed is Deed.WAIT
