"""Stock on hand and under way, receipts of orders, and how punctual a vendor was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bot.sandbox.odoo import money

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
    return _under_way(env, product, "incoming")


def leaving(env: Env, product: int) -> float:
    """What open deliveries will take from there."""
    return _under_way(env, product, "outgoing")


def _under_way(env: Env, product: int, way: str) -> float:
    warehouses = _warehouses(env)
    return float(
        sum(
            env.value(_MOVE, move, "product_uom_qty")
            for move in env.store.inverse(_MOVE, "product_id").get(product, [])
            if env.value(_MOVE, move, "state") in _OPEN
            and env.value(_MOVE, move, "warehouse_id") in warehouses
            and env.value(_MOVE, move, "picking_code") == way
        )
    )


def forecast(env: Env, product: int) -> float:
    """What will be there when all that is under way has come and gone."""
    return on_hand(env, product) + coming(env, product) - leaving(env, product)


def expected_for(env: Env, move: int) -> str | None:
    """When the receipt comes that a delivery short of goods waits for; None without one."""
    product, asked, got, warehouse = env.values(
        _MOVE, move, "product_id", "product_uom_qty", "quantity", "warehouse_id"
    )
    if env.value(_MOVE, move, "picking_code") != "outgoing" or got >= asked:
        return None
    dates = [
        env.value(_MOVE, other, "date")
        for other in env.store.inverse(_MOVE, "product_id").get(product, [])
        if env.value(_MOVE, other, "picking_code") == "incoming"
        and env.value(_MOVE, other, "state") in _OPEN
        and env.value(_MOVE, other, "warehouse_id") == warehouse
    ]
    return min(dates, default=None)


def is_late(env: Env, order: int) -> bool:
    """Whether the promised day has passed with something outstanding, and a receipt is not done."""
    state, planned, pickings = env.values("purchase.order", order, "state", "date_planned", "picking_ids")
    if state != "purchase" or not planned or planned[:19] >= env.now:
        return False
    lines = env.value("purchase.order", order, "order_line")
    owed = any(env.value(_LINE, line, "qty_received") < env.value(_LINE, line, "product_qty") for line in lines)
    return owed and (not pickings or any(env.value(_PICKING, p, "state") not in {"done", "cancel"} for p in pickings))


def warehouse_of(env: Env, location: int) -> int | None:
    """The warehouse that a stock location belongs to."""
    return next(iter(env.find("stock.warehouse", lot_stock_id=location)), None)


def lines_of_vendor(env: Env, vendor: int) -> list[int]:
    """The lines of a vendor's orders."""
    orders = env.store.inverse("purchase.order", "partner_id").get(vendor, [])
    return [line for order in orders for line in env.value("purchase.order", order, "order_line")]


def in_company_currency(env: Env, line: int) -> float:
    """A line's total at the order's rate."""
    total, order = env.values(_LINE, line, "price_total", "order_id")
    return money.rounded(total / (env.value("purchase.order", order, "currency_rate") or 1.0))


def _at_rule(what: Any) -> Any:
    """A product's stock in the warehouse of a reorder rule."""

    def found(env: Env, rule: int) -> float:
        product, warehouse = env.values("stock.warehouse.orderpoint", rule, "product_id", "warehouse_id")
        return float(what(env.with_context(warehouse_id=warehouse), product))

    return found


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
    expected = forecast(env.with_context(warehouse_id=warehouse), product)
    return max(most, least) - expected if expected < least else 0.0


COMPUTED: dict[tuple[str, str], Any] = {
    ("purchase.order", "picking_ids"): receipts,
    ("purchase.order", "invoice_ids"): bills,
    ("stock.picking", "purchase_id"): order_of_receipt,
    ("res.partner", "on_time_rate"): on_time_rate,
    ("product.product", "qty_available"): on_hand,
    ("product.product", "free_qty"): on_hand,
    ("product.product", "incoming_qty"): coming,
    ("product.product", "outgoing_qty"): leaving,
    ("product.product", "virtual_available"): forecast,
    ("stock.move", "forecast_expected_date"): expected_for,
    ("stock.location", "warehouse_id"): warehouse_of,
    ("stock.warehouse.orderpoint", "qty_on_hand"): _at_rule(on_hand),
    ("stock.warehouse.orderpoint", "qty_forecast"): _at_rule(forecast),
    ("res.partner", "purchase_line_ids"): lines_of_vendor,
    ("purchase.order.line", "price_total_cc"): in_company_currency,
    ("stock.warehouse.orderpoint", "qty_to_order"): reorder_quantity,
    ("purchase.order.line", "price_unit_discounted"): lambda env, line: float(
        env.value(_LINE, line, "price_unit") * (1 - env.value(_LINE, line, "discount") / 100)
    ),
}
