"""Who our vendors are, by their contacts' addresses, and which orders goods are still awaited of."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from email.utils import getaddresses

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.rows import NAME, Spec
from bot.adapters.odoo.values import Moment, NameRow, Row, Text
from bot.adapters.triage.senders import is_free
from bot.domain.mail import VendorRef
from bot.domain.ports import VendorBook
from bot.domain.triage import Address, KnownSenders

MOST = 20_000
VENDORS_FOR = timedelta(minutes=5)
ORDERS_FOR = timedelta(seconds=30)
CONTACT: Spec = {"email": {}, "commercial_partner_id": NAME}
PROMISES: Spec = {"name": {}, "order_line": {"fields": {"date_planned": {}}}}


class VendorRow(Row):
    """A partner of a vendor: the company itself, or a contact there."""

    id: int
    email: Text
    commercial_partner_id: NameRow


class PlannedRow(Row):
    """A line with its date."""

    date_planned: Moment | None


class PromiseRow(Row):
    """An order with the dates of its lines."""

    name: str
    order_line: tuple[PlannedRow, ...]


@dataclass(frozen=True)
class _Contacts:
    """What was read of the vendors, and until when it counts."""

    until: datetime
    known: KnownSenders = field(default_factory=KnownSenders)
    by_email: Mapping[str, frozenset[VendorRef]] = field(default_factory=dict)
    by_domain: Mapping[str, frozenset[VendorRef]] = field(default_factory=dict)
    by_partner: Mapping[int, VendorRef] = field(default_factory=dict)


class OdooVendorBook(VendorBook):
    """Vendors are partners that were bought from or count as suppliers, with everybody below the same company.

    Reads them anew every five minutes; `zone` says on which day a moment falls. A free mail domain (gmail.com) belongs
    to nobody: of those only the very addresses count.
    """

    def __init__(self, client: OdooClient, zone: tzinfo, now: Callable[[], datetime]) -> None:
        self._client = client
        self._zone = zone
        self._now = now
        self._guard = threading.Lock()
        self._contacts: _Contacts | None = None
        self._orders: tuple[datetime, Mapping[str, tuple[date, ...]]] | None = None

    def senders(self) -> KnownSenders:
        """Addresses and domains of all vendors. Two calls, when it is time."""
        return self._fresh().known

    def of(self, sender: Address) -> tuple[tuple[VendorRef, ...], bool]:
        """The vendors that an address belongs to and True; by its domain alone, those and False."""
        contacts = self._fresh()
        exact = contacts.by_email.get(sender.email.lower())
        if exact:
            return tuple(sorted(exact, key=lambda vendor: vendor.id)), True
        parts = sender.domain.split(".")
        domains = [".".join(parts[start:]) for start in range(len(parts) - 1)]
        near = next((contacts.by_domain[domain] for domain in domains if domain in contacts.by_domain), frozenset())
        return tuple(sorted(near, key=lambda vendor: vendor.id)), False

    def of_partner(self, partner_id: int) -> VendorRef | None:
        """The vendor that a partner is or belongs to."""
        return self._fresh().by_partner.get(partner_id)

    def open_orders(self) -> Mapping[str, tuple[date, ...]]:
        """Orders that goods are still awaited of, with the dates promised so far. One call, when it is time."""
        with self._guard:
            if self._orders is None or self._orders[0] <= self._now():
                domain = [
                    ("company_id", "in", list(self._client.company_ids)),
                    ("state", "in", ["sent", "to approve", "purchase"]),
                    ("receipt_status", "!=", "full"),
                ]
                answer = self._client.call(
                    "purchase.order", "web_search_read", [domain], {"specification": PROMISES, "limit": MOST}
                )
                rows = [PromiseRow.model_validate(row) for row in answer["records"]]
                self._orders = self._now() + ORDERS_FOR, {row.name: self._days(row) for row in rows}
            return self._orders[1]

    def _days(self, row: PromiseRow) -> tuple[date, ...]:
        days = {line.date_planned.astimezone(self._zone).date() for line in row.order_line if line.date_planned}
        return tuple(sorted(days))

    def _fresh(self) -> _Contacts:
        with self._guard:
            if self._contacts is None or self._contacts.until <= self._now():
                self._contacts = self._read()
            return self._contacts

    def _read(self) -> _Contacts:
        bought = ["|", ("supplier_rank", ">", 0), ("purchase_line_ids", "!=", False)]
        vendors = sorted({row.commercial_partner_id.id for row in self._partners(bought)})
        rows = self._partners([("id", "child_of", vendors)]) if vendors else []
        addresses: dict[str, set[str]] = {}
        by_email: dict[str, set[VendorRef]] = {}
        by_domain: dict[str, set[VendorRef]] = {}
        by_partner: dict[int, VendorRef] = {}
        for row in rows:
            vendor = VendorRef(row.commercial_partner_id.id, row.commercial_partner_id.display_name)
            by_partner[row.id] = vendor
            for email in _emails(row.email):
                domain = email.rpartition("@")[2]
                by_email.setdefault(email, set()).add(vendor)
                addresses.setdefault(domain, set()).add(email)
                if not is_free(domain):
                    by_domain.setdefault(domain, set()).add(vendor)
        return _Contacts(
            self._now() + VENDORS_FOR,
            KnownSenders({domain: frozenset(found) for domain, found in addresses.items()}),
            {email: frozenset(found) for email, found in by_email.items()},
            {domain: frozenset(found) for domain, found in by_domain.items()},
            by_partner,
        )

    def _partners(self, domain: Sequence[object]) -> list[VendorRow]:
        answer = self._client.call(
            "res.partner", "web_search_read", [domain], {"specification": CONTACT, "limit": MOST}
        )
        return [VendorRow.model_validate(row) for row in answer["records"]]


def _emails(text: str) -> list[str]:
    """The addresses of Odoo's e-mail field, where people write several or a name beside one."""
    return [email.strip().lower() for _, email in getaddresses(text.replace(";", ",").split("\n")) if "@" in email]
