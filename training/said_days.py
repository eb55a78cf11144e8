"""Ways to write and to promise a day, in the languages of our suppliers: every phrase with every way of writing.

`said_days_in/<language>.txt` holds the tables. A phrase has slots for days: `{at}` one that is promised, `{at-}` one
that it replaces or that was asked for, `{at?}` one to come that is about something else, `{at<}` one that is past. The
name is the grammatical case, `on ...`, `to ...`; its lines tell how a day, a week or an end of a month is put into it.
"""

from __future__ import annotations

import calendar
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.domain.triage import MailClass

FOLDER = Path(__file__).parent / "said_days_in"
TODAY = date(2026, 4, 7)
PROMISED, REPLACED, OTHER, PAST = "", "-", "?", "<"
SLOT = re.compile(r"\{(at|by|to|from|as|day)([-?<]?)\}")
UNIT = re.compile(r"\{(day|week|end|mid)\}")
# How far from today the days of each role are, so that no two of a sentence are the same.
AHEAD = {PROMISED: 58, REPLACED: 23, OTHER: 36, PAST: -12}


@dataclass(frozen=True)
class Said:
    """A text with the days that it promises and those that it calls off or that are about something else."""

    language: str
    label: MailClass
    kind: str
    phrase: str
    text: str
    promised: frozenset[date]
    others: frozenset[date]


@dataclass(frozen=True)
class Language:
    """The tables of a language."""

    name: str
    words: dict[str, list[str]]
    lists: dict[str, list[str]]

    def written(self, unit: str, day: date) -> Iterator[tuple[str, date]]:
        """Every way to write a day, a week or a part of a month near `day`, with the day that it means."""
        if unit == "week":
            meant = day + timedelta(days=4 - day.weekday())
        elif unit == "end":
            meant = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        elif unit == "mid":
            meant = day.replace(day=15)
        else:
            meant = day
        for pattern in self.lists[unit]:
            if "{short}." in pattern and self._filled("{short}", meant) == self._filled("{month}", meant):
                continue  # "May" has nothing to cut short
            yield self._filled(pattern, meant), meant

    def _filled(self, pattern: str, day: date) -> str:
        words = {name: self.words[name] for name in self.words}
        number = day.month - 1
        short = words.get("short", words["months"])[number]
        short_days = words.get("shortdays", words["weekdays"])
        values = {
            "d": str(day.day), "dd": f"{day:%d}", "m": str(day.month), "mm": f"{day:%m}", "yyyy": f"{day:%Y}",
            "yy": f"{day:%y}", "w": str(day.isocalendar().week), "th": _ordinal(day.day),
            "month": words["months"][number], "short": short, "SHORT": short.upper(),
            "weekday": [*words["weekdays"], "?", "?"][day.weekday()],
            "shortday": [*short_days, "?", "?"][day.weekday()],
        }  # fmt: skip
        return re.sub(r"\{(\w+)\}", lambda hit: values[hit[1]], pattern)


def languages() -> list[Language]:
    """All tables. Raises `ValueError` naming file and line where one is malformed."""
    return [_read(path) for path in sorted(FOLDER.glob("*.txt"))]


def said(language: Language, every: int = 1) -> Iterator[Said]:
    """Every phrase of a language with every way of writing the promised day; the other days of it take turns.

    With `every` the ways take turns too: so many phrases share one round of them.
    """
    turns = itertools.count()
    for kind in ("promise", "moved", "beside", "nothing"):
        for line in language.lists[kind]:
            phrase, _, label = line.partition("@")
            yield from _each(language, kind, phrase.replace("\\n", "\n"), MailClass(label or "delay"), turns, every)


def _each(
    language: Language, kind: str, phrase: str, label: MailClass, turns: Iterator[int], every: int
) -> Iterator[Said]:
    slots = list(SLOT.finditer(phrase))
    first = next((n for n, slot in enumerate(slots) if slot[2] == PROMISED), 0)
    options = [list(_options(language, slot[1], _day(slot[2], n))) for n, slot in enumerate(slots)]
    for chosen in options[first]:
        turn = next(turns)
        if turn % every:
            continue
        taken = [option[turn * 7 % len(option)] for option in options]
        taken[first] = chosen
        text, days = phrase, []
        for slot, (words, day) in zip(slots, taken, strict=True):
            text = text.replace(slot[0], words, 1)
            days.append((slot[2], day))
        promised = frozenset(day for role, day in days if role == PROMISED)
        others = frozenset(day for role, day in days if role != PROMISED)
        if promised & others:
            continue
        yield Said(language.name, label, kind, phrase, text.replace("{po}", "P00036"), promised, others)


def _day(role: str, number: int) -> date:
    """A working day, whose week and month differ from those of the other roles."""
    day = TODAY + timedelta(days=AHEAD[role] + 3 * number)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _options(language: Language, case: str, day: date) -> Iterator[tuple[str, date]]:
    for pattern in ["{day}"] if case == "day" else language.lists[case]:
        for unit in UNIT.findall(pattern):
            for words, meant in language.written(unit, day):
                yield pattern.replace(f"{{{unit}}}", words), meant


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _read(path: Path) -> Language:
    words: dict[str, list[str]] = {}
    lists: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            current = lists.setdefault(heading[1], [])
        elif current is not None:
            current.append(line)
        elif ": " in line:
            name, _, some = line.partition(": ")
            words[name] = some.split()
        else:
            raise ValueError(f"{path.name}:{number}: neither a heading nor a list of words")
    return Language(path.stem, words, lists)
