"""Calendars on an Odoo without Employees, with several employees for one user, and with zones that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.odoo.calendars import NO_HR, OdooCalendars
from bot.domain.calendars import OfficeHours
from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.schema import models
from bot.services.calendars import Composer
from tests.calendars import utc
from tests.contract.odoo_driver import Driver
from tests.contract.served import T0, sandbox_driver
from tests.fake_calendars import FakeHolidays

PEOPLE = "hr.employee.public"


@pytest.fixture
def odoo(tmp_path: Path) -> Iterator[tuple[Any, Driver]]:
    """A sandbox of its own, and the driver to speak to it."""
    with sandbox_driver(tmp_path) as served:
        yield served


def test_without_employees_the_policy_stands_in_with_zone_and_country_of_odoo(
    odoo: tuple[Any, Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, driver = odoo
    for model in (PEOPLE, "resource.calendar", "resource.calendar.leaves"):
        monkeypatch.delitem(models(), model)
    monkeypatch.delitem(models()["res.company"].fields, "resource_calendar_id")
    calendars = OdooCalendars(driver.adapter().client)
    buyer = driver.uid("buyer")
    schedule = calendars.of([buyer], T0)[buyer]
    assert not calendars.has_hr()
    assert (schedule.zone, schedule.country, schedule.problem, schedule.week) == ("Europe/Amsterdam", "NL", NO_HR, None)
    composer = Composer(FakeHolidays({"NL": [(3, 5)]}), OfficeHours(), "UTC")
    timetable = composer.compose(schedule, T0, T0)
    assert timetable.source == "the policy's working hours: Employees is not installed in Odoo"
    assert timetable.next_working(utc("2026-03-04 20:00")) == utc("2026-03-06 08:00")  # the 5th is a holiday


def _change(sandbox: Any, driver: Driver, part: str, **values: Any) -> None:
    user = driver.uid(part)

    def put(env: Env) -> None:
        [employee] = env.find(PEOPLE, user_id=user)
        env.put(PEOPLE, employee, values)

    sandbox.server.transact(lambda env: put(env.sudo()))


def test_several_employees_of_one_user_have_the_hours_of_the_main_company_and_the_leave_of_all(
    odoo: tuple[Any, Driver],
) -> None:
    sandbox, driver = odoo
    buyer = driver.uid("buyer")

    def hire(env: Env) -> None:
        late = env.find("resource.calendar", name="Late shift 14:00-22:00")[0]
        other = env.insert(
            "resource.resource", {"name": "Again", "active": True, "company_id": None, "calendar_id": late}
        )
        values = {"name": "Again", "user_id": buyer, "active": True, "company_id": None, "resource_id": other}
        env.insert(PEOPLE, values | {"resource_calendar_id": late})
        leave = {"resource_id": other, "calendar_id": late, "company_id": None, "time_type": "leave", "name": "Away"}
        env.insert(
            "resource.calendar.leaves", leave | {"date_from": "2026-03-10 08:00:00", "date_to": "2026-03-10 17:00:00"}
        )

    calendars = OdooCalendars(driver.adapter().client)
    before = calendars.of([buyer], T0)[buyer]
    sandbox.server.transact(lambda env: hire(env.sudo()))
    after = calendars.of([buyer], T0)[buyer]
    assert (after.calendar, after.week) == (before.calendar, before.week)
    assert [a.start for a in after.absences] == [*(a.start for a in before.absences), utc("2026-03-10 08:00")]


def test_zone_that_nobody_knows_is_said(odoo: tuple[Any, Driver]) -> None:
    sandbox, driver = odoo
    buyer = driver.uid("buyer")
    sandbox.server.transact(lambda env: env.sudo().put("res.users", buyer, {"tz": "Mars/Olympus"}))
    schedule = OdooCalendars(driver.adapter().client).of([buyer], T0)[buyer]
    assert (schedule.zone, schedule.week) == ("", None)
    assert schedule.problem == 'the time zone "Mars/Olympus" is not known'


def test_employee_without_hours_of_their_own_has_those_of_the_company(odoo: tuple[Any, Driver]) -> None:
    sandbox, driver = odoo
    _change(sandbox, driver, "warehouse", resource_calendar_id=None)
    schedule = OdooCalendars(driver.adapter().client).of([driver.uid("warehouse")], T0)[driver.uid("warehouse")]
    assert schedule.calendar == "Office 40 hours/week"


@pytest.mark.parametrize("flexible", [True, False])
def test_flexible_or_empty_hours_are_said_to_be_so(odoo: tuple[Any, Driver], flexible: bool) -> None:
    sandbox, driver = odoo
    buyer = driver.uid("buyer")

    def change(env: Env) -> None:
        values = {"name": "As you like", "active": True, "flexible_hours": flexible, "two_weeks_calendar": False}
        calendar = env.insert("resource.calendar", values | {"company_id": 1, "tz": "UTC"})
        if flexible:
            line = {"calendar_id": calendar, "dayofweek": "0", "hour_from": 8.0, "hour_to": 12.0, "sequence": 10}
            env.insert("resource.calendar.attendance", line | {"name": "x", "day_period": "morning"})
        [employee] = env.find(PEOPLE, user_id=buyer)
        env.put(PEOPLE, employee, {"resource_calendar_id": calendar})

    sandbox.server.transact(lambda env: change(env.sudo()))
    schedule = OdooCalendars(driver.adapter().client).of([driver.uid("buyer")], T0)[driver.uid("buyer")]
    assert (schedule.week, schedule.problem) == (
        None,
        'the working hours "As you like" in Odoo are flexible or empty',
    )
