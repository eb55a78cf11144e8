"""Reading: plain rows, nested rows after a specification, groups, and the description of fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.odoo import access, grouping
from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.errors import value_error
from bot.sandbox.odoo.schema import X2MANY, Field
from bot.sandbox.odoo.search import ordered, search


def fields_get(
    env: Env, model: str, allfields: Sequence[str] | None = None, attributes: Sequence[str] | None = None
) -> Any:
    """The description of fields."""
    access.check(env, model, "r")
    described = env.model(model).fields
    told = {name: described[name].described() for name in allfields or described if name in described}
    return {n: {k: v for k, v in d.items() if k in attributes} for n, d in told.items()} if attributes else told


def read(
    env: Env, model: str, ids: Any, fields: Sequence[str] | None = None, load: str | None = "_classic_read"
) -> Any:
    """Rows; a reference comes as `[id, name]`, or as the bare id where `load` is empty."""
    access.check(env, model, "r")
    named = [_field(env, model, name) for name in fields or env.model(model).fields]
    found = access.visible(env, model, [i for i in ids if env.exists(model, i)])
    return [{"id": i} | {f.name: _flat(env, model, i, f, load) for f in named if f.name != "id"} for i in found]


def search_read(
    env: Env,
    model: str,
    domain: Sequence[Any] = (),
    fields: Sequence[str] | None = None,
    offset: int = 0,
    limit: int | None = None,
    order: str | None = None,
) -> Any:
    """Search, then read."""
    for name in fields or ():
        _field(env, model, name)
    return read(env, model, search(env, model, domain, offset, limit, order), fields)


def web_read(env: Env, model: str, ids: Sequence[int], specification: Mapping[str, Any]) -> Any:
    """Rows nested as the specification says."""
    access.check(env, model, "r")
    named = [(_field(env, model, name), wanted or {}) for name, wanted in specification.items()]
    found = access.visible(env, model, [i for i in ids if env.exists(model, i)])
    return [{"id": i} | {f.name: _nested(env, model, i, f, wanted) for f, wanted in named} for i in found]


def web_search_read(
    env: Env,
    model: str,
    domain: Sequence[Any],
    specification: Mapping[str, Any],
    offset: int = 0,
    limit: int | None = None,
    order: str | None = None,
    count_limit: int | None = None,
) -> Any:
    """A page of nested rows, and how many there are (counted no further than `count_limit`)."""
    found = search(env, model, domain, offset, limit, order)
    length = len(found) + offset
    if limit and len(found) == limit and not (count_limit and count_limit <= length):
        everything = len(search(env, model, domain))
        length = min(everything, count_limit) if count_limit else everything
    return {"length": length, "records": web_read(env, model, found, specification)}


def formatted_read_group(
    env: Env,
    model: str,
    domain: Sequence[Any],
    groupby: Sequence[str] = (),
    aggregates: Sequence[str] = (),
    limit: int | None = None,
) -> Any:
    """Counts and sums by fields, by fields of what a field names (`product_id.categ_id`), or by month."""
    by = [grouping.By.of(env, model, name) for name in groupby]
    rows: list[dict[str, Any]] = []
    for keys, ids in grouping.grouped(env, search(env, model, domain), by):
        leaves = [leaf for each, key in zip(by, keys, strict=True) for leaf in each.within(key)]
        row: dict[str, Any] = {each.name: each.shown(env, key) for each, key in zip(by, keys, strict=True)}
        row["__extra_domain"] = grouping.joined(leaves)
        rows.append(row | {name: grouping.aggregate(env, model, name, ids) for name in aggregates})
    return rows[:limit]


def read_group(env: Env, model: str, domain: Sequence[Any], fields: Sequence[str], groupby: Sequence[str]) -> Any:
    """The older form of the same, by one field."""
    by = grouping.By.of(env, model, groupby[0])
    rows: list[dict[str, Any]] = []
    for (key,), ids in grouping.grouped(env, search(env, model, domain), [by]):
        sums = {name.partition(":")[0]: grouping.aggregate(env, model, name, ids) for name in fields if ":" in name}
        leaf = [by.name, "=", False if key is None else key]
        within = ["&", *domain, leaf] if domain else [leaf]
        rows.append({by.name: by.shown(env, key), f"{by.name}_count": len(ids), **sums, "__domain": within})
    return rows


def _field(env: Env, model: str, name: str) -> Field:
    field = env.model(model).fields.get(name)
    if field is None:
        raise value_error(f"Invalid field '{name}' on '{model}'")
    return field


def _flat(env: Env, model: str, record: int, field: Field, load: str | None) -> Any:
    value = env.value(model, record, field.name)
    if field.type == "many2one":
        return grouping.named(env, field, value) if load else value or False
    return _sent(env, field, value)


def _nested(env: Env, model: str, record: int, field: Field, wanted: Mapping[str, Any]) -> Any:
    value = env.value(model, record, field.name)
    if field.type not in X2MANY and field.type != "many2one":
        return _sent(env, field, value)
    if "fields" not in wanted:
        return value if field.type in X2MANY else value or False
    if field.type == "many2one":
        return web_read(env.sudo(), field.relation, [value], wanted["fields"])[0] if value else False
    chosen = _sent(env, field, value)[: wanted.get("limit")]
    return web_read(env, field.relation, chosen, wanted["fields"])


def _sent(env: Env, field: Field, value: Any) -> Any:
    """A value as it goes over the wire: `False` for empty, moments in whole seconds, many as ids in their order."""
    if field.type in X2MANY:
        return (
            ordered(env, field.relation, value, env.model(field.relation).order) if field.type == "one2many" else value
        )
    if field.type == "datetime" and value:
        return value[:19]
    if field.type in ("float", "monetary"):
        return float(value)
    return False if value is None else value
