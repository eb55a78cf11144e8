"""Odoo and Slack on a bad day: nothing is lost, nothing is done twice."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.real.desk import APPROVERS, NAMES, Desk, Purchase, until
from tests.real.odoo_server import OdooServer
from tests.real.slack_standin import text_of

pytestmark = [pytest.mark.odoo, pytest.mark.slack_standin, pytest.mark.timeout(240)]

ACK_WITHIN = 3.0


@pytest.fixture(scope="module")
def desk(start_desk: Callable[..., Desk]) -> Desk:
    """A bot that hears of orders when it is told."""
    return start_desk()


@pytest.fixture(autouse=True)
def _mended(desk: Desk) -> Iterator[None]:
    """Every test leaves Odoo and Slack well behind."""
    yield
    desk.odoo_proxy.heal()
    desk.slack_proxy.heal()


@pytest.fixture
def order(desk: Desk) -> Purchase:
    """An ordinary order of Bella's, on everybody's card."""
    order = desk.new_order()
    desk.everybody_asked(order)
    return order


def longest_ack(desk: Desk, since: int) -> float:
    """The longest that Slack had to wait for an ack of what it sent since."""
    sent = {e.id: e.at for e in desk.slack_proxy.envelopes[since:] if e.direction == "to_bot" and e.id}
    acked = {e.id: e.at for e in desk.slack_proxy.envelopes[since:] if e.kind == "ack"}
    assert set(sent) <= set(acked)
    return max(acked[id_] - at for id_, at in sent.items())


def test_decision_taken_while_odoo_is_stopped_is_carried_out_once_it_is_back(desk: Desk, odoo: OdooServer) -> None:
    approved, rejected = desk.new_order(), desk.new_order()
    desk.everybody_asked(approved)
    desk.everybody_asked(rejected)
    before = len(desk.slack_proxy.envelopes)
    odoo.stop()
    try:
        desk.click("maya", approved, "Approve")
        assert desk.reject("omar", rejected, "Not now") == {}
        desk.wait_for_cards(approved, "Being carried out in Odoo", NAMES["maya"])
        desk.wait_for_cards(rejected, "Being carried out in Odoo", NAMES["omar"])
        assert longest_ack(desk, before) < ACK_WITHIN
        assert [e.kind for e in desk.audit(approved)][-1] == "decision.taken"
        status, said = desk.bot.ask("/readyz")
        assert status == 503
        assert "odoo" in said
    finally:
        OdooServer.start()
    desk.assert_decided(approved, "Approved", "maya")
    desk.assert_decided(rejected, "Rejected", "omar")


def test_order_that_changed_while_odoo_was_away_is_asked_about_again(desk: Desk, order: Purchase) -> None:
    desk.odoo_proxy.refuse()
    desk.click("maya", order, "Approve")
    desk.wait_for_cards(order, "Being carried out in Odoo")
    total = desk.raise_price(order)
    desk.odoo_proxy.accept()
    assert "did not count" in desk.refusal("maya", order)
    assert total in text_of(desk.card("maya", order, "Changed since the last card"))
    desk.assert_undecided(order)
    assert "approval.superseded" in desk.audit_kinds(order)


def test_order_decided_in_odoo_while_it_was_away_is_not_decided_again(desk: Desk, order: Purchase) -> None:
    desk.odoo_proxy.refuse()
    desk.click("maya", order, "Approve")
    desk.wait_for_cards(order, "Being carried out in Odoo")
    desk.odoo.execute("omar", "purchase.order", "button_cancel", [order.id])
    desk.odoo_proxy.accept()
    desk.wait_for_cards(order, "Cancelled in Odoo", NAMES["omar"])
    assert "did not count" in desk.refusal("maya", order)
    assert desk.state(order) == "cancel"
    assert desk.calls_of("button_approve", order) == 0
    assert desk.decisions_noted(order) == []


def test_decision_that_is_cut_off_in_the_middle_is_applied_once(desk: Desk) -> None:
    """Odoo approves and the answer is lost; approves and keeps the answer; never hears of it."""
    orders = [desk.new_order() for _ in range(3)]
    for order, fault in zip(
        orders, (desk.odoo_proxy.drop_answer, desk.odoo_proxy.hold_answer, desk.odoo_proxy.drop), strict=True
    ):
        card = desk.card("maya", order)
        called = desk.odoo_proxy.count("purchase.order.button_approve")
        fault("purchase.order.button_approve")
        desk.slack.click("maya", card, "Approve")
        desk.odoo_proxy.wait_for(
            lambda called=called: desk.odoo_proxy.count("purchase.order.button_approve") > called, 30, "the call"
        )
    for order in orders:
        desk.assert_decided(order, "Approved", "maya")
    by_fault = [call.fault for call in desk.odoo_proxy.named("purchase.order.button_approve") if call.fault]
    assert by_fault == ["drop_answer", "hold_answer", "drop"]


def test_rejection_that_is_cut_off_in_the_middle_is_noted_and_applied_once(desk: Desk, order: Purchase) -> None:
    desk.odoo_proxy.drop_answer("purchase.order.message_post")
    desk.odoo_proxy.drop_answer("purchase.order.button_cancel")
    assert desk.reject("maya", order, "Too dear") == {}
    desk.assert_decided(order, "Rejected", "maya")


def test_cards_end_right_while_slack_answers_429_and_500(desk: Desk) -> None:
    desk.slack_proxy.rate_limit("chat.postMessage", retry_after=1, times=2)
    desk.slack_proxy.fail("chat.postMessage", 500, times=2)
    desk.slack_proxy.drop_answer("chat.postMessage", times=2)
    order = desk.new_order()
    desk.everybody_asked(order)
    desk.slack_proxy.rate_limit("chat.update", retry_after=1, times=3)
    desk.slack_proxy.fail("chat.update", 500, times=3)
    desk.slack_proxy.drop_answer("chat.update", times=2)
    desk.click("omar", order, "Approve")
    desk.assert_decided(order, "Approved", "omar")
    assert [len(desk.cards_of(person, order)) for person in APPROVERS] == [1, 1, 1]
    told = [m for m in desk.slack.messages("bella") if order.name in text_of(m) and "Approved" in text_of(m)]
    assert len(told) == 1
    faults = [call.fault for call in desk.slack_proxy.named("chat.*") if call.fault]
    assert Counter(faults) == {"fail": 10, "drop_answer": 4}


def test_socket_that_slack_closes_is_opened_again(desk: Desk, order: Purchase) -> None:
    desk.slack_proxy.close_sockets()
    until(lambda: desk.slack_proxy.sockets() > 0, "the bot comes back")
    desk.click("maya", order, "Approve")
    desk.assert_decided(order, "Approved", "maya")
