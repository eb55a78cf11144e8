"""How classes, dangers and values of supplier mail are called on cards."""

from __future__ import annotations

from bot.blocks.text import bare, inert
from bot.domain.proposals import Change, Field, Mark
from bot.domain.triage import MailClass, Risk, RiskFlag, Suggestion, Urgency

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
BEYOND = "beyond tolerance"
READ = "Read the mail"
URGENCIES = {Urgency.HIGH: "❗ *Urgent:* look at it today", Urgency.LOW: "*Not urgent:* to file, or to leave"}
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
    """Old beside new, how far apart, and on whose word."""
    apart = f" ({change.difference})" if change.difference else ""
    beyond = f" ⚠️ {BEYOND}" if change.mark is Mark.BEYOND else ""
    caution = f"⚠️ {inert(change.caution, 160)}" if change.caution else ""
    lower = " · ".join(part for part in (_on_whose_word(change), caution, inert(change.remark, 160, blank="")) if part)
    text = f"• *{what(change)}:* {old_and_new(change)}{apart}{beyond}"
    return f"{text}\n    {lower}" if lower else text


def beside(change: Change, limit: int) -> str:
    """What stands below a tick, in plain text: why to look first, how far apart, and on whose word.

    What no longer fits is left out whole, the last first, so that no figure is cut.
    """
    beyond = change.mark is Mark.BEYOND
    apart = f"{change.difference}, {BEYOND}".lstrip(", ") if beyond else change.difference
    said = f"given by {change.corrected_by}" if change.corrected_by else ""
    if change.quote and not said:
        said = f"“{' '.join(change.quote.split())}”"
    text = ""
    for part in filter(None, (change.caution, apart if beyond or not change.caution else "", said)):
        longer = f"{text} · {part}" if text else f"{'⚠️ ' if change.caution or beyond else ''}{part}"
        if not text or bare(longer, limit) == bare(longer, 10 * limit):
            text = longer
    return bare(text or change.order_name, limit)


def _on_whose_word(change: Change) -> str:
    """The words of the mail; for a value that a person gave, who that was."""
    if not change.corrected_by:
        return f"“{inert(change.quote, 160)}”" if change.quote else ""
    read = f" (read as {inert(change.in_words(change.read_as), 60)})" if change.read_as else ""
    return f"given by {inert(change.corrected_by, 60)}{read}"


def urgency(found: Suggestion) -> str:
    """How soon somebody should look; nothing for what is neither pressing nor idle."""
    return URGENCIES.get(found.urgency, "")
