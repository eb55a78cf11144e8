"""Where a stored mail becomes a reading: parsed, read by an engine, kept, and handed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Protocol, TypeVar

import structlog

from bot.domain.errors import InvalidInput, OdooError
from bot.domain.mail import Automatic, Quiet, Reading, ReadingState, StoredMail
from bot.domain.ports import Clock, Locks, Store, Transaction, VendorBook
from bot.domain.triage import Address, Background, KnownSenders, Mail, MailEngine

AT_ONCE = 50
TOGETHER = 8  # readings in a transaction: a few, so that nobody who clicks waits behind them
FLOOD = 30  # from one domain, of people whom no vendor's record knows
FLOOD_KNOWN = 300  # a vendor's system confirms a whole night's orders at once
FLOOD_WITHIN = timedelta(minutes=10)
TRIES = 5
AGAIN_AFTER = timedelta(minutes=1)

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Parser(Protocol):
    """Turns a mail's bytes into its texts."""

    def __call__(self, raw: bytes, mail: StoredMail) -> Mail:
        """The texts. Raises `InvalidInput` where there is no mail at all."""
        ...


class OnRead(Protocol):
    """What follows a reading: matching, the card."""

    def __call__(self, tx: Transaction, mail: StoredMail, reading: Reading) -> None:
        """Called once for each mail that was read, in the transaction that stores the reading. Quick, no network."""
        ...


@dataclass(frozen=True)
class _Read:
    """A mail with its texts and what was made of it."""

    mail: StoredMail
    parsed: Mail | None
    reading: Reading


class ReadingService:
    """Reads what waits. The row that waits is the job: it outlives a crash, and is finished once."""

    def __init__(
        self,
        store: Store,
        parse: Parser,
        engine: MailEngine,
        vendors: VendorBook,
        lookalike: Callable[[Address, KnownSenders], str | None],
        on_read: OnRead,
        clock: Clock,
        locks: Locks,
    ) -> None:
        self._store = store
        self._parse = parse
        self._engine = engine
        self._vendors = vendors
        self._lookalike = lookalike
        self._on_read = on_read
        self._clock = clock
        self._locks = locks

    def read_waiting(self) -> int:
        """Read the oldest that wait, one replica at a time; how many were. Raises `OdooError`: they wait on."""
        with self._locks.hold("read mail") as held:
            batch = self._batch() if held else []
            if not batch:
                return 0
            background = Background(self._vendors.senders(), self._vendors.open_orders())
            groups = [batch[start : start + TOGETHER] for start in range(0, len(batch), TOGETHER)]
            return sum(self._read(group, background) for group in groups)

    def _batch(self) -> list[Reading]:
        with self._store.read() as tx:
            return list(tx.readings.waiting(self._clock.now(), AT_ONCE))

    def _read(self, group: Sequence[Reading], background: Background) -> int:
        """Read these and store them together; how many were read.

        One that goes wrong in a way nobody expected holds up none of the others, and is tried again later.
        """
        tried = {
            waiting.mail_id: self._tried(waiting, partial(self._one, waiting.mail_id, background)) for waiting in group
        }
        done = [read for read in tried.values() if read is not None]
        try:
            self._finish(done)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is one mail's, and seen again when each is tried
            log.warning("mails could not be stored together, trying each", mails=len(done), error=type(error).__name__)
        else:
            return len(done)
        alone = [(w, tried[w.mail_id]) for w in group]
        return sum(bool(self._tried(waiting, partial(self._finish, [read]))) for waiting, read in alone if read)

    def _tried(self, waiting: Reading, work: Callable[[], T]) -> T | None:
        """What comes of a piece of work on one mail; None when it stumbled, which is remembered."""
        try:
            return work()
        except OdooError:
            raise
        except Exception as error:
            log.exception("a mail could not be read", mail=waiting.mail_id)
            self._stumbled(waiting, type(error).__name__)
            return None

    def _one(self, mail_id: str, background: Background) -> _Read | None:
        """What is made of one mail; None when there is no such mail."""
        with self._store.read() as tx:
            mail, raw = tx.mails.get(mail_id), tx.mails.raw(mail_id)
            if mail is None:
                return None
            begin = mail.received_at - FLOOD_WITHIN
            recent = tx.mails.count_from(mail.sender.domain, begin, mail.received_at)
        parsed: Mail | None = None
        if raw is None:
            reading = Reading(mail_id, ReadingState.UNREADABLE, quiet=Quiet.FORGOTTEN, why="its words are gone")
        else:
            try:
                parsed = self._parse(raw, mail)
                reading = self._understood(mail, parsed, background, recent)
            except InvalidInput as error:
                reading = Reading(mail_id, ReadingState.UNREADABLE, why=error.what)
        return _Read(mail, parsed, replace(reading, read_at=self._clock.now()))

    def _understood(self, mail: StoredMail, parsed: Mail, background: Background, recent: int) -> Reading:
        vendors, exact = self._vendors.of(mail.sender)
        return Reading(
            mail.id,
            ReadingState.READ,
            suggestion=self._engine.read(parsed, background),
            vendors=vendors,
            exact=exact,
            lookalike_of=self._lookalike(mail.sender, background.senders) or "",
            quiet=_quiet(mail, recent, known=exact),
        )

    def _finish(self, done: Sequence[_Read]) -> bool:
        """Keep these readings and hand them on, or none of it; a few together, for each commit waits for the disk."""
        with self._store.begin() as tx:
            for read in done:
                if tx.readings.finish(read.reading):
                    self._keep(tx, read)
        return True

    def _keep(self, tx: Transaction, read: _Read) -> None:
        mail, reading, found = read.mail, read.reading, read.reading.suggestion
        if read.parsed is not None:
            tx.mails.keep_parsed(mail.id, read.parsed)
        tx.audit.append(
            "mail.read",
            actor="bot",
            at=self._clock.now(),
            mail=mail.id,
            content=mail.content_hash,
            state=reading.state.value,
            quiet=reading.quiet.value,
            label=found.primary.value if found else None,
            confidence=found.confidence if found else None,
            risks=[flag.value for flag in found.risk_flags] if found else [],
            orders=[reference.po for reference in found.references] if found else [],
            engine=found.engine if found else None,
        )
        self._on_read(tx, mail, reading)

    def _stumbled(self, waiting: Reading, what: str) -> None:
        attempts = waiting.attempts + 1
        if attempts < TRIES:
            with self._store.begin() as tx:
                tx.readings.postpone(waiting.mail_id, attempts, self._clock.now() + attempts * AGAIN_AFTER)
            return
        with self._store.read() as tx:
            mail = tx.mails.get(waiting.mail_id)
        if mail is not None:
            why = f"reading it failed {attempts} times ({what})"
            self._finish(
                [_Read(mail, None, Reading(mail.id, ReadingState.UNREADABLE, why=why, read_at=self._clock.now()))]
            )


def _quiet(mail: StoredMail, recent: int, *, known: bool) -> Quiet:
    """Why a mail gets no card of its own; `recent` mails came from its domain within minutes, itself included."""
    if mail.automatic in {Automatic.REPLY, Automatic.BOUNCE} and mail.answers_orders:
        return Quiet.AUTO_REPLY
    if recent > (FLOOD_KNOWN if known else FLOOD):
        return Quiet.FLOOD
    return Quiet.NO
