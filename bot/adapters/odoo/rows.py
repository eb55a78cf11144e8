"""Purchase orders as Odoo sends them, and what to ask for: each specification stands by its row type.

A head holds what the fingerprint is made of; the full row adds the rest. Both share one parsing, so
that the fingerprint of a head equals that of the order.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator

from bot.adapters.odoo.values import Exact, Moment, NameRow, Price, Quantity, Row, Text, UserRow, rounded
from bot.domain.orders import LineKey, OrderState, UserRef, fingerprint

Spec = dict[str, Any]

NAME: Spec = {"fields": {"display_name": {}}}
CURRENCY: Spec = {"fields": {"name": {}, "decimal_places": {}}}
UNIT: Spec = {"fields": {"display_name": {}, "factor": {}}}

HEAD_LINE: Spec = {
    "product_id": {"fields": {}},
    "product_qty": {},
    "product_uom_id": UNIT,
    "price_unit_discounted": {},
    "price_subtotal": {},
    "display_type": {},
    "write_date": {},
    "write_uid": NAME,
}
HEAD: Spec = {
    "name": {},
    "state": {},
    "write_date": {},
    "write_uid": NAME,
    "partner_id": {"fields": {}},
    "user_id": NAME,
    "date_planned": {},
    "priority": {},
    "currency_id": CURRENCY,
    "amount_total": {},
    "order_line": {"fields": HEAD_LINE},
}
SELLER: Spec = {"fields": {"price_discounted": {}, "currency_id": CURRENCY, "product_uom_id": UNIT}}
ORDER_LINE: Spec = HEAD_LINE | {
    "name": {},
    "date_planned": {},
    "selected_seller_id": SELLER,
    "product_id": {
        "fields": {"display_name": {}, "is_storable": {}, "categ_id": {"fields": {"complete_name": {}}}},
    },
}
ORDER: Spec = HEAD | {
    "origin": {},
    "date_approve": {},
    "amount_total_cc": {},
    "currency_rate": {},
    "create_uid": NAME,
    "user_id": {"fields": {"display_name": {}, "login": {}}},
    "company_id": {"fields": {"name": {}, "currency_id": CURRENCY}},
    "partner_id": {"fields": {"display_name": {}, "on_time_rate": {}, "category_id": NAME}},
    "picking_type_id": {"fields": {"warehouse_id": {"fields": {"code": {}, "name": {}}}}},
    "picking_ids": {"fields": {"state": {}, "user_id": NAME}},
    "invoice_ids": {"fields": {"create_uid": NAME}},
    "order_line": {"fields": ORDER_LINE},
}


class CurrencyRow(Row):
    """A currency and how many decimals its amounts have."""

    id: int
    name: str
    decimal_places: int = 2

    @property
    def places(self) -> int:
        """Decimals to keep in amounts: two, or more where the currency has more."""
        return max(2, self.decimal_places)


class UnitRow(NameRow):
    """A unit of measure; `factor` is how many reference units it holds."""

    factor: Exact


class CategoryRow(Row):
    """A product category with its path, like `Tools / Power`."""

    complete_name: Text = ""


class ProductRow(NameRow):
    """A product as a line names it."""

    is_storable: bool = False
    categ_id: CategoryRow | None = None


class SellerRow(Row):
    """The vendor price that Odoo itself chose for a line, by vendor, quantity, unit and day."""

    price_discounted: Price
    currency_id: CurrencyRow
    product_uom_id: UnitRow | None = None


class HeadLineRow(Row):
    """What counts of a line."""

    id: int
    product_id: ProductRow | None
    product_qty: Quantity
    product_uom_id: UnitRow | None
    price_unit_discounted: Price
    price_subtotal: Exact
    display_type: Text = ""
    write_date: Moment
    write_uid: NameRow | None

    def key(self, currency: CurrencyRow) -> LineKey:
        """The line's share of the fingerprint: id, product, quantity, unit, unit price, subtotal."""
        return (
            self.id,
            self.product_id.id if self.product_id else None,
            self.product_qty,
            self.product_uom_id.display_name if self.product_uom_id else "",
            self.price_unit_discounted,
            rounded(self.price_subtotal, currency.places),
        )


class LineRow(HeadLineRow):
    """A line in full."""

    name: Text
    date_planned: Moment | None
    selected_seller_id: SellerRow | None


class PartnerRow(NameRow):
    """The vendor; `on_time_rate` is -1 where Odoo has no data."""

    on_time_rate: Exact | None = None
    category_id: tuple[NameRow, ...] = ()


class HeadRow(Row):
    """What is read right before and after acting on an order."""

    id: int
    name: str
    state: Annotated[OrderState, BeforeValidator(lambda v: "purchase" if v == "done" else v)]
    write_date: Moment
    write_uid: NameRow | None
    user_id: NameRow | None
    date_planned: Moment | None
    priority: Text
    partner_id: PartnerRow
    currency_id: CurrencyRow
    amount_total: Exact
    order_line: tuple[HeadLineRow, ...]

    def fingerprint(self) -> str:
        """The same digest as `Order.fingerprint`."""
        keys = [line.key(self.currency_id) for line in self.order_line if not line.display_type]
        return fingerprint(self.partner_id.id, self.currency_id.name, self.amount, keys)

    @property
    def amount(self) -> Exact:
        """The total in the order's currency."""
        return rounded(self.amount_total, self.currency_id.places)

    @property
    def urgent(self) -> bool:
        """Whether the order is starred."""
        return self.priority == "1"

    @property
    def last_write(self) -> tuple[Moment, NameRow | None]:
        """When and by whom the order or a line was last written: a changed line does not always touch its order."""
        writes = [(self.write_date, self.write_uid), *((line.write_date, line.write_uid) for line in self.order_line)]
        return max(writes, key=lambda write: write[0])


class CompanyRow(Row):
    """The company that buys."""

    id: int
    name: Text
    currency_id: CurrencyRow


class WarehouseRow(Row):
    """Where the goods go."""

    id: int
    code: Text
    name: Text


class PickingTypeRow(Row):
    """The kind of receipt; drop-shipments have no warehouse."""

    warehouse_id: WarehouseRow | None


class PickingRow(Row):
    """A receipt and who is responsible for it."""

    state: Text
    user_id: NameRow | None


class BillRow(Row):
    """A bill and who entered it."""

    create_uid: NameRow | None


class OrderRow(HeadRow):
    """A purchase order in full."""

    origin: Text
    date_approve: Moment | None
    amount_total_cc: Exact
    currency_rate: Exact
    create_uid: NameRow | None
    user_id: UserRow | None
    company_id: CompanyRow
    picking_type_id: PickingTypeRow | None
    picking_ids: tuple[PickingRow, ...]
    invoice_ids: tuple[BillRow, ...]
    order_line: tuple[LineRow, ...]

    @property
    def product_lines(self) -> tuple[LineRow, ...]:
        """The lines without sections and notes."""
        return tuple(line for line in self.order_line if not line.display_type)

    @property
    def warehouse(self) -> WarehouseRow | None:
        """Where the goods go, None for drop-shipments."""
        return self.picking_type_id.warehouse_id if self.picking_type_id else None


def user(row: NameRow | None) -> UserRef | None:
    """A user as the domain names one."""
    if row is None:
        return None
    return UserRef(row.id, row.display_name, row.login if isinstance(row, UserRow) else "")


def users(rows: Iterable[NameRow | None]) -> tuple[UserRef, ...]:
    """Users, each once, in order of appearance."""
    return tuple(dict.fromkeys(found for found in map(user, rows) if found))
