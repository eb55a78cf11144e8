"""Wires how supplier mail comes in, is read and is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.adapters.llm.triage import model_engine
from bot.adapters.mail.headers import stored
from bot.adapters.mail.mime import parse
from bot.adapters.mail.writing import as_mail
from bot.adapters.mailbox.address import mailbox_address
from bot.adapters.mailbox.imap import ImapMailbox
from bot.adapters.odoo.chatter import OdooVendorMessages
from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.vendors import OdooVendorBook
from bot.adapters.triage.engine import EmbeddedEngine
from bot.adapters.triage.senders import imitated
from bot.domain.mail import MailSource, StoredMail
from bot.domain.ports import Clock, Locks, Store
from bot.domain.triage import Mail, MailEngine
from bot.jobs.clock import Ticker
from bot.jobs.mail import Reader, tickers
from bot.jobs.mailbox import MailboxListener
from bot.services.messages import Outbox
from bot.services.triage.chatter import ChatterService
from bot.services.triage.intake import MAX_BYTES, IntakeService
from bot.services.triage.mailbox import MailboxService
from bot.services.triage.reading import OnRead, ReadingService
from bot.services.triage.retention import RetentionService
from bot.settings import Settings


class MailboxTrouble:
    """Why the mailbox cannot be read now; None while it can."""

    def __init__(self) -> None:
        self.why: str | None = None

    def __call__(self, why: str | None) -> None:
        """The listener says how it stands."""
        self.why = why


@dataclass(frozen=True)
class MailServices:
    """The use cases of supplier mail up to its reading, and after everything."""

    intake: IntakeService
    reading: ReadingService
    chatter: ChatterService
    retention: RetentionService
    listener: MailboxListener | None
    tickers: tuple[Ticker, ...]
    trouble: MailboxTrouble

    def hand_in(self, raw: bytes, origin: str, once: str) -> bool:
        """Store what came over HTTP; whether it is new. Raises `InvalidInput` for what is no mail."""
        return self.intake.take(raw, MailSource.HOOK, origin, once=once).new


def mail_services(
    settings: Settings,
    *,
    store: Store,
    odoo: OdooClient,
    on_read: OnRead,
    clock: Clock,
    locks: Locks,
) -> MailServices:
    """The use cases over these parts."""
    vendors = OdooVendorBook(odoo, ZoneInfo(settings.timezone), clock.now)
    reading = ReadingService(store, read_mime, mail_engine(settings), vendors, imitated, on_read, clock, locks)
    reader = Reader(reading)
    intake = IntakeService(store, stored, clock, reader.ticker.soon)
    chatter = ChatterService(store, OdooVendorMessages(odoo, vendors), intake, as_mail, clock, locks)
    retention = RetentionService(store, Outbox(clock), clock, locks, settings.mail_keep_days)
    trouble = MailboxTrouble()
    return MailServices(
        intake,
        reading,
        chatter,
        retention,
        _listener(settings, MailboxService(store, intake), locks, trouble),
        tickers(reader, chatter, retention, settings.poll_seconds),
        trouble,
    )


def mail_engine(settings: Settings, spent: Callable[[int], None] = lambda _: None) -> MailEngine:
    """The embedded engine, or the model of the settings with the embedded engine beside it.

    `spent` hears the tokens of each mail that the model read.
    """
    if not settings.openai_model:
        return EmbeddedEngine()
    return model_engine(
        settings.openai_model,
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
        spent=spent,
    )


def read_mime(raw: bytes, mail: StoredMail) -> Mail:
    """The texts of a mail on record."""
    return parse(raw, received_on=mail.received_at.date(), id=mail.id)


def _listener(
    settings: Settings, service: MailboxService, locks: Locks, trouble: Callable[[str | None], None]
) -> MailboxListener | None:
    text = settings.mailbox_url.get_secret_value()
    if not text:
        return None
    return MailboxListener(ImapMailbox(mailbox_address(text), most=MAX_BYTES), service, locks, trouble)
