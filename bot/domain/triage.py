"""Supplier mail: what a mail is, what can be found in it, and the suggestion that a person decides on.

Every finding carries the words of the mail that it relies on. What cannot show its words is not a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

Day = date  # where a field is called `date`, its own class hides the type


class MailClass(StrEnum):
    """What a supplier's mail is about; one is primary, others may be secondary."""

    ORDER_CONFIRMATION = "order_confirmation"
    DELAY = "delay"
    PARTIAL_SHORTAGE = "partial_shortage"
    PRICE_CHANGE = "price_change"
    SHIPMENT = "shipment"
    INVOICE_PAYMENT = "invoice_payment"
    QUALITY_CLAIM = "quality_claim"
    DOCUMENT = "document"
    QUOTE = "quote"
    QUESTION = "question"
    CANCELLATION = "cancellation"
    OTHER = "other"
    SPAM_PHISHING = "spam_phishing"

    @property
    def called(self) -> str:
        """What people call it, within a sentence."""
        return CALLED.get(self, self.value.replace("_", " "))


# What people call a class where its own name would not do.
CALLED = {
    MailClass.PARTIAL_SHORTAGE: "less than ordered",
    MailClass.INVOICE_PAYMENT: "invoice or payment",
    MailClass.QUOTE: "quotation",
    MailClass.OTHER: "nothing to do",
    MailClass.SPAM_PHISHING: "advertising or fraud",
}


class Urgency(StrEnum):
    """`high`: somebody should look today; `low`: nothing to do or only to file."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class RiskFlag(StrEnum):
    """What makes a mail dangerous, whatever else it is."""

    BANK_CHANGE = "bank_change"
    PHISHING = "phishing"
    PROMPT_INJECTION = "prompt_injection"


class DateKind(StrEnum):
    """Whether goods leave or arrive on a promised date."""

    DELIVERY = "delivery"
    DISPATCH = "dispatch"


class Part(StrEnum):
    """Where in the mail a span stands."""

    SUBJECT = "subject"
    BODY = "body"
    ATTACHMENT = "attachment"
    SENDER = "sender"


@dataclass(frozen=True)
class Span:
    """The words that a finding relies on, as they stand in the mail as read."""

    part: Part
    start: int
    text: str

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Address:
    """A sender as the mail names them. Nothing says yet that they are who they claim to be."""

    name: str = ""
    email: str = ""

    @property
    def local(self) -> str:
        """The part before the @, in small letters."""
        return self.email.rpartition("@")[0].lower()

    @property
    def domain(self) -> str:
        """The part after the @, in small letters."""
        return self.email.rpartition("@")[2].lower()


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail: its text as far as it could be read, and what could not be and why.

    `size` in bytes and `sha256` tell which file it was, also when the mail itself is gone.
    """

    name: str
    text: str = ""
    unread: str = ""
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class Mail:
    """A mail as read: the writer's own words apart from quoted history, footers and hidden text."""

    id: str
    sender: Address
    received_on: date
    subject: str = ""
    text: str = ""
    history: str = ""
    footer: str = ""
    hidden: str = ""
    to: str = ""
    reply_to: Address | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    automatic: bool = False
    attachments: tuple[Attachment, ...] = ()
    unread: tuple[str, ...] = ()

    def part(self, part: Part) -> str:
        """The text of a part."""
        if part is Part.SUBJECT:
            return self.subject
        if part is Part.SENDER:
            return f"{self.sender.name} <{self.sender.email}>"
        if part is Part.ATTACHMENT:
            return "\n".join([*(a.name for a in self.attachments), *(a.text for a in self.attachments)])
        return self.text

    def holds(self, span: Span) -> bool:
        """Whether these words really stand there: a finding whose words do not is thrown away."""
        if span.part is Part.BODY:
            own = self.text[span.start : span.end] == span.text
            return bool(span.text) and (own or span.text in self.hidden or span.text in self.footer)
        return bool(span.text) and span.text in self.part(span.part)


@dataclass(frozen=True)
class Reference:
    """A purchase order of ours that the mail is about, upper case without blanks, dashes and #."""

    po: str
    span: Span

    @property
    def digits(self) -> str:
        """How references are compared: digits without leading zeros."""
        return digits_of(self.po)


@dataclass(frozen=True)
class PromisedDate:
    """A date on which goods still to come shall arrive or leave; `alternative` is the other reading of 03/04."""

    date: date
    kind: DateKind
    span: Span
    po: str | None = None
    item: str | None = None
    approx: bool = False
    alternative: Day | None = None


