"""The lines of purchase orders: prices that fill themselves in, and sums that follow."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.odoo import mail, money, receipts, sellers
from bot.sandbox.odoo.env import Env, first
from bot.sandbox.odoo.errors import OdooFault, user_error
from bot.sandbox.odoo.records import Rules

LINE, ORDER = "purchase.order.line", "purchase.order"
_PRICED_BY = frozenset({"product_qty", "product_uom_id"})


class LineRules(Rules):
    """What Odoo does around an order line."""

    def completed(self, env: Env, values: dict[str, Any]) -> dict[str, Any]:
        """Fill in unit, price, date and text from the vendor's price list, as Odoo's form would for one piece."""
        if values.get("display_type"):
            return values | {"product_id": None, "price_unit": 0.0, "product_qty": 0.0, "product_uom_id": None}
        if not values.get("product_id"):
            raise OdooFault(
                "odoo.exceptions.ValidationError",
                "The operation cannot be completed: Missing required fields on accountable purchase order line.",
            )
        order, product = values["order_id"], values["product_id"]
        vendor, ordered = env.values(ORDER, order, "partner_id", "date_order")
        unit, name, standard = env.values("product.product", product, "uom_id", "name", "standard_price")
        own = sorted(
            sellers.of_vendor(env, product, vendor), key=lambda s: env.value("product.supplierinfo", s, "min_qty")
        )
        least = (env.value("product.supplierinfo", own[0], "min_qty") if own else 0) or 1.0
        seller = sellers.select(env, product, vendor, least, unit, ordered[:10])
        code = env.value("product.supplierinfo", seller, "product_code") if seller else None
        code = code or env.value("product.product", product, "default_code")
        filled = {
            "product_uom_id": unit,
            "product_qty": least,
            "price_unit": _list_price(env, seller, order, unit) if seller else standard,
            "date_planned": expected(env, seller, ordered),
            "name": f"[{code}] {name}" if code else name,
            "discount": env.value("product.supplierinfo", seller, "discount") if seller else 0.0,
            "sequence": 10,
        }
        given = {k: v for k, v in values.items() if v is not None}
        filled["technical_price_unit"] = given.get("price_unit") or filled["price_unit"]
        return filled | given

    def created(self, env: Env, record: int) -> None:
        """Sums follow; a line on a confirmed order is told in the chatter and received too."""
        order = env.value(LINE, record, "order_id")
        recount(env, record)
        product = env.value(LINE, record, "product_id")
        if product and env.value(ORDER, order, "state") == "purchase":
            mail.post(env, ORDER, order, f"<p>Extra line with {env.display_name('product.product', product)} </p>")
            receipts.make(env, order)

    def before_write(self, env: Env, record: int, values: Mapping[str, Any]) -> None:
        """A new quantity on a confirmed order is told in the chatter."""
        old, order, product = env.values(LINE, record, "product_qty", "order_id", "product_id")
        new = values.get("product_qty", old)
        if new != old and env.value(ORDER, order, "state") == "purchase":
            told = f"{env.display_name('product.product', product)}:</li>Ordered Quantity: {old} -&gt; {new}"
            body = f"<div><strong>The ordered quantity has been updated.</strong><ul><li>{told}</ul></div>"
            mail.post(env, ORDER, order, body)

    def written(self, env: Env, record: int, names: Set[str]) -> None:
        """A price that came from the list follows quantity and unit; one that a person typed stays."""
        if names & _PRICED_BY:
            reprice(env, record)
        recount(env, record)
        order = env.value(LINE, record, "order_id")
        if env.value(ORDER, order, "state") == "purchase":
            if "product_qty" in names:
                receipts.make(env, order)
                receipts.shrink(env, record)
            if "date_planned" in names:
                receipts.set_deadline(env, record)

    def before_unlink(self, env: Env, record: int) -> None:
        """Lines of a confirmed order stay."""
        state, kind = env.values(LINE, record, "state", "display_type")
        if state == "purchase" and not kind:
            raise user_error("Cannot delete a purchase order line which is in state “Purchase Order”.")

    def unlink(self, env: Env, model: str, record: int) -> None:
        """Sums follow."""
        order = env.value(LINE, record, "order_id")
        env.remove(model, record)
        recount_order(env, order)


RULES = LineRules()


def expected(env: Env, seller: int | None, ordered: str) -> str:
    """The order's date and the vendor's days."""
    days = env.value("product.supplierinfo", seller, "delay") if seller else 0
    return (datetime.fromisoformat(ordered) + timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")


def reprice(env: Env, line: int) -> None:
    """Take the price of the list anew, unless a person typed another one."""
    price, listed, order, unit, product = env.values(
        LINE, line, "price_unit", "technical_price_unit", "order_id", "product_uom_id", "product_id"
    )
    if price != listed or not product:
        return
    seller = env.value(LINE, line, "selected_seller_id")
    ordered = env.value(ORDER, order, "date_order")
    if seller:
        new = _list_price(env, seller, order, unit)
        discount = env.value("product.supplierinfo", seller, "discount")
        values = {"price_unit": new, "technical_price_unit": new, "discount": discount}
        env.settle(LINE, line, values | {"date_planned": expected(env, seller, ordered)})
    elif sellers.of_vendor(env, product, env.value(ORDER, order, "partner_id")) or not price:
        own_unit, standard = env.values("product.product", product, "uom_id", "standard_price")
        new = money.rounded(money.price_per(env, standard, own_unit, unit))
        env.settle(LINE, line, {"price_unit": new, "technical_price_unit": new, "discount": 0.0})


def _list_price(env: Env, seller: int, order: int, unit: int) -> float:
    """A list price in the order's currency, per this unit."""
    price, currency, its_unit = env.values("product.supplierinfo", seller, "price", "currency_id", "product_uom_id")
    target, day = env.values(ORDER, order, "currency_id", "date_order")
    converted = money.rounded(price * money.rate_between(env, currency, target, day[:10]))
    return money.price_per(env, converted, its_unit or unit, unit)


