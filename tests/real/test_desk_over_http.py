"""The main decisions again in HTTP mode, with signed requests, on PostgreSQL; and requests that Slack did not send."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.real.desk import EXCEPTIONS, NAMES, Desk, Purchase, at_once
from tests.real.slack_standin import SlackStandin
from tests.slack_people import buttons, text_of

pytestmark = [pytest.mark.odoo, pytest.mark.slack_standin, pytest.mark.postgres, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def desk(start_desk: Callable[..., Desk]) -> Desk:
    """A bot that Slack calls."""
    return start_desk(database="postgresql", mode="http")


def post_signed(desk: Desk, text: str, *, secret: str = SlackStandin.signing_secret, age: int = 0) -> int:
    """Somebody sends a click as Slack would, signed with this secret so long ago; the status they get."""
    then = str(int(time.time()) - age)
    digest = hmac.new(secret.encode(), f"v0:{then}:{text}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": then,
        "X-Slack-Signature": f"v0={digest}",
    }
    return desk.bot.ask("/slack/events", text.encode(), headers)[0]


def last_click(desk: Desk) -> str:
    """The body of the last click that Slack sent."""
    clicks = [e.body["text"] for e in desk.slack_proxy.envelopes if e.direction == "to_bot" and e.kind == "interactive"]
    return str(clicks[-1])


def a_click(desk: Desk, order: Purchase) -> str:
    """The body of a click on Approve that Maya never made: that of a harmless click of hers, changed."""
    card = desk.card("maya", order)
    desk.slack.click("maya", card, "Open in Odoo")
    text = last_click(desk)
    payload = json.loads(dict(parse_qsl(text))["payload"])
    approve = buttons(card)["Approve"]
    payload["actions"][0] |= {name: approve[name] for name in ("action_id", "block_id", "value")}
    return urlencode({"payload": json.dumps(payload)})


def test_approval_over_http(desk: Desk, order: Purchase) -> None:
    desk.click("maya", order, "Approve")
    desk.assert_decided(order, "Approved", "maya")
    answers = [e.body["status"] for e in desk.slack_proxy.envelopes if e.direction == "from_bot"]
    assert set(answers) == {200}


def test_rejection_over_http(desk: Desk, order: Purchase) -> None:
    assert list(desk.reject("omar", order, " ")) == ["reason"]
    assert desk.slack.submit_view("omar", {"Reason": "No budget"}) == {}
    desk.assert_decided(order, "Rejected", "omar")


def test_question_and_hand_over_over_http(desk: Desk, order: Purchase) -> None:
    desk.click("maya", order, "Ask")
    desk.slack.wait_for_view(f"Ask about {order.name}")
    assert desk.slack.submit_view("maya", {"Question": "For whom?"}) == {}
    desk.slack.click("bella", desk.slack.wait_for_message("bella", order.name, "For whom?"), "Answer")
    desk.slack.wait_for_view(f"Answer about {order.name}")
    assert desk.slack.submit_view("bella", {"Answer": "For the depot"}) == {}
    desk.slack.click("maya", desk.card("maya", order, "For the depot"), "Hand over")
    desk.slack.wait_for_view(f"Hand over {order.name}")
    assert desk.slack.submit_view("maya", {"Hand over to": NAMES["omar"]}) == {}
    desk.card("omar", order, "Handed over to you by Maya Lindqvist")
    desk.click("omar", order, "Approve")
    desk.assert_decided(order, "Approved", "omar")


def test_two_steps_over_http(desk: Desk) -> None:
    order = desk.new_order("approve_large_critical")
    desk.click("omar", order, "Approve")
    desk.slack.click("fiona", desk.card("fiona", order, "step 2 of 2"), "Approve")
    desk.assert_decided(order, "Approved", "omar", "fiona")


def test_own_order_and_stranger_over_http(desk: Desk, order: Purchase) -> None:
    own = desk.new_order(buyer="maya", confirm=False)
    desk.odoo.execute("admin", "purchase.order", "write", [own.id], {"state": "to approve"})
    desk.hint(own)
    desk.slack.click("maya", desk.card("omar", own), "Approve")
    assert "you are the buyer" in desk.refusal("maya", own)
    desk.slack.click("olga", desk.card("omar", order), "Approve")
    assert "cannot match" in text_of(desk.slack.wait_for_ephemeral("olga"))
    desk.assert_undecided(own)
    desk.assert_undecided(order)


def test_two_at_once_and_sent_again_over_http(desk: Desk, order: Purchase) -> None:
    mayas, omars = desk.card("maya", order), desk.card("omar", order)
    desk.slack_proxy.send_again("interactive", copies=2)
    at_once(
        lambda: desk.slack.click("maya", mayas, "Approve"),
        lambda: desk.slack.click("omar", omars, "Approve"),
    )
    desk.wait_for_state(order, "purchase")
    (taken,) = [e for e in desk.audit(order) if e.kind == "decision.taken"]
    desk.assert_decided(order, "Approved", "maya" if taken.actor == NAMES["maya"] else "omar")


def test_changed_order_is_not_decided_over_http(desk: Desk, order: Purchase) -> None:
    card = desk.card("maya", order)
    desk.raise_price(order)
    desk.slack.click("maya", card, "Approve")
    assert "changed in Odoo" in desk.refusal("maya", order)
    desk.card("maya", order, "Changed since the last card")
    desk.assert_undecided(order)


@pytest.mark.parametrize(
    ("secret", "age"),
    [("another-signing-secret", 0), (SlackStandin.signing_secret, 301), (SlackStandin.signing_secret, -301)],
    ids=["wrong signature", "too old", "from the future"],
)
def test_request_that_slack_did_not_send_gets_401(desk: Desk, order: Purchase, secret: str, age: int) -> None:
    assert post_signed(desk, a_click(desk, order), secret=secret, age=age) == 401
    desk.wait_until_quiet(order)
    desk.assert_undecided(order)
    assert "decision.taken" not in desk.audit_kinds(order)


def test_request_without_signature_gets_401(desk: Desk) -> None:
    assert desk.bot.ask("/slack/events", b"payload={}")[0] == 401


def test_replayed_request_has_no_second_effect(desk: Desk, order: Purchase) -> None:
    desk.click("maya", order, "Approve")
    desk.assert_decided(order, "Approved", "maya")
    assert post_signed(desk, last_click(desk)) == 200
    assert f"already approved by {NAMES['maya']}" in desk.refusal("maya", order)
    desk.assert_decided(order, "Approved", "maya")
    assert [m for m in desk.slack.messages(EXCEPTIONS) if order.name in text_of(m)] == []
