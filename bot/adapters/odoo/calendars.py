"""Working hours, public holidays and approved leave as Odoo has them: the rules give Odoo's own work intervals.

Attendances count in the employee's time zone, not the calendar's, as Odoo plans and grants leave.
Public holidays are instants, also as in Odoo: one that was entered in New York covers 13:00 to 13:00
in Singapore.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.values import Moment, Named, NameRow, Row, Text, stamp
from bot.domain.calendars import Schedule, Schedules
from bot.domain.errors import OdooInvalid
from bot.domain.intervals import Interval
from bot.domain.working_time import Absence
from bot.domain.working_week import Shift, WorkingWeek, known_zone

LEAVE = "Odoo Time Off"
NO_HR = "Employees is not installed in Odoo"

_ID: dict[str, Any] = {"fields": {}}
_ATTENDANCE: dict[str, Any] = {
    "fields": {"dayofweek": {}, "hour_from": {}, "hour_to": {}, "day_period": {}, "week_type": {}, "display_type": {}}
}
_CALENDAR: dict[str, Any] = {
    "name": {},
    "flexible_hours": {},
    "two_weeks_calendar": {},
    "attendance_ids": _ATTENDANCE,
}
_EMPLOYEE: dict[str, Any] = {
    "user_id": _ID,
    "company_id": _ID,
    "resource_id": _ID,
    "resource_calendar_id": _ID,
    "tz": {},
}
_COUNTRY: dict[str, Any] = {"country_id": {"fields": {"code": {}}}}


class UserRow(Row):
    """A user's zone and main company."""

    id: int
    tz: Text
    company_id: Named


class EmployeeRow(Row):
    """An employee; `resource_calendar_id` is empty for people without fixed hours."""

    id: int
    user_id: NameRow
    company_id: NameRow | None
    resource_id: NameRow
    resource_calendar_id: NameRow | None
    tz: Text


class CountryRow(Row):
    """A country by its two letters."""

    code: Text


class CompanyRow(Row):
    """A company, its country and its usual working hours."""

    id: int
    country_id: CountryRow | None
    resource_calendar_id: NameRow | None = None


class AttendanceRow(Row):
    """Hours of one weekday; `week_type` where two weeks alternate, `display_type` on headings."""

    dayofweek: int
    hour_from: float
    hour_to: float
    day_period: Text
    week_type: int | None
    display_type: Text


class CalendarRow(Row):
    """Working hours with a name."""

    id: int
    name: Text
    flexible_hours: bool = False
    two_weeks_calendar: bool = False
    attendance_ids: tuple[AttendanceRow, ...]

    def shifts(self) -> tuple[Shift, ...]:
        """The hours, without breaks and headings; none for flexible hours."""
        rows = () if self.flexible_hours else self.attendance_ids
        return tuple(
            Shift(row.dayofweek, round(row.hour_from * 60), round(row.hour_to * 60), self._week(row))
            for row in rows
            if row.day_period != "lunch"
            and not row.display_type
            and round(row.hour_from * 60) < round(row.hour_to * 60)
        )

    def _week(self, row: AttendanceRow) -> int | None:
        return (row.week_type or 0) if self.two_weeks_calendar else None


class LeaveRow(Row):
    """Time in which somebody, or everybody, does not work. Only approved leave has such a row."""

    resource_id: Named | None
    calendar_id: Named | None
    company_id: Named | None
    date_from: Moment
    date_to: Moment

    def concerns(self, calendar: int | None) -> bool:
        """Whether it counts for people of this calendar."""
        return self.calendar_id is None or self.calendar_id.id == calendar


@dataclass(frozen=True)
class _Job:
    """One user as an employee, or as no more than a user of a company."""

    user: UserRow
    employee: EmployeeRow | None
    resources: frozenset[int]
    company: CompanyRow | None
    calendar: int | None

    @property
    def zone(self) -> str:
        return (self.employee.tz if self.employee else "") or self.user.tz


