"""Vendors: how they deliver, how they are reached, what they sell."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.adapters.odoo.lookups.scope import CONFIRMED, NAME, PLAIN, CurrencyName, Scope, Spec
from bot.adapters.odoo.values import Exact, Moment, NameRow, Price, Quantity, Row, Text, rounded
from bot.domain.lookups import OrderQuery, Page, PerformanceRow, SellerRow, VendorRow

DELIVERED: Spec = {
    "partner_id": {"fields": {"display_name": {}, "on_time_rate": {}}},
    "date_approve": {},
    "date_planned": {},
    "effective_date": {},
    "receipt_status": {},
}
CARD: Spec = {
    "display_name": {},
    "email": {},
    "phone": {},
    "street": {},
    "city": {},
    "zip": {},
    "country_id": NAME,
    "property_supplier_payment_term_id": NAME,
    "property_purchase_currency_id": PLAIN,
    "child_ids": {"fields": {"name": {}, "function": {}, "email": {}, "phone": {}}},
}
SELLER: Spec = {
    "product_tmpl_id": NAME,
    "product_id": NAME,
    "partner_id": NAME,
    "price_discounted": {},
    "currency_id": PLAIN,
    "min_qty": {},
    "delay": {},
}
MOST = 3000


class Rated(Row):
    """A vendor with Odoo's own on-time rate; -1 without data."""

    id: int
    display_name: Text
    on_time_rate: Exact


class Delivered(Row):
    """An order that came, or is to come."""

    partner_id: Rated
    date_approve: Moment | None
    date_planned: Moment | None
    effective_date: Moment | None
    receipt_status: Text


class Child(Row):
    """Somebody at the vendor."""

    name: Text
    function: Text
    email: Text
    phone: Text


class Card(Row):
    """A vendor's address card."""

    display_name: Text
    email: Text
    phone: Text
    street: Text
    city: Text
    zip: Text
    country_id: NameRow | None
    property_supplier_payment_term_id: NameRow | None
    property_purchase_currency_id: CurrencyName | None
    child_ids: tuple[Child, ...]


class SellerLine(Row):
    """A price list entry."""

    product_tmpl_id: NameRow | None
    product_id: NameRow | None
    partner_id: NameRow
    price_discounted: Price
    currency_id: CurrencyName
    min_qty: Quantity
    delay: int


class VendorLookups:
    """Vendors and how they do."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def performance(self, query: OrderQuery) -> Page[PerformanceRow]:
        """Orders first received in a period against their promise, and what is open now. One call."""
        scope = self._scope
        assert query.date_from is not None
        domain: list[Any] = [
            *scope.companies(),
            CONFIRMED,
            "|",
            ("effective_date", ">=", scope.since(query.date_from)),
            ("receipt_status", "in", ["pending", "partial"]),
        ]
        if query.vendor_ids:
            domain.append(("partner_id", "child_of", list(query.vendor_ids)))
        records, total = scope.search("purchase.order", domain, DELIVERED, order="id desc", limit=MOST)
        by_vendor: dict[int, list[Delivered]] = defaultdict(list)
        for row in map(Delivered.model_validate, records):
            by_vendor[row.partner_id.id].append(row)
        rows = [self._row(rows, query) for rows in by_vendor.values()]
        rows.sort(key=lambda r: (-(r.late + r.late_orders), r.on_time_percent or Decimal(0), r.vendor))
        note = f"only the newest {len(records)} of {total} orders were counted" if total > len(records) else ""
        return Page(tuple(rows[: query.limit]), len(rows), note)

    def _within(self, arrived: datetime | None, query: OrderQuery) -> bool:
        day = self._scope.maybe_day(arrived)
        return day is not None and day >= (query.date_from or day) and day <= (query.date_to or day)

    def _row(self, orders: list[Delivered], query: OrderQuery) -> PerformanceRow:
        scope = self._scope
        done = [o for o in orders if self._within(o.effective_date, query)]
        timely = [
            o
            for o in done
            if o.effective_date and o.date_planned and scope.day(o.effective_date) <= scope.day(o.date_planned)
        ]
        leads = [(o.effective_date - o.date_approve).days for o in done if o.effective_date and o.date_approve]
        waiting = [o for o in orders if o.receipt_status in {"pending", "partial"}]
        late = [o for o in waiting if o.date_planned and o.date_planned < scope.now]
        rate = orders[0].partner_id.on_time_rate
        return PerformanceRow(
            vendor=orders[0].partner_id.display_name,
            deliveries=len(done),
            on_time=len(timely),
            on_time_percent=rounded(Decimal(100 * len(timely)) / len(done), 1) if done else None,
            lead_days=rounded(Decimal(sum(leads)) / len(leads), 1) if leads else None,
            open_orders=len(waiting),
            late_orders=len(late),
            odoo_rate=rounded(rate, 1) if rate >= 0 else None,
        )

    def vendors(self, query: OrderQuery) -> Page[VendorRow]:
        """Address cards. One call."""
        wanted = [("id", "in", list(query.vendor_ids))]
        records, total = self._scope.search("res.partner", wanted, CARD, order="name, id", limit=query.limit)
        return Page(tuple(self._card(Card.model_validate(record)) for record in records), total)

    def _card(self, card: Card) -> VendorRow:
        place = " ".join(part for part in (card.zip, card.city) if part)
        country = card.country_id.display_name if card.country_id else ""
        return VendorRow(
            vendor=card.display_name,
            email=card.email,
            phone=card.phone,
            address=", ".join(part for part in (card.street, place, country) if part),
            contacts=tuple(
                ", ".join(part for part in (child.name, child.function, child.email, child.phone) if part)
                for child in card.child_ids
            ),
            payment_terms=card.property_supplier_payment_term_id.display_name
            if card.property_supplier_payment_term_id
            else "",
            currency=card.property_purchase_currency_id.name if card.property_purchase_currency_id else "",
        )

    def sellers(self, query: OrderQuery) -> Page[SellerRow]:
        """Price list entries that hold today, the cheapest first. One call."""
        today, wanted = self._scope.today.isoformat(), list(query.product_ids)
        domain: list[Any] = [
            ("company_id", "in", [False, *self._scope.asker.company_ids]),
            "|",
            ("product_id", "in", wanted),
            "&",
            ("product_id", "=", False),
            ("product_tmpl_id.product_variant_ids", "in", wanted),
            "|",
            ("date_start", "=", False),
            ("date_start", "<=", today),
            "|",
            ("date_end", "=", False),
            ("date_end", ">=", today),
        ]
        records, total = self._scope.search(
            "product.supplierinfo", domain, SELLER, order="price, id", limit=query.limit
        )
        rows = [self._seller(SellerLine.model_validate(record)) for record in records]
        return Page(tuple(rows), total)

    def _seller(self, line: SellerLine) -> SellerRow:
        product = line.product_id or line.product_tmpl_id
        return SellerRow(
            product=product.display_name if product else "",
            vendor=line.partner_id.display_name,
            price=line.price_discounted,
            currency=line.currency_id.name,
            min_quantity=line.min_qty,
            lead_days=line.delay,
        )
