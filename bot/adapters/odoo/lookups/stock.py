"""What arrives, what is late and what that holds up, what has to be replenished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from bot.adapters.odoo.lookups.scope import NAME, PLAIN, NamedRow, Scope, Spec
from bot.adapters.odoo.values import Moment, NameRow, Quantity, Row, Text
from bot.domain.lookups import ArrivalRow, ArrivedRow, HeldUpRow, OrderQuery, Page, ShortfallRow

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
LATE_LINE: Spec = {
    "order_id": {"fields": {"name": {}, "picking_type_id": {"fields": {"warehouse_id": {"fields": {"code": {}}}}}}},
    "product_id": NAME,
    "product_qty": {},
    "qty_received": {},
}
SALE: Spec = {"fields": {"name": {}, "partner_id": NAME, "commitment_date": {}}}
DELIVERY: Spec = {
    "product_id": NAME,
    "product_uom_qty": {},
    "quantity": {},
    "location_id": {"fields": {"warehouse_id": {"fields": {"code": {}}}}},
    "forecast_expected_date": {},
    "sale_line_id": {"fields": {"order_id": SALE}},
    "move_orig_ids": {"fields": {"purchase_line_id": {"fields": {"order_id": PLAIN}}}},
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


class SaleOrder(Row):
    """A sale that waits."""

    id: int
    name: str
    partner_id: NameRow
    commitment_date: Moment | None


class SaleLine(Row):
    """Its line."""

    order_id: SaleOrder


class Origin(Row):
    """Where goods of a delivery come from, when that is fixed."""

    purchase_line_id: PurchaseLine | None


class Delivery(Row):
    """Goods that wait to leave."""

    product_id: NameRow
    product_uom_qty: Quantity
    quantity: Quantity
    location_id: Place | None
    forecast_expected_date: Moment | None
    sale_line_id: SaleLine
    move_orig_ids: tuple[Origin, ...]


class LateLine(Row):
    """A line of a late order."""

    order_id: OrderName
    product_id: NameRow | None
    product_qty: Quantity
    qty_received: Quantity


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
    """Goods on their way, and who waits for them."""

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
        if query.warehouse_id:
            domain.append(("picking_type_id.warehouse_id", "=", query.warehouse_id))
        return domain

    def held_up(self, order_ids: Collection[int]) -> Page[HeldUpRow]:
        """Sales and minimum stocks that wait for these orders. Three calls at most."""
        scope = self._scope
        domain = [*scope.companies(), ("order_id", "in", sorted(order_ids)), ("product_id", "!=", False)]
        service = scope.asker.sees_sales
        wanted = LATE_LINE | ({"sale_order_id": SALE} if service else {})
        records, _ = scope.search("purchase.order.line", domain, wanted, order="id", limit=MOST)
        rows: list[HeldUpRow] = []
        waiting: dict[int, list[LateLine]] = defaultdict(list)
        for record in records:
            line = LateLine.model_validate(record)
            if line.product_id is None or line.qty_received >= line.product_qty:
                continue
            waiting[line.product_id.id].append(line)
            if service and record.get("sale_order_id"):
                sale = SaleOrder.model_validate(record["sale_order_id"])
                rows.append(self._sale(line, sale, line.product_qty - line.qty_received))
        if waiting and scope.asker.sees_sales:
            rows += self._deliveries(waiting)
        if waiting and scope.asker.sees_stock:
            rows += self._minima(waiting)
        note = "" if scope.asker.sees_sales else "sales orders are left out: your Odoo user does not see them"
        return Page(tuple(rows), len(rows), note)

    def _deliveries(self, waiting: dict[int, list[LateLine]]) -> list[HeldUpRow]:
        scope = self._scope
        domain = [
            *scope.companies(),
            ("product_id", "in", sorted(waiting)),
            ("sale_line_id", "!=", False),
            ("state", "in", ["waiting", "confirmed", "partially_available", "assigned"]),
        ]
        records, _ = scope.search("stock.move", domain, DELIVERY, order="date asc, id asc", limit=MOST)
        rows: list[HeldUpRow] = []
        for goods in map(Delivery.model_validate, records):
            missing = goods.product_uom_qty - goods.quantity
            line = self._serves(goods, waiting[goods.product_id.id])
            if missing > 0 and line is not None:
                rows.append(self._sale(line, goods.sale_line_id.order_id, missing))
        return rows

    def _serves(self, goods: Delivery, lines: list[LateLine]) -> LateLine | None:
        """The late line that a delivery waits for: the one it was bought on, else the one the forecast counts on."""
        fixed = {origin.purchase_line_id.order_id.id for origin in goods.move_orig_ids if origin.purchase_line_id}
        for line in lines:
            if line.order_id.id in fixed:
                return line
        if fixed or goods.forecast_expected_date is None:
            return None
        place = goods.location_id.code if goods.location_id else ""
        here = [x for x in lines if x.order_id.picking_type_id is not None and x.order_id.picking_type_id.code == place]
        return here[0] if here else None

    def _sale(self, line: LateLine, sale: SaleOrder, missing: Decimal) -> HeldUpRow:
        return HeldUpRow(
            order=line.order_id.name,
            product=line.product_id.display_name if line.product_id else "",
            what=sale.name,
            waits=sale.partner_id.display_name,
            promised=self._scope.maybe_day(sale.commitment_date),
            missing=missing,
        )

    def _minima(self, waiting: dict[int, list[LateLine]]) -> list[HeldUpRow]:
        domain = [*self._scope.companies(), ("product_id", "in", sorted(waiting))]
        records, _ = self._scope.search("stock.warehouse.orderpoint", domain, REORDER, order="id", limit=MOST)
        rows: list[HeldUpRow] = []
        for rule in map(Reorder.model_validate, records):
            short = rule.product_min_qty - rule.qty_on_hand
            code = rule.warehouse_id.code if rule.warehouse_id else ""
            for line in waiting[rule.product_id.id]:
                at = line.order_id.picking_type_id
                if short > 0 and at is not None and at.code == code:
                    rows.append(
                        HeldUpRow(line.order_id.name, rule.product_id.display_name, "minimum stock", code, None, short)
                    )
        return rows

    def shortfalls(self, warehouse_id: int | None, limit: int) -> Page[ShortfallRow]:
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
        if warehouse_id:
            domain.append(("warehouse_id", "=", warehouse_id))
        records, total = scope.search("stock.warehouse.orderpoint", domain, REORDER, order="id", limit=MOST)
        rows = [self._shortfall(Reorder.model_validate(record)) for record in records]
        rows.sort(key=lambda row: (row.forecast - row.minimum, row.product))
        return Page(tuple(rows[:limit]), total)

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


__all__ = ["NamedRow", "StockLookups"]
