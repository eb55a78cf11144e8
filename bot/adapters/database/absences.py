"""The absences that people told us of, in the database: one row for each person, overwritten by the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa

from bot.adapters.database.tables import UtcDateTime, metadata
from bot.domain.calendars import Absences, Away

absences = sa.Table(
    "absences",
    metadata,
    sa.Column("user_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("start_at", UtcDateTime, nullable=False),
    sa.Column("until_at", UtcDateTime, nullable=False),
    sa.Column("deputy_id", sa.Integer),
)


class SqlAbsences(Absences):
    """One absence for each user, in force, to come or past."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, away: Away) -> None:
        """Record one in place of what was recorded for this user."""
        self.remove(away.user_id)
        self._connection.execute(
            sa.insert(absences).values(
                user_id=away.user_id, start_at=away.start, until_at=away.until, deputy_id=away.deputy
            )
        )

    def remove(self, user_id: int) -> None:
        """Forget what was recorded for this user."""
        self._connection.execute(sa.delete(absences).where(absences.c.user_id == user_id))

    def current(self, at: datetime, user_ids: Collection[int] | None = None) -> Mapping[int, Away]:
        """What is in force or still to come, by user."""
        query = sa.select(absences).where(absences.c.until_at > at)
        if user_ids is not None:
            query = query.where(absences.c.user_id.in_(list(user_ids)))
        found = self._connection.execute(query)
        return {row.user_id: Away(row.user_id, row.start_at, row.until_at, row.deputy_id) for row in found}
