"""What the making of a case needs from whoever reads mails and knows Odoo."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from bot.domain.proposals import PartDay
from bot.domain.triage import Mail, MailClass, Suggestion


class HeldUp(Protocol):
    """What waits for an order's goods."""

    def __call__(self, order_names: Collection[str], until: date) -> Sequence[str]:
        """In words, the most urgent first: sales promised before that day, stock below its minimum. `OdooError`."""
        ...


class ReadAs(Protocol):
    """Reads a mail as one of the class that a person named."""

    def __call__(
        self, mail: Mail, suggestion: Suggestion, label: MailClass, open_orders: Mapping[str, tuple[date, ...]]
    ) -> Suggestion:
        """What is found in it then; `open_orders` are the days promised so far, by order."""
        ...


class ToldWith(Protocol):
    """Sums a mail up."""

    def __call__(self, mail: Mail, suggestion: Suggestion, parts: Sequence[PartDay]) -> str:
        """In two lines, where these days are of some lines of an order only."""
        ...
