"""Receipts: made when an order is approved, cancelled with it, and received in the warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox.odoo import money
from bot.sandbox.odoo.env import Env

_ORDER, _LINE, _MOVE, _PICKING = "purchase.order", "purchase.order.line", "stock.move", "stock.picking"
_CLOSED = frozenset({"done", "cancel"})


def make(env: Env, order: int) -> None:
    """Plan what is ordered and neither planned nor received: more on the open receipt, or a new one."""
    short = {line: asked for line in env.value(_ORDER, order, "order_line") if (asked := _short(env, line)) > 0}
    if not short:
        return
    env = env.sudo()
    picking = next((p for p in env.value(_ORDER, order, "picking_ids") if _open(env, p)), None) or _picking(env, order)
    warehouse = env.follow(_ORDER, order, "picking_type_id.warehouse_id")
    for line, asked in short.items():
        planned = [m for m in env.value(_LINE, line, "move_ids") if env.value(_MOVE, m, "state") not in _CLOSED]
        if planned:
            asked += env.value(_MOVE, planned[0], "product_uom_qty")
            env.put(_MOVE, planned[0], {"product_uom_qty": asked, "quantity": asked})
            continue
        product, unit, due = env.values(_LINE, line, "product_id", "product_uom_id", "date_planned")
        move = {"product_id": product, "product_uom": unit, "product_uom_qty": asked, "quantity": asked}
        move |= {"purchase_line_id": line, "picking_id": picking, "warehouse_id": warehouse, "picked": False}
        env.insert(_MOVE, move | {"state": "assigned", "date": due, "date_deadline": due})
    dates = [env.value(_MOVE, move, "date") for move in env.value(_PICKING, picking, "move_ids")]
    env.settle(_PICKING, picking, {"scheduled_date": min(dates), "date_deadline": min(dates)})
    recount(env, order)


def shrink(env: Env, line: int) -> None:
    """Less is ordered than planned: the open receipt expects less, or nothing."""
    env, over = env.sudo(), -_short(env, line)
    for move in env.value(_LINE, line, "move_ids"):
        if over <= 0 or env.value(_MOVE, move, "state") in _CLOSED:
            continue
        asked = env.value(_MOVE, move, "product_uom_qty")
        taken = min(asked, over)
        over -= taken
        left = asked - taken
        env.put(_MOVE, move, {"product_uom_qty": left, "quantity": left} | ({} if left else {"state": "cancel"}))


def set_deadline(env: Env, line: int) -> None:
    """The vendor's new day is the deadline of what is still to come; when it is expected stays as it was."""
    env, due = env.sudo(), env.value(_LINE, line, "date_planned")
    for move in env.value(_LINE, line, "move_ids"):
        if env.value(_MOVE, move, "state") not in _CLOSED:
            env.settle(_MOVE, move, {"date_deadline": due})
            _first(env, env.value(_MOVE, move, "picking_id"), "date_deadline", "date_deadline")


def schedule(env: Env, move: int) -> None:
    """A receipt is expected when the first of its goods are."""
    _first(env.sudo(), env.value(_MOVE, move, "picking_id"), "date", "scheduled_date")


def _first(env: Env, picking: int | None, of_moves: str, of_picking: str) -> None:
    if picking:
        moves = [m for m in env.value(_PICKING, picking, "move_ids") if env.value(_MOVE, m, "state") not in _CLOSED]
        days = sorted(day for move in moves if (day := env.value(_MOVE, move, of_moves)))
        if days:
            env.settle(_PICKING, picking, {of_picking: days[0]})


def cancel(env: Env, order: int) -> None:
    """Cancel what is still to come."""
    env = env.sudo()
    for picking in env.value(_ORDER, order, "picking_ids"):
        if _open(env, picking):
            for move in env.value(_PICKING, picking, "move_ids"):
                env.put(_MOVE, move, {"state": "cancel", "quantity": 0.0})
            env.put(_PICKING, picking, {"state": "cancel"})
    recount(env, order)


def receive(env: Env, picking: int, share: Mapping[int, float] | None = None) -> None:
    """Take the goods in, all of them or these quantities by order line; the rest becomes a back-order."""
    rest: dict[str, Any] = {}
    order = env.value(_PICKING, picking, "purchase_id")
    for move in env.value(_PICKING, picking, "move_ids"):
        line, asked, product, unit = env.values(
            _MOVE, move, "purchase_line_id", "product_uom_qty", "product_id", "product_uom"
        )
        got = asked if share is None else min(asked, share.get(line, 0.0))
        if got < asked:
            rest[str(move)] = asked - got
        env.put(
            _MOVE, move, {"product_uom_qty": got, "quantity": got, "state": "done", "picked": True, "date": env.now}
        )
        env.put(_LINE, line, {"qty_received": env.value(_LINE, line, "qty_received") + got})
        pieces = money.in_unit(env, got, unit, env.value("product.product", product, "uom_id"))
        put_in_stock(env, product, env.value(_MOVE, move, "warehouse_id"), pieces)
    env.put(_PICKING, picking, {"state": "done", "date_done": env.now, "user_id": env.uid})
    env.put(_ORDER, order, {"acknowledged": True})
    if rest:
        make(env, order)
    recount(env, order)


def put_in_stock(env: Env, product: int, warehouse: int, quantity: float) -> None:
    """More (or less) of a product in a warehouse."""
    location = env.value("stock.warehouse", warehouse, "lot_stock_id")
    there = env.find("stock.quant", product_id=product, location_id=location)
    if there:
        env.put("stock.quant", there[0], {"quantity": env.value("stock.quant", there[0], "quantity") + quantity})
    else:
        env.insert("stock.quant", {"product_id": product, "location_id": location, "quantity": quantity})


def recount(env: Env, order: int) -> None:
    """How far an order is received, from its receipts."""
    pickings = env.value(_ORDER, order, "picking_ids")
    states = {env.value(_PICKING, picking, "state") for picking in pickings}
    status = "pending"
    if states <= {"cancel"}:
        status = ""
    elif states <= _CLOSED:
        status = "full"
    elif "done" in states:
        status = "partial"
    done = sorted(day for p in pickings if (day := env.value(_PICKING, p, "date_done")))
    env.settle(_ORDER, order, {"receipt_status": status or None, "effective_date": done[0] if done else None})


def _open(env: Env, picking: int) -> bool:
    return env.value(_PICKING, picking, "state") not in _CLOSED


def _short(env: Env, line: int) -> float:
    """How much of a line is neither planned nor received; services are never received."""
    product, asked = env.values(_LINE, line, "product_id", "product_qty")
    if not product or env.value("product.product", product, "type") == "service":
        return 0.0
    moves = [m for m in env.value(_LINE, line, "move_ids") if env.value(_MOVE, m, "state") != "cancel"]
    return float(asked - sum(env.value(_MOVE, move, "product_uom_qty") for move in moves))


def _picking(env: Env, order: int) -> int:
    name, vendor, kind = env.values(_ORDER, order, "name", "partner_id", "picking_type_id")
    warehouse = env.value("stock.picking.type", kind, "warehouse_id")
    code = env.value("stock.warehouse", warehouse, "code")
    number = env.store.next_number(f"receipts:{warehouse}")
    values = {"name": f"{code}/IN/{number:05d}", "origin": name, "partner_id": vendor, "picking_type_id": kind}
    return env.insert(_PICKING, values | {"state": "assigned", "company_id": 1, "scheduled_date": env.now})