def recount(env: Env, line: int) -> None:
    """The line's sums, and then the order's."""
    price, discount, quantity, received, billed, state, product = env.values(
        LINE, line, "price_unit", "discount", "product_qty", "qty_received", "qty_invoiced", "state", "product_id"
    )
    subtotal = money.rounded(price * (1 - discount / 100) * quantity)
    counted = (
        quantity if product and env.value("product.product", product, "purchase_method") == "purchase" else received
    )
    owed = counted - billed if state == "purchase" else 0.0
    sums = {"price_subtotal": subtotal, "price_total": subtotal, "price_tax": 0.0, "qty_to_invoice": owed}
    env.settle(LINE, line, sums)
    recount_order(env, env.value(LINE, line, "order_id"))


def recount_order(env: Env, order: int) -> None:
    """The order's sums and dates; where none of them moves, neither does the order's own date of change."""
    lines = [i for i in env.value(ORDER, order, "order_line") if not env.value(LINE, i, "display_type")]
    total = money.rounded(sum(env.value(LINE, i, "price_subtotal") for i in lines))
    dates = sorted(day for day in (env.value(LINE, i, "date_planned") for i in lines) if day)
    rate = env.value(ORDER, order, "currency_rate") or 1.0
    sums = {"amount_untaxed": total, "amount_total": total, "amount_total_cc": money.rounded(total / rate)}
    env.settle(
        ORDER,
        order,
        sums | {"amount_tax": 0.0, "date_planned": first_day(dates), "invoice_status": _billing(env, order, lines)},
    )


def first_day(dates: list[str]) -> str | None:
    """The earliest, None without any."""
    return dates[0] if dates else None


def _billing(env: Env, order: int, lines: list[int]) -> str:
    if env.value(ORDER, order, "state") != "purchase":
        return "no"
    if any(env.value(LINE, line, "qty_to_invoice") for line in lines):
        return "to invoice"
    return "invoiced" if first(env.value(ORDER, order, "invoice_ids")) else "no"
