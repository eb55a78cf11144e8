"""Working hours, public holidays and leave: our work intervals are those that the real Odoo 19 works out itself."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.adapters.odoo.calendars import LEAVE, OdooCalendars
from bot.domain.calendars import Schedule
from bot.domain.intervals import Interval, joined
from bot.domain.working_time import Timetable
from tests.real.odoo_adapter.desk import Desk
from tests.real.odoo_server import PROGRAM, OdooServer

pytestmark = [pytest.mark.odoo, pytest.mark.timeout(300)]  # Odoo's shell takes its time to start
START = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=30)
END = START + timedelta(days=400)  # more than a year: every change of the clocks, every feast
MAIN = "procurebot-approve"

ASK_ODOO = """
import json
from datetime import datetime, timezone
start, end = (datetime.fromisoformat(text) for text in {bounds!r})
found = {{}}
for employee in env['hr.employee'].search([('user_id', '!=', False)]):
    calendar = employee.resource_calendar_id or employee.company_id.resource_calendar_id
    work = calendar._work_intervals_batch(start, end, resources=employee.resource_id)[employee.resource_id.id]
    found[employee.user_id.id] = [
        [a.astimezone(timezone.utc).isoformat(), b.astimezone(timezone.utc).isoformat()] for a, b, _ in work
    ]
print('INTERVALS ' + json.dumps(found))
"""


@pytest.fixture(scope="module")
def world(odoo: OdooServer) -> Iterator[OdooServer]:
    """The seeded company with three calendars more: two weeks that alternate, the hour that comes twice, no hours."""

    def make(name: str, attendances: list[dict[str, Any]], **values: Any) -> int:
        lines = [(0, 0, {"name": name, "day_period": "morning"} | attendance) for attendance in attendances]
        made = odoo.execute(
            "admin", "resource.calendar", "create",
            [{"name": name, "tz": "UTC", "attendance_ids": [(5, 0, 0), *lines]} | values],
        )  # fmt: skip
        return int(made[0])

    def day(weekday: int, start: float, end: float, **more: Any) -> dict[str, Any]:
        return {"dayofweek": str(weekday), "hour_from": start, "hour_to": end} | more

    alternating = make(
        "Two weeks",
        [
            day(0, 0, 0, display_type="line_section", week_type="0", sequence=0),
            *(day(weekday, 8, 16.5, week_type="0", sequence=1) for weekday in range(5)),
            day(0, 0, 0, display_type="line_section", week_type="1", sequence=25),
            *(day(weekday, 8.33, 12, week_type="1", sequence=26) for weekday in range(3)),
        ],
        two_weeks_calendar=True,
    )
    night = make("Sunday nights", [day(6, 0, 2.5), day(6, 12, 13, day_period="lunch"), day(0, 22, 24)])
    flexible = make("As you like", [], flexible_hours=True)
    employees = odoo.records["employees"]
    for login, calendar, zone in (
        ("sam", alternating, "America/St_Johns"),
        ("wes", night, "Europe/Berlin"),
        ("rosa", flexible, "America/New_York"),
    ):
        values = {"resource_calendar_id": calendar, "tz": zone}
        odoo.execute("admin", "hr.employee", "write", [employees[login]["id"]], values)
    yield odoo
    odoo.reset()


@pytest.fixture(scope="module")
def told(world: OdooServer) -> dict[int, list[Interval]]:
    """Odoo's own work intervals by user."""
    script = ASK_ODOO.format(bounds=(START.isoformat(), END.isoformat()))
    shell = subprocess.run(
        [str(PROGRAM), "shell"], input=script, capture_output=True, text=True, env=os.environ, timeout=280
    )
    line = next((line for line in shell.stdout.splitlines() if "INTERVALS " in line), "")
    assert line, shell.stderr[-2000:]
    found = json.loads(line.partition("INTERVALS ")[2])
    return {int(user): [_interval(*pair) for pair in pairs] for user, pairs in found.items()}


def _interval(start: str, end: str) -> Interval:
    """Odoo writes midnight as the last microsecond of the day."""
    until = datetime.fromisoformat(end)
    return Interval(datetime.fromisoformat(start), until + timedelta(microseconds=until.microsecond == 999999))


