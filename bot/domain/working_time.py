"""Somebody's working time: when they work, when they are away, and arithmetic with both.

For whoever sends to people: `timetable.next_working(now) == now` (the same as `working(now)`) says that
they may be told now; `after(start, duration)` says when a step is due, and a due moment may lie outside
their hours (four hours are over at 17:00 sharp), so ask `next_working(due)` for when to send.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.domain.durations import Duration
from bot.domain.errors import BotError
from bot.domain.intervals import Interval, clipped, joined, without

__all__ = ["Absence", "Duration", "Hours", "Interval", "NoWorkingTime", "Timetable", "Timetables"]

_STEP = timedelta(days=28)
_SOON = timedelta(days=2)  # most of what is looked for lies in it, and a short look is a quick one
_FURTHEST = timedelta(days=5 * 366)


class NoWorkingTime(BotError):
    """Somebody has no working time within five years. `Timetables` never gives such a timetable out."""


@dataclass(frozen=True)
class Absence:
    """Somebody is away from `start` to before `until`. `source` says how we know, as said to people.

    `deputy` is the Odoo user who stands in, where one was named. No reason: why is nobody's business.
    """

    start: datetime
    until: datetime
    source: str
    deputy: int | None = None

    @property
    def interval(self) -> Interval:
        """The time away."""
        return Interval(self.start, self.until)


class Hours(Protocol):
    """Working hours that can be had for any time."""

    def between(self, start: datetime, end: datetime) -> list[Interval]:
        """The working hours from `start` to `end`: disjoint, ascending, public holidays already taken out."""
        ...


@dataclass(frozen=True)
class Timetable:
    """One person's working time.

    `user_id` is the Odoo user, `zone` their IANA time zone, `day` the length of one working day, and
    `source` whose calendar this is, as said to people ("Odoo: Standard 40 hours/week"). Time away does
    not count as working time. `quiet` (do-not-disturb) counts, but nobody is told anything in it.
    """

    user_id: int
    zone: str
    day: timedelta
    source: str
    hours: Hours
    absences: tuple[Absence, ...] = ()
    quiet: tuple[Interval, ...] = ()

    def intervals(self, start: datetime, end: datetime) -> list[Interval]:
        """When they work between two moments, time away taken out; disjoint and ascending."""
        if start >= end:
            return []
        away = clipped((absence.interval for absence in self.absences), start, end)
        return without(self.hours.between(start, end), joined(away))

    def working(self, at: datetime) -> bool:
        """Whether they are at work at this moment, neither away nor to be left in quiet."""
        return self.next_working(at) == at

    def next_working(self, at: datetime) -> datetime:
        """The first moment at or after `at` when they work and may be told something. Raises `NoWorkingTime`."""
        at = at.astimezone(UTC)
        quiet = joined(self.quiet)
        start, step = at, _SOON
        while start - at < _FURTHEST:
            start = max([start, *(absence.until for absence in self.absences if start in absence.interval)])
            if start - at >= _FURTHEST:
                break
            told = without(self.intervals(start, start + step), quiet)
            if told:
                return told[0].start
            start, step = start + step, _STEP
        raise self._never()

    def add(self, at: datetime, working: timedelta) -> datetime:
        """The earliest moment by which they have worked this long since `at`. Raises `NoWorkingTime`.

        It may be the very end of a working day. `working` is not negative; zero gives `at`.
        """
        at = at.astimezone(UTC)
        if working < timedelta(0):
            raise ValueError(f"working time is not negative, got {working}")
        if not working:
            return at
        start, left, step = at, working, _SOON
        while start - at < _FURTHEST:
            for one in self.intervals(start, start + step):
                if one.length >= left:
                    return one.start + left
                left -= one.length
            start, step = start + step, _STEP
        raise self._never()

    def after(self, at: datetime, duration: Duration, pauses: Sequence[Interval] = ()) -> datetime:
        """When a duration that begins at `at` is over, in their working time or by the clock.

        `pauses`, disjoint and ascending, count as no time at all.
        """
        length = duration.length(self.day)
        if not duration.clock:
            still = tuple(Absence(pause.start, pause.end, "paused") for pause in pauses if pause.end > at)
            return (replace(self, absences=(*self.absences, *still)) if still else self).add(at, length)
        due = at.astimezone(UTC) + length
        for pause in pauses:
            if pause.end > at and pause.start < due:
                due += pause.end - max(pause.start, at)
        return due

    def between(self, a: datetime, b: datetime) -> timedelta:
        """How long they worked from `a` to `b`; zero when `b` is not later."""
        return sum((one.length for one in self.intervals(a.astimezone(UTC), b.astimezone(UTC))), timedelta(0))

    def away(self, at: datetime) -> Absence | None:
        """The absence they are in at this moment: one with a deputy, if there is one, else the one that ends last.

        Outside their hours also the one they will be in when their hours begin next: who leaves for two
        weeks tomorrow morning is away tonight, as far as a request is concerned.
        """
        at = at.astimezone(UTC)
        return self._absence(at) or self._absence_next(at)

    def _absence(self, at: datetime) -> Absence | None:
        found = [absence for absence in self.absences if at in absence.interval]
        return max(found, key=lambda absence: (absence.deputy is not None, absence.until), default=None)

    def _absence_next(self, at: datetime) -> Absence | None:
        if not self.absences:
            return None
        coming = self.hours.between(at, at + _SOON) or self.hours.between(at, at + _STEP)
        return self._absence(coming[0].start) if coming else None

    def _never(self) -> NoWorkingTime:
        return NoWorkingTime(f"user {self.user_id} has no working time within five years ({self.source})")


class Timetables(Protocol):
    """The working time of people."""

    def of(self, user_ids: Collection[int], at: datetime) -> Mapping[int, Timetable]:
        """The timetables of these Odoo users, every one of them, good for the months around `at`.

        Whatever is not known of somebody falls back, and `source` says to what. Answers are some minutes
        old at most. A handful of calls whatever the number of people. Raises nothing when Odoo or Slack
        is away: the last answer, or the fallback, does.
        """
        ...
