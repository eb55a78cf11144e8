"""When somebody's working day begins: the time for one list of all that waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.working_time import Timetable

REST = timedelta(hours=4)  # a lunch break does not end a working day
AHEAD = timedelta(days=45)  # leave longer than this is looked at again


@dataclass(frozen=True)
class Morning:
    """When somebody's next digest is due, and when they had the last one."""

    user_id: int
    due_at: datetime
    version: int = 1
    last_at: datetime | None = None


def next_start(timetable: Timetable, after: datetime) -> datetime:
    """The next moment after `after` at which they begin to work, having rested; night shifts begin in the evening.

    Where there is none within some weeks, the end of that time.
    """
    before = after - timedelta(days=1)
    ended = before
    for hours in timetable.intervals(before, after + AHEAD):
        if hours.start > after and hours.start - ended >= REST:
            return timetable.next_working(hours.start)
        ended = hours.end
    return after + AHEAD
