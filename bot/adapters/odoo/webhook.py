"""Odoo's automation rules that tell the bot at once when an order changes.

Needs the module `base_automation` and an administrator's login. The hook is a hint: Odoo sends it
once, waits a second, and forgets it; the bot polls all the same. The address holds the secret, so it
is in no message and no name, but Odoo's administrators can read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.adapters.odoo.client import OdooClient
from bot.domain.errors import OdooMissing

MARKER = "Procurement bot"
_MODEL = "purchase.order"
_RULE, _ACTION = "base.automation", "ir.actions.server"
_TRIGGERS = ("state", "amount_total", "partner_id", "currency_id", "order_line", "date_planned", "user_id", "priority")
_PAYLOAD = ("name", "state", "write_date")


@dataclass(frozen=True)
class _Rule:
    """One automation rule: what it is called, when it fires, and on which fields."""

    name: str
    trigger: str
    fields: tuple[str, ...] = ()


_RULES = (
    _Rule("purchase order changed", "on_create_or_write", _TRIGGERS),
    _Rule("purchase order deleted", "on_unlink"),
)


def install(client: OdooClient, url: str, *, marker: str = MARKER) -> None:
    """Make the rules that post to `url`, or point those that are there at it. May be called again.

    `client` is an administrator's. Two bots on one Odoo need two markers. Raises `OdooDenied` for
    other users and `OdooInvalid` where `base_automation` is not installed.
    """
    model_id, fields = _model(client)
    present = _rules(client, marker)
    for rule in _RULES:
        name = _name(marker, rule)
        values = _values(rule, model_id, fields)
        actions = present[name]["action_server_ids"] if name in present else []
        if actions:
            client.call(_ACTION, "write", [actions, {"webhook_url": url}], write=True)
        else:
            values["action_server_ids"] = [(6, 0, [_create_action(client, name, url, model_id, fields)])]
        if name in present:
            client.call(_RULE, "write", [[present[name]["id"]], values], write=True)
        else:
            client.call(_RULE, "create", [values | {"name": name}], write=True)


def remove(client: OdooClient, *, marker: str = MARKER) -> int:
    """Delete the rules and their actions; how many rules there were. `client` is an administrator's."""
    present = _rules(client, marker).values()
    actions = [action for rule in present for action in rule["action_server_ids"]]
    if present:
        client.call(_RULE, "unlink", [[rule["id"] for rule in present]], write=True)
        left = client.call(_ACTION, "search", [[("id", "in", actions)]])
        if left:
            client.call(_ACTION, "unlink", [left], write=True)
    return len(present)


def installed(client: OdooClient, *, marker: str = MARKER) -> bool:
    """Whether all rules are there and active. `client` is an administrator's."""
    present = _rules(client, marker)
    return all(_name(marker, rule) in present and present[_name(marker, rule)]["active"] for rule in _RULES)


def check_fires(client: OdooClient) -> int:
    """Make Odoo fire the first rule; the id of the order that the hook must name within seconds.

    Flips the star ("urgent") of the oldest cancelled or draft order and flips it back: two hooks, no
    message, no number used up; what stays is the order's date of last change. Listen before calling.
    `client` may be any user who may write orders. Raises `OdooMissing` when there is no such order.
    """
    domain = [("state", "in", ["cancel", "draft"])]
    found = client.call(_MODEL, "search_read", [domain], {"fields": ["priority"], "order": "state, id", "limit": 1})
    if not found:
        raise OdooMissing("there is no cancelled or draft order to try the webhook on: make a draft one")
    order_id, star = int(found[0]["id"]), found[0]["priority"] or "0"
    try:
        client.call(_MODEL, "write", [[order_id], {"priority": "0" if star == "1" else "1"}], write=True)
    finally:
        client.call(_MODEL, "write", [[order_id], {"priority": star}], write=True)
    return order_id


def _name(marker: str, rule: _Rule) -> str:
    return f"{marker}: {rule.name}"


def _model(client: OdooClient) -> tuple[int, dict[str, int]]:
    """The id of the model, and those of the fields we name."""
    wanted = sorted({*_TRIGGERS, *_PAYLOAD})
    rows = client.call(
        "ir.model.fields",
        "search_read",
        [[("model", "=", _MODEL), ("name", "in", wanted)]],
        {"fields": ["name", "model_id"]},
    )
    if not rows:
        raise OdooMissing("this Odoo has no purchase orders: is the purchase app installed?")
    return int(rows[0]["model_id"][0]), {row["name"]: row["id"] for row in rows}


def _rules(client: OdooClient, marker: str) -> dict[str, Any]:
    names = [_name(marker, rule) for rule in _RULES]
    rows = client.call(
        _RULE,
        "search_read",
        [[("name", "in", names), ("active", "in", [True, False])]],
        {"fields": ["name", "active", "action_server_ids"]},
    )
    return {row["name"]: row for row in rows}


def _values(rule: _Rule, model_id: int, fields: dict[str, int]) -> dict[str, Any]:
    triggers = [fields[name] for name in rule.fields if name in fields]
    return {
        "model_id": model_id,
        "trigger": rule.trigger,
        "trigger_field_ids": [(6, 0, triggers)],
        "active": True,
    }


def _create_action(client: OdooClient, name: str, url: str, model_id: int, fields: dict[str, int]) -> int:
    values = {
        "name": name,
        "model_id": model_id,
        "state": "webhook",
        "usage": "base_automation",
        "webhook_url": url,
        "webhook_field_ids": [(6, 0, [fields[field] for field in _PAYLOAD])],
    }
    created = client.call(_ACTION, "create", [values], write=True)
    return int(created[0] if isinstance(created, list) else created)
