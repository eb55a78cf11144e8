"""Prices paid, money spent, bills."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.adapters.odoo.lookups.order_rows import BILL, Bill
from bot.adapters.odoo.lookups.scope import CONFIRMED, NAME, PLAIN, CurrencyName, Domain, NamedRow, Scope, Spec
from bot.adapters.odoo.values import Moment, NameRow, Price, Quantity, Row, exact, rounded
from bot.domain.lookups import BillRow, OrderQuery, Page, PriceRow, SpendRow

PRICE: Spec = {
    "order_id": PLAIN,
    "date_approve": {},
    "product_id": NAME,
    "partner_id": NAME,
    "price_unit_discounted": {},
    "currency_id": PLAIN,
    "product_qty": {},
    "product_uom_id": NAME,
}
GROUPS = {
    "vendor": "partner_id",
    "category": "product_id.categ_id",
    "month": "date_approve:month",
    "product": "product_id",
    "buyer": "user_id",
    "warehouse": "picking_type_id.warehouse_id",
}
OF_LINES = frozenset({"category", "product"})
OF_ORDERS = frozenset({"buyer", "warehouse"})
MOST_GROUPS = 2000


class PastLine(Row):
    """An earlier purchase."""

    order_id: NamedRow
    date_approve: Moment
    product_id: NameRow
    partner_id: NameRow
    price_unit_discounted: Price
    currency_id: CurrencyName
    product_qty: Quantity
    product_uom_id: NameRow | None


class MoneyLookups:
    """What things cost, and what was spent."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._currencies: dict[int, str] = {}

    def prices(self, query: OrderQuery) -> Page[PriceRow]:
        """Earlier purchases of these products, the newest first. One call."""
        scope = self._scope
        domain: list[Any] = [
            *scope.companies(),
            ("product_id", "in", list(query.product_ids)),
            ("state", "in", ["purchase", "done"]),
            ("date_approve", "!=", False),
            *scope.between("date_approve", query),
        ]
        if query.vendor_ids:
            domain.append(("partner_id", "child_of", list(query.vendor_ids)))
        records, total = scope.search(
            "purchase.order.line", domain, PRICE, order="date_approve desc, id desc", limit=query.limit
        )
        rows = [PastLine.model_validate(record) for record in records]
        return Page(tuple(self._price(row) for row in rows), total)

    def _price(self, row: PastLine) -> PriceRow:
        return PriceRow(
            order_id=row.order_id.id,
            order=row.order_id.name,
            date=self._scope.day(row.date_approve),
            product=row.product_id.display_name,
            vendor=row.partner_id.display_name,
            unit_price=row.price_unit_discounted,
            currency=row.currency_id.name,
            quantity=row.product_qty,
            unit=row.product_uom_id.display_name if row.product_uom_id else "",
        )

    def spend(self, query: OrderQuery, by: str) -> Page[SpendRow]:
        """Confirmed orders by their day of confirmation, in company currency. One call, and one more the first time."""
        scope = self._scope
        lines = by in OF_LINES or bool(query.product_ids)
        if lines:
            model, amount, counted = "purchase.order.line", "price_total_cc:sum", "order_id:count_distinct"
            orders = replace(query, product_ids=(), status=None)
            domain = [CONFIRMED, *_of_lines(scope.orders(orders, day="date_approve"))]
            if query.product_ids:
                domain.append(("product_id", "in", list(query.product_ids)))
        else:
            model, amount, counted = "purchase.order", "amount_total_cc:sum", "__count"
            domain = [CONFIRMED, *scope.orders(replace(query, status=None), day="date_approve")]
        field = f"order_id.{GROUPS[by]}" if lines and by in OF_ORDERS else GROUPS[by]
        groups = scope.call(
            model,
            "formatted_read_group",
            domain,
            [field, "company_id"],
            [amount, counted],
            limit=MOST_GROUPS,
            context={"tz": str(scope.zone)},
        )
        sums: dict[tuple[str, str], list[Decimal | int]] = defaultdict(lambda: [Decimal(0), 0])
        for group in groups:
            name = group[field][1] if group[field] else "none"
            company = group["company_id"][0] if group["company_id"] else 0
            held = sums[name, self._currency(int(company))]
            held[0] += exact(group[amount] or 0)
            held[1] += int(group[counted])
        rows = [SpendRow(n, int(held[1]), rounded(Decimal(held[0]), 2), c, by) for (n, c), held in sums.items()]
        if by != "month":
            rows.sort(key=lambda row: (-row.amount, row.group))
        note = f"only the first {MOST_GROUPS} sums were added up" if len(groups) >= MOST_GROUPS else ""
        total = len(rows) + bool(note)
        return Page(tuple(rows[: query.limit]), total, note)

    def _currency(self, company: int) -> str:
        """A company's currency."""
        if company not in self._currencies:
            records, _ = self._scope.search("res.company", [], {"currency_id": PLAIN}, order="id", limit=500)
            self._currencies |= {int(record["id"]): str(record["currency_id"]["name"]) for record in records}
        return self._currencies.get(company, "")

    def bills(self, query: OrderQuery) -> Page[BillRow]:
        """Vendors' bills and refunds, the earliest due first. One call."""
        scope = self._scope
        domain: list[Any] = [*scope.companies(), ("move_type", "in", ["in_invoice", "in_refund"])]
        if query.status == "unpaid":
            domain += [("state", "=", "posted"), ("payment_state", "in", ["not_paid", "partial"])]
        else:
            domain.append(("state", "!=", "cancel"))
        if query.vendor_ids:
            domain.append(("partner_id", "child_of", list(query.vendor_ids)))
        if query.names:
            domain.append(("invoice_line_ids.purchase_order_id.name", "in", list(query.names)))
        if query.date_from:
            domain.append(("invoice_date", ">=", query.date_from.isoformat()))
        if query.date_to:
            domain.append(("invoice_date", "<=", query.date_to.isoformat()))
        if query.min_amount is not None:
            domain.append(("amount_total", ">=", float(query.min_amount)))
        if query.max_amount is not None:
            domain.append(("amount_total", "<=", float(query.max_amount)))
        if query.product_ids:
            domain.append(("invoice_line_ids.product_id", "in", list(query.product_ids)))
        records, total = scope.search(
            "account.move", domain, BILL, order="invoice_date_due asc, id asc", limit=query.limit
        )
        return Page(tuple(Bill.model_validate(record).row() for record in records), total)


def _of_lines(domain: Domain) -> Domain:
    """A domain of orders as one of their lines; what Odoo keeps on the lines too is asked of them."""
    own = {"company_id", "partner_id", "date_approve"}
    return [leaf if isinstance(leaf, str) or leaf[0] in own else (f"order_id.{leaf[0]}", *leaf[1:]) for leaf in domain]
