"""Brightwater Trade Supply: the company, its people, their groups and who reports to whom."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from bot.sandbox.odoo import world_calendars
from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.schema import models

COMPANY = "Brightwater Trade Supply"
BOT = "procurement-bot"


@dataclass(frozen=True)
class Person:
    """Somebody with a login. `plays` is the part they play in the demo."""

    login: str
    name: str
    title: str
    groups: tuple[str, ...]
    manager: str = ""
    plays: str = ""
    tz: str = "Europe/Amsterdam"

    @property
    def email(self) -> str:
        """Where they get mail."""
        return f"{self.login}@brightwater.example"

    @property
    def key(self) -> str:
        """Their API key: 40 hex digits, the same in every sandbox."""
        return hashlib.sha1(f"brightwater-{self.login}".encode(), usedforsecurity=False).hexdigest()


_SYSTEM, _STOCK_BOSS = "base.group_system", "stock.group_stock_manager"
_ACCOUNTING = "account.group_account_manager"
_BUYER, _APPROVER = "purchase.group_purchase_user", "purchase.group_purchase_manager"
_STOCK = "stock.group_stock_user"
_CREATORS = ("base.group_partner_manager", "product.group_product_manager")
_WARSAW = "Europe/Warsaw"

PEOPLE = (
    Person("admin", "Ada Novak", "IT Administrator", (_SYSTEM, _BUYER, _STOCK_BOSS), "ruth", "administrator"),
    Person("ines", "Ines Almeida", "Head of Purchasing", (_APPROVER, _STOCK), "ruth", "approver"),
    Person("tomasz", "Tomasz Wilk", "Operations Manager", (_APPROVER, _STOCK), "ruth", "second approver", _WARSAW),
    Person("freya", "Freya Lindholm", "Senior Buyer", (_BUYER, _STOCK), "ines", "buyer"),
    Person("kofi", "Kofi Mensah", "Buyer", (_BUYER, _STOCK), "ines", "second buyer", "Europe/London"),
    Person("ruth", "Ruth Adler", "Managing Director", (_APPROVER,), "", "manager"),
    Person("marco", "Marco Bellini", "Finance Lead", (_APPROVER, _ACCOUNTING), "ruth", "finance lead"),
    Person("lena", "Lena Fischer", "Warehouse Supervisor", (_STOCK,), "tomasz", "warehouse"),
    Person("oskar", "Oskar Brandt", "Office Assistant", ("base.group_user",), "tomasz", "stranger"),
    Person(BOT, "Procurement Bot", "", (_APPROVER, _STOCK), "", "bot", "UTC"),
)  # fmt: skip

# XML id, full name, and what the group implies.
_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("base.group_user", "Role / User", ()),
    ("base.group_portal", "Role / Portal", ()),
    ("base.group_partner_manager", "Contact / Creation", ()),
    ("product.group_product_manager", "Products / Create", ()),
    ("base.group_erp_manager", "Access Rights", ("base.group_user",)),
    (_SYSTEM, "Role / Administrator", ("base.group_erp_manager", *_CREATORS)),
    ("account.group_account_readonly", "Show Accounting Features - Readonly", ("base.group_user",)),
    ("account.group_account_invoice", "Accounting / Invoicing", ("base.group_user",)),
    (_ACCOUNTING, "Accounting / Administrator", ("account.group_account_invoice",)),
    (_BUYER, "Purchase / User", ("base.group_user",)),
    (_APPROVER, "Purchase / Administrator", (_BUYER,)),
    (_STOCK, "Inventory / User", ("base.group_user",)),
    (_STOCK_BOSS, "Inventory / Administrator", (_STOCK,)),
)  # fmt: skip
_SUBTYPES = (
    ("mail.mt_comment", "Discussions", False, None),
    ("mail.mt_note", "Note", True, None),
    ("mail.mt_activities", "Activities", False, None),
    ("purchase.mt_rfq_confirmed", "RFQ Confirmed", False, "purchase.order"),
    ("purchase.mt_rfq_approved", "RFQ Approved", False, "purchase.order"),
    ("purchase.mt_rfq_sent", "RFQ Sent", False, "purchase.order"),
)
_CURRENCIES = (("EUR", "€", True), ("USD", "$", True), ("GBP", "£", True), ("CHF", "CHF", False))


def build(env: Env) -> dict[str, int]:
    """Make the company with its people; the ids of the users by login."""
    _describe_models(env)
    _groups_and_names(env)
    _company(env)
    users = {
        "__system__": _user(env, Person("__system__", "OdooBot", "", ("base.group_user",), tz="UTC"), active=False)
    }
    users |= {person.login: _user(env, person) for person in PEOPLE}
    employees: dict[str, int] = {}
    for person in (p for p in PEOPLE if p.title):
        values = {"name": person.name, "user_id": users[person.login], "job_title": person.title}
        employees[person.login] = env.insert(
            "hr.employee.public", values | {"work_email": person.email, "active": True, "company_id": 1}
        )
    for person in (p for p in PEOPLE if p.manager):
        env.put("hr.employee.public", employees[person.login], {"parent_id": employees[person.manager]})
    world_calendars.build(env, employees)
    return users


def _describe_models(env: Env) -> None:
    for name, model in models().items():
        described = env.insert("ir.model", {"model": name, "name": model.label})
        for field in model.fields.values():
            values: dict[str, Any] = {"name": field.name, "model": name, "model_id": described, "ttype": field.type}
            env.insert(
                "ir.model.fields", values | {"field_description": field.label, "relation": field.relation or None}
            )


def _groups_and_names(env: Env) -> None:
    for xml_id, full_name, implied in _GROUPS:
        values = {"name": full_name.split(" / ")[-1], "full_name": full_name}
        _named(env, xml_id, "res.groups", values | {"implied_ids": [env.ref(other) for other in implied]})
    for xml_id, name, internal, model in _SUBTYPES:
        _named(env, xml_id, "mail.message.subtype", {"name": name, "internal": internal, "res_model": model})
    _named(env, "mail.mail_activity_data_todo", "mail.activity.type", {"name": "To-Do"})
    for name, symbol, active in _CURRENCIES:
        _named(
            env, f"base.{name}", "res.currency", {"name": name, "symbol": symbol, "decimal_places": 2, "active": active}
        )


def _named(env: Env, xml_id: str, model: str, values: dict[str, Any]) -> None:
    module, _, name = xml_id.partition(".")
    record = env.insert(model, values)
    env.insert("ir.model.data", {"module": module, "name": name, "model": model, "res_id": record})


def _company(env: Env) -> None:
    partner = env.insert(
        "res.partner", {"name": COMPANY, "is_company": True, "active": True, "email": "purchasing@brightwater.example"}
    )
    values = {"partner_id": partner, "currency_id": env.ref("base.EUR"), "po_lock": "edit"}
    _named(
        env,
        "base.main_company",
        "res.company",
        values | {"po_double_validation": "two_step", "po_double_validation_amount": 5000.0},
    )


def _user(env: Env, person: Person, *, active: bool = True) -> int:
    partner = env.insert("res.partner", {"name": person.name, "email": person.email, "active": active})
    values = {"login": person.login, "partner_id": partner, "active": active, "tz": person.tz, "lang": "en_US"}
    values |= {"company_id": 1, "company_ids": [1], "group_ids": [env.ref(group) for group in person.groups]}
    return env.insert("res.users", values | {"keys": [person.key, person.login] if active else []})
