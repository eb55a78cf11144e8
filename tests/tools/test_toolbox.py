"""The tools: bounded, honest about what was left out, and within the asker's rights."""

import inspect
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal

import pytest

from bot.domain.errors import OdooDenied, OdooError, OdooUnavailable
from bot.domain.lookups import Outcome, PriceRow, PurchaseReader, SpendRow, Wanted
from bot.tools import Toolbox
from tests.fake_purchases import BELLA, NOW, FakePurchases, make_detail


def tools(reader: FakePurchases, **asker: object) -> Toolbox:
    return Toolbox(reader, replace(BELLA, **asker), clock=lambda: NOW, zone=UTC)  # type: ignore[arg-type]


def test_names_become_ids() -> None:
    reader = FakePurchases()
    wanted = Wanted(vendors=("deco addict",), products=("corner desk",), warehouse="wh2", person="Dana Berg")
    tools(reader).find_orders(wanted)
    asked = reader.asked[-1]
    assert (asked.vendor_ids, asked.product_ids, asked.warehouse_id, asked.buyer_id) == ((3,), (12,), 22, 7)


def test_me_is_the_asker() -> None:
    reader = FakePurchases()
    tools(reader).waiting_for_approval(Wanted(person="me"))
    assert reader.asked[-1].buyer_id == BELLA.user_id


def test_a_name_that_nobody_knows_is_a_result_with_the_nearest() -> None:
    found = tools(FakePurchases()).find_orders(Wanted(vendors=("Wood Cornr GmbH",)))
    assert (found.outcome, found.unknown) == (Outcome.NOT_FOUND, ("Wood Cornr GmbH",))
    assert "Wood Corner" in found.nearest


def test_an_order_that_is_not_there_is_a_result_with_similar_ones() -> None:
    found = tools(FakePurchases(make_detail(112))).one_order("po 12")
    assert (found.outcome, found.unknown, found.nearest) == (Outcome.NOT_FOUND, ("P00012",), ("P00112",))


def test_what_was_left_out_is_counted() -> None:
    reader = FakePurchases(make_detail(1), make_detail(2))
    reader.total = 49
    found = tools(reader).find_orders(Wanted(limit=2))
    assert (len(found.rows), found.total, found.left_out) == (2, 49, 47)


def test_no_more_than_a_hundred_rows_are_asked_for() -> None:
    reader = FakePurchases()
    tools(reader).find_orders(Wanted(limit=1_000_000))
    assert reader.asked[-1].limit == 100


@pytest.mark.parametrize(
    ("error", "outcome"), [(OdooUnavailable("x"), Outcome.UNAVAILABLE), (OdooDenied("x"), Outcome.REFUSED)]
)
def test_an_error_is_a_result(error: OdooError, outcome: Outcome) -> None:
    reader = FakePurchases(make_detail())
    reader.error = error
    box = tools(reader)
    assert {box.one_order("P00012").outcome, box.find_orders(Wanted()).outcome, box.spend(Wanted()).outcome} == {
        outcome
    }


def test_without_purchase_rights_nothing_is_looked_up() -> None:
    reader = FakePurchases(make_detail())
    box = tools(reader, sees_orders=False)
    assert (box.one_order("P00012").outcome, box.late_orders(Wanted()).outcome) == (Outcome.DENIED, Outcome.DENIED)
    assert (reader.asked, box.names().suppliers) == ([], ())


def test_a_status_or_grouping_that_does_not_exist_is_not_passed_over() -> None:
    reader = FakePurchases(make_detail())
    found = tools(reader).find_orders(Wanted(status="overdue"))
    assert (found.outcome, found.unknown, "late" in found.nearest) == (Outcome.NOT_FOUND, ("overdue",), True)
    grouped = tools(reader).spend(Wanted(), by="colour")
    assert (grouped.outcome, grouped.unknown, "vendor" in grouped.nearest) == (Outcome.NOT_FOUND, ("colour",), True)
    assert reader.asked == []


def test_what_a_tool_cannot_be_limited_by_is_said() -> None:
    found = tools(FakePurchases()).vendor_performance(Wanted(vendors=("acme",), warehouse="WH2", products=("screw",)))
    assert found.notes == ("not limited by product or warehouse",)


def test_who_sees_no_bills_and_no_stock_is_told_so() -> None:
    reader = FakePurchases(make_detail())
    box = tools(reader, sees_bills=False, sees_stock=False)
    assert (box.find_bills(Wanted()).outcome, box.replenishment(Wanted()).outcome) == (Outcome.HIDDEN, Outcome.HIDDEN)
    assert box.one_order("P00012").notes == ("bills are left out: your Odoo user does not see them",)


def test_several_orders_are_read_at_once_and_the_rest_is_said() -> None:
    reader = FakePurchases(make_detail(1), make_detail(2))
    found = tools(reader).several_orders(("p1", "P00002", "P00003"))
    assert [each.outcome for each in found] == [Outcome.FOUND, Outcome.FOUND, Outcome.NOT_FOUND]
    assert len(reader.asked) == 1
    many = tools(reader).several_orders([f"P{number:05d}" for number in range(14)])
    assert (len(many), many[0].notes) == (10, ("only the first 10 of 14 orders were read",))


def test_sums_that_are_not_of_everything_are_not_given() -> None:
    reader = FakePurchases()
    reader.spend_rows = (SpendRow("Acme", 2, Decimal(10), "EUR"),)
    reader.total = 5
    assert tools(reader).spend(Wanted()).figures == {}


def test_a_price_change_is_worked_out_only_where_prices_compare() -> None:
    row = PriceRow(1, "P00001", date(2026, 6, 1), "Screw M6", "Acme", Decimal(11), "EUR", Decimal(3), "Units")
    reader = FakePurchases()
    reader.price_rows = (row, replace(row, unit_price=Decimal(10)))
    assert tools(reader).price_history(Wanted(products=("screw",))).figures == {"change in percent": Decimal("10.0")}
    reader.price_rows = (row, replace(row, currency="USD"))
    assert tools(reader).price_history(Wanted(products=("screw",))).figures == {}


def test_amounts_of_different_currencies_are_never_added_up() -> None:
    reader = FakePurchases()
    reader.spend_rows = (SpendRow("Acme", 2, Decimal(10), "EUR"), SpendRow("Acme", 1, Decimal(5), "USD"))
    figures = tools(reader).spend(Wanted()).figures
    assert (figures["total EUR"], figures["total USD"]) == (Decimal(10), Decimal(5))


def test_the_reader_has_nothing_to_change_anything_with() -> None:
    changing = {
        "write",
        "create",
        "unlink",
        "approve",
        "cancel",
        "confirm",
        "post",
        "note",
        "assign",
        "set",
        "save",
        "call",
        "execute",
    }
    methods = {name for name, _ in inspect.getmembers(PurchaseReader, inspect.isfunction) if not name.startswith("_")}
    assert methods
    assert not {m for m in methods if any(m.startswith(word) for word in changing)}


def test_each_tool_says_what_it_is_for() -> None:
    for name, method in inspect.getmembers(Toolbox, inspect.isfunction):
        assert name.startswith("_") or len(inspect.getdoc(method) or "") > 30, name
