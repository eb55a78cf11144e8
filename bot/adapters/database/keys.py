"""People's own Odoo keys in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa

from bot.adapters.database.key_tables import personal_keys
from bot.domain.keys import PersonalKey, PersonalKeys


class SqlPersonalKeys(PersonalKeys):
    """The keys on record, one a person."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, key: PersonalKey) -> None:
        """Record a key in place of the person's former one."""
        self.remove(key.user_id)
        self._connection.execute(sa.insert(personal_keys).values(**asdict(key)))

    def get(self, user_id: int) -> PersonalKey | None:
        """A person's key."""
        query = sa.select(personal_keys).where(personal_keys.c.user_id == user_id)
        row = self._connection.execute(query).mappings().first()
        return PersonalKey(**row) if row else None

    def remove(self, user_id: int) -> bool:
        """Forget a person's key; False when there was none."""
        gone = self._connection.execute(sa.delete(personal_keys).where(personal_keys.c.user_id == user_id))
        return gone.rowcount > 0

    def all(self) -> Sequence[PersonalKey]:
        """All keys, by user id."""
        query = sa.select(personal_keys).order_by(personal_keys.c.user_id)
        return [PersonalKey(**row) for row in self._connection.execute(query).mappings()]
