"""The absences that people told us of, in the database: one row each, kept when it is over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.adapters.database.tables import UtcDateTime, metadata
from bot.domain.calendars import Absences, Away

absences = sa.Table(
    "absences",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("start_at", UtcDateTime, nullable=False),
    sa.Column("until_at", UtcDateTime, nullable=False),
    sa.Column("deputy_id", sa.Integer),
    sa.Index("ix_absences_user_id_until_at", "user_id", "until_at"),
)


class SqlAbsences(Absences):
    """At most one absence of a user is in force or to come."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, away: Away, at: datetime) -> None:
        """Record one, in place of what is in force or to come."""
        self.end(away.user_id, at)
        self._connection.execute(
            sa.insert(absences).values(
                user_id=away.user_id, start_at=away.start, until_at=away.until, deputy_id=away.deputy
            )
        )

    def end(self, user_id: int, at: datetime) -> None:
        """End what is in force, and drop what is to come."""
        theirs = absences.c.user_id == user_id
        self._connection.execute(sa.delete(absences).where(theirs, absences.c.start_at >= at))
        self._connection.execute(sa.update(absences).where(theirs, absences.c.until_at > at).values(until_at=at))

    def since(self, user_ids: Collection[int], moment: datetime) -> Mapping[int, Sequence[Away]]:
        """What was not over at a moment, by user, in the order of the beginnings."""
        found: dict[int, list[Away]] = {}
        for away in self._find(absences.c.until_at > moment, absences.c.user_id.in_(list(user_ids))):
            found.setdefault(away.user_id, []).append(away)
        return found

    def current(self, at: datetime, user_ids: Collection[int] | None = None) -> Mapping[int, Away]:
        """What is in force or still to come, by user."""
        those = () if user_ids is None else (absences.c.user_id.in_(list(user_ids)),)
        return {away.user_id: away for away in self._find(absences.c.until_at > at, *those)}

    def _find(self, *where: Any) -> Iterable[Away]:
        rows = self._connection.execute(sa.select(absences).where(*where).order_by(absences.c.start_at, absences.c.id))
        return [Away(row.user_id, row.start_at, row.until_at, row.deputy_id) for row in rows]
