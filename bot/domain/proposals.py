"""What a mail would change on an order: old beside new, with the words relied on. It proposes; a person applies."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.matching import Match, SenderFit
from bot.domain.orders import OrderState
from bot.domain.supply import SupplyOrder
from bot.domain.triage import MailClass, Part, PromisedDate, RiskFlag, Suggestion
from bot.domain.words import day, money


class Field(StrEnum):
    """What of an order a mail may change."""

    DATE = "date"
    PRICE = "price"
    QUANTITY = "quantity"
    CONFIRMED = "confirmed"  # the vendor acknowledged the order


# What a mail of a class may change once a person has said that it is of that class; other classes change nothing.
CHANGED_BY = {
    MailClass.ORDER_CONFIRMATION: frozenset(Field),
    MailClass.DELAY: frozenset({Field.DATE}),
    MailClass.PARTIAL_SHORTAGE: frozenset({Field.QUANTITY, Field.DATE}),
    MailClass.PRICE_CHANGE: frozenset({Field.PRICE}),
    MailClass.SHIPMENT: frozenset({Field.DATE, Field.QUANTITY}),
    MailClass.CANCELLATION: frozenset({Field.QUANTITY}),
}


class Mark(StrEnum):
    """How a change stands to the policy's tolerances."""

    WITHIN = "within"
    BEYOND = "beyond"


@dataclass(frozen=True)
class Tolerances:
    """From when on a change is marked: days late, percent dearer, percent more or less."""

    days: int = 3
    price_percent: Decimal = Decimal(2)
    quantity_percent: Decimal = Decimal(5)


@dataclass(frozen=True)
class Change:
    """One change that a person may tick. Values are ISO dates, plain decimals, or `no` and `yes`.

    `quote` stands in the mail word for word, and is empty for a value that a person gave (`corrected_by`), where
    `read_as` is what the mail was read as, if anything. `ticked` is what we would do: not what goes beyond tolerance,
    and not where `caution` says why a person should look. `remark` only tells how the words were understood.
    """

    id: str
    order_id: int
    order_name: str
    line_id: int | None
    product: str
    field: Field
    old: str
    new: str
    unit: str
    quote: str
    part: Part
    mail_id: str
    difference: str = ""
    mark: Mark = Mark.WITHIN
    ticked: bool = True
    caution: str = ""
    remark: str = ""
    corrected_by: str = ""
    read_as: str = ""

    @property
    def place(self) -> tuple[int, int | None, Field]:
        """What it changes: of two changes of the same place only one can be applied."""
        return self.order_id, self.line_id, self.field

    def in_words(self, written: str) -> str:
        """One of its values as people read it."""
        if not written:
            return "none"
        if self.field is Field.DATE:
            return day(date.fromisoformat(written))
        if self.field is Field.PRICE:
            return money(Decimal(written), self.unit).strip()
        return f"{written} {self.unit}".strip()


@dataclass(frozen=True)
class NotOffered:
    """Something that the mail says and that cannot be offered, and why."""

    what: str
    quote: str
    why: str


@dataclass(frozen=True)
class Unchanged:
    """A value that the mail names and the order has already."""

    order_id: int
    line_id: int
    field: Field
    value: str
    words: str

    @property
    def place(self) -> tuple[int, int | None, Field]:
        """What it is a value of."""
        return self.order_id, self.line_id, self.field


@dataclass(frozen=True)
class PartDay:
    """A promised day that is of some lines of an order only: of so many `of` all."""

    promise: PromisedDate
    order_name: str
    lines: int
    of: int


@dataclass(frozen=True)
class Proposal:
    """All that a mail would change on an order, what it leaves as it is, and which days are of a part of the order."""

    changes: tuple[Change, ...] = ()
    not_offered: tuple[NotOffered, ...] = ()
    unchanged: tuple[Unchanged, ...] = ()
    parts: tuple[PartDay, ...] = ()


def change_id(order_id: int, line_id: int | None, field: Field, old: str, new: str) -> str:
    """The same change has the same id, whoever proposes it; from another old value it is another change."""
    return hashlib.sha256(f"{order_id}:{line_id}:{field}:{old}:{new}".encode()).hexdigest()[:12]


def nothing_offered(match: Match, suggestion: Suggestion) -> str:
    """Why nothing at all may be offered from a mail; empty where something may."""
    if RiskFlag.PHISHING in suggestion.risk_flags:
        return "the mail shows signs of fraud"
    if match.sender is SenderFit.LOOKALIKE:
        return match.sender_words
    if match.sender is SenderFit.OTHER:
        return match.sender_words
    return ""


def why_closed(order: SupplyOrder) -> str:
    """Why an order cannot be changed by a mail; empty where it can."""
    if order.state is OrderState.CANCEL:
        return f"{order.name} is cancelled in Odoo"
    if order.locked:
        return f"{order.name} is locked in Odoo: unlock it there first"
    if not any(line.open for line in order.lines):
        return f"all goods of {order.name} are received"
    return ""
