"""How classes, dangers and values of supplier mail are called on cards."""

from __future__ import annotations

from bot.blocks.text import bare, inert
from bot.domain.proposals import Change, Field, Mark
from bot.domain.triage import MailClass, Risk, RiskFlag

CLASSES = {label: label.called.capitalize() for label in MailClass}
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
        "Orders to a machine",
        "Nobody followed them. Read the mail yourself, and ask the vendor on a number that you already have.",
    ),
}
FIELDS = {Field.DATE: "delivery", Field.PRICE: "price", Field.QUANTITY: "quantity", Field.CONFIRMED: "confirmed"}


def what(change: Change) -> str:
    """What a change is about."""
    return f"{inert(change.product, 70)}, {FIELDS[change.field]}" if change.product else "Confirmed by the vendor"


def old_and_new(change: Change) -> str:
    """Old beside new."""
    return f"{inert(change.in_words(change.old), 60)} → *{inert(change.in_words(change.new), 60)}*"


def in_plain(change: Change, limit: int, order: str = "") -> str:
    """A change on one line of plain text: what does not fit is taken from the product's name, never from the values."""
    values = f"{change.in_words(change.old)} → {change.in_words(change.new)}"
    if not change.product:
        return bare(f"{order} {what(change)}: {values}".strip(), limit)
    end = f", {FIELDS[change.field]}: {values}"
    start = f"{order} " if order else ""
    return f"{start}{bare(change.product, max(12, limit - len(start) - len(end)))}{end}"


def danger(risk: Risk) -> str:
    """A danger with the words it shows in, and what to do about it."""
    title, advice = DANGERS[risk.flag]
    why = f" {inert(risk.why, 160)}" if risk.flag is RiskFlag.PHISHING and risk.why else ""
    said = f" “{inert(risk.span.text, 160)}”" if risk.span.text else ""
    return f"🔴 *{title}:*{why}{said}\n    {advice}"


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
    text = f"• *{what(change)}:* {old_and_new(change)}{apart}{beyond}"
    return f"{text}\n    {lower}" if lower else text
