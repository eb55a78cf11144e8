"""Orders and lines that change: sums, prices, dates of change, and what the chatter says."""

from __future__ import annotations

import pytest

from tests.contract.odoo_driver import LINE, ORDER, Driver, OdooSays


def _written(odoo: Driver, order: int) -> tuple[str, str]:
    """When the order was written, and the newest of its lines."""
    lines = [odoo.read(LINE, line, "write_date")["write_date"] for line in odoo.lines(order)]
    return odoo.order(order, "write_date"), max(lines)


def line_edit_that_keeps_the_total_leaves_the_orders_date_alone(odoo: Driver) -> None:
    order = odoo.new_order()
    line = odoo.lines(order)[0]
    before = odoo.read(LINE, line, "product_qty", "price_unit")
    order_then, _ = _written(odoo, order)
    odoo.tick()
    halved = {"product_qty": before["product_qty"] * 2, "price_unit": before["price_unit"] / 2}
    odoo.call("second buyer", LINE, "write", [line], halved)
    order_now, line_now = _written(odoo, order)
    assert order_now == order_then < line_now
    assert odoo.read(LINE, line, "write_uid")["write_uid"][0] == odoo.uid("second buyer")


def line_edit_that_moves_the_total_moves_the_orders_date(odoo: Driver) -> None:
    order = odoo.new_order()
    line = odoo.lines(order)[0]
    total, price = odoo.order(order, "amount_total"), odoo.read(LINE, line, "price_unit")["price_unit"]
    quantity = odoo.read(LINE, line, "product_qty")["product_qty"]
    then, _ = _written(odoo, order)
    odoo.tick()
    odoo.call("second buyer", LINE, "write", [line], {"price_unit": price + 1})
    assert odoo.order(order, "amount_total") == pytest.approx(total + quantity)
    assert _written(odoo, order)[0] > then
    assert odoo.order(order, "write_uid")[0] == odoo.uid("second buyer")
    assert odoo.order(order, "state") == "to approve"


def new_amount_is_noted_in_the_chatter(odoo: Driver) -> None:
    order = odoo.new_order()
    before = len(odoo.messages(order))
    odoo.call("second buyer", LINE, "write", odoo.lines(order), {"price_unit": 99.0})
    (note,) = odoo.messages(order)[before:]
    assert (note["subtype_id"][1], note["message_type"], note["body"]) == ("Note", "notification", "")
    assert (note["create_uid"][0], note["is_internal"]) == (odoo.uid("second buyer"), True)


