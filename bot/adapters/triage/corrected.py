"""What stands in a mail once a person has said of which class it is: the same finders, told the right class."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.adapters.triage.prices import price_changes
from bot.adapters.triage.promises import promised_dates
from bot.adapters.triage.quantities import quantities
from bot.domain.triage import Mail, MailClass, Suggestion, carried

F = TypeVar("F")


def read_as(
    mail: Mail, suggestion: Suggestion, label: MailClass, open_orders: Mapping[str, tuple[date, ...]]
) -> Suggestion:
    """The suggestion with this class: what was found before stays, and what the class lets the finders see is added.

    `open_orders` are the days promised so far, by order, for words like "a week later".
    """
    classes = tuple(dict.fromkeys((label, suggestion.primary, *suggestion.secondary)))
    promised = promised_dates(mail, classes, suggestion.references, dict(open_orders))
    counts = quantities(mail, classes, suggestion.references)
    return carried(
        mail,
        replace(
            suggestion,
            primary=label,
            secondary=tuple(one for one in classes[1:] if one is not label),
            promised=_with(suggestion.promised, promised, lambda one: (one.span.part, one.span.start, one.po)),
            prices=_with(suggestion.prices, price_changes(mail, classes), lambda one: (one.new, one.pct)),
            quantities=_with(suggestion.quantities, counts, lambda one: (one.ordered, one.available)),
            unsure=False,
            why_unsure="",
        ),
    )


def _with(before: Sequence[F], more: Sequence[F], key: Callable[[F], Hashable]) -> tuple[F, ...]:
    known = {key(one) for one in before}
    return (*before, *(one for one in more if key(one) not in known))
