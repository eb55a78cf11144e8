"""Prices made comparable: into the order's currency and the line's unit. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.adapters.odoo.rows import CurrencyRow, LineRow, OrderRow, UnitRow
from bot.adapters.odoo.values import PRICE_PLACES, trimmed


@dataclass(frozen=True)
class Rates:
    """Today's rates of one company: units of a currency per unit of the company's, by currency id.

    A currency that has no rate in Odoo is absent. Odoo itself then silently counts it one to one.
    """

    base: int
    today: Mapping[int, Decimal]

    def of(self, currency: CurrencyRow) -> Decimal | None:
        """Today's rate; None where Odoo knows none."""
        return Decimal(1) if currency.id == self.base else self.today.get(currency.id)

    def used(self, currency: CurrencyRow, stored: Decimal) -> Decimal | None:
        """The rate that Odoo stored with an order, None where it is no real one.

        An order made before its currency had any rate keeps the stored rate of exactly 1.
        """
        today = self.of(currency)
        if today is None or stored <= 0 or (stored == 1 and today != 1):
            return None
        return stored


def convert(price: Decimal, source: Decimal | None, target: Decimal | None) -> Decimal | None:
    """`price` from one currency to another by their rates to the company's; None without a rate."""
    if not source or not target:
        return None
    return price if source == target else price * target / source


def per_unit(price: Decimal, source: UnitRow | None, target: UnitRow | None) -> Decimal | None:
    """A price per `source` unit as a price per `target` unit; None where a unit holds nothing."""
    if source is None or target is None or source.id == target.id:
        return price
    if not source.factor or not target.factor:
        return None
    return price * target.factor / source.factor


def comparable(price: Decimal | None, source: UnitRow | None, target: UnitRow | None) -> Decimal | None:
    """A converted price per unit of the line, without dust; None for a price of nothing."""
    price = per_unit(price, source, target) if price is not None else None
    return trimmed(price, PRICE_PLACES) if price else None


def list_price(order: OrderRow, line: LineRow, rates: Rates) -> Decimal | None:
    """The vendor price list's price in the order's currency and the line's unit; None without one."""
    seller = line.selected_seller_id
    if seller is None:
        return None
    price: Decimal | None = seller.price_discounted
    if seller.currency_id.id != order.currency_id.id:
        price = convert(
            seller.price_discounted,
            rates.of(seller.currency_id),
            rates.used(order.currency_id, order.currency_rate),
        )
    return comparable(price, seller.product_uom_id, line.product_uom_id)
