"""What people write after `away`, read in their own zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.until import parse_away

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 13, 30, tzinfo=BERLIN)  # a Monday


def shown(at: datetime) -> str:
    return f"{at.astimezone(BERLIN):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("until Friday", "2026-11-28 00:00"),
        ("till fri", "2026-11-28 00:00"),
        ("through Friday", "2026-11-28 00:00"),
        ("until including Friday", "2026-11-28 00:00"),
        ("until Monday", "2026-12-01 00:00"),  # said on a Monday
        ("until tomorrow", "2026-11-25 00:00"),
        ("today", "2026-11-24 00:00"),
        ("until the end of the week", "2026-11-30 00:00"),
        ("until 15:00", "2026-11-23 15:00"),
        ("until 3pm", "2026-11-23 15:00"),
        ("until tomorrow noon", "2026-11-24 12:00"),
        ("until Friday 14:00", "2026-11-27 14:00"),
        ("until 3 December", "2026-12-04 00:00"),
        ("until 3rd of December", "2026-12-04 00:00"),
        ("until Dec 3, 2026 at 9 am", "2026-12-03 09:00"),
        ("until 2026-12-03", "2026-12-04 00:00"),
        ("until 2026-12-03 noon", "2026-12-03 12:00"),
        ("until 3.12.", "2026-12-04 00:00"),
        ("until 2 February", "2027-02-03 00:00"),  # the next one
        ("for 3 days", "2026-11-26 00:00"),
        ("for a week", "2026-11-30 00:00"),
    ],
)
def test_end_is_read(words: str, until: str) -> None:
    said = parse_away(words, NOW)
    assert (shown(said.start), shown(said.until)) == ("2026-11-23 13:30", until)


def test_absence_may_begin_later() -> None:
    said = parse_away("from Thursday until 3 December, deputy @ben", NOW)
    assert (shown(said.start), shown(said.until), said.deputy) == ("2026-11-26 00:00", "2026-12-04 00:00", "@ben")


@pytest.mark.parametrize(
    "words",
    [
        "until Friday, deputy @ben",
        "until Friday deputy @ben",
        "until Friday; my deputy is @ben.",
        "until Friday with deputy: @ben",
        "until Friday, covered by @ben",
    ],
)
def test_deputy_stands_behind_the_end(words: str) -> None:
    assert parse_away(words, NOW).deputy == "@ben"


def test_end_over_a_change_of_the_clocks_is_a_local_midnight() -> None:
    before = datetime(2026, 10, 23, 9, 0, tzinfo=BERLIN)
    assert shown(parse_away("until Monday", before).until) == "2026-10-27 00:00"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "until when"),
        ("until", "until when"),
        ("until , deputy @ben", "until when"),
        ("for ever", "cannot read"),
        ("until the cows come home", "cannot read"),
        ("Friday", "cannot read"),
        ("until 1 November 2026", "passed already"),
        ("until noon", "passed already"),
        ("until 31 February", 'no such day as "31 february"'),
        ("until 12/3", "two ways"),
        ("until 24 December 2027", "more than a year"),
        ("for 999 days", "more than a year"),
        ("from Friday until tomorrow noon, 2025-01-01", "cannot read"),
        ("from 3 December until 2026-12-02 noon", "before it begins"),
        ("until 25:00", "cannot read"),
        ("until " + "x" * 5000, "cannot read"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(words: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why) as refused:
        parse_away(words, NOW)
    assert len(str(refused.value)) < 400
