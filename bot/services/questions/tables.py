"""Draws rows: what a look-up found, as a table. Code draws it, never a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.domain.answers import Table
from bot.domain.lookups import (
    ArrivalRow,
    ArrivedRow,
    BillRow,
    HeldUpRow,
    MessageRow,
    OrderDetail,
    OrderLineRow,
    OrderRow,
    PerformanceRow,
    PriceRow,
    Result,
    SellerRow,
    ShortfallRow,
    SpendRow,
    VendorRow,
    WaitingRow,
)
from bot.domain.orders import plain
from bot.domain.words import money

Column = tuple[str, Callable[[Any], str]]


def day(value: date | None) -> str:
    """A day as people and programs both read it."""
    return value.isoformat() if value else ""


def count(value: Decimal, unit: str = "") -> str:
    """A quantity with its unit."""
    digits = f"{value:,f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:,f}"
    return f"{digits} {unit}".rstrip()


def percent(value: Decimal | None) -> str:
    """A share; empty without data."""
    return f"{plain(value)} %" if value is not None else ""


def late(days: int) -> str:
    """How late; empty when it is not."""
    return f"{days} day{'' if days == 1 else 's'} late" if days else ""


COLUMNS: dict[type, tuple[Column, ...]] = {
    OrderRow: (
        ("Order", lambda r: r.name),
        ("Vendor", lambda r: r.vendor),
        ("State", lambda r: r.state),
        ("Amount", lambda r: money(r.amount, r.currency)),
        ("Promised", lambda r: day(r.planned)),
        ("Received", lambda r: ", ".join(x for x in (r.received, late(r.days_late)) if x)),
        ("Billing", lambda r: r.billed),
        ("Buyer", lambda r: r.buyer),
    ),
    OrderLineRow: (
        ("Product", lambda r: r.product),
        ("Ordered", lambda r: count(r.quantity, r.unit)),
        ("Received", lambda r: count(r.received)),
        ("Open", lambda r: count(r.open)),
        ("Billed", lambda r: count(r.billed)),
        ("Unit price", lambda r: money(r.unit_price, r.currency)),
        ("Promised", lambda r: day(r.planned)),
    ),
    ArrivalRow: (
        ("Promised", lambda r: day(r.planned)),
        ("Order", lambda r: r.order),
        ("Vendor", lambda r: r.vendor),
        ("Product", lambda r: r.product),
        ("Quantity", lambda r: count(r.quantity, r.unit)),
        ("To", lambda r: r.warehouse),
        ("Late", lambda r: late(r.days_late)),
    ),
    ArrivedRow: (
        ("Received", lambda r: day(r.done)),
        ("Order", lambda r: r.order),
        ("Vendor", lambda r: r.vendor),
        ("Product", lambda r: r.product),
        ("Quantity", lambda r: count(r.quantity, r.unit)),
        ("At", lambda r: r.warehouse),
    ),
    HeldUpRow: (
        ("Late order", lambda r: r.order),
        ("Product", lambda r: r.product),
        ("Holds up", lambda r: r.what),
        ("For", lambda r: r.waits),
        ("Promised", lambda r: day(r.promised)),
        ("Missing", lambda r: count(r.missing)),
    ),
    PerformanceRow: (
        ("Vendor", lambda r: r.vendor),
        ("Received orders", lambda r: str(r.deliveries)),
        ("On time", lambda r: str(r.on_time)),
        ("On time share", lambda r: percent(r.on_time_percent)),
        ("Lead time", lambda r: f"{plain(r.lead_days)} days" if r.lead_days is not None else ""),
        ("Open orders", lambda r: str(r.open_orders)),
        ("Late now", lambda r: str(r.late_orders)),
        ("Odoo's rate", lambda r: percent(r.odoo_rate)),
    ),
    PriceRow: (
        ("Date", lambda r: day(r.date)),
        ("Order", lambda r: r.order),
        ("Product", lambda r: r.product),
        ("Vendor", lambda r: r.vendor),
        ("Unit price", lambda r: money(r.unit_price, r.currency)),
        ("Quantity", lambda r: count(r.quantity, r.unit)),
    ),
    ShortfallRow: (
        ("Product", lambda r: r.product),
        ("Warehouse", lambda r: r.warehouse),
        ("On hand", lambda r: count(r.on_hand)),
        ("Forecast", lambda r: count(r.forecast)),
        ("Minimum", lambda r: count(r.minimum)),
        ("To order", lambda r: count(r.to_order, r.unit)),
        ("Vendor", lambda r: r.vendor),
    ),
    SpendRow: (
        ("", lambda r: r.group),
        ("Orders", lambda r: str(r.orders)),
        ("Amount", lambda r: money(r.amount, r.currency)),
    ),
    WaitingRow: (
        ("Order", lambda r: r.order),
        ("Vendor", lambda r: r.vendor),
        ("Amount", lambda r: money(r.amount, r.currency)),
        ("Waiting since", lambda r: day(r.since)),
        ("Buyer", lambda r: r.buyer),
        ("May approve", lambda r: ", ".join(r.approvers)),
    ),
    BillRow: (
        ("Bill", lambda r: r.name or "draft"),
        ("Vendor", lambda r: r.vendor),
        ("Order", lambda r: r.order),
        ("Reference", lambda r: r.reference),
        ("State", lambda r: r.state),
        ("Payment", lambda r: r.payment),
        ("Total", lambda r: money(r.total, r.currency)),
        ("Open", lambda r: money(r.open, r.currency)),
        ("Due", lambda r: day(r.due)),
    ),
    VendorRow: (
        ("Vendor", lambda r: r.vendor),
        ("E-mail", lambda r: r.email),
        ("Phone", lambda r: r.phone),
        ("Address", lambda r: r.address),
        ("Contacts", lambda r: "; ".join(r.contacts)),
        ("Payment terms", lambda r: r.payment_terms),
        ("Currency", lambda r: r.currency),
    ),
    SellerRow: (
        ("Product", lambda r: r.product),
        ("Vendor", lambda r: r.vendor),
        ("Price", lambda r: money(r.price, r.currency)),
        ("From quantity", lambda r: count(r.min_quantity)),
        ("Lead time", lambda r: f"{r.lead_days} days"),
    ),
    MessageRow: (
        ("Date", lambda r: day(r.date)),
        ("Order", lambda r: r.order),
        ("From", lambda r: r.author),
        ("Message", lambda r: r.text),
    ),
}
TITLES: dict[type, str] = {
    OrderRow: "Orders",
    OrderLineRow: "Lines",
    ArrivalRow: "Still to come",
    ArrivedRow: "Received",
    HeldUpRow: "Held up",
    PerformanceRow: "Vendors",
    PriceRow: "Prices paid",
    ShortfallRow: "Below minimum",
    SpendRow: "Spend",
    WaitingRow: "Waiting for approval",
    BillRow: "Bills",
    VendorRow: "Vendor",
    SellerRow: "Price list",
    MessageRow: "Messages",
}


def draw(result: Result) -> tuple[Table, ...]:
    """The rows of a result; an order in full becomes its lines, bills and messages."""
    if result.rows and isinstance(result.rows[0], OrderDetail):
        detail = result.rows[0]
        parts: list[Sequence[object]] = [[detail.head], detail.lines, detail.bills, detail.messages]
        return tuple(_table(part, 0, detail.head.id) for part in parts if part)
    return (_table(result.rows, result.left_out),) if result.rows else ()


def _table(rows: Sequence[object], left_out: int, order_id: int | None = None) -> Table:
    kind = type(rows[0])
    columns = COLUMNS[kind]
    cells = [tuple(cell(row) for _, cell in columns) for row in rows]
    filled = [n for n in range(len(columns)) if any(row[n] for row in cells)]
    return Table(
        title=TITLES[kind],
        columns=tuple(columns[n][0] or "Group" for n in filled),
        rows=tuple(tuple(row[n] for n in filled) for row in cells),
        order_ids=tuple(order_id or _order_id(row) for row in rows),
        left_out=left_out,
    )


def _order_id(row: object) -> int | None:
    if isinstance(row, (OrderRow, WaitingRow)):
        return row.id
    return getattr(row, "order_id", None)
