"""How classes, dangers and values of supplier mail are called on cards."""

from __future__ import annotations

from datetime import date

from bot.blocks.text import inert
from bot.domain.proposals import Change, Field, Mark
from bot.domain.triage import MailClass, RiskFlag

CLASSES = {
    MailClass.ORDER_CONFIRMATION: "Order confirmation",
    MailClass.DELAY: "Delay",
    MailClass.PARTIAL_SHORTAGE: "Less than ordered",
    MailClass.PRICE_CHANGE: "Price change",
    MailClass.SHIPMENT: "Shipment",
    MailClass.INVOICE_PAYMENT: "Invoice or payment",
    MailClass.QUALITY_CLAIM: "Quality claim",
    MailClass.DOCUMENT: "Document",
    MailClass.QUOTE: "Quotation",
    MailClass.QUESTION: "Question",
    MailClass.CANCELLATION: "Cancellation",
    MailClass.OTHER: "Nothing to do",
    MailClass.SPAM_PHISHING: "Advertising or fraud",
}
DANGERS = {
    RiskFlag.BANK_CHANGE: (
        "Changed bank details",
        "Call the vendor on a number that you already have, never one from this mail. Nothing here changes them.",
    ),
    RiskFlag.PHISHING: (
        "Signs of fraud",
        "Do nothing that the mail asks. If in doubt, call the vendor on a number that you already have.",
    ),
    RiskFlag.PROMPT_INJECTION: (
        "Text that wants to steer a machine",
        "It was not followed. Read the mail yourself, and ask the vendor about it on a number that you already have.",
    ),
}
FIELDS = {Field.DATE: "delivery", Field.PRICE: "price", Field.QUANTITY: "quantity", Field.CONFIRMED: "confirmed"}


def value(change: Change, written: str) -> str:
    """A value as people read it."""
    if not written:
        return "none"
    if change.field is Field.DATE:
        return day(date.fromisoformat(written))
    return f"{written} {change.unit}".strip()


def day(when: date) -> str:
    """A day without doubt about the order of its figures: 14 Apr 2026."""
    return f"{when.day} {when:%b %Y}"


def what(change: Change) -> str:
    """What a change is about."""
    return f"{inert(change.product, 70)}, {FIELDS[change.field]}" if change.product else "Confirmed by the vendor"


def in_plain(change: Change) -> str:
    """A change on one line of plain text."""
    subject = f"{change.product}, {FIELDS[change.field]}" if change.product else "Confirmed by the vendor"
    return f"{subject}: {value(change, change.old)} → {value(change, change.new)}"


def row(change: Change) -> str:
    """Old beside new, how far apart, and the words relied on."""
    apart = f" ({change.difference})" if change.difference else ""
    beyond = " ⚠️ beyond tolerance" if change.mark is Mark.BEYOND else ""
    said = f"“{inert(change.quote, 160)}”" if change.quote else ""
    by = f"set by {inert(change.corrected_by, 60)}" if change.corrected_by else ""
    caution = (
        f"⚠️ {inert(change.caution, 160)}"
        if change.caution and not change.ticked
        else inert(change.caution, 160, blank="")
    )
    lower = " · ".join(part for part in (by, said, caution) if part)
    text = f"• *{what(change)}:* {value(change, change.old)} → *{value(change, change.new)}*{apart}{beyond}"
    return f"{text}\n    {lower}" if lower else text
