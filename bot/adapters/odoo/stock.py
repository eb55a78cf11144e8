"""Stock of the ordered products, in the warehouse that each order is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.rows import OrderRow
from bot.adapters.odoo.values import Quantity, Row
from bot.domain.orders import Stock

_SPEC: dict[str, Any] = {
    "qty_available": {},
    "virtual_available": {},
    "orderpoint_ids": {"fields": {"product_min_qty": {}, "warehouse_id": {}}},
}


class ReorderRow(Row):
    """A reorder rule."""

    product_min_qty: Quantity
    warehouse_id: int | None


class StockRow(Row):
    """A product's stock in the warehouse of the call's context."""

    id: int
    qty_available: Quantity
    virtual_available: Quantity
    orderpoint_ids: tuple[ReorderRow, ...]

    def stock(self, warehouse_id: int) -> Stock:
        """On hand, forecast, and the minimum; several rules in one warehouse add up."""
        minima = [rule.product_min_qty for rule in self.orderpoint_ids if rule.warehouse_id == warehouse_id]
        minimum = sum(minima, Decimal(0)) if minima else None
        return Stock(on_hand=self.qty_available, forecast=self.virtual_available, minimum=minimum)


def read_stock(client: OdooClient, orders: Iterable[OrderRow]) -> Mapping[int, Mapping[int, Stock]]:
    """Stock by warehouse and product, of stored products only. One call a warehouse."""
    products: dict[int, set[int]] = defaultdict(set)
    for order in orders:
        if order.warehouse:
            stored = {x.product_id.id for x in order.product_lines if x.product_id and x.product_id.is_storable}
            products[order.warehouse.id] |= stored
    return {warehouse: _of_warehouse(client, warehouse, ids) for warehouse, ids in products.items() if ids}


def _of_warehouse(client: OdooClient, warehouse_id: int, product_ids: set[int]) -> Mapping[int, Stock]:
    answer = client.call(
        "product.product",
        "web_search_read",
        [[("id", "in", sorted(product_ids)), ("active", "in", [True, False])]],
        {"specification": _SPEC, "context": {"warehouse_id": warehouse_id}},
    )
    return {row.id: row.stock(warehouse_id) for row in map(StockRow.model_validate, answer["records"])}
