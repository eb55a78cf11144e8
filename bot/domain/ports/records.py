"""The records, each kind with what is looked for in it, and the transactions over them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.approvals import Approval
from bot.domain.audit import AuditEvent
from bot.domain.calendars import Absences
from bot.domain.conversations import Questions
from bot.domain.exceptions import Trouble
from bot.domain.home import Part
from bot.domain.keys import PersonalKeys
from bot.domain.messages import Message
from bot.domain.people import Person
from bot.domain.ports.escalation import Mornings, Watches
from bot.domain.ports.machine import Jobs
from bot.domain.ports.mail import Mails, Readings
from bot.domain.ports.supply import Cases, Habits, VendorLetters


@dataclass(frozen=True)
class Waiting:
    """How many approvals wait: in all, snoozed just now, and since each of the moments that were asked about."""

    total: int
    snoozed: int
    since: tuple[int, ...]


class Approvals(Protocol):
    """The approvals on record."""

    def add(self, approval: Approval) -> None:
        """Record a new approval. Raises `Conflict` when the order already has a pending one."""
        ...

    def get(self, approval_id: str) -> Approval | None:
        """One approval by id; in a writing transaction it stays locked until the end."""
        ...

    def save(self, approval: Approval) -> Approval:
        """Store a changed approval where its version is still `approval.version`; returns it with the next.

        Raises `Conflict` when somebody else changed it in between.
        """
        ...

    def pending(self, order_ids: Collection[int] | None = None) -> Sequence[Approval]:
        """Pending approvals of these orders (all of them without ids), oldest first."""
        ...

    def pending_order_ids(self) -> frozenset[int]:
        """Orders that have a pending approval."""
        ...

    def latest(self, order_name: str) -> Approval | None:
        """The newest approval of an order by its reference, letter case apart."""
        ...

    def latest_of(self, order_ids: Collection[int]) -> Mapping[int, Approval]:
        """The newest approval of each of these orders that has one."""
        ...

    def queued(self, user_id: int, part: Part, *, offset: int = 0, limit: int = 50) -> Sequence[Approval]:
        """One part of an Odoo user's queue of pending approvals, as `pressing_first` sorts them."""
        ...

    def queue_counts(self, user_id: int) -> Mapping[Part, int]:
        """How many approvals stand in each part of an Odoo user's queue that has any."""
        ...

    def due(self, now: datetime, limit: int = 200) -> Sequence[str]:
        """Approvals with work that Odoo is owed and whose time to try (again) has come."""
        ...

    def defer(self, approval_id: str, until: datetime | None) -> None:
        """Set when owed work is tried again, without touching the record."""
        ...

    def any(self) -> bool:
        """Whether there ever was an approval."""
        ...

    def counts(self) -> Mapping[tuple[str, str], int]:
        """Number of approvals by (state, work)."""
        ...

    def waiting(self, since: Sequence[datetime], now: datetime) -> Waiting:
        """How many wait for a decision, and for each of these moments how many whose step was opened then or later."""
        ...

    def oldest_pending(self) -> datetime | None:
        """When the longest-waiting pending approval was opened."""
        ...


