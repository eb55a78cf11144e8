"""Stock on hand and under way, receipts of orders, and how punctual a vendor was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.sandbox.odoo.env import Env

_LINE, _MOVE, _PICKING = "purchase.order.line", "stock.move", "stock.picking"
_OPEN = frozenset({"waiting", "confirmed", "assigned", "partially_available"})


def on_hand(env: Env, product: int) -> float:
    """What lies in the warehouse of the context, or in all of them."""
    locations = {env.value("stock.warehouse", w, "lot_stock_id") for w in _warehouses(env)}
    quants = env.store.inverse("stock.quant", "product_id").get(product, [])
    return float(
        sum(
            env.value("stock.quant", q, "quantity")
            for q in quants
            if env.value("stock.quant", q, "location_id") in locations
        )
    )


def coming(env: Env, product: int) -> float:
    """What open receipts will bring there."""
    warehouses = _warehouses(env)
    moves = env.store.inverse(_MOVE, "product_id").get(product, [])
    return float(
        sum(
            env.value(_MOVE, move, "product_uom_qty")
            for move in moves
            if env.value(_MOVE, move, "state") in _OPEN and env.value(_MOVE, move, "warehouse_id") in warehouses
        )
    )


def _warehouses(env: Env) -> list[int]:
    chosen = env.context.get("warehouse_id")
    return [int(chosen)] if chosen else env.ids("stock.warehouse")


def receipts(env: Env, order: int) -> list[int]:
    """The receipts of an order, the next one to come first, as Odoo sorts them."""
    moves = [m for line in env.value("purchase.order", order, "order_line") for m in env.value(_LINE, line, "move_ids")]
    found = {env.value(_MOVE, move, "picking_id") for move in moves} - {None}
    return sorted(found, key=lambda p: (env.value(_PICKING, p, "scheduled_date"), -p))


def order_of_receipt(env: Env, picking: int) -> int | None:
    """The order that a receipt is for."""
    lines = (env.value(_MOVE, move, "purchase_line_id") for move in env.value(_PICKING, picking, "move_ids"))
    return next((env.value(_LINE, line, "order_id") for line in lines if line), None)


def bills(env: Env, order: int) -> list[int]:
    """The bills of an order."""
    lines = env.value("purchase.order", order, "order_line")
    rows = [row for line in lines for row in env.value(_LINE, line, "invoice_lines")]
    return sorted({env.value("account.move.line", row, "move_id") for row in rows})


def on_time_rate(env: Env, vendor: int) -> float:
    """Percent of what the vendor delivered in the last year that came in time; -1 without any."""
    since = (date.fromisoformat(env.today) - timedelta(days=365)).isoformat()
    ordered = in_time = 0.0
    for order in env.store.inverse("purchase.order", "partner_id").get(vendor, []):
        state, ordered_on = env.values("purchase.order", order, "state", "date_order")
        if state != "purchase" or ordered_on[:19] <= since:
            continue
        for line in env.value("purchase.order", order, "order_line"):
            product, received, promised, asked = env.values(
                _LINE, line, "product_id", "qty_received", "date_planned", "product_qty"
            )
            if not product or not received or env.value("product.product", product, "type") == "service":
                continue
            ordered += asked
            for move in env.value(_LINE, line, "move_ids"):
                moved, when, quantity = env.values(_MOVE, move, "state", "date", "quantity")
                in_time += quantity if moved == "done" and when[:10] <= promised[:10] else 0
    return in_time / ordered * 100 if ordered else -1.0


def reorder_quantity(env: Env, rule: int) -> float:
    """What to order so that the forecast reaches the maximum; nothing while it is at least the minimum."""
    product, warehouse, least, most = env.values(
        "stock.warehouse.orderpoint", rule, "product_id", "warehouse_id", "product_min_qty", "product_max_qty"
    )
    there = env.with_context(warehouse_id=warehouse)
    forecast = on_hand(there, product) + coming(there, product)
    return max(most, least) - forecast if forecast < least else 0.0


COMPUTED: dict[tuple[str, str], Any] = {
    ("purchase.order", "picking_ids"): receipts,
    ("purchase.order", "invoice_ids"): bills,
    ("stock.picking", "purchase_id"): order_of_receipt,
    ("res.partner", "on_time_rate"): on_time_rate,
    ("product.product", "qty_available"): on_hand,
    ("product.product", "free_qty"): on_hand,
    ("product.product", "incoming_qty"): coming,
    ("product.product", "outgoing_qty"): lambda env, product: 0.0,
    ("product.product", "virtual_available"): lambda env, product: on_hand(env, product) + coming(env, product),
    ("stock.warehouse.orderpoint", "qty_to_order"): reorder_quantity,
    ("purchase.order.line", "price_unit_discounted"): lambda env, line: float(
        env.value(_LINE, line, "price_unit") * (1 - env.value(_LINE, line, "discount") / 100)
    ),
}
