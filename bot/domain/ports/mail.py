"""What supplier mail needs from outside: a mailbox, Odoo's vendors, and a place for the records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.mail import Correction, Hold, Reading, StoredMail, VendorRef, Whose
from bot.domain.triage import Address, KnownSenders, Mail


@dataclass(frozen=True)
class Letter:
    """A mail in a mailbox. `raw` may be cut where it is larger than we keep; `size` is all of it, in bytes."""

    uid: int
    raw: bytes
    size: int
    received_at: datetime


class Mailbox(Protocol):
    """One folder of a mail server. Raises `MailboxUnavailable` (try again) or `MailboxRefused` (settings are wrong)."""

    name: str

    def open(self) -> int:
        """Connect and select the folder; its UIDVALIDITY: with another one, all UIDs mean other mails."""
        ...

    def uids(self, after: int) -> Sequence[int]:
        """The UIDs above `after` that are in the folder now, ascending."""
        ...

    def fetch(self, uid: int) -> Letter | None:
        """One mail, left unread as it was; None when it is gone meanwhile."""
        ...

    def put_away(self, uids: Sequence[int]) -> None:
        """Move these to the folder for what was taken in."""
        ...

    def wait(self, seconds: float) -> None:
        """Return when something arrives, or after `seconds`."""
        ...

    def close(self) -> None:
        """Let go of the connection; never raises."""
        ...


@dataclass(frozen=True)
class ChatterMail:
    """A vendor's message on an order in Odoo (`mail.message` on `purchase.order`)."""

    id: int
    order_id: int
    message_id: str
    sender: Address
    subject: str
    html: str
    sent_at: datetime
    attachments: tuple[tuple[str, bytes], ...] = ()


class VendorMessages(Protocol):
    """Reads what vendors wrote on orders. A handful of calls, whatever the number of messages. Raises `OdooError`."""

    def newest_id(self) -> int:
        """The id of the newest message on any order; 0 where there is none."""
        ...

    def ids_since(self, after_id: int, limit: int = 200) -> Sequence[int]:
        """The ids above `after_id` of messages that a vendor may have written, ascending."""
        ...

    def read(self, ids: Sequence[int]) -> Sequence[ChatterMail]:
        """Those of these messages that vendors wrote, ascending."""
        ...


class VendorBook(Protocol):
    """Who our vendors are and which orders are open, as Odoo has it. Raises `OdooError`."""

    def senders(self) -> KnownSenders:
        """Addresses and domains of all vendors."""
        ...

    def of(self, sender: Address) -> tuple[tuple[VendorRef, ...], bool]:
        """The vendors that an address belongs to and True; by its domain alone, those and False."""
        ...

    def open_orders(self) -> Mapping[str, tuple[date, ...]]:
        """Orders that goods are still awaited of, with the dates promised so far."""
        ...


class Mails(Protocol):
    """The mails on record."""

    def add(self, mail: StoredMail, raw: bytes) -> StoredMail | None:
        """Record a mail with its bytes; it comes back with its thread. None when the same one is on record.

        The same is: the same content, or the same Message-ID and sender where one of the two came through Odoo,
        which keeps no mail as it was.
        """
        ...

    def get(self, mail_id: str) -> StoredMail | None:
        """One mail by id."""
        ...

    def raw(self, mail_id: str) -> bytes | None:
        """Its bytes as they came; None once they are gone."""
        ...

    def parsed(self, mail_id: str) -> Mail | None:
        """Its texts as read; None before it was read, and once they are gone."""
        ...

    def keep_parsed(self, mail_id: str, mail: Mail) -> None:
        """Keep the texts as read, beside the bytes."""
        ...

    def of_thread(self, thread: str) -> Sequence[StoredMail]:
        """The mails of a conversation, oldest first."""
        ...

    def count_from(self, domain: str, since: datetime, until: datetime) -> int:
        """How many mails of a sender's domain came between two moments, both included."""
        ...

    def with_bodies(self, before: datetime, limit: int = 500) -> Sequence[StoredMail]:
        """Mails received before a moment that still have their bytes, oldest first, without those on hold."""
        ...

    def whose(self, whose: Whose, limit: int = 500, after: str = "") -> Sequence[StoredMail]:
        """Mails of a person or vendor that are not erased yet, by id, with ids above `after`."""
        ...

    def forget_body(self, mail_id: str, at: datetime) -> None:
        """Drop bytes and texts; the record, its reading and the quoted words stay."""
        ...

    def erase(self, mail_id: str, at: datetime) -> None:
        """Drop all that tells of people: bytes, texts, names, addresses, subject, quoted words, corrections' values.

        What stays: ids, hashes, times, class, confidence, references to orders.
        """
        ...

    def held(self, mail: StoredMail) -> Hold | None:
        """The hold that covers a mail, None when none does."""
        ...

    def hold(self, hold: Hold) -> None:
        """Record a hold, or that it was lifted."""
        ...

    def holds(self, *, only_standing: bool = True) -> Sequence[Hold]:
        """Legal holds, oldest first."""
        ...


class Readings(Protocol):
    """What engines made of the mails, and what people put right beside it."""

    def add(self, reading: Reading) -> None:
        """Record that a mail waits to be read."""
        ...

    def get(self, mail_id: str) -> Reading | None:
        """The reading of a mail."""
        ...

    def finish(self, reading: Reading) -> bool:
        """Store what became of one that waits; False when it waits no longer, for it is read once."""
        ...

    def postpone(self, mail_id: str, attempts: int, until: datetime) -> None:
        """Set when one that waits is tried again."""
        ...

    def waiting(self, now: datetime, limit: int = 50) -> Sequence[Reading]:
        """Readings to be done, oldest mail first."""
        ...

    def correct(self, correction: Correction) -> None:
        """Keep what a person put right, beside the suggestion."""
        ...

    def corrections(self, mail_ids: Collection[str]) -> Sequence[Correction]:
        """What people put right about these mails, oldest first."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Number of readings by state."""
        ...
