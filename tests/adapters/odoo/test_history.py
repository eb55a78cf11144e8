"""The newest purchases of each product are found, however often another one is bought."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.adapters.odoo.history import Wanted, read_history, wanted
from tests.adapters.odoo.odoo_rows import line, order, past_row, section


class History:
    """Stands where the client stands: knows past lines, newest first, and counts calls."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = sorted(rows, key=lambda row: (row["date_approve"], row["id"]), reverse=True)
        self.calls = 0

    def call(self, model: str, method: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
        assert (model, method) == ("purchase.order.line", "web_search_read")
        self.calls += 1
        terms = {(term[0], term[1]): term[2] for term in args[0]}
        upper = terms.get(("order_id.date_approve", "<="), "9999")
        known = set(terms.get(("id", "not in"), ()))
        products = terms["product_id", "in"]
        fitting = [
            row
            for row in self.rows
            if row["product_id"] in products and row["date_approve"] <= upper and row["id"] not in known
        ]
        return {"records": fitting[: kwargs["limit"]]}


def names(client: History, *wants: Wanted) -> dict[int, list[str]]:
    found = read_history(client, 1, set(wants))  # type: ignore[arg-type]
    return {product: [row.order_id.name for row in rows] for product, rows in found.items()}


def test_rare_product_is_not_crowded_out() -> None:
    busy = [past_row(1000 + i, "2026-11-10", product_id=3) for i in range(700)]
    rare = [past_row(i, f"2025-0{i}-01", product_id=4) for i in (1, 2, 3)]
    client = History(busy + rare)
    found = names(client, Wanted(3, 36, None), Wanted(4, 36, None))
    assert found[4] == ["P00003", "P00002", "P00001"]
    assert len(found[3]) >= 3
    assert client.calls == 2


def test_purchases_before_an_old_order_are_found() -> None:
    newer = [past_row(1000 + i, "2026-11-10") for i in range(500)]
    older = [past_row(i, f"2025-0{i}-01") for i in (1, 2, 3)]
    want = Wanted(3, 36, datetime(2025, 6, 1, tzinfo=UTC))
    client = History(newer + older)
    assert names(client, want)[3] == ["P00003", "P00002", "P00001"]
    assert client.calls == 1


def test_purchases_of_one_second_are_each_found_once() -> None:
    itself = {"id": 36, "name": "P00036", "currency_rate": 1.0}
    own_lines = [past_row(1000 + i, "2026-11-10", order_id=itself) for i in range(300)]
    others = [past_row(i, "2026-11-10") for i in (1, 2, 3)]
    client = History(own_lines + others)
    found = names(client, Wanted(3, 36, None))[3]
    assert len(found) == 303
    assert found[-3:] == ["P00003", "P00002", "P00001"]
    assert client.calls == 2


def test_nothing_wanted_costs_nothing() -> None:
    client = History([])
    assert names(client) == {}
    assert client.calls == 0


def test_product_on_many_orders_is_wanted_of_each() -> None:
    rows = [order(), order(id=37, order_line=[line(), line(id=51), section(id=52)]), order(id=38, order_line=[])]
    assert wanted(rows) == {Wanted(3, 36, None), Wanted(3, 37, None)}
