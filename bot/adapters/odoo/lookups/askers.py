"""Whose rights an answer keeps to: what one Odoo user may read, by Odoo's own word or by their groups."""

from __future__ import annotations

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.directory import OdooDirectory
from bot.domain.errors import OdooInvalid, OdooMissing
from bot.domain.lookups import Asker
from bot.domain.people import OdooUser

PURCHASING, STOCK = "purchase.group_purchase_user", "stock.group_stock_user"
BILLING, BOOKS, ACCOUNTANT = (
    "account.group_account_invoice",
    "account.group_account_readonly",
    "account.group_account_user",
)
SALES, ALL_SALES = "sales_team.group_sale_salesman", "sales_team.group_sale_salesman_all_leads"
# Which of Odoo's groups may read what, as `ir.model.access` and `ir.rule` of Odoo 19 have it for staff. Of purchases,
# everybody who may read them sees all of their companies; salespeople see their own sales, unless they see all.
ORDER_READERS = (PURCHASING, STOCK, BILLING, BOOKS)
BILL_READERS = (PURCHASING, BILLING, BOOKS)
RULE_READERS = (PURCHASING, STOCK, SALES)
SALE_READERS = (SALES, STOCK, BILLING, BOOKS, ACCOUNTANT)


def asker_of(client: OdooClient, directory: OdooDirectory, user: OdooUser) -> Asker:
    """What a person may see in Odoo, by their companies and groups, read as the bot. A handful of calls.

    Groups and record rules that a company made itself are not known here: who sees less or more by
    them is judged by Odoo only where Odoo is asked as them (`own_asker`).
    """
    known = {group: _group(directory, group) for group in (*ORDER_READERS, *SALE_READERS, ALL_SALES)}

    def belongs(*groups: str) -> bool:
        return any(known[group] in user.groups for group in groups)

    return Asker(
        user.id,
        user.name,
        _companies(client, user.id),
        sees_orders=belongs(*ORDER_READERS),
        sees_sales=belongs(*SALE_READERS),
        sees_stock=belongs(*RULE_READERS),
        sees_bills=belongs(*BILL_READERS),
        own_sales_only=belongs(SALES) and not belongs(ALL_SALES),
    )


def own_asker(client: OdooClient, name: str = "") -> Asker:
    """What the user may see whom Odoo is asked as: Odoo itself says so, and applies its rules. Eight calls."""

    def may_read(model: str) -> bool:
        try:
            return bool(client.call(model, "has_access", [[], "read"]))
        except OdooInvalid:  # the app is not installed
            return False

    def belongs(group: str) -> bool:
        try:
            return bool(client.call("res.users", "has_group", [[client.uid], group]))
        except OdooInvalid:
            return False

    return Asker(
        client.uid,
        name,
        _companies(client, client.uid),
        sees_orders=may_read("purchase.order"),
        sees_sales=may_read("sale.order"),
        sees_stock=may_read("stock.warehouse.orderpoint"),
        sees_bills=may_read("account.move"),
        own_sales_only=belongs(SALES) and not belongs(ALL_SALES),
    )


def _companies(client: OdooClient, user_id: int) -> tuple[int, ...]:
    """A user's companies as far as the client's user is in them too, the one they work in first."""
    row = client.call("res.users", "read", [[user_id], ["company_id", "company_ids"]])[0]
    common = sorted(set(row["company_ids"]) & set(client.company_ids))
    return tuple(sorted(common, key=lambda company: company != row["company_id"][0]))


def _group(directory: OdooDirectory, xml_id: str) -> int:
    """A group's id; 0 where its app is not installed."""
    try:
        return directory.group_id(xml_id)
    except OdooMissing:
        return 0
