"""A day named in a text, and which day of the calendar it is where year or month are left to the reader."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

Day = date  # `Mention.date` hides the type inside its class


@dataclass(frozen=True)
class Mention:
    """A day named in a text: where, whether roughly, and the other reading of `03/04`."""

    start: int
    end: int
    date: date
    approx: bool = False
    alternative: Day | None = None
    relative: bool = False
    bare_month: bool = False
    bare_day: bool = False


def made(hit: re.Match[str], day: date | None, *, approx: bool = False, alternative: date | None = None,
         relative: bool = False) -> Iterator[Mention]:  # fmt: skip
    """The mention of a day at the place of the words found; none where there is no such day."""
    if day is not None:
        yield Mention(hit.start(), hit.end(), day, approx, alternative, relative)


def friday(year: int, week: int) -> date | None:
    """The Friday of an ISO week; None where the year has no such week."""
    try:
        return date.fromisocalendar(year, week, 5)
    except ValueError:
        return None


def exactly(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(written: str | None) -> int | None:
    """`26` and `'26` as 2026; None where nothing is written."""
    if not written:
        return None
    year = int(written.lstrip("'"))
    return year + 2000 if year < 100 else year


def near(day: int, month: int, today: date, year: int | None) -> date | None:
    """The day in its year; where none is written, the one from two months ago to ten months ahead."""
    if year is not None:
        return exactly(year, month, day) if today.year - 3 <= year <= today.year + 5 else None
    options = [exactly(y, month, day) for y in (today.year - 1, today.year, today.year + 1)]
    close = [found for found in options if found and timedelta(days=-75) <= found - today <= timedelta(days=300)]
    return close[0] if close else next((found for found in options if found and found >= today), None)


def last_of(month: int, today: date, year: int | None) -> date:
    """The last day of a month, of this year unless that is long over."""
    if year is None:
        year = today.year + (1 if month < today.month - 2 else 0)
    return date(year, month, calendar.monthrange(year, month)[1])


def next_such(day: int, today: date, weekday: int | None) -> date | None:
    """`the 16th`: this month or the next; a weekday beside it decides."""
    options = []
    for ahead in range(4):
        month = (today.month - 1 + ahead) % 12 + 1
        found = exactly(today.year + (today.month - 1 + ahead) // 12, month, day)
        if found and found >= today - timedelta(days=10):
            options.append(found)
    if weekday is not None:
        return next((found for found in options if found.weekday() == weekday), options[0] if options else None)
    return options[0] if options else None


def working_days(today: date, count: int) -> date:
    """So many days ahead, Saturdays and Sundays left out."""
    day = today
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
