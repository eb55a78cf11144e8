"""Bad input is met kindly: whatever comes in by the webhook, whatever stands in an order."""

import json
from collections.abc import Callable

import pytest

from tests.real.desk import HOOK_SECRET, Desk, Purchase, can_decide
from tests.real.odoo_server import OdooServer
from tests.slack_people import text_of

pytestmark = [pytest.mark.odoo, pytest.mark.slack_standin, pytest.mark.timeout(180)]

NASTY = "<!channel> <@U0MAYA> & <https://evil.example|Acme> *bold* `code` 🚀🧨 " + "Ünïcode & Söhne " * 20
MISSING = 999_999


@pytest.fixture(scope="module")
def desk(start_desk: Callable[..., Desk]) -> Desk:
    """A bot that hears of orders when it is told."""
    return start_desk()


def waiting(desk: Desk, order: Purchase) -> Purchase:
    """Have an order wait that Odoo would approve at once or not confirm at all."""
    desk.odoo.execute("admin", "purchase.order", "write", [order.id], {"state": "to approve"})
    desk.hint(order)
    return order


def lines(odoo: OdooServer, number: int, price: float) -> list[tuple[int, int, dict[str, object]]]:
    """So many new lines."""
    product = next(iter(odoo.records["products"].values()))
    return [(0, 0, {"product_id": product, "product_qty": 1, "price_unit": price}) for _ in range(number)]


def test_hint_with_a_wrong_secret_gets_404(desk: Desk) -> None:
    assert desk.post_hint(b"{}", "wrong-secret-of-somebody") == 404
    assert desk.post_hint(b"{}", HOOK_SECRET[:-1]) == 404
    assert desk.post_hint(b"{}", HOOK_SECRET + "%C3%A9") == 404
    assert "wrong-secret-of-somebody" not in desk.bot.log


def test_hint_of_five_megabytes_gets_413(desk: Desk) -> None:
    assert desk.post_hint(json.dumps({"_model": "purchase.order", "_id": 1, "x": "x" * 5_000_000}).encode()) == 413


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 50_000, b'{"_id": 1'])
def test_hint_of_broken_json_gets_400(desk: Desk, body: bytes) -> None:
    assert desk.post_hint(body) == 400


@pytest.mark.parametrize("order_id", ["36", -1, 0, 2**40, 1.5, None, True, [36]])
def test_hint_that_names_no_order_gets_422(desk: Desk, order_id: object) -> None:
    assert desk.post_hint(json.dumps({"_model": "purchase.order", "_id": order_id}).encode()) == 422


def test_hint_of_an_order_that_does_not_exist_changes_nothing(desk: Desk) -> None:
    before = len(desk.audit())
    assert desk.hint(MISSING) == 202
    order = desk.new_order()
    desk.card("maya", order)
    assert MISSING not in [e.order_name for e in desk.audit()]
    assert {e.order_name for e in desk.audit()[before:]} == {order.name}


def test_order_of_400_lines_gets_a_card(desk: Desk, odoo: OdooServer) -> None:
    order = desk.new_order(order_line=lines(odoo, 400, 12.5))
    card = desk.card("maya", order, "10,014.00")
    assert "more" in text_of(card)
    desk.slack.click("maya", card, "Show all lines")
    assert "402 lines" in text_of(desk.slack.wait_for_view(f"Lines of {order.name}"))
    desk.slack.close_view("maya")
    desk.slack.click("maya", card, "Approve")
    desk.assert_decided(order, "Approved", "maya")


def test_order_without_lines_gets_a_card(desk: Desk) -> None:
    order = desk.new_order(order_line=[(5, 0, 0)], confirm=False)
    card = desk.card("maya", waiting(desk, order), "zero")
    assert "Approve" in can_decide(card)
    assert desk.reject("maya", order, "There is nothing in it") == {}
    desk.assert_decided(order, "Rejected", "maya")


def test_order_of_zero_gets_a_card(desk: Desk, odoo: OdooServer) -> None:
    order = desk.new_order(order_line=[(5, 0, 0), *lines(odoo, 2, 0.0)], confirm=False)
    assert "0.00 USD" in text_of(desk.card("maya", waiting(desk, order), "zero"))


def test_vendor_with_a_long_and_nasty_name_disturbs_nobody(desk: Desk, odoo: OdooServer) -> None:
    vendor = odoo.execute("admin", "res.partner", "create", {"name": NASTY[:300], "is_company": True})
    vendor = vendor[0] if isinstance(vendor, list) else vendor
    order = desk.new_order(partner_id=vendor)
    card = desk.card("maya", order)
    assert "<!channel>" not in text_of(card)
    assert "<@U0MAYA>" not in text_of(card)
    assert "<https://evil" not in text_of(card)
    assert "no earlier orders" in text_of(card)
    assert desk.reject("maya", order, "<!here> who is <@U0OMAR>?") == {}
    desk.assert_decided(order, "Rejected", "maya")
    for message in [m for person in ("maya", "omar", "fiona", "bella") for m in desk.slack.messages(person)]:
        assert not any(forged in text_of(message) for forged in ("<!channel>", "<!here>", "<@U0OMAR>", "<https://evil"))


def test_order_in_a_currency_without_a_rate_takes_two_steps(desk: Desk, odoo: OdooServer) -> None:
    domain = [("name", "=", "GBP"), ("active", "in", [True, False])]
    pounds = odoo.execute("admin", "res.currency", "search", domain)
    odoo.execute("admin", "res.currency", "write", pounds, {"active": True})
    order = desk.new_order(currency_id=pounds[0])
    card = desk.card("maya", order, "GBP", "no rate")
    assert "step 1 of 2" in text_of(card)


def test_order_that_gets_stranger_while_it_waits_is_followed(desk: Desk, odoo: OdooServer) -> None:
    order = desk.new_order()
    desk.card("maya", order)
    odoo.execute("bella", "purchase.order", "write", [order.id], {"order_line": lines(odoo, 60, 3.0)})
    desk.hint(order)
    card = desk.card("maya", order, "Changed since the last card")
    assert "more" in text_of(card)
