"""What is said in Slack is said once, in the end, and is true."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.approvals import Verdict
from bot.domain.errors import SlackRefused, SlackUnavailable
from bot.domain.exceptions import ExceptionKind
from bot.domain.messages import LISTS, MessageKind, MessageState
from bot.services.messages import Delivery, notice
from tests.desk import EXCEPTIONS, OMAR, ONE_STEP, Desk, bella, maya, omar
from tests.fakes import Cut

MakeDesk = Callable[..., Desk]


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(ONE_STEP)


def card_of(desk: Desk, who: str) -> MessageState:
    return next(m.state for m in desk.messages(desk.approval()) if m.recipient == who and m.kind is MessageKind.CARD)


def test_card_posted_right_before_a_crash_is_found_again(desk: Desk) -> None:
    desk.order()
    desk.rounds.poll()
    die_after(desk, "post")
    with pytest.raises(Cut):
        desk.run()
    assert len(desk.slack.shown) == 1
    desk.restart()
    desk.calm_down()
    assert sorted(m.recipient for m in desk.slack.shown) == [maya, omar]
    assert all(m.ts for m in desk.messages(desk.approval()))


def test_card_that_may_stand_there_is_closed_when_it_was_decided_meanwhile(desk: Desk) -> None:
    """It was posted, the bot died before it knew, and the order was decided in Odoo before it came back."""
    desk.order()
    desk.rounds.poll()
    die_after(desk, "post")
    with pytest.raises(Cut):
        desk.run()
    desk.restart()
    desk.clock.advance(minutes=1)
    desk.odoo.approve_as(OMAR, 36)
    desk.rounds.poll()
    desk.calm_down()
    (card,) = desk.slack.cards(desk.slack.shown[0].recipient)
    assert "Approved in Odoo" in card.text
    assert "approval.approve" not in card.buttons


def test_found_card_is_brought_up_to_date(desk: Desk) -> None:
    """What stands in Slack was drawn before the crash; the record has moved on since."""
    desk.order()
    desk.rounds.poll()
    die_after(desk, "post")
    with pytest.raises(Cut):
        desk.run()
    first = desk.slack.shown[0].recipient
    desk.restart()
    desk.services.conversation.ask(desk.approval().id, maya, "Why so many?", once="V1")
    desk.calm_down()
    (card,) = desk.slack.cards(first)
    assert "Why so many?" in card.text


@pytest.mark.parametrize("after", [False, True])
def test_slack_that_does_not_answer_is_tried_again_and_nothing_said_twice(desk: Desk, after: bool) -> None:
    desk.slack.fail("post", SlackUnavailable("timed out"), after=after, times=2)
    desk.open()
    desk.calm_down(minutes=15)
    assert sorted(m.recipient for m in desk.slack.shown) == [maya, omar]


def test_rate_limit_is_waited_for_as_long_as_slack_says(desk: Desk) -> None:
    desk.slack.fail("post", SlackUnavailable("ratelimited", retry_after=30), times=2)
    desk.order()
    desk.rounds.poll()
    desk.run()
    assert desk.slack.shown == []
    desk.clock.advance(seconds=29)
    desk.run()
    assert desk.slack.shown == []
    desk.clock.advance(seconds=1)
    desk.run()
    assert len(desk.slack.shown) == 2
    assert desk.wire.count("find_message") == 0, "Slack said that it did nothing"


def test_message_refused_for_good_is_an_exception(desk: Desk) -> None:
    desk.slack.fail("post", SlackRefused("user_disabled"))
    desk.open()
    (trouble,) = desk.troubles()
    assert trouble.kind is ExceptionKind.NOT_DELIVERED
    assert "user_disabled" in trouble.summary
    assert maya in trouble.summary
    assert card_of(desk, maya) is MessageState.FAILED
    assert card_of(desk, omar) is MessageState.SENT


def test_retry_sends_the_refused_message_again(desk: Desk) -> None:
    desk.slack.fail("post", SlackRefused("user_disabled"))
    desk.open()
    desk.services.exceptions.retry(desk.troubles()[0].id, "Omar Haddad")
    desk.run()
    assert len(desk.slack.cards(maya)) == 1
    assert desk.troubles() == []


def test_refused_digest_is_an_exception_and_can_be_sent_again(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP, digest_over=1)
    for number in (36, 37):
        desk.order(number)
    desk.slack.fail("post", SlackRefused("user_disabled"))
    desk.poll()
    (trouble,) = desk.troubles()
    assert trouble.kind is ExceptionKind.NOT_DELIVERED
    desk.services.exceptions.retry(trouble.id, "Omar Haddad")
    desk.run()
    assert "P00037" in desk.slack.to(maya)[0].text


def test_list_is_drawn_once_for_all_that_changed_before_its_turn(make_desk: MakeDesk) -> None:
    """Cards and lists of one person share Slack's one message a second: a list drawn for each decision keeps cards."""
    desk = make_desk(ONE_STEP, digest_over=1)
    for number in range(36, 46):
        desk.order(number)
    desk.poll()
    with desk.store.read() as tx:
        lists = {m.id for a in tx.approvals.pending() for m in tx.messages.of(approval_id=a.id) if m.kind in LISTS}
    desk.jobs.waiting.clear()
    for number in range(36, 46):
        desk.odoo.approve_as(OMAR, number)
    desk.rounds.poll()
    waiting = [job.key for job in desk.jobs.waiting if job.key in lists]
    assert sorted(waiting) == sorted(lists)
    desk.run()
    assert desk.slack.to(maya)[0].text.count("closed in Odoo by Omar Haddad") == 10


