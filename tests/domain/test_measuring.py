"""How far a value is from the one before, and when that is too far."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.measuring import far_off, measured
from bot.domain.proposals import Field, Mark, Tolerances
from tests.supply import make_line

TOLERANCES = Tolerances(days=3, price_percent=Decimal(2), quantity_percent=Decimal(5))


@pytest.mark.parametrize(
    ("field", "old", "new", "difference", "mark"),
    [
        (Field.DATE, "2026-04-14", "2026-04-17", "+3 days", Mark.WITHIN),
        (Field.DATE, "2026-04-14", "2026-04-18", "+4 days", Mark.BEYOND),
        (Field.DATE, "2026-04-14", "2026-04-13", "-1 day", Mark.WITHIN),
        (Field.DATE, "", "2026-04-13", "", Mark.WITHIN),
        (Field.PRICE, "100", "102", "+2.0%", Mark.WITHIN),
        (Field.PRICE, "6.5", "27", "+315.4%", Mark.BEYOND),
        (Field.PRICE, "100", "50", "-50.0%", Mark.WITHIN),
        (Field.PRICE, "0", "5", "it was 0", Mark.BEYOND),
        (Field.QUANTITY, "100", "105", "+5, +5%", Mark.WITHIN),
        (Field.QUANTITY, "100", "94", "-6, -6%", Mark.BEYOND),
        (Field.QUANTITY, "100", "0", "-100, -100%", Mark.BEYOND),
        (Field.CONFIRMED, "no", "yes", "", Mark.WITHIN),
    ],
)
def test_difference_and_mark(field: Field, old: str, new: str, difference: str, mark: Mark) -> None:
    assert measured(field, old, new, TOLERANCES) == (difference, mark)


@pytest.mark.parametrize(("price", "far"), [("62.5", False), ("62.51", True), ("2.5", False), ("2.49", True)])
def test_price_five_times_off_is_hardly_meant(price: str, far: bool) -> None:
    assert far_off(make_line(price=Decimal("12.50")), Decimal(price)) is far