class Messages(Protocol):
    """The messages on record."""

    def add(self, message: Message) -> bool:
        """Record a message; False when one with its key exists already."""
        ...

    def get(self, message_id: str) -> Message | None:
        """One message by id."""
        ...

    def save(self, message: Message) -> None:
        """Store a changed message, except for `wanted`, which only `redraw` moves."""
        ...

    def redraw(
        self,
        *,
        approval_id: str | None = None,
        exception_id: int | None = None,
        case_id: str | None = None,
        again_at: datetime | None = None,
        lists: bool = True,
    ) -> Sequence[Message]:
        """Mark the messages that follow this record as out of date, `lists` that name it too; those in Slack already.

        They are looked at again `again_at`, at once by default.
        """
        ...

    def of(
        self, *, approval_id: str | None = None, exception_id: int | None = None, case_id: str | None = None
    ) -> Sequence[Message]:
        """All messages about a record."""
        ...

    def follow(self, message_id: str, approval_ids: Collection[str]) -> None:
        """Have a message drawn anew with these approvals too, whatever its kind."""
        ...

    def by_key(self, key: str) -> Message | None:
        """The message with this key."""
        ...

    def outdate(self, message_id: str) -> None:
        """Mark one message as out of date, to be drawn again or taken back."""
        ...

    def due(self, now: datetime, limit: int = 200) -> Sequence[Message]:
        """Messages not up to date in Slack whose time to try (again) has come; those held apart."""
        ...

    def held(self, now: datetime, limit: int = 500) -> Sequence[Message]:
        """Messages that wait for their recipient's time, and whose own time has come."""
        ...

    def released_since(self, recipient: str, since: datetime) -> Sequence[datetime]:
        """When this recipient was told something that had been held, ascending."""
        ...

    def postpone(self, message_id: str, until: datetime) -> None:
        """Set when a message is looked at again, without touching the rest of it."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Number of messages by state."""
        ...

    def kinds(self) -> Mapping[tuple[str, str], int]:
        """Number of messages by (kind, state); those that became part of a list have the state `gathered`."""
        ...


class Troubles(Protocol):
    """The exceptions on record."""

    def open(self, trouble: Trouble, key: str) -> Trouble | None:
        """Record an exception and give it its id; None when an open one has this key already."""
        ...

    def get(self, trouble_id: int) -> Trouble | None:
        """One exception by id."""
        ...

    def save(self, trouble: Trouble) -> None:
        """Store a changed exception."""
        ...

    def list(self, *, only_open: bool = True) -> Sequence[Trouble]:
        """Exceptions, oldest first."""
        ...

    def open_of(self, approval_id: str) -> Sequence[Trouble]:
        """Open exceptions of an approval."""
        ...

    def counts(self) -> Mapping[tuple[str, str], int]:
        """Number of exceptions by (kind, state)."""
        ...


class People(Protocol):
    """Who was matched to whom, as last checked."""

    def by_user(self, user_ids: Collection[int]) -> Mapping[int, Person]:
        """People by Odoo user."""
        ...

    def by_slack(self, slack_id: str) -> Person | None:
        """The person behind a Slack account."""
        ...

    def put(self, person: Person) -> None:
        """Remember a check. A Slack account belongs to one person: the newest check wins."""
        ...

    def all(self) -> Sequence[Person]:
        """Everybody on record."""
        ...


class Audit(Protocol):
    """The audit log."""

    def append(
        self,
        kind: str,
        *,
        actor: str,
        at: datetime,
        order_name: str | None = None,
        approval_id: str | None = None,
        **data: object,
    ) -> None:
        """Write one event, in the transaction of what it records."""
        ...

    def events(self) -> Iterator[AuditEvent]:
        """All events in order."""
        ...

    def of_order(self, order_name: str) -> Sequence[AuditEvent]:
        """The events about an order by its reference, the oldest first."""
        ...

    def head(self) -> tuple[int, str] | None:
        """Number and hash of the last event written."""
        ...


class Cursors(Protocol):
    """Small facts to continue from."""

    def get(self, name: str) -> str | None:
        """A remembered value."""
        ...

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        ...

    def first_time(self, event_id: str, at: datetime) -> bool:
        """Whether this event was never seen before; remembers it."""
        ...

    def seen(self, event_id: str) -> bool:
        """Whether this event was seen before."""
        ...

    def forget_events(self, before: datetime) -> int:
        """Drop events seen before a moment; how many."""
        ...


class Transaction(Protocol):
    """One transaction: all of it happens, or none."""

    approvals: Approvals
    messages: Messages
    troubles: Troubles
    people: People
    audit: Audit
    cursors: Cursors
    absences: Absences
    watches: Watches
    mornings: Mornings
    mails: Mails
    questions: Questions
    readings: Readings
    cases: Cases
    habits: Habits
    letters: VendorLetters
    keys: PersonalKeys
    jobs: Jobs


class Store(Protocol):
    """Where the records live."""

    def begin(self) -> AbstractContextManager[Transaction]:
        """A writing transaction; commits at the end, rolls back on an exception."""
        ...

    def read(self) -> AbstractContextManager[Transaction]:
        """A reading transaction."""
        ...
