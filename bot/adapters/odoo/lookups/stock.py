"""What arrives, what arrived, what has to be replenished."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.adapters.odoo.lookups.scope import NAME, Scope, Spec
from bot.adapters.odoo.values import Moment, NameRow, Quantity, Row, Text
from bot.domain.lookups import ArrivalRow, ArrivedRow, OrderQuery, Page, ShortfallRow

ARRIVAL: Spec = {
    "product_id": NAME,
    "product_uom_qty": {},
    "product_uom": NAME,
    "picking_type_id": {"fields": {"warehouse_id": {"fields": {"code": {}}}}},
    "purchase_line_id": {"fields": {"date_planned": {}, "order_id": {"fields": {"name": {}, "partner_id": NAME}}}},
}
ARRIVED: Spec = {**ARRIVAL, "quantity": {}, "date": {}}
REORDER: Spec = {
    "product_id": NAME,
    "warehouse_id": {"fields": {"code": {}}},
    "qty_on_hand": {},
    "qty_forecast": {},
    "product_min_qty": {},
    "qty_to_order": {},
    "product_uom": NAME,
    "supplier_id": {"fields": {"partner_id": NAME}},
}
MOST = 500


class Code(Row):
    """A warehouse by code."""

    code: Text


class Place(Row):
    """Something that belongs to a warehouse."""

    warehouse_id: Code | None

    @property
    def code(self) -> str:
        """The warehouse's code; empty without one."""
        return self.warehouse_id.code if self.warehouse_id else ""


class OrderName(Row):
    """The order of a line."""

    id: int
    name: str
    partner_id: NameRow | None = None
    picking_type_id: Place | None = None


class PurchaseLine(Row):
    """The line that goods come for."""

    date_planned: Moment | None = None
    order_id: OrderName


class Incoming(Row):
    """Goods that are still to come."""

    product_id: NameRow
    product_uom_qty: Quantity
    product_uom: NameRow | None
    picking_type_id: Place | None
    purchase_line_id: PurchaseLine


class Arrived(Row):
    """Goods that came in."""

    product_id: NameRow
    quantity: Quantity
    product_uom: NameRow | None
    date: Moment
    picking_type_id: Place | None
    purchase_line_id: PurchaseLine


class Seller(Row):
    """The vendor that a reorder rule prefers."""

    partner_id: NameRow | None


class Reorder(Row):
    """A reorder rule."""

    product_id: NameRow
    warehouse_id: Code | None
    qty_on_hand: Quantity
    qty_forecast: Quantity
    product_min_qty: Quantity
    qty_to_order: Quantity
    product_uom: NameRow | None
    supplier_id: Seller | None = None


class StockLookups:
    """Goods on their way, and what falls short."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def arrivals(self, query: OrderQuery) -> Page[ArrivalRow]:
        """Goods still to come by the vendor's promise, the earliest first. One call."""
        scope = self._scope
        domain = [
            *self._incoming(query),
            ("state", "not in", ["draft", "done", "cancel"]),
            *scope.between("purchase_line_id.date_planned", query),
        ]
        records, total = scope.search("stock.move", domain, ARRIVAL, order="date_deadline asc, id asc", limit=MOST)
        rows = [self._arrival(Incoming.model_validate(record)) for record in records]
        rows.sort(key=lambda row: (row.planned, row.order))
        return Page(tuple(rows[: query.limit]), total)

    def _arrival(self, goods: Incoming) -> ArrivalRow:
        order = goods.purchase_line_id.order_id
        planned = self._scope.day(goods.purchase_line_id.date_planned or self._scope.now)
        return ArrivalRow(
            order_id=order.id,
            order=order.name,
            vendor=order.partner_id.display_name if order.partner_id else "",
            product=goods.product_id.display_name,
            quantity=goods.product_uom_qty,
            unit=goods.product_uom.display_name if goods.product_uom else "",
            planned=planned,
            warehouse=goods.picking_type_id.code if goods.picking_type_id else "",
            days_late=max((self._scope.today - planned).days, 0),
        )

    def arrived(self, query: OrderQuery) -> Page[ArrivedRow]:
        """Goods that came in for purchase orders, the newest first. One call."""
        scope = self._scope
        domain = [
            *self._incoming(query),
            ("state", "=", "done"),
            ("quantity", ">", 0),
            *scope.between("date", query),
        ]
        records, total = scope.search("stock.move", domain, ARRIVED, order="date desc, id desc", limit=query.limit)
        rows = []
        for goods in map(Arrived.model_validate, records):
            order = goods.purchase_line_id.order_id
            rows.append(
                ArrivedRow(
                    order_id=order.id,
                    order=order.name,
                    vendor=order.partner_id.display_name if order.partner_id else "",
                    product=goods.product_id.display_name,
                    quantity=goods.quantity,
                    unit=goods.product_uom.display_name if goods.product_uom else "",
                    done=scope.day(goods.date),
                    warehouse=goods.picking_type_id.code if goods.picking_type_id else "",
                )
            )
        return Page(tuple(rows), total)

    def _incoming(self, query: OrderQuery) -> list[Any]:
        """Receipts' moves for purchase orders."""
        domain: list[Any] = [
            *self._scope.companies(),
            ("picking_code", "=", "incoming"),
            ("purchase_line_id", "!=", False),
        ]
        if query.names:
            domain.append(("purchase_line_id.order_id.name", "in", list(query.names)))
        if query.vendor_ids:
            domain.append(("purchase_line_id.order_id.partner_id", "child_of", list(query.vendor_ids)))
        if query.product_ids:
            domain.append(("product_id", "in", list(query.product_ids)))
        if query.buyer_id:
            domain.append(("purchase_line_id.order_id.user_id", "=", query.buyer_id))
        if query.warehouse_id:
            domain.append(("picking_type_id.warehouse_id", "=", query.warehouse_id))
        return domain

    def shortfalls(self, query: OrderQuery) -> Page[ShortfallRow]:
        """Products below their minimum, those first that run out worst; snoozed rules apart. One call."""
        scope = self._scope
        today: date = scope.today
        domain: list[Any] = [
            *scope.companies(),
            ("qty_to_order", ">", 0),
            "|",
            ("snoozed_until", "=", False),
            ("snoozed_until", "<=", today.isoformat()),
        ]
        if query.warehouse_id:
            domain.append(("warehouse_id", "=", query.warehouse_id))
        if query.product_ids:
            domain.append(("product_id", "in", list(query.product_ids)))
        records, total = scope.search("stock.warehouse.orderpoint", domain, REORDER, order="id", limit=MOST)
        rows = [self._shortfall(Reorder.model_validate(record)) for record in records]
        rows.sort(key=lambda row: (row.forecast - row.minimum, row.product))
        return Page(tuple(rows[: query.limit]), total)

    def _shortfall(self, rule: Reorder) -> ShortfallRow:
        return ShortfallRow(
            product=rule.product_id.display_name,
            warehouse=rule.warehouse_id.code if rule.warehouse_id else "",
            on_hand=rule.qty_on_hand,
            forecast=rule.qty_forecast,
            minimum=rule.product_min_qty,
            to_order=rule.qty_to_order,
            unit=rule.product_uom.display_name if rule.product_uom else "",
            vendor=rule.supplier_id.partner_id.display_name if rule.supplier_id and rule.supplier_id.partner_id else "",
        )
