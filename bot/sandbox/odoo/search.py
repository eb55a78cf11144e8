"""Which records fit, which of them the user may see, and in which order they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.sandbox.odoo import access
from bot.sandbox.odoo.domain import compiled, names
from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.errors import value_error
from bot.sandbox.odoo.schema import NUMBERS, X2MANY, Field


def search(
    env: Env,
    model: str,
    domain: Sequence[Any] = (),
    offset: int = 0,
    limit: int | None = None,
    order: str | None = None,
) -> list[int]:
    """Ids that fit, in order. Raises Odoo's errors for what the user may not read and for what makes no sense."""
    described = env.model(model)
    access.check(env, model, "r")
    test = compiled(env, model, domain)
    hidden = "active" in described.fields and "active" not in names(domain) and env.context.get("active_test", True)
    found = [i for i in env.ids(model) if test(i) and not (hidden and not env.value(model, i, "active"))]
    found = ordered(env, model, access.visible(env, model, found), order or described.order)
    return found[offset : offset + limit if limit else None]


def ordered(env: Env, model: str, ids: Sequence[int], order: str) -> list[int]:
    """Sorted as PostgreSQL does: empty values last, and first where the order is turned round."""
    found = sorted(ids)
    for term in reversed(order.split(",")):
        name, *direction = term.split()
        field = env.model(model).fields.get(name)
        if field is None:
            raise value_error(f"Invalid field '{name}' on model '{model}'")
        if not field.sortable and not field.store and name != "display_name" and not field.searchable:
            raise value_error(f"Cannot convert {model}.{name} to SQL because it is not stored")
        ranks = _ranks(env, model, found, field)
        found.sort(key=ranks.__getitem__, reverse=bool(direction) and direction[0].lower() == "desc")
    return found


def _ranks(env: Env, model: str, ids: Sequence[int], field: Field) -> dict[int, Any]:
    """What each record is sorted by; a reference counts by the place of the record it names."""
    values = {record: env.value(model, record, field.name) for record in ids}
    if field.type == "many2one":
        others = sorted({value for value in values.values() if value})
        places = {o: n for n, o in enumerate(ordered(env, field.relation, others, env.model(field.relation).order))}
        return {record: (value is None, places.get(value, 0)) for record, value in values.items()}
    if field.type in X2MANY:
        return dict.fromkeys(values, (0, 0))
    nothing: Any = 0 if field.type in NUMBERS or field.type == "boolean" else ""
    return {record: (value is None, value if value is not None else nothing) for record, value in values.items()}
