"""Answers as people see them: a table that fits a phone, each day and unit said shortly and in one way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.blocks.questions import draw
from bot.domain.conversations import Reply
from bot.domain.lookups import ArrivalRow, BillRow, MessageRow, OrderRow, Outcome, PerformanceRow, Result, VendorRow
from bot.domain.ports import Picture
from bot.domain.questions import Behaviour as How
from bot.domain.questions import Intent, Plan
from bot.services.questions.answering import build
from tests.blocks.checks import acceptable

NOW = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)


def order(name: str = "P00012", **overrides: Any) -> OrderRow:
    given: dict[str, Any] = {
        "vendor": "Lumina",
        "state": "confirmed",
        "amount": Decimal("1530"),
        "currency": "EUR",
        "planned": date(2026, 11, 6),
    }
    return OrderRow(id=int(name[1:]), name=name, **given | overrides)


def told(*rows: object, prose: str = "Done.", total: int = 0) -> Reply:
    result = Result("any", {}, Outcome.FOUND, NOW, rows, total or len(rows))
    return draw(build(Plan(Intent.LIST_POS, How.ANSWER), prose, [result]), "q1", lambda order: f"https://odoo/{order}")


def table(reply: Reply) -> dict[str, Any]:
    (found,) = [dict(block) for block in reply.blocks if block["type"] == "data_table"]
    return found


def cells(row: list[dict[str, Any]]) -> list[str]:
    return [cell.get("text") or cell["elements"][0]["elements"][0]["text"] for cell in row]


def test_a_list_of_orders_has_no_column_that_nobody_needs() -> None:
    late = order(received="nothing received", days_late=17)
    partly = order("P00013", received="partly received", billed="to be billed", days_late=4, vendor="Tatra")
    waiting = order("P00014", state="waiting for approval", vendor="Tatra")
    head, *rows = table(told(late, partly, waiting))["rows"]
    assert cells(head) == ["Order", "Vendor", "Amount (EUR)", "First due", "Status"]
    assert [cells(row)[-1] for row in rows] == [
        "17 days late",
        "partly received, 4 days late, to be billed",
        "waiting for approval",
    ]


def test_days_and_figures_are_short_and_still_sort() -> None:
    _, first, other = table(told(order(), order("P00013", planned=date(2027, 1, 3), amount=Decimal("20.5"))))["rows"]
    assert first[-2:] == [
        {"type": "raw_number", "value": 1530.0, "text": "1,530.00"},
        {"type": "raw_number", "value": 20261106, "text": "6\u00a0Nov"},
    ]
    assert (other[-2]["value"], other[-1]["text"]) == (20.5, "3\u00a0Jan\u00a02027")


def test_amounts_of_two_currencies_each_bear_their_own() -> None:
    head, *rows = table(told(order(), order("P00013", currency="GBP")))["rows"]
    assert "Amount" in cells(head)
    assert [cells(row)[1] for row in rows] == ["1,530.00\u00a0EUR", "1,530.00\u00a0GBP"]


def test_a_list_of_bills_says_what_is_open_where_it_is_not_all() -> None:
    bill = BillRow(1, "BILL/1", "Lumina", "posted", "not paid", Decimal(100), Decimal(100), "EUR", reference="INV-7")
    part = replace(bill, payment="partly paid", open=Decimal(40))
    drawn = table(told(bill, part))
    assert [cells(row)[-1] for row in drawn["rows"][1:]] == ["not\u00a0paid", "partly paid, 40.00 EUR open"]
    assert cells(drawn["rows"][1])[0] == "BILL/1 (INV-7)"
    assert table(told(bill, bill))["caption"] == "Bills · vendor Lumina · status not paid"


def test_what_all_rows_have_in_common_is_said_once_above_them() -> None:
    goods = [
        ArrivalRow(n, f"P0001{n}", "Lumina", "Gloves", Decimal(9), "Units", date(2026, 11, 30), "ROT") for n in (1, 2)
    ]
    drawn = table(told(*goods))
    assert drawn["caption"] == "Still to come · vendor Lumina · product Gloves · to ROT"
    assert cells(drawn["rows"][0]) == ["Order", "Qty (Units)", "Due"]


@pytest.mark.parametrize(
    ("prose", "shown"),
    [
        ("Promised for 2026-11-06.", "Promised for 6 Nov."),
        ("Promised for 2025-11-06.", "Promised for 6 Nov 2025."),
        ("Done (period 2026-12-01 to 2027-01-31).", "Done (period 1 Dec to 31 Jan 2027)."),
        ("The bill INV-2026-11-06 and 2026-11-06/2.", "The bill INV-2026-11-06 and 2026-11-06/2."),
    ],
)
def test_days_in_the_words_are_as_in_the_rows(prose: str, shown: str) -> None:
    rows = [MessageRow("P00012", NOW.date(), "Lumina", prose)]
    assert told(*rows, prose=prose).text == f"{shown} As of 23 Nov 16:05 UTC."


def test_a_single_row_of_many_columns_is_told_in_lines() -> None:
    vendor = VendorRow("Lumina", "a@lumina.example", "+31 1", "Kade 1", ("Eva",), "30 Days", "EUR")
    reply = told(vendor)
    assert [block["type"] for block in reply.blocks] == ["section", "context_actions"]
    assert "payment terms 30 Days" in str(reply.blocks)


def test_every_kind_of_list_is_within_slacks_rules() -> None:
    performance = PerformanceRow("Lumina", 3, 1, Decimal("33.3"), Decimal("32.3"), 2, 1, Decimal("44.9"))
    for reply in (told(order(), order("P00013")), told(performance, performance), told(order(), total=9)):
        acceptable(Picture(reply.text, reply.blocks))
