"""The buttons and modals of a card, through Bolt."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import Any

import pytest
import structlog

from bot.domain.approvals import ApprovalState
from bot.domain.errors import SlackUnavailable
from bot.domain.orders import OrderState
from tests.desk import FIONA, OMAR, bella, ben, fiona, maya, olga, omar
from tests.handlers.conftest import FrontDesk
from tests.slack_payloads import click, submission

APPROVE, REJECT, ASK, HAND_OVER = "approval.approve", "approval.reject", "approval.ask", "approval.hand_over"


def card(front: FrontDesk) -> str:
    """The id that the buttons of the card hold."""
    return front.desk.approval().id


def errors(response: Any) -> dict[str, str]:
    """What the modal shows beside its inputs."""
    answer = json.loads(response.body)
    assert answer["response_action"] == "errors"
    return dict(answer["errors"])


async def test_one_click_approves_and_redraws_the_card(front: FrontDesk) -> None:
    response = await front.done(click(APPROVE, card(front), by=maya))
    assert response.status == 200
    assert front.desk.odoo.state(36) is OrderState.PURCHASE
    assert "Approved" in front.desk.slack.cards(maya)[0].text


async def test_ack_comes_only_after_the_commit(front: FrontDesk) -> None:
    entered, release = threading.Event(), threading.Event()

    def block() -> None:
        entered.set()
        assert release.wait(10)

    front.desk.wire.before("commit", block)
    sending = asyncio.ensure_future(front.send(click(APPROVE, card(front), by=maya)))
    assert await asyncio.to_thread(entered.wait, 10)
    await asyncio.sleep(0.05)
    assert not sending.done()
    assert front.desk.approval().votes == ()
    release.set()
    assert (await sending).status == 200
    assert len(front.desk.approval().votes) == 1


async def test_ack_does_not_wait_for_odoo(front: FrontDesk) -> None:
    let_go = front.desk.wire.hang("heads")
    response = await asyncio.wait_for(front.send(click(APPROVE, card(front), by=maya)), 5)
    assert response.status == 200
    assert len(front.desk.approval().votes) == 1
    let_go.set()
    await front.quiet()
    assert front.desk.odoo.state(36) is OrderState.PURCHASE


async def test_card_says_that_it_is_under_way_while_odoo_takes_its_time(front: FrontDesk) -> None:
    let_go = front.desk.wire.hang("heads")
    await front.send(click(APPROVE, card(front), by=maya))
    for _ in range(100):
        if "Being carried out" in front.desk.slack.cards(maya)[0].text:
            break
        await asyncio.sleep(0.05)
    shown = front.desk.slack.cards(maya)[0]
    assert "Being carried out" in shown.text
    assert APPROVE not in shown.buttons
    let_go.set()
    await front.quiet()
    assert "Approved" in front.desk.slack.cards(maya)[0].text


async def test_failed_commit_is_told_with_a_reference_and_loses_nothing(front: FrontDesk) -> None:
    def fail() -> None:
        raise OSError("disk full")

    front.desk.wire.before("commit", fail)
    with structlog.testing.capture_logs() as logs:
        response = await front.done(click(APPROVE, card(front), by=maya))
    assert response.status == 500
    (told,) = front.desk.slack.told(maya)
    (entry,) = [log for log in logs if log["event"] == "unexpected error"]
    assert f"Something went wrong, reference {entry['reference']}" in told
    assert "disk full" not in told
    assert front.desk.approval().votes == ()
    await front.done(click(APPROVE, card(front), by=maya))
    assert front.desk.odoo.state(36) is OrderState.PURCHASE


async def test_double_click_decides_once_and_answers_the_second(front: FrontDesk) -> None:
    payload = click(APPROVE, card(front), by=maya)
    answers = await asyncio.gather(front.send(payload), front.send(payload))
    await front.quiet()
    assert [answer.status for answer in answers] == [200, 200]
    assert front.desk.odoo.approve_calls == [36]
    assert len(front.desk.approval().votes) == 1
    (told,) = front.desk.slack.told(maya)
    assert "already" in told
    assert "by you" in told or "by Maya Lindqvist" in told


async def test_two_approvers_at_once_one_decides_and_the_other_is_told(front: FrontDesk) -> None:
    await asyncio.gather(*(front.send(click(APPROVE, card(front), by=who)) for who in (maya, omar)))
    await front.quiet()
    assert front.desk.odoo.approve_calls == [36]
    winner = front.desk.approval().votes[0]
    loser = omar if winner.slack_id == maya else maya
    (told,) = front.desk.slack.told(loser)
    assert winner.name in told
    assert "2 Mar 2026, 09:30 UTC" in told


async def test_refusal_is_answered_where_the_click_was(front: FrontDesk) -> None:
    payload = click(APPROVE, card(front), by=fiona)
    response = await front.done(payload)
    assert response.status == 200
    (whisper,) = front.desk.slack.whispers
    assert (whisper.recipient, whisper.channel, whisper.response_url) == (
        fiona,
        payload["channel"]["id"],
        payload["response_url"],
    )
    assert "You are not asked" in whisper.text


@pytest.mark.parametrize("who", [olga, "U0STRANGER"])
@pytest.mark.parametrize("action", [APPROVE, REJECT, ASK, HAND_OVER, "approval.lines", "approval.show"])
async def test_unknown_people_are_answered_with_the_reason_and_open_nothing(
    front: FrontDesk, who: str, action: str
) -> None:
    response = await front.done(click(action, card(front), by=who))
    assert response.status == 200
    (told,) = front.desk.slack.told(who)
    assert "cannot match your Slack account" in told
    assert front.opened == []
    assert front.desk.approval().votes == ()


async def test_first_click_of_a_colleague_is_looked_up_after_the_ack(front: FrontDesk) -> None:
    let_go = front.desk.wire.hang("member")
    response = await asyncio.wait_for(front.send(click(APPROVE, card(front), by=ben)), 5)
    assert response.status == 200
    let_go.set()
    await front.quiet()
    assert "You are not asked" in front.desk.slack.told(ben)[0]


async def test_slack_that_does_not_take_the_answer_breaks_nothing(front: FrontDesk) -> None:
    front.desk.slack.fail("whisper", SlackUnavailable("away"))
    response = await front.done(click(APPROVE, card(front), by=fiona))
    assert response.status == 200


async def test_old_card_is_answered(front: FrontDesk) -> None:
    old = card(front)
    await asyncio.to_thread(front.desk.odoo.reprice, 36, "80.00")
    front.desk.clock.advance(minutes=1)
    await asyncio.to_thread(front.desk.services.reconciliation.reconcile, [36])
    await front.done(click(APPROVE, old, by=maya))
    assert "use the new card" in front.desk.slack.told(maya)[0]
    assert front.desk.odoo.approve_calls == []


async def test_card_that_we_do_not_know_is_answered(front: FrontDesk) -> None:
    await front.done(click(APPROVE, "0" * 32, by=maya))
    assert "do not know this card" in front.desk.slack.told(maya)[0]


# Reject


async def test_reject_asks_for_a_reason_and_takes_it(front: FrontDesk) -> None:
    await front.done(click(REJECT, card(front), by=maya))
    (view,) = front.opened
    assert (view["callback_id"], view["private_metadata"]) == ("approval.reject_modal", card(front))
    assert any(block.get("label", {}).get("text") == "Reason" for block in view["blocks"])
    response = await front.done(submission(view["callback_id"], card(front), by=maya, reason="Too expensive"))
    assert (response.status, response.body) == (200, "")
    assert front.desk.odoo.state(36) is OrderState.CANCEL
    assert "Too expensive" in front.desk.odoo.notes[36][0]


@pytest.mark.parametrize("reason", [" ", "", "x" * 5000])
async def test_unfit_reason_is_refused_beside_its_input(front: FrontDesk, reason: str) -> None:
    response = await front.done(submission("approval.reject_modal", card(front), by=maya, reason=reason))
    assert list(errors(response)) == ["reason"]
    assert front.desk.odoo.state(36) is OrderState.TO_APPROVE
    assert front.desk.approval().votes == ()


async def test_decision_that_came_too_late_is_refused_in_the_modal(front: FrontDesk) -> None:
    await asyncio.to_thread(front.desk.click, omar, front.desk.approval())
    response = await front.done(submission("approval.reject_modal", card(front), by=maya, reason="No"))
    assert "approved by Omar Haddad" in errors(response)["reason"]


async def test_content_that_changed_while_the_modal_was_open_is_refused_in_it(front: FrontDesk) -> None:
    await asyncio.to_thread(front.desk.odoo.reprice, 36, "80.00")
    response = await front.done(submission("approval.reject_modal", card(front), by=maya, reason="No"))
    assert "changed in Odoo" in errors(response)["reason"]
    assert front.desk.approval().votes == ()


async def test_slow_odoo_does_not_keep_the_modal_from_its_ack(front: FrontDesk) -> None:
    """The decision is taken; content is compared once Odoo answers."""
    let_go = front.desk.wire.hang("heads")
    began = time.monotonic()
    response = await front.send(submission("approval.reject_modal", card(front), by=maya, reason="No"))
    assert time.monotonic() - began < 2.8, "Slack waits three seconds"
    assert (response.status, response.body) == (200, "")
    let_go.set()
    await front.quiet()
    assert front.desk.odoo.state(36) is OrderState.CANCEL


async def test_modal_of_a_decided_order_does_not_open(front: FrontDesk) -> None:
    await asyncio.to_thread(front.desk.click, omar, front.desk.approval())
    await front.done(click(REJECT, card(front), by=maya))
    assert front.opened == []
    assert "approved by Omar Haddad" in front.desk.slack.told(maya)[0]


# Ask


async def test_question_goes_to_the_buyer_and_comes_back(front: FrontDesk) -> None:
    await front.done(click(ASK, card(front), by=maya))
    (view,) = front.opened
    response = await front.done(submission(view["callback_id"], card(front), by=maya, question="Why so many?"))
    assert response.body == ""
    await asyncio.to_thread(front.desk.run)
    (shown,) = front.desk.slack.to(bella, "question:")
    await front.done(click("question.answer", shown.buttons["question.answer"], by=bella))
    answer = front.opened[1]
    assert "Why so many?" in json.dumps(answer)
    response = await front.done(
        submission(answer["callback_id"], answer["private_metadata"], by=bella, answer="Spring sale")
    )
    assert response.body == ""
    await asyncio.to_thread(front.desk.run)
    assert "Spring sale" in front.desk.slack.cards(maya)[0].text


async def test_question_that_slack_sends_twice_is_asked_once(front: FrontDesk) -> None:
    for _ in range(2):
        await front.done(submission("approval.ask_modal", card(front), by=maya, view_id="V1", question="Why?"))
    assert len(front.desk.approval().questions) == 1


async def test_blank_question_and_answer_are_refused_beside_their_input(front: FrontDesk) -> None:
    response = await front.done(submission("approval.ask_modal", card(front), by=maya, question=" "))
    assert list(errors(response)) == ["question"]
    await front.done(submission("approval.ask_modal", card(front), by=maya, view_id="V1", question="Why?"))
    response = await front.done(submission("question.answer_modal", f"{card(front)}:V1", by=bella, answer=""))
    assert list(errors(response)) == ["answer"]


async def test_answered_question_does_not_open_again(front: FrontDesk) -> None:
    await front.done(submission("approval.ask_modal", card(front), by=maya, view_id="V1", question="Why?"))
    question = f"{card(front)}:V1"
    await front.done(submission("question.answer_modal", question, by=bella, answer="Sale"))
    await front.done(click("question.answer", question, by=bella))
    assert front.opened == []
    assert "answered this question already" in front.desk.slack.told(bella)[0]


# Hand over


async def test_seat_is_handed_over(front: FrontDesk) -> None:
    await front.done(click(HAND_OVER, card(front), by=maya))
    (view,) = front.opened
    options = [option["value"] for block in view["blocks"] for option in block.get("element", {}).get("options", ())]
    assert options == [str(FIONA.id), str(OMAR.id)]
    response = await front.done(
        submission(view["callback_id"], card(front), by=maya, person=str(FIONA.id), note="I am away")
    )
    assert response.body == ""
    await asyncio.to_thread(front.desk.run)
    assert APPROVE in front.desk.slack.cards(fiona)[0].buttons


async def test_unfit_receiver_is_refused_beside_the_menu(front: FrontDesk) -> None:
    response = await front.done(submission("approval.hand_over_modal", card(front), by=maya, person="6"))
    assert list(errors(response)) == ["person"]


async def test_hand_over_while_odoo_is_away_says_so(front: FrontDesk) -> None:
    front.desk.clock.advance(minutes=5)
    front.desk.odoo.down()
    await front.done(click(HAND_OVER, card(front), by=maya))
    assert front.opened == []
    assert "Odoo does not answer" in front.desk.slack.told(maya)[0]
    response = await front.done(submission("approval.hand_over_modal", card(front), by=maya, person=str(FIONA.id)))
    assert "Odoo does not answer" in errors(response)["person"]


@pytest.mark.parametrize("refused", [False, True])
async def test_hand_over_that_takes_long_closes_the_modal_and_is_told_afterwards(
    front: FrontDesk, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    """Said to have failed while it goes on, it would be done twice over."""
    monkeypatch.setattr("bot.handlers.submitting.BEFORE_ACK", 0.05)
    let_go = front.desk.wire.hang("in_group")
    to = "6" if refused else str(FIONA.id)
    response = await front.send(submission("approval.hand_over_modal", card(front), by=maya, person=to))
    assert (response.status, response.body) == (200, "")
    let_go.set()
    await front.quiet()
    assert [given.receiver for given in front.desk.approval().handed] == ([] if refused else [FIONA.id])
    assert ([told for told in front.desk.slack.told(maya) if "P00036" in told] != []) is refused


# Look


async def test_all_lines_are_shown_to_colleagues(front: FrontDesk) -> None:
    await front.done(click("approval.lines", card(front), by=bella))
    (view,) = front.opened
    assert "Hex bolt M8" in json.dumps(view)
    assert "submit" not in view


async def test_show_on_a_digest_sends_the_card_or_says_why_not(front: FrontDesk) -> None:
    await front.done(click("approval.show", card(front), by=ben))
    assert front.desk.slack.told(ben) != []
    front.desk.slack.whispers.clear()
    await front.done(click("approval.show", card(front), by=maya))
    await asyncio.to_thread(front.desk.run)
    assert len(front.desk.slack.cards(maya)) == 1


@pytest.mark.parametrize("link", ["approval.open", "exception.open"])
async def test_followed_link_is_acked(front: FrontDesk, link: str) -> None:
    assert (await front.done(click(link, card(front), by=maya))).status == 200


# The loop


async def test_loop_never_stalls_while_odoo_hangs(front: FrontDesk) -> None:
    """Ten people click and ask, Odoo answers nobody: the loop that serves Slack goes on."""
    let_go = front.desk.wire.hang("heads")
    worst = 0.0
    watching = True

    async def watch() -> None:
        nonlocal worst
        while watching:
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            worst = max(worst, time.perf_counter() - before - 0.01)

    await front.send(click("approval.open", card(front), by=maya))  # what is imported and set up on first use
    watcher = asyncio.ensure_future(watch())
    await asyncio.gather(
        front.send(click(APPROVE, card(front), by=maya)),
        *(front.send(click(APPROVE, card(front), by=omar)) for _ in range(5)),
        *(front.send(click("approval.lines", card(front), by=bella)) for _ in range(5)),
    )
    await asyncio.sleep(1.2)
    watching = False
    await watcher
    let_go.set()
    await front.quiet()
    assert worst < 0.6, f"the loop stood still for {worst:.2f} s"
    assert front.desk.approval().state is ApprovalState.APPROVED
