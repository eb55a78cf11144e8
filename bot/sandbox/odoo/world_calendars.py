"""When the people of Brightwater work: their calendars, public holidays and time off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.odoo.env import Env

_OFFICE, _LATE, _FOUR_DAYS = "Office 40 hours/week", "Late shift 14:00-22:00", "Four days, Friday off"
_ZONE = ZoneInfo("Europe/Amsterdam")

# Weekdays, then from when until when; between them is the break.
_CALENDARS: dict[str, tuple[range, tuple[tuple[float, float], ...]]] = {
    _OFFICE: (range(5), ((8.5, 12.5), (13.0, 17.0))),
    _LATE: (range(5), ((14.0, 18.0), (18.5, 22.0))),
    _FOUR_DAYS: (range(4), ((8.5, 12.5), (13.0, 17.5))),
}
_OF_PERSON = {"lena": _LATE, "oskar": _FOUR_DAYS}
_HOLIDAYS = (("New Year's Day", 1, 1), ("King's Day", 4, 27), ("Christmas Day", 12, 25), ("Boxing Day", 12, 26))

# Who, and from how many days ahead until how many.
_TIME_OFF = (("oskar", 7, 11), ("oskar", -40, -33), ("lena", 20, 24))


def build(env: Env, employees: Mapping[str, int]) -> None:
    """Give every employee (id by login) a calendar, the company its holidays, some of them time off."""
    netherlands = env.insert("res.country", {"name": "Netherlands", "code": "NL"})
    calendars = {name: _calendar(env, name) for name in _CALENDARS}
    env.put("res.company", 1, {"country_id": netherlands, "resource_calendar_id": calendars[_OFFICE]})
    resources = {
        login: _resource(env, employee, calendars[_OF_PERSON.get(login, _OFFICE)])
        for login, employee in employees.items()
    }
    today = env.work.now.astimezone(_ZONE).date()
    for name, month, day in _HOLIDAYS:
        for year in (today.year, today.year + 1):
            whole = date(year, month, day)
            _leave(env, name, _moment(whole, 0), _moment(whole + timedelta(days=1), 0))
    for login, first, last in _TIME_OFF:
        start, end = (today + timedelta(days=ahead) for ahead in (first, last))
        _leave(env, "Time off", _moment(start, 8.5), _moment(end, 22.0), resources[login])


def _calendar(env: Env, name: str) -> int:
    weekdays, hours = _CALENDARS[name]
    values = {"name": name, "active": True, "company_id": 1, "tz": _ZONE.key}
    calendar = env.insert("resource.calendar", values | {"flexible_hours": False, "two_weeks_calendar": False})
    for weekday in weekdays:
        for number, (start, end) in enumerate(hours):
            line: dict[str, Any] = {"name": name, "calendar_id": calendar, "sequence": 10, "dayofweek": str(weekday)}
            line |= {"hour_from": start, "hour_to": end, "day_period": ("morning", "afternoon")[number]}
            env.insert("resource.calendar.attendance", line)
    return calendar


def _resource(env: Env, employee: int, calendar: int) -> int:
    name, user = env.values("hr.employee.public", employee, "name", "user_id")
    values = {"name": name, "active": True, "company_id": 1, "user_id": user, "calendar_id": calendar}
    resource = env.insert("resource.resource", values | {"tz": env.value("res.users", user, "tz")})
    env.put("hr.employee.public", employee, {"resource_id": resource, "resource_calendar_id": calendar})
    return resource


def _leave(env: Env, name: str, start: str, end: str, resource: int | None = None) -> None:
    calendar = env.value("resource.resource", resource, "calendar_id") if resource else None
    values = {"name": name, "company_id": 1, "calendar_id": calendar, "resource_id": resource, "time_type": "leave"}
    env.insert("resource.calendar.leaves", values | {"date_from": start, "date_to": end})


def _moment(day: date, hour: float) -> str:
    """A local hour as Odoo writes moments: UTC, whole seconds."""
    local = datetime.combine(day, time(), _ZONE) + timedelta(hours=hour)
    return local.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S")
