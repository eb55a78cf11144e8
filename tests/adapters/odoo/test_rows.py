"""Odoo's rows become the domain's orders, and its False ends here."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.adapters.odoo.assemble import Around, build
from bot.adapters.odoo.prices import Rates
from bot.adapters.odoo.rows import HeadRow
from bot.adapters.odoo.values import exact, like, rounded, stamp, trimmed
from bot.domain.orders import Order, OrderState, UserRef, Warehouse
from tests.adapters.odoo.odoo_rows import BELLA, EUR, KWD, ODOO_BOT, OMAR, line, order, order_row, section


def built(rates: Rates | None = None, bought: dict[int, int] | None = None, **changed: Any) -> Order:
    return build(order(**changed), Around(rates=rates or Rates(1, {}), history={}, bought=bought or {}))


def test_empty_fields_are_none_or_empty_text() -> None:
    found = built(user_id=False, picking_type_id=False, date_planned=False, origin=False)
    assert (found.buyer, found.warehouse, found.needed_by, found.origin) == (None, None, None, "")


def test_no_false_is_left_anywhere() -> None:
    found = built(user_id=False, picking_type_id=False, date_planned=False)
    flags = {"urgent", "from_replenishment"}
    assert [name for name, value in vars(found).items() if value is False and name not in flags] == []


def test_booleans_stay_booleans() -> None:
    bought = line(product_id={"id": 3, "display_name": "Advice", "is_storable": False, "categ_id": False})
    row = order(order_line=[bought])
    assert row.order_line[0].product_id is not None
    assert row.order_line[0].product_id.is_storable is False


def test_times_are_utc_and_aware() -> None:
    assert built().needed_by == datetime(2026, 12, 1, 17, tzinfo=UTC)


def test_sections_and_notes_are_no_lines() -> None:
    found = built(order_line=[section(), line(), section(id=52, display_type="line_note")])
    assert [x.id for x in found.lines] == [50]


def test_order_without_lines_is_an_order() -> None:
    assert built(order_line=[], amount_total=0.0).lines == ()


def test_line_without_product_is_a_line() -> None:
    found = built(order_line=[line(product_id=False, product_uom_id=False)])
    assert (found.lines[0].product_id, found.lines[0].product, found.lines[0].unit) == (None, "", "")


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"order_line": []},
        {"order_line": [section(), line(), line(id=49, price_unit_discounted=0.1 + 0.2)]},
        {"currency_id": KWD, "amount_total": 1.2345},
        {"order_line": [line(product_id=False)]},
    ],
    ids=["one line", "no line", "many lines", "three decimals", "no product"],
)
def test_head_and_order_have_the_same_fingerprint(changed: dict[str, Any]) -> None:
    assert HeadRow.model_validate(order_row(**changed)).fingerprint() == built(**changed).fingerprint


@pytest.mark.parametrize(
    "changed",
    [{"product_qty": 11.0}, {"price_unit_discounted": 20.000001}, {"id": 60}, {"price_subtotal": 200.01}],
)
def test_material_change_of_a_line_changes_the_fingerprint(changed: dict[str, Any]) -> None:
    assert built(order_line=[line(**changed)]).fingerprint != built().fingerprint


@pytest.mark.parametrize("changed", [{"name": "New text"}, {"date_planned": False}, {"price_subtotal": 200.00000001}])
def test_text_date_and_dust_do_not_change_the_fingerprint(changed: dict[str, Any]) -> None:
    assert built(order_line=[line(**changed)]).fingerprint == built().fingerprint


def test_last_write_may_be_that_of_a_line() -> None:
    row = order(order_line=[line(write_date="2026-11-22 08:00:00"), line(id=51)])
    at, by = row.last_write
    assert (at, by and by.id) == (datetime(2026, 11, 22, 8, tzinfo=UTC), BELLA["id"])


def test_last_write_is_the_orders_own_otherwise() -> None:
    assert order().last_write[1] == order().write_uid


def test_company_amount_is_odoos_where_there_is_a_rate() -> None:
    found = built(Rates(1, {126: Decimal("0.9")}), currency_id=EUR, currency_rate=0.92, amount_total_cc=217.391304)
    assert (found.company_amount, found.rate) == (Decimal("217.39"), Decimal("0.92"))


def test_company_amount_is_unknown_without_a_rate() -> None:
    found = built(currency_id=EUR, currency_rate=1.0, amount_total_cc=200.0)
    assert (found.amount, found.company_amount, found.rate) == (Decimal(200), None, None)


@pytest.mark.parametrize(
    ("origin", "buyer", "creator", "answer"),
    [
        ("OP/00002", BELLA, BELLA, True),
        ("S00004, OP/00002", BELLA, BELLA, True),
        (False, False, ODOO_BOT, True),
        (False, False, BELLA, False),
        (False, BELLA, ODOO_BOT, False),
        ("STOP/1", BELLA, BELLA, False),
    ],
)
def test_replenishment_is_known_by_origin_or_by_nobody(origin: Any, buyer: Any, creator: Any, answer: bool) -> None:
    assert built(origin=origin, user_id=buyer, create_uid=creator).from_replenishment is answer


def test_only_finished_receipts_name_receivers() -> None:
    pickings = [
        {"id": 1, "state": "done", "user_id": OMAR},
        {"id": 2, "state": "done", "user_id": OMAR},
        {"id": 3, "state": "assigned", "user_id": BELLA},
        {"id": 4, "state": "done", "user_id": False},
    ]
    assert built(picking_ids=pickings).receivers == (UserRef(9, "Omar Haddad"),)


def test_billers_are_those_who_entered_bills() -> None:
    assert built(invoice_ids=[{"id": 1, "create_uid": OMAR}]).billers == (UserRef(9, "Omar Haddad"),)


def test_vendor_without_deliveries_has_no_rate() -> None:
    vendor = {"id": 16, "display_name": "Acme", "on_time_rate": -1.0, "category_id": []}
    assert built(partner_id=vendor).vendor.on_time_rate is None


def test_order_is_not_earlier_than_itself() -> None:
    assert built(bought={16: 4}).vendor.earlier_orders == 4
    assert built(bought={16: 4}, state="purchase", date_approve="2026-11-01 10:00:00").vendor.earlier_orders == 3


def test_done_of_earlier_versions_reads_as_purchase() -> None:
    assert built(state="done").state is OrderState.PURCHASE


def test_warehouse_and_urgency_are_read() -> None:
    found = built(priority="1")
    assert (found.warehouse, found.urgent) == (Warehouse(1, "MAIN", "Main DC"), True)


@pytest.mark.parametrize(
    ("number", "text"), [(0.1 + 0.2, "0.3"), (120.0, "120"), (-0.0, "0"), (54.28, "54.28"), (1e6, "1000000")]
)
def test_numbers_lose_their_dust(number: float, text: str) -> None:
    assert str(trimmed(exact(number), 6)) == text


def test_amounts_keep_their_decimals() -> None:
    assert str(rounded(exact(5014.0), 2)) == "5014.00"


def test_wildcards_are_meant_literally() -> None:
    assert like(r"50%_\x") == r"50\%\_\\x"


def test_time_for_odoo_is_utc_in_whole_seconds() -> None:
    assert stamp(datetime.fromisoformat("2026-11-23T10:00:01.9+02:00")) == "2026-11-23 08:00:01"
