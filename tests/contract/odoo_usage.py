"""What the bot asks of Odoo, boiled down to what a contract can cover: methods, fields, conditions, arguments."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.odoo import OdooClient

BOT = str(Path(__file__).resolve().parents[2] / "bot")
_BY_PLACE = {
    "search": ("domain",),
    "search_read": ("domain", "fields"),
    "search_count": ("domain",),
    "web_search_read": ("domain", "specification"),
    "formatted_read_group": ("domain", "groupby", "aggregates"),
    "create": ("vals",),
    "read": ("ids", "fields"),
    "web_read": ("ids", "specification"),
}
_OF_A_RECORD = ("ids", "vals")

# During one run of pytest: what the bot asked at all, and in which case of the contract.
ASKED: set[str] = set()
COVERED: dict[object, set[str]] = {}
_PATCH = pytest.MonkeyPatch()
_WATCH: list[Iterator[None]] = []


def usage(model: str, method: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> set[str]:
    """One line for each thing that the call relies on."""
    called = f"{model}.{method}"
    places = _BY_PLACE.get(method, _OF_A_RECORD)
    given: dict[str, Any] = {**dict(zip(places, args, strict=False)), **kwargs}
    found = {called} | {f"{called} with {name}" for name in given if name != "ids"}
    found |= {f"{called} under {key}" for key in given.get("context") or ()}
    found |= {f"{called} reads {name}" for name in given.get("fields") or ()}
    found |= {f"{called} reads {path}" for path in _paths(given.get("specification") or {})}
    found |= {f"{called} where {leaf}" for leaf in _leaves(given.get("domain") or ())}
    found |= {f"{called} by {name}" for name in (*(given.get("groupby") or ()), *(given.get("aggregates") or ()))}
    if given.get("order"):
        found.add(f"{called} sorted by {given['order']}")
    values = given.get("vals")
    for row in values if isinstance(values, list) else [values]:
        found |= {f"{called} writes {name}" for name in row or ()} if isinstance(row, Mapping) else set()
    return found


def _paths(specification: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, wanted in specification.items():
        yield before + name
        yield from _paths((wanted or {}).get("fields") or {}, f"{before}{name}.")


def _leaves(domain: Sequence[Any]) -> Iterator[str]:
    for item in domain:
        yield item if isinstance(item, str) else f"{item[0]} {item[1]}"


def watched(patch: pytest.MonkeyPatch, into: set[str]) -> Iterator[None]:
    """Until it is continued, collect what code of the bot (not of a test) asks of Odoo."""
    real = OdooClient.call

    def call(self: OdooClient, model: str, method: str, args: Sequence[Any] = (), *rest: Any, **more: Any) -> Any:
        if sys._getframe(1).f_code.co_filename.startswith(BOT):
            kwargs = rest[0] if rest else more.get("kwargs")
            into.update(usage(model, method, args, kwargs or {}))
        return real(self, model, method, args, *rest, **more)

    with patch.context() as patched:
        patched.setattr(OdooClient, "call", call)
        yield


recorded = contextmanager(watched)


def watch() -> None:
    """From here on note in `ASKED` what the bot asks."""
    if not _WATCH:
        _WATCH.append(watched(_PATCH, ASKED))
        next(_WATCH[0])


def unwatch() -> bool:
    """Note nothing more; whether there was a watch."""
    watching = bool(_WATCH)
    while _WATCH:
        next(_WATCH.pop(), None)
    return watching
