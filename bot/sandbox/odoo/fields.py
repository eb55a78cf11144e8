"""The fields whose value is worked out: from other records, from groups, from stock, from prices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.sandbox.odoo import money, people_fields, sellers, stock_fields

if TYPE_CHECKING:
    from bot.sandbox.odoo.env import Env

Compute = Callable[["Env", int], Any]

# Fields that are another record's, reached through many2ones; writing them writes there.
RELATED: dict[tuple[str, str], str] = {
    ("purchase.order", "company_currency_id"): "company_id.currency_id",
    ("purchase.order", "on_time_rate"): "partner_id.on_time_rate",
    ("purchase.order.line", "state"): "order_id.state",
    ("purchase.order.line", "partner_id"): "order_id.partner_id",
    ("purchase.order.line", "currency_id"): "order_id.currency_id",
    ("purchase.order.line", "company_id"): "order_id.company_id",
    ("purchase.order.line", "date_approve"): "order_id.date_approve",
    ("res.users", "name"): "partner_id.name",
    ("res.users", "email"): "partner_id.email",
    ("res.company", "name"): "partner_id.name",
    ("hr.employee.public", "tz"): "user_id.tz",
    ("stock.picking.type", "display_name"): "name",
    ("stock.move", "picking_type_id"): "picking_id.picking_type_id",
    ("stock.move", "picking_code"): "picking_id.picking_type_id.code",
    ("stock.move", "company_id"): "picking_id.company_id",
    ("stock.warehouse.orderpoint", "company_id"): "warehouse_id.company_id",
    ("stock.warehouse.orderpoint", "product_uom"): "product_id.uom_id",
    ("account.move.line", "purchase_order_id"): "purchase_line_id.order_id",
    **{
        ("product.product", name): f"product_tmpl_id.{name}"
        for name in ("name", "is_storable", "type", "categ_id", "uom_id", "purchase_ok", "purchase_method")
    },
    ("product.product", "company_id"): "product_tmpl_id.company_id",
}

# The models whose records hang on a record of any model, and the field that names that model.
POLYMORPHIC = {"mail.message": "model", "mail.activity": "res_model", "ir.attachment": "res_model"}


def order_name(env: Env, order: int) -> str:
    """Our number, with the supplier's in brackets."""
    name, theirs = env.values("purchase.order", order, "name", "partner_ref")
    return f"{name} ({theirs})" if theirs else name


def product_name(env: Env, product: int) -> str:
    """The product's number in brackets, then its name."""
    name, code = env.values("product.product", product, "name", "default_code")
    return f"[{code}] {name}" if code else name


def partner_name(env: Env, partner: int) -> str:
    """A contact stands behind the company it belongs to."""
    name, parent = env.values("res.partner", partner, "name", "parent_id")
    return f"{env.value('res.partner', parent, 'name')}, {name}" if parent else name


def kind_of_receipt(env: Env, kind: int) -> str:
    """A warehouse's operation."""
    name, warehouse = env.values("stock.picking.type", kind, "name", "warehouse_id")
    return f"{env.value('stock.warehouse', warehouse, 'name')}: {name}" if warehouse else name


def seller_name(env: Env, seller: int) -> str:
    """The vendor, from which quantity on, at which price."""
    partner, least, price = env.values("product.supplierinfo", seller, "partner_id", "min_qty", "price")
    unit = env.follow("product.supplierinfo", seller, "product_uom_id.name")
    return f"{env.display_name('res.partner', partner)} ({least} {unit} - {price:.2f})"


def _field(model: str, name: str) -> Callable[[Env, int], Any]:
    return lambda env, record: env.value(model, record, name)


DISPLAY: dict[str, Compute] = {
    "purchase.order": order_name,
    "product.product": product_name,
    "res.partner": partner_name,
    "stock.picking.type": kind_of_receipt,
    "product.supplierinfo": seller_name,
    "res.groups": _field("res.groups", "full_name"),
    "product.category": _field("product.category", "complete_name"),
    "stock.location": _field("stock.location", "complete_name"),
    "mail.activity": _field("mail.activity", "summary"),
    "mail.message": _field("mail.message", "subject"),
    "ir.model.fields": _field("ir.model.fields", "field_description"),
    "stock.move": lambda env, move: env.display_name("product.product", env.value("stock.move", move, "product_id")),
}

# Fields that can be looked for and not read: what Odoo answers when it is asked for them is always empty.
SEARCHED: dict[tuple[str, str], Compute] = {("purchase.order", "is_late"): stock_fields.is_late}

COMPUTED: dict[tuple[str, str], Compute] = {
    **people_fields.COMPUTED,
    **money.COMPUTED,
    **sellers.COMPUTED,
    **stock_fields.COMPUTED,
}
