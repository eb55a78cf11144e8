"""Reads purchase orders as their suppliers' mail touches them: vendor, open lines, the receipts that wait."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Annotated, Any

from pydantic import BeforeValidator

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.rows import CURRENCY, NAME, Spec, user
from bot.adapters.odoo.values import Exact, Moment, NameRow, Price, Quantity, Row, Text, UserRow, like
from bot.domain.orders import OrderState
from bot.domain.ports import SupplyOrders
from bot.domain.supply import OpenMove, Supplier, SupplyLine, SupplyOrder
from bot.domain.triage import digits_of

MOST_NAMED = 50
MOST_OPEN = 80
MOST_AWAITED = 1000
_CLOSED = frozenset({"done", "cancel"})

SUPPLY_LINE: Spec = {
    "product_id": {"fields": {"display_name": {}, "default_code": {}}},
    "selected_seller_id": {"fields": {"product_code": {}, "product_name": {}, "price_discounted": {}}},
    "product_qty": {},
    "product_uom_id": NAME,
    "price_unit": {},
    "discount": {},
    "date_planned": {},
    "qty_received": {},
    "qty_invoiced": {},
    "display_type": {},
    "move_ids": {"fields": {"state": {}, "date": {}, "date_deadline": {}, "product_uom_qty": {}}},
}
SUPPLY: Spec = {
    "name": {},
    "state": {},
    "partner_ref": {},
    "acknowledged": {},
    "locked": {},
    "date_order": {},
    "date_approve": {},
    "user_id": {"fields": {"display_name": {}, "login": {}}},
    "company_id": {"fields": {"display_name": {}}},
    "currency_id": CURRENCY,
    "partner_id": {
        "fields": {"lang": {}, "commercial_partner_id": {"fields": {"display_name": {}, "country_code": {}}}}
    },
    "order_line": {"fields": SUPPLY_LINE},
}


class CodedRow(NameRow):
    """A product with our number."""

    default_code: Text = ""


class TheirGoodsRow(Row):
    """What the vendor calls the product, and its list price."""

    product_code: Text = ""
    product_name: Text = ""
    price_discounted: Price | None = None


class MoveRow(Row):
    """What a receipt waits for, or had."""

    id: int
    state: Text
    date: Moment
    date_deadline: Moment | None
    product_uom_qty: Quantity


class SupplyLineRow(Row):
    """An order line."""

    id: int
    product_id: CodedRow | None
    selected_seller_id: TheirGoodsRow | None
    product_qty: Quantity
    product_uom_id: NameRow | None
    price_unit: Price
    discount: Exact
    date_planned: Moment | None
    qty_received: Quantity
    qty_invoiced: Quantity
    display_type: Text = ""
    move_ids: tuple[MoveRow, ...]


class VendorRow(NameRow):
    """The company behind a contact."""

    country_code: Text = ""


class ContactRow(Row):
    """Whom the order names: the company, or somebody there."""

    lang: Text = ""
    commercial_partner_id: VendorRow


class AddressRow(Row):
    """An address of a vendor."""

    email: Text
    commercial_partner_id: NameRow


class CodeRow(Row):
    """A currency by its code."""

    name: str


class SupplyRow(Row):
    """An order."""

    id: int
    name: str
    state: Annotated[OrderState, BeforeValidator(lambda v: "purchase" if v == "done" else v)]
    partner_ref: Text
    acknowledged: bool = False
    locked: bool = False
    date_order: Moment | None
    date_approve: Moment | None
    user_id: UserRow | None
    company_id: NameRow
    currency_id: CodeRow
    partner_id: ContactRow
    order_line: tuple[SupplyLineRow, ...]


class OdooSupply(SupplyOrders):
    """The orders of the client's companies. `zone` says on which day a moment falls. Raises `OdooError`."""

    def __init__(self, client: OdooClient, zone: tzinfo) -> None:
        self._client = client
        self._zone = zone

    def of_ids(self, ids: Collection[int]) -> Sequence[SupplyOrder]:
        """These orders, without those that are gone or of a company that is not ours. One call."""
        return self._read([("id", "in", sorted(set(ids)))], len(ids)) if ids else ()

    def named(self, digits: Collection[str]) -> Sequence[SupplyOrder]:
        """The orders whose number has these digits. One call."""
        wanted = sorted({one for one in digits if one.isdigit()})[:MOST_NAMED]
        terms: list[Any] = [("name", "=like", f"%{like(one)}") for one in wanted]
        if not terms:
            return ()
        found = self._read([*["|"] * (len(terms) - 1), *terms], MOST_NAMED * 4)
        return [order for order in found if digits_of(order.name) in wanted]

    def open_of(self, vendor_ids: Collection[int]) -> Sequence[SupplyOrder]:
        """The vendors' orders that goods are still awaited of, the newest first. One call."""
        if not vendor_ids:
            return ()
        domain = [
            ("partner_id", "child_of", sorted(vendor_ids)),
            ("state", "in", ["sent", "to approve", "purchase"]),
            ("receipt_status", "!=", "full"),
        ]
        return [order for order in self._read(domain, MOST_OPEN) if order.open]

    def emails(self, vendor_ids: Collection[int]) -> Mapping[int, frozenset[str]]:
        """The addresses of vendors and their contacts. One call."""
        domain = [("id", "child_of", sorted(vendor_ids)), ("email", "!=", False)]
        specification: Spec = {"email": {}, "commercial_partner_id": {"fields": {}}}
        answer = self._client.call("res.partner", "web_search_read", [domain], {"specification": specification})
        found: dict[int, set[str]] = {}
        for row in map(AddressRow.model_validate, answer["records"]):
            found.setdefault(row.commercial_partner_id.id, set()).add(row.email.strip().lower())
        return {vendor: frozenset(addresses) for vendor, addresses in found.items()}

    def awaited(self) -> Sequence[SupplyOrder]:
        """All confirmed orders that goods are still awaited of, the newest first. One call."""
        domain = [("state", "=", "purchase"), ("receipt_status", "!=", "full")]
        return [order for order in self._read(domain, MOST_AWAITED) if order.open]

    def _read(self, domain: Sequence[Any], limit: int) -> Sequence[SupplyOrder]:
        ours = ("company_id", "in", list(self._client.company_ids))
        answer = self._client.call(
            "purchase.order",
            "web_search_read",
            [[ours, *domain]],
            {"specification": SUPPLY, "limit": limit, "order": "id desc"},
        )
        return [self._order(SupplyRow.model_validate(row)) for row in answer["records"]]

    def _order(self, row: SupplyRow) -> SupplyOrder:
        vendor = row.partner_id.commercial_partner_id
        return SupplyOrder(
            id=row.id,
            name=row.name,
            state=row.state,
            company_id=row.company_id.id,
            company=row.company_id.display_name,
            vendor=Supplier(vendor.id, vendor.display_name, country=vendor.country_code, language=row.partner_id.lang),
            currency=row.currency_id.name,
            lines=tuple(self._line(line) for line in row.order_line if not line.display_type),
            their_reference=row.partner_ref,
            buyer=user(row.user_id),
            acknowledged=row.acknowledged,
            locked=row.locked,
            ordered_on=self._day(row.date_order),
            confirmed_on=self._day(row.date_approve),
        )

    def _line(self, row: SupplyLineRow) -> SupplyLine:
        theirs = row.selected_seller_id or TheirGoodsRow()
        codes = (row.product_id.default_code if row.product_id else "", theirs.product_code, theirs.product_name)
        waiting = [move for move in row.move_ids if move.state not in _CLOSED]
        return SupplyLine(
            id=row.id,
            product=row.product_id.display_name if row.product_id else "",
            quantity=row.product_qty,
            unit=row.product_uom_id.display_name if row.product_uom_id else "",
            price=row.price_unit,
            day=self._day(row.date_planned),
            discount=row.discount,
            received=row.qty_received,
            billed=row.qty_invoiced,
            product_id=row.product_id.id if row.product_id else None,
            codes=tuple(code for code in codes if code),
            list_price=theirs.price_discounted,
            moves=tuple(
                OpenMove(move.id, day_of(move.date, self._zone), move.product_uom_qty, self._day(move.date_deadline))
                for move in waiting
            ),
        )

    def _day(self, moment: datetime | None) -> date | None:
        return day_of(moment, self._zone) if moment else None


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The day of a moment, where the company is."""
    return moment.astimezone(zone).date()
