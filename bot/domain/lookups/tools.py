"""The look-ups that answers are made of, and what each of them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from bot.domain.lookups.asking import Wanted
from bot.domain.vocabulary import Vocabulary


class Outcome(StrEnum):
    """How a look-up ended."""

    FOUND = "found"
    NOTHING = "nothing"
    NOT_FOUND = "not_found"
    DENIED = "denied"
    HIDDEN = "hidden"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Result:
    """What a tool found: rows, how many there are in all, what was asked, and as of when.

    `NOTHING`: the names are known, but nothing fits. `NOT_FOUND`: a name is not known; `nearest` are.
    `DENIED`: the asker sees no purchases at all; `HIDDEN`: purchases, but nothing of this kind.
    `REFUSED`: Odoo said no, though by what is known of the asker's rights it should not have.
    `figures` are numbers worked out from the rows, each with what it says.
    """

    tool: str
    asked: Mapping[str, str]
    outcome: Outcome
    as_of: datetime
    rows: tuple[object, ...] = ()
    total: int = 0
    unknown: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    figures: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """How many rows there are besides those shown."""
        return max(self.total - len(self.rows), 0)


class Tools(Protocol):
    """The look-ups that answers are made of. None raises: what went wrong is a result."""

    def names(self) -> Vocabulary:
        """What can be named. Raises `OdooError`."""
        ...

    def find_orders(self, wanted: Wanted) -> Result:
        """Orders in a list."""
        ...

    def one_order(self, name: str) -> Result:
        """One order in full."""
        ...

    def several_orders(self, names: Sequence[str]) -> Sequence[Result]:
        """Some orders in full, each a result of its own."""
        ...

    def what_arrives(self, wanted: Wanted) -> Result:
        """Goods still to come."""
        ...

    def what_arrived(self, wanted: Wanted) -> Result:
        """Receipts done."""
        ...

    def late_orders(self, wanted: Wanted) -> Result:
        """Orders whose promised day has passed."""
        ...

    def held_up(self, wanted: Wanted) -> Result:
        """What late orders hold up."""
        ...

    def vendor_performance(self, wanted: Wanted) -> Result:
        """How vendors deliver."""
        ...

    def price_history(self, wanted: Wanted) -> Result:
        """What was paid."""
        ...

    def replenishment(self, wanted: Wanted) -> Result:
        """What falls short of its minimum."""
        ...

    def spend(self, wanted: Wanted, by: str = "vendor") -> Result:
        """What was spent."""
        ...

    def waiting_for_approval(self, wanted: Wanted) -> Result:
        """Who must approve, and since when."""
        ...

    def find_bills(self, wanted: Wanted) -> Result:
        """Vendors' bills."""
        ...

    def vendor_contact(self, wanted: Wanted) -> Result:
        """How vendors are reached, or who sells a product."""
        ...

    def vendor_messages(self, wanted: Wanted) -> Result:
        """What vendors wrote."""
        ...
