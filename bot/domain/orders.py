"""A purchase order as the rules and the cards see it, in Odoo's own words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class OrderState(StrEnum):
    """`purchase.order.state` of Odoo 19 (`done` of earlier versions reads as `purchase`)."""

    DRAFT = "draft"
    SENT = "sent"
    TO_APPROVE = "to approve"
    PURCHASE = "purchase"
    CANCEL = "cancel"


@dataclass(frozen=True)
class UserRef:
    """An Odoo user as an order names it; `login` is empty where it was not read."""

    id: int
    name: str
    login: str = ""


@dataclass(frozen=True)
class Vendor:
    """The supplier of an order; `on_time_rate` in percent, None without data."""

    id: int
    name: str
    tags: tuple[str, ...] = ()
    on_time_rate: Decimal | None = None
    earlier_orders: int = 0


@dataclass(frozen=True)
class Warehouse:
    """Where the goods go."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class Stock:
    """Quantities of a product in the order's warehouse, in the product's own unit.

    `minimum` is the reorder rule's, None where there is no rule.
    """

    on_hand: Decimal
    forecast: Decimal
    minimum: Decimal | None = None

    @property
    def below_minimum(self) -> bool:
        """Whether stock on hand plus what is planned falls short of the reorder minimum."""
        return self.minimum is not None and self.forecast < self.minimum


@dataclass(frozen=True)
class PastPrice:
    """One earlier purchase of a product, its unit price in the currency and unit of the line compared."""

    order_name: str
    date: datetime
    vendor: str
    unit_price: Decimal


@dataclass(frozen=True)
class Line:
    """One product line. `unit_price` is after discount, in the order's currency.

    `list_price` is the vendor price list's for this quantity and day, in the order's
    currency and the line's unit; None where the list holds no price.
    """

    id: int
    name: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    subtotal: Decimal
    product_id: int | None = None
    product: str = ""
    category: str = ""
    needed_by: datetime | None = None
    list_price: Decimal | None = None
    past_prices: tuple[PastPrice, ...] = ()
    stock: Stock | None = None

    @property
    def list_variance(self) -> Decimal | None:
        """Percent above (+) or below (-) the vendor price list; None where there is no list price."""
        return variance(self.unit_price, self.list_price)

    @property
    def last_variance(self) -> Decimal | None:
        """Percent above (+) or below (-) the mean of the last purchases; None without any."""
        if not self.past_prices:
            return None
        mean = sum((p.unit_price for p in self.past_prices), Decimal(0)) / len(self.past_prices)
        return variance(self.unit_price, mean)


def variance(price: Decimal, reference: Decimal | None) -> Decimal | None:
    """Percent by which `price` lies above `reference`, to one decimal; None where there is no reference."""
    if not reference:
        return None
    return ((price - reference) / reference * 100).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class Attachment:
    """A document attached to the order in Odoo."""

    id: int
    name: str


@dataclass(frozen=True)
class Order:
    """A purchase order with everything needed to decide on it.

    `amount` is in `currency`; `company_amount` in `company_currency`, None where Odoo knows no
    rate; `rate` is units of `currency` per unit of `company_currency`, as Odoo used it.
    Datetimes are aware, UTC.
    """

    id: int
    name: str
    state: OrderState
    company_id: int
    company: str
    currency: str
    amount: Decimal
    company_currency: str
    company_amount: Decimal | None
    rate: Decimal | None
    vendor: Vendor
    buyer: UserRef | None
    creator: UserRef | None
    lines: tuple[Line, ...]
    requester: UserRef | None = None
    receivers: tuple[UserRef, ...] = ()
    billers: tuple[UserRef, ...] = ()
    origin: str = ""
    from_replenishment: bool = False
    warehouse: Warehouse | None = None
    needed_by: datetime | None = None
    waiting_since: datetime | None = None
    urgent: bool = False
    attachments: tuple[Attachment, ...] = ()
    write_date: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """Digest of what an approver decides on (vendor, currency, amount, lines): see `Head`."""
        return fingerprint(
            self.vendor.id,
            self.currency,
            self.amount,
            [(x.id, x.product_id, x.quantity, x.unit, x.unit_price, x.subtotal) for x in self.lines],
        )


