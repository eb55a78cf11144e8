"""How much people are told at once, and when: lists, caps, the morning digest; and what managers do about it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.approvals import ApprovalState
from bot.domain.durations import Duration
from bot.domain.errors import Refused, SlackUnavailable
from bot.domain.messages import MessageKind
from bot.domain.words import moment
from bot.services.escalation.manager_desk import ManagerDesk
from tests.builders import make_line, make_vendor
from tests.desk import FIONA, MAYA, Desk, bella, fiona, maya, omar
from tests.services.test_escalation import (
    CHAINED,
    ESCALATED,
    REMINDED,
    away_until,
    chained,
    later,
    look,
    reminders,
    through,
)

MakeDesk = Callable[..., Desk]
CLEAN = {"lines": (make_line(list_price=make_line().unit_price),), "vendor": make_vendor(earlier_orders=3)}


@pytest.fixture
def told(make_desk: MakeDesk) -> Desk:
    """Omar, Maya's manager, was told that P00036 is stuck; he may decide it too."""
    desk = make_desk(chained(ESCALATED))
    desk.directory.managers[MAYA.id] = "omar"
    desk.open()
    through(desk, hours=2, minutes=20)
    return desk


def manager(desk: Desk) -> ManagerDesk:
    desk.services.people.who(omar)
    return desk.services.escalation.manager


def escalation(desk: Desk) -> str:
    """The id of the message that Omar got."""
    return next(m.id for m in desk.messages(desk.approval()) if m.kind is MessageKind.ESCALATION)


def test_more_than_a_handful_at_once_become_one_list(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED, "  digest_over: 3"))
    for number in range(36, 41):
        desk.open(number)
    look(desk)
    later(desk, hours=2)
    assert reminders(desk) == []
    (listed,) = desk.slack.to(maya, "gathered:")
    assert all(f"P000{number}" in listed.text for number in range(36, 41))
    assert len(desk.events("escalation.reminded")) == 5, "each step is on record"


def test_very_many_at_once_are_all_named_on_a_few_lists(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED, "  digest_over: 3"))
    for number in range(36, 61):
        desk.order(number, vendor=make_vendor(name="A vendor with a very long name " * 8))
    desk.services.reconciliation.reconcile(range(36, 61))
    look(desk)
    later(desk, hours=2)
    lists = desk.slack.to(maya, "gathered:")
    assert len(lists) == 2
    text = "".join(listed.text for listed in lists)
    assert all(f"P000{number}" in text for number in range(36, 61))


def test_a_list_shows_only_what_still_waits(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED, "  digest_over: 1"))
    approvals = [desk.open(number) for number in range(36, 39)]
    look(desk)
    desk.slack.fail("post", SlackUnavailable("away", retry_after=60))
    later(desk, hours=2)
    desk.click(maya, approvals[0])
    later(desk, minutes=2)
    (listed,) = desk.slack.to(maya, "gathered:")
    assert "P00036" not in listed.text
    assert "P00038" in listed.text


def test_lists_are_redrawn_once_what_they_name_is_decided(make_desk: MakeDesk) -> None:
    desk = make_desk(chained("      remind_after: 2h\n", "  digest_over: 1\n  morning_digest: true"))
    first, second = [desk.open(number, vendor=make_vendor(name="Acme")) for number in (36, 37)]
    look(desk)
    later(desk, hours=2)
    (gathered,) = desk.slack.to(maya, "gathered:")
    assert gathered.text.count("P00036") == 2, "once in the list and once in what the notification says"
    through(desk, hours=22)
    (morning,) = desk.slack.to(maya, "morning:")
    desk.click(maya, first)
    for listed in (gathered, morning):
        assert "Approved by Maya Lindqvist" in listed.text.replace("*", "")
        assert first.id not in str(listed.buttons)
        assert listed.buttons, "the other one still waits"
    desk.click(maya, second)
    for listed in (gathered, morning):
        assert listed.buttons == {}
        assert "Nothing on this list" in listed.text


def test_list_says_what_was_put_off_or_given_away(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(ESCALATED, "  digest_over: 1\n  morning_digest: false"))
    desk.directory.managers[MAYA.id] = "omar"
    for number in (36, 37, 38):
        desk.open(number)
    look(desk)
    later(desk, hours=1)
    (listed,) = desk.slack.to(omar, "gathered:")
    with desk.store.read() as tx:
        first, second, _ = [tx.messages.get(i) for i in tx.messages.by_key(listed.key).body["messages"]]
    manager(desk).snooze(first.id, omar, Duration.parse("4h"))
    manager(desk).hand_over(second.id, omar, FIONA.id)
    look(desk)
    assert "Put off by Omar Haddad until" in listed.text
    assert "is stuck with Fiona Price since" in listed.text, "her place is hers, and he may still act on it"
    assert "2 requests need your attention" in listed.text


