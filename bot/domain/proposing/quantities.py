"""New quantities: less than ordered, nothing, or more."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.domain.habits import pack
from bot.domain.orders import plain
from bot.domain.placing import place
from bot.domain.proposals import Field
from bot.domain.proposing.draft import Draft
from bot.domain.supply import SupplyLine
from bot.domain.triage import Quantity, Span


def quantities(draft: Draft) -> None:
    """Add the quantities that the mail confirms, cuts or refuses."""
    mine = [count for count in draft.suggestion.quantities if draft.supported(count.span)]
    spans = [count.span for count in mine]
    for at, count in enumerate(mine):
        if not draft.mine(count.po):
            continue
        shown = f"{plain(count.available)} of {plain(count.ordered)}"
        if min(count.ordered, count.available, count.backorder) < 0:
            draft.refuse(shown, count.span, "a quantity below zero is none")
            continue
        unit = pack(draft.habits, count.span.text)
        size = Decimal(unit.meaning) if unit else Decimal(1)
        line = _counted(draft, count, size, spans, at)
        if line is None:
            draft.refuse(shown, count.span, "the mail does not say for which of the goods")
        else:
            _count(draft, line, count, size, f"one {unit.words} is {unit.shown}" if unit else "")


def _counted(draft: Draft, count: Quantity, size: Decimal, spans: Sequence[Span], at: int) -> SupplyLine | None:
    lines = draft.by_item(count.item) or place(draft.mail, spans, at, draft.order, draft.synonyms)
    ordered = [line for line in (lines or draft.order.lines) if line.quantity == count.ordered * size]
    if len(lines) > 1 or not lines:
        lines = tuple(ordered) or lines or (draft.order.lines if len(draft.order.lines) == 1 else ())
    return lines[0] if len(lines) == 1 else None


def _count(draft: Draft, line: SupplyLine, count: Quantity, size: Decimal, why: str) -> None:
    new, ordered = count.available * size, count.ordered * size
    if new == line.quantity:
        draft.unchanged(Field.QUANTITY, line, plain(new), f"{plain(new)} {line.unit}")
        return
    if new < line.received:
        draft.refuse(f"{line.product}: {plain(new)}", count.span, f"{plain(line.received)} are received already")
        return
    if count.backorder > 0:
        draft.comes_in_parts(line, count.backorder * size)
    caution = draft.caution()
    if ordered != line.quantity:
        caution = f"the mail speaks of {plain(ordered)} ordered, the order of {plain(line.quantity)} {line.unit}"
    elif count.backorder > 0:
        caution = f"{plain(count.backorder * size)} follow later: tick it only to strike them off the order"
    elif new > line.quantity:
        caution = "that is more than ordered"
    draft.add(
        Field.QUANTITY, line, plain(line.quantity), plain(new), line.unit, count.span, caution=caution, remark=why,
    )  # fmt: skip
