"""New dates: of a line, of several, or of the whole order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.habits import meant
from bot.domain.measuring import FARTHEST
from bot.domain.placing import means_the_rest, place
from bot.domain.proposals import Field
from bot.domain.proposing.draft import Draft
from bot.domain.supply import SupplyLine
from bot.domain.triage import DateKind, PromisedDate
from bot.domain.words import day as in_words


def dates(draft: Draft) -> None:
    """Add the dates that the mail promises for goods of the order."""
    mine = [promise for promise in draft.suggestion.promised if draft.supported(promise.span)]
    spans = [promise.span for promise in mine]
    whole: list[tuple[PromisedDate, list[date], str]] = []
    placed: set[int] = set()
    for at, promise in enumerate(mine):
        if not draft.mine(promise.po):
            continue
        days, why = meant(promise, draft.order.vendor.country, draft.habits)
        sound = [day for day in days if draft.today <= day <= draft.today + FARTHEST]
        if not sound:
            problem = "it lies in the past" if days[0] < draft.today else "it is too far away to be meant"
            draft.refuse(in_words(days[0]), promise.span, problem)
            continue
        lines = place(draft.mail, spans, at, draft.order, draft.synonyms)
        if not lines:
            whole.append((promise, sound, why))
            continue
        placed |= {line.id for line in lines}
        draft.meant_for(promise, lines)
        for line in lines:
            _move(draft, line, promise, sound, why, certain=len(lines) == 1)
    _whole(draft, whole, placed)


def _whole(draft: Draft, whole: list[tuple[PromisedDate, list[date], str]], placed: set[int]) -> None:
    """Dates without goods beside them: of the whole order, or of all that has no date of its own."""
    rest = [line for line in draft.order.lines if line.open and line.id not in placed]
    different = {tuple(days) for _, days, _ in whole}
    for promise, days, why in whole:
        the_rest = means_the_rest(draft.mail, promise.span)
        if len(different) > 1 and len(draft.order.lines) > 1:
            draft.refuse(in_words(days[0]), promise.span, "the mail gives several dates, and not for which goods")
        elif placed and not the_rest and len(rest) > 0:
            draft.refuse(in_words(days[0]), promise.span, "the mail does not say for which of the goods")
        else:
            draft.meant_for(promise, rest)
            for line in rest:
                _move(draft, line, promise, days, why, certain=True)


def _move(
    draft: Draft, line: SupplyLine, promise: PromisedDate, days: Sequence[date], why: str, *, certain: bool
) -> None:
    if not line.open:
        draft.refuse(f"{line.product}: {in_words(days[0])}", promise.span, "it is received already")
        return
    if line.day is not None and line.day in days:
        draft.unchanged(Field.DATE, line, line.day.isoformat(), in_words(line.day))
        return
    caution = draft.caution()
    if len(days) > 1:
        caution = f"{promise.span.text} can be read in two ways: choose one"
    elif promise.kind is DateKind.DISPATCH:
        caution = "the day it leaves the vendor, not the day it arrives"
    elif not certain:
        caution = caution or "the words fit several lines"
    for day in days:
        draft.add(
            Field.DATE, line, line.day.isoformat() if line.day else "", day.isoformat(), "", promise.span,
            about=promise.approx, caution=caution, remark=f"read {why}" if why else "",
        )  # fmt: skip
