"""Numbers as people type them: one meaning is taken, two are asked about, none is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.errors import Refused
from bot.domain.numbers import read_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("270", "270"),
        ("270,00", "270"),
        ("270.00", "270"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1234,567", "1234.567"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1\u2019234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("1.2340", "1.234"),
        (" 12,5 EUR ", "12.5"),
        ("eur 12.5", "12.5"),
    ],
)
def test_number_is_read_as_people_write_it(written: str, number: str) -> None:
    assert read_number(written, "EUR") == Decimal(number)


@pytest.mark.parametrize("written", ["1.234", "1,234", "12.500", "999,999"])
def test_number_with_two_meanings_is_asked_about_and_both_are_named(written: str) -> None:
    whole = written.replace(",", "").replace(".", "")
    decimal = written.replace(",", ".")
    with pytest.raises(Refused) as refused:
        read_number(written)
    assert refused.value.reason == (
        f"“{written}” can be read as {whole} or as {decimal}: please write {whole} or {decimal}0."
    )
    assert [read_number(whole), read_number(f"{decimal}0")] == [Decimal(whole), Decimal(decimal)]


@pytest.mark.parametrize(
    "written",
    ["", "-5", "about 5", "5 USD", "1,23,456", "1.234,567.8", "12.34.56", "5,", ",5", "1e5", "NaN", "1 2", "9999999999",
     "\u0663", "0x10", "5\n6"],
)  # fmt: skip
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="not below zero, like 1234"):
        read_number(written, "EUR")
