"""Orders as their suppliers' mail touches them: read in full, amended line by line, the receipt moved along."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.errors import OdooDenied
from bot.domain.orders import OrderState
from bot.domain.ports import LineValues
from bot.domain.supply import SupplyLine, SupplyOrder
from tests.contract.odoo_driver import LINE, ORDER, Driver

PICKING = "stock.picking"


def _confirmed(odoo: Driver) -> SupplyOrder:
    """An approved order with two lines of goods and the receipt that waits for them."""
    order = odoo.new_order(confirm=False)
    first, *rest = odoo.lines(order)
    odoo.call("buyer", LINE, "unlink", rest)
    product = odoo.read(LINE, first, "product_id")["product_id"][0]
    others = [("is_storable", "=", True), ("id", "!=", product)]
    second = odoo.call("administrator", "product.product", "search", others, limit=1)[0]
    values = {"product_id": second, "product_qty": 10, "price_unit": 7.5, "date_planned": "2031-05-06 12:00:00"}
    odoo.call("buyer", ORDER, "write", [order], {"order_line": [[0, 0, values]]})
    odoo.call("buyer", LINE, "write", [first], {"date_planned": "2031-05-05 12:00:00"})
    odoo.call("approver", ORDER, "button_approve", [order])
    return _now(odoo, order)


def _now(odoo: Driver, order: int) -> SupplyOrder:
    return odoo.adapter().supply.of_ids([order])[0]


def _line(odoo: Driver, order: SupplyOrder, at: int) -> SupplyLine:
    return _now(odoo, order.id).lines[at]


def _receipt(odoo: Driver, order: SupplyOrder) -> dict[str, str]:
    (picking,) = odoo.call("administrator", PICKING, "search", [("purchase_id", "=", order.id)])
    found: dict[str, str] = odoo.read(PICKING, picking, "scheduled_date", "date_deadline")
    return found


def order_is_read_with_lines_vendor_and_receipt(odoo: Driver) -> None:
    order = _confirmed(odoo)
    assert (order.state, order.acknowledged, order.locked) == (OrderState.PURCHASE, False, False)
    assert order.vendor.id == odoo.order(order.id, "partner_id")[0]
    assert order.vendor.country == odoo.read("res.partner", order.vendor.id, "country_code")["country_code"]
    assert order.vendor.language == odoo.read("res.partner", order.vendor.id, "lang")["lang"]
    assert order.buyer is not None
    assert order.buyer.id == odoo.uid("buyer")
    assert [line.day for line in order.lines] == [date(2031, 5, 5), date(2031, 5, 6)]
    assert (order.lines[1].quantity, order.lines[1].price, order.lines[1].received) == (10, Decimal("7.5"), 0)
    assert order.lines[0].codes != ()
    assert [[(move.day, move.deadline) for move in line.moves] for line in order.lines] == [
        [(date(2031, 5, 5), date(2031, 5, 5))],
        [(date(2031, 5, 6), date(2031, 5, 6))],
    ]


def orders_are_found_by_digits_vendor_and_state(odoo: Driver) -> None:
    supply, order = odoo.adapter().supply, _confirmed(odoo)
    digits = "".join(filter(str.isdigit, order.name)).lstrip("0")
    assert [found.id for found in supply.named([digits])] == [order.id]
    assert supply.named(["999999999", "no number"]) == []
    assert order.id in [found.id for found in supply.open_of([order.vendor.id])]
    assert order.id in [found.id for found in supply.awaited()]
    cancelled = odoo.seeded["cancelled"]
    vendor = odoo.order(cancelled, "partner_id")[0]
    assert cancelled not in [found.id for found in supply.open_of([vendor])]
    assert supply.open_of([]) == ()
    assert supply.of_ids([999_999]) == []


def vendors_addresses_include_their_contacts(odoo: Driver) -> None:
    vendor = _now(odoo, odoo.seeded["ordinary"]).vendor.id
    own = odoo.read("res.partner", vendor, "email")["email"]
    assert own.lower() in odoo.adapter().supply.emails([vendor])[vendor]


def new_date_moves_the_line_and_its_part_of_the_receipt(odoo: Driver) -> None:
    order = _confirmed(odoo)
    odoo.adapter().amender.amend(order.id, [LineValues(order.lines[0].id, day=date(2031, 6, 1))])
    moved, other = _now(odoo, order.id).lines
    assert (moved.day, [(m.day, m.deadline) for m in moved.moves]) == (
        date(2031, 6, 1),
        [(date(2031, 6, 1), date(2031, 6, 1))],
    )
    assert (other.day, [(m.day, m.deadline) for m in other.moves]) == (
        date(2031, 5, 6),
        [(date(2031, 5, 6), date(2031, 5, 6))],
    )
    assert _receipt(odoo, order)["scheduled_date"] == "2031-05-06 12:00:00"
    assert odoo.order(order.id, "date_planned") == "2031-05-06 12:00:00"


def date_on_the_line_alone_leaves_the_receipts_date(odoo: Driver) -> None:
    """Why the receipt is written too."""
    order = _confirmed(odoo)
    odoo.call("buyer", LINE, "write", [order.lines[0].id], {"date_planned": "2031-06-01 12:00:00"})
    (move,) = _line(odoo, order, 0).moves
    assert (move.day, move.deadline) == (date(2031, 5, 5), date(2031, 6, 1))


def price_and_confirmation_are_written(odoo: Driver) -> None:
    order = _confirmed(odoo)
    odoo.adapter().amender.amend(order.id, [LineValues(order.lines[1].id, price=Decimal("8.25"))], confirmed=True)
    after = _now(odoo, order.id)
    assert (after.lines[1].price, after.lines[1].day, after.acknowledged) == (Decimal("8.25"), date(2031, 5, 6), True)
    assert after.lines[0] == order.lines[0]


def less_and_more_change_the_receipt_and_leave_price_and_date(odoo: Driver) -> None:
    order, amender = _confirmed(odoo), odoo.adapter().amender
    for wanted in (6, 15):
        amender.amend(order.id, [LineValues(order.lines[1].id, quantity=Decimal(wanted))])
        line = _line(odoo, order, 1)
        assert (line.quantity, line.price, line.day) == (wanted, Decimal("7.5"), date(2031, 5, 6))
        assert sum(move.quantity for move in line.moves) == wanted
    amender.amend(order.id, [LineValues(order.lines[1].id, quantity=Decimal(0))])
    assert _line(odoo, order, 1).moves == ()


def writing_the_same_again_changes_nothing(odoo: Driver) -> None:
    order, amender = _confirmed(odoo), odoo.adapter().amender
    values = [LineValues(order.lines[0].id, day=date(2031, 6, 1), price=Decimal("9.5"), quantity=Decimal(3))]
    amender.amend(order.id, values, confirmed=True)
    once = _now(odoo, order.id)
    amender.amend(order.id, values, confirmed=True)
    assert _now(odoo, order.id) == once


def mail_is_kept_once_and_noted(odoo: Driver) -> None:
    amender, order = odoo.adapter().amender, odoo.new_order()
    file = amender.attach(order, "Supplier mail 1.eml", b"From: a@b.example\r\n\r\nHello")
    assert amender.attach(order, "Supplier mail 1.eml", b"another") == file
    amender.note(order, "Bella took over <b>\nRef. 1", [file])
    newest = odoo.messages(order)[-1]
    assert (newest["subtype_id"][1], "&lt;b&gt;" in newest["body"]) == ("Note", True)
    assert odoo.read("mail.message", newest["id"], "attachment_ids")["attachment_ids"] == [file]
    assert odoo.read("ir.attachment", file, "res_id", "name")["res_id"] == order


def vendor_is_written_to_in_a_persons_name(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.new_order()
    author = odoo.read("res.users", odoo.uid("buyer"), "partner_id")["partner_id"][0]
    desk.amender.write_to_vendor(order, "Please confirm.\nOur ref. P1/abc", author)
    newest = odoo.messages(order)[-1]
    assert (newest["author_id"][0], newest["subtype_id"][1]) == (author, "Discussions")
    assert odoo.read("mail.message", newest["id"], "partner_ids")["partner_ids"] == [odoo.order(order, "partner_id")[0]]
    assert desk.approver.has_note(order, "P1/abc")


def who_may_not_buy_changes_nothing(odoo: Driver) -> None:
    order = _confirmed(odoo)
    with pytest.raises(OdooDenied):
        odoo.adapter("stranger").amender.amend(order.id, [LineValues(order.lines[0].id, price=Decimal(1))])
    assert _now(odoo, order.id) == order


def late_orders_are_told_apart_by_day(odoo: Driver) -> None:
    order = _confirmed(odoo)
    yesterday = (odoo.now() - timedelta(days=1)).date()
    odoo.adapter().amender.amend(order.id, [LineValues(order.lines[0].id, day=yesterday)])
    assert [line.day == yesterday for line in _now(odoo, order.id).lines] == [True, False]


CASES = (
    order_is_read_with_lines_vendor_and_receipt,
    orders_are_found_by_digits_vendor_and_state,
    vendors_addresses_include_their_contacts,
    new_date_moves_the_line_and_its_part_of_the_receipt,
    date_on_the_line_alone_leaves_the_receipts_date,
    price_and_confirmation_are_written,
    less_and_more_change_the_receipt_and_leave_price_and_date,
    writing_the_same_again_changes_nothing,
    mail_is_kept_once_and_noted,
    vendor_is_written_to_in_a_persons_name,
    who_may_not_buy_changes_nothing,
    late_orders_are_told_apart_by_day,
)
