"""What happens in Odoo while cards are out: they follow, by the poll alone and by Odoo's webhook alone."""

import re
from collections.abc import Callable, Iterator

import pytest

from bot.adapters.odoo import OdooClient, webhook
from tests.real.desk import HOOK_SECRET, NAMES, Desk, Purchase, can_decide, until
from tests.real.odoo_server import OdooServer
from tests.slack_people import text_of

pytestmark = [pytest.mark.odoo, pytest.mark.slack_standin, pytest.mark.timeout(180)]


@pytest.fixture(scope="module", params=["poll", "webhook"])
def desk(request: pytest.FixtureRequest, start_desk: Callable[..., Desk], odoo: OdooServer) -> Iterator[Desk]:
    """A bot that hears of changes in one way only; the next poll is a minute away where the webhook tells it."""
    if request.param == "poll":
        desk = start_desk(POLL_SECONDS="1")
        desk.tells = False
        yield desk
        return
    desk = start_desk(POLL_SECONDS="60")
    desk.tells = False
    admin = OdooClient(odoo.url, odoo.db, "admin", odoo.logins["admin"]["api_key"])
    webhook.install(admin, f"{desk.bot.url}/hooks/odoo/{HOOK_SECRET}")
    yield desk
    webhook.remove(admin)


def test_order_approved_in_odoo_closes_its_cards(desk: Desk, order: Purchase) -> None:
    old = desk.card("maya", order)
    desk.odoo.execute("omar", "purchase.order", "button_approve", [order.id])
    desk.wait_for_cards(order, "Approved in Odoo", NAMES["omar"])
    desk.slack.wait_for_message("bella", order.name, "Approved in Odoo", NAMES["omar"])
    desk.slack.click("maya", old, "Approve")
    assert f"approved in Odoo ({NAMES['omar']}" in desk.refusal("maya", order)
    assert desk.calls_of("button_approve", order) == 0
    assert desk.audit_kinds(order).count("approval.closed_elsewhere") == 1


def test_order_cancelled_in_odoo_closes_its_cards(desk: Desk, order: Purchase) -> None:
    desk.odoo.execute("bella", "purchase.order", "button_cancel", [order.id])
    desk.wait_for_cards(order, "Cancelled in Odoo", NAMES["bella"])
    assert desk.state(order) == "cancel"
    assert desk.decisions_noted(order) == []


def test_order_reset_to_draft_is_asked_about_again_when_confirmed_again(desk: Desk, order: Purchase) -> None:
    desk.odoo.execute("bella", "purchase.order", "button_cancel", [order.id])
    desk.odoo.execute("bella", "purchase.order", "button_draft", [order.id])
    desk.wait_for_cards(order, "in Odoo", NAMES["bella"])
    desk.odoo.execute("bella", "purchase.order", "button_confirm", [order.id])
    desk.everybody_asked(order)
    desk.click("maya", order, "Approve")
    desk.wait_for_state(order, "purchase")
    assert len(desk.cards_of("maya", order)) == 2


def test_order_deleted_in_odoo_closes_its_cards(desk: Desk, order: Purchase) -> None:
    old = desk.card("maya", order)
    desk.odoo.execute("admin", "purchase.order", "button_cancel", [order.id])
    desk.odoo.execute("admin", "purchase.order", "unlink", [order.id])
    desk.wait_for_cards(order, "in Odoo")
    assert re.search("[Dd]eleted|[Cc]ancelled in Odoo", text_of(desk.cards_of("maya", order)[0]))
    desk.slack.click("maya", old, "Approve")
    assert "was closed in Odoo" in desk.refusal("maya", order)


def test_material_change_brings_new_cards_that_show_it(desk: Desk, order: Purchase) -> None:
    (old,) = desk.cards_of("maya", order)
    total = desk.raise_price(order)
    new = desk.card("maya", order, "Changed since the last card")
    assert total in text_of(new)
    assert new["ts"] != old["ts"]
    desk.slack.wait_for(
        lambda: [c for c in desk.cards_of("maya", order) if c["ts"] == old["ts"] and not can_decide(c)],
        what="the old card is closed in its place",
    )
    assert "Superseded" in text_of(desk.cards_of("maya", order)[0])
    desk.slack.click("maya", old, "Approve")
    assert "Please use the new card" in desk.refusal("maya", order)
    desk.assert_undecided(order)
    (opened, again) = [e for e in desk.audit(order) if e.kind == "approval.opened"]
    assert opened.approval_id != again.approval_id


def test_order_enlarged_after_its_approval_is_an_exception(desk: Desk, order: Purchase) -> None:
    desk.click("maya", order, "Approve")
    desk.assert_decided(order, "Approved", "maya")
    desk.raise_price(order)
    shown = desk.slack.wait_for_message("purchasing-exceptions", order.name, "the order grew after its approval")
    assert "5,014.00" in text_of(shown)


def test_change_that_does_not_matter_leaves_the_cards_as_they_are(desk: Desk, order: Purchase) -> None:
    desk.odoo.execute("bella", "purchase.order", "write", [order.id], {"priority": "1"})
    until(lambda: "Starred" in text_of(desk.cards_of("maya", order)[-1]), "the card shows the star")
    (card,) = desk.cards_of("maya", order)
    assert "Approve" in can_decide(card)
    desk.slack.click("maya", card, "Approve")
    desk.assert_decided(order, "Approved", "maya")
