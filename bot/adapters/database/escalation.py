"""Watches and morning digests in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

import sqlalchemy as sa

from bot.adapters.database.escalation_tables import mornings, watches
from bot.domain.errors import Conflict
from bot.domain.escalation import Watch
from bot.domain.mornings import Morning
from bot.domain.ports import Mornings, Watches


class SqlWatches(Watches):
    """What was done so far about each person who is asked."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, watch: Watch) -> bool:
        """Record a new watch; False when there is one of this person in this step."""
        if self.get(watch.approval_id, watch.step, watch.user_id) is not None:
            return False
        self._connection.execute(sa.insert(watches).values(**asdict(watch)))
        return True

    def get(self, approval_id: str, step: int, user_id: int) -> Watch | None:
        """One watch."""
        row = self._connection.execute(sa.select(watches).where(_is(approval_id, step, user_id))).mappings().first()
        return None if row is None else Watch(**row)

    def of(self, approval_id: str, step: int) -> Sequence[Watch]:
        """Everybody who is or was watched in a step."""
        query = sa.select(watches).where(watches.c.approval_id == approval_id, watches.c.step == step)
        return [Watch(**row) for row in self._connection.execute(query.order_by(watches.c.user_id)).mappings()]

    def save(self, watch: Watch) -> Watch:
        """Store a changed watch where its version is still the same. Raises `Conflict` when it is not."""
        after = replace(watch, version=watch.version + 1)
        done = self._connection.execute(
            sa.update(watches)
            .where(_is(watch.approval_id, watch.step, watch.user_id), watches.c.version == watch.version)
            .values(**asdict(after))
        )
        if done.rowcount != 1:
            raise Conflict("somebody else looked after it first")
        return after

    def due(self, now: datetime, limit: int = 200) -> Sequence[Watch]:
        """What is due, longest first."""
        query = sa.select(watches).where(watches.c.due_at <= now).order_by(watches.c.due_at).limit(limit)
        return [Watch(**row) for row in self._connection.execute(query).mappings()]

    def defer(self, watch: Watch, until: datetime | None) -> None:
        """Look at it again later (None: never), without anything having been done."""
        self._connection.execute(
            sa.update(watches).where(_is(watch.approval_id, watch.step, watch.user_id)).values(due_at=until)
        )

    def touch(self, at: datetime, *, user_id: int | None = None, approval_id: str | None = None) -> int:
        """Look at what waits of this person or approval now, because something about it changed; how many."""
        which = watches.c.user_id == user_id if user_id is not None else watches.c.approval_id == approval_id
        done = self._connection.execute(sa.update(watches).where(which, watches.c.due_at > at).values(due_at=at))
        return done.rowcount

    def overdue(self, before: datetime) -> int:
        """How many should have been looked at before this moment."""
        query = sa.select(sa.func.count()).select_from(watches).where(watches.c.due_at <= before)
        return self._connection.execute(query).scalar_one()


class SqlMornings(Mornings):
    """When each approver's next morning digest is due."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, morning: Morning) -> bool:
        """Record somebody; False when they are on record."""
        known = sa.select(mornings.c.user_id).where(mornings.c.user_id == morning.user_id)
        if self._connection.execute(known).first() is not None:
            return False
        self._connection.execute(sa.insert(mornings).values(**asdict(morning)))
        return True

    def due(self, now: datetime, limit: int = 200) -> Sequence[Morning]:
        """Whose digest is due."""
        query = sa.select(mornings).where(mornings.c.due_at <= now).order_by(mornings.c.due_at).limit(limit)
        return [Morning(**row) for row in self._connection.execute(query).mappings()]

    def save(self, morning: Morning) -> None:
        """Store a changed one where its version is still the same. Raises `Conflict` when it is not."""
        done = self._connection.execute(
            sa.update(mornings)
            .where(mornings.c.user_id == morning.user_id, mornings.c.version == morning.version)
            .values(due_at=morning.due_at, last_at=morning.last_at, version=morning.version + 1)
        )
        if done.rowcount != 1:
            raise Conflict("somebody else sent this digest")

    def remove(self, morning: Morning) -> None:
        """Nothing waits for them any more; the next order that does brings them back."""
        self._connection.execute(
            sa.delete(mornings).where(mornings.c.user_id == morning.user_id, mornings.c.version == morning.version)
        )


def _is(approval_id: str, step: int, user_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(watches.c.approval_id == approval_id, watches.c.step == step, watches.c.user_id == user_id)
