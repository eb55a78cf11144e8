"""The models and fields that the sandbox knows, described as Odoo 19 describes them in `fields_get`.

What is not in `schema.json` does not exist here: a bot that begins to use more is told so at once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

X2MANY = frozenset({"one2many", "many2many"})
NUMBERS = frozenset({"integer", "float", "monetary", "many2one_reference"})


@dataclass(frozen=True)
class Field:
    """One field. `inverse` is the field on the other side of a one2many."""

    name: str
    type: str
    label: str
    relation: str = ""
    inverse: str = ""
    required: bool = False
    readonly: bool = False
    store: bool = True
    searchable: bool = True
    sortable: bool = True
    groups: str = ""
    selection: tuple[tuple[str, str], ...] = ()

    @property
    def empty(self) -> Any:
        """What a new record holds here."""
        if self.type in X2MANY:
            return []
        if self.type == "boolean":
            return False
        return 0 if self.type in NUMBERS else None

    def described(self) -> dict[str, Any]:
        """What `fields_get` says of it."""
        told: dict[str, Any] = {"name": self.name, "type": self.type, "string": self.label}
        for attribute in ("required", "readonly", "store", "searchable", "sortable"):
            told[attribute] = getattr(self, attribute)
        if self.relation:
            told["relation"] = self.relation
        if self.inverse:
            told["relation_field"] = self.inverse
        if self.groups:
            told["groups"] = self.groups
        if self.selection:
            told["selection"] = [list(choice) for choice in self.selection]
        return told


@dataclass(frozen=True)
class Model:
    """One model: what people call it, how it is sorted, and its fields."""

    name: str
    label: str
    order: str
    fields: dict[str, Field]


@cache
def models() -> dict[str, Model]:
    """All models by name."""
    raw = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))
    return {name: _model(name, told) for name, told in raw.items()}


def _model(name: str, told: dict[str, Any]) -> Model:
    return Model(name, told["label"], told["order"], {key: _field(key, field) for key, field in told["fields"].items()})


def _field(name: str, told: dict[str, Any]) -> Field:
    return Field(
        name=name,
        type=told["type"],
        label=told["string"],
        relation=told.get("relation", ""),
        inverse=told.get("relation_field", ""),
        required=told.get("required", False),
        readonly=told.get("readonly", False),
        store=told.get("store", True),
        searchable=told.get("searchable", True),
        sortable=told.get("sortable", True),
        groups=told.get("groups", ""),
        selection=tuple((key, label) for key, label in told.get("selection", ())),
    )
