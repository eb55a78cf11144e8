"""Days as suppliers write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.triage.dates import mentions
from bot.adapters.triage.nearest_days import friday
from tests.mails import TODAY


def days(text: str, today: date = TODAY) -> list[str]:
    return [mention.date.isoformat() for mention in mentions(text, today)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 2026-05-12", "2026-05-12"),
        ("am 12.5.2026", "2026-05-12"),
        ("zum 12.05. fertig", "2026-05-12"),
        ("le 12/05", "2026-05-12"),
        ("May 12, 2026", "2026-05-12"),
        ("12 de mayo", "2026-05-12"),
        ("12 maja 2026", "2026-05-12"),
        ("il 12 maggio", "2026-05-12"),
        ("op 12 mei", "2026-05-12"),
        ("le 1er août", "2026-08-01"),
        ("12 maj", "2026-05-12"),
        ("12-May", "2026-05-12"),
        ("the 20 of March", "2026-03-20"),
        ("by 4May26", "2026-05-04"),
        ("Monday week", "2026-04-20"),
        ("a week on Friday", "2026-04-17"),
        ("call it 22nd", "2026-04-22"),
        ("op de 15e", "2026-04-15"),
        ("tomorrow", "2026-04-08"),
        ("übermorgen", "2026-04-09"),
        ("Friday", "2026-04-10"),
        ("Friday the 17th", "2026-04-17"),
        ("KW 18", "2026-05-01"),
        ("week 18", "2026-05-01"),
        ("semaine 18", "2026-05-01"),
        ("end of next week", "2026-04-17"),
        ("by the end of May", "2026-05-31"),
        ("in two weeks", "2026-04-21"),
        ("next Tuesday", "2026-04-14"),
        ("21 April, 60 of the 100 gaskets", "2026-04-21"),
        ("21 April, 28 of the 100 gaskets", "2026-04-21"),
        ("21 April, 30 more in May", "2026-04-21"),
        ("21 April 27", "2027-04-21"),
        ("21. Apr '27", "2027-04-21"),
    ],
)
def test_a_day_is_read(text: str, day: str) -> None:
    assert days(text) == [day]


def test_week_53_is_the_last_of_a_long_year() -> None:
    assert days("week 53", date(2026, 12, 1)) == ["2027-01-01"]
    assert friday(2025, 53) is None


def test_day_comes_first_and_the_other_reading_goes_along() -> None:
    (mention,) = mentions("delivery 03/04/2026", date(2026, 3, 1))
    assert (mention.date, mention.alternative) == (date(2026, 4, 3), date(2026, 3, 4))


@pytest.mark.parametrize("hint", ["Brent, Milwaukee WI", "old date 06/22/2026"])
def test_an_american_puts_the_month_first(hint: str) -> None:
    assert "2026-07-06" in days(f"now 07/06/2026, {hint}")


def test_weeks_and_ends_of_months_are_approximate() -> None:
    assert all(mention.approx for text in ("KW 18", "end of May", "next week") for mention in mentions(text, TODAY))


def test_the_friday_after_counts_from_the_day_before_it() -> None:
    assert days("one comes Friday the 10th, the other the Friday after") == ["2026-04-10", "2026-04-17"]


@pytest.mark.parametrize(
    "text", ["1.234,56 EUR", "PO00251/252", "4711", "M8x40", "about 2 pm", "Mon-Fri 8-15", "40W at 14.2"]
)
def test_other_numbers_are_no_days(text: str) -> None:
    assert days(text) == []


@given(st.dates(min_value=TODAY - timedelta(days=60), max_value=TODAY + timedelta(days=280)))
def test_every_day_survives_its_spellings(day: date) -> None:
    spellings = [
        f"{day:%Y-%m-%d}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {day:%B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day:%d.%m.} fertig",
    ]
    assert {found for text in spellings for found in days(f"am {text}")} == {day.isoformat()}


@given(st.text(alphabet="0123456789./- abcmayKWw,", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert all(text[m.start : m.end] for m in mentions(text, TODAY))