def test_lists_name_starred_orders_first_then_the_longest_waiting(make_desk: MakeDesk) -> None:
    desk = make_desk(MORNING)
    for number in (38, 36, 37):
        desk.open(number, urgent=number == 37, waiting_since=desk.clock.now() - timedelta(days=number))
    through(desk, hours=24)
    (digest,) = desk.slack.to(maya, "morning:")
    assert re.findall(r"\*P000(\d\d)\*", digest.text) == ["37", "38", "36"], "38 has waited longest"


def test_a_single_message_can_be_asked_for_from_the_list(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED, "  digest_over: 1"))
    for number in (36, 37):
        desk.open(number)
    look(desk)
    later(desk, hours=2)
    with desk.store.read() as tx:
        listed = tx.messages.by_key(desk.slack.to(maya, "gathered:")[0].key)
    assert listed is not None
    first = listed.body["messages"][0]
    manager(desk).show(first, maya)
    desk.run()
    assert len(reminders(desk)) == 1
    with pytest.raises(Refused, match="already"):
        manager(desk).show(first, maya)
    with pytest.raises(Refused, match="do not know"):
        manager(desk).show(listed.body["messages"][1], omar)


def test_nobody_gets_more_than_the_cap_in_an_hour_and_the_rest_is_gathered(make_desk: MakeDesk) -> None:
    desk = make_desk(chained("      remind_after: 1h\n", "  per_hour: 2\n  digest_over: 20"))
    for number in range(36, 42):
        desk.open(number)
        through(desk, minutes=10)
    through(desk, minutes=50)
    assert len(reminders(desk)) == 2
    through(desk, hours=2)
    shown = [m for m in desk.slack.to(maya) if not m.key.startswith("card:")]
    assert len(shown) == 3
    assert shown[-1].key.startswith("gathered:")
    assert len(desk.events("escalation.reminded")) == 6


def test_message_that_slack_took_too_late_waits_for_the_next_morning(make_desk: MakeDesk) -> None:
    desk = make_desk(chained("      remind_after: 1h\n"))
    desk.clock.advance(hours=6, minutes=15)  # 15:45
    desk.open()
    look(desk)
    desk.slack.fail("post", SlackUnavailable("away", retry_after=40 * 60), times=1)
    later(desk, hours=1)  # 16:45, and Slack says: not before 17:25
    through(desk, hours=14)
    assert reminders(desk) == []
    through(desk, hours=3)  # 09:45
    assert len(reminders(desk)) == 1


MORNING = CHAINED.format(chain="      remind_after: 5d\n", more="  morning_digest: true")


def test_morning_digest_lists_what_waits_when_the_day_begins_once(make_desk: MakeDesk) -> None:
    desk = make_desk(MORNING)
    desk.open(36)
    desk.open(37)
    through(desk, hours=22)
    through(desk, hours=1, minutes=20)
    assert desk.slack.to(maya, "morning:") == []
    through(desk, minutes=30)
    (digest,) = desk.slack.to(maya, "morning:")
    assert "P00036" in digest.text
    assert "P00037" in digest.text
    assert "escalation.several" in digest.buttons
    through(desk, hours=12)
    assert len(desk.slack.to(maya, "morning:")) == 1


def test_morning_digest_and_reminders_do_not_say_the_same_at_the_same_moment(make_desk: MakeDesk) -> None:
    chain = chained("      remind_after: 7h 30m\n", "  morning_digest: true\n  digest_over: 1")
    desk = make_desk(chain)
    for number in (36, 37):
        desk.open(number)
    look(desk)
    later(desk, hours=7, minutes=15)  # 16:45
    later(desk, hours=16, minutes=15)  # 9:00 on Tuesday
    assert len(desk.events("escalation.reminded")) == 2
    assert [m.key.partition(":")[0] for m in desk.slack.to(maya) if not m.key.startswith("card:")] == ["morning"]


@pytest.mark.parametrize("started", [timedelta(hours=-1), timedelta(hours=2)], ids=["early", "in the day"])
def test_list_of_the_first_start_stands_for_the_first_morning_digest(make_desk: MakeDesk, started: timedelta) -> None:
    """The next digest comes on Tuesday, also where the bot started shortly before Monday's."""
    desk = make_desk(MORNING, digest_over=1)
    desk.clock._now = desk.clock.now().replace(hour=9, minute=0) + started
    for number in (36, 37):
        desk.order(number)
    desk.poll()
    through(desk, hours=25)
    assert len(desk.slack.to(maya, "digest:")) == 1
    assert len(desk.slack.to(maya, "morning:")) == 1


def test_no_digest_for_whom_nothing_waits(make_desk: MakeDesk) -> None:
    desk = make_desk(MORNING)
    desk.click(maya, desk.open())
    through(desk, days=2)
    assert desk.slack.to(maya, "morning:") == []
    with desk.store.read() as tx:
        assert tx.mornings.due(desk.clock.now() + timedelta(days=60)) == []


def test_no_digest_on_a_day_off(make_desk: MakeDesk) -> None:
    desk = make_desk(MORNING)
    desk.clock.advance(days=4)  # Friday
    desk.open()
    through(desk, days=2, hours=12)
    assert desk.slack.to(maya, "morning:") == []
    through(desk, hours=12)
    assert len(desk.slack.to(maya, "morning:")) == 1


