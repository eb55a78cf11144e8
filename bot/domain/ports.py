"""What the bot needs from outside, each a small protocol named for the need.

Reading and changing Odoo are two ports: whoever is given a reader has nothing to change things with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from bot.domain.approvals import Approval
from bot.domain.audit import AuditEvent
from bot.domain.exceptions import Trouble
from bot.domain.messages import Message
from bot.domain.orders import Head, Order
from bot.domain.people import OdooUser, Person, SlackUser


@dataclass(frozen=True)
class ChangedOrder:
    """One row of a poll: enough to know whether the order matters to us."""

    id: int
    name: str
    state: str
    write_date: datetime


class PurchaseOrderReader(Protocol):
    """Reads purchase orders. Every method is one to a handful of calls, whatever the number of ids."""

    def changed(self, since: datetime, *, after_id: int = 0, limit: int = 1000) -> Sequence[ChangedOrder]:
        """Orders (or their lines) written at or after `since`, ascending by id, with id above `after_id`."""
        ...

    def waiting(self, *, after_id: int = 0, limit: int = 1000) -> Sequence[ChangedOrder]:
        """Orders in `to approve`, ascending by id, with id above `after_id`."""
        ...

    def heads(self, ids: Collection[int]) -> Mapping[int, Head]:
        """State and fingerprint of these orders now; ids that no longer exist are left out."""
        ...

    def orders(self, ids: Collection[int]) -> Mapping[int, Order]:
        """These orders in full; ids that no longer exist are left out."""
        ...

    def find(self, name: str) -> int | None:
        """The id of the order with this reference (`P00036`), None when there is none."""
        ...


class PurchaseOrderApprover(Protocol):
    """Carries decisions out in Odoo. Callers read back afterwards: Odoo's answers say nothing."""

    def approve(self, order_id: int) -> None:
        """Ask Odoo to approve (`button_approve`). Raises `OdooUnknownOutcome` when no answer came."""
        ...

    def cancel(self, order_id: int) -> None:
        """Ask Odoo to cancel (`button_cancel`)."""
        ...

    def note(self, order_id: int, text: str) -> None:
        """Leave an internal note on the order; `text` is plain text, lines separated by newlines."""
        ...

    def has_note(self, order_id: int, reference: str) -> bool:
        """Whether a note holding `reference` is already on the order."""
        ...

    def assign(self, order_id: int, user_id: int, summary: str, note: str, due: date) -> int:
        """Plan an activity for `user_id` on the order; its id."""
        ...

    def finish(self, activity_id: int, feedback: str) -> None:
        """Close an activity with `feedback`; one that is gone already is fine."""
        ...


class Directory(Protocol):
    """The people that Odoo knows."""

    def users(self, ids: Collection[int]) -> Mapping[int, OdooUser]:
        """Users by id, inactive ones too."""
        ...

    def by_login(self, logins: Collection[str]) -> Mapping[str, OdooUser]:
        """Active internal users by login."""
        ...

    def by_email(self, email: str) -> Sequence[OdooUser]:
        """Active internal users with this e-mail address or login, letter case apart."""
        ...

    def in_group(self, xml_id: str) -> Sequence[OdooUser]:
        """Active internal users of a group, also by implication. Raises `OdooMissing` for an unknown group."""
        ...

    def group_id(self, xml_id: str) -> int:
        """The id of a group. Raises `OdooMissing` when there is none of that name."""
        ...

    def manager_of(self, user_id: int) -> OdooUser | None:
        """The manager from `hr.employee`; None without HR, employee, manager or manager's user."""
        ...


class Members(Protocol):
    """The people that Slack knows."""

    def team_id(self) -> str:
        """The id of our own workspace."""
        ...

    def member(self, slack_id: str) -> SlackUser | None:
        """One member by id, None when Slack does not know them."""
        ...

    def by_email(self, email: str) -> SlackUser | None:
        """The member with this e-mail address, None when there is none."""
        ...


@dataclass(frozen=True)
class Picture:
    """A message to be shown: blocks, and the same in plain text for notifications."""

    text: str
    blocks: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Posted:
    """Where a message stands in Slack."""

    channel: str
    ts: str


class Messenger(Protocol):
    """Shows messages to people. Raises `SlackUnavailable` or `SlackRefused`."""

    def post(self, recipient: str, picture: Picture, *, key: str, thread: str | None = None) -> Posted:
        """Post to a channel (id or name) or, given a user id, to their DM. `key` finds it again."""
        ...

    def find(self, recipient: str, key: str, *, since: datetime) -> Posted | None:
        """The message posted with `key`, after a crash between posting and remembering it."""
        ...

    def update(self, where: Posted, picture: Picture) -> None:
        """Replace a posted message."""
        ...

    def whisper(self, recipient: str, channel: str | None, text: str, *, response_url: str | None = None) -> None:
        """Tell one person something only they see; by DM when it cannot be shown in place."""
        ...


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Now, aware, UTC."""
        ...


class Locks(Protocol):
    """Mutual exclusion between threads, processes and replicas; a lock ends with its holder's process."""

    def hold(self, name: str, *, wait: float = 0.0) -> AbstractContextManager[bool]:
        """Try for up to `wait` seconds; yields whether the lock is held."""
        ...


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
        self, *, approval_id: str | None = None, exception_id: int | None = None, again_at: datetime | None = None
    ) -> Sequence[Message]:
        """Mark the messages that follow this record as out of date; those that Slack may show already.

        They are looked at again `again_at`, at once by default.
        """
        ...

    def of(self, *, approval_id: str | None = None, exception_id: int | None = None) -> Sequence[Message]:
        """All messages about a record."""
        ...

    def due(self, now: datetime, limit: int = 200) -> Sequence[Message]:
        """Messages not up to date in Slack whose time to try (again) has come."""
        ...

    def postpone(self, message_id: str, until: datetime) -> None:
        """Set when a message is looked at again, without touching the rest of it."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Number of messages by state."""
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

    def forget_events(self, before: datetime) -> int:
        """Drop events seen before a moment; how many."""
        ...


class Jobs(Protocol):
    """Starts work once the transaction is committed, and never before or without."""

    def enqueue(self, name: str, key: str, *, partition: str | None = None, delay: float = 0.0) -> None:
        """Have job `name` run with `key`. `partition`: at most one a second for each value."""
        ...


class Transaction(Protocol):
    """One transaction: all of it happens, or none."""

    approvals: Approvals
    messages: Messages
    troubles: Troubles
    people: People
    audit: Audit
    cursors: Cursors
    jobs: Jobs


class Store(Protocol):
    """Where the records live."""

    def begin(self) -> AbstractContextManager[Transaction]:
        """A writing transaction; commits at the end, rolls back on an exception."""
        ...

    def read(self) -> AbstractContextManager[Transaction]:
        """A reading transaction."""
        ...
