"""Orders as the demo's side panel shows them."""

from __future__ import annotations

from typing import Any

from bot.sandbox.odoo.env import Env

ORDER, LINE, MESSAGE = "purchase.order", "purchase.order.line", "mail.message"


def all_orders(env: Env) -> list[dict[str, Any]]:
    """Every order in short, the newest first."""
    return [_short(env, order) for order in reversed(env.ids(ORDER))]


def order_in_full(env: Env, order: int) -> dict[str, Any]:
    """One order with everything on it."""
    priority, created, confirmed, due, urgent = env.values(
        ORDER, order, "priority", "create_uid", "date_approve", "date_planned", "priority"
    )
    return _short(env, order) | {
        "vendor_email": env.follow(ORDER, order, "partner_id.email") or "",
        "creator": env.display_name("res.users", created),
        "warehouse": env.display_name("stock.warehouse", env.follow(ORDER, order, "picking_type_id.warehouse_id")),
        "company_amount": env.value(ORDER, order, "amount_total_cc"),
        "company_currency": env.follow(ORDER, order, "company_currency_id.name"),
        "approved": confirmed,
        "needed_by": due,
        "urgent": urgent == "1",
        "priority": priority,
        "receipt_status": env.value(ORDER, order, "receipt_status"),
        "lines": [_line(env, line) for line in env.value(ORDER, order, "order_line")],
        "receipts": [_receipt(env, picking) for picking in env.value(ORDER, order, "picking_ids")],
        "attachments": [
            env.value("ir.attachment", i, "name") for i in env.find("ir.attachment", res_model=ORDER, res_id=order)
        ],
        "activities": [_activity(env, activity) for activity in env.value(ORDER, order, "activity_ids")],
        "chatter": [_message(env, message) for message in env.value(ORDER, order, "message_ids")],
    }


def _short(env: Env, order: int) -> dict[str, Any]:
    name, state, vendor, amount, currency, buyer = env.values(
        ORDER, order, "name", "state", "partner_id", "amount_total", "currency_id", "user_id"
    )
    return {
        "id": order,
        "name": name,
        "state": state,
        "vendor": env.display_name("res.partner", vendor),
        "amount": amount,
        "currency": env.display_name("res.currency", currency),
        "buyer": env.display_name("res.users", buyer) if buyer else "",
        "waiting_since": _confirmed(env, order) if state == "to approve" else None,
    }


def _confirmed(env: Env, order: int) -> str | None:
    """When it was last confirmed."""
    subtype = env.ref("purchase.mt_rfq_confirmed")
    found = [m for m in env.value(ORDER, order, "message_ids") if env.value(MESSAGE, m, "subtype_id") == subtype]
    return str(env.value(MESSAGE, max(found), "date")) if found else None


def _line(env: Env, line: int) -> dict[str, Any]:
    names = ("name", "product_qty", "price_unit", "price_subtotal", "qty_received", "date_planned")
    unit = env.value(LINE, line, "product_uom_id")
    told = dict(zip(names, env.values(LINE, line, *names), strict=True))
    return {"id": line, **told, "unit": env.display_name("uom.uom", unit) if unit else ""}


def _receipt(env: Env, picking: int) -> dict[str, Any]:
    names = ("name", "state", "scheduled_date", "date_done")
    return dict(zip(names, env.values("stock.picking", picking, *names), strict=True))


def _activity(env: Env, activity: int) -> dict[str, Any]:
    who, summary, due = env.values("mail.activity", activity, "user_id", "summary", "date_deadline")
    return {"id": activity, "who": env.display_name("res.users", who), "summary": summary, "due": due}


def _message(env: Env, message: int) -> dict[str, Any]:
    """Bodies are HTML that was cleaned of scripts; whoever shows them still escapes or sanitizes."""
    author, date, body, subtype = env.values(MESSAGE, message, "author_id", "date", "body", "subtype_id")
    what = env.display_name("mail.message.subtype", subtype)
    return {
        "id": message,
        "author": env.display_name("res.partner", author),
        "date": date,
        "body": body or "",
        "what": what,
    }
