"""What every look-up shares: whose rights, which day it is, and how Odoo's domains are built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.values import Exact, Moment, NameRow, Quantity, Row, Text, stamp
from bot.domain.lookups import Asker, OrderQuery
from bot.domain.orders import OrderState

Spec = dict[str, Any]
Domain = list[Any]
NAME: Spec = {"fields": {"display_name": {}}}
PLAIN: Spec = {"fields": {"name": {}}}
CONFIRMED = ("state", "in", ["purchase", "done"])
OPEN_RECEIPT = ("receipt_status", "in", ["pending", "partial"])

STATUSES: Mapping[str, Domain] = {
    "draft": [("state", "in", ["draft", "sent"])],
    "sent": [("state", "=", "sent")],
    "to_approve": [("state", "=", "to approve")],
    "confirmed": [CONFIRMED],
    "cancelled": [("state", "=", "cancel")],
    "open": [CONFIRMED, OPEN_RECEIPT],
    "late": [("is_late", "=", True)],
    "unconfirmed": [CONFIRMED, ("acknowledged", "=", False), ("receipt_status", "!=", "full")],
    "unbilled": [CONFIRMED, ("invoice_status", "=", "to invoice")],
    "received_not_billed": [
        CONFIRMED,
        ("invoice_status", "=", "to invoice"),
        ("receipt_status", "in", ["partial", "full"]),
    ],
}


class NamedRow(Row):
    """A record that has a name of its own."""

    id: int = 0
    name: Text = ""


class CurrencyName(Row):
    """A currency by its code."""

    name: str


@dataclass(frozen=True)
class Scope:
    """A line to Odoo, the asker whose rights count, and the time."""

    client: OdooClient
    asker: Asker
    zone: tzinfo
    clock: Callable[[], datetime]

    @property
    def now(self) -> datetime:
        """Now, aware."""
        return self.clock()

    @property
    def today(self) -> date:
        """Today, where the company is."""
        return self.day(self.now)

    def day(self, moment: datetime) -> date:
        """The day of a moment, where the company is."""
        return moment.astimezone(self.zone).date()

    def maybe_day(self, moment: datetime | None) -> date | None:
        """The day of a moment that may be missing."""
        return self.day(moment) if moment else None

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Odoo's answer in the asker's companies: its rules leave out the others, and terms are those of the first."""
        companies = {"allowed_company_ids": list(self.asker.company_ids)} if self.asker.company_ids else {}
        return self.client.call(model, method, args, kwargs | {"context": companies | kwargs.get("context", {})})

    def search(
        self, model: str, domain: Domain, specification: Spec, *, order: str, limit: int
    ) -> tuple[list[dict[str, Any]], int]:
        """The records that fit, and how many there are in all. One call."""
        answer = self.call(model, "web_search_read", domain, specification=specification, order=order, limit=limit)
        return list(answer["records"]), int(answer["length"])

    def companies(self, path: str = "company_id") -> Domain:
        """Only what belongs to the asker's companies: the rule by which Odoo itself limits purchase users."""
        return [(path, "in", list(self.asker.company_ids))]

    def since(self, day: date) -> str:
        """The first moment of a day, as Odoo compares."""
        return stamp(datetime.combine(day, time(), self.zone))

    def until(self, day: date) -> str:
        """The first moment after a day."""
        return self.since(day + timedelta(days=1))

    def between(self, field: str, query: OrderQuery) -> Domain:
        """Limits of a day."""
        found: Domain = [(field, ">=", self.since(query.date_from))] if query.date_from else []
        return [*found, (field, "<", self.until(query.date_to))] if query.date_to else found

    def orders(self, query: OrderQuery, *, day: str = "") -> Domain:
        """The domain of the orders wanted."""
        found = [*self.companies(), *STATUSES.get(query.status or "", [])]
        if query.names:
            found.append(("name", "in", list(query.names)))
        if query.vendor_ids:
            found.append(("partner_id", "child_of", list(query.vendor_ids)))
        if query.product_ids:
            found.append(("order_line.product_id", "in", list(query.product_ids)))
        if query.buyer_id:
            found.append(("user_id", "=", query.buyer_id))
        if query.warehouse_id:
            found.append(("picking_type_id.warehouse_id", "=", query.warehouse_id))
        if query.min_amount is not None:
            found.append(("amount_total_cc", ">=", float(query.min_amount)))
        if query.max_amount is not None:
            found.append(("amount_total_cc", "<=", float(query.max_amount)))
        return [*found, *self.between(day or ("date_planned" if query.planned else "date_order"), query)]


__all__ = ["Domain", "Exact", "Moment", "NameRow", "OrderState", "Quantity", "Row", "Scope", "Spec", "Text"]
