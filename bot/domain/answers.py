"""What is answered: prose, rows drawn by code, choices to ask back with, and where each figure comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.questions import Plan


@dataclass(frozen=True)
class Table:
    """Rows as people see them. `order_ids` holds, for each row, the order to link to; None where there is none.

    `common` is what all rows have in common: a column and its value, said once above them.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    order_ids: tuple[int | None, ...] = ()
    left_out: int = 0
    common: tuple[tuple[str, str], ...] = ()

    @property
    def caption(self) -> str:
        """The title, with what holds for all rows: "Still to come · vendor Acme"."""
        return " · ".join([self.title, *(f"{column.lower()} {value}" for column, value in self.common)])


@dataclass(frozen=True)
class Source:
    """One look-up that an answer rests on."""

    tool: str
    asked: tuple[tuple[str, str], ...]
    total: int
    shown: int
    as_of: datetime

    def as_json(self) -> dict[str, object]:
        """The look-up as `ask --json` shows it."""
        return {
            "tool": self.tool,
            "asked": dict(self.asked),
            "total": self.total,
            "shown": self.shown,
            "as_of": self.as_of.isoformat(timespec="seconds"),
        }


@dataclass(frozen=True)
class Answer:
    """An answer. `dropped` holds what the number guard found unsupported in prose that was not shown."""

    plan: Plan
    text: str
    tables: tuple[Table, ...] = ()
    choices: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    dropped: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The answer as `ask --json` and `--batch` print it."""
        rows = [dict((*t.common, *zip(t.columns, row, strict=True))) for t in self.tables for row in t.rows]
        return self.plan.as_json() | {
            "text": self.text,
            "rows": rows,
            "left_out": sum(table.left_out for table in self.tables),
            "choices": list(self.choices),
            "sources": [source.as_json() for source in self.sources],
        }
