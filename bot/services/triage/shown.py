"""A suggestion shown: as the JSON that `triage` prints, and as lines for a person at a terminal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.domain.triage import Background, Mail, MailEngine, PriceChange, PromisedDate, Quantity, Span, Suggestion


def read(mail: Mail, engine: MailEngine, background: Background) -> dict[str, Any]:
    """What a mail means, shaped by the contract of the batch."""
    return as_json(mail, engine.read(mail, background))


def as_json(mail: Mail, suggestion: Suggestion) -> dict[str, Any]:
    """A suggestion for machines: the reason first, each finding with the words it relies on."""
    return {
        "id": mail.id,
        "reason": suggestion.reason,
        "primary": suggestion.primary.value,
        "secondary": [label.value for label in suggestion.secondary],
        "confidence": suggestion.confidence,
        "unsure": suggestion.unsure,
        "why_unsure": suggestion.why_unsure,
        "runners_up": [{"class": label.value, "confidence": round(p, 3)} for label, p in suggestion.runners_up],
        "urgency": suggestion.urgency.value,
        "risk_flags": [flag.value for flag in suggestion.risk_flags],
        "risks": [{"flag": r.flag.value, "why": r.why, "quote": _quote(r.span)} for r in suggestion.risks],
        "po_refs": [reference.po for reference in suggestion.references],
        "new_promised_dates": [_promise(promise) for promise in suggestion.promised],
        "price_changes": [_price(change) for change in suggestion.prices],
        "quantities": [_count(count) for count in suggestion.quantities],
        "summary": suggestion.summary,
        "unread": [*mail.unread, *(f"{a.name}: {a.unread}" for a in mail.attachments if a.unread)],
        "engine": suggestion.engine,
    }


def lines(mail: Mail, suggestion: Suggestion) -> list[str]:
    """The same for a person at a terminal."""
    sure = f"{suggestion.confidence:.0%}" + (f", unsure: {suggestion.why_unsure}" if suggestion.unsure else "")
    found = [
        f"{mail.id}: {suggestion.primary.value} ({sure})",
        *[f"  {line}" for line in suggestion.summary.splitlines()],
        f"  {suggestion.reason}",
    ]
    if suggestion.secondary:
        found.append("  also: " + ", ".join(label.value for label in suggestion.secondary))
    found += [f"  ! {risk.flag.value}: {risk.why} ({_quote(risk.span)!r})" for risk in suggestion.risks]
    found += [f"  not read: {note}" for note in mail.unread]
    return found


def _promise(promise: PromisedDate) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "date": promise.date.isoformat(), "po": promise.po, "item": promise.item, "kind": promise.kind.value,
        "approx": promise.approx, "quote": _quote(promise.span),
    }  # fmt: skip
    if promise.alternative:
        shown["alternative_reading"] = promise.alternative.isoformat()
    return shown


def _price(change: PriceChange) -> dict[str, Any]:
    return {
        "item": change.item, "old": _number(change.old), "new": _number(change.new), "currency": change.currency,
        "pct": _number(change.pct), "effective": change.effective.isoformat() if change.effective else None,
        "quote": _quote(change.span),
    }  # fmt: skip


def _count(count: Quantity) -> dict[str, Any]:
    return {
        "item": count.item, "po": count.po, "ordered": _number(count.ordered), "available": _number(count.available),
        "backorder": _number(count.backorder), "quote": _quote(count.span),
    }  # fmt: skip


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _quote(span: Span) -> str:
    return " ".join(span.text.split())
