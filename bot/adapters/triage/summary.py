"""Two lines for a person, made of findings alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from bot.adapters.triage.promised_goods import REST, goods_of
from bot.domain.proposals import PartDay
from bot.domain.triage import (
    Mail,
    MailClass,
    PriceChange,
    PromisedDate,
    Quantity,
    Reference,
    Risk,
    RiskFlag,
    Suggestion,
)

SAYS = {
    MailClass.ORDER_CONFIRMATION: "confirms {po}", MailClass.DELAY: "is late with {po}", MailClass.PARTIAL_SHORTAGE: "can deliver only a part of {po}",
    MailClass.PRICE_CHANGE: "changes prices{on}", MailClass.SHIPMENT: "announces goods of {po}", MailClass.INVOICE_PAYMENT: "writes about an invoice or a payment{on}",
    MailClass.QUALITY_CLAIM: "writes about a defect or a claim{on}", MailClass.DOCUMENT: "sends a document{on}", MailClass.QUOTE: "answers an enquiry{on}",
    MailClass.QUESTION: "asks for an answer{on}", MailClass.CANCELLATION: "ends {po} or a part of it", MailClass.OTHER: "writes, nothing to do for an order",
    MailClass.SPAM_PHISHING: "sends what looks like advertising or fraud",
}  # fmt: skip
WARNING = {
    RiskFlag.BANK_CHANGE: "changed bank details: call a number you already know", RiskFlag.PHISHING: "looks like fraud: do nothing the mail asks",
    RiskFlag.PROMPT_INJECTION: "holds text that wants to steer a machine",
}  # fmt: skip
MOST = 3


def summary(mail: Mail, primary: MailClass, risks: Sequence[Risk], references: Sequence[Reference], promised: Sequence[PromisedDate],
            prices: Sequence[PriceChange], counts: Sequence[Quantity], parts: Sequence[PartDay] = ()) -> str:  # fmt: skip
    """Who says what about which order; then dates, amounts and dangers. `parts` are the days of some lines only."""
    who = mail.sender.name or mail.sender.email or "Somebody"
    if primary is MailClass.SPAM_PHISHING:  # whoever it is, it is not the name that it bears
        who = mail.sender.email or "Somebody"
    orders = _some([reference.po for reference in references])
    first = f"{who} " + SAYS[primary].format(po=orders or "an order", on=f" ({orders})" if orders else "") + "."
    facts = [*map(_count, counts[:MOST]), *_days(mail, promised, parts), *map(_price, prices[:MOST])]
    facts += [WARNING[flag] for flag in dict.fromkeys(risk.flag for risk in risks)]
    facts += [
        f"{a.name} was not read ({a.unread})" for a in mail.attachments if a.unread and not a.unread.startswith("kept")
    ][:1]
    line = "; ".join(facts)
    return f"{first}\n{line[:1].upper()}{line[1:]}." if line else first


def _some(names: list[str]) -> str:
    return ", ".join(names[:MOST]) + (f" and {len(names) - MOST} more" if len(names) > MOST else "")


def told_with(mail: Mail, suggestion: Suggestion, parts: Sequence[PartDay]) -> str:
    """The summary of a suggestion, once it is known which of its days are of some lines of an order only."""
    return summary(
        mail, suggestion.primary, suggestion.risks, suggestion.references, suggestion.promised, suggestion.prices,
        suggestion.quantities, parts,
    )  # fmt: skip


def _days(mail: Mail, promised: Sequence[PromisedDate], parts: Sequence[PartDay]) -> Iterator[str]:
    """Which day is for what; the goods are named where an order has several days, the rest and a part always."""
    orders = Counter(promise.po for promise in promised)
    of_lines = {part.promise: part for part in parts}
    for promise in promised[:MOST]:
        goods, part = goods_of(mail, promise), of_lines.get(promise)
        yield _day(promise, goods if goods == REST or part or orders[promise.po] > 1 else "", part)


def _day(promise: PromisedDate, goods: str, part: PartDay | None) -> str:
    about = "about " if promise.approx else ""
    other = f" or {_written(promise.alternative)}" if promise.alternative else ""
    order = promise.po or (part.order_name if part else "")
    if part is not None:
        named = f"{goods}, " if goods and goods != REST else ""
        start = REST if goods == REST else "part"
        order = f"{start} of {order} ({named}{part.lines} of {part.of} lines)"
    elif goods == REST:
        order = f"{REST} of {order}" if order else REST
    elif goods:
        order = f"{order} ({goods})" if order else goods
    verb = "leaves" if promise.kind == "dispatch" else "arrives"
    return f"{order} {verb} {about}{_written(promise.date)}{other}".lstrip()


def _count(count: Quantity) -> str:
    item = f" {count.item}" if count.item else ""
    return f"{_number(count.available)} of {_number(count.ordered)}{item}" + (
        f", {_number(count.backorder)} open" if count.backorder else ""
    )


def _price(change: PriceChange) -> str:
    code = f" {change.currency}" if change.currency else ""
    start = f" from {_written(change.effective)}" if change.effective else ""
    what = change.item or "price"
    if change.pct is not None:
        return f"{what} {change.pct:+f} %{start}"
    before = f"{_number(change.old)} to " if change.old is not None else ""
    return f"{what} {before}{_number(change.new) if change.new is not None else '?'}{code}{start}"


def _written(day: date) -> str:
    return f"{day:%d %B %Y}".lstrip("0")


def _number(value: Decimal) -> str:
    return f"{value:,f}"
