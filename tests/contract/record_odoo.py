"""Writes down how the real Odoo 19 describes the fields that the sandbox has: `python -m tests.contract.record_odoo`.

It starts the server of testbed/odoo, or uses the one that runs. Run it after adding a model or a
field to `bot/sandbox/odoo/schema.json`, and read the difference before committing it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.sandbox.odoo.schema import models

FILE = Path(__file__).with_name("odoo_fields.json")
TOLD = (
    "type",
    "string",
    "relation",
    "relation_field",
    "required",
    "readonly",
    "store",
    "searchable",
    "sortable",
    "groups",
)
# Choices that depend on the machine (time zones), on installed languages, or on Odoo's own types of fields.
NOT_OURS = frozenset({"tz", "lang", "ttype"})

FieldsGet = Callable[[str, list[str]], Mapping[str, Mapping[str, Any]]]
Described = dict[str, dict[str, dict[str, Any]]]


def described(fields_get: FieldsGet) -> Described:
    """How an Odoo describes every field of the sandbox's schema; what it does not have is left out."""
    found: Described = {}
    for name, model in models().items():
        told = fields_get(name, sorted(model.fields))
        found[name] = {field: _short(field, told[field]) for field in sorted(model.fields) if field in told}
    return found


def _short(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    short = {key: told[key] for key in TOLD if told.get(key)}
    if told.get("selection") and name not in NOT_OURS:
        short["selection"] = told["selection"]
    return short


def recorded() -> Described:
    """What was written down."""
    found: Described = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def main() -> None:
    """Ask the real server, and write the file."""
    from tests.real.odoo_server import OdooServer

    server = OdooServer.start()
    found = described(lambda model, fields: server.execute("admin", model, "fields_get", fields))
    FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{FILE}: {sum(map(len, found.values()))} fields of {len(found)} models")


if __name__ == "__main__":
    main()
