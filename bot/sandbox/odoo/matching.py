"""One condition of a domain against one record, with Odoo's idea of "empty" and of letter case."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any

from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.fields import SEARCHED
from bot.sandbox.odoo.schema import NUMBERS, X2MANY, Field

_LIKE = frozenset({"like", "ilike", "not like", "not ilike", "=like", "=ilike"})
_ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: bool(a < b),
    ">": lambda a, b: bool(a > b),
    "<=": lambda a, b: bool(a <= b),
    ">=": lambda a, b: bool(a >= b),
}
OPERATORS = frozenset({"=", "!=", "in", "not in", "child_of", *_LIKE, *_ORDERED})
_SECONDS = 19


def matches(env: Env, model: str, record: int, field: Field, operator: str, wanted: Any) -> bool:
    """Whether the record's field stands in this relation to `wanted`."""
    if operator in ("!=", "not in", "not like", "not ilike"):
        opposite = "=" if operator == "!=" else operator.removeprefix("not ")
        return not matches(env, model, record, field, opposite, wanted)
    found = SEARCHED.get((model, field.name))
    value = found(env, record) if found else env.value(model, record, field.name)
    if operator == "child_of":
        return _within(env, field.relation or model, value if field.relation else record, wanted)
    if field.type in X2MANY:
        return _any_of(env, field, value, operator, wanted)
    if field.type == "many2one":
        return _reference(env, field, value, operator, wanted)
    return _plain(field, value, operator, wanted)


def _plain(field: Field, value: Any, operator: str, wanted: Any) -> bool:
    if operator in _LIKE:
        return bool(pattern(str(wanted), operator).fullmatch(value or ""))
    value = _shaped(field, value)
    if operator == "in":
        return value in [_shaped(field, choice) for choice in _listed(wanted)]
    if operator == "=":
        return bool(
            value in [_shaped(field, x) for x in wanted]
            if isinstance(wanted, list)
            else value == _shaped(field, wanted)
        )
    wanted = _shaped(field, wanted)
    return value is not None and wanted is not None and _ORDERED[operator](value, wanted)


def _shaped(field: Field, value: Any) -> Any:
    """A value as it is compared: moments in whole seconds, nothing as None or nought."""
    if field.type == "boolean":
        return bool(value)
    if field.type in NUMBERS:
        return value or 0
    if value is False or value == "":
        return None
    return value[:_SECONDS] if field.type == "datetime" and isinstance(value, str) else value


def _reference(env: Env, field: Field, value: int | None, operator: str, wanted: Any) -> bool:
    if operator in _LIKE:
        return bool(value and pattern(str(wanted), operator).fullmatch(env.display_name(field.relation, value)))
    if operator in _ORDERED:
        return value is not None and _ORDERED[operator](value, wanted)
    choices = _listed(wanted) if operator == "in" or isinstance(wanted, list) else [wanted]
    return any(_names(env, field, value, choice) for choice in choices)


def _names(env: Env, field: Field, value: int | None, choice: Any) -> bool:
    if choice is False or choice is None:
        return value is None
    if isinstance(choice, str):
        return value is not None and env.display_name(field.relation, value) == choice
    return bool(value == choice)


def _any_of(env: Env, field: Field, values: list[int], operator: str, wanted: Any) -> bool:
    choices = _listed(wanted) if operator == "in" or isinstance(wanted, list) else [wanted]
    if operator not in _LIKE and not values:
        return any(choice is False or choice is None for choice in choices)
    return any(_reference(env, field, value, operator, wanted) for value in values)


def _listed(wanted: Any) -> Collection[Any]:
    return wanted if isinstance(wanted, (list, tuple, set)) else [wanted]


def _within(env: Env, model: str, value: Any, wanted: Any) -> bool:
    """Whether a record is one of the wanted or stands below one."""
    roots = set(_listed(wanted))
    for record in value if isinstance(value, list) else [value]:
        while record:
            if record in roots:
                return True
            record = env.value(model, record, "parent_id")
    return False


@lru_cache(maxsize=256)
def pattern(text: str, operator: str) -> re.Pattern[str]:
    r"""SQL's LIKE: `%` and `_` are wildcards unless a `\` stands before them."""
    parts = re.findall(r"\\.|.", text, re.DOTALL)
    meant = {"%": ".*", "_": "."}
    body = "".join(meant.get(part) or re.escape(part[-1]) for part in parts)
    flags = re.DOTALL | (re.IGNORECASE if "ilike" in operator else 0)
    return re.compile(body if operator.startswith("=") else f".*{body}.*", flags)
