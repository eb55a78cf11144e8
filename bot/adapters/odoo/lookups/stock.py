"""What arrives, what is late and what that holds up, what has to be replenished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.adapters.odoo.lookups.scope import NAME, PLAIN, Domain, NamedRow, Scope, Spec
from bot.adapters.odoo.values import Moment, NameRow, Quantity, Row, Text
from bot.domain.errors import OdooInvalid
from bot.domain.lookups import HOLDS_NOTHING, ArrivalRow, ArrivedRow, HeldUpRow, OrderQuery, Page, ShortfallRow

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
LATE_LINE: Spec = {"product_id": NAME, "product_qty": {}, "qty_received": {}}
LATE: Spec = {
    "name": {},
    "date_planned": {},
    "picking_type_id": {"fields": {"warehouse_id": {"fields": {"code": {}}}}},
    "order_line": {"fields": LATE_LINE},
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
    """A line of a late order; the sale is there where a service was bought for one."""

    product_id: NameRow | None
    product_qty: Quantity
    qty_received: Quantity
    sale_order_id: SaleOrder | int | None = None

    @property
    def sale_id(self) -> int | None:
        """The sale, whether it was read along or not."""
        return self.sale_order_id.id if isinstance(self.sale_order_id, SaleOrder) else self.sale_order_id


class LateOrder(Row):
    """A late order with its lines."""

    id: int
    name: str
    date_planned: Moment | None
    picking_type_id: Place | None
    order_line: tuple[LateLine, ...]


@dataclass(frozen=True)
class Owed:
    """Goods or services that a late order still owes."""

    order: LateOrder
    line: LateLine
    days_late: int

    @property
    def product(self) -> str:
        """What is owed."""
        return self.line.product_id.display_name if self.line.product_id else ""

    @property
    def place(self) -> str:
        """The warehouse that it comes to."""
        return self.order.picking_type_id.code if self.order.picking_type_id else ""


@dataclass(frozen=True)
class SalesLinks:
    """Whether there are sales, deliveries that name theirs (sale_stock), bought services that do (sale_purchase)."""

    sold: bool
    deliveries: bool
    services: bool


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
        self._known_links: SalesLinks | None = None

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

    def held_up(self, query: OrderQuery) -> Page[HeldUpRow]:
        """Sales and minimum stocks that wait for those of these orders that are late. Three calls at most.

        Named orders that are late and hold nothing up are told too.
        """
        scope, sales = self._scope, self._scope.asker.sees_sales
        services = sales and self._links().services
        line = LATE_LINE | ({"sale_order_id": {} if scope.asker.own_sales_only else SALE} if services else {})
        domain = scope.orders(replace(query, status="late", planned=True))
        records, total = scope.search(
            "purchase.order",
            domain,
            LATE | {"order_line": {"fields": line}},
            order="date_planned asc, id asc",
            limit=MOST,
        )
        rows: list[HeldUpRow] = []
        owed: dict[int, list[Owed]] = defaultdict(list)
        late = [LateOrder.model_validate(record) for record in records]
        for order in late:
            for each in order.order_line:
                if each.product_id is not None and each.qty_received < each.product_qty:
                    owed[each.product_id.id].append(Owed(order, each, self._days(order)))
        notes = [f"only {len(late)} of {total} late orders were looked at"] if total > len(late) else []
        if services:
            rows += self._services([each for group in owed.values() for each in group])
        if owed and self._links().deliveries and sales:
            rows += self._deliveries(owed)
        elif owed and self._links().sold:
            whose = "the bot's" if sales else "your"
            notes.append(f"sales orders are left out: {whose} Odoo user does not see them")
        if owed and scope.asker.sees_stock:
            rows += self._minima(owed)
        elif owed:
            notes.append("minimum stocks are left out: your Odoo user does not see them")
        if query.names:
            idle = {row.order for row in rows}
            rows += [
                HeldUpRow(order.name, "", HOLDS_NOTHING, "", order_id=order.id, days_late=self._days(order))
                for order in late
                if order.name not in idle
            ]
        return Page(tuple(rows[: query.limit]), len(rows), "; ".join(notes))

    def _days(self, order: LateOrder) -> int:
        return max((self._scope.today - self._scope.day(order.date_planned)).days, 0) if order.date_planned else 0

    def _links(self) -> SalesLinks:
        """Which links from purchases to sales there are to be read: they come with apps that may be missing."""
        if self._known_links is None:
            call = self._scope.client.call
            try:
                sold, seen = True, bool(call("sale.order", "has_access", [[], "read"]))
            except OdooInvalid:  # there is no such model: nothing is sold with this Odoo
                sold = seen = False
            self._known_links = SalesLinks(
                sold=sold,
                deliveries=seen and bool(call("stock.move", "fields_get", [["sale_line_id"], ["type"]])),
                services=seen and bool(call("purchase.order.line", "fields_get", [["sale_order_id"], ["type"]])),
            )
        return self._known_links

    def _deliveries(self, owed: dict[int, list[Owed]]) -> list[HeldUpRow]:
        scope = self._scope
        domain = [
            *scope.companies(),
            ("product_id", "in", sorted(owed)),
            ("sale_line_id", "!=", False),
            ("state", "in", ["waiting", "confirmed", "partially_available", "assigned"]),
            *self._seen("sale_line_id.order_id."),
        ]
        records, _ = scope.search("stock.move", domain, DELIVERY, order="date asc, id asc", limit=MOST)
        rows: list[HeldUpRow] = []
        for goods in map(Delivery.model_validate, records):
            missing = goods.product_uom_qty - goods.quantity
            cause = self._serves(goods, owed[goods.product_id.id])
            if missing > 0 and cause is not None:
                rows.append(self._sale(cause, goods.sale_line_id.order_id, missing))
        return rows

    def _seen(self, path: str = "") -> Domain:
        """Salespeople see their own sales and nobody's: the rule that Odoo ships for them."""
        if not self._scope.asker.own_sales_only:
            return []
        return ["|", (f"{path}user_id", "=", self._scope.asker.user_id), (f"{path}user_id", "=", False)]

    def _services(self, owed: Sequence[Owed]) -> list[HeldUpRow]:
        """Sales for which a service was bought that is late. One call where not every sale may be seen, else none."""
        known = {
            x.line.sale_order_id.id: x.line.sale_order_id for x in owed if isinstance(x.line.sale_order_id, SaleOrder)
        }
        if unread := sorted({x.line.sale_order_id for x in owed if isinstance(x.line.sale_order_id, int)}):
            domain = [*self._scope.companies(), ("id", "in", unread), *self._seen()]
            records, _ = self._scope.search("sale.order", domain, SALE["fields"], order="id", limit=MOST)
            known |= {sale.id: sale for sale in map(SaleOrder.model_validate, records)}
        return [
            self._sale(each, known[each.line.sale_id], each.line.product_qty - each.line.qty_received)
            for each in owed
            if each.line.sale_id is not None and each.line.sale_id in known
        ]

    def _serves(self, goods: Delivery, owed: Sequence[Owed]) -> Owed | None:
        """The late line that a delivery waits for: the one it was bought on, else the one the forecast counts on."""
        fixed = {origin.purchase_line_id.order_id.id for origin in goods.move_orig_ids if origin.purchase_line_id}
        for each in owed:
            if each.order.id in fixed:
                return each
        if fixed or goods.forecast_expected_date is None:
            return None
        place = goods.location_id.code if goods.location_id else ""
        return next((each for each in owed if each.place == place), None)

    def _sale(self, cause: Owed, sale: SaleOrder, missing: Decimal) -> HeldUpRow:
        return HeldUpRow(
            order=cause.order.name,
            product=cause.product,
            what=sale.name,
            waits=sale.partner_id.display_name,
            promised=self._scope.maybe_day(sale.commitment_date),
            missing=missing,
            order_id=cause.order.id,
            days_late=cause.days_late,
        )

    def _minima(self, owed: dict[int, list[Owed]]) -> list[HeldUpRow]:
        domain = [*self._scope.companies(), ("product_id", "in", sorted(owed))]
        records, _ = self._scope.search("stock.warehouse.orderpoint", domain, REORDER, order="id", limit=MOST)
        rows: list[HeldUpRow] = []
        for rule in map(Reorder.model_validate, records):
            short = rule.product_min_qty - rule.qty_on_hand
            code = rule.warehouse_id.code if rule.warehouse_id else ""
            rows += [
                HeldUpRow(
                    order=each.order.name,
                    product=rule.product_id.display_name,
                    what="minimum stock",
                    waits=code,
                    missing=short,
                    order_id=each.order.id,
                    days_late=each.days_late,
                )
                for each in owed[rule.product_id.id]
                if short > 0 and each.place == code
            ]
        return rows

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


__all__ = ["NamedRow", "StockLookups"]