def star_moves_the_orders_date_and_says_nothing(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    messages, (then, _) = odoo.messages(order), _written(odoo, order)
    odoo.tick()
    odoo.call("buyer", ORDER, "write", [order], {"priority": "1"})
    assert (_written(odoo, order)[0] > then, odoo.messages(order)) == (True, messages)


def message_moves_no_date(odoo: Driver) -> None:
    order = odoo.new_order()
    before = _written(odoo, order)
    odoo.tick()
    odoo.call("bot", ORDER, "message_post", [order], body="Just saying")
    assert _written(odoo, order) == before


def typed_price_stays_and_listed_price_follows_the_quantity(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    line = odoo.lines(order)[0]
    found = odoo.read(LINE, line, "product_id", "partner_id", "price_unit")
    template = odoo.read("product.product", found["product_id"][0], "product_tmpl_id")["product_tmpl_id"][0]
    bargain = odoo.call(
        "administrator", "product.supplierinfo", "create",
        [{"partner_id": found["partner_id"][0], "product_tmpl_id": template, "min_qty": 700, "price": 0.5}],
    )  # fmt: skip
    try:
        seen = []
        for quantity in (699, 700):
            odoo.call("buyer", LINE, "write", [line], {"product_qty": quantity})
            told = odoo.read(LINE, line, "price_unit", "selected_seller_id")
            seen.append((told["price_unit"], told["selected_seller_id"][0] in bargain))
        assert seen == [(found["price_unit"], False), (0.5, True)]
        odoo.call("buyer", LINE, "write", [line], {"price_unit": 7.77})
        odoo.call("buyer", LINE, "write", [line], {"product_qty": 710})
        assert odoo.read(LINE, line, "price_unit")["price_unit"] == 7.77
    finally:
        odoo.call("administrator", "product.supplierinfo", "unlink", bargain)


def cheapest_price_of_the_vendor_wins_and_ended_ones_do_not_count(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    line = odoo.lines(order)[0]
    found = odoo.read(LINE, line, "product_id", "partner_id", "price_unit")
    template = odoo.read("product.product", found["product_id"][0], "product_tmpl_id")["product_tmpl_id"][0]
    row = {"partner_id": found["partner_id"][0], "product_tmpl_id": template, "min_qty": 1}
    ended = row | {"price": 0.01, "date_end": "2020-01-01"}
    future = row | {"price": 0.02, "date_start": "2099-01-01"}
    discounted = row | {"price": found["price_unit"], "discount": 50}
    made = odoo.call("administrator", "product.supplierinfo", "create", [ended, future, discounted])
    try:
        assert odoo.read(LINE, line, "selected_seller_id")["selected_seller_id"][0] == made[2]
        told = odoo.read("product.supplierinfo", made[2], "price_discounted")
        assert told["price_discounted"] == pytest.approx(found["price_unit"] / 2)
    finally:
        odoo.call("administrator", "product.supplierinfo", "unlink", made)


def new_line_fills_itself_in_from_the_price_list(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    known = odoo.read(LINE, odoo.lines(order)[0], "product_id", "product_uom_id", "name", "price_unit")
    product, total = known["product_id"][0], odoo.order(order, "amount_total")
    values = {"order_id": order, "product_id": product, "product_qty": 3}
    (made,) = odoo.call("buyer", LINE, "create", [values])
    told = odoo.read(LINE, made, "price_unit", "name", "product_uom_id", "date_planned", "price_subtotal")
    assert (told["price_unit"], told["name"]) == (known["price_unit"], known["name"])
    assert told["product_uom_id"] == known["product_uom_id"]
    assert told["date_planned"]
    assert told["price_subtotal"] == pytest.approx(3 * known["price_unit"])
    assert odoo.order(order, "amount_total") == pytest.approx(total + told["price_subtotal"])


def discount_is_in_the_subtotal(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    line = odoo.lines(order)[0]
    odoo.call("buyer", LINE, "write", [line], {"product_qty": 3, "price_unit": 10.0, "discount": 12.5})
    told = odoo.read(LINE, line, "price_unit_discounted", "price_subtotal")
    assert (told["price_unit_discounted"], told["price_subtotal"]) == (8.75, 26.25)


def sections_have_no_price(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    total = odoo.order(order, "amount_total")
    section = {"order_id": order, "display_type": "line_section", "name": "Part A", "product_qty": 0}
    (made,) = odoo.call("buyer", LINE, "create", [section])
    told = odoo.read(LINE, made, "product_id", "product_uom_id", "price_subtotal", "date_planned")
    assert told == {
        "id": made,
        "product_id": False,
        "product_uom_id": False,
        "price_subtotal": 0,
        "date_planned": False,
    }
    assert odoo.order(order, "amount_total") == total


def order_is_due_when_its_first_line_is(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    lines = odoo.lines(order)
    odoo.call("buyer", LINE, "write", lines[:1], {"date_planned": "2031-05-01 08:00:00"})
    odoo.call("buyer", LINE, "write", lines[1:], {"date_planned": "2031-04-01 08:00:00"})
    assert odoo.order(order, "date_planned") == ("2031-04-01 08:00:00" if lines[1:] else "2031-05-01 08:00:00")


def more_of_a_confirmed_line_is_received_too_and_told(odoo: Driver) -> None:
    order = odoo.new_order()
    odoo.call("approver", ORDER, "button_approve", [order])
    line, before = odoo.lines(order)[0], len(odoo.messages(order))
    quantity = odoo.read(LINE, line, "product_qty")["product_qty"]
    odoo.call("buyer", LINE, "write", [line], {"product_qty": quantity + 5})
    (move,) = odoo.call(
        "administrator", "stock.move", "search_read", [("purchase_line_id", "=", line)], ["product_uom_qty"]
    )
    assert move["product_uom_qty"] == quantity + 5
    assert "The ordered quantity has been updated." in odoo.messages(order)[before]["body"]
    assert odoo.order(order, "state") == "purchase"


def line_of_a_confirmed_order_cannot_be_deleted(odoo: Driver) -> None:
    order = odoo.new_order()
    odoo.call("approver", ORDER, "button_approve", [order])
    with pytest.raises(OdooSays, match=r"^Cannot delete a purchase order line which is in state “Purchase Order”\.$"):
        odoo.call("buyer", LINE, "unlink", odoo.lines(order))


def order_without_vendor_is_refused(odoo: Driver) -> None:
    with pytest.raises(OdooSays, match=r"Missing required value for the field 'Vendor' \(partner_id\)") as said:
        odoo.call("buyer", ORDER, "create", [{}])
    assert said.value.name == "odoo.exceptions.ValidationError"


def other_currency_brings_its_rate(odoo: Driver) -> None:
    order, foreign = odoo.new_order(confirm=False), odoo.read(ORDER, odoo.seeded["foreign"], "currency_id")
    total = odoo.order(order, "amount_total")
    (rate,) = odoo.call("bot", "res.currency", "read", [foreign["currency_id"][0]], ["rate"])
    odoo.call("buyer", ORDER, "write", [order], {"currency_id": foreign["currency_id"][0]})
    told = odoo.read(ORDER, order, "amount_total", "amount_total_cc", "currency_rate")
    assert (told["amount_total"], told["currency_rate"]) == (total, pytest.approx(rate["rate"]))
    assert told["amount_total_cc"] == pytest.approx(total / rate["rate"], abs=0.011)


def currency_without_rate_counts_one_to_one(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    named = [("name", "=", "CHF"), ("active", "in", [True, False])]
    (franc,) = odoo.call("bot", "res.currency", "search_read", named, ["rate", "date"])
    odoo.call("buyer", ORDER, "write", [order], {"currency_id": franc["id"]})
    told = odoo.read(ORDER, order, "amount_total", "amount_total_cc", "currency_rate")
    assert (franc["rate"], franc["date"], told["currency_rate"]) == (1.0, False, 1.0)
    assert told["amount_total_cc"] == told["amount_total"]


def vendor_without_price_gets_the_one_of_the_confirmed_order(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    other = odoo.read(ORDER, odoo.seeded["risky"], "partner_id")["partner_id"][0]
    odoo.call("buyer", ORDER, "write", [order], {"partner_id": other})
    line = odoo.lines(order)[0]
    product = odoo.read(LINE, line, "product_id")["product_id"][0]
    template = odoo.read("product.product", product, "product_tmpl_id")["product_tmpl_id"][0]
    row = [("partner_id", "=", other), ("product_tmpl_id", "=", template)]
    assert odoo.call("bot", "product.supplierinfo", "search_count", row) == 0
    odoo.call("buyer", LINE, "write", [line], {"price_unit": 123.45})
    odoo.call("buyer", ORDER, "button_confirm", [order])
    found = odoo.call("bot", "product.supplierinfo", "search_read", row, ["price", "min_qty", "delay"])
    try:
        assert [(new["price"], new["min_qty"], new["delay"]) for new in found] == [(123.45, 1.0, 0)]
    finally:
        mine = [("partner_id", "=", other), ("delay", "=", 0)]
        added = odoo.call("administrator", "product.supplierinfo", "search", mine)
        odoo.call("administrator", "product.supplierinfo", "unlink", added)


CASES = (
    line_edit_that_keeps_the_total_leaves_the_orders_date_alone,
    line_edit_that_moves_the_total_moves_the_orders_date,
    new_amount_is_noted_in_the_chatter,
    star_moves_the_orders_date_and_says_nothing,
    message_moves_no_date,
    typed_price_stays_and_listed_price_follows_the_quantity,
    cheapest_price_of_the_vendor_wins_and_ended_ones_do_not_count,
    new_line_fills_itself_in_from_the_price_list,
    discount_is_in_the_subtotal,
    sections_have_no_price,
    order_is_due_when_its_first_line_is,
    more_of_a_confirmed_line_is_received_too_and_told,
    line_of_a_confirmed_order_cannot_be_deleted,
    order_without_vendor_is_refused,
    other_currency_brings_its_rate,
    currency_without_rate_counts_one_to_one,
    vendor_without_price_gets_the_one_of_the_confirmed_order,
)
