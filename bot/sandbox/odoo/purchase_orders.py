"""Purchase orders as records: defaults, numbers, currency, copying and deleting."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from bot.sandbox.odoo import mail, money, purchase_lines
from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.errors import user_error
from bot.sandbox.odoo.records import Rules

ORDER, LINE = "purchase.order", "purchase.order.line"


class OrderRules(Rules):
    """What Odoo does around an order."""

    def completed(self, env: Env, values: dict[str, Any]) -> dict[str, Any]:
        """Buyer, number, dates, warehouse and currency of a new order."""
        vendor = values.get("partner_id")
        own = env.value("res.partner", vendor, "property_purchase_currency_id") if vendor else None
        values = {k: v for k, v in values.items() if v is not None}
        defaults = {
            "state": "draft",
            "priority": "0",
            "locked": False,
            "user_id": env.uid,
            "company_id": 1,
            "date_order": env.now,
            "invoice_status": "no",
            "currency_id": own or money.company_currency(env),
            "picking_type_id": env.value("stock.warehouse", env.ids("stock.warehouse")[0], "in_type_id"),
        }
        if not values.get("name") or values["name"] == "New":
            values["name"] = f"P{env.store.next_number('purchase.order'):05d}"
        return defaults | values

    def created(self, env: Env, record: int) -> None:
        """The rate of the day, and the chatter's first line."""
        _rate(env, record)
        mail.post(env, ORDER, record, "<p>Purchase Order created</p>", internal=True)

    def written(self, env: Env, record: int, names: Set[str]) -> None:
        """Another vendor brings another currency and other prices; another currency another rate."""
        lines = env.value(ORDER, record, "order_line")
        if "partner_id" in names and "currency_id" not in names:
            own = env.follow(ORDER, record, "partner_id.property_purchase_currency_id")
            env.settle(ORDER, record, {"currency_id": own or money.company_currency(env)})
        if names & {"partner_id", "currency_id", "date_order"}:
            _rate(env, record)
        if "partner_id" in names:
            for line in lines:
                purchase_lines.reprice(env, line)
                purchase_lines.recount(env, line)
        if "order_line" in names:
            env.work.relined.add(record)

    def before_write(self, env: Env, record: int, values: Mapping[str, Any]) -> None:
        """Nothing: over RPC Odoo lets buyers change orders in any state."""

    def before_unlink(self, env: Env, record: int) -> None:
        """Only cancelled orders may be deleted."""
        if env.value(ORDER, record, "state") != "cancel":
            raise user_error("In order to delete a purchase order, you must cancel it first.")

    def unlink(self, env: Env, model: str, record: int) -> None:
        """The lines, messages, activities and files go with the order."""
        for line in env.value(ORDER, record, "order_line"):
            env.remove(LINE, line)
        for hanging, named in (
            ("mail.message", "model"),
            ("mail.activity", "res_model"),
            ("ir.attachment", "res_model"),
        ):
            for i in env.find(hanging, res_id=record, **{named: ORDER}):
                env.remove(hanging, i)
        env.remove(model, record)


RULES = OrderRules()
_COPIED = ("partner_id", "user_id", "company_id", "currency_id", "picking_type_id", "priority", "note")
_LINE_COPIED = (
    "name", "sequence", "product_id", "product_qty", "product_uom_id", "price_unit", "discount", "display_type",
    "technical_price_unit",
)  # fmt: skip


def copied(env: Env, order: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a copy of an order starts with, and its lines; dates start anew from the vendor's days."""
    head = {name: env.value(ORDER, order, name) for name in _COPIED} | {"date_order": env.now}
    lines = []
    for line in env.value(ORDER, order, "order_line"):
        seller = env.value(LINE, line, "selected_seller_id")
        due = purchase_lines.expected(env, seller, env.now) if env.value(LINE, line, "product_id") else None
        lines.append({name: env.value(LINE, line, name) for name in _LINE_COPIED} | {"date_planned": due})
    return head, lines


def _rate(env: Env, order: int) -> None:
    currency, ordered = env.values(ORDER, order, "currency_id", "date_order")
    rate = money.rate_between(env, money.company_currency(env), currency, ordered[:10])
    env.settle(ORDER, order, {"currency_rate": rate})
    purchase_lines.recount_order(env, order)
