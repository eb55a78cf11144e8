"""What supplier mail needs of Odoo's orders, and where its cases and habits are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from bot.domain.cases import Case
from bot.domain.habits import Habit
from bot.domain.letters import VendorLetter
from bot.domain.supply import SupplyOrder


class SupplyOrders(Protocol):
    """Reads orders as their suppliers' mail touches them. One call each. Raises `OdooError`."""

    def of_ids(self, ids: Collection[int]) -> Sequence[SupplyOrder]:
        """These orders, without those that are gone or of a company that is not ours."""
        ...

    def named(self, digits: Collection[str]) -> Sequence[SupplyOrder]:
        """The orders of our companies whose number has these digits, leading zeros apart."""
        ...

    def open_of(self, vendor_ids: Collection[int]) -> Sequence[SupplyOrder]:
        """The vendors' orders that goods are still awaited of, the newest first."""
        ...

    def emails(self, vendor_ids: Collection[int]) -> Mapping[int, frozenset[str]]:
        """The addresses of vendors and their contacts."""
        ...

    def awaited(self) -> Sequence[SupplyOrder]:
        """All confirmed orders that goods are still awaited of, the newest first."""
        ...


@dataclass(frozen=True)
class LineValues:
    """New values of one line; None leaves a value as it is. `day` is meant where the company is."""

    line_id: int
    day: date | None = None
    price: Decimal | None = None
    quantity: Decimal | None = None


class OrderAmender(Protocol):
    """Changes orders. Callers read back afterwards. Writes raise `OdooUnknownOutcome` when no answer came."""

    def amend(self, order_id: int, lines: Sequence[LineValues], *, confirmed: bool = False) -> None:
        """Write lines in one transaction, then the dates of the receipts that wait for them."""
        ...

    def attach(self, order_id: int, name: str, content: bytes) -> int:
        """Keep a file with an order, once for its name; the id of the attachment."""
        ...

    def note(self, order_id: int, text: str, attachment_ids: Sequence[int]) -> None:
        """Leave an internal note with files on the order; `text` is plain."""
        ...

    def write_to_vendor(self, order_id: int, text: str, author_partner_id: int) -> None:
        """Send the order's vendor a message through Odoo, in the author's name; `text` is plain."""
        ...


class Cases(Protocol):
    """The cases on record."""

    def add(self, case: Case) -> None:
        """Record a new case. Raises `Conflict` when its thread has one already."""
        ...

    def get(self, case_id: str) -> Case | None:
        """One case by id; in a writing transaction it stays locked until the end."""
        ...

    def of_thread(self, thread: str) -> Case | None:
        """The case of a conversation."""
        ...

    def save(self, case: Case) -> Case:
        """Store a changed case where its version is still `case.version`; raises `Conflict` when it is not."""
        ...

    def due(self, now: datetime, limit: int = 200) -> Sequence[str]:
        """Cases with owed work whose time to try (again) has come."""
        ...

    def defer(self, case_id: str, until: datetime | None) -> None:
        """Set when owed work is tried again."""
        ...

    def about(self, order_id: int, limit: int = 50) -> Sequence[Case]:
        """The cases about an order, the newest first."""
        ...

    def since(self, moment: datetime, limit: int = 5000) -> Sequence[Case]:
        """Cases opened at or after a moment, oldest first."""
        ...

    def counts(self) -> Mapping[tuple[str, str], int]:
        """Number of cases by (state, work)."""
        ...


class Habits(Protocol):
    """What vendors mean by their own words, as people said."""

    def add(self, habit: Habit) -> None:
        """Record what somebody said."""
        ...

    def get(self, habit_id: str) -> Habit | None:
        """One by id."""
        ...

    def save(self, habit: Habit) -> None:
        """Record that it was taken back."""
        ...

    def of(self, vendor_ids: Collection[int]) -> Sequence[Habit]:
        """Those of vendors that hold, oldest first."""
        ...


class VendorLetters(Protocol):
    """What was written to vendors."""

    def add(self, letter: VendorLetter) -> None:
        """Record a letter that waits."""
        ...

    def get(self, letter_id: str) -> VendorLetter | None:
        """One by id."""
        ...

    def with_mark(self, mark: str) -> VendorLetter | None:
        """The letter that bears a mark."""
        ...

    def save(self, letter: VendorLetter) -> None:
        """Store how far it has come."""
        ...

    def of(self, order_ids: Collection[int]) -> Sequence[VendorLetter]:
        """Letters about orders, oldest first."""
        ...

    def due(self, now: datetime, limit: int = 200) -> Sequence[str]:
        """Letters that wait and whose time to try (again) has come."""
        ...

    def defer(self, letter_id: str, until: datetime) -> None:
        """Set when one is tried again."""
        ...
