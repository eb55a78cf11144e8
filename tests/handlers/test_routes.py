"""Everything that Slack may send finds its handler, and what goes wrong there is answered."""

from __future__ import annotations

import pytest
import structlog

from bot.domain.errors import OdooUnavailable
from tests.desk import bella, maya
from tests.handlers.conftest import FrontDesk
from tests.slack_payloads import Payload, click, command, direct_message, event, submission, ticks

ROUTES: dict[str, Payload] = {
    "approve": click("approval.approve", "x", by=maya),
    "open_reject": click("approval.reject", "x", by=maya),
    "open_ask": click("approval.ask", "x", by=maya),
    "open_hand_over": click("approval.hand_over", "x", by=maya),
    "open_lines": click("approval.lines", "x", by=maya),
    "show": click("approval.show", "x", by=maya),
    "open_answer": click("question.answer", "x", by=maya),
    "reject": submission("approval.reject_modal", "x", by=maya, reason="No"),
    "ask": submission("approval.ask_modal", "x", by=maya, question="Why?"),
    "hand_over": submission("approval.hand_over_modal", "x", by=maya, person="9"),
    "answer": submission("question.answer_modal", "x", by=maya, answer="So"),
    "nudge": click("escalation.nudge", "x", by=maya),
    "open_hand_over_for": click("escalation.hand_over", "x", by=maya),
    "open_snooze": click("escalation.snooze", "x", by=maya),
    "show_single": click("escalation.show", "x", by=maya),
    "open_several": click("escalation.several", "all", by=maya),
    "snooze": submission("escalation.snooze_modal", "x", by=maya, length="1h"),
    "hand_over_for": submission("escalation.hand_over_modal", "x", by=maya, person="9"),
    "approve_several": submission("escalation.several_modal", "", by=maya),
    "retry": click("exception.retry", "1", by=maya),
    "open_dismiss": click("exception.dismiss", "1", by=maya),
    "dismiss": submission("exception.dismiss_modal", "1", by=maya, reason="Fine"),
    "command": command("help", by=maya),
    "mentioned": event("app_mention", maya, channel="C0PURCHASE", text="help"),
    "message": direct_message("help", by=maya),
    "offer": event("app_home_opened", maya, channel="D0MAYA", tab="messages"),
    "choose": click("asked.choose.0", "x:0", by=maya),
    "rate": click("asked.rate", "x:good", by=maya),
    "opened": event("app_home_opened", maya, channel="D0MAYA", tab="home"),
    "turn": click("home.queue.mine", "mine:0", by=maya),
    "open_away": click("absence.away", "away", by=maya),
    "come_back": click("absence.back", "back", by=maya),
    "set_away": submission("absence.modal", "absence", by=maya, until="2026-03-06"),
    "give": submission("keys.modal", "key", by=maya, key="0123456789abcdef" * 2 + "01234567"),
    "forget": click("keys.forget", "key", by=maya, view={"id": "V0MODAL"}),
    "open_apply": click("mail.apply", "x", by=maya),
    "open_correct": click("mail.correct", "x", by=maya),
    "open_add": click("mail.add", "x", by=maya),
    "choose_order": click("mail.choose.0", "x:36", by=maya),
    "open_means": click("mail.means", "x", by=maya),
    "unlearn": click("mail.unlearn", "x", by=maya, view={"id": "V0MODAL", "private_metadata": "x"}),
    "open_reply": click("mail.reply", "x", by=maya),
    "reword_reply": click("mail.reply_language", "", by=maya, view={"id": "V0MODAL", "private_metadata": "x"}),
    "reword_chase": click("mail.chase_language", "", by=maya, view={"id": "V0MODAL", "private_metadata": "36"}),
    "open_chase": click("mail.chase", "36", by=maya),
    "open_mail": click("mail.read", "x", by=maya),
    "turn_mail": click("mail.read.next", "m:text:1", by=maya, view={"id": "V0MODAL", "private_metadata": "x"}),
    "open_exception": click("mail.exception", "x", by=maya),
    "done": click("mail.done", "x", by=maya),
    "apply": ticks("x", by=maya),
    "correct": submission("mail.correct_modal", "x", by=maya, order="P00036"),
    "add": submission("mail.add_modal", "x", by=maya, text="3"),
    "means": submission("mail.means_modal", "x", by=maya, words="carton"),
    "reply": submission("mail.reply_modal", "x", by=maya, text="Hello"),
    "chase": submission("mail.chase_modal", "36", by=maya, text="Hello"),
    "make_exception": submission("mail.exception_modal", "x", by=maya, reason="So"),
    "nothing": click("approval.open", "x", by=maya),
}


async def test_every_route_has_its_payload_here(front: FrontDesk) -> None:
    routes = [listener.ack_function.__name__ for listener in front.app._async_listeners]
    assert sorted(routes) == sorted(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
async def test_each_route_is_reached_and_acked(front: FrontDesk, route: str) -> None:
    """The records do not exist: everybody gets their ack and a reason, nobody a traceback."""
    with structlog.testing.capture_logs() as logs:
        response = await front.done(ROUTES[route])
    assert response.status == 200
    assert [entry for entry in logs if entry["event"] == "unexpected error"] == []


async def test_what_nobody_expected_is_answered_with_a_reference_that_is_in_the_log(front: FrontDesk) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret detail")

    front.desk.wire.before("users", fail)
    let_go = front.desk.wire.hang("users")
    with structlog.testing.capture_logs() as logs:
        response = await front.send(click("approval.approve", front.desk.approval().id, by=maya))
        assert response.status == 200, "the decision is committed"
        let_go.set()
        await front.quiet()
    (entry,) = [log for log in logs if log["event"] == "unexpected error"]
    (told,) = front.desk.slack.told(maya)
    assert f"Something went wrong, reference {entry['reference']}" in told
    assert isinstance(entry["exc_info"], ZeroDivisionError)
    assert "secret detail" not in told


async def test_odoo_away_is_said_in_plain_words(front: FrontDesk) -> None:
    def away() -> None:
        raise OdooUnavailable("purchase.order.read: HTTP 503")

    front.desk.wire.before("commit", away)
    await front.done(click("approval.approve", front.desk.approval().id, by=maya))
    assert front.desk.slack.told(maya) == ["Odoo does not answer at the moment. Please try again in a few minutes."]


async def test_error_in_an_event_is_answered_to_its_author(front: FrontDesk) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    front.desk.wire.before("commit", fail)
    await front.done(direct_message("P00036", by=bella))
    assert "Something went wrong" in front.desk.slack.told(bella)[0]
