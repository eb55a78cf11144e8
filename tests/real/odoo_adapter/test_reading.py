"""Reading orders from the real Odoo 19: the right figures, for a number of calls that does not grow."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.errors import OdooDenied
from tests.real.odoo_adapter.desk import Desk, every_order, seeded
from tests.real.odoo_server import OdooServer

pytestmark = pytest.mark.odoo


def test_every_order_has_the_amount_and_state_of_the_seed(odoo: OdooServer, desk: Desk) -> None:
    scenarios = odoo.records["scenarios"].values()
    found = desk.orders.orders([s["id"] for s in scenarios])
    read = [(o.name, o.state.value, o.amount, o.currency, o.vendor.name) for o in found.values()]
    expected = [(s["po"], s["state"], Decimal(str(s["amount_total"])), s["currency"], s["supplier"]) for s in scenarios]
    assert sorted(read) == sorted(expected)


def test_head_and_order_have_the_same_fingerprint_for_every_order(odoo: OdooServer, desk: Desk) -> None:
    ids = every_order(odoo)
    orders, heads = desk.orders.orders(ids), desk.orders.heads(ids)
    assert set(orders) == set(heads) == set(ids)
    assert [o.name for o in orders.values() if o.fingerprint != heads[o.id].fingerprint] == []
    assert [o.name for o in orders.values() if o.write_date != heads[o.id].write_date] == []


def test_one_order_and_all_waiting_ones_cost_the_same_calls(odoo: OdooServer, desk: Desk) -> None:
    eur = seeded(odoo, "approve_eur")
    waiting = [row.id for row in desk.orders.waiting()]
    warehouses = {o.warehouse for o in desk.orders.orders(waiting).values()}
    one, all_of_them = (desk.cost(lambda ids=ids: desk.orders.orders(ids)) for ids in ([eur], waiting))
    assert len(waiting) >= 10
    assert one == 7
    assert all_of_them == one + len(warehouses) - 1


def test_head_of_a_waiting_order_is_one_call(odoo: OdooServer, desk: Desk) -> None:
    assert desk.cost(lambda: desk.orders.heads([seeded(odoo, "approve_just_over")])) == 1


def test_heads_of_all_orders_are_two_calls(odoo: OdooServer, desk: Desk) -> None:
    assert desk.cost(lambda: desk.orders.heads(every_order(odoo))) == 2


def test_poll_is_one_call_however_much_changed(desk: Desk) -> None:
    long_ago, tomorrow = datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=1)
    assert len(desk.orders.changed(long_ago)) >= 72
    assert desk.orders.changed(tomorrow) == []
    assert desk.cost(lambda: desk.orders.changed(long_ago)) == desk.cost(lambda: desk.orders.changed(tomorrow)) == 1


def test_pages_follow_one_another_by_id(odoo: OdooServer, desk: Desk) -> None:
    since, seen = datetime(2020, 1, 1, tzinfo=UTC), []
    while page := desk.orders.changed(since, after_id=seen[-1] if seen else 0, limit=20):
        assert len(page) <= 20
        seen += [row.id for row in page]
    assert seen == sorted(every_order(odoo))


def test_waiting_orders_are_those_of_the_seed(odoo: OdooServer, desk: Desk) -> None:
    waiting = {s["po"] for s in odoo.records["scenarios"].values() if s["state"] == "to approve"}
    assert waiting <= {row.name for row in desk.orders.waiting()}
    assert {row.state for row in desk.orders.waiting()} == {"to approve"}


def test_order_that_is_gone_is_left_out(odoo: OdooServer, desk: Desk) -> None:
    order = seeded(odoo, "approve_just_over")
    assert list(desk.orders.orders([order, 999_999])) == [order]
    assert list(desk.orders.heads([order, 999_999])) == [order]
    assert desk.orders.orders([]) == desk.orders.heads([]) == {}


def test_order_is_found_by_name_in_any_case(odoo: OdooServer, desk: Desk) -> None:
    order = odoo.scenario("approve_large_critical")
    assert {desk.orders.find(name) for name in (order["po"], order["po"].lower(), f" {order['po']} ")} == {order["id"]}
    assert [desk.orders.find(name) for name in ("P99999", "", "P%", "P000__")] == [None] * 4


def test_vendor_price_is_the_one_that_odoo_chooses(odoo: OdooServer, desk: Desk) -> None:
    price_up = desk.orders.orders([seeded(odoo, "approve_price_up")]).popitem()[1].lines[0]
    assert price_up.list_variance == Decimal("18.0")  # The scenario is "price 18% above the supplier list price".


def test_price_break_counts_from_its_quantity(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order(confirm=False)
    line = odoo.read("purchase.order", order, "order_line")["order_line"][0]
    product = odoo.read("purchase.order.line", line, "product_id", "partner_id")
    template = odoo.read("product.product", product["product_id"][0], "product_tmpl_id")["product_tmpl_id"][0]
    bargain = odoo.execute(
        "admin", "product.supplierinfo", "create",
        {"partner_id": product["partner_id"][0], "product_tmpl_id": template, "min_qty": 500, "price": 0.25},
    )  # fmt: skip
    try:
        prices = []
        for quantity in (499, 500):
            odoo.execute("bella", "purchase.order.line", "write", [line], {"product_qty": quantity})
            prices.append(desk.orders.orders([order])[order].lines[0].list_price)
        assert prices[0] != Decimal("0.25")
        assert prices[1] == Decimal("0.25")
    finally:
        odoo.execute("admin", "product.supplierinfo", "unlink", bargain if isinstance(bargain, list) else [bargain])


def test_packs_of_six_are_compared_with_pieces(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order(like="approve_eur", confirm=False)
    before = desk.orders.orders([order])[order].lines[0]
    pack = odoo.execute("admin", "uom.uom", "search", [("name", "=", "Pack of 6")])[0]
    odoo.execute("bella", "purchase.order.line", "write", [before.id], {"product_uom_id": pack, "price_unit": 240.0})
    after = desk.orders.orders([order])[order].lines[0]
    assert before.list_price is not None
    assert after.list_price == before.list_price * 6
    assert [p.unit_price for p in after.past_prices] == [p.unit_price * 6 for p in before.past_prices]
    assert before.past_prices != ()


def test_past_prices_are_the_newest_confirmed_ones(odoo: OdooServer, desk: Desk) -> None:
    order = desk.orders.orders([seeded(odoo, "approve_large_critical")]).popitem()[1]
    for line in order.lines:
        rows = odoo.execute(
            "admin", "purchase.order.line", "search_read",
            [("product_id", "=", line.product_id), ("order_id.state", "=", "purchase")],
            ["order_id", "date_approve", "price_unit_discounted"],
        )  # fmt: skip
        rows.sort(key=lambda row: row["date_approve"], reverse=True)
        assert [(p.order_name, p.unit_price) for p in line.past_prices] == [
            (row["order_id"][1].split()[0], Decimal(str(row["price_unit_discounted"]))) for row in rows[:3]
        ]


def test_foreign_order_is_counted_at_odoos_rate(odoo: OdooServer, desk: Desk) -> None:
    order = desk.orders.orders([seeded(odoo, "approve_eur")]).popitem()[1]
    assert (order.amount, order.currency) == (Decimal(7200), "EUR")
    # The seed's rate is 0.92 EUR a dollar.
    assert (order.rate, order.company_currency) == (Decimal("0.92"), "USD")
    assert order.company_amount == (Decimal(7200) / Decimal("0.92")).quantize(Decimal("0.01"))


def test_foreign_order_without_any_rate_has_no_company_amount(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order(confirm=False)
    pounds = odoo.execute("admin", "res.currency", "search", [("name", "=", "GBP"), ("active", "in", [True, False])])
    odoo.execute("admin", "res.currency", "write", pounds, {"active": True})
    odoo.execute("bella", "purchase.order", "write", [order], {"currency_id": pounds[0]})
    found = desk.orders.orders([order])[order]
    assert odoo.read("purchase.order", order, "amount_total_cc")["amount_total_cc"] == float(found.amount)
    assert (found.currency, found.company_amount, found.rate) == ("GBP", None, None)
    assert found.lines[0].list_price is None


def test_stock_is_that_of_the_orders_warehouse(odoo: OdooServer, desk: Desk) -> None:
    orders = desk.orders.orders(every_order(odoo)).values()
    seen = {(o.warehouse.id, x.product_id): x.stock for o in orders for x in o.lines if o.warehouse and x.stock}
    assert len({warehouse for warehouse, _ in seen}) == 3
    for (warehouse, product), stock in list(seen.items())[::7]:
        read = odoo.execute(
            "admin", "product.product", "read", [product], ["qty_available", "virtual_available"],
            context={"warehouse_id": warehouse},
        )[0]  # fmt: skip
        assert (float(stock.on_hand), float(stock.forecast)) == (read["qty_available"], read["virtual_available"])


def test_minimum_is_the_reorder_rules(odoo: OdooServer, desk: Desk) -> None:
    rules = odoo.execute(
        "admin", "stock.warehouse.orderpoint", "search_read", [], ["product_id", "warehouse_id", "product_min_qty"]
    )
    minimum = {(r["warehouse_id"][0], r["product_id"][0]): r["product_min_qty"] for r in rules}
    orders = desk.orders.orders(every_order(odoo)).values()
    lines = [(o.warehouse.id, x) for o in orders for x in o.lines if o.warehouse and x.stock]
    assert any(x.stock and x.stock.minimum for _, x in lines)
    assert all(x.stock and x.stock.minimum == minimum.get((w, x.product_id)) for w, x in lines)


def test_services_have_no_stock(odoo: OdooServer, desk: Desk) -> None:
    order = desk.orders.orders([seeded(odoo, "open_service")]).popitem()[1]
    assert [line.stock for line in order.lines] == [None] * len(order.lines)
    assert order.lines[0].category


def test_critical_vendor_has_its_tag_and_its_orders(odoo: OdooServer, desk: Desk) -> None:
    vendor = desk.orders.orders([seeded(odoo, "approve_large_critical")]).popitem()[1].vendor
    confirmed = odoo.execute(
        "admin", "purchase.order", "search_count", [("partner_id", "=", vendor.id), ("state", "=", "purchase")]
    )
    assert vendor.tags == ("Supplier: critical",)
    assert vendor.earlier_orders == confirmed > 0
    assert vendor.on_time_rate is not None


def test_waiting_time_and_requester_come_from_the_confirmation(odoo: OdooServer, desk: Desk) -> None:
    stale = odoo.scenario("approve_stale_9d")
    order = desk.orders.orders([stale["id"]])[stale["id"]]
    assert order.waiting_since is not None
    assert (datetime.now(UTC) - order.waiting_since).days in {stale["waiting_days"] - 1, stale["waiting_days"]}
    assert order.requester is not None
    assert order.requester.id in {user["id"] for user in odoo.records["users"].values()}


def test_draft_is_not_waiting_since_anything(odoo: OdooServer, desk: Desk) -> None:
    order = desk.orders.orders([seeded(odoo, "draft_plain")]).popitem()[1]
    assert (order.waiting_since, order.requester) == (None, None)


def test_bills_and_receipts_name_who_made_them(odoo: OdooServer, desk: Desk) -> None:
    billed = desk.orders.orders([seeded(odoo, "billed_paid")]).popitem()[1]
    bills = odoo.execute("admin", "account.move", "search_read", [("invoice_origin", "=", billed.name)], ["create_uid"])
    assert {user.id for user in billed.billers} == {bill["create_uid"][0] for bill in bills} != set()


def test_attachment_is_listed(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order()
    odoo.execute(
        "bella", "ir.attachment", "create", {"name": "offer.pdf", "res_model": "purchase.order", "res_id": order}
    )
    assert [a.name for a in desk.orders.orders([order])[order].attachments] == ["offer.pdf"]


def test_sections_and_notes_are_not_lines(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order(confirm=False)
    before = desk.orders.orders([order])[order]
    heading = {"order_id": order, "display_type": "line_section", "name": "Fasteners", "product_qty": 0}
    odoo.execute("bella", "purchase.order.line", "create", [heading])
    after = desk.orders.orders([order])[order]
    assert after.lines == before.lines
    assert after.fingerprint == before.fingerprint == desk.orders.heads([order])[order].fingerprint


def test_order_of_400_lines_costs_no_more_calls(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order(confirm=False)
    products = list(odoo.records["products"].values())
    lines = [{"order_id": order, "product_id": products[i % 38], "product_qty": i + 1} for i in range(400)]
    odoo.execute("bella", "purchase.order.line", "create", lines)
    found = desk.orders.orders([order])[order]
    assert len(found.lines) > 400
    assert sum((line.subtotal for line in found.lines), Decimal(0)) == found.amount
    assert desk.cost(lambda: desk.orders.orders([order])) <= 7
    assert desk.orders.heads([order])[order].fingerprint == found.fingerprint


def test_order_without_lines_is_read(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order(confirm=False)
    lines = odoo.read("purchase.order", order, "order_line")["order_line"]
    odoo.execute("bella", "purchase.order.line", "unlink", lines)
    assert desk.orders.orders([order])[order].lines == ()


def test_big_sets_are_read_in_pages(odoo: OdooServer, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adapters.odoo.orders.PAGE", 30)
    ids = every_order(odoo)
    desk.calls.clear()
    assert set(desk.orders.heads(ids)) == set(ids)
    assert desk.calls["purchase.order.web_search_read"] == -(-len(ids) // 30)


@pytest.mark.parametrize("login", ["procurebot", "procurebot-ro", "bella", "maya"])
def test_every_kind_of_bot_user_reads_the_same(odoo: OdooServer, desk: Desk, login: str) -> None:
    ids = every_order(odoo)
    other = Desk(odoo, login)
    assert other.orders.orders(ids) == desk.orders.orders(ids)


def test_user_without_purchase_rights_is_denied(odoo: OdooServer) -> None:
    with pytest.raises(OdooDenied):
        Desk(odoo, "rosa").orders.waiting()


@pytest.fixture
def second_company(odoo: OdooServer) -> Iterator[int]:
    """A company in dollars that has no vendor prices and no rates, in which the bot may work, and admin too."""
    made = odoo.execute("admin", "res.company", "create", [{"name": f"Northgate {uuid.uuid4()}"}])[0]
    users = [odoo.records["users"]["procurebot-approve"]["id"], odoo.as_user("admin").env.uid]
    odoo.execute("admin", "res.users", "write", users, {"company_ids": [(4, made)]})
    warehouse = {"name": "Second", "code": "SEC", "company_id": made}
    odoo.execute("admin", "stock.warehouse", "create", [warehouse], context={"allowed_company_ids": [made]})
    yield made
    odoo.execute("admin", "res.users", "write", users, {"company_ids": [(3, made)]})


def test_each_company_has_its_own_prices_and_rates(odoo: OdooServer, desk: Desk, second_company: int) -> None:
    first = seeded(odoo, "approve_eur")
    alone = desk.orders.orders([first])[first]
    copied = odoo.read("purchase.order", first, "partner_id", "currency_id")
    line = {"product_id": alone.lines[0].product_id, "product_qty": 30, "price_unit": 240.0}
    order = {
        "company_id": second_company,
        "partner_id": copied["partner_id"][0],
        "currency_id": copied["currency_id"][0],
        "order_line": [(0, 0, line)],
    }
    context = {"allowed_company_ids": [second_company]}
    second = odoo.execute("admin", "purchase.order", "create", [order], context=context)[0]
    try:
        both = Desk(odoo, "procurebot-approve").orders.orders([first, second])
        assert both[first] == alone
        assert (both[second].company_id, both[second].currency) == (second_company, "EUR")
        assert (both[second].company_amount, both[second].lines[0].list_price) == (None, None)
        assert both[second].lines[0].past_prices == ()
        assert alone.company_amount
        assert alone.lines[0].list_price
    finally:
        odoo.execute("admin", "purchase.order", "button_cancel", [second], context=context)
        odoo.execute("admin", "purchase.order", "unlink", [second], context=context)
