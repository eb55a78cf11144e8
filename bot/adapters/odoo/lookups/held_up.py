"""What late orders hold up: sales that wait for the goods or the service, and stock below its minimum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.adapters.odoo.lookups.scope import NAME, PLAIN, Domain, Scope, Spec
from bot.adapters.odoo.lookups.stock import MOST, REORDER, Place, PurchaseLine, Reorder
from bot.adapters.odoo.values import Moment, NameRow, Quantity, Row
from bot.domain.errors import OdooInvalid
from bot.domain.lookups import HOLDS_NOTHING, MINIMUM_STOCK, HeldUpRow, OrderQuery, Page

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


class HeldUpLookups:
    """Who waits for what is late."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._known_links: SalesLinks | None = None

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
                    what=MINIMUM_STOCK,
                    waits=code,
                    missing=short,
                    order_id=each.order.id,
                    days_late=each.days_late,
                )
                for each in owed[rule.product_id.id]
                if short > 0 and each.place == code
            ]
        return rows
