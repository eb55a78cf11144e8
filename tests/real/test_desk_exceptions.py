"""What cannot be done becomes an exception that somebody owns: the bot's Odoo user may not approve."""

from collections.abc import Callable, Iterator

import pytest

from tests.real.desk import EXCEPTIONS, NAMES, Desk, Purchase, until
from tests.real.odoo_server import OdooServer
from tests.slack_people import Message, buttons, text_of

pytestmark = [pytest.mark.odoo, pytest.mark.slack_standin, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def desk(start_desk: Callable[..., Desk], odoo: OdooServer) -> Desk:
    """A bot that Odoo refuses to let approve, without a word."""
    return start_desk(ODOO_LOGIN="procurebot", ODOO_API_KEY=odoo.logins["procurebot"]["api_key"])


@pytest.fixture
def order(desk: Desk) -> Purchase:
    """An order that Maya approved and Odoo left waiting."""
    order = desk.new_order()
    desk.click("maya", order, "Approve")
    return order


@pytest.fixture
def may_approve(odoo: OdooServer) -> Iterator[Callable[[], None]]:
    """Mends what stood in the way: gives the bot's user the right, for the length of a test."""
    group = odoo.execute("admin", "ir.model.data", "check_object_reference", "purchase", "group_purchase_manager")[1]
    bot = odoo.records["users"]["procurebot"]["id"]
    yield lambda: odoo.execute("admin", "res.users", "write", [bot], {"group_ids": [(4, group)]})
    odoo.execute("admin", "res.users", "write", [bot], {"group_ids": [(3, group)]})


def exception(desk: Desk, order: Purchase, *containing: str) -> Message:
    """The message about an order in the exceptions channel."""
    return desk.slack.wait_for_message(EXCEPTIONS, order.name, *containing, timeout=45)


def activities(desk: Desk, order: Purchase) -> list[str]:
    """What is still to be done about an order, as planned in Odoo."""
    domain = [("res_model", "=", "purchase.order"), ("res_id", "=", order.id)]
    found = desk.odoo.execute("admin", "mail.activity", "search_read", domain, ["summary"])
    return [activity["summary"] for activity in found]


def test_approval_that_odoo_ignores_is_shown_and_owned(desk: Desk, order: Purchase) -> None:
    shown = exception(desk, order, "could not be carried out", NAMES["maya"])
    assert set(buttons(shown)) == {"Retry", "Dismiss", "Open in Odoo"}
    desk.wait_for_cards(order, "Not carried out in Odoo yet", NAMES["maya"])
    until(lambda: len(activities(desk, order)) == 1, "an activity on the order")
    assert activities(desk, order)[0].startswith("Procurement bot needs a person")
    assert "Owner:" in text_of(exception(desk, order))
    assert desk.state(order) == "to approve"
    assert desk.decisions_noted(order) == []
    assert desk.calls_of("button_approve", order) == 1
    assert "exception.opened" in desk.audit_kinds(order)
    status, said = desk.bot.ask("/metrics")
    assert status == 200
    assert 'procurement_exceptions{kind="not_applied",state="open"}' in said


def test_dismissed_exception_keeps_its_reason_and_asks_anew(desk: Desk, order: Purchase) -> None:
    shown = exception(desk, order, "could not be carried out")
    until(lambda: activities(desk, order), "an activity on the order")
    desk.slack.click("fiona", shown, "Dismiss")
    desk.slack.wait_for_view(f"Dismiss {order.name}")
    assert list(desk.slack.submit_view("fiona", {"Reason": " "})) == ["reason"]
    assert desk.slack.submit_view("fiona", {"Reason": "Done by phone"}) == {}
    closed = exception(desk, order, "Dismissed", NAMES["fiona"], "Done by phone")
    assert not {"Retry", "Dismiss"} & set(buttons(closed))
    until(lambda: activities(desk, order) == [], "the activity is done")
    desk.wait_until_quiet(order)
    (event,) = [e for e in desk.audit(order) if e.kind == "exception.dismissed"]
    assert event.actor == NAMES["fiona"]
    assert "Done by phone" in event.data
    assert not any("Being carried out" in text_of(card) for card in desk.cards(order))
    desk.hint(order)
    desk.card("omar", order)
    assert desk.decisions_noted(order) == []


def test_retry_applies_the_decision_once_the_right_is_there(
    desk: Desk, order: Purchase, may_approve: Callable[[], None]
) -> None:
    shown = exception(desk, order, "could not be carried out")
    until(lambda: activities(desk, order), "an activity on the order")
    may_approve()
    desk.slack.click("omar", shown, "Retry")
    desk.wait_for_state(order, "purchase")
    closed = exception(desk, order, "Resolved")
    assert not {"Retry", "Dismiss"} & set(buttons(closed))
    desk.wait_for_cards(order, "Approved", NAMES["maya"])
    desk.wait_until_quiet(order)
    (note,) = desk.decisions_noted(order)
    assert NAMES["maya"] in note
    until(lambda: activities(desk, order) == [], "the activity is done")
    assert [k for k in desk.audit_kinds(order) if k.startswith("exception.")] == [
        "exception.opened",
        "exception.retried",
        "exception.resolved",
    ]


def test_stranger_neither_retries_nor_dismisses(desk: Desk, order: Purchase) -> None:
    shown = exception(desk, order, "could not be carried out")
    for button in ("Retry", "Dismiss"):
        before = len(desk.slack.ephemerals("olga"))
        desk.slack.click("olga", shown, button)
        desk.slack.wait_for(lambda before=before: len(desk.slack.ephemerals("olga")) > before, what="an answer")
    assert "cannot match your Slack account" in text_of(desk.slack.ephemerals("olga")[-1])
    assert "exception.retried" not in desk.audit_kinds(order)
