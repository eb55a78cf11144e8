"""The bot's own adapter reading: orders, heads, prices, stock, and what a poll notices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.errors import OdooDenied
from tests.contract.odoo_driver import LINE, ORDER, Driver


def _every(odoo: Driver) -> list[int]:
    found: list[int] = odoo.call("administrator", ORDER, "search", [], order="id")
    return found


def every_order_is_read_as_odoo_holds_it(odoo: Driver) -> None:
    ids = _every(odoo)
    names = ["name", "state", "amount_total", "currency_id", "partner_id", "user_id", "company_id"]
    rows = {row["id"]: row for row in odoo.call("administrator", ORDER, "read", ids, names)}
    found = odoo.adapter().orders.orders(ids)
    assert set(found) == set(rows)
    for order in found.values():
        row = rows[order.id]
        assert (order.name, order.state.value, order.currency) == (row["name"], row["state"], row["currency_id"][1])
        assert (order.amount, order.vendor.name) == (Decimal(f"{row['amount_total']:.2f}"), row["partner_id"][1])
        assert (order.buyer.id if order.buyer else False) == (row["user_id"] and row["user_id"][0])
        assert order.company == row["company_id"][1]
        assert sum((line.subtotal for line in order.lines), Decimal(0)) == order.amount


def head_and_order_agree_for_every_order(odoo: Driver) -> None:
    ids, desk = _every(odoo), odoo.adapter()
    orders, heads = desk.orders.orders(ids), desk.orders.heads(ids)
    assert [o.name for o in orders.values() if o.fingerprint != heads[o.id].fingerprint] == []
    assert [o.name for o in orders.values() if not heads[o.id].is_as_read(o)] == []


def every_reader_reads_the_same(odoo: Driver) -> None:
    ids = _every(odoo)
    assert odoo.adapter("buyer").orders.orders(ids) == odoo.adapter("bot").orders.orders(ids)
    with pytest.raises(OdooDenied):
        odoo.adapter("stranger").orders.waiting()


def waiting_and_changed_orders_come_in_pages(odoo: Driver) -> None:
    desk, long_ago = odoo.adapter(), datetime(2020, 1, 1, tzinfo=UTC)
    waiting = desk.orders.waiting()
    assert {row.state for row in waiting} == {"to approve"}
    assert odoo.seeded["ordinary"] in [row.id for row in waiting]
    seen: list[int] = []
    while page := desk.orders.changed(long_ago, after_id=seen[-1] if seen else 0, limit=17):
        assert len(page) <= 17
        seen += [row.id for row in page]
    assert seen == _every(odoo)
    assert desk.orders.changed(odoo.now() + timedelta(days=1)) == []


def edit_that_keeps_the_total_is_noticed(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.new_order()
    before = desk.orders.heads([order])[order]
    line = desk.orders.orders([order])[order].lines[0]
    odoo.tick()
    since = odoo.now()
    halved = {"product_qty": float(line.quantity) * 2, "price_unit": float(line.unit_price) / 2}
    odoo.call("second buyer", LINE, "write", [line.id], halved)
    after = desk.orders.heads([order])[order]
    assert order in [row.id for row in desk.orders.changed(since)]
    assert after.fingerprint != before.fingerprint
    assert after.write_date > before.write_date
    assert after.changed_by is not None
    assert after.changed_by.id == odoo.uid("second buyer")


def note_alone_is_no_change(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.new_order()
    before = desk.orders.heads([order])[order]
    odoo.tick()
    since = odoo.now()
    desk.approver.note(order, "Just saying")
    assert order not in [row.id for row in desk.orders.changed(since)]
    assert desk.orders.heads([order])[order] == before


def order_is_found_by_name_in_any_case(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.seeded["large"]
    name = odoo.order(order, "name")
    assert {desk.orders.find(text) for text in (name, name.lower(), f" {name} ")} == {order}
    assert [desk.orders.find(text) for text in ("P99999", "", "P%", "P000__")] == [None] * 4


def order_that_is_gone_is_left_out(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.seeded["ordinary"]
    assert list(desk.orders.orders([order, 999_999])) == [order]
    assert list(desk.orders.heads([order, 999_999])) == [order]
    assert desk.orders.orders([]) == desk.orders.heads([]) == {}


def price_above_the_list_is_seen(odoo: Driver) -> None:
    variances = [
        line.list_variance for line in odoo.adapter().orders.orders([odoo.seeded["price_up"]]).popitem()[1].lines
    ]
    assert variances[0] == Decimal("18.0")


def past_prices_are_the_newest_confirmed_ones(odoo: Driver) -> None:
    desk = odoo.adapter()
    for order in desk.orders.orders([odoo.seeded["large"], odoo.seeded["ordinary"]]).values():
        for line in order.lines:
            domain = [("product_id", "=", line.product_id), ("order_id.state", "=", "purchase")]
            rows = odoo.call("administrator", LINE, "search_read", domain, ["order_id", "date_approve", "price_unit"])
            rows.sort(key=lambda row: (row["date_approve"], row["id"]), reverse=True)
            newest = [(odoo.order(row["order_id"][0], "name"), Decimal(str(row["price_unit"]))) for row in rows[:3]]
            assert [(past.order_name, past.unit_price) for past in line.past_prices] == newest


def foreign_order_is_counted_at_odoos_rate(odoo: Driver) -> None:
    order = odoo.adapter().orders.orders([odoo.seeded["foreign"]]).popitem()[1]
    (currency,) = odoo.call("bot", "res.currency", "search_read", [("name", "=", order.currency)], ["rate"])
    assert order.rate == Decimal(str(currency["rate"])) < 1
    assert order.company_amount == (order.amount / order.rate).quantize(Decimal("0.01"))
    assert order.currency != order.company_currency
    assert order.lines[0].list_price == order.lines[0].unit_price


def order_without_any_rate_has_no_company_amount(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    named = [("name", "=", "CHF"), ("active", "in", [True, False])]
    odoo.call("buyer", ORDER, "write", [order], {"currency_id": odoo.call("bot", "res.currency", "search", named)[0]})
    found = odoo.adapter().orders.orders([order])[order]
    assert (found.currency, found.company_amount, found.rate) == ("CHF", None, None)
    assert found.lines[0].list_price is None


def packs_of_six_are_compared_with_pieces(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.new_order("large", confirm=False)
    before = desk.orders.orders([order])[order].lines[0]
    (pack,) = odoo.call("administrator", "uom.uom", "search", [("name", "=", "Pack of 6")])
    odoo.call("buyer", LINE, "write", [before.id], {"product_uom_id": pack, "price_unit": 9000.0})
    after = desk.orders.orders([order])[order].lines[0]
    assert before.list_price is not None
    assert (after.unit, after.list_price) == ("Pack of 6", before.list_price * 6)
    assert [past.unit_price for past in after.past_prices] == [past.unit_price * 6 for past in before.past_prices]


def stock_and_minimum_are_those_of_the_orders_warehouse(odoo: Driver) -> None:
    orders = odoo.adapter().orders.orders(_every(odoo)).values()
    names = ["product_id", "warehouse_id", "product_min_qty"]
    rules = odoo.call("administrator", "stock.warehouse.orderpoint", "search_read", [], names)
    minimum = {(rule["warehouse_id"][0], rule["product_id"][0]): rule["product_min_qty"] for rule in rules}
    seen = {(o.warehouse.id, x.product_id): x.stock for o in orders for x in o.lines if o.warehouse and x.stock}
    assert len({warehouse for warehouse, _ in seen}) == 3
    assert any(stock.minimum for stock in seen.values())
    for (warehouse, product), stock in seen.items():
        wanted = minimum.get((warehouse, product))
        assert stock.minimum == (None if wanted is None else Decimal(str(wanted)))
    for (warehouse, product), stock in list(seen.items())[::9]:
        context, quantities = {"warehouse_id": warehouse}, ["qty_available", "virtual_available"]
        (row,) = odoo.call("administrator", "product.product", "read", [product], quantities, context=context)
        assert (float(stock.on_hand), float(stock.forecast)) == (row["qty_available"], row["virtual_available"])


def vendor_has_its_tags_and_its_record(odoo: Driver) -> None:
    vendor = odoo.adapter().orders.orders([odoo.seeded["risky"]]).popitem()[1].vendor
    confirmed = [("partner_id", "=", vendor.id), ("state", "=", "purchase")]
    assert vendor.earlier_orders == odoo.call("administrator", ORDER, "search_count", confirmed) > 0
    assert "risky" in vendor.tags[0]
    assert vendor.on_time_rate is not None


def waiting_time_and_requester_come_from_the_confirmation(odoo: Driver) -> None:
    order = odoo.adapter().orders.orders([odoo.seeded["stale"]]).popitem()[1]
    assert order.waiting_since is not None
    assert (odoo.now() - order.waiting_since).days in (8, 9)
    assert order.requester is not None
    draft = odoo.adapter().orders.orders([odoo.seeded["draft_above"]]).popitem()[1]
    assert (draft.waiting_since, draft.requester) == (None, None)


def own_order_of_an_approver_is_seen_as_hers(odoo: Driver) -> None:
    order = odoo.adapter().orders.orders([odoo.seeded["own"]]).popitem()[1]
    assert order.buyer is not None
    assert order.requester is not None
    assert (order.buyer.id, order.buyer.login) == (odoo.uid("approver"), odoo.people["approver"])
    assert order.requester.id != odoo.uid("approver")


def urgent_service_and_billed_orders_are_told_apart(odoo: Driver) -> None:
    parts = ("urgent", "service", "billed", "ordinary")
    found = odoo.adapter().orders.orders([odoo.seeded[part] for part in parts])
    urgent, service, billed, ordinary = (found[odoo.seeded[part]] for part in parts)
    assert [urgent.urgent, ordinary.urgent] == [True, False]
    assert [line.stock for line in service.lines] == [None] * len(service.lines)
    bills = odoo.call(
        "administrator", "account.move", "search_read", [("invoice_origin", "=", billed.name)], ["create_uid"]
    )
    assert {user.id for user in billed.billers} == {bill["create_uid"][0] for bill in bills} != set()
    assert ordinary.billers == ()


def attachment_is_listed(odoo: Driver) -> None:
    order = odoo.new_order()
    odoo.call("buyer", "ir.attachment", "create", {"name": "offer.pdf", "res_model": ORDER, "res_id": order})
    assert [file.name for file in odoo.adapter().orders.orders([order])[order].attachments] == ["offer.pdf"]


def sections_are_not_lines(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.new_order(confirm=False)
    before = desk.orders.orders([order])[order]
    section = {"order_id": order, "display_type": "line_section", "name": "Part A", "product_qty": 0}
    odoo.call("buyer", LINE, "create", [section])
    after = desk.orders.orders([order])[order]
    assert (after.lines, after.fingerprint) == (before.lines, before.fingerprint)
    assert desk.orders.heads([order])[order].fingerprint == before.fingerprint


CASES = (
    every_order_is_read_as_odoo_holds_it,
    head_and_order_agree_for_every_order,
    every_reader_reads_the_same,
    waiting_and_changed_orders_come_in_pages,
    edit_that_keeps_the_total_is_noticed,
    note_alone_is_no_change,
    order_is_found_by_name_in_any_case,
    order_that_is_gone_is_left_out,
    price_above_the_list_is_seen,
    past_prices_are_the_newest_confirmed_ones,
    foreign_order_is_counted_at_odoos_rate,
    order_without_any_rate_has_no_company_amount,
    packs_of_six_are_compared_with_pieces,
    stock_and_minimum_are_those_of_the_orders_warehouse,
    vendor_has_its_tags_and_its_record,
    waiting_time_and_requester_come_from_the_confirmation,
    own_order_of_an_approver_is_seen_as_hers,
    urgent_service_and_billed_orders_are_told_apart,
    attachment_is_listed,
    sections_are_not_lines,
)
