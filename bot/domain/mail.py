"""Supplier mail on record: how it came, who says it is from whom, what was read in it, and what people made of that.

`domain/triage.py` knows what a mail says; here is what is kept of it, for how long, and for whom.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.triage import Address, Suggestion

# Odoo writes the record's id and model into the Message-ID of all that it sends for a record (`mail.message`).
ODOO_MESSAGE_ID = re.compile(r"-openerp-(\d{1,9})-purchase\.order@", re.IGNORECASE)


class MailSource(StrEnum):
    """The way a mail came to us."""

    IMAP = "imap"
    HOOK = "hook"
    CHATTER = "chatter"  # Odoo hung it on an order itself


class Automatic(StrEnum):
    """What a machine wrote, by the mail's own headers; `no` is a person as far as one can tell."""

    NO = "no"
    REPLY = "reply"  # out of office, "we have received your message"
    BOUNCE = "bounce"  # a mail server could not deliver what we sent
    BULK = "bulk"  # to a list


@dataclass(frozen=True)
class Authenticity:
    """What the receiving mail server found out about the sender (RFC 8601): `pass`, `fail`, `none`, ...

    Empty: it said nothing. Only the topmost header counts, for the ones below may have come with the mail. `aligned`
    says whether what passed was proven for the domain that people see in From; None where the server said nothing.
    """

    checked_by: str = ""
    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    aligned: bool | None = None


@dataclass(frozen=True)
class StoredMail:
    """One mail on record. Its bytes and texts are kept apart from it and go earlier (`Mails.raw`, `Mails.parsed`).

    `origin` tells where it can be found again: `INBOX/<uidvalidity>/<uid>`, `postmark`, `mail.message/<id>`.
    `thread` is the same for all mails of one conversation. `order_id` is given where Odoo knows the order.
    """

    id: str
    source: MailSource
    origin: str
    content_hash: str
    received_at: datetime
    sender: Address
    size: int
    subject: str = ""
    to: tuple[str, ...] = ()
    sent_at: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    thread: str = ""
    order_id: int | None = None
    automatic: Automatic = Automatic.NO
    authenticity: Authenticity = field(default_factory=Authenticity)
    note: str = ""  # what was wrong with it on arrival: too large to keep whole, nested too deep
    body_gone_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def answers(self) -> tuple[str, ...]:
        """The Message-IDs that this mail says it replies to, the nearest first."""
        return tuple(dict.fromkeys(filter(None, (self.in_reply_to, *reversed(self.references)))))

    @property
    def answers_orders(self) -> tuple[int, ...]:
        """The Odoo orders whose own mails this one replies to: Odoo's Message-IDs name them."""
        found = (ODOO_MESSAGE_ID.search(known) for known in self.answers)
        return tuple(dict.fromkeys(int(match[1]) for match in found if match))


class ReadingState(StrEnum):
    """How far the reading of a mail has come."""

    WAITING = "waiting"  # stored, to be read
    READ = "read"  # the suggestion stands
    UNREADABLE = "unreadable"  # nothing could be made of it; `why` says what is the matter


class Quiet(StrEnum):
    """Why a mail that was read gets no card of its own."""

    NO = "no"
    AUTO_REPLY = "auto_reply"  # a machine answered a mail of ours
    OWN = "own"  # it came from ourselves
    FLOOD = "flood"  # one of very many from the same domain; the first ones have their cards
    FORGOTTEN = "forgotten"  # its words went, by age or on request, before anybody read them


@dataclass(frozen=True)
class VendorRef:
    """A vendor of ours by Odoo's contacts: the id of the commercial partner, and its name."""

    id: int
    name: str


@dataclass(frozen=True)
class Reading:
    """What an engine made of one mail. The suggestion is never changed: what people say stands in `Correction`s.

    `vendors` are those that the sender's address belongs to, or, with `exact` false, at least its domain.
    `lookalike_of` is the vendor's domain that the sender's is made to resemble.
    """

    mail_id: str
    state: ReadingState = ReadingState.WAITING
    suggestion: Suggestion | None = None
    vendors: tuple[VendorRef, ...] = ()
    exact: bool = False
    lookalike_of: str = ""
    quiet: Quiet = Quiet.NO
    why: str = ""
    read_at: datetime | None = None
    attempts: int = 0
    next_attempt_at: datetime | None = None


@dataclass(frozen=True)
class Correction:
    """What a person put right beside a suggestion: which field, what was suggested, what it should be.

    `field` is `class`, `order`, or a value's place like `line 3: date`; both values are as people read them.
    """

    id: str
    mail_id: str
    at: datetime
    by_id: int
    by_name: str
    field: str
    suggested: str
    corrected: str


@dataclass(frozen=True)
class Whose:
    """Mails of a person (`email`) or of a vendor (all of its `domains` and `emails`, or known by its id in Odoo)."""

    emails: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    vendor_id: int | None = None

    def __bool__(self) -> bool:
        return bool(self.emails or self.domains or self.vendor_id)


@dataclass(frozen=True)
class Hold:
    """A legal hold: while it stands, nothing of these mails goes, neither by age nor on request."""

    id: str
    whose: Whose
    what: str
    reason: str
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None = None
    lifted_by: str = ""


def thread_of(message_id: str, answers: Collection[str], known: Collection[str]) -> str:
    """The conversation that a mail belongs to: that of a mail it answers, else the oldest mail it names, else its own.

    `known` are the threads of those mails on record that it answers, the nearest first; `answers` names all of them,
    the nearest first. A mail without any id makes a thread of its own.
    """
    return next(iter(known), None) or next(iter(reversed(list(answers))), None) or message_id
