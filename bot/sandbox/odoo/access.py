"""Access rights by group, as Odoo 19 ships them: r read, w write, c create, u unlink."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sandbox.odoo import errors
from bot.sandbox.odoo.env import SUPERUSER, Env
from bot.sandbox.odoo.fields import POLYMORPHIC

_USER, _PORTAL = "base.group_user", "base.group_portal"
_SYSTEM, _RIGHTS = "base.group_system", "base.group_erp_manager"
_BUYER, _PURCHASING = "purchase.group_purchase_user", "purchase.group_purchase_manager"
_STOCK, _STOCK_BOSS = "stock.group_stock_user", "stock.group_stock_manager"
_BILLING, _ACCOUNTING = "account.group_account_invoice", "account.group_account_manager"
_READS_BOOKS, _PRODUCTS = "account.group_account_readonly", "product.group_product_manager"
_CONTACTS = "base.group_partner_manager"
_ALL = "rwcu"

_ORDERS = {_BILLING: "rw", _BUYER: _ALL, _PURCHASING: _ALL, _STOCK: "r", _PORTAL: "r", _READS_BOOKS: "r"}
_BILLS = {_BILLING: _ALL, _ACCOUNTING: "r", _BUYER: _ALL, _PORTAL: "r", _READS_BOOKS: "r"}
_SALES = {_BILLING: "rw", _STOCK: "rw", _PORTAL: "r"}
_GOODS = {_USER: "r", _PRODUCTS: _ALL}
_MONEY = {_ACCOUNTING: _ALL, _SYSTEM: _ALL, _PORTAL: "r", _USER: "r"}
_STORES = {_USER: "r", _STOCK_BOSS: _ALL}
_RULES = {_SYSTEM: _ALL}
_INSIDE = {_RIGHTS: _ALL}

RIGHTS: dict[str, dict[str, str]] = {
    "purchase.order": _ORDERS,
    "purchase.order.line": _ORDERS,
    "account.move": _BILLS,
    "account.move.line": _BILLS | {_BUYER: "rwc", _PURCHASING: _ALL},
    "res.partner": {_USER: "r", _PORTAL: "r", _PURCHASING: "rwc", _CONTACTS: _ALL, _STOCK_BOSS: "rwc"},
    "res.partner.category": {_USER: "r", _CONTACTS: _ALL},
    "res.users": {_USER: "r", _PORTAL: "r", _RIGHTS: _ALL},
    "res.groups": {_USER: "r", _RIGHTS: _ALL},
    "res.company": {_USER: "r", _PORTAL: "r", _RIGHTS: _ALL},
    "res.currency": _MONEY,
    "res.currency.rate": _MONEY,
    "uom.uom": _GOODS | {_SYSTEM: _ALL},
    "product.product": _GOODS,
    "product.template": _GOODS,
    "product.category": _GOODS,
    "product.supplierinfo": _GOODS | {_PURCHASING: _ALL},
    "stock.warehouse": _STORES,
    "stock.location": _STORES,
    "stock.picking.type": _STORES,
    "stock.quant": {_USER: "r", _STOCK: "rwc"},
    "stock.picking": {_BILLING: "rwc", _BUYER: _ALL, _PURCHASING: _ALL, _STOCK: _ALL, _PORTAL: "r", _READS_BOOKS: "r"},
    "stock.move": {
        _BILLING: "rwc",
        _BUYER: "rwc",
        _PURCHASING: _ALL,
        _STOCK: "rwc",
        _STOCK_BOSS: _ALL,
        _READS_BOOKS: "r",
    },
    "stock.warehouse.orderpoint": {_BUYER: "r", _PURCHASING: "r", _STOCK: "r", _STOCK_BOSS: _ALL},
    "mail.message": {_USER: _ALL, _PORTAL: _ALL},
    "mail.message.subtype": {_USER: "r", _PORTAL: "r", _SYSTEM: _ALL},
    "mail.activity": {_USER: _ALL},
    "mail.activity.type": {_USER: "r", _SYSTEM: _ALL},
    "ir.attachment": {_USER: _ALL},
    "ir.model": _INSIDE,
    "ir.model.data": _INSIDE,
    "ir.model.fields": _INSIDE,
    "base.automation": _RULES,
    "ir.actions.server": _RULES,
    "hr.employee.public": {_USER: "r"},
    "resource.calendar": {_USER: "r", _SYSTEM: _ALL},
    "resource.calendar.attendance": {_USER: "r", _SYSTEM: _ALL},
    "resource.calendar.leaves": {_USER: _ALL, _SYSTEM: _ALL},
    "resource.resource": {_USER: "r", _SYSTEM: "r"},
    "res.country": {_USER: "r", _PORTAL: "r", _CONTACTS: "r", _SYSTEM: _ALL},
    "account.payment.term": {_USER: "r", _PORTAL: "r"},
    "sale.order": _SALES,
    "sale.order.line": _SALES,
}
_DOING = {"r": "access", "w": "modify", "c": "create", "u": "delete"}


def allowed(env: Env, model: str, right: str) -> bool:
    """Whether the user's groups give this right."""
    if env.su or env.uid == SUPERUSER:
        return True
    groups = env.groups()
    return any(right in rights and env.ref(group) in groups for group, rights in RIGHTS.get(model, {}).items())


def check(env: Env, model: str, right: str) -> None:
    """Raise Odoo's `AccessError` unless the user has the right."""
    if allowed(env, model, right):
        return
    granted = sorted(
        env.display_name("res.groups", env.ref(group)).replace(" / ", "/", 1)
        for group, rights in RIGHTS.get(model, {}).items()
        if right in rights
    )
    listed = "".join(f"\t- {name}\n" for name in granted)
    raise errors.access_error(
        f"You are not allowed to {_DOING[right]} '{env.model(model).label}' ({model}) records.\n\n"
        f"This operation is allowed for the following groups:\n{listed}\n"
        "Contact your administrator to request access if necessary."
    )


def visible(env: Env, model: str, ids: Sequence[int]) -> list[int]:
    """Those that the user sees. Messages and activities follow the document they hang on, silently; files do not."""
    named = POLYMORPHIC.get(model)
    if named is None or env.su or env.uid == SUPERUSER:
        return list(ids)
    owners = {env.value(model, i, named) for i in ids} - {None}
    for owner in sorted(owners) if model == "ir.attachment" else ():
        check(env, owner, "r")
    may = {owner for owner in owners if allowed(env, owner, "r")} | {None}
    return [i for i in ids if env.value(model, i, named) in may]


def check_may_post(env: Env, model: str, record: int) -> None:
    """Posting in the chatter needs the right to write the document."""
    if not allowed(env, model, "w"):
        raise errors.access_error(
            "The requested operation cannot be completed due to security restrictions. Please contact your system "
            f"administrator.\n\n(Document type: Message, Operation: create)\n\nRecords: {record}, User: {env.uid}"
        )
