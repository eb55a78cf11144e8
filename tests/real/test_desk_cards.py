"""The first start on the seeded company: who gets which card, chains of two steps, and duties that exclude."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.real.desk import NAMES, Desk, Purchase, can_decide, is_card
from tests.real.odoo_server import OdooServer
from tests.slack_people import buttons, text_of

pytestmark = [pytest.mark.odoo, pytest.mark.slack_standin, pytest.mark.timeout(180)]

LARGE = 25_000.0


@pytest.fixture(scope="module")
def desk(start_desk: Callable[..., Desk]) -> Desk:
    """A bot on its first start, with room for a card for each order."""
    return start_desk(DIGEST_OVER="20")


def group(odoo: OdooServer, xml_id: str) -> set[str]:
    """The logins of the people of a group, implied ones too, as Odoo itself sees it."""
    module, name = xml_id.split(".")
    group_id = odoo.execute("admin", "ir.model.data", "check_object_reference", module, name)[1]
    domain = [("all_group_ids", "in", [group_id]), ("share", "=", False)]
    return {user["login"] for user in odoo.execute("admin", "res.users", "search_read", domain, ["login"])}


def waiting_orders(odoo: OdooServer) -> list[dict[str, Any]]:
    """All orders that wait for approval, with what the example policy looks at."""
    fields = ["name", "user_id", "create_uid", "partner_id", "amount_total_cc"]
    orders: list[dict[str, Any]] = odoo.execute(
        "admin", "purchase.order", "search_read", [("state", "=", "to approve")], fields
    )
    logins = {u["id"]: u["login"] for u in odoo.execute("admin", "res.users", "search_read", [], ["login"])}
    for order in orders:
        tags = odoo.read("res.partner", order["partner_id"][0], "category_id")["category_id"]
        names = {tag["name"] for tag in odoo.read("res.partner.category", tags, "name")}
        order["risky"] = "Supplier: risky" in names
        order["excluded"] = {logins[order["user_id"][0]], logins[order["create_uid"][0]]}
    return orders


def people_of(desk: Desk) -> set[str]:
    """Everybody in the Slack workspace."""
    return {person["name"] for person in desk.slack.people()} - {"procurement"}


def test_every_waiting_order_comes_to_exactly_those_whom_the_policy_names(desk: Desk, odoo: OdooServer) -> None:
    managers, accountants = group(odoo, "purchase.group_purchase_manager"), group(odoo, "account.group_account_manager")
    orders, everybody = waiting_orders(odoo), people_of(desk)
    assert len(orders) == 10
    assert sum(order["risky"] or order["amount_total_cc"] > LARGE for order in orders) == 3
    expected = {(order["name"], person) for order in orders for person in (managers & everybody) - order["excluded"]}
    purchases = [Purchase(order["id"], order["name"]) for order in orders]

    def asked() -> set[tuple[str, str]]:
        return {
            (purchase.name, person)
            for person in everybody
            for message in desk.slack.messages(person)
            for purchase in purchases
            if is_card(message, purchase)
        }

    desk.slack.wait_for(lambda: asked() >= expected, 90, "a card for everybody who is asked")
    assert asked() == expected
    assert all(
        len(desk.cards_of(person, p)) == 1 for p in purchases for person in everybody if (p.name, person) in expected
    )
    for order, purchase in zip(orders, purchases, strict=True):
        two_steps = order["risky"] or order["amount_total_cc"] > LARGE
        reserved = accountants & managers & everybody - order["excluded"] if two_steps else set()
        for card in desk.cards(purchase):
            assert ("step 1 of 2" in text_of(card)) == two_steps
            assert "Open in Odoo" in buttons(card)
            assert str(purchase.id) in buttons(card)["Open in Odoo"]["url"]
        for _, person in {pair for pair in expected if pair[0] == purchase.name}:
            ways = {"Reject", "Ask", "Hand over"} | (set() if person in reserved else {"Approve"})
            assert can_decide(desk.card(person, purchase)) == ways, (purchase.name, person)


def test_card_holds_what_one_needs_to_decide(desk: Desk) -> None:
    shown = text_of(desk.card("omar", desk.seeded("approve_eur")))
    assert "7,200.00 EUR" in shown
    assert "USD" in shown
    assert "Isar Werkzeuge GmbH" in shown
    assert "Why you are asked" in shown
    assert "Ordinary order" in shown
    shown = text_of(desk.card("omar", desk.seeded("approve_price_up")))
    assert "18" in shown
    assert "Starred" in text_of(desk.card("omar", desk.seeded("approve_urgent")))


def test_buyer_who_may_approve_orders_does_not_approve_her_own(desk: Desk) -> None:
    own = desk.seeded("approve_own")
    buyer = desk.odoo.read("purchase.order", own.id, "user_id")["user_id"][1]
    assert buyer == NAMES["maya"]
    assert desk.cards_of("maya", own) == []
    desk.slack.click("maya", desk.card("omar", own), "Approve")
    assert "you are the buyer of this order" in desk.refusal("maya", own)
    desk.assert_undecided(own)


def test_large_order_needs_two_people_one_after_the_other(desk: Desk) -> None:
    order = desk.seeded("approve_large_critical")
    fionas = desk.card("fiona", order)
    desk.slack.act("fiona", fionas, {**buttons(desk.card("maya", order))["Approve"]})
    assert "only you can take a later step" in desk.refusal("fiona", order)
    desk.assert_undecided(order)
    desk.click("omar", order, "Approve")
    second = desk.card("fiona", order, "step 2 of 2")
    assert NAMES["omar"] in text_of(second)
    assert desk.state(order) == "to approve"
    desk.slack.act("omar", desk.cards_of("omar", order)[0], buttons(second)["Approve"])
    assert "already decided step 1" in desk.refusal("omar", order)
    desk.slack.click("fiona", second, "Approve")
    buyer = "bella" if desk.odoo.read("purchase.order", order.id, "user_id")["user_id"][1] == NAMES["bella"] else "ben"
    desk.assert_decided(order, "Approved", "omar", "fiona", buyer=buyer)
    assert desk.audit_kinds(order).count("step.opened") == 1


def test_second_step_can_reject(desk: Desk) -> None:
    order = desk.seeded("approve_risky")
    buyer = "bella" if desk.odoo.read("purchase.order", order.id, "user_id")["user_id"][1] == NAMES["bella"] else "ben"
    desk.click("maya", order, "Approve")
    desk.slack.click("fiona", desk.card("fiona", order, "step 2 of 2"), "Reject")
    desk.slack.wait_for_view(f"Reject {order.name}")
    desk.slack.submit_view("fiona", {"Reason": "Not from them"})
    desk.wait_for_state(order, "cancel")
    desk.wait_for_cards(order, "Rejected", NAMES["fiona"])
    desk.slack.wait_for_message(buyer, order.name, "Rejected", "Not from them")
    desk.wait_until_quiet(order)
    approved, rejected = desk.decisions_noted(order)
    assert "Approved by Maya Lindqvist via Slack" in approved
    assert "Rejected by Fiona Price via Slack" in rejected
    assert desk.calls_of("button_approve", order) == 0


def test_where_an_order_is_stuck_is_told_to_whoever_may_see_it(desk: Desk) -> None:
    order = desk.seeded("approve_just_over")
    desk.slack.command("bella", f"status {order.name}")
    told = text_of(desk.slack.wait_for_ephemeral("bella", order.name))
    assert NAMES["omar"] in told
    desk.slack.command("rosa", f"status {order.name}")
    assert "no purchase rights" in text_of(desk.slack.wait_for_ephemeral("rosa"))
    desk.slack.command("olga", f"status {order.name}")
    assert "cannot match" in text_of(desk.slack.wait_for_ephemeral("olga"))
    desk.slack.dm("bella", f"where is {order.name.lower()} stuck?")
    desk.slack.wait_for_message("bella", order.name, NAMES["omar"])
