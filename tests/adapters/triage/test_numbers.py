"""Amounts in both conventions."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.triage.numbers import amounts, number
from bot.adapters.triage.words import fold


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1'234.50", "1234.50"),
        ("1 234,5", "1234.5"),
        ("1.234", "1234"),
        ("1,234", "1234"),
        ("0.425", "0.425"),
        ("12,5", "12.5"),
        ("1.234.567", "1234567"),
        ("-5", "-5"),
        ("11,40", "11.40"),
    ],
)
def test_both_conventions_read_the_same(written: str, value: str) -> None:
    assert number(written) == Decimal(value)


@pytest.mark.parametrize("written", ["", "abc", "1,2,3", "1.23.456", "1,234.56.7", "--4"])
def test_what_is_no_number_is_none(written: str) -> None:
    assert number(written) is None


@given(st.decimals(min_value=0, max_value=9_999_999, places=2))
def test_every_amount_survives_either_way_of_writing_it(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert number(english) == number(german) == value


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert all(found.start < found.end for found in amounts(fold(text)))


def test_the_currency_stands_on_either_side() -> None:
    found = [(amount.value, amount.currency) for amount in amounts("eur 12.50, 13,90 € and £8")]
    assert found == [(Decimal("12.50"), "EUR"), (Decimal("13.90"), "EUR"), (Decimal(8), "GBP")]
