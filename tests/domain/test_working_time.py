"""Working time: the arithmetic holds for any calendar, zone and absence; and examples that people trip over."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.intervals import Interval, joined, without
from bot.domain.working_time import Absence, Duration, NoWorkingTime, Timetable
from bot.domain.working_week import Shift, WorkingWeek, week_of
from tests.calendars import away, hours, make_timetable, make_week, shifts, utc

ZONES = (
    "Europe/Berlin", "America/New_York", "Asia/Singapore", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu",
    "America/Santiago", "Africa/Cairo", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns", "UTC",
)  # fmt: skip
T0 = utc("2026-01-01 00:00")
moments = st.integers(0, 2 * 366 * 24 * 60).map(lambda minute: T0 + timedelta(minutes=minute))
lengths = st.integers(1, 60 * 10).map(lambda minute: timedelta(minutes=minute))


@st.composite
def a_shift(draw: st.DrawFn) -> Shift:
    start = draw(st.integers(0, 95))
    return Shift(
        draw(st.integers(0, 6)),
        start * 15,
        draw(st.integers(start + 1, 96)) * 15,
        draw(st.sampled_from((None, None, 0, 1))),
    )


@st.composite
def a_stretch(draw: st.DrawFn) -> tuple[datetime, datetime]:
    start = draw(moments)
    return start, start + draw(st.integers(1, 30 * 24 * 60).map(lambda minute: timedelta(minutes=minute)))


weeks = st.builds(
    WorkingWeek,
    st.sampled_from(ZONES),
    st.lists(a_shift(), min_size=1, max_size=8).map(tuple),
    st.lists(a_stretch().map(lambda s: Interval(*s)), max_size=2).map(tuple),
    st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=3),
)
timetables = st.builds(
    lambda week, absences, quiet: Timetable(1, week.zone, week.day, "any", week, absences, quiet),
    weeks,
    st.lists(a_stretch().map(lambda s: Absence(*s, "any")), max_size=3).map(tuple),
    st.lists(a_stretch().map(lambda s: Interval(s[0], min(s[1], s[0] + hours(12)))), max_size=1).map(tuple),
)
many = settings(max_examples=80, deadline=None)


@many
@given(timetables, moments, lengths)
def test_between_undoes_add(timetable: Timetable, at: datetime, length: timedelta) -> None:
    due = timetable.add(at, length)
    assert timetable.between(at, due) == length
    assert timetable.between(at, due - timedelta(microseconds=1)) < length


@many
@given(timetables, moments, lengths, lengths)
def test_working_time_adds_up(timetable: Timetable, at: datetime, one: timedelta, other: timedelta) -> None:
    middle, end = at + one, at + one + other
    assert timetable.between(at, middle) + timetable.between(middle, end) == timetable.between(at, end)
    assert timetable.add(timetable.add(at, one), other) == timetable.add(at, one + other)


@many
@given(timetables, moments)
def test_next_working_is_the_first_moment_at_work(timetable: Timetable, at: datetime) -> None:
    first = timetable.next_working(at)
    assert first >= at
    assert timetable.working(first)
    assert not any(first in absence.interval for absence in timetable.absences)
    told = without(timetable.intervals(at, first), joined(timetable.quiet)) if first > at else []
    assert told == []


@many
@given(timetables, a_stretch())
def test_intervals_are_disjoint_ascending_and_without_absences(
    timetable: Timetable, stretch: tuple[datetime, datetime]
) -> None:
    found = timetable.intervals(*stretch)
    assert all(one.end < other.start for one, other in itertools.pairwise(found))
    assert all(stretch[0] <= one.start < one.end <= stretch[1] for one in found)
    assert not any(a.start < one.end and one.start < a.until for a in timetable.absences for one in found)


@many
@given(weeks, moments)
def test_hours_are_those_on_the_clock_on_the_wall(week: WorkingWeek, at: datetime) -> None:
    here = at.astimezone(ZoneInfo(week.zone))
    offsets = {(at + timedelta(hours=n)).astimezone(here.tzinfo).utcoffset() for n in range(-26, 27, 2)}
    assume(len(offsets) == 1)  # days on which the clocks change are tested one by one below
    minute = here.hour * 60 + here.minute
    on_duty = any(
        s.weekday == here.weekday() and s.week in (None, week_of(here.date())) and s.start <= minute < s.end
        for s in week.shifts
    )
    shut = here.date() in week.closed_days or any(at in closed for closed in week.closed)
    assert make_timetable(week).working(at) == (on_duty and not shut)


sets = st.frozensets(st.integers(0, 40), max_size=25)


@given(sets, sets)
def test_intervals_behave_like_sets(one: frozenset[int], other: frozenset[int]) -> None:
    def stretches(of: frozenset[int]) -> list[Interval]:
        return joined(Interval(T0 + hours(n), T0 + hours(n + 1)) for n in of)

    assert without(stretches(one), stretches(other)) == stretches(one - other)


def test_friday_afternoon_continues_on_monday() -> None:
    timetable = make_timetable()
    assert timetable.add(utc("2026-11-20 15:00"), hours(4)) == utc("2026-11-23 10:00")
    assert timetable.next_working(utc("2026-11-21 12:00")) == utc("2026-11-23 07:00")


def test_four_hours_may_be_over_at_the_end_of_the_day() -> None:
    due = make_timetable().add(utc("2026-11-20 12:00"), hours(4))
    assert due == utc("2026-11-20 16:00")
    assert make_timetable().next_working(due) == utc("2026-11-23 07:00")


@pytest.mark.parametrize(
    ("zone", "night", "worked"),
    [
        ("Europe/Berlin", "2026-03-28", 7),  # clocks go forward during the shift
        ("Europe/Berlin", "2026-10-24", 9),  # and back
        ("America/New_York", "2026-10-31", 9),
        ("Asia/Singapore", "2026-03-28", 8),
        ("Australia/Lord_Howe", "2026-10-03", 7.5),  # by half an hour
    ],
)
def test_night_shift_has_the_hours_that_were_worked(zone: str, night: str, worked: float) -> None:
    week = make_week(zone, shifts(range(7), [("22:00", "24:00"), ("00:00", "06:00")]))
    noon = datetime.fromisoformat(f"{night} 12:00").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    [shift] = make_timetable(week).intervals(noon, noon + hours(24))
    assert shift.length == hours(worked)


@pytest.mark.parametrize(("night", "worked"), [("2026-10-25", 3.5), ("2026-03-29", 2.5)])
def test_hour_that_comes_twice_means_its_second_coming_and_one_that_is_skipped_the_next(
    night: str, worked: float
) -> None:
    timetable = make_timetable(make_week("Europe/Berlin", shifts([6], [("00:00", "02:30")])))
    noon = utc(f"{night} 12:00")
    assert timetable.between(noon - hours(24), noon) == hours(worked)


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change() -> None:
    week = make_week("Europe/Berlin", shifts(range(7), [("09:00", "10:00")]))
    starts = [one.start for one in make_timetable(week).intervals(utc("2026-10-24 00:00"), utc("2026-10-26 23:00"))]
    assert starts == [utc("2026-10-24 07:00"), utc("2026-10-25 08:00"), utc("2026-10-26 08:00")]


def test_day_that_the_date_line_took_has_no_hours() -> None:
    week = make_week("Pacific/Apia", shifts(range(5), [("09:00", "17:00")]))
    found = make_timetable(week).intervals(utc("2011-12-28 12:00"), utc("2012-01-03 12:00"))
    days = [one.start.astimezone(ZoneInfo("Pacific/Apia")).date() for one in found]
    assert days == [date(2011, 12, 28), date(2011, 12, 29), date(2012, 1, 2), date(2012, 1, 3)]  # Friday the 30th: none


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_work_round_the_clock_has_no_gaps(zone: str) -> None:
    timetable = make_timetable(make_week(zone, shifts(range(7), [("00:00", "24:00")])))
    [whole] = timetable.intervals(T0, T0 + timedelta(days=200))
    assert whole.length == timedelta(days=200)


def test_half_days_and_two_weeks_alternate() -> None:
    long, short = shifts(range(5), week=0), shifts(range(2), [("08:00", "12:00")], week=1)
    timetable = make_timetable(make_week("UTC", (*long, *short)))
    monday = utc("2026-11-23 00:00")
    totals = [timetable.between(monday + timedelta(weeks=n), monday + timedelta(weeks=n + 1)) for n in range(4)]
    assert sorted(totals[:2]) == [hours(8), hours(40)]
    assert totals[:2] == totals[2:]


def test_usual_day_is_not_spoiled_by_a_half_one() -> None:
    assert make_week(made_of=(*shifts(range(4)), *shifts([4], [("08:00", "12:00")]))).day == hours(8)
    assert make_week(made_of=shifts(range(2), [("18:00", "24:00")])).day == hours(6)


def test_holiday_is_free_on_its_local_day() -> None:
    timetable = make_timetable(make_week("Pacific/Auckland", closed_days=[date(2026, 11, 24)]))
    assert timetable.between(utc("2026-11-22 00:00"), utc("2026-11-27 23:00")) == hours(5 * 8 - 8)
    assert not timetable.working(utc("2026-11-23 20:00"))  # the 24th, nine in the morning


def test_time_away_does_not_count() -> None:
    timetable = make_timetable(absences=[away("2026-11-23 07:00", "2026-11-25 16:00")])
    assert timetable.next_working(utc("2026-11-23 08:00")) == utc("2026-11-26 07:00")
    assert timetable.add(utc("2026-11-20 14:00"), hours(3)) == utc("2026-11-26 08:00")


def test_quiet_delays_a_message_and_counts_as_working_time() -> None:
    timetable = make_timetable(quiet=[Interval(utc("2026-11-23 08:00"), utc("2026-11-23 09:30"))])
    assert timetable.next_working(utc("2026-11-23 08:15")) == utc("2026-11-23 09:30")
    assert not timetable.working(utc("2026-11-23 08:15"))
    assert timetable.between(utc("2026-11-23 08:00"), utc("2026-11-23 09:00")) == hours(1)


class TestAway:
    vacation = away("2026-11-24 07:00", "2026-11-27 16:00")

    def test_within_the_absence(self) -> None:
        timetable = make_timetable(absences=[self.vacation])
        assert timetable.away(utc("2026-11-24 07:00")) == self.vacation
        assert timetable.away(utc("2026-11-25 23:00")) == self.vacation
        assert timetable.away(utc("2026-11-24 06:59")) == self.vacation  # not yet at work, and will not be
        assert timetable.away(utc("2026-11-23 15:59")) is None

    def test_already_the_evening_before(self) -> None:
        assert make_timetable(absences=[self.vacation]).away(utc("2026-11-23 20:00")) == self.vacation

    def test_no_longer_on_the_weekend_after(self) -> None:
        assert make_timetable(absences=[self.vacation]).away(utc("2026-11-28 12:00")) is None

    def test_the_one_with_a_deputy_counts_first(self) -> None:
        told = away("2026-11-24 00:00", "2026-11-25 23:00", deputy=7)
        timetable = make_timetable(absences=[self.vacation, told])
        assert timetable.away(utc("2026-11-24 12:00")) == told
        assert timetable.away(utc("2026-11-26 12:00")) == self.vacation

    def test_days_off_are_no_absence(self) -> None:
        assert make_timetable().away(utc("2026-11-21 12:00")) is None


def test_calendar_without_hours_ends_in_an_error_and_not_in_a_loop() -> None:
    nothing = make_timetable(WorkingWeek("UTC", ()))
    with pytest.raises(NoWorkingTime, match="no working time within five years"):
        nothing.next_working(T0)
    with pytest.raises(NoWorkingTime):
        nothing.add(T0, hours(1))
    assert nothing.between(T0, T0 + hours(1000)) == hours(0)


def test_absence_for_ever_ends_in_an_error_and_not_in_a_loop() -> None:
    with pytest.raises(NoWorkingTime):
        make_timetable(absences=[away("2026-01-01 00:00", "9999-12-31 23:00")]).next_working(utc("2026-11-23 09:00"))


def test_moments_of_any_zone_are_understood() -> None:
    berlin = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Europe/Berlin"))
    assert make_timetable().next_working(berlin) == utc("2026-11-23 07:00")
    assert make_timetable().add(berlin, hours(1)).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "working", "shown"),
    [
        ("30m", hours(0.5), "30m"),
        ("4h", hours(4), "4h"),
        ("1d", hours(7.5), "1d"),
        ("2 days", hours(15), "2d"),
        ("1d 4h", hours(11.5), "1d 4h"),
        ("0.5d", hours(3.75), "0.5d"),
        ("90 min", hours(1.5), "1h 30m"),
        ("4h clock", hours(4), "4h clock"),
        ("2d clock", hours(48), "2d clock"),
    ],
)
def test_durations_are_read_and_written(text: str, working: timedelta, shown: str) -> None:
    duration = Duration.parse(text)
    assert duration.length(hours(7.5)) == working
    assert str(duration) == shown
    assert Duration.parse(str(duration)) == duration


@pytest.mark.parametrize(
    "text", ["", "4", "h", "4x", "-4h", "4h by clock", "0h", "400d", "4h4", "clock", "1w", "4 h ?"]
)
def test_durations_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        Duration.parse(text)


def test_after_counts_working_or_clock_time() -> None:
    timetable, friday = make_timetable(), utc("2026-11-20 15:00")
    assert timetable.after(friday, Duration.parse("1d")) == utc("2026-11-23 15:00")
    assert timetable.after(friday, Duration.parse("4h")) == utc("2026-11-23 10:00")
    assert timetable.after(friday, Duration.parse("4h clock")) == utc("2026-11-20 19:00")
