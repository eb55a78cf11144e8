"""Odoo and Slack on a bad day: nothing is lost, nothing is done twice."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.real.desk import APPROVERS, NAMES, Desk, Purchase, until
from tests.real.odoo_server import OdooServer
from tests.slack_people import text_of

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


def test_decisions_that_no_longer_fit_when_odoo_is_back_do_not_count(desk: Desk) -> None:
    changed, cancelled = desk.new_order(), desk.new_order()
    desk.everybody_asked(changed)
    desk.everybody_asked(cancelled)
    desk.odoo_proxy.refuse()
    for order in (changed, cancelled):
        desk.click("maya", order, "Approve")
        desk.wait_for_cards(order, "Being carried out in Odoo")
    total = desk.raise_price(changed)
    desk.odoo.execute("omar", "purchase.order", "button_cancel", [cancelled.id])
    desk.odoo_proxy.accept()
    assert "did not count" in desk.refusal("maya", changed)
    assert total in text_of(desk.card("maya", changed, "Changed since the last card"))
    desk.assert_undecided(changed)
    assert "approval.superseded" in desk.audit_kinds(changed)
    desk.wait_for_cards(cancelled, "Cancelled in Odoo", NAMES["omar"])
    assert "did not count" in desk.refusal("maya", cancelled)
    assert desk.state(cancelled) == "cancel"
    assert desk.calls_of("button_approve", cancelled) == 0
    assert desk.decisions_noted(cancelled) == []


def test_decisions_that_are_cut_off_in_the_middle_are_applied_and_noted_once(desk: Desk) -> None:
    """Odoo acts and the answer is lost; acts and keeps the answer; never hears of it."""
    orders = {order: desk.everybody_asked(order)["maya"] for order in (desk.new_order() for _ in range(5))}
    *approved, noted, rejected = orders
    faults = (desk.odoo_proxy.drop_answer, desk.odoo_proxy.hold_answer, desk.odoo_proxy.drop)
    for order, fault in zip(approved, faults, strict=True):
        called = desk.odoo_proxy.count("purchase.order.button_approve")
        fault("purchase.order.button_approve")
        desk.slack.click("maya", orders[order], "Approve")
        desk.odoo_proxy.wait_for(
            lambda called=called: desk.odoo_proxy.count("purchase.order.button_approve") > called, 30, "the call"
        )
    desk.wait_for_state(approved[0], "purchase")
    desk.wait_until_quiet(approved[0])
    for order, method in ((noted, "message_post"), (rejected, "button_cancel")):
        called = desk.odoo_proxy.count(f"purchase.order.{method}")
        desk.odoo_proxy.drop_answer(f"purchase.order.{method}")
        assert desk.reject("maya", order, "Too dear") == {}
        desk.odoo_proxy.wait_for(
            lambda called=called, method=method: desk.odoo_proxy.count(f"purchase.order.{method}") > called, 30, method
        )
    for order in approved:
        desk.assert_decided(order, "Approved", "maya")
    for order in (noted, rejected):
        desk.assert_decided(order, "Rejected", "maya")
    by_fault = [call.fault for call in desk.odoo_proxy.named("purchase.order.button_approve") if call.fault]
    assert by_fault == ["drop_answer", "hold_answer", "drop"]


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
