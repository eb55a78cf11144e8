"""Creating, changing and deleting records, with the rules that each model adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from bot.sandbox.odoo import access, errors, purchase_lines, purchase_orders, receipts, records
from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.fields import RELATED
from bot.sandbox.odoo.records import Rules
from bot.sandbox.odoo.schema import X2MANY, Field


class MoveRules(Rules):
    """Goods of a receipt."""

    def written(self, env: Env, record: int, names: Set[str]) -> None:
        """The receipt follows its goods."""
        if "date" in names:
            receipts.schedule(env, record)


RULES: dict[str, Rules] = {
    "purchase.order": purchase_orders.RULES,
    "purchase.order.line": purchase_lines.RULES,
    "stock.move": MoveRules(),
    **records.RULES,
}
_PLAIN = Rules()
_UNWRITTEN = frozenset({"id", "create_uid", "create_date", "write_uid", "write_date"})


def create(env: Env, model: str, vals: Mapping[str, Any]) -> int:
    """Make one record; its id. Raises Odoo's errors for missing rights, unknown fields and empty mandatory ones."""
    access.check(env, model, "c")
    rules = RULES.get(model, _PLAIN)
    plain, many = _sorted(env, model, vals)
    values = {k: v for k, v in rules.completed(env, plain).items() if v is not None}
    own = {name: value for name, value in values.items() if (model, name) not in RELATED}
    _require(env, model, values, many)
    record = env.insert(model, own)
    for name in values.keys() - own.keys():
        _write_through(env, model, record, name, values[name])
    for name, commands in many.items():
        _apply(env, model, record, env.model(model).fields[name], commands)
    rules.created(env, record)
    return record


def write(env: Env, model: str, ids: Sequence[int], vals: Mapping[str, Any]) -> bool:
    """Change records. Raises Odoo's errors as `create` does."""
    access.check(env, model, "w")
    rules = RULES.get(model, _PLAIN)
    plain, many = _sorted(env, model, vals)
    env.must_exist(model, ids)
    for record in ids:
        rules.before_write(env, record, plain)
        own = {name: value for name, value in plain.items() if (model, name) not in RELATED}
        if own or not plain:
            env.put(model, record, own)
        for name in plain.keys() - own.keys():
            _write_through(env, model, record, name, plain[name])
        for name, commands in many.items():
            _apply(env, model, record, env.model(model).fields[name], commands)
        rules.written(env, record, plain.keys() | many.keys())
    return True


def unlink(env: Env, model: str, ids: Sequence[int]) -> bool:
    """Delete records."""
    access.check(env, model, "u")
    env.must_exist(model, ids)
    rules = RULES.get(model, _PLAIN)
    for record in ids:
        rules.before_unlink(env, record)
    for record in ids:
        rules.unlink(env, model, record)
    return True


def _sorted(env: Env, model: str, vals: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Plain values, with `False` as None, and commands for lists."""
    plain: dict[str, Any] = {}
    many: dict[str, Any] = {}
    for name, value in vals.items():
        field = env.model(model).fields.get(name)
        if field is None:
            raise errors.value_error(f"Invalid field '{name}' in '{model}'")
        if name in _UNWRITTEN:
            continue
        if field.type in X2MANY:
            many[name] = value or []
        else:
            plain[name] = _stored(field, value)
    return plain, many


def _stored(field: Field, value: Any) -> Any:
    if field.selection and value not in (None, False) and value not in dict(field.selection):
        raise errors.value_error(f"Wrong value for {field.name}: {value!r}")
    if field.type == "boolean":
        return bool(value)
    if field.type in ("float", "monetary"):
        return float(value or 0)
    return None if value is False else value


def _require(env: Env, model: str, values: Mapping[str, Any], many: Mapping[str, Any]) -> None:
    described = env.model(model)
    for name, field in described.fields.items():
        wanted = field.required and field.store and (model, name) not in RELATED and name not in many
        if wanted and field.type not in ("boolean", "float", "integer", "monetary") and not values.get(name):
            raise errors.required(field.label, name, described.label, model)


def _write_through(env: Env, model: str, record: int, name: str, value: Any) -> None:
    """A related field is written where it lives."""
    *path, last = RELATED[model, name].split(".")
    target, where = record, model
    for step in path:
        target, where = env.value(where, target, step), env.model(where).fields[step].relation
    env.put(where, target, {last: value})


def _apply(env: Env, model: str, record: int, field: Field, commands: Iterable[Any]) -> None:
    """Odoo's commands for lists: 0 create, 1 write, 2 delete, 3 take out, 4 put in, 5 empty, 6 replace."""
    owned = field.type == "one2many"
    linked: list[int] = list(env.value(model, record, field.name))
    for command in commands:
        number, target, value = (*command, None, None)[:3]
        match number:
            case 0:
                values = {**value, field.inverse: record} if owned else value
                linked.append(create(env, field.relation, values))
            case 1:
                write(env, field.relation, [target], value)
            case 2:
                linked.remove(target)
                unlink(env, field.relation, [target])
            case 3:
                linked.remove(target)
            case 4:
                linked = [*linked, target] if target not in linked else linked
            case 5:
                linked = []
            case 6:
                linked = list(value)
            case _:
                raise errors.value_error(f"Invalid command {command!r} for {model}.{field.name}")
    if not owned:
        env.put(model, record, {field.name: linked})
    elif model == "base.automation":
        _own(env, field, record, linked)


def _own(env: Env, field: Field, record: int, linked: Sequence[int]) -> None:
    """The records of the list point back at their owner, and no others do."""
    for other in env.store.inverse(field.relation, field.inverse).get(record, []):
        if other not in linked:
            env.put(field.relation, other, {field.inverse: None})
    for other in linked:
        env.put(field.relation, other, {field.inverse: record})
