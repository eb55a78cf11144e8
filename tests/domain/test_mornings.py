"""When somebody's working day begins."""

from datetime import UTC, datetime, timedelta

from bot.domain.calendars import NINE_TO_FIVE
from bot.domain.mornings import AHEAD, next_start
from bot.domain.working_time import Absence, Timetable
from bot.domain.working_week import Shift, WorkingWeek

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def timetable(week: WorkingWeek, *absences: Absence) -> Timetable:
    return Timetable(2, week.zone, timedelta(hours=8), "test", week, absences)


def test_day_begins_once_whatever_the_lunch_break() -> None:
    week = WorkingWeek("UTC", tuple(Shift(d, s, e) for d in range(5) for s, e in ((540, 720), (780, 1020))))
    assert next_start(timetable(week), MONDAY) == MONDAY.replace(hour=9)
    assert next_start(timetable(week), MONDAY.replace(hour=9)) == MONDAY.replace(day=3, hour=9)
    assert next_start(timetable(week), MONDAY.replace(hour=12, minute=30)) == MONDAY.replace(day=3, hour=9)


def test_friday_is_followed_by_monday() -> None:
    friday = MONDAY.replace(day=6, hour=12)
    assert next_start(timetable(WorkingWeek("UTC", NINE_TO_FIVE)), friday) == MONDAY.replace(day=9, hour=9)


def test_night_shift_begins_in_the_evening_and_not_at_midnight() -> None:
    nights = tuple(s for d in range(4) for s in (Shift(d, 22 * 60, 1440), Shift(d + 1, 0, 6 * 60)))
    week = WorkingWeek("UTC", nights)
    assert next_start(timetable(week), MONDAY.replace(hour=23)) == MONDAY.replace(day=3, hour=22)


def test_half_day_and_leave_are_minded() -> None:
    off = Absence(MONDAY, MONDAY + timedelta(days=1, hours=12), "time off")
    assert next_start(timetable(WorkingWeek("UTC", NINE_TO_FIVE), off), MONDAY) == MONDAY.replace(day=3, hour=12)


def test_zone_and_the_day_on_which_the_clocks_change() -> None:
    new_york = timetable(WorkingWeek("America/New_York", NINE_TO_FIVE))
    assert next_start(new_york, MONDAY.replace(day=6, hour=20)) == MONDAY.replace(day=9, hour=13)
    assert next_start(new_york, MONDAY.replace(hour=10)) == MONDAY.replace(hour=14)


def test_who_does_not_work_for_weeks_is_looked_at_again_then() -> None:
    assert next_start(timetable(WorkingWeek("UTC", ())), MONDAY) == MONDAY + AHEAD
