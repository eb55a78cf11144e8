"""Where working time is known from: Odoo's calendars, the policy's hours, public holidays, Slack, our own records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.intervals import Interval
from bot.domain.working_time import Absence
from bot.domain.working_week import Shift, WorkingWeek

NINE_TO_FIVE = tuple(Shift(weekday, 9 * 60, 17 * 60) for weekday in range(5))


@dataclass(frozen=True)
class OfficeHours:
    """The policy's working hours, in everybody's own time zone, for people whose hours Odoo does not know.

    `holidays` is a country such as `DE`, with a subdivision such as `DE-BY`; None for that of the
    person's company in Odoo, empty for none. `closed` are dates on which the company is closed.
    """

    shifts: tuple[Shift, ...] = NINE_TO_FIVE
    holidays: str | None = None
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Schedule:
    """What Odoo says of a user's time.

    `zone` is the employee's, else the user's, empty when there is none. `week` is None where Odoo
    knows no hours; `problem` then says why. `absences` is approved leave; `country` that of their company.
    """

    user_id: int
    zone: str = ""
    calendar: str = ""
    week: WorkingWeek | None = None
    absences: tuple[Absence, ...] = ()
    country: str = ""
    problem: str = ""


class Schedules(Protocol):
    """People's working hours and leave in the company's own system."""

    def of(self, user_ids: Collection[int], since: datetime) -> Mapping[int, Schedule]:
        """What is known of these users' time from `since` on; users that do not exist are left out.

        Four list reads at most, whatever the number of people. Raises the errors of Odoo.
        """
        ...


class PublicHolidays(Protocol):
    """Public holidays by country."""

    def knows(self, place: str) -> bool:
        """Whether there are holidays for a country (`DE`) or a part of one (`DE-BY`)."""
        ...

    def days(self, place: str, first: int, last: int) -> frozenset[date]:
        """The public holidays of the years `first` to `last`; none for a place that is not known."""
        ...


@dataclass(frozen=True)
class Presence:
    """What Slack says of a person's time: their zone, a status that means away, and do-not-disturb.

    `away_until` is None when no such status is set, or for as long as it stays when it has no end
    (`away` then is true). `quiet` is the next or present stretch of do-not-disturb.
    """

    zone: str = ""
    away: bool = False
    away_until: datetime | None = None
    quiet: tuple[Interval, ...] = ()


class Presences(Protocol):
    """Status and do-not-disturb of Slack members."""

    def of(self, slack_id: str) -> Presence:
        """What Slack says now. Raises `SlackError`."""
        ...


@dataclass(frozen=True)
class Away:
    """Somebody told us that they are away: from `start` to before `until`, and who stands in.

    `user_id` and `deputy` are Odoo users.
    """

    user_id: int
    start: datetime
    until: datetime
    deputy: int | None = None


class Absences(Protocol):
    """The absences that people told us of. Those that are over stay: time away never counts as working time."""

    def put(self, away: Away, at: datetime) -> None:
        """Record one at `at`, in place of what is in force or to come for this user."""
        ...

    def end(self, user_id: int, at: datetime) -> None:
        """End what is in force for this user, and drop what is to come."""
        ...

    def since(self, user_ids: Collection[int], moment: datetime) -> Mapping[int, Sequence[Away]]:
        """The absences of these users that were not over at a moment, by user, in the order of their beginning."""
        ...

    def current(self, at: datetime, user_ids: Collection[int] | None = None) -> Mapping[int, Away]:
        """What is in force or still to come at `at`, by user; of these users, or of everybody."""
        ...
