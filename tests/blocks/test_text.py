"""Words and figures: what others wrote stays what it is, and never poses as ours."""

import unicodedata
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import text
from bot.domain.words import in_zone, moment
from tests.builders_approvals import T0

FAMILY = "👩‍👩‍👧‍👦"


def test_escape_leaves_nothing_to_forge() -> None:
    assert text.escape("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("*bold* ~gone~ `code`", "∗bold∗ ∼gone∼ ˋcodeˋ"),
        ("_soft_ but ABC_DEF", "ˍsoftˍ but ABC_DEF"),
        ("done :white_check_mark: at 10:30:00", "done ∶white_check_mark: at 10:30:00"),
        ("two\nlines\tand\r\nmore", "two lines and more"),
        ("abc\u202egpj.exe\u2066", "abcgpj.exe"),
        ("a\u200b\ufeffb\x00", "ab"),
        ("  \n ", "(no name)"),
        ("Šť & Ød", "Šť &amp; Ød"),
    ],
)
def test_foreign_text_is_inert(written: str, shown: str) -> None:
    assert text.inert(written) == shown


def test_right_to_left_text_cannot_reorder_figures() -> None:
    assert text.inert("ספק טוב") == "\u2068ספק טוב\u2069"


def test_plain_text_holds_no_angle_brackets() -> None:
    assert text.bare("<!channel> R&D *x*") == "‹!channel› R&D *x*"


def test_clip_cuts_no_escape_in_half() -> None:
    assert [text.clip("ab&amp;cd", n) for n in (9, 8, 7, 6, 4, 3, 1, 0)] == [
        "ab&amp;cd",
        "ab&amp;…",
        "ab…",
        "ab…",
        "ab…",
        "ab…",
        "…",
        "",
    ]


def test_clip_cuts_no_emoji_in_half() -> None:
    assert text.clip("ab" + FAMILY + "cd", 8) == "ab…"
    assert text.clip("🇩🇪🇫🇷🇮🇹", 4) == "🇩🇪…"
    assert text.clip("👍🏽👍🏽👍🏽", 4) == "👍🏽…"


def test_clip_cuts_no_date_in_half() -> None:
    assert text.clip("at " + text.when(T0) + " and more", 20) == "at…"


def test_clip_leaves_no_direction_open() -> None:
    two = f"{text.inert('שלום שלום')} and {text.inert('שלום שלום')}"
    for n in range(1, len(two) + 1):
        cut = text.clip(two, n)
        assert len(cut) <= n
        assert cut.count("\u2068") == cut.count("\u2069")


@given(st.text(max_size=400), st.integers(1, 120))
def test_foreign_text_keeps_within_its_limit(written: str, limit: int) -> None:
    shown = text.inert(written, limit + 10)
    assert len(shown) <= limit + 10
    assert not set("<>*~`\n") & set(shown)
    assert not any(unicodedata.category(c) == "Cs" for c in shown)
    assert len(text.bare(written, limit + 10)) <= limit + 10
    assert len(text.quote(written, limit + 10)) <= limit + 10


def test_quote_keeps_lines_and_loses_blank_ones() -> None:
    assert text.quote("one\n\n<two>") == "> one\n> &lt;two&gt;"
    assert text.quote(" \n ") == "> (blank)"


def test_figures_read_well() -> None:
    assert text.money(Decimal("48300"), "USD") == "48,300.00 USD"
    assert text.money(Decimal(0), "<!here>") == "0.00 &lt;!here…"
    assert [text.price(Decimal(p)) for p in ("1.5", "0.0045", "1E+3", "0", "1.23456789")] == [
        "1.50",
        "0.0045",
        "1,000.00",
        "0.00",
        "1.234568",
    ]
    assert [text.quantity(Decimal(q)) for q in ("1200.000", "2.50", "0", "-0.0001", "100")] == [
        "1,200",
        "2.5",
        "0",
        "0",
        "100",
    ]
    assert [text.percent(Decimal(p)) for p in ("12.5", "-3", "0", "-0.01")] == ["+12.5%", "-3.0%", "0.0%", "0.0%"]


def test_moments_show_in_the_readers_zone() -> None:
    assert text.when(T0) == "<!date^1772443800^{date_short_pretty} at {time}|2 Mar 2026, 09:30 UTC>"
    assert text.day(T0) == "<!date^1772443800^{date_short_pretty}|2 Mar 2026>"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-5), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=2, minutes=59), "2 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=3, hours=5), "3 days"),
    ],
)
def test_duration_in_words(span: timedelta, words: str) -> None:
    assert text.duration(span) == words


def test_link_takes_web_addresses_only() -> None:
    assert text.link("https://odoo.example.com/a?b=1&c=2", "P00036") == (
        "<https://odoo.example.com/a?b=1&amp;c=2|P00036>"
    )
    assert text.link("javascript:alert(1)", "P00036") == "P00036"
    assert text.link("https://x/|<!channel>", "a>b") == "<https://x/%7C%3C!channel%3E|a&gt;b>"
    assert text.web_address("http://[broken") is None


def test_mention_needs_a_slack_id() -> None:
    assert text.mention("U0000002", "Ann") == "<@U0000002>"
    assert text.mention("U1> <!channel", "Ann") == "Ann"
    assert text.mention(None, "") == "nobody"


def test_many_names_are_counted() -> None:
    assert text.names(["Ann", "Bob"]) == "Ann, Bob"
    assert text.names([f"P{n}" for n in range(9)]) == "P0, P1, P2, P3, P4 and 4 more"


def test_moments_are_written_in_a_zone_that_is_named() -> None:
    assert moment(T0, ZoneInfo("Europe/Amsterdam")) == "2 Mar 2026, 10:30 CET"
    assert moment(T0, ZoneInfo("Asia/Kathmandu")) == "2 Mar 2026, 15:15 UTC+05:45"
    said = f"Approved on {moment(T0)}."
    assert in_zone(said, ZoneInfo("Asia/Dubai")) == "Approved on 2 Mar 2026, 13:30 UTC+04."
    assert in_zone(in_zone(said, ZoneInfo("Asia/Dubai")), ZoneInfo("Asia/Dubai")) == in_zone(
        said, ZoneInfo("Asia/Dubai")
    )


def test_moments_in_a_sentence_show_in_the_readers_zone() -> None:
    assert text.in_readers_time(f"Decided on {moment(T0)}; it is done.") == f"Decided on {text.when(T0)}; it is done."
    assert text.in_readers_time("P00036 of 2026-03-02") == "P00036 of 2026-03-02"
