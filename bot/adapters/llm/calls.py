"""The look-ups as a model may call them: which arguments each takes, and a record of every result that it saw."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.adapters.llm.results import told
from bot.domain.advice import NoAdvice, See, Step
from bot.domain.lookups import ORDER_STATUSES, SPEND_BY, Result, Tools, Wanted

NAMES = {"type": "array", "items": {"type": "string"}}
NUMBER, TEXT, DAY = {"type": "number"}, {"type": "string"}, {"type": "string", "format": "date"}
ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "name": TEXT | {"description": "a reference like P00012"},
    "orders": NAMES | {"description": "references like P00012"},
    "vendors": NAMES,
    "products": NAMES | {"description": "names or codes"},
    "warehouse": TEXT,
    "person": TEXT | {"description": "a colleague's name, or me"},
    "status": {"enum": [*ORDER_STATUSES]},
    "date_from": DAY,
    "date_to": DAY,
    "min_amount": NUMBER,
    "max_amount": NUMBER,
    "by_amount": {"type": "boolean", "description": "the dearest first"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 100},
    "by": {"enum": [*SPEND_BY]},
}
LONGEST = 2000  # characters of one argument
PERIOD = ("date_from", "date_to")
TAKES: Mapping[str, tuple[str, ...]] = {
    "find_orders": (
        "orders", "vendors", "products", "warehouse", "person", "status", *PERIOD, "min_amount", "max_amount",
        "by_amount", "limit",
    ),
    "one_order": ("name",),
    "what_arrives": ("orders", "vendors", "products", "warehouse", "person", *PERIOD, "limit"),
    "what_arrived": ("orders", "vendors", "products", "warehouse", "person", *PERIOD, "limit"),
    "late_orders": ("vendors", "products", "warehouse", "person", *PERIOD, "limit"),
    "held_up": ("orders", "vendors", "products", "warehouse", "person", *PERIOD, "limit"),
    "vendor_performance": ("vendors", *PERIOD),
    "price_history": ("products", "vendors", *PERIOD, "limit"),
    "replenishment": ("products", "warehouse", "limit"),
    "spend": ("vendors", "products", "warehouse", "person", *PERIOD, "limit", "by"),
    "waiting_for_approval": ("orders", "vendors", "products", "person", "limit"),
    "find_bills": ("orders", "vendors", "products", "status", *PERIOD, "min_amount", "max_amount", "limit"),
    "vendor_contact": ("vendors", "products"),
    "vendor_messages": ("orders", "vendors", *PERIOD, "limit"),
}  # fmt: skip
ONLY = {"find_bills": {"status": {"enum": ["unpaid"]}}}  # what some tools take less of
WANTED = TypeAdapter(Wanted)


def schema_of(tool: str) -> dict[str, Any]:
    """The arguments of a tool as a model is told them, in few words: they are sent with every question."""
    properties = {name: ONLY.get(tool, {}).get(name, ARGUMENTS[name]) for name in TAKES[tool]}
    needed = {"required": ["name"]} if tool == "one_order" else {}
    return {"type": "object", "title": tool, "properties": properties, "additionalProperties": False} | needed


@dataclass
class Calls:
    """One run's look-ups. `see` is what the model may see of a result; what it saw is what it may speak of.

    `offered` are the look-ups that it is told of; all of them without any.
    """

    tools: Tools
    see: See
    step: Step
    offered: tuple[str, ...] = ()
    results: list[Result] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def names(self) -> list[str]:
        """The look-ups in an order that never changes: a provider may keep what requests have in common."""
        return sorted(set(self.offered) & set(TAKES)) or sorted(TAKES)

    def caller(self, tool: str) -> Callable[..., str]:
        """A function that looks up and tells the model."""

        def call(**given: Any) -> str:
            if self.over.is_set():  # nobody waits for this run any more
                raise NoAdvice("slow")
            try:
                checked = asked(tool, given)
            except ValueError as error:
                return f"Not looked up: {error}"
            self.step(_title(tool))
            result = self.see(self._looked_up(tool, checked))
            with self._guard:
                self.results.append(result)
            return told(result)

        return call

    def contract(self, tool: str) -> str:
        """What a tool says of itself: the docstring of the tool behind it."""
        return " ".join((getattr(self.tools, tool).__doc__ or _title(tool)).split())

    def _looked_up(self, tool: str, checked: dict[str, Any]) -> Result:
        if tool == "one_order":
            return self.tools.one_order(checked["name"])
        by = checked.pop("by", None)
        looked: Callable[..., Result] = getattr(self.tools, tool)
        wanted = WANTED.validate_python(checked)
        return looked(wanted, by) if by else looked(wanted)


def asked(tool: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a call, checked. Raises `ValueError` with words for the model.

    What a tool does not know is refused, for otherwise it would look up more than was meant.
    """
    taken = {name: value for name, value in given.items() if value not in (None, "", [])}
    strange = sorted(set(taken) - set(TAKES[tool]))
    if strange:
        raise ValueError(f"{tool} does not take {', '.join(strange)}; it takes {', '.join(TAKES[tool])}")
    if tool == "one_order" and not isinstance(taken.get("name"), str):
        raise ValueError("name is missing: a reference like P00012")
    for name, schema in schema_of(tool)["properties"].items():
        if name in taken:
            _fit(name, taken[name], schema)
    if tool != "one_order":
        try:
            WANTED.validate_python({name: value for name, value in taken.items() if name != "by"})
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return taken


def _fit(name: str, value: Any, schema: Mapping[str, Any]) -> None:
    """Raise `ValueError` for what the schema forbids and the record of arguments would take."""
    if "enum" in schema and value not in schema["enum"]:
        raise ValueError(f"{name} must be one of {', '.join(schema['enum'])}")
    if "maximum" in schema and not (isinstance(value, int) and schema["minimum"] <= value <= schema["maximum"]):
        raise ValueError(f"{name} must be a whole number from {schema['minimum']} to {schema['maximum']}")
    if len(str(value)) > LONGEST:
        raise ValueError(f"{name} is too long")


def _title(tool: str) -> str:
    return tool.replace("_", " ").capitalize()
