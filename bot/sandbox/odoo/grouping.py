"""Groups of records, with their counts and sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.errors import value_error
from bot.sandbox.odoo.schema import NUMBERS, Field
from bot.sandbox.odoo.search import ordered


@dataclass(frozen=True)
class By:
    """What records are grouped by: a field, a field of what it names, or the month of a day."""

    name: str
    model: str
    path: str
    field: Field
    month: bool = False

    @classmethod
    def of(cls, env: Env, model: str, name: str) -> By:
        """From Odoo's notation. Raises Odoo's error for an unknown field."""
        path, _, how = name.partition(":")
        described: Field | None = None
        where = model
        for part in path.split("."):
            described = env.model(where).fields.get(part)
            if described is None:
                raise value_error(f"Invalid field '{part}' on model '{where}'")
            where = described.relation
        assert described is not None
        return cls(name, model, path, described, how == "month")

    def key(self, env: Env, record: int) -> Any:
        """What a record is grouped under; a month by its first day."""
        value = env.follow(self.model, record, self.path)
        return f"{value[:7]}-01" if self.month and value else value

    def rank(self, env: Env, keys: Sequence[Any]) -> dict[Any, Any]:
        """In which order the groups come: records by their model's own order, what is empty last."""
        if self.field.type != "many2one":
            return {key: (key is None, key if key is not None else "") for key in keys}
        records = ordered(env, self.field.relation, [key for key in keys if key], env.model(self.field.relation).order)
        places = {record: place for place, record in enumerate(records)}
        return {key: (key is None, places.get(key, 0)) for key in keys}

    def shown(self, env: Env, key: Any) -> Any:
        """The group's value as Odoo gives it."""
        if self.month:
            return [key, f"{date.fromisoformat(key):%B %Y}"] if key else False
        return named(env, self.field, key)

    def within(self, key: Any) -> list[list[Any]]:
        """The conditions that hold for the group's records."""
        if not self.month or key is None:
            return [[self.path, "=", False if key is None else key]]
        first = date.fromisoformat(key)
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return [[self.path, ">=", f"{first} 00:00:00"], [self.path, "<", f"{after} 00:00:00"]]


def named(env: Env, field: Field, value: Any) -> Any:
    """A reference with its name, any other value as it is."""
    if field.type == "many2one":
        return [value, env.display_name(field.relation, value)] if value else False
    return False if value is None else value


def grouped(env: Env, records: Sequence[int], by: Sequence[By]) -> list[tuple[tuple[Any, ...], list[int]]]:
    """The groups in order, each with its records; without any field there is one, even of nothing."""
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    if not by:
        return [((), list(records))]
    for record in records:
        found[tuple(each.key(env, record) for each in by)].append(record)
    ranks = [each.rank(env, list({keys[n] for keys in found})) for n, each in enumerate(by)]
    return sorted(found.items(), key=lambda group: [rank[key] for rank, key in zip(ranks, group[0], strict=True)])


def joined(leaves: list[list[Any]]) -> list[Any]:
    """Conditions that all hold, as one domain."""
    return [*["&"] * (len(leaves) - 1), *leaves] if leaves else [[1, "=", 1]]


def aggregate(env: Env, model: str, name: str, ids: list[int]) -> Any:
    """A count or a sum over records. Raises Odoo's error for what it cannot work out."""
    if name == "__count":
        return len(ids)
    field, _, how = name.partition(":")
    described = env.model(model).fields.get(field)
    if described is None:
        raise value_error(f"Invalid field '{field}' on model '{model}'")
    values = [env.value(model, record, field) for record in ids]
    if how == "count_distinct":
        return len({value for value in values if value is not None})
    if how != "sum" or described.type not in NUMBERS:
        raise value_error(f"Invalid aggregate method '{how}' for {name!r}.")
    return sum(values)