@pytest.fixture(scope="module")
def schedules(world: OdooServer) -> dict[str, Schedule]:
    """What our adapter reads, by login."""
    found = OdooCalendars(Desk(world, MAIN).client).of([u["id"] for u in world.records["users"].values()], START)
    return {login: found[user["id"]] for login, user in world.records["users"].items()}


def timetable(schedule: Schedule) -> Timetable:
    """The schedule as a timetable, for somebody with hours."""
    assert schedule.week is not None
    return Timetable(schedule.user_id, schedule.zone, schedule.week.day, "", schedule.week, schedule.absences)


def test_work_intervals_are_odoos_own_for_every_employee_over_a_year(
    world: OdooServer, told: dict[int, list[Interval]]
) -> None:
    schedules = OdooCalendars(Desk(world, MAIN).client).of(told, START)
    flexible = world.records["users"]["rosa"]["id"]
    ours = {user: timetable(schedules[user]).intervals(START, END) for user in told if user != flexible}
    assert ours == {user: joined(intervals) for user, intervals in told.items() if user != flexible}
    count = sum(map(len, ours.values()))
    print(f"{count} work intervals of {len(ours)} employees over {(END - START).days} days are Odoo's own")
    assert len(ours) == 8
    assert count > 3000


def test_flexible_hours_are_said_to_be_so(schedules: dict[str, Schedule]) -> None:
    rosa = schedules["rosa"]
    assert rosa.week is None
    assert rosa.problem == 'the working hours "As you like" in Odoo are flexible or empty'


def test_zone_is_the_employees_and_not_the_calendars(schedules: dict[str, Schedule]) -> None:
    ben = schedules["ben"]
    assert (ben.zone, ben.calendar) == ("Asia/Singapore", "Standard 40 hours/week")
    assert (schedules["omar"].zone, schedules["omar"].country) == ("Europe/Berlin", "US")


def test_only_approved_leave_is_absence(world: OdooServer, schedules: dict[str, Schedule]) -> None:
    rows = world.execute(
        "admin", "hr.leave", "search_read", [], ["user_id", "state", "date_from", "date_to", "holiday_status_id"]
    )
    kinds = {
        kind["id"]: kind["time_type"]
        for kind in world.execute("admin", "hr.leave.type", "search_read", [], ["time_type"])
    }
    approved = {
        (row["user_id"][0], row["date_from"], row["date_to"])
        for row in rows
        if row["state"] == "validate" and kinds[row["holiday_status_id"][0]] == "leave"
    }
    refused = [row for row in rows if row["state"] != "validate"]
    found = {
        (schedule.user_id, f"{absence.start:%Y-%m-%d %H:%M:%S}", f"{absence.until:%Y-%m-%d %H:%M:%S}")
        for schedule in schedules.values()
        for absence in schedule.absences
    }
    assert {a.source for s in schedules.values() for a in s.absences} == {LEAVE}
    assert refused, "the seed has refused and undecided leave"
    assert found == {row for row in approved if datetime.fromisoformat(row[2]).replace(tzinfo=UTC) >= START}


def test_five_reads_whatever_the_number_of_people(world: OdooServer) -> None:
    desk = Desk(world, MAIN)
    calendars, everybody = OdooCalendars(desk.client), [user["id"] for user in world.records["users"].values()]
    assert desk.cost(lambda: calendars.of(everybody[:1], START)) == 5
    assert desk.cost(lambda: calendars.of(everybody, START)) == 5


def test_an_ordinary_internal_user_may_read_all_of_it(world: OdooServer, schedules: dict[str, Schedule]) -> None:
    users = world.records["users"]
    found = OdooCalendars(Desk(world, "procurebot-ro").client).of([users["omar"]["id"]], START)
    assert found == {users["omar"]["id"]: schedules["omar"]}


def test_people_who_do_not_exist_are_left_out(world: OdooServer) -> None:
    assert OdooCalendars(Desk(world, MAIN).client).of([999_999], START) == {}


def test_employees_is_installed(world: OdooServer) -> None:
    assert OdooCalendars(Desk(world, MAIN).client).has_hr()
