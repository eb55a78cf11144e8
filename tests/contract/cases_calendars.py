"""Working hours, holidays and leave, as the bot's own adapter reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.adapters.odoo.calendars import LEAVE, OdooCalendars
from bot.domain.calendars import Schedule
from bot.domain.intervals import Interval
from tests.contract.odoo_driver import Driver, OdooSays

LEAVES = "resource.calendar.leaves"


def _schedule(odoo: Driver, part: str, reader: str = "bot") -> Schedule:
    found = OdooCalendars(odoo.adapter(reader).client).of([odoo.uid(part)], odoo.now())
    return found[odoo.uid(part)]


def _employee(odoo: Driver, part: str) -> dict[str, Any]:
    fields = ["resource_id", "resource_calendar_id", "tz", "company_id"]
    domain = [("user_id", "=", odoo.uid(part))]
    found: list[dict[str, Any]] = odoo.call("administrator", "hr.employee.public", "search_read", domain, fields)
    return found[0]


@contextmanager
def _leave(odoo: Driver, **values: Any) -> Iterator[Interval]:
    """A row of leave of four hours, some days ahead; what is not given is Odoo's own choice.

    Time Off moves a holiday of a calendar from the writer's zone to the calendar's: what was kept is read back. It
    refuses one beside another, so days that have one already, with a day to either side for the zones, are passed over.
    """
    start = _free_day(odoo, odoo.now() + timedelta(days=2))
    dates = {"date_from": f"{start:%Y-%m-%d %H:%M:%S}", "date_to": f"{start + timedelta(hours=4):%Y-%m-%d %H:%M:%S}"}
    made = odoo.call("administrator", LEAVES, "create", {"name": "Contract", **dates, **values})
    try:
        kept = odoo.read(LEAVES, made, "date_from", "date_to")
        yield Interval(*(datetime.fromisoformat(kept[name]).replace(tzinfo=UTC) for name in dates))
    finally:
        odoo.call("administrator", LEAVES, "unlink", [made])


def _free_day(odoo: Driver, start: datetime) -> datetime:
    day = timedelta(days=1)
    rows = odoo.call("administrator", LEAVES, "search_read", [], ["date_from", "date_to"])
    taken = [tuple(datetime.fromisoformat(row[name]).date() for name in ("date_from", "date_to")) for row in rows]
    while any(first - day <= start.date() <= last + day for first, last in taken):
        start += day
    return start


def employee_has_zone_calendar_and_hours(odoo: Driver) -> None:
    schedule, employee = _schedule(odoo, "buyer"), _employee(odoo, "buyer")
    domain = [("calendar_id", "=", employee["resource_calendar_id"][0]), ("day_period", "!=", "lunch")]
    rows = odoo.call(
        "administrator", "resource.calendar.attendance", "search_read", domain, ["dayofweek", "hour_from", "hour_to"]
    )
    assert (schedule.zone, schedule.calendar, schedule.problem) == (
        employee["tz"],
        employee["resource_calendar_id"][1],
        "",
    )
    assert schedule.week is not None
    assert {(str(shift.weekday), shift.start / 60, shift.end / 60) for shift in schedule.week.shifts} == {
        (row["dayofweek"], row["hour_from"], row["hour_to"]) for row in rows
    }
    assert len(schedule.country) == 2


def every_internal_user_may_read_the_hours_of_all(odoo: Driver) -> None:
    assert _schedule(odoo, "buyer", reader="stranger") == _schedule(odoo, "buyer")
    with pytest.raises(OdooSays, match="not allowed to modify"):
        odoo.call("stranger", "resource.calendar", "write", [1], {"name": "Mine"})


def user_without_employee_has_the_hours_of_the_company(odoo: Driver) -> None:
    schedule = _schedule(odoo, "bot")
    assert schedule.calendar == odoo.read("res.company", 1, "resource_calendar_id")["resource_calendar_id"][1]
    assert schedule.week is not None
    assert schedule.absences == ()


def leave_of_one_is_absence_of_one(odoo: Driver) -> None:
    with _leave(odoo, resource_id=_employee(odoo, "buyer")["resource_id"][0]) as whole:
        assert (whole, LEAVE) in [(absence.interval, absence.source) for absence in _schedule(odoo, "buyer").absences]
        assert whole not in [absence.interval for absence in _schedule(odoo, "second buyer").absences]


def training_is_working_time(odoo: Driver) -> None:
    before = _schedule(odoo, "buyer").absences
    with _leave(odoo, resource_id=_employee(odoo, "buyer")["resource_id"][0], time_type="other"):
        assert _schedule(odoo, "buyer").absences == before


def leave_of_nobody_is_a_holiday_of_all(odoo: Driver) -> None:
    with _leave(odoo) as whole:
        for part in ("buyer", "second buyer", "bot"):
            week = _schedule(odoo, part).week
            assert week is not None
            assert whole in week.closed


def holiday_of_a_calendar_is_one_of_its_people_alone(odoo: Driver) -> None:
    with _leave(odoo, calendar_id=_employee(odoo, "warehouse")["resource_calendar_id"][0]) as whole:
        week, other = _schedule(odoo, "warehouse").week, _schedule(odoo, "bot").week
        assert week is not None
        assert other is not None
        assert whole in week.closed
        assert whole not in other.closed


def leave_that_has_ended_is_not_read(odoo: Driver) -> None:
    with _leave(odoo, resource_id=_employee(odoo, "buyer")["resource_id"][0]) as whole:
        found = OdooCalendars(odoo.adapter().client).of([odoo.uid("buyer")], whole.end + timedelta(seconds=1))
        assert whole not in [absence.interval for absence in found[odoo.uid("buyer")].absences]


CASES = (
    employee_has_zone_calendar_and_hours,
    every_internal_user_may_read_the_hours_of_all,
    user_without_employee_has_the_hours_of_the_company,
    leave_of_one_is_absence_of_one,
    training_is_working_time,
    leave_of_nobody_is_a_holiday_of_all,
    holiday_of_a_calendar_is_one_of_its_people_alone,
    leave_that_has_ended_is_not_read,
)