def test_several_ordinary_orders_are_approved_each_by_itself(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(REMINDED))
    plain = [desk.open(number, **CLEAN) for number in (36, 37)]
    odd = desk.open(38, **(CLEAN | {"vendor": make_vendor(earlier_orders=0)}))
    desk.services.people.who(maya)
    bulk = desk.services.escalation.bulk
    offer = bulk.offer(maya)
    assert sorted(a.order.name for a in offer.approvals) == ["P00036", "P00037"]
    assert offer.others == 1
    taken, refused = bulk.approve(maya, [*[a.id for a in plain], odd.id])
    assert [a.order.name for a in taken] == ["P00036", "P00037"]
    assert "no earlier orders" in refused[0]
    for approval in taken:
        desk.services.applying.settle(approval.id)
    assert [desk.get(a.id).state for a in (*plain, odd)] == [
        ApprovalState.APPROVED,
        ApprovalState.APPROVED,
        ApprovalState.PENDING,
    ]
    assert len(desk.events("decision.taken")) == 2


def test_manager_nudges_once_an_hour(told: Desk) -> None:
    manager(told).nudge(escalation(told), omar)
    look(told)
    (reminder,) = told.slack.to(maya, "reminder:")
    assert "Omar Haddad asks you" in reminder.text
    nudged = told.clock.now()
    told.clock.advance(minutes=20)
    with pytest.raises(Refused) as again:
        manager(told).nudge(escalation(told), omar)
    assert f"Maya Lindqvist was reminded {moment(nudged)}" in again.value.reason
    assert f"again from {moment(nudged + timedelta(hours=1))}" in again.value.reason
    told.clock.advance(minutes=40)
    manager(told).nudge(escalation(told), omar)


def test_somebody_away_is_not_nudged_and_it_is_said_until_when(told: Desk) -> None:
    until = told.clock.now() + timedelta(days=3)
    away_until(told, MAYA.id, days=3)
    told.clock.advance(minutes=6)  # what Odoo says of people is kept for five
    with pytest.raises(Refused) as refused:
        manager(told).nudge(escalation(told), omar)
    assert f"Maya Lindqvist is away until {moment(until)}" in refused.value.reason


def test_reminders_are_counted_as_they_go_on(told: Desk) -> None:
    (shown,) = told.slack.to(omar, "escalation:")[-1:]
    before = int(re.search(r"(\d+) reminder", shown.text)[1]) if "reminder" in shown.text else 0
    manager(told).nudge(escalation(told), omar)
    look(told)
    assert f"{before + 1} reminder" in told.slack.to(omar, "escalation:")[0].text


def test_manager_hands_the_silent_persons_place_over(told: Desk) -> None:
    approval, people = manager(told).successors(escalation(told), omar)
    assert FIONA.id in {seat.user_id for seat in people}
    handed = manager(told).hand_over(escalation(told), omar, FIONA.id, "please")
    told.run()
    seat = handed.seat_of(MAYA.id)
    assert seat is not None
    assert seat.vacated
    assert len(told.slack.cards(fiona)) == 1
    assert told.refusal(maya, approval).code == "handed_over"
    assert told.click(fiona, approval).state is ApprovalState.APPROVED


def test_snooze_is_bounded_once_and_the_buyer_sees_it(told: Desk) -> None:
    with pytest.raises(Refused, match="at most"):
        manager(told).snooze(escalation(told), omar, Duration.parse("2d"))
    assert [str(choice) for choice in manager(told).choices()] == ["1h", "4h", "1d"]
    manager(told).snooze(escalation(told), omar, Duration.parse("4h"))
    look(told)
    assert any("Omar Haddad" in m.text for m in told.slack.to(bella, "snoozed:"))
    assert "No reminders until" in told.slack.cards(maya)[0].text
    with pytest.raises(Refused, match="already"):
        manager(told).snooze(escalation(told), omar, Duration.parse("1h"))


def test_nothing_comes_while_it_is_snoozed(make_desk: MakeDesk) -> None:
    desk = make_desk(chained(ESCALATED + REMINDED))
    desk.directory.managers[MAYA.id] = "omar"
    desk.open()
    through(desk, hours=1, minutes=20)
    manager(desk).snooze(escalation(desk), omar, Duration.parse("4h"))
    before = len(desk.events("escalation."))
    through(desk, hours=3, minutes=50)
    assert len(desk.events("escalation.")) == before
    through(desk, minutes=30)
    assert len(desk.events("escalation.")) > before


def test_only_who_was_told_may_act(told: Desk) -> None:
    told.services.people.who(fiona)
    with pytest.raises(Refused, match="moved on"):
        told.services.escalation.manager.nudge(escalation(told), fiona)


def test_buttons_of_a_decided_order_say_how_it_ended(told: Desk) -> None:
    told.click(maya, told.approval())
    with pytest.raises(Refused, match="already approved"):
        manager(told).nudge(escalation(told), omar)
    message = told.slack.to(omar, "escalation:")[0]
    assert "not stuck any more" in message.text
    assert set(message.buttons) <= {"escalation.open"}
