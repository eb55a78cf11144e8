"""Made-up working weeks and timetables, so that a test states only what matters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from bot.domain.intervals import Interval
from bot.domain.working_time import Absence, Timetable
from bot.domain.working_week import Shift, WorkingWeek

EIGHT_HOURS = (("08:00", "12:00"), ("13:00", "17:00"))


def minutes(text: str) -> int:
    """`08:30` in minutes after midnight."""
    hour, minute = map(int, text.split(":"))
    return hour * 60 + minute


def shifts(
    weekdays: Iterable[int] = range(5), hours: Iterable[tuple[str, str]] = EIGHT_HOURS, week: int | None = None
) -> tuple[Shift, ...]:
    """The same hours on several weekdays."""
    hours = tuple(hours)
    return tuple(Shift(day, minutes(start), minutes(end), week) for day in weekdays for start, end in hours)


def make_week(
    zone: str = "Europe/Berlin",
    made_of: tuple[Shift, ...] = (),
    closed: tuple[Interval, ...] = (),
    closed_days: Iterable[date] = (),
) -> WorkingWeek:
    """Monday to Friday, eight hours, in Berlin."""
    return WorkingWeek(zone, made_of or shifts(), closed, frozenset(closed_days))


def make_timetable(
    week: WorkingWeek | None = None,
    absences: Iterable[Absence] = (),
    quiet: Iterable[Interval] = (),
    user_id: int = 6,
) -> Timetable:
    """Somebody's timetable over a week."""
    week = week or make_week()
    return Timetable(user_id, week.zone, week.day, "made up", week, tuple(absences), tuple(quiet))


def utc(text: str) -> datetime:
    """`2026-11-23 09:00` as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def away(start: str, until: str, deputy: int | None = None, source: str = "made up") -> Absence:
    """An absence between two moments in UTC."""
    return Absence(utc(start), utc(until), source, deputy)


def hours(number: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=number)
