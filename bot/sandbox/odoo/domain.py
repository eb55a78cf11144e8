"""Search domains in Odoo's notation, turned into a question that can be put to each record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.errors import value_error
from bot.sandbox.odoo.matching import OPERATORS, matches
from bot.sandbox.odoo.schema import X2MANY, Field

Test = Callable[[int], bool]


def compiled(env: Env, model: str, domain: Sequence[Any]) -> Test:
    """A function that says whether a record of `model` fits. Raises Odoo's errors for a domain without sense."""
    described = env.model(model)
    stack: list[Test] = []
    for item in reversed(domain or []):
        if item in ("&", "|", "!"):
            needed = 1 if item == "!" else 2
            if len(stack) < needed:
                raise _malformed(domain)
            parts = [stack.pop() for _ in range(needed)]
            stack.append(_joined(item, parts))
        else:
            stack.append(_leaf(env, described.name, item))
    if any(item in ("&", "|") for item in domain or []) and not stack:
        raise _malformed(domain)
    return lambda record: all(test(record) for test in stack)


def names(domain: Sequence[Any]) -> set[str]:
    """The fields of the model itself that a domain speaks of."""
    return {str(item[0]).split(".")[0] for item in domain or [] if isinstance(item, (list, tuple)) and len(item) == 3}


def _joined(operator: str, parts: list[Test]) -> Test:
    if operator == "!":
        return lambda record: not parts[0](record)
    if operator == "|":
        return lambda record: any(part(record) for part in parts)
    return lambda record: all(part(record) for part in parts)


def _leaf(env: Env, model: str, item: Any) -> Test:
    if not isinstance(item, (list, tuple)) or len(item) != 3:
        raise value_error(f"Domain() invalid item in domain: {item!r}")
    name, operator, value = item
    if name in (0, 1) and operator == "=":
        return lambda record: bool(name == value)
    if operator not in OPERATORS:
        raise value_error(f"Invalid operator in condition {(name, operator, value)!r}")
    first, _, rest = str(name).partition(".")
    field = env.model(model).fields.get(first)
    if field is None:
        raise value_error(
            f"Invalid field {model}.{first} in condition {(first if not rest else name, operator, value)!r}"
        )
    if not field.searchable:
        raise value_error(f"Cannot convert {model}.{first} to SQL because it is not stored")
    if rest:
        return _through(env, model, field, (rest, operator, value))
    return lambda record: matches(env, model, record, field, operator, value)


def _through(env: Env, model: str, field: Field, leaf: tuple[Any, ...]) -> Test:
    """Whether some record on the other side of a relation fits."""
    if not field.relation:
        raise value_error(f"Invalid field {model}.{field.name} in condition {leaf!r}")
    test = compiled(env, field.relation, [leaf])
    fitting = {record for record in env.ids(field.relation) if test(record)}

    def through(record: int) -> bool:
        value = env.value(model, record, field.name)
        return any(other in fitting for other in (value if field.type in X2MANY else [value]))

    return through


def _malformed(domain: Sequence[Any]) -> Exception:
    shown = [list(item) if isinstance(item, tuple) else item for item in domain]
    return value_error(f"Domain() malformed domain {shown!r}")
