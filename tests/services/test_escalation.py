"""Nobody who is asked is forgotten: reminders, escalations, deputies; and silence never decides."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.blocks.text import when
from bot.domain.approvals import ApprovalState, Because
from bot.domain.calendars import Schedule
from bot.domain.exceptions import ExceptionKind
from bot.domain.messages import MessageState
from bot.domain.timeline import history
from bot.domain.working_time import Absence
from tests.desk import BELLA, FIONA, MAYA, OMAR, Desk, bella, fiona, maya, omar
from tests.fakes import Cut

MakeDesk = Callable[..., Desk]

CHAINED = """
rules:
  - name: Every order
    steps:
      - name: Purchasing
        approvers: {{user: [maya]}}
escalation:
  default: usual
  chains:
    usual:
{chain}
{more}
"""
REMINDED = """
      remind_after: 2h
      repeat: 4h
      reminders: 2
"""
ESCALATED = """
      levels:
        - escalate_after: 1h
          then: [tell_manager, tell_buyer]
        - escalate_after: 1h
          then: [card_to_manager]
"""


def chained(chain: str, more: str = "") -> str:
    return CHAINED.format(chain=chain, more=more)


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """Maya is asked; her manager is Omar. T0 is a Monday, 09:30; people work 9 to 5."""
    desk = make_desk(chained(REMINDED + ESCALATED.replace("1h", "1d")))
    desk.directory.managers[MAYA.id] = "omar"
    return desk


def look(desk: Desk) -> None:
    """One round of everything that the clock starts."""
    desk.run()
    desk.rounds.sweep()
    desk.escalation.look()
    desk.run()


def later(desk: Desk, **after: float) -> None:
    """Let time pass in one go, with the round that follows."""
    desk.clock.advance(**after)
    look(desk)


def through(desk: Desk, **after: float) -> None:
    """Let time pass in steps of ten minutes, or of an hour beyond half a day, each with its round."""
    end = desk.clock.now() + timedelta(**after)
    step = 60 if timedelta(**after) > timedelta(hours=12) else 10
    while desk.clock.now() < end:
        later(desk, minutes=step)


def reminders(desk: Desk, who: str = maya) -> list[str]:
    return [m.key for m in desk.slack.to(who, "reminder:")]


def test_reminder_comes_after_its_working_time_and_replies_to_the_card(desk: Desk) -> None:
    approval = desk.open()
    look(desk)
    later(desk, hours=1, minutes=59)
    assert reminders(desk) == []
    later(desk, minutes=1)
    (reminder,) = desk.slack.to(maya, "reminder:")
    assert reminder.thread == desk.slack.cards(maya)[0].ts
    assert "P00036" in reminder.text
    assert "2 working hours" in reminder.text
    assert desk.get(approval.id).votes == ()


def test_reminder_takes_the_place_of_the_one_before_and_there_is_a_last_one(desk: Desk) -> None:
    desk.open()
    through(desk, hours=6, minutes=30)
    assert [key.rpartition(":")[2] for key in reminders(desk)] == ["2"]
    assert [m.key.rpartition(":")[2] for m in desk.slack.deleted] == ["1"]
    through(desk, days=2)
    assert len(desk.events("escalation.reminded")) == 2


def test_nobody_is_reminded_outside_their_working_time(make_desk: MakeDesk) -> None:
    desk = make_desk(chained("      remind_after: 2h clock\n"))
    desk.clock.advance(hours=7)  # 16:30
    desk.open()
    through(desk, hours=16)  # to 08:30
    assert reminders(desk) == []
    through(desk, minutes=40)
    assert len(reminders(desk)) == 1


def test_urgent_order_does_not_wait_for_working_time(make_desk: MakeDesk) -> None:
    desk = make_desk(chained("      remind_after: 4h\n      urgent: {remind_after: 2h clock}\n"))
    desk.clock.advance(hours=7)
    desk.open(urgent=True)
    through(desk, hours=2, minutes=10)
    (reminder,) = desk.slack.to(maya, "reminder:")
    assert "starred in Odoo" in reminder.text


def test_escalation_tells_the_managers_and_the_buyer_what_is_at_stake(desk: Desk) -> None:
    approval = desk.open()
    through(desk, days=1)
    (told,) = desk.slack.to(omar, "escalation:")
    assert "P00036" in told.text
    assert "Maya Lindqvist" in told.text
    assert "2 reminders" in told.text
    assert {"escalation.nudge", "escalation.hand_over", "escalation.snooze"} <= told.buttons.keys()
    assert "approval.approve" not in told.buttons, "he was told, and is not asked"
    (stuck,) = desk.slack.to(bella, "stuck:")
    assert "Maya Lindqvist" in stuck.text
    assert desk.get(approval.id).state is ApprovalState.PENDING


def test_what_stays_says_since_when_and_that_its_hours_are_those_of_its_sending(desk: Desk) -> None:
    approval = desk.open()
    through(desk, days=1, hours=1)
    since = when(approval.step_opened_at)
    (told,) = desk.slack.to(omar, "escalation:")
    assert f"since {since}, 8 working hours when this was sent" in told.text
    assert f"waits for your decision since {since}" in desk.slack.to(maya, "reminder:")[-1].text
    assert f"still waits for Maya Lindqvist since {since}" in desk.slack.to(bella, "stuck:")[-1].text
    for message in (*desk.slack.to(maya, "reminder:"), *desk.slack.to(bella, "stuck:")):
        assert "so far" not in message.text


def test_second_level_lets_the_manager_decide_in_her_place(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(ESCALATED))
    desk.directory.managers[MAYA.id] = "omar"
    approval = desk.open()
    through(desk, hours=2, minutes=20)
    told = desk.slack.to(omar, "escalation:")
    assert "approval.approve" in told[-1].buttons
    done = desk.click(omar, approval)
    assert done.state is ApprovalState.APPROVED
    (taken,) = desk.events("decision.taken")
    assert '"in_place_of":"Maya Lindqvist"' in taken.data
    (note,) = desk.odoo.decision_notes(36)
    assert "Omar Haddad" in note
    assert "Maya Lindqvist" in note
    assert all("approval.approve" not in m.buttons for m in desk.slack.shown), "every card is closed"


def test_manager_who_may_not_decide_is_told_only(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(ESCALATED) + "limits: {omar: 10}\n")
    desk.directory.managers[MAYA.id] = "omar"
    approval = desk.open()
    through(desk, hours=2, minutes=20)
    assert all("approval.approve" not in m.buttons for m in desk.slack.to(omar))
    assert desk.refusal(omar, approval).code == "not_in_step"


def test_manager_in_another_zone_is_told_when_their_day_begins(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(ESCALATED))
    desk.directory.managers[MAYA.id] = "omar"
    desk.schedules.known[OMAR.id] = Schedule(OMAR.id, "America/New_York")
    desk.open()  # 09:30 in London; 09:00 in New York is 14:00
    through(desk, hours=4, minutes=20)
    assert desk.slack.to(omar, "escalation:") == []
    through(desk, minutes=20)
    told = desk.slack.to(omar, "escalation:")
    assert len(told) == 2
    for message in told:
        assert "4 working hours when this was sent" in message.text, "not those of when it was due, in her morning"


def test_decision_stops_all_that_is_queued(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(ESCALATED))
    desk.directory.managers[MAYA.id] = "omar"
    desk.schedules.known[OMAR.id] = Schedule(OMAR.id, "America/New_York")
    approval = desk.open()
    through(desk, hours=1, minutes=20)  # Omar's is held until his morning
    desk.click(maya, approval)
    through(desk, days=1)
    assert desk.slack.to(omar, "escalation:") == []
    held = [m for m in desk.messages(approval) if m.recipient == omar]
    assert [m.state for m in held] == [MessageState.WITHDRAWN]
    assert len(desk.events("escalation.taken")) == 1


@pytest.mark.parametrize("how", ["decided", "cancelled in Odoo", "changed in Odoo", "handed over"])
def test_nothing_comes_after_it_is_over(desk: Desk, how: str) -> None:
    approval = desk.open()
    through(desk, hours=1)
    match how:
        case "decided":
            desk.click(maya, approval)
        case "cancelled in Odoo":
            desk.odoo.cancel_as(BELLA, 36)
        case "changed in Odoo":
            desk.odoo.reprice(36, "7")
        case "handed over":
            desk.services.handing_over.hand_over(approval.id, maya, OMAR.id)
    desk.poll()
    old = approval.id
    through(desk, days=3)
    with desk.store.read() as tx:
        watch = tx.watches.get(old, 0, MAYA.id)
    assert watch is not None
    assert watch.due_at is None
    assert not [key for key in reminders(desk) if old in key]


def test_deputy_gets_the_card_of_who_is_away_at_once(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED, "  deputies: {maya: omar}"))
    away_until(desk, MAYA.id, days=5)
    approval = desk.open()
    look(desk)
    (card,) = desk.slack.cards(omar)
    assert "You stand in for Maya Lindqvist" in card.text
    seat = desk.approval().seat_of(OMAR.id)
    assert seat is not None
    assert (seat.stands_in_for, seat.because) == (MAYA.id, Because.AWAY)
    assert desk.click(omar, approval).state is ApprovalState.APPROVED
    (event,) = desk.events("escalation.stood_in")
    assert "Maya Lindqvist" in event.data
    assert "Omar Haddad" in event.data


def away_until(desk: Desk, user_id: int, **after: float) -> None:
    """Odoo knows of approved leave."""
    known = desk.schedules.known.get(user_id, Schedule(user_id, "UTC"))
    absence = Absence(desk.clock.now() - timedelta(hours=1), desk.clock.now() + timedelta(**after), "Odoo time off")
    desk.schedules.known[user_id] = Schedule(known.user_id, known.zone, absences=(*known.absences, absence))


def test_deputy_never_exceeds_their_limit_and_the_next_one_is_taken(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED, "  deputies: {maya: omar, omar: fiona}") + "limits: {omar: 10}\n")
    away_until(desk, MAYA.id, days=5)
    desk.open()
    look(desk)
    assert desk.slack.cards(omar) == []
    assert len(desk.slack.cards(fiona)) == 1
    (event,) = desk.events("escalation.stood_in")
    assert "Omar Haddad could not decide" in event.data


def test_deputy_who_has_a_part_in_the_order_does_not_stand_in(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED, "  deputies: {maya: omar, omar: fiona}"))
    away_until(desk, MAYA.id, days=5)
    desk.open(buyer=OMAR)
    look(desk)
    assert desk.slack.cards(omar) == []
    assert len(desk.slack.cards(fiona)) == 1


def test_deputy_who_is_away_too_is_passed_over(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED, "  deputies: {maya: omar, omar: fiona}"))
    away_until(desk, MAYA.id, days=5)
    away_until(desk, OMAR.id, days=1)
    desk.open()
    look(desk)
    assert desk.slack.cards(omar) == []
    assert len(desk.slack.cards(fiona)) == 1


def test_everybody_away_is_an_exception(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED))
    away_until(desk, MAYA.id, days=5)
    desk.open()
    look(desk)
    (trouble,) = desk.troubles()
    assert trouble.kind is ExceptionKind.STUCK
    assert "Maya Lindqvist is away" in trouble.summary


def test_who_said_to_be_away_is_stood_in_for_at_once(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED))
    desk.open()
    look(desk)
    desk.services.absence.set(maya, f"until tomorrow, deputy <@{omar}>")
    look(desk)
    assert len(desk.slack.cards(omar)) == 1


def test_history_says_who_went_away_and_who_is_back_once(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED))
    desk.open()
    desk.services.absence.set(maya, f"until tomorrow, deputy <@{omar}>")
    look(desk)
    desk.clock.advance(hours=1)
    desk.services.absence.clear(maya)
    look(desk)
    look(desk)
    told = [past.words for past in history(desk.events())]
    assert [words for words in told if "Maya Lindqvist is" in words] == [
        "Maya Lindqvist is away: Omar Haddad stands in",
        "Maya Lindqvist is back",
    ]
    desk.services.absence.set(maya, f"until tomorrow, deputy <@{omar}>")
    look(desk)
    later(desk, hours=48)
    assert [e.kind for e in desk.events("escalation.back")] == ["escalation.back"] * 2, "an absence that ends by itself"


def test_who_is_gone_from_odoo_is_stood_in_for_or_raised(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED))
    desk.open()
    look(desk)
    desk.directory.dismiss("maya")
    later(desk, hours=2)
    (trouble,) = desk.troubles()
    assert trouble.kind is ExceptionKind.NOBODY
    through(desk, days=2)
    assert reminders(desk) == []


def test_manager_without_slack_is_no_dead_end(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(ESCALATED))
    desk.directory.managers[MAYA.id] = "admin"
    desk.open()
    through(desk, hours=1, minutes=20)
    (trouble,) = desk.troubles()
    assert trouble.kind is ExceptionKind.STUCK
    assert "Administrator has no Slack account" in desk.events("escalation.taken")[0].data


def test_question_stops_the_clock_where_the_step_says_so(make_desk: MakeDesk) -> None:
    text = chained(REMINDED).replace("[maya]}", "[maya]}\n        pause_on_question: true")
    desk = make_desk(text)
    approval = desk.open()
    through(desk, hours=1)
    asked = desk.services.conversation.ask(approval.id, maya, "Why?", once="V1")
    through(desk, hours=3)
    assert reminders(desk) == []
    desk.services.people.who(bella)
    desk.services.conversation.answer(asked.questions[0].id, bella, "Because.")
    through(desk, minutes=50)
    assert reminders(desk) == []
    through(desk, minutes=20)
    assert len(reminders(desk)) == 1


def test_silence_never_decides(desk: Desk) -> None:
    approval = desk.open()
    through(desk, days=9)
    assert desk.get(approval.id).state is ApprovalState.PENDING
    assert desk.get(approval.id).votes == ()
    assert desk.odoo.approve_calls == []
    assert desk.breaches() == []


def test_late_steps_after_a_day_of_downtime_are_taken_once(desk: Desk) -> None:
    desk.open()
    look(desk)
    desk.clock.advance(days=2)
    desk.restart()
    for _ in range(20):
        later(desk, minutes=1)
    assert len(desk.events("escalation.reminded")) == 1
    assert len(desk.events("escalation.taken")) == 1
    assert len(desk.slack.to(maya, "reminder:")) == 1
    assert len(desk.slack.to(omar, "escalation:")) == 1


def test_late_step_that_is_alone_is_taken_at_once(desk: Desk) -> None:
    desk.open()
    look(desk)
    desk.clock.advance(days=2)
    look(desk)
    assert len(desk.slack.to(maya, "reminder:")) == 1


def test_late_steps_of_many_are_spread_over_some_minutes(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED).replace("user: [maya]", "user: [maya, omar, fiona]"))
    for number in range(100, 150):
        desk.order(number)
    desk.poll()
    look(desk)
    desk.clock.advance(days=2)
    desk.escalation.look()
    came_back = desk.clock.now()
    with desk.store.read() as tx:
        said = [m for a in tx.approvals.pending() for m in tx.messages.of(approval_id=a.id) if m.not_before]
    waits = {(m.not_before - came_back).total_seconds() for m in said if m.not_before}
    assert len(waits) == 3, "what one person gets comes together, what several get does not"
    assert max(waits) > 30
    assert all(0 <= wait < 300 for wait in waits)


def test_step_dies_anywhere_and_is_taken_once(make_desk: MakeDesk) -> None:
    """The process dies after each commit and each call to the outside in turn; a new one takes over."""
    for point in range(100):
        desk = make_desk(chained(REMINDED + ESCALATED))
        desk.directory.managers[MAYA.id] = "omar"
        desk.open()
        look(desk)
        desk.clock.advance(hours=2)
        desk.wire.points, desk.wire.cut_at = 0, point
        try:
            look(desk)
            look(desk)
        except Cut:
            died = True
        else:
            died = False
        desk.wire.cut_at = None
        desk.restart()
        for _ in range(12):
            later(desk, minutes=1)
        keys = [(m.recipient, m.key) for m in desk.slack.shown + desk.slack.deleted]
        assert len(keys) == len(set(keys)), f"said twice after dying {desk.wire.cut_in}"
        assert len(desk.events("escalation.reminded")) == 1, desk.wire.cut_in
        assert len(desk.events("escalation.taken")) == 1, desk.wire.cut_in
        assert len(desk.slack.to(omar, "escalation:")) == 1, desk.wire.cut_in
        desk.close()
        if not died:
            assert point > 5
            return
    raise AssertionError("it never came to an end")


def test_escalation_that_reaches_nobody_goes_to_its_channel(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(ESCALATED), escalation_channel="#stuck")
    desk.open()
    through(desk, hours=1, minutes=20)
    (told,) = desk.slack.to("#stuck")
    assert "P00036" in told.text
    assert desk.troubles() == []


def test_chain_hands_the_place_over_and_the_receiver_is_watched_from_then_on(make_desk: MakeDesk) -> None:
    levels = "      levels: [{escalate_after: 1h, then: {hand_over: {user: [omar, fiona]}}}]\n"
    desk = make_desk(chained("      remind_after: 2h\n" + levels))
    away_until(desk, FIONA.id, days=3)
    approval = desk.open()
    through(desk, hours=1, minutes=20)
    assert len(desk.slack.cards(omar)) == 1
    assert desk.slack.cards(fiona) == []
    assert desk.refusal(maya, approval).code == "handed_over"
    through(desk, hours=2, minutes=20)
    assert reminders(desk) == []
    assert len(reminders(desk, omar)) == 1
    assert desk.click(omar, approval).state is ApprovalState.APPROVED


def test_two_who_are_asked_and_one_manager_make_one_message(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(ESCALATED).replace("[maya]", "[maya, fiona]"))
    desk.directory.managers |= {MAYA.id: "omar", FIONA.id: "omar"}
    desk.open()
    through(desk, hours=1, minutes=20)
    (told,) = desk.slack.to(omar, "escalation:")
    assert "Maya Lindqvist" in told.text
    assert "Fiona Price" in told.text
    assert len(desk.slack.to(bella, "stuck:")) == 1


def test_where_all_must_agree_a_deputy_and_whom_they_stand_in_for_have_one_voice(make_desk: MakeDesk) -> None:
    text = chained(REMINDED, "  deputies: {maya: omar}").replace("[maya]}", "[maya, fiona]}\n        need: all")
    desk = make_desk(text)
    away_until(desk, MAYA.id, days=5)
    approval = desk.open()
    look(desk)
    assert desk.click(omar, approval).state is ApprovalState.PENDING
    assert desk.refusal(maya, approval).code == "voted"
    assert desk.click(fiona, approval).state is ApprovalState.APPROVED


def test_who_is_back_may_decide_before_the_deputy_does(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED, "  deputies: {maya: omar}"))
    away_until(desk, MAYA.id, days=5)
    approval = desk.open()
    look(desk)
    assert desk.click(maya, approval).state is ApprovalState.APPROVED
    assert desk.refusal(omar, approval).code == "closed"


def test_deputy_is_reminded_and_escalated_as_anybody_who_is_asked(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED, "  deputies: {maya: omar}"))
    away_until(desk, MAYA.id, days=5)
    desk.open()
    through(desk, hours=2, minutes=20)
    assert len(reminders(desk, omar)) == 1
    assert reminders(desk) == []


def test_longer_absence_asks_for_nobody_else(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED, "  deputies: {maya: omar, omar: fiona}"))
    away_until(desk, MAYA.id, days=1)
    desk.open()
    look(desk)
    away_until(desk, MAYA.id, days=9)
    through(desk, hours=7)
    assert desk.slack.cards(fiona) == []


def test_open_request_keeps_the_chain_under_which_it_was_opened(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED))
    approval = desk.open()
    desk.restart(chained("      remind_after: 1h\n"))
    look(desk)
    through(desk, hours=1, minutes=30)
    assert reminders(desk) == []
    through(desk, hours=1)
    assert len(reminders(desk)) == 1
    assert f'"policy":"{approval.policy_version}"' in desk.events("escalation.reminded")[0].data
