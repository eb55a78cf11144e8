"""Results as a model reads them: compact, bounded, and with what outsiders wrote marked as theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.lookups import MessageRow, Outcome, Result
from bot.domain.words import NOT_SHOWN

MOST_ROWS = 25
LONGEST_MESSAGE = 600
LONGEST = 9_000  # characters of one result
LEFT_OUT = frozenset({"id", "order_id"})


def told(result: Result) -> str:
    """One result as JSON in one line: rows as a table whose columns are named once; ids stay with us."""
    shown: dict[str, Any] = {"outcome": result.outcome.value, "as_of": result.as_of.isoformat(timespec="minutes")}
    if result.outcome in {Outcome.FOUND, Outcome.NOTHING}:
        shown["rows_in_all"] = result.total
    for name, value in (
        ("unknown", result.unknown),
        ("nearest", result.nearest),
        ("notes", result.notes),
        ("figures", result.figures),
    ):
        if value:
            shown[name] = _plain(value)
    for most in (MOST_ROWS, 12, 5, 2):
        rows = result.rows[:most]
        given = shown | ({"rows": _plain(rows)} if rows else {})
        if result.total > len(rows) and rows:
            given["rows_given"] = len(rows)
        text = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
        if len(text) <= LONGEST:
            return text
    return json.dumps(shown | {"rows_given": 0}, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """A value for JSON. Rows of one kind become columns and rows; what is empty is left out."""
    if isinstance(value, Decimal):
        return NOT_SHOWN if value.is_nan() else _number(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, MessageRow):
        return {
            "order": value.order,
            "date": value.date.isoformat(),
            "author": value.author,
            "text": quoted(value.text),
        }
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return _table(value) if len(value) > 1 and _one_kind(value) else [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(held) for name, held in _held(value)}
    return value


def quoted(text: str) -> str:
    """What somebody outside wrote, between marks that their own text cannot hold."""
    return f"«{text.replace('«', '‹').replace('»', '›')[:LONGEST_MESSAGE]}»"


def _one_kind(values: Any) -> bool:
    kinds = {type(each) for each in values}
    return len(kinds) == 1 and is_dataclass(values[0]) and not isinstance(values[0], MessageRow)


def _table(values: Any) -> dict[str, Any]:
    filled = [dict(_held(value)) for value in values]
    columns = list(dict.fromkeys(name for row in filled for name in row))
    return {"columns": columns, "rows": [[_plain(row.get(name)) for name in columns] for row in filled]}


def _held(value: Any) -> list[tuple[str, Any]]:
    every = [(each.name, getattr(value, each.name)) for each in fields(value) if each.name not in LEFT_OUT]
    return [(name, held) for name, held in every if held not in (None, "", (), False)]


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
