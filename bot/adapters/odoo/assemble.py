"""Puts an order together from what was read. Pure: no call is made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.adapters.odoo.history import PastRow, past_prices
from bot.adapters.odoo.messages import MessageRow
from bot.adapters.odoo.prices import Rates, list_price
from bot.adapters.odoo.rows import LineRow, OrderRow, user, users
from bot.adapters.odoo.values import rounded
from bot.domain.orders import Attachment, Line, Order, OrderState, Stock, Vendor, Warehouse

_ODOO_BOT = 1  # the id of OdooBot, who runs the scheduler, in every database
_NOT_YET = frozenset({OrderState.DRAFT, OrderState.SENT})


@dataclass(frozen=True)
class Around:
    """What was read beside the orders of one company."""

    rates: Rates
    history: Mapping[int, list[PastRow]]
    bought: Mapping[int, int]
    stock: Mapping[int, Mapping[int, Stock]] = field(default_factory=dict)
    submissions: Mapping[int, MessageRow] = field(default_factory=dict)
    attachments: Mapping[int, Sequence[Attachment]] = field(default_factory=dict)


def build(row: OrderRow, around: Around) -> Order:
    """The order as the rules and the cards see it."""
    company = row.company_id
    rate = around.rates.used(row.currency_id, row.currency_rate)
    submission = None if row.state in _NOT_YET else around.submissions.get(row.id)
    return Order(
        id=row.id,
        name=row.name,
        state=row.state,
        company_id=company.id,
        company=company.name,
        currency=row.currency_id.name,
        amount=row.amount,
        company_currency=company.currency_id.name,
        company_amount=rounded(row.amount_total_cc, company.currency_id.places) if rate else None,
        rate=rate,
        vendor=_vendor(row, around),
        buyer=user(row.user_id),
        creator=user(row.create_uid),
        lines=tuple(_line(row, line, around) for line in row.product_lines),
        requester=user(submission.create_uid) if submission else None,
        receivers=users(picking.user_id for picking in row.picking_ids if picking.state == "done"),
        billers=users(bill.create_uid for bill in row.invoice_ids),
        origin=row.origin,
        from_replenishment=_from_replenishment(row),
        warehouse=Warehouse(row.warehouse.id, row.warehouse.code, row.warehouse.name) if row.warehouse else None,
        needed_by=row.date_planned,
        waiting_since=submission.date if submission else None,
        urgent=row.urgent,
        attachments=tuple(around.attachments.get(row.id, ())),
        write_date=row.last_write[0],
    )


def _from_replenishment(row: OrderRow) -> bool:
    """Whether a reorder rule made the order: its origin names the rule, or nobody stands behind it."""
    ordered_by_odoo = row.user_id is None and row.create_uid is not None and row.create_uid.id == _ODOO_BOT
    return ordered_by_odoo or any(part.strip().startswith("OP/") for part in row.origin.split(","))


def _vendor(row: OrderRow, around: Around) -> Vendor:
    partner, rate = row.partner_id, row.partner_id.on_time_rate
    itself = row.state is OrderState.PURCHASE
    return Vendor(
        id=partner.id,
        name=partner.display_name,
        tags=tuple(tag.display_name for tag in partner.category_id),
        on_time_rate=rounded(rate, 1) if rate is not None and rate >= 0 else None,
        earlier_orders=around.bought.get(partner.id, 0) - itself,
    )


def _line(order: OrderRow, line: LineRow, around: Around) -> Line:
    line_id, product_id, quantity, unit, unit_price, subtotal = line.key(order.currency_id)
    product = line.product_id
    stock = around.stock.get(order.warehouse.id, {}) if order.warehouse else {}
    return Line(
        id=line_id,
        name=line.name,
        quantity=quantity,
        unit=unit,
        unit_price=unit_price,
        subtotal=subtotal,
        product_id=product_id,
        product=product.display_name if product else "",
        category=product.categ_id.complete_name if product and product.categ_id else "",
        needed_by=line.date_planned,
        list_price=list_price(order, line, around.rates),
        past_prices=past_prices(order, line, around.history.get(product_id, []), around.rates) if product_id else (),
        stock=stock.get(product_id) if product_id else None,
    )
