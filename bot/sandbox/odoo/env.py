"""Who is asking, when, and with which context; and the records as that user's call sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.odoo import errors
from bot.sandbox.odoo.fields import COMPUTED, DISPLAY, POLYMORPHIC, RELATED
from bot.sandbox.odoo.schema import Field, Model, models
from bot.sandbox.odoo.store import Record, Store

SUPERUSER = 1


@dataclass
class Work:
    """What one call has done so far: needed at its end for the chatter and the automation rules."""

    now: datetime
    before: dict[tuple[str, int], Record | None] = field(default_factory=dict)
    relined: set[int] = field(default_factory=set)
    posts: list[tuple[str, bytes]] = field(default_factory=list)


@dataclass(frozen=True)
class Env:
    """One user's view. `su` passes over access rights, as Odoo's own code does in places."""

    store: Store
    uid: int
    work: Work
    context: Mapping[str, Any] = field(default_factory=dict)
    su: bool = False

    def sudo(self) -> Env:
        """The same without access checks."""
        return self if self.su else replace(self, su=True)

    def with_context(self, **more: Any) -> Env:
        """The same with more in the context."""
        return replace(self, context={**self.context, **more})

    @property
    def now(self) -> str:
        """Now, as Odoo writes moments: UTC, whole seconds."""
        return self.work.now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")

    @property
    def today(self) -> str:
        """The date in UTC."""
        return self.now[:10]

    @property
    def _exactly_now(self) -> str:
        return self.work.now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")

    def model(self, name: str) -> Model:
        """A model's description. Raises Odoo's error for an unknown one."""
        known = models().get(name)
        if known is None:
            raise errors.no_model(name)
        return known

    def ids(self, model: str) -> list[int]:
        """All ids of a model, ascending."""
        return sorted(self.store.tables[model])

    def exists(self, model: str, record_id: int) -> bool:
        """Whether the record is there."""
        return record_id in self.store.tables[model]

    def must_exist(self, model: str, ids: Iterable[int]) -> None:
        """Raise Odoo's `MissingError` for those that are gone."""
        gone = [i for i in ids if not self.exists(model, i)]
        if gone:
            raise errors.missing(model, gone, self.uid)

    def value(self, model: str, record_id: int, name: str) -> Any:
        """One field, raw: None for empty, an id for a many2one, a list of ids for the others."""
        if name == "id":
            return record_id
        compute = COMPUTED.get((model, name))
        if compute is not None:
            return compute(self, record_id)
        described = self.model(model).fields.get(name)
        if name == "display_name":
            return self.display_name(model, record_id)
        if (model, name) in RELATED:
            return self.follow(model, record_id, RELATED[model, name])
        if described is not None and described.type == "one2many":
            return self._other_side(described, model, record_id)
        stored = (self.store.get(model, record_id) or {}).get(name)
        return stored if stored is not None or described is None else described.empty

    def values(self, model: str, record_id: int, *names: str) -> tuple[Any, ...]:
        """Several fields at once."""
        return tuple(self.value(model, record_id, name) for name in names)

    def follow(self, model: str, record_id: int, path: str) -> Any:
        """The value at the end of a dotted path of many2ones; empty where the path breaks off."""
        first, _, rest = path.partition(".")
        value = self.value(model, record_id, first)
        if not rest:
            return value
        described = self.model(model).fields[first]
        if value:
            return self.follow(described.relation, value, rest)
        last = self.model(described.relation).fields.get(rest.split(".")[-1])
        return last.empty if last else None

    def _other_side(self, described: Field, model: str, record_id: int) -> list[int]:
        found = self.store.inverse(described.relation, described.inverse).get(record_id, [])
        named = POLYMORPHIC.get(described.relation)
        if named:
            found = [i for i in found if (self.store.get(described.relation, i) or {}).get(named) == model]
        if "active" in self.model(described.relation).fields and self.context.get("active_test", True):
            found = [i for i in found if self.value(described.relation, i, "active")]
        return found

    def display_name(self, model: str, record_id: int) -> str:
        """What people call the record."""
        named = DISPLAY.get(model)
        return str((named(self, record_id) if named else self.value(model, record_id, "name")) or "")

    def insert(self, model: str, values: Mapping[str, Any]) -> int:
        """Store a new record; its id."""
        record_id = self.store.next_number(f"id:{model}")
        stamped = {"create_uid": self.uid, "create_date": self._exactly_now}
        stamped |= {"write_uid": self.uid, "write_date": self._exactly_now}
        self.work.before.setdefault((model, record_id), None)
        self.store.put(model, record_id, {**stamped, **values})
        return record_id

    def put(self, model: str, record_id: int, values: Mapping[str, Any]) -> None:
        """Change a record; who and when goes with it."""
        self.work.before.setdefault((model, record_id), self.store.get(model, record_id))
        stamped = {"write_uid": self.uid, "write_date": self._exactly_now}
        self.store.put(model, record_id, {**stamped, **values})

    def settle(self, model: str, record_id: int, values: Mapping[str, Any]) -> None:
        """Store computed values; a record where none of them differs stays untouched."""
        changed = {name: value for name, value in values.items() if self.value(model, record_id, name) != value}
        if changed:
            self.put(model, record_id, changed)

    def remove(self, model: str, record_id: int) -> None:
        """Drop a record."""
        self.work.before.setdefault((model, record_id), self.store.get(model, record_id))
        self.store.delete(model, record_id)

    def find(self, model: str, /, **wanted: Any) -> list[int]:
        """Ids of the records whose stored fields have these values, ascending."""
        table = self.store.tables[model]
        return sorted(i for i, row in table.items() if all(row.get(k) == v for k, v in wanted.items()))

    def ref(self, xml_id: str) -> int:
        """The id behind an XML id. Raises Odoo's error for an unknown one."""
        module, _, name = xml_id.partition(".")
        found = self.find("ir.model.data", module=module, name=name)
        if not found:
            raise errors.value_error(f"External ID not found in the system: {xml_id}")
        return int((self.store.get("ir.model.data", found[0]) or {})["res_id"])

    def groups(self, uid: int | None = None) -> Collection[int]:
        """All groups of a user, the implied ones too."""
        return frozenset(self.value("res.users", self.uid if uid is None else uid, "all_group_ids"))

    def has_group(self, xml_id: str) -> bool:
        """Whether the user belongs to a group, by implication too."""
        return self.ref(xml_id) in self.groups()


def first(values: Sequence[int]) -> int | None:
    """The first of some ids, None without any."""
    return values[0] if values else None
