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

GROUP = "Group"  # of sums: headed by what they are summed by
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


def due(row: ArrivalRow) -> str:
    """When goods are to come, and how late that is."""
    return f"{day(row.planned)}{f', {late(row.days_late)}' if row.days_late else ''}"


def standing(row: OrderRow) -> str:
    """How far an order is: its state; once it is confirmed what came, how late it is, and its bills."""
    if row.state != "confirmed":
        return row.state
    received = "" if row.days_late and row.received == "nothing received" else row.received
    return ", ".join(part for part in (received, late(row.days_late), row.billed) if part) or row.state


def stock(row: ShortfallRow) -> str:
    """What is there, and what will be where more or less is expected."""
    forecast = "" if row.forecast == row.on_hand else f", {count(row.forecast)} forecast"
    return f"{count(row.on_hand)}{forecast}"


def paid(row: BillRow) -> str:
    """How far a bill is, and what of it is open where that is not all of it."""
    if row.state != "posted":
        return row.state
    part = f", {money(row.open, row.currency)} open" if row.open and row.open != row.total else ""
    return f"{row.payment}{part}"


def named(row: BillRow) -> str:
    """A bill by Odoo's number and the vendor's."""
    name = row.name or "draft"
    return f"{name} ({row.reference})" if row.reference else name


COLUMNS: dict[type, tuple[Column, ...]] = {
    OrderRow: (
        ("Order", lambda r: r.name),
        ("Vendor", lambda r: r.vendor),
        ("Amount", lambda r: money(r.amount, r.currency)),
        ("First due", lambda r: day(r.planned)),
        ("Status", standing),
    ),
    OrderLineRow: (
        ("Product", lambda r: r.product),
        ("Ordered", lambda r: count(r.quantity, r.unit)),
        ("Received", lambda r: count(r.received)),
        ("Billed", lambda r: count(r.billed) if r.billed != r.received else ""),
        ("Unit price", lambda r: money(r.unit_price, r.currency)),
        ("Due", lambda r: day(r.planned)),
    ),
    ArrivalRow: (
        ("Order", lambda r: r.order),
        ("Vendor", lambda r: r.vendor),
        ("Product", lambda r: r.product),
        ("Qty", lambda r: count(r.quantity, r.unit)),
        ("Due", due),
        ("To", lambda r: r.warehouse),
    ),
    ArrivedRow: (
        ("Order", lambda r: r.order),
        ("Vendor", lambda r: r.vendor),
        ("Product", lambda r: r.product),
        ("Qty", lambda r: count(r.quantity, r.unit)),
        ("Received", lambda r: day(r.done)),
        ("At", lambda r: r.warehouse),
    ),
    HeldUpRow: (
        ("Late order", lambda r: r.order),
        ("Holds up", lambda r: f"{r.what}{f', {r.waits}' if r.waits else ''}"),
        ("Product", lambda r: r.product),
        ("Missing", lambda r: count(r.missing) if r.missing else ""),
        ("Promised", lambda r: day(r.promised)),
    ),
    PerformanceRow: (
        ("Vendor", lambda r: r.vendor),
        ("On time", lambda r: f"{r.on_time} of {r.deliveries}"),
        ("Share", lambda r: percent(r.on_time_percent)),
        ("Lead time", lambda r: f"{plain(r.lead_days)} days" if r.lead_days is not None else ""),
        ("Open", lambda r: str(r.open_orders)),
        ("Late", lambda r: str(r.late_orders)),
    ),
    PriceRow: (
        ("Date", lambda r: day(r.date)),
        ("Order", lambda r: r.order),
        ("Vendor", lambda r: r.vendor),
        ("Product", lambda r: r.product),
        ("Unit price", lambda r: money(r.unit_price, r.currency)),
        ("Qty", lambda r: count(r.quantity, r.unit)),
    ),
    ShortfallRow: (
        ("Product", lambda r: r.product),
        ("At", lambda r: r.warehouse),
        ("On hand", stock),
        ("Minimum", lambda r: count(r.minimum)),
        ("To order", lambda r: count(r.to_order, r.unit)),
        ("Vendor", lambda r: r.vendor),
    ),
    SpendRow: (
        (GROUP, lambda r: r.group),
        ("Orders", lambda r: str(r.orders)),
        ("Amount", lambda r: money(r.amount, r.currency)),
    ),
    WaitingRow: (
        ("Order", lambda r: r.order),
        ("Vendor", lambda r: r.vendor),
        ("Amount", lambda r: money(r.amount, r.currency)),
        ("Since", lambda r: day(r.since)),
        ("May approve", lambda r: ", ".join(r.approvers)),
    ),
    BillRow: (
        ("Bill", named),
        ("Order", lambda r: r.order),
        ("Vendor", lambda r: r.vendor),
        ("Total", lambda r: money(r.total, r.currency)),
        ("Due", lambda r: day(r.due)),
        ("Status", paid),
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
        ("From quantity", lambda r: count(r.min_quantity) if r.min_quantity > 1 else ""),
        ("Lead time", lambda r: f"{r.lead_days} days"),
    ),
    MessageRow: (
        ("Date", lambda r: day(r.date)),
        ("Order", lambda r: r.order),
        ("From", lambda r: r.author),
        ("Message", lambda r: r.text),
    ),
}
"""What is worth a column, and no more: tables are read in a narrow thread and on phones."""

SAID_ONCE = frozenset({"Vendor", "Product", "To", "At", "May approve", "From", "Status"})
"""Columns that go into the title where all rows say the same."""

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
        parts: list[Sequence[object]] = [detail.lines, detail.bills, detail.messages]
        of_it = [_table(part, 0, detail.head.id, known=("Order", "Vendor")) for part in parts if part]
        return (_table([detail.head], 0, detail.head.id), *of_it)
    return (_table(result.rows, result.left_out),) if result.rows else ()


def _table(rows: Sequence[object], left_out: int, order_id: int | None = None, *, known: Sequence[str] = ()) -> Table:
    """`known` are columns that say nothing new here; empty ones are left out, and the same in all rows is said once."""
    kind = type(rows[0])
    columns = [(_head(head, rows[0]), cell) for head, cell in COLUMNS[kind] if head not in known]
    cells = [tuple(cell(row) for _, cell in columns) for row in rows]
    filled = [n for n in range(len(columns)) if any(row[n] for row in cells)]
    common = [n for n in filled if len(rows) > 1 and columns[n][0] in SAID_ONCE and len({row[n] for row in cells}) == 1]
    shown = [n for n in filled if n not in common]
    return Table(
        title=TITLES[kind],
        columns=tuple(columns[n][0] for n in shown),
        rows=tuple(tuple(row[n] for n in shown) for row in cells),
        order_ids=tuple(order_id or _order_id(row) for row in rows),
        left_out=left_out,
        common=tuple((columns[n][0], cells[0][n]) for n in common),
    )


def _head(head: str, first: object) -> str:
    return first.by.capitalize() if head == GROUP and isinstance(first, SpendRow) else head


def _order_id(row: object) -> int | None:
    if isinstance(row, (OrderRow, WaitingRow)):
        return row.id
    return getattr(row, "order_id", None)
