"""Readings of supplier mail in the database, and what people put right beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.adapters.database.mail_tables import mail_corrections, mail_readings, mail_vendors, mails
from bot.domain.mail import Correction, Reading, ReadingState
from bot.domain.ports import Readings
from bot.domain.triage import without_words

_BODY = TypeAdapter(Reading)
_CORRECTION = TypeAdapter(Correction)
WAITS = mail_readings.c.state == ReadingState.WAITING.value


class SqlReadings(Readings):
    """What engines made of the mails, and what people put right beside it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, reading: Reading) -> None:
        """Record that a mail waits to be read."""
        received = sa.select(mails.c.received_at).where(mails.c.id == reading.mail_id).scalar_subquery()
        values = {"mail_id": reading.mail_id, "received_at": received, **_columns(reading)}
        self._connection.execute(sa.insert(mail_readings).values(**values))

    def get(self, mail_id: str) -> Reading | None:
        """The reading of a mail."""
        found = self._find(sa.select(mail_readings).where(mail_readings.c.mail_id == mail_id))
        return found[0] if found else None

    def finish(self, reading: Reading) -> bool:
        """Store what became of one that waits; False when it waits no longer, for it is read once."""
        which = sa.and_(mail_readings.c.mail_id == reading.mail_id, WAITS)
        done = self._connection.execute(sa.update(mail_readings).where(which).values(**_columns(reading)))
        if not done.rowcount:
            return False
        rows = [{"mail_id": reading.mail_id, "vendor_id": vendor.id} for vendor in reading.vendors]
        if rows:
            self._connection.execute(sa.insert(mail_vendors), rows)
        return True

    def postpone(self, mail_id: str, attempts: int, until: datetime) -> None:
        """Set when one that waits is tried again."""
        which = sa.and_(mail_readings.c.mail_id == mail_id, WAITS)
        values = {"attempts": attempts, "next_attempt_at": until}
        self._connection.execute(sa.update(mail_readings).where(which).values(**values))

    def waiting(self, now: datetime, limit: int = 50) -> Sequence[Reading]:
        """Readings to be done, oldest mail first."""
        due = sa.or_(mail_readings.c.next_attempt_at.is_(None), mail_readings.c.next_attempt_at <= now)
        query = sa.select(mail_readings).where(WAITS, due)
        return self._find(query.order_by(mail_readings.c.received_at).limit(limit))

    def correct(self, correction: Correction) -> None:
        """Keep what a person put right, beside the suggestion."""
        body = _CORRECTION.dump_json(correction).decode()
        values = {"id": correction.id, "mail_id": correction.mail_id, "at": correction.at, "body": body}
        self._connection.execute(sa.insert(mail_corrections).values(**values))

    def corrections(self, mail_ids: Collection[str]) -> Sequence[Correction]:
        """What people put right about these mails, oldest first."""
        query = sa.select(mail_corrections.c.body).where(mail_corrections.c.mail_id.in_(list(mail_ids)))
        found = self._connection.execute(query.order_by(mail_corrections.c.at, mail_corrections.c.id)).scalars()
        return [_CORRECTION.validate_json(body) for body in found]

    def counts(self) -> Mapping[str, int]:
        """Number of readings by state."""
        query = sa.select(mail_readings.c.state, sa.func.count()).group_by(mail_readings.c.state)
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def _find(self, query: sa.Select[Any]) -> list[Reading]:
        return [
            replace(_BODY.validate_json(row["body"]), attempts=row["attempts"], next_attempt_at=row["next_attempt_at"])
            for row in self._connection.execute(query).mappings()
        ]


def forget_words(connection: sa.Connection, mail_id: str) -> None:
    """Take out of a reading and its corrections all that stood in the mail."""
    readings = SqlReadings(connection)
    reading = readings.get(mail_id)
    if reading is not None:
        suggestion = without_words(reading.suggestion) if reading.suggestion else None
        blank = replace(reading, suggestion=suggestion, vendors=(), lookalike_of="", why="")
        connection.execute(sa.update(mail_readings).where(mail_readings.c.mail_id == mail_id).values(**_columns(blank)))
    for correction in readings.corrections([mail_id]):
        blanked = _CORRECTION.dump_json(replace(correction, suggested="", corrected="")).decode()
        connection.execute(
            sa.update(mail_corrections).where(mail_corrections.c.id == correction.id).values(body=blanked)
        )


def _columns(reading: Reading) -> dict[str, Any]:
    return {
        "state": reading.state.value,
        "attempts": reading.attempts,
        "next_attempt_at": reading.next_attempt_at,
        "body": _BODY.dump_json(reading).decode(),
    }
