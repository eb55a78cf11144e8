"""Approve and reject: once, by whom the policy names, on what the card shows."""

from collections.abc import Callable

import pytest

from tests.real.desk import APPROVERS, NAMES, Desk, Purchase, at_once, can_decide
from tests.slack_people import text_of

pytestmark = [pytest.mark.odoo, pytest.mark.slack_standin, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def desk(start_desk: Callable[..., Desk]) -> Desk:
    """A bot that hears of orders when it is told, and else once a minute."""
    return start_desk()


def test_one_click_approves(desk: Desk, order: Purchase) -> None:
    desk.click("maya", order, "Approve")
    desk.assert_decided(order, "Approved", "maya")


def test_rejection_takes_its_reason_to_the_buyer_and_to_the_order(desk: Desk, order: Purchase) -> None:
    assert desk.reject("omar", order, "Twice last year's price: <ask> again & compare") == {}
    desk.assert_decided(order, "Rejected", "omar")
    desk.slack.wait_for_message("bella", order.name, "Twice last year's price")
    (note,) = desk.decisions_noted(order)
    assert "Twice last year's price: &lt;ask&gt; again &amp; compare" in note


@pytest.mark.parametrize("reason", [" ", "x" * 5000], ids=["blank", "5000 characters"])
def test_reason_that_says_nothing_or_too_much_is_refused(desk: Desk, order: Purchase, reason: str) -> None:
    errors = desk.reject("maya", order, reason)
    assert list(errors) == ["reason"]
    view = desk.slack.view()
    assert view is not None
    assert next(block["label"]["text"] for block in view["blocks"] if block.get("block_id") == "reason") == "Reason"
    desk.slack.close_view("maya")
    desk.assert_undecided(order)
    assert can_decide(desk.card("maya", order)) >= {"Approve", "Reject"}


def test_double_click_decides_once(desk: Desk, order: Purchase) -> None:
    card = desk.card("maya", order)
    at_once(*[lambda: desk.slack.click("maya", card, "Approve")] * 2)
    desk.assert_decided(order, "Approved", "maya")
    assert "already approved by you" in desk.refusal("maya", order)


def test_click_that_slack_sends_again_decides_once(desk: Desk, order: Purchase) -> None:
    acks = [e for e in desk.slack_proxy.envelopes if e.kind == "ack"]
    desk.slack_proxy.send_again("interactive", copies=3)
    desk.click("maya", order, "Approve")
    desk.slack_proxy.wait_for(
        lambda: len([e for e in desk.slack_proxy.envelopes if e.kind == "ack"]) >= len(acks) + 4, 15, "4 acks"
    )
    desk.assert_decided(order, "Approved", "maya")


def test_rejection_that_slack_sends_again_decides_once(desk: Desk, order: Purchase) -> None:
    desk.click("maya", order, "Reject")
    desk.slack.wait_for_view(f"Reject {order.name}")
    desk.slack_proxy.send_again("interactive", copies=2)
    desk.slack.submit_view("maya", {"Reason": "Not needed"})
    desk.assert_decided(order, "Rejected", "maya")


def test_second_of_two_approvers_is_told_who_was_first(desk: Desk, order: Purchase) -> None:
    mayas, omars = desk.card("maya", order), desk.card("omar", order)
    at_once(
        lambda: desk.slack.click("maya", mayas, "Approve"),
        lambda: desk.slack.click("omar", omars, "Approve"),
    )
    desk.wait_for_state(order, "purchase")
    (taken,) = [e for e in desk.audit(order) if e.kind == "decision.taken"]
    first = next(person for person in APPROVERS if NAMES[person] == taken.actor)
    second = "omar" if first == "maya" else "maya"
    desk.assert_decided(order, "Approved", first)
    told = desk.refusal(second, order)
    assert f"already approved by {NAMES[first]}" in told
    assert "UTC" in told


def test_approval_and_rejection_at_once_end_in_one_of_them(desk: Desk, order: Purchase) -> None:
    mayas = desk.card("maya", order)
    desk.click("omar", order, "Reject")
    desk.slack.wait_for_view(f"Reject {order.name}")
    at_once(
        lambda: desk.slack.click("maya", mayas, "Approve"),
        lambda: desk.slack.submit_view("omar", {"Reason": "No budget"}),
    )
    desk.wait_until_quiet(order)
    (taken,) = [e for e in desk.audit(order) if e.kind == "decision.taken"]
    word, person = ("Approved", "maya") if taken.actor == NAMES["maya"] else ("Rejected", "omar")
    desk.assert_decided(order, word, person)
    if desk.slack.view() is not None:
        desk.slack.close_view("omar")


def test_click_on_a_decided_card_is_told_how_it_ended(desk: Desk, order: Purchase) -> None:
    old = desk.card("omar", order)
    desk.click("maya", order, "Approve")
    desk.assert_decided(order, "Approved", "maya")
    desk.slack.click("omar", old, "Approve")
    assert f"already approved by {NAMES['maya']}" in desk.refusal("omar", order)
    assert desk.calls_of("button_approve", order) == 1


@pytest.mark.parametrize(
    ("person", "reason"),
    [("bella", "you are the buyer"), ("ben", "You are not asked"), ("rosa", "You are not asked")],
)
def test_somebody_who_is_not_asked_is_told_why(desk: Desk, order: Purchase, person: str, reason: str) -> None:
    desk.slack.click(person, desk.card("maya", order), "Approve")
    assert reason in desk.refusal(person, order)
    desk.assert_undecided(order)
    assert "decision.refused" in desk.audit_kinds(order)


def test_somebody_whom_odoo_does_not_know_is_told_so(desk: Desk, order: Purchase) -> None:
    for button in ("Approve", "Reject", "Ask", "Hand over"):
        before = len(desk.slack.ephemerals("olga"))
        desk.slack.click("olga", desk.card("maya", order), button)
        desk.slack.wait_for(lambda before=before: len(desk.slack.ephemerals("olga")) > before, what=f"answer: {button}")
        assert "I cannot match your Slack account to a user in Odoo" in text_of(desk.slack.ephemerals("olga")[-1])
    assert desk.slack.view() is None
    desk.assert_undecided(order)


def test_click_on_a_card_whose_amount_changed_decides_nothing(desk: Desk, order: Purchase) -> None:
    (old,) = desk.cards_of("maya", order)
    total = desk.raise_price(order)
    desk.slack.click("maya", old, "Approve")
    assert "changed in Odoo" in desk.refusal("maya", order)
    new = desk.card("maya", order, "Changed since the last card")
    assert new["ts"] != old["ts"]
    assert "5,014.00" in text_of(new)
    assert total in text_of(new)
    (old,) = [card for card in desk.cards_of("maya", order) if card["ts"] == old["ts"]]
    assert "Superseded" in text_of(old)
    assert can_decide(old) == set()
    desk.assert_undecided(order)
    assert desk.audit_kinds(order).count("approval.superseded") == 1
    desk.slack.click("maya", new, "Approve")
    desk.wait_for_state(order, "purchase")


def test_order_that_changes_while_the_reason_is_written_is_not_rejected(desk: Desk, order: Purchase) -> None:
    desk.click("maya", order, "Reject")
    desk.slack.wait_for_view(f"Reject {order.name}")
    desk.raise_price(order)
    errors = desk.slack.submit_view("maya", {"Reason": "Too dear"})
    assert "changed in Odoo" in errors["reason"]
    desk.slack.close_view("maya")
    desk.assert_undecided(order)


def test_reason_that_comes_after_the_decision_is_refused_with_how_it_ended(desk: Desk, order: Purchase) -> None:
    desk.click("maya", order, "Reject")
    desk.slack.wait_for_view(f"Reject {order.name}")
    desk.click("omar", order, "Approve")
    desk.wait_for_state(order, "purchase")
    errors = desk.slack.submit_view("maya", {"Reason": "Too dear"})
    assert f"approved by {NAMES['omar']}" in errors["reason"]
    desk.slack.close_view("maya")
    desk.assert_decided(order, "Approved", "omar")
