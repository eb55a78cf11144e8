"""Days and periods in words."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.questions.dates import Leaning, NoSuchDay, Period, find

WEDNESDAY = date(2026, 6, 10)
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def period(words: str, now: date = WEDNESDAY, leaning: Leaning = Leaning.BEHIND) -> tuple[str | None, str | None]:
    """The first and last day of what is named."""
    found = find(words)
    assert found is not None, words
    named = found.resolve(now, leaning)
    return (named.start.isoformat() if named.start else None, named.end.isoformat() if named.end else None)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("today", "2026-06-10", "2026-06-10"),
        ("this week", "2026-06-08", "2026-06-14"),
        ("last month", "2026-05-01", "2026-05-31"),
        ("in may", "2026-05-01", "2026-05-31"),
        ("in november", "2025-11-01", "2025-11-30"),
        ("last quarter", "2026-01-01", "2026-03-31"),
        ("q1 2025", "2025-01-01", "2025-03-31"),
        ("last 30 days", "2026-05-11", "2026-06-10"),
        ("since march", "2026-03-01", None),
        ("by friday", None, "2026-06-12"),
        ("between 1 and 15 may", "2026-05-01", "2026-05-15"),
        ("from april to may", "2026-04-01", "2026-05-31"),
        ("kw 24", "2026-06-08", "2026-06-14"),
        ("ytd", "2026-01-01", "2026-06-10"),
        ("letzten monat", "2026-05-01", "2026-05-31"),
        ("la semaine derniere", "2026-06-01", "2026-06-07"),
        ("el mes pasado", "2026-05-01", "2026-05-31"),
        ("il mese scorso", "2026-05-01", "2026-05-31"),
        ("vorige week", "2026-06-01", "2026-06-07"),
        ("w zeszlym tygodniu", "2026-06-01", "2026-06-07"),
    ],
)
def test_periods_are_worked_out_from_the_day_of_asking(words: str, start: str | None, end: str | None) -> None:
    assert period(words) == (start, end)


def test_a_weekday_lies_ahead_for_arrivals_and_behind_for_spend() -> None:
    assert period("on monday", leaning=Leaning.AHEAD) == ("2026-06-15", "2026-06-15")
    assert period("on monday", leaning=Leaning.BEHIND) == ("2026-06-08", "2026-06-08")


@pytest.mark.parametrize(
    "words", ["31 february", "31.4.2026", "30 february 2026", "29 february 2027", "32.1.2026", "week 53 2025"]
)
def test_a_day_that_does_not_exist_is_said_to_be_none(words: str) -> None:
    with pytest.raises(NoSuchDay):
        period(words)


@pytest.mark.parametrize(
    "words", ["who may approve this", "what may arrive", "guten morgen", "P00012", "order 5 desks", ""]
)
def test_other_words_are_no_date(words: str) -> None:
    assert find(words) is None


@given(day=DAYS, now=DAYS)
def test_a_day_with_its_year_is_itself_whenever_it_is_asked(day: date, now: date) -> None:
    spelled = [
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day} {calendar.month_name[day.month].lower()} {day.year}",
    ]
    for words in spelled:
        assert period(words, now) == (day.isoformat(), day.isoformat())


@given(now=DAYS, leaning=st.sampled_from(Leaning))
def test_weeks_are_monday_to_sunday_and_months_are_whole(now: date, leaning: Leaning) -> None:
    for words, offset in (("last week", -7), ("this week", 0), ("next week", 7)):
        found = find(words)
        assert found is not None
        week = found.resolve(now, leaning)
        assert week.start is not None
        assert week == Period(week.start, week.start + timedelta(days=6))
        assert week.start.weekday() == 0
        assert week.start <= now + timedelta(days=offset) <= week.start + timedelta(days=6)


@given(now=DAYS, name=st.sampled_from(list(calendar.day_name)))
def test_a_weekday_is_within_a_week_and_never_today(now: date, name: str) -> None:
    for leaning, sign in ((Leaning.AHEAD, 1), (Leaning.BEHIND, -1)):
        start, _ = period(f"on {name.lower()}", now, leaning)
        assert start is not None
        assert 1 <= sign * (date.fromisoformat(start) - now).days <= 7


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    found = find(text.lower())
    if found is not None:
        assert 0 <= found.start < found.end
