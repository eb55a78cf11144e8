"""What vendors owe us a word about, why perhaps nothing was heard, and which prices are unusual."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.domain.chasing import Awaited, Known, Owed, SupplierMailRules, causes, owed, unusual, working_days
from bot.domain.orders import Line, OrderState, PastPrice
from tests.calendars import make_timetable
from tests.supply import make_line, make_supply

RULES = SupplierMailRules()
FRIDAY, MONDAY, THURSDAY = date(2026, 4, 3), date(2026, 4, 6), date(2026, 4, 9)
WAITING = make_supply(confirmed_on=FRIDAY)


def make_priced(price: str, *past: str, listed: str | None = None) -> Line:
    when = datetime(2026, 1, 5, tzinfo=UTC)
    earlier = tuple(PastPrice(f"P{at:05}", when, "Holm Valves", Decimal(one)) for at, one in enumerate(past))
    one = Decimal(price)
    return Line(
        1, "Valve", Decimal(1), "Units", one, one, list_price=Decimal(listed) if listed else None, past_prices=earlier
    )


@pytest.mark.parametrize(("until", "days"), [(FRIDAY, 0), (MONDAY, 1), (THURSDAY, 4), (date(2026, 4, 1), 0)])
def test_weekend_gives_the_vendor_no_working_day(until: date, days: int) -> None:
    assert working_days(make_timetable(), FRIDAY, until) == days


def test_confirmation_is_owed_from_the_day_after_the_last_allowed() -> None:
    assert owed(WAITING, make_timetable(), date(2026, 4, 8), RULES) is None
    found = owed(WAITING, make_timetable(), THURSDAY, RULES)
    assert found is not None
    assert (found.owed, found.days) == (Owed.CONFIRMATION, 1)


def test_late_goods_are_owed_a_date_even_if_confirmed() -> None:
    order = make_supply(lines=(make_line(day=FRIDAY), make_line(2, "Pump", day=THURSDAY)), acknowledged=True)
    found = owed(order, make_timetable(), MONDAY, RULES)
    assert found is not None
    assert (found.owed, found.days, found.late) == (Owed.DATE, 3, (("Ball valve DN50", FRIDAY),))


def test_confirmed_and_cancelled_orders_owe_nothing() -> None:
    assert owed(replace(WAITING, acknowledged=True), make_timetable(), THURSDAY, RULES) is None
    assert owed(replace(WAITING, state=OrderState.CANCEL), make_timetable(), THURSDAY, RULES) is None


def test_causes_come_with_their_evidence() -> None:
    awaited = Awaited(WAITING, Owed.CONFIRMATION, 1)
    found = causes(awaited, Known(bounced=True, holidays=[MONDAY, date(2026, 3, 1)]), THURSDAY)
    assert found == (
        "a mail about P00036 came back undelivered",
        "Odoo has no e-mail address of Holm Valves",
        "public holiday in DE: 6 Apr 2026",
    )
    assert causes(awaited, Known(emails=["ida@holmvalves.example"]), THURSDAY) == ()


def test_price_is_unusual_against_the_list_or_a_spread_that_is_known() -> None:
    assert "+20.0% against the list price 10" in unusual(make_priced("12", listed="10"), RULES)
    assert unusual(make_priced("10.50", listed="10"), RULES) == ""
    assert "+20.0% against the last 3 purchases" in unusual(make_priced("12", "10", "9.90", "10.10"), RULES)
    assert unusual(make_priced("12", "8", "10", "12"), RULES) == "", "within what this product's price does"
    assert unusual(make_priced("12", "10", "10"), RULES) == "", "too few to speak of a spread"
