"""Prices in other currencies and units: every expected figure is worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.adapters.odoo.history import past_prices
from bot.adapters.odoo.prices import Rates, list_price
from bot.domain.orders import PastPrice
from tests.adapters.odoo.odoo_rows import DOZEN, EUR, GBP, PIECE, USD, line, order, past, seller

RATES = Rates(base=1, today={126: Decimal("0.80"), 144: Decimal("0.50")})
NO_RATES = Rates(base=1, today={})


def price_of(seller_row: dict[str, Any] | bool, rates: Rates = RATES, **order_changes: Any) -> Decimal | None:
    row = order(order_line=[line(selected_seller_id=seller_row)], **order_changes)
    return list_price(row, row.order_line[0], rates)


def test_list_price_in_the_same_currency_and_unit_stays() -> None:
    assert price_of(seller(18.5)) == Decimal("18.5")


def test_no_vendor_price_is_none() -> None:
    assert price_of(False) is None


def test_vendor_price_of_zero_is_no_price() -> None:
    assert price_of(seller(0.0)) is None


def test_price_a_dozen_becomes_a_price_a_piece() -> None:
    assert price_of(seller(24.0, unit=DOZEN)) == Decimal(2)


def test_price_a_piece_becomes_a_price_a_dozen() -> None:
    row = order(order_line=[line(product_uom_id=DOZEN, selected_seller_id=seller(2.0, unit=PIECE))])
    assert list_price(row, row.order_line[0], RATES) == Decimal(24)


def test_thirds_end_after_six_decimals() -> None:
    assert price_of(seller(10.0, unit=DOZEN | {"factor": 3.0})) == Decimal("3.333333")


def test_company_currency_price_takes_the_rate_of_the_order() -> None:
    # 10 USD on an order in EUR that counts 0.90 EUR a dollar.
    assert price_of(seller(10.0, USD), currency_id=EUR, currency_rate=0.90) == Decimal(9)


def test_foreign_price_on_an_order_in_company_currency_takes_todays_rate() -> None:
    # 8 EUR at 0.80 EUR a dollar.
    assert price_of(seller(8.0, EUR)) == Decimal(10)


def test_price_in_a_third_currency_goes_through_the_companys() -> None:
    # 5 GBP at 0.50 are 10 USD; at 0.90 EUR a dollar that is 9 EUR.
    assert price_of(seller(5.0, GBP), currency_id=EUR, currency_rate=0.90) == Decimal(9)


def test_price_in_a_currency_without_rate_is_none() -> None:
    assert price_of(seller(8.0, EUR), NO_RATES) is None


@pytest.mark.parametrize(
    ("stored", "rates", "used"),
    [
        ("0.92", RATES, Decimal("0.92")),
        ("1.0", NO_RATES, None),
        ("1.0", RATES, None),
        ("1.0", Rates(1, {126: Decimal(1)}), Decimal(1)),
        ("0.0", RATES, None),
    ],
    ids=["a rate", "no rate at all", "made before there was a rate", "really one to one", "nonsense"],
)
def test_rate_of_a_foreign_order(stored: str, rates: Rates, used: Decimal | None) -> None:
    row = order(currency_id=EUR, currency_rate=float(stored))
    assert rates.used(row.currency_id, row.currency_rate) == used


def test_own_currency_needs_no_rate() -> None:
    row = order(currency_id=USD, currency_rate=1.0)
    assert NO_RATES.used(row.currency_id, row.currency_rate) == 1


def test_past_prices_are_the_newest_three_of_any_vendor() -> None:
    row = order()
    rows = [
        past(9, "2026-11-01", 21.0, partner_id={"id": 18, "display_name": "Boreal"}),
        past(8, "2026-10-01", 20.0),
        past(7, "2026-09-01", 19.0),
        past(6, "2026-08-01", 1.0),
    ]
    found = past_prices(row, row.order_line[0], rows, RATES)
    assert [(p.order_name, p.vendor, p.unit_price) for p in found] == [
        ("P00009", "Boreal", Decimal(21)),
        ("P00008", "Acme", Decimal(20)),
        ("P00007", "Acme", Decimal(19)),
    ]


def test_past_price_is_converted_with_the_rate_of_its_own_day() -> None:
    row = order(order_line=[line(product_uom_id=DOZEN)], currency_id=EUR, currency_rate=0.90)
    then = past(8, "2026-10-01", 4.0, currency_id=GBP, order_id={"id": 8, "name": "P00008", "currency_rate": 0.40})
    # 4 GBP a piece at 0.40 were 10 USD; at 0.90 that is 9 EUR a piece, 108 a dozen.
    found = past_prices(row, row.order_line[0], [then], RATES)
    assert [p.unit_price for p in found] == [Decimal(108)]


def test_past_price_that_cannot_be_converted_is_left_out() -> None:
    row = order()
    rows = [past(8, "2026-10-01", 4.0, currency_id=EUR), past(7, "2026-09-01", 19.0)]
    assert [p.order_name for p in past_prices(row, row.order_line[0], rows, NO_RATES)] == ["P00007"]


def test_same_foreign_currency_compares_without_any_rate() -> None:
    row = order(currency_id=EUR, currency_rate=1.0)
    found = past_prices(row, row.order_line[0], [past(8, "2026-10-01", 4.0, currency_id=EUR)], NO_RATES)
    assert found == (PastPrice("P00008", found[0].date, "Acme", Decimal(4)),)


def test_order_is_not_its_own_past() -> None:
    row = order(id=8, state="purchase", date_approve="2026-10-01 10:00:00")
    rows = [past(9, "2026-11-01"), past(8, "2026-10-01"), past(7, "2026-09-01")]
    assert [p.order_name for p in past_prices(row, row.order_line[0], rows, RATES)] == ["P00007"]
