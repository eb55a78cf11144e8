"""What a model adds to creating, changing and deleting; and the small models' own rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any

from bot.sandbox.odoo.env import Env


class Rules:
    """A model's own rules. The plain ones change nothing and forbid nothing."""

    def __init__(self, **defaults: Callable[[Env, Mapping[str, Any]], Any]) -> None:
        self._defaults = defaults

    def completed(self, env: Env, values: dict[str, Any]) -> dict[str, Any]:
        """The values of a new record with what was left out."""
        for name, default in self._defaults.items():
            if name not in values:
                values[name] = default(env, values)
        return values

    def created(self, env: Env, record: int) -> None:
        """What follows from a new record."""

    def before_write(self, env: Env, record: int, values: Mapping[str, Any]) -> None:
        """What must hold before a change; raises Odoo's error if it does not."""

    def written(self, env: Env, record: int, names: Set[str]) -> None:
        """What follows from a change of these fields."""

    def before_unlink(self, env: Env, record: int) -> None:
        """What must hold before a deletion; raises Odoo's error if it does not."""

    def unlink(self, env: Env, model: str, record: int) -> None:
        """Delete the record with what belongs to it."""
        env.remove(model, record)


class _UserRules(Rules):
    """A user is a contact too."""

    def completed(self, env: Env, values: dict[str, Any]) -> dict[str, Any]:
        values = {"active": True, "lang": "en_US", "tz": None, "company_id": 1, **values}
        values.setdefault("company_ids", [values["company_id"]])
        values.setdefault("group_ids", [env.ref("base.group_user")])
        if "partner_id" not in values:
            contact = {"active": True, "name": values.get("name"), "email": values.get("email")}
            values["partner_id"] = env.insert("res.partner", contact)
        return values


def _company_currency(env: Env, values: Mapping[str, Any]) -> Any:
    vendor = values.get("partner_id")
    own = env.value("res.partner", vendor, "property_purchase_currency_id") if vendor else None
    return own or env.value("res.company", 1, "currency_id")


def _unit_of_product(env: Env, values: Mapping[str, Any]) -> Any:
    return env.value("product.template", values["product_tmpl_id"], "uom_id") if values.get("product_tmpl_id") else None


def _yes(env: Env, values: Mapping[str, Any]) -> bool:
    return True


def _calendar_of_resource(env: Env, values: Mapping[str, Any]) -> Any:
    return env.value("resource.resource", values["resource_id"], "calendar_id") if values.get("resource_id") else None


RULES: dict[str, Rules] = {
    "res.users": _UserRules(),
    "res.partner": Rules(active=_yes),
    "product.supplierinfo": Rules(
        currency_id=_company_currency,
        product_uom_id=_unit_of_product,
        sequence=lambda env, values: 1,
        min_qty=lambda env, values: 0.0,
        delay=lambda env, values: 1,
    ),
    "ir.attachment": Rules(mimetype=lambda env, values: "application/octet-stream"),
    "resource.calendar.leaves": Rules(
        time_type=lambda env, values: "leave",
        company_id=lambda env, values: 1,
        calendar_id=_calendar_of_resource,
    ),
    "base.automation": Rules(active=_yes),
    "ir.actions.server": Rules(
        type=lambda env, values: "ir.actions.server",
        state=lambda env, values: "object_write",
        usage=lambda env, values: "ir_actions_server",
    ),
}
