"""Working hours that repeat every week, or every two, in one time zone, and the days on which nobody works."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.intervals import Interval, clipped, joined, without

_CHUNK = timedelta(days=28)
_FIRST = datetime(1970, 1, 5, tzinfo=UTC)
_DAY = 24 * 60


@dataclass(frozen=True)
class Shift:
    """Hours on one day of the week: Monday is 0; `start` and `end` are minutes after local midnight, at most 1440.

    `week` is 0 or 1 where two weeks alternate, counted as Odoo counts them (`week_of`), else None.
    """

    weekday: int
    start: int
    end: int
    week: int | None = None

    def __post_init__(self) -> None:
        if not (0 <= self.weekday <= 6 and 0 <= self.start < self.end <= _DAY):
            raise ValueError(f"not a shift: day {self.weekday}, minute {self.start} to {self.end}")


@dataclass(frozen=True)
class WorkingWeek:
    """Generates working hours for any time: the shifts in local time, without what is closed.

    `closed` are instants, `closed_days` local dates. Each end of a shift is turned into UTC on its
    own day, so that a day on which the clocks change has the hours that people really work.
    """

    zone: str
    shifts: tuple[Shift, ...]
    closed: tuple[Interval, ...] = ()
    closed_days: frozenset[date] = frozenset()
    _chunks: dict[int, tuple[Interval, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def empty(self) -> bool:
        """Whether there are no working hours at all."""
        return not self.shifts

    @property
    def day(self) -> timedelta:
        """The most usual length of a working day (the longer of two equally usual ones); zero without hours."""
        minutes: Counter[tuple[int | None, int]] = Counter()
        for shift in self.shifts:
            minutes[shift.week, shift.weekday] += shift.end - shift.start
        usual = Counter(minutes.values()).items()
        return timedelta(minutes=max(usual, key=lambda item: (item[1], item[0]))[0] if usual else 0)

    def between(self, start: datetime, end: datetime) -> list[Interval]:
        """The working hours from `start` to `end`, disjoint and ascending, whatever closes already taken out."""
        first, last = (start - _FIRST) // _CHUNK, (end - _FIRST) // _CHUNK
        found: list[Interval] = []
        for number in range(first, last + 1):
            chunk = self._chunk(number)
            low = bisect_right(chunk, start, key=lambda one: one.end)
            high = bisect_left(chunk, end, low, key=lambda one: one.start)
            found += clipped(chunk[low:high], start, end)
        return joined(found)

    def _chunk(self, number: int) -> tuple[Interval, ...]:
        if number not in self._chunks:
            start = _FIRST + number * _CHUNK
            hours = joined(self._generated(start, start + _CHUNK))
            open_hours = without(hours, joined(clipped(self.closed, start, start + _CHUNK)))
            self._chunks[number] = tuple(clipped(open_hours, start, start + _CHUNK))
        return self._chunks[number]

    def _generated(self, start: datetime, end: datetime) -> Iterator[Interval]:
        zone = ZoneInfo(self.zone)
        first, last = start.toordinal() - 1, end.toordinal()  # west of Greenwich it is still yesterday
        for day in map(date.fromordinal, range(first, last + 1)):
            weekday, week = day.weekday(), week_of(day)
            for shift in self.shifts:
                if shift.weekday == weekday and shift.week in (None, week) and day not in self.closed_days:
                    begin, finish = _utc(day, shift.start, zone), _utc(day, shift.end, zone)
                    if begin < finish and begin.astimezone(zone).date() == day:  # the date line took whole days away
                        yield Interval(begin, finish)


def known_zone(name: str) -> bool:
    """Whether this is the IANA name of a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def week_of(day: date) -> int:
    """Which of two alternating weeks a date is in: whole weeks since the year 1, odd or even, as Odoo counts."""
    return (day.toordinal() - 1) // 7 % 2


def _utc(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """A local time in UTC. An hour that comes twice means its second coming, as in Odoo; one that is skipped, later."""
    local = datetime.combine(day + timedelta(days=minute // _DAY), time(minute % _DAY // 60, minute % 60), zone)
    once, twice = local.utcoffset(), local.replace(fold=1).utcoffset()
    if once is not None and twice is not None and twice < once:
        local = local.replace(fold=1)
    return local.astimezone(UTC)