def test_exception_channel_that_refuses_does_not_go_round_in_circles(desk: Desk) -> None:
    desk.slack.fail("post", SlackRefused("user_disabled"))
    desk.order()
    desk.rounds.poll()
    desk.wire.before("assign", lambda: desk.slack.fail("post", SlackRefused("is_archived")))
    desk.run()
    desk.pass_time(minutes=10)
    assert len(desk.troubles(only_open=False)) == 1
    assert len(desk.slack.to(EXCEPTIONS)) <= 1


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
def test_broken_connection_keeps_every_message(desk: Desk, code: str) -> None:
    desk.slack.fail("post", SlackRefused(code), times=4)
    desk.open()
    assert desk.troubles() == []
    desk.calm_down(minutes=10)
    assert sorted(m.recipient for m in desk.slack.shown) == [maya, omar]


def test_message_deleted_in_slack_is_nobodys_trouble(desk: Desk) -> None:
    approval = desk.open()
    desk.slack.shown = [m for m in desk.slack.shown if m.recipient != omar]
    desk.click(maya, approval)
    assert desk.troubles() == []
    assert "Approved" in desk.slack.cards(maya)[0].text


def test_card_decided_before_it_was_sent_is_withdrawn(desk: Desk) -> None:
    desk.slack.fail("post", SlackUnavailable("ratelimited", retry_after=60))
    desk.order()
    desk.rounds.poll()
    desk.run()
    late = next(m.recipient for m in desk.messages(desk.approval()) if m.state is MessageState.QUEUED)
    other = omar if late == maya else maya
    desk.click(other, desk.approval())
    desk.calm_down(minutes=10)
    assert desk.slack.cards(late) == []
    assert card_of(desk, late) is MessageState.WITHDRAWN


def test_redraws_end_at_the_newest_version(desk: Desk) -> None:
    """The record moves on while an older picture of it is on its way to Slack."""
    approval = desk.open()
    desk.services.conversation.ask(approval.id, maya, "First?", once="V1")
    desk.wire.before("update", lambda: void(desk.services.conversation.ask(approval.id, maya, "Second?", once="V2")))
    desk.run()
    assert all("Second?" in desk.slack.cards(who)[0].text for who in (maya, omar))
    assert desk.idle()


def test_update_that_fails_is_made_up_for(desk: Desk) -> None:
    approval = desk.open()
    desk.slack.fail("update", SlackUnavailable("away"), times=5)
    desk.click(maya, approval)
    desk.calm_down(minutes=15)
    assert all("Approved" in desk.slack.cards(who)[0].text for who in (maya, omar))


def test_card_goes_out_even_where_its_job_was_lost(desk: Desk) -> None:
    """The sweep finds what nobody delivers."""
    desk.order()
    desk.rounds.poll()
    desk.jobs.waiting.clear()
    desk.pass_time(minutes=6)
    assert sorted(m.recipient for m in desk.slack.shown) == [maya, omar]


