"""The vendor price that Odoo chooses for a line: by vendor, day, quantity and unit, the cheapest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.odoo.money import company_currency, in_unit, rate_between

if TYPE_CHECKING:
    from bot.sandbox.odoo.env import Env

_MODEL = "product.supplierinfo"


def selected(env: Env, line: int) -> int | None:
    """The price row chosen for an order line."""
    product, quantity, unit, order = env.values(
        "purchase.order.line", line, "product_id", "product_qty", "product_uom_id", "order_id"
    )
    if not product:
        return None
    vendor, day = env.values("purchase.order", order, "partner_id", "date_order")
    return select(env, product, vendor, abs(quantity), unit, (day or env.now)[:10])


def select(env: Env, product: int, vendor: int, quantity: float, unit: int | None, day: str) -> int | None:
    """The cheapest price row that fits, then by sequence."""
    fitting = [row for row in rows_of(env, product) if _fits(env, row, product, vendor, quantity, unit, day)]
    base = company_currency(env)

    def rank(row: int) -> tuple[float, int, int]:
        price, currency, sequence = env.values(_MODEL, row, "price_discounted", "currency_id", "sequence")
        return price * rate_between(env, currency, base, day), sequence, row

    return min(fitting, key=rank, default=None)


def rows_of(env: Env, product: int) -> list[int]:
    """All price rows of a product, in the order Odoo keeps them."""
    template = env.value("product.product", product, "product_tmpl_id")
    found = env.store.inverse(_MODEL, "product_tmpl_id").get(template, [])

    def rank(row: int) -> tuple[Any, ...]:
        sequence, least, price = env.values(_MODEL, row, "sequence", "min_qty", "price")
        return sequence, -least, price, row

    return sorted(found, key=rank)


def of_vendor(env: Env, product: int, vendor: int) -> list[int]:
    """The price rows of one vendor."""
    return [row for row in rows_of(env, product) if env.value(_MODEL, row, "partner_id") == vendor]


def _fits(env: Env, row: int, product: int, vendor: int, quantity: float, unit: int | None, day: str) -> bool:
    partner, least, start, end, only_for, its_unit = env.values(
        _MODEL, row, "partner_id", "min_qty", "date_start", "date_end", "product_id", "product_uom_id"
    )
    if partner not in (vendor, env.value("res.partner", vendor, "parent_id")):
        return False
    if (start and start > day) or (end and end < day) or (only_for and only_for != product):
        return False
    asked = in_unit(env, quantity, unit, its_unit) if unit and its_unit else quantity
    return bool(round(asked - least, 6) >= 0)


def discounted(env: Env, row: int) -> float:
    """The price after discount."""
    price, discount = env.values(_MODEL, row, "price", "discount")
    return float(price * (1 - discount / 100))


COMPUTED: dict[tuple[str, str], Any] = {
    ("purchase.order.line", "selected_seller_id"): selected,
    ("product.supplierinfo", "price_discounted"): discounted,
    ("product.product", "seller_ids"): rows_of,
}
