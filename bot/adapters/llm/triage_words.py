"""What a model found counts as far as the mail's words carry it: the quote stands there, and it says that value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.adapters.llm.triage_form import Form, FoundDate, FoundPrice, FoundQuantity
from bot.adapters.triage.dates import mentions
from bot.adapters.triage.numbers import number
from bot.domain.triage import (
    Background,
    Mail,
    Part,
    PriceChange,
    PromisedDate,
    Quantity,
    Reference,
    Risk,
    RiskFlag,
    Span,
    digits_of,
)

FIGURE = re.compile(r"-?\d[\d.,'’ ]*\d|-?\d")
LONGEST_QUOTE = 300
NONE = re.compile(
    r"\b(?:no|not|none|zero|nothing|cannot|can.t|unable|out of stock|cancel\w*|discontinued|keine?\w*|nicht|pas|"
    r"aucun\w*|ningun\w*|non|nessun\w*|niet|geen|nie|brak|inte|ingen|ikke)\b",
    re.IGNORECASE,
)
WHY = {
    RiskFlag.BANK_CHANGE: "it speaks of other bank details",
    RiskFlag.PHISHING: "it shows signs of fraud",
    RiskFlag.PROMPT_INJECTION: "it speaks to a machine",
}


@dataclass(frozen=True)
class Findings:
    """What is left."""

    references: tuple[Reference, ...]
    promised: tuple[PromisedDate, ...]
    prices: tuple[PriceChange, ...]
    quantities: tuple[Quantity, ...]
    risks: tuple[Risk, ...]


def supported_findings(mail: Mail, form: Form, background: Background) -> Findings:
    """The findings whose words stand in the mail and name the value that was read from them."""
    known = {digits_of(name) for name in background.open_orders} if background.open_orders is not None else None
    return Findings(
        tuple(_references(mail, form, known)),
        tuple(_dates(mail, form.dates)),
        tuple(_prices(mail, form.prices)),
        tuple(_quantities(mail, form.quantities)),
        tuple(
            Risk(one.flag, WHY[one.flag], span) for one in form.risks if (span := located(mail, one.quote)) is not None
        ),
    )


def located(mail: Mail, quote: str) -> Span | None:
    """Where a quote stands, blanks and line ends apart; None where it does not."""
    words = quote.split()
    if not words or len(quote) > LONGEST_QUOTE:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    for part in (Part.BODY, Part.SUBJECT, Part.ATTACHMENT):
        found = pattern.search(mail.part(part))
        if found:
            return Span(part, found.start(), found.group())
    return None


def _references(mail: Mail, form: Form, known: set[str] | None) -> Iterator[Reference]:
    for one in form.references:
        span, digits = located(mail, one.quote), digits_of(one.po)
        if span is None or not digits or (known is not None and digits not in known):
            continue
        if digits in {digits_of(hit) for hit in re.findall(r"[\dOo]{2,12}", span.text)}:
            yield Reference("".join(filter(str.isalnum, one.po)).upper(), span)


def _dates(mail: Mail, found: list[FoundDate]) -> Iterator[PromisedDate]:
    for one in found:
        span = located(mail, one.quote)
        if span is None or one.date < mail.received_on:
            continue
        for named in mentions(mail.part(span.part), mail.received_on):
            # The day must be one that the words name by the rules of dates, not by the model's own.
            if span.start <= named.start and named.end <= span.end and one.date in {named.date, named.alternative}:
                text = mail.part(span.part)[named.start : named.end]
                yield PromisedDate(
                    named.date,
                    one.kind,
                    Span(span.part, named.start, text),
                    one.po,
                    one.item,
                    one.approx,
                    named.alternative,
                )
                break


def _prices(mail: Mail, found: list[FoundPrice]) -> Iterator[PriceChange]:
    for one in found:
        span = located(mail, one.quote)
        if span is None or (one.new is None and one.pct is None):
            continue
        named = _figures(span.text)
        if all(abs(value) in named for value in (one.new, one.pct) if value is not None):
            old = one.old if one.old is not None and one.old in named else None
            currency = one.currency.upper() if one.currency else None
            yield PriceChange(span, one.item, old, one.new, currency, one.pct, one.effective)


def _quantities(mail: Mail, found: list[FoundQuantity]) -> Iterator[Quantity]:
    for one in found:
        span = located(mail, one.quote)
        if span is None:
            continue
        if _counts(one, span.text):
            yield Quantity(span, one.ordered, one.available, one.backorder, one.item, one.po)


def _counts(one: FoundQuantity, text: str) -> bool:
    """Whether words name the numbers: two of them, for the third follows; that nothing comes has to be said."""
    named = _figures(text)
    if one.backorder not in {Decimal(0), one.ordered - one.available}:
        return False
    if one.available == 0:
        return one.ordered in named and NONE.search(text) is not None
    written = [value for value in (one.ordered, one.available, one.backorder) if value in named]
    return len(written) >= 2 and one.available <= one.ordered


def _figures(text: str) -> set[Decimal]:
    """The numbers of a text, in whichever convention."""
    return {abs(value) for hit in FIGURE.findall(text) if (value := number(hit)) is not None}