LineKey = tuple[int, int | None, Decimal, str, Decimal, Decimal]


def fingerprint(vendor_id: int, currency: str, amount: Decimal, lines: list[LineKey]) -> str:
    """Digest of the material content of an order; equal digests mean that nothing material changed.

    Quantity, price, vendor, currency and amount count, as does a line that came or went. Dates,
    notes and the buyer do not: cards follow them without asking anybody again.
    """
    material = [
        vendor_id,
        currency,
        plain(amount),
        sorted([i, p or 0, plain(q), u, plain(price), plain(sub)] for i, p, q, u, price, sub in lines),
    ]
    return hashlib.sha256(json.dumps(material).encode()).hexdigest()


def plain(number: Decimal) -> str:
    """A decimal as text without exponent or trailing zeros: 5014.00 and 5014 are both '5014'."""
    text = f"{number.normalize():f}"
    return "0" if text in {"-0", ""} else text


@dataclass(frozen=True)
class Head:
    """The little that is read right before and after acting: is it still what was decided on?

    `approved_by` is the author's Odoo user of the newest "RFQ Approved" message that Odoo itself wrote.
    """

    id: int
    name: str
    state: OrderState
    fingerprint: str
    write_date: datetime
    approved_by: UserRef | None = None
    approved_at: datetime | None = None
    changed_by: UserRef | None = None
    buyer_id: int | None = None
    needed_by: datetime | None = None
    urgent: bool = False

    def is_as_read(self, order: Order) -> bool:
        """Whether all but the material content (see `fingerprint`) is as it was read.

        Odoo tells `write_date` in whole seconds, so a second write within one shows only in what it wrote.
        """
        read = (order.write_date, order.buyer.id if order.buyer else None, order.needed_by, order.urgent)
        written = (self.write_date, self.buyer_id, self.needed_by, self.urgent)
        return written == read


@dataclass(frozen=True)
class Change:
    """One material difference between the order that was shown and the order now."""

    what: str
    before: str
    after: str


def changes(before: Order, after: Order) -> tuple[Change, ...]:
    """What a card shows that changed between two readings of the same order, for people to read."""
    found: list[Change] = []

    def compare(what: str, a: object, b: object) -> None:
        if a != b:
            found.append(Change(what, str(a), str(b)))

    compare("Vendor", before.vendor.name, after.vendor.name)
    compare("Currency", before.currency, after.currency)
    compare("Amount", f"{before.amount:,.2f} {before.currency}", f"{after.amount:,.2f} {after.currency}")
    compare("Needed by", _day(before.needed_by), _day(after.needed_by))
    old, new = {x.id: x for x in before.lines}, {x.id: x for x in after.lines}
    for line_id in sorted(old.keys() | new.keys()):
        a, b = old.get(line_id), new.get(line_id)
        if a is None and b is not None:
            found.append(Change(b.product or b.name, "not on the order", f"{plain(b.quantity)} {b.unit}"))
        elif a is not None and b is None:
            found.append(Change(a.product or a.name, f"{plain(a.quantity)} {a.unit}", "removed"))
        elif a is not None and b is not None:
            name = b.product or b.name
            compare(f"Product of line {line_id}", a.product, b.product)
            compare(f"Quantity of {name}", f"{plain(a.quantity)} {a.unit}", f"{plain(b.quantity)} {b.unit}")
            was, now = (f"{plain(x.unit_price)} {order.currency}" for x, order in ((a, before), (b, after)))
            compare(f"Unit price of {name}", was, now)
    return tuple(found)


def _day(moment: datetime | None) -> str:
    return f"{moment.day} {moment:%b %Y}" if moment else "not set"
