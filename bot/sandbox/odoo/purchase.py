"""The buttons of a purchase order, with all that Odoo does not check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.odoo import access, money, purchase_lines, purchase_orders, receipts, sellers, writing
from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.errors import user_error

ORDER, LINE = "purchase.order", "purchase.order.line"
MANAGER = "purchase.group_purchase_manager"


def button_confirm(env: Env, ids: Sequence[int]) -> bool:
    """Send to approval, or approve at once where no approval is needed; other states stay as they are."""
    _seen(env, ids)
    for order in ids:
        if env.value(ORDER, order, "state") not in ("draft", "sent"):
            continue
        _remember_vendor(env, order)
        if _may_approve(env, order):
            button_approve(env, [order])
        else:
            writing.write(env, ORDER, [order], {"state": "to approve"})
    return True


def button_approve(env: Env, ids: Sequence[int], force: bool = False) -> dict[str, Any]:
    """Approve. Says nothing and does nothing for those who may not, and looks at no state."""
    _seen(env, ids)
    for order in [order for order in ids if _may_approve(env, order)]:
        writing.write(env, ORDER, [order], {"state": "purchase", "date_approve": env.now})
        if env.follow(ORDER, order, "company_id.po_lock") == "lock":
            writing.write(env, ORDER, [order], {"locked": True})
        receipts.make(env, order)
        _recount_lines(env, order)
    return {}


def button_cancel(env: Env, ids: Sequence[int]) -> None:
    """Cancel with the receipts that are still to come. Raises for locked and for billed orders."""
    _seen(env, ids)
    locked = [i for i in ids if env.value(ORDER, i, "locked")]
    if locked:
        raise user_error(f"Unable to cancel purchase order(s): {_listed(env, locked)}. You must first unlock them.")
    billed = [i for i in ids if any(_posted(env, bill) for bill in env.value(ORDER, i, "invoice_ids"))]
    if billed:
        which = _listed(env, billed)
        raise user_error(
            f"Unable to cancel purchase order(s): {which}. You must first cancel their related vendor bills."
        )
    access.check(env, ORDER, "w")
    for order in ids:
        receipts.cancel(env, order)
        writing.write(env, ORDER, [order], {"state": "cancel"})
        _recount_lines(env, order)


def button_draft(env: Env, ids: Sequence[int]) -> dict[str, Any]:
    """Back to a request for quotation, from any state."""
    writing.write(env, ORDER, ids, {"state": "draft"})
    return {}


def button_lock(env: Env, ids: Sequence[int]) -> None:
    """Lock, so that the order cannot be cancelled."""
    writing.write(env, ORDER, ids, {"locked": True})


def button_unlock(env: Env, ids: Sequence[int]) -> None:
    """Unlock."""
    writing.write(env, ORDER, ids, {"locked": False})


def copy(env: Env, ids: Any, default: Mapping[str, Any] | None = None) -> list[int]:
    """A new draft with the same lines; the buyer stays, the dates start anew."""
    wanted = [ids] if isinstance(ids, int) else list(ids)
    _seen(env, wanted)
    made = []
    for order in wanted:
        head, lines = purchase_orders.copied(env, order)
        commands = [(0, 0, line) for line in lines]
        made.append(writing.create(env, ORDER, {**head, "order_line": commands, **(default or {})}))
    return made


def _seen(env: Env, ids: Sequence[int]) -> None:
    access.check(env, ORDER, "r")
    env.must_exist(ORDER, ids)


def _may_approve(env: Env, order: int) -> bool:
    """One step, or below the company's limit in the order's currency, or a purchase administrator."""
    steps, limit = env.values("res.company", 1, "po_double_validation", "po_double_validation_amount")
    if steps == "one_step" or env.has_group(MANAGER):
        return True
    amount, currency, day = env.values(ORDER, order, "amount_total", "currency_id", "date_order")
    rate = money.rate_between(env, money.company_currency(env), currency, day[:10])
    return bool(amount < money.rounded(limit * rate))


def _remember_vendor(env: Env, order: int) -> None:
    """A vendor who had no price for a product gets the one of this order."""
    vendor, currency = env.values(ORDER, order, "partner_id", "currency_id")
    vendor = env.value("res.partner", vendor, "parent_id") or vendor
    for line in env.value(ORDER, order, "order_line"):
        product, price, unit = env.values(LINE, line, "product_id", "price_unit", "product_uom_id")
        known = sellers.rows_of(env, product) if product else []
        if not product or len(known) > 10 or sellers.of_vendor(env, product, vendor):
            continue
        own_unit = env.value("product.product", product, "uom_id")
        row = {
            "partner_id": vendor,
            "product_tmpl_id": env.value("product.product", product, "product_tmpl_id"),
            "sequence": max((env.value("product.supplierinfo", row, "sequence") for row in known), default=0) + 1,
            "min_qty": 1.0,
            "price": money.price_per(env, price, unit, own_unit),
            "currency_id": currency,
            "discount": env.value(LINE, line, "discount"),
            "delay": 0,
        }
        writing.create(env.sudo(), "product.supplierinfo", row)


def _recount_lines(env: Env, order: int) -> None:
    for line in env.value(ORDER, order, "order_line"):
        purchase_lines.recount(env.sudo(), line)


def _posted(env: Env, bill: int) -> bool:
    return env.value("account.move", bill, "state") not in ("cancel", "draft")


def _listed(env: Env, orders: Sequence[int]) -> str:
    return ", ".join(env.display_name(ORDER, order) for order in orders)
