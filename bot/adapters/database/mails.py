"""Supplier mail in the database: the record, and apart from it the bytes and texts that go earlier."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.adapters.database.cases import forget_case_words
from bot.adapters.database.locks import number
from bot.adapters.database.mail_tables import mail_bodies, mail_holds, mail_vendors, mails
from bot.adapters.database.readings import forget_words
from bot.domain.mail import Hold, MailSource, StoredMail, Whose, thread_of
from bot.domain.ports import Mails
from bot.domain.triage import Address, Mail

LOCK = 0x4D41494C  # lock namespace of mails that come in: "MAIL"
MOST_KEY = 400
_BODY = TypeAdapter(StoredMail)
_PARSED = TypeAdapter(Mail)
_HOLD = TypeAdapter(Hold)


class SqlMails(Mails):
    """The mails on record."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, mail: StoredMail, raw: bytes) -> StoredMail | None:
        """Record a mail with its bytes; it comes back with its thread. None when the same one is on record."""
        self._queue_up(mail)
        if self._same(mail) is not None:
            return None
        known = self._threads(mail)
        threads = [known[_key(answer)] for answer in mail.answers if _key(answer) in known]
        placed = replace(mail, thread=_key(thread_of(mail.message_id, mail.answers, threads) or mail.id))
        self._connection.execute(sa.insert(mails).values(content_hash=mail.content_hash, **_columns(placed)))
        self._connection.execute(sa.insert(mail_bodies).values(mail_id=mail.id, raw=zlib.compress(raw, 1)))
        return placed

    def get(self, mail_id: str) -> StoredMail | None:
        """One mail by id."""
        found = self._find(sa.select(mails.c.body).where(mails.c.id == mail_id))
        return found[0] if found else None

    def raw(self, mail_id: str) -> bytes | None:
        """Its bytes as they came; None once they are gone."""
        kept = self._connection.execute(sa.select(mail_bodies.c.raw).where(mail_bodies.c.mail_id == mail_id)).scalar()
        return None if kept is None else zlib.decompress(kept)

    def parsed(self, mail_id: str) -> Mail | None:
        """Its texts as read; None before it was read, and once they are gone."""
        query = sa.select(mail_bodies.c.parsed).where(mail_bodies.c.mail_id == mail_id)
        kept = self._connection.execute(query).scalar()
        return None if kept is None else _PARSED.validate_json(kept)

    def keep_parsed(self, mail_id: str, mail: Mail) -> None:
        """Keep the texts as read, beside the bytes."""
        text = _PARSED.dump_json(mail).decode()
        self._connection.execute(sa.update(mail_bodies).where(mail_bodies.c.mail_id == mail_id).values(parsed=text))

    def of_thread(self, thread: str) -> Sequence[StoredMail]:
        """The mails of a conversation, oldest first."""
        return self._find(sa.select(mails.c.body).where(mails.c.thread == thread).order_by(mails.c.received_at))

    def count_from(self, domain: str, since: datetime, until: datetime) -> int:
        """How many mails of a sender's domain came between two moments, both included."""
        when = mails.c.received_at.between(since, until)
        query = sa.select(sa.func.count()).where(mails.c.sender_domain == domain, when)
        return self._connection.execute(query).scalar_one()

    def with_bodies(self, before: datetime, limit: int = 500) -> Sequence[StoredMail]:
        """Mails received before a moment that still have their bytes, oldest first, without those on hold."""
        query = sa.select(mails.c.body).where(mails.c.body_gone_at.is_(None), mails.c.received_at < before)
        for hold in self.holds():
            query = query.where(~_belongs(hold.whose))
        return self._find(query.order_by(mails.c.received_at).limit(limit))

    def whose(self, whose: Whose, limit: int = 500, after: str = "") -> Sequence[StoredMail]:
        """Mails of a person or vendor that are not erased yet, by id, with ids above `after`."""
        query = sa.select(mails.c.body).where(_belongs(whose), mails.c.erased_at.is_(None), mails.c.id > after)
        return self._find(query.order_by(mails.c.id).limit(limit))

    def forget_body(self, mail_id: str, at: datetime) -> None:
        """Drop bytes and texts; the record, its reading and the quoted words stay."""
        mail = self.get(mail_id)
        if mail is not None:
            self._connection.execute(sa.delete(mail_bodies).where(mail_bodies.c.mail_id == mail_id))
            self._save(replace(mail, body_gone_at=mail.body_gone_at or at))

    def erase(self, mail_id: str, at: datetime) -> None:
        """Drop all that tells of people; ids, hashes, times, class, confidence and references to orders stay."""
        self.forget_body(mail_id, at)
        mail = self.get(mail_id)
        if mail is not None:
            self._save(replace(mail, sender=Address(), to=(), subject="", note="", erased_at=at))
            self._connection.execute(sa.delete(mail_vendors).where(mail_vendors.c.mail_id == mail_id))
            forget_words(self._connection, mail_id)
            forget_case_words(self._connection, mail.thread or f"mail:{mail_id}", mail_id)

    def held(self, mail: StoredMail) -> Hold | None:
        """The hold that covers a mail, None when none does."""
        for hold in self.holds():
            covered = sa.select(mails.c.id).where(mails.c.id == mail.id, _belongs(hold.whose))
            if self._connection.execute(covered).first() is not None:
                return hold
        return None

    def hold(self, hold: Hold) -> None:
        """Record a hold, or that it was lifted."""
        self._connection.execute(sa.delete(mail_holds).where(mail_holds.c.id == hold.id))
        values = {"placed_at": hold.placed_at, "lifted_at": hold.lifted_at, "body": _HOLD.dump_json(hold).decode()}
        self._connection.execute(sa.insert(mail_holds).values(id=hold.id, **values))

    def holds(self, *, only_standing: bool = True) -> Sequence[Hold]:
        """Legal holds, oldest first."""
        query = sa.select(mail_holds.c.body).order_by(mail_holds.c.placed_at, mail_holds.c.id)
        if only_standing:
            query = query.where(mail_holds.c.lifted_at.is_(None))
        return [_HOLD.validate_json(body) for body in self._connection.execute(query).scalars()]

    def _queue_up(self, mail: StoredMail) -> None:
        """Copies of one mail come in one after the other; SQLite has a single writer anyway."""
        if self._connection.dialect.name == "postgresql":
            for key in sorted({number(mail.message_id or mail.content_hash), number(mail.content_hash)}):
                self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK, key)))

    def _same(self, mail: StoredMail) -> str | None:
        """The id of the mail on record that this is a copy of."""
        same = mails.c.content_hash == mail.content_hash
        if mail.message_id:
            told = sa.and_(
                mails.c.message_id == _key(mail.message_id), mails.c.sender_email == mail.sender.email.lower()
            )
            if mail.source is not MailSource.CHATTER:
                told = sa.and_(told, mails.c.source == MailSource.CHATTER.value)
            same = sa.or_(same, told)
        found: str | None = self._connection.execute(sa.select(mails.c.id).where(same)).scalar()
        return found

    def _threads(self, mail: StoredMail) -> dict[str, str]:
        """The threads of those mails on record that this one answers, by Message-ID."""
        keys = [_key(answer) for answer in mail.answers]
        if not keys:
            return {}
        query = sa.select(mails.c.message_id, mails.c.thread).where(mails.c.message_id.in_(keys))
        return {row.message_id: row.thread for row in self._connection.execute(query)}

    def _save(self, mail: StoredMail) -> None:
        self._connection.execute(sa.update(mails).where(mails.c.id == mail.id).values(**_columns(mail)))

    def _find(self, query: sa.Select[Any]) -> list[StoredMail]:
        return [_BODY.validate_json(body) for body in self._connection.execute(query).scalars()]


def _belongs(whose: Whose) -> sa.ColumnElement[bool]:
    """Whether a mail is one of these."""
    ways: list[sa.ColumnElement[bool]] = [sa.false()]
    if whose.emails:
        ways.append(mails.c.sender_email.in_(sorted(whose.emails)))
    for domain in sorted(whose.domains):
        ways += [mails.c.sender_domain == domain, mails.c.sender_domain.endswith(f".{domain}", autoescape=True)]
    if whose.vendor_id is not None:
        theirs = sa.select(mail_vendors.c.mail_id).where(mail_vendors.c.vendor_id == whose.vendor_id)
        ways.append(mails.c.id.in_(theirs))
    return sa.or_(*ways)


def _key(text: str) -> str:
    return text[:MOST_KEY]


def _columns(mail: StoredMail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "message_id": _key(mail.message_id),
        "thread": mail.thread,
        "sender_email": mail.sender.email.lower()[:320],
        "sender_domain": mail.sender.domain[:320],
        "source": mail.source.value,
        "received_at": mail.received_at,
        "body_gone_at": mail.body_gone_at,
        "erased_at": mail.erased_at,
        "body": _BODY.dump_json(mail).decode(),
    }