def test_messages_of_one_person_share_a_partition(desk: Desk) -> None:
    """Slack takes one message a second in a channel: the queue is told which channel that is."""
    desk.order()
    desk.rounds.poll()
    assert {(job.name, job.partition) for job in desk.jobs.waiting} == {("deliver", maya), ("deliver", omar)}


def test_buyer_hears_of_an_outcome_once(desk: Desk) -> None:
    approval = desk.click(maya, desk.open())
    with desk.store.begin() as tx:
        desk.services.closing.tell_buyer(tx, approval)
    desk.run()
    assert len(desk.slack.to(bella, "outcome:")) == 1


def test_refused_notice_stops_nothing(desk: Desk) -> None:
    approval = desk.open()
    desk.odoo.reprice(36, "75.00")
    desk.slack.fail("whisper", SlackRefused("user_not_found"))
    desk.click(maya, approval, Verdict.APPROVE)
    assert len(desk.slack.cards(maya)) == 2
    assert desk.troubles() == []


def test_pauses_between_tries_grow_and_have_an_end(desk: Desk) -> None:
    desk.slack.fail("post", SlackUnavailable("away"), times=60)
    desk.order()
    desk.rounds.poll()
    desk.pass_time(minutes=30)
    tries = desk.wire.count("post") / 2
    assert 10 < tries < 30, "every two minutes in the end"


def die_after(desk: Desk, name: str) -> None:
    """Die once the next call of this name has reached the other side."""

    def soon() -> None:
        desk.wire.cut_at = desk.wire.points

    desk.wire.before(name, soon)


def void(_result: object) -> None:
    """Nothing is made of it."""


@pytest.mark.parametrize("code", ["invalid_blocks", "invalid_blocks_format"])
def test_message_whose_blocks_slack_refuses_goes_once_as_plain_text(desk: Desk, code: str) -> None:
    desk.slack.fail("post", SlackRefused(code))
    desk.open()
    (card,) = desk.slack.cards(maya)
    assert "P00036" in card.text
    assert card.buttons == {}
    assert desk.troubles() == []


def test_plain_text_that_slack_refuses_too_is_an_exception(desk: Desk) -> None:
    desk.slack.fail("post", SlackRefused("invalid_blocks"), times=2)
    desk.open()
    (trouble,) = desk.troubles()
    assert trouble.kind is ExceptionKind.NOT_DELIVERED
    assert card_of(desk, maya) is MessageState.FAILED


def say_outcome(desk: Desk, **when: object) -> None:
    with desk.store.begin() as tx:
        desk.services.outbox.say(tx, MessageKind.OUTCOME, bella, "later", approval_id=desk.approval().id, **when)  # type: ignore[arg-type]
    desk.run()


def test_message_waits_for_its_time(desk: Desk) -> None:
    desk.open()
    say_outcome(desk, not_before=desk.clock.now() + timedelta(minutes=2))
    desk.pass_time(minutes=1)
    assert desk.slack.to(bella, "later") == []
    desk.pass_time(minutes=1)
    assert len(desk.slack.to(bella, "later")) == 1


def test_reply_stands_in_the_thread_of_its_message_and_is_found_there_after_a_crash(desk: Desk) -> None:
    desk.open()
    card = next(m for m in desk.messages(desk.approval()) if m.recipient == maya)
    with desk.store.begin() as tx:
        desk.services.outbox.say(
            tx, MessageKind.OUTCOME, maya, "reply", approval_id=card.approval_id, thread_of=card.id
        )
    die_after(desk, "post")
    with pytest.raises(Cut):
        desk.run()
    desk.restart()
    desk.calm_down()
    (reply,) = desk.slack.to(maya, "reply")
    assert reply.thread == desk.slack.cards(maya)[0].ts


def test_kind_that_nobody_draws_stops_the_start(desk: Desk) -> None:
    drawers = {MessageKind.NOTICE: notice}
    with pytest.raises(ValueError, match="card"):
        Delivery(desk.store, desk.slack, drawers, desk.clock, desk.locks, desk.services.exceptions.not_delivered)
