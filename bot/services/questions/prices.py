"""Takes amounts out of results, for answers in channels where the policy shows none.

It is done before anything is said: what is not in a result cannot stand in an answer, whoever words it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from bot.domain.lookups import MessageRow, Result
from bot.domain.words import HIDDEN, NOT_SHOWN

SAID = "Amounts are not shown in this channel; ask me in a direct message"
AMOUNTS = frozenset({"amount", "unit_price", "total", "open", "price"})
COUNTS = frozenset({"lines", "lines open", "orders"})


def without_prices(results: Sequence[Result]) -> list[Result]:
    """The same results without amounts, without figures worked out from amounts, and without vendors' own words."""
    return [_hidden(result) for result in results]


def _hidden(result: Result) -> Result:
    rows = tuple(_bare(row) for row in result.rows)
    figures = {name: value for name, value in result.figures.items() if name in COUNTS}
    if rows == result.rows and len(figures) == len(result.figures):
        return result
    return replace(result, rows=rows, figures=figures, notes=(*result.notes, SAID))


def _bare(value: Any) -> Any:
    """A row without amounts, and what it holds too."""
    if isinstance(value, MessageRow):
        return replace(value, text=NOT_SHOWN)
    if isinstance(value, tuple):
        return tuple(_bare(each) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    for each in fields(value):
        held = getattr(value, each.name)
        if isinstance(held, Decimal) and each.name in AMOUNTS:
            changed[each.name] = HIDDEN
        elif isinstance(held, tuple) or is_dataclass(held):
            changed[each.name] = _bare(held)
    return replace(value, **changed) if changed else value
