"""By how many per cent prices change: of everything, of a range of goods, of a surcharge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from bot.adapters.triage import price_patterns as said
from bot.adapters.triage.numbers import Amount, number, percents
from bot.adapters.triage.price_roles import CLAUSE, judged
from bot.adapters.triage.words import sentences
from bot.domain.triage import Mail, Part, PriceChange, Span

# A percentage beside two prices is rounded: up to so many points off.
ROUNDED = Decimal("0.6")
# How many percentages of a sentence are looked at.
MOST = 40
# How far from two prices their percentage may stand.
BESIDE = 120


def percentages(mail: Mail, folded: str, priced: Sequence[PriceChange]) -> Iterator[PriceChange]:
    """Percentages by which prices move, and surcharges in per cent with their old and new height.

    Beside `priced`, the changes that have amounts, a percentage counts only where it is one of everything or of a
    charge. What the supplier himself pays more is the reason of a change, not the change, where both are told.
    """
    seen: set[Decimal] = set()
    moved: list[tuple[str, PriceChange]] = []
    for start, text in sentences(folded):
        charge = said.SURCHARGE.search(text)
        if charge and (height := _height(text)):
            begin, end, old, new = height
            span = Span(Part.BODY, start + begin, mail.text[start + begin : start + end])
            yield PriceChange(span, charge[1].strip(), old, new)
            continue
        found = list(islice(percents(text), MOST))
        for amount in found:
            clause = _clause(amount, text, found)
            if (
                not amount.value
                or amount.value in seen
                or not said.PRICE_CUE.search(text)
                or _of_something_else(clause, text)
            ):
                continue
            if priced and not said.EVERYTHING.search(text) and not charge:
                continue
            seen.add(amount.value)
            span = Span(Part.BODY, start + amount.start, mail.text[start + amount.start : start + amount.end])
            item = charge[1].strip() if charge else "all"
            moved.append((clause, PriceChange(span, item, pct=_signed(amount, clause, text))))
    reasons = [said.REASON.search(clause) is not None for clause, _ in moved]
    for (_, change), reason in zip(moved, reasons, strict=True):
        if not reason or all(reasons):
            yield change


def with_percentage(changes: Sequence[PriceChange], folded: str) -> Iterator[PriceChange]:
    """Adds the percentage that the mail itself gives for its one change, or beside one: "8 % more, 103 instead of 95"."""
    given = []
    for _, text in sentences(folded):
        found = list(islice(percents(text), MOST))
        given += [(amount, text) for amount in found if not _of_something_else(_clause(amount, text, found), text)]
    for change in changes:
        if len(changes) == len(given) == 1:
            amount, text = given[0]
            pct = matching(change, [amount]) if change.old else _signed(amount, text, text)
            yield change if pct is None or not change.new else _with(change, pct)
            continue
        if len(changes) == 1:
            yield change
            continue
        pct = matching(change, list(islice(percents(_line(folded, change.span.start)), MOST)))
        yield change if pct is None else _with(change, pct)


def _line(folded: str, at: int) -> str:
    """The line around a place, as far as it stands near."""
    return folded[max(0, at - BESIDE) : at].rpartition("\n")[2] + folded[at : at + BESIDE].partition("\n")[0]


def matching(change: PriceChange, given: Sequence[Amount]) -> Decimal | None:
    """The percentage, with its sign, that an old and a new price make; None where none of those given does."""
    if not change.old or not change.new:
        return None
    real = (change.new / change.old - 1) * 100
    signed = (amount.value if real > 0 else -amount.value for amount in given)
    return next((size for size in signed if abs(real - size) <= ROUNDED), None)


def _with(change: PriceChange, pct: Decimal) -> PriceChange:
    return PriceChange(change.span, change.item, change.old, change.new, change.currency, pct, change.effective)


def _height(text: str) -> tuple[int, int, Decimal | None, Decimal | None] | None:
    """A charge in per cent, before and after: "from 4 % to 6.5 %", "5 % (was 8 %)"; with where that stands."""
    if hit := said.RISEN_PERCENT.search(text):
        return hit.start(), hit.end(), number(hit["old"]), number(hit["new"])
    found = list(islice(percents(text), MOST))
    if len(found) != 2 or any(_of_something_else(_clause(amount, text, found), text) for amount in found):
        return None
    one, two = (judged(amount, text, found, bare=False) for amount in found)
    if one.amount.value == two.amount.value or one.leaning * two.leaning >= 0:
        return None
    old, new = (one, two) if one.leaning > two.leaning else (two, one)
    return found[0].start, found[1].end, old.amount.value, new.amount.value


def _clause(amount: Amount, text: str, others: Sequence[Amount]) -> str:
    """The words around a percentage, up to the next one and to the end of the clause."""
    first = max((other.end for other in others if other.end <= amount.start), default=0)
    last = min((other.start for other in others if other.start >= amount.end), default=len(text))
    cuts = [cut.end() for cut in CLAUSE.finditer(text, first, amount.start)]
    cut = CLAUSE.search(text, amount.end, last)
    return text[cuts[-1] if cuts else first : cut.start() if cut else last]


def _of_something_else(clause: str, text: str) -> bool:
    """Whether a percentage is a deposit, a discount for early payment, a tax and the like, or stays as it is."""
    if said.PERCENT_OTHER.search(clause) or said.PERCENT_KEPT.search(clause):
        return True
    return bool(said.PERCENT_OTHER.search(text)) and not said.MOVES.search(clause)


def _signed(amount: Amount, clause: str, text: str) -> Decimal:
    """Below zero where the words say that it goes down: those of the clause, else those of the sentence."""
    if re.search(r"-\s?$", text[max(0, amount.start - 2) : amount.start]):
        return -amount.value
    words = clause if said.DOWNWARD.search(clause) or said.UPWARD.search(clause) else text
    down = said.DOWNWARD.search(words) and not said.UPWARD.search(words)
    return -amount.value if down else amount.value
