"""Everybody has a timetable, and it says where it comes from."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.adapters.database.store import SqlStore
from bot.domain.calendars import OfficeHours, Presence, Schedule
from bot.domain.intervals import Interval
from bot.domain.people import Person
from bot.domain.working_time import Absence
from bot.services.calendars import FRESH, CalendarService
from tests.builders import T0, make_user
from tests.calendars import hours, make_week, shifts, utc
from tests.desk import MAYA, Desk, maya
from tests.fake_calendars import FakeHolidays, FakePresences, FakeSchedules
from tests.fakes import FakeClock

MAYAS = Schedule(MAYA.id, "America/New_York", "Standard", make_week("America/New_York"), country="US")
NO_HR = Schedule(MAYA.id, "Europe/Berlin", problem="Employees is not installed in Odoo", country="DE")


class World:
    """The service with everything around it made up."""

    def __init__(self, desk: Desk, office: OfficeHours, holidays: FakeHolidays) -> None:
        self.clock: FakeClock = desk.clock
        self.store: SqlStore = desk.store
        self.schedules, self.presences = FakeSchedules([MAYAS]), FakePresences()
        with self.store.begin() as tx:
            tx.people.put(Person(make_user("maya", MAYA.id, MAYA.name), maya, T0))
        self.service = CalendarService(
            self.store, self.schedules, self.presences, holidays, office, "Asia/Tokyo", self.clock
        )

    def maya(self):  # type: ignore[no-untyped-def]
        return self.service.of([MAYA.id], self.clock.now())[MAYA.id]


@pytest.fixture
def world(desk: Desk) -> World:
    office = OfficeHours(shifts(range(4), [("10:00", "16:00")]), closed=frozenset({date(2026, 3, 3)}))
    return World(desk, office, FakeHolidays({"DE": [(3, 4)]}))


def test_hours_of_odoo_come_first(world: World) -> None:
    timetable = world.maya()
    assert (timetable.zone, timetable.day, timetable.source) == ("America/New_York", hours(8), "Odoo: Standard")
    assert timetable.next_working(T0) == utc("2026-03-02 13:00")


def test_policy_holidays_and_closing_days_where_odoo_knows_no_hours(world: World) -> None:
    world.schedules.known[MAYA.id] = NO_HR
    timetable = world.maya()
    assert timetable.source == "the policy's working hours: Employees is not installed in Odoo"
    assert (timetable.zone, timetable.day) == ("Europe/Berlin", hours(6))
    # The 3rd is a closing day, the 4th a holiday of Germany, Friday is free.
    assert timetable.between(T0 - hours(9), T0 + timedelta(days=7) - hours(9)) == hours(12)


def test_zone_of_slack_and_then_of_the_company_where_odoo_has_none(world: World) -> None:
    world.schedules.known.clear()
    assert world.maya().zone == "Asia/Tokyo"
    assert world.maya().source == "the policy's working hours: Odoo does not know this user"
    world.clock.advance(minutes=6)
    world.presences.known[maya] = Presence("Europe/Lisbon")
    assert world.maya().zone == "Europe/Lisbon"


def test_asked_once_in_five_minutes_and_for_all_at_once(world: World) -> None:
    world.service.of([MAYA.id, 9, 10], T0)
    world.service.of([9, MAYA.id], T0)
    assert world.schedules.asked == [frozenset({MAYA.id, 9, 10})]
    world.clock.advance(seconds=FRESH.total_seconds())
    world.service.of([MAYA.id, 9], T0)
    assert world.schedules.asked[1:] == [frozenset({MAYA.id, 9})]


def test_asked_again_for_a_time_before_what_was_read(world: World) -> None:
    world.maya()
    world.service.of([MAYA.id], T0 - timedelta(days=300))
    assert len(world.schedules.asked) == 2


def test_last_answer_holds_while_odoo_and_slack_are_away(world: World) -> None:
    world.presences.known[maya] = Presence(away=True, away_until=T0 + hours(30))
    before = world.maya()
    world.schedules.down = world.presences.down = True
    world.clock.advance(minutes=10)
    after = world.maya()
    assert (after.source, after.zone) == (before.source, before.zone)
    assert after.away(world.clock.now()) is not None
    world.schedules.down = False
    world.clock.advance(minutes=2)
    world.maya()
    assert len(world.schedules.asked) == 3


def test_never_asked_and_odoo_away_falls_back_and_says_so(world: World) -> None:
    world.schedules.down = True
    assert world.maya().source == "the policy's working hours: Odoo does not answer"


class TestSlackStatus:
    def test_vacation_is_absence_until_it_ends(self, world: World) -> None:
        world.presences.known[maya] = Presence(away=True, away_until=T0 + timedelta(days=2))
        absence = world.maya().away(T0)
        assert absence is not None
        assert (absence.until, absence.source) == (T0 + timedelta(days=2), "Slack status")

    def test_without_an_end_it_holds_until_the_local_day_ends(self, world: World) -> None:
        world.presences.known[maya] = Presence(away=True)
        absence = world.maya().away(T0)
        assert absence is not None
        assert absence.until == utc("2026-03-03 05:00")

    def test_says_nothing_of_another_time(self, world: World) -> None:
        world.presences.known[maya] = Presence(away=True)
        past = T0 - timedelta(days=20)
        assert world.service.of([MAYA.id], past)[MAYA.id].away(past) is None

    def test_quiet_delays_and_is_no_absence(self, world: World) -> None:
        world.clock.advance(hours=5)
        now = world.clock.now()
        world.presences.known[maya] = Presence(quiet=(Interval(now - hours(1), now + hours(2)),))
        timetable = world.maya()
        assert timetable.away(now) is None
        assert timetable.next_working(now) == now + hours(2)


def test_leave_for_ever_does_not_hold_anybody_up_for_ever(world: World) -> None:
    for_ever = Absence(T0, utc("9999-12-31 00:00"), "Odoo Time Off")
    world.schedules.known[MAYA.id] = Schedule(MAYA.id, "UTC", "Standard", make_week("UTC"), (for_ever,))
    timetable = world.maya()
    assert timetable.away(T0) is not None
    assert T0 + timedelta(days=700) < timetable.next_working(T0) < T0 + timedelta(days=750)


def test_desk_has_nobody_without_a_timetable(desk: Desk, tmp_path: Path) -> None:
    found = desk.services.timetables.of(range(1, 30), T0)
    assert set(found) == set(range(1, 30))
    assert all(timetable.next_working(T0) >= T0 for timetable in found.values())