class OdooCalendars(Schedules):
    """Reads calendars in five list reads at most, two where Employees is not installed."""

    def __init__(self, client: OdooClient) -> None:
        self._client = client

    def of(self, user_ids: Collection[int], since: datetime) -> Mapping[int, Schedule]:
        """What Odoo says of these users' time from `since` on. Raises `OdooUnavailable` or `OdooDenied`."""
        users = self._users(user_ids)
        if not users:
            return {}
        employees = self._employees([user.id for user in users])
        companies = self._companies(users, employees)
        jobs = [_job(user, employees or [], companies) for user in users]
        calendars = self._calendars({job.calendar for job in jobs if job.calendar})
        leaves = self._leaves(jobs, since) if calendars else []
        weeks = _Weeks(calendars, leaves)
        return {job.user.id: _schedule(job, weeks, leaves, hr=employees is not None) for job in jobs}

    def has_hr(self) -> bool:
        """Whether Employees is installed, and with it calendars of people. Raises as `of` does."""
        return self._employees([self._client.uid]) is not None

    def _users(self, ids: Collection[int]) -> list[UserRow]:
        domain: list[Any] = [("id", "in", sorted(set(ids))), ("active", "in", [True, False])]
        answer = (
            self._client.call("res.users", "search_read", [domain], {"fields": ["tz", "company_id"]}) if ids else []
        )
        return [UserRow.model_validate(row) for row in answer]

    def _employees(self, users: Sequence[int]) -> list[EmployeeRow] | None:
        """The employees behind these users, oldest first; None when Employees is not installed."""
        wanted = {"specification": _EMPLOYEE, "order": "id"}
        try:
            answer = self._client.call("hr.employee.public", "web_search_read", [[("user_id", "in", users)]], wanted)
        except OdooInvalid:  # "Object hr.employee.public doesn't exist"
            return None
        return [EmployeeRow.model_validate(row) for row in answer["records"]]

    def _companies(self, users: Iterable[UserRow], employees: Iterable[EmployeeRow] | None) -> dict[int, CompanyRow]:
        ids = {user.company_id.id for user in users} | {e.company_id.id for e in employees or () if e.company_id}
        wanted = _COUNTRY if employees is None else _COUNTRY | {"resource_calendar_id": _ID}
        answer = self._client.call(
            "res.company", "web_search_read", [[("id", "in", sorted(ids))]], {"specification": wanted}
        )
        return {row.id: row for row in map(CompanyRow.model_validate, answer["records"])}

    def _calendars(self, ids: Collection[int]) -> dict[int, CalendarRow]:
        if not ids:
            return {}
        domain: list[Any] = [("id", "in", sorted(ids)), ("active", "in", [True, False])]
        answer = self._client.call("resource.calendar", "web_search_read", [domain], {"specification": _CALENDAR})
        return {row.id: row for row in map(CalendarRow.model_validate, answer["records"])}

    def _leaves(self, jobs: Iterable[_Job], since: datetime) -> list[LeaveRow]:
        """Leave of these people and holidays of everybody, never with its name: that tells the kind of leave."""
        resources = sorted(set[int]().union(*(job.resources for job in jobs)))
        domain: list[Any] = [
            ("time_type", "=", "leave"),
            ("date_to", ">=", stamp(since)),
            ("resource_id", "in", [False, *resources]),
        ]
        fields = ["resource_id", "calendar_id", "company_id", "date_from", "date_to"]
        answer = self._client.call(
            "resource.calendar.leaves", "search_read", [domain], {"fields": fields, "order": "date_from, id"}
        )
        rows = [LeaveRow.model_validate(row) for row in answer]
        return [row for row in rows if row.date_from < row.date_to]


def _job(user: UserRow, employees: Sequence[EmployeeRow], companies: Mapping[int, CompanyRow]) -> _Job:
    """One user may be employed by several companies: the hours are those of their main one, the leave that of all."""
    theirs = [employee for employee in employees if employee.user_id.id == user.id]
    main = [e for e in theirs if e.company_id and e.company_id.id == user.company_id.id]
    employee = next(iter([*main, *theirs]), None)
    company_id = employee.company_id.id if employee and employee.company_id else user.company_id.id
    company = companies.get(company_id)
    own = employee.resource_calendar_id if employee else None
    calendar = own or (company.resource_calendar_id if company else None)
    resources = frozenset(e.resource_id.id for e in theirs)
    return _Job(user, employee, resources, company, calendar.id if calendar else None)


class _Weeks:
    """Working weeks by calendar, zone and company: people with the same share one."""

    def __init__(self, calendars: Mapping[int, CalendarRow], leaves: Iterable[LeaveRow]) -> None:
        self._calendars = calendars
        self._holidays = [leave for leave in leaves if leave.resource_id is None]
        self._made: dict[tuple[int, str, int | None], WorkingWeek] = {}

    def name(self, calendar: int | None) -> str:
        row = self._calendars.get(calendar or 0)
        return row.name if row else ""

    def week(self, calendar: int | None, zone: str, company: int | None) -> WorkingWeek | None:
        """None where there is no such calendar, or it has no hours."""
        row = self._calendars.get(calendar or 0)
        if row is None or not row.shifts():
            return None
        key = (row.id, zone, company)
        if key not in self._made:
            closed = tuple(
                Interval(leave.date_from, leave.date_to)
                for leave in self._holidays
                if leave.concerns(row.id) and leave.company_id is not None and leave.company_id.id == company
            )
            self._made[key] = WorkingWeek(zone, row.shifts(), closed)
        return self._made[key]


def _schedule(job: _Job, weeks: _Weeks, leaves: Iterable[LeaveRow], *, hr: bool) -> Schedule:
    zone = job.zone if known_zone(job.zone) else ""
    week = weeks.week(job.calendar, zone, job.company.id if job.company else None) if zone else None
    absences = tuple(
        Absence(leave.date_from, leave.date_to, LEAVE)
        for leave in leaves
        if leave.resource_id is not None and leave.resource_id.id in job.resources
    )
    return Schedule(
        user_id=job.user.id,
        zone=zone,
        calendar=weeks.name(job.calendar),
        week=week,
        absences=absences,
        country=job.company.country_id.code if job.company and job.company.country_id else "",
        problem="" if week else _problem(job, weeks, zone, hr=hr),
    )


def _problem(job: _Job, weeks: _Weeks, zone: str, *, hr: bool) -> str:
    if not hr:
        return NO_HR
    if not zone:
        return f'the time zone "{job.zone}" is not known' if job.zone else "Odoo has no time zone for them"
    if job.calendar is None:
        return "Odoo has no working hours for them"
    return f'the working hours "{weeks.name(job.calendar)}" in Odoo are flexible or empty'
