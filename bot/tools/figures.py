"""Numbers that tools work out from rows, each with what it says. Partial or mixed data gives no total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.domain.lookups import HOLDS_NOTHING, MINIMUM_STOCK, BillRow, HeldUpRow, OrderDetail, PriceRow, SpendRow


def of_order(order: OrderDetail) -> dict[str, Decimal]:
    """Sums over the lines of an order."""
    return {
        "lines": Decimal(len(order.lines)),
        "lines open": Decimal(sum(1 for line in order.lines if line.open > 0)),
    }


def of_prices(rows: Sequence[PriceRow]) -> dict[str, Decimal]:
    """The change between the oldest and the newest price shown, where they compare: one product, currency and unit."""
    if len(rows) < 2 or len({(row.product, row.currency, row.unit) for row in rows}) != 1:
        return {}
    newest, oldest = rows[0].unit_price, rows[-1].unit_price
    if not oldest:
        return {}
    return {"change in percent": ((newest - oldest) * 100 / oldest).quantize(Decimal("0.1"))}


def of_bills(bills: Sequence[BillRow]) -> dict[str, Decimal]:
    """What is open, by currency. Called for all the bills there are, or not at all."""
    totals: dict[str, Decimal] = {}
    for bill in bills:
        totals[f"open {bill.currency}"] = totals.get(f"open {bill.currency}", Decimal(0)) + bill.open
    return totals


def of_spend(rows: Sequence[SpendRow], by: str) -> dict[str, Decimal]:
    """Totals by currency: amounts of different currencies are never added up. One order may have many products."""
    totals: dict[str, Decimal] = {}
    for row in rows:
        totals[f"total {row.currency}"] = totals.get(f"total {row.currency}", Decimal(0)) + row.amount
    return totals | (
        {"orders": Decimal(sum(row.orders for row in rows))} if rows and by not in {"category", "product"} else {}
    )


def of_held_up(rows: Sequence[HeldUpRow]) -> dict[str, Decimal]:
    """How many sales wait, and how many stocks are short. Called for all rows there are, or not at all."""
    short = {(row.product, row.waits) for row in rows if row.what == MINIMUM_STOCK}
    sales = {row.what for row in rows} - {MINIMUM_STOCK, HOLDS_NOTHING}
    return {"sales": Decimal(len(sales)), "stocks below minimum": Decimal(len(short))}