@dataclass(frozen=True)
class PriceChange:
    """A new price, of an item or of everything (`all`); what the mail does not say is None."""

    span: Span
    item: str | None = None
    old: Decimal | None = None
    new: Decimal | None = None
    currency: str | None = None
    pct: Decimal | None = None
    effective: date | None = None


@dataclass(frozen=True)
class Quantity:
    """How many of the ordered can be or were sent, and how many are still open."""

    span: Span
    ordered: Decimal
    available: Decimal
    backorder: Decimal
    item: str | None = None
    po: str | None = None


@dataclass(frozen=True)
class Risk:
    """A danger, why we think so, and the words it shows in."""

    flag: RiskFlag
    why: str
    span: Span


@dataclass(frozen=True)
class Suggestion:
    """What an engine makes of a mail: the reason first, then the class. It advises; a person decides."""

    reason: str
    primary: MailClass
    secondary: tuple[MailClass, ...]
    confidence: float
    unsure: bool
    why_unsure: str
    urgency: Urgency
    risks: tuple[Risk, ...]
    references: tuple[Reference, ...]
    promised: tuple[PromisedDate, ...]
    prices: tuple[PriceChange, ...]
    quantities: tuple[Quantity, ...]
    summary: str
    engine: str
    runners_up: tuple[tuple[MailClass, float], ...] = ()

    @property
    def risk_flags(self) -> tuple[RiskFlag, ...]:
        """The dangers, each once."""
        return tuple(dict.fromkeys(risk.flag for risk in self.risks))


@dataclass(frozen=True)
class KnownSenders:
    """Domains and addresses of our vendors; with none known, nobody counts as a stranger."""

    addresses: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.addresses)

    def knows_domain(self, domain: str) -> bool:
        """Whether the domain, or one that it belongs to, is a vendor's."""
        parts = domain.split(".")
        return any(".".join(parts[i:]) in self.addresses for i in range(len(parts) - 1))

    def knows(self, address: Address) -> bool:
        """Whether exactly this address is a vendor's."""
        return address.email.lower() in self.addresses.get(address.domain, frozenset())


@dataclass(frozen=True)
class Background:
    """What is known apart from the mail: vendors, and their open orders with the dates promised so far."""

    senders: KnownSenders = field(default_factory=KnownSenders)
    open_orders: Mapping[str, tuple[date, ...]] | None = None


class MailEngine(Protocol):
    """Reads a mail. It has no tools, no secrets and no way to change anything."""

    name: str

    def read(self, mail: Mail, background: Background) -> Suggestion:
        """What the mail means. Never raises for what a mail holds."""
        ...


def digits_of(reference: str) -> str:
    """A reference for comparing: `P00012`, `PO 12` and `00012` are the same order."""
    return "".join(c for c in reference if c.isdigit()).lstrip("0")


def supported(mail: Mail, suggestion: Suggestion) -> bool:
    """Whether every finding's words stand in the mail."""
    spans = [reference.span for reference in suggestion.references]
    spans += [promise.span for promise in suggestion.promised]
    spans += [change.span for change in suggestion.prices]
    spans += [count.span for count in suggestion.quantities]
    spans += [risk.span for risk in suggestion.risks]
    return all(mail.holds(span) for span in spans)


def carried(mail: Mail, suggestion: Suggestion) -> Suggestion:
    """A suggestion with only those findings whose words stand in the mail; a danger stays, without invented words."""

    def holds(finding: Reference | PromisedDate | PriceChange | Quantity) -> bool:
        return mail.holds(finding.span)

    return replace(
        suggestion,
        risks=tuple(
            risk if mail.holds(risk.span) else replace(risk, span=_blank(risk.span)) for risk in suggestion.risks
        ),
        references=tuple(filter(holds, suggestion.references)),
        promised=tuple(filter(holds, suggestion.promised)),
        prices=tuple(filter(holds, suggestion.prices)),
        quantities=tuple(filter(holds, suggestion.quantities)),
    )


def without_words(suggestion: Suggestion) -> Suggestion:
    """A suggestion without all that was taken from the mail's words: class, orders, dates and numbers stay."""
    return replace(
        suggestion,
        reason="",
        summary="",
        why_unsure="",
        risks=tuple(replace(risk, why="", span=_blank(risk.span)) for risk in suggestion.risks),
        references=tuple(replace(found, span=_blank(found.span)) for found in suggestion.references),
        promised=tuple(replace(found, item=None, span=_blank(found.span)) for found in suggestion.promised),
        prices=tuple(replace(found, item=None, span=_blank(found.span)) for found in suggestion.prices),
        quantities=tuple(replace(found, item=None, span=_blank(found.span)) for found in suggestion.quantities),
    )


def _blank(span: Span) -> Span:
    return Span(span.part, span.start, "")
