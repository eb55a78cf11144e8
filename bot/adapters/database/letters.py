"""Letters to vendors in the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.adapters.database.case_tables import vendor_letters
from bot.domain.letters import LetterState, VendorLetter
from bot.domain.ports import VendorLetters

_BODY = TypeAdapter(VendorLetter)


class SqlLetters(VendorLetters):
    """What was written to vendors. The row that waits is the job."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, letter: VendorLetter) -> None:
        """Record a letter that waits."""
        values = {"id": letter.id, "order_id": letter.order_id, "mark": letter.mark, "at": letter.at}
        self._connection.execute(sa.insert(vendor_letters).values(**values, **_columns(letter)))

    def get(self, letter_id: str) -> VendorLetter | None:
        """One by id."""
        found = self._find(vendor_letters.c.id == letter_id)
        return found[0] if found else None

    def with_mark(self, mark: str) -> VendorLetter | None:
        """The letter that bears a mark."""
        found = self._find(vendor_letters.c.mark == mark)
        return found[0] if found else None

    def save(self, letter: VendorLetter) -> None:
        """Store how far it has come."""
        self._connection.execute(
            sa.update(vendor_letters).where(vendor_letters.c.id == letter.id).values(**_columns(letter))
        )

    def of(self, order_ids: Collection[int]) -> Sequence[VendorLetter]:
        """Letters about orders, oldest first."""
        return self._find(vendor_letters.c.order_id.in_(sorted(order_ids)))

    def due(self, now: datetime, limit: int = 200) -> Sequence[str]:
        """Letters that wait and whose time to try (again) has come."""
        ready = sa.or_(vendor_letters.c.next_action_at.is_(None), vendor_letters.c.next_action_at <= now)
        query = sa.select(vendor_letters.c.id).where(vendor_letters.c.state == LetterState.WAITING.value, ready)
        return list(self._connection.execute(query.order_by(vendor_letters.c.at).limit(limit)).scalars())

    def defer(self, letter_id: str, until: datetime) -> None:
        """Set when one is tried again."""
        which = vendor_letters.c.id == letter_id
        self._connection.execute(sa.update(vendor_letters).where(which).values(next_action_at=until))

    def _find(self, which: sa.ColumnElement[bool]) -> list[VendorLetter]:
        query = sa.select(vendor_letters.c.body).where(which).order_by(vendor_letters.c.at, vendor_letters.c.id)
        return [_BODY.validate_json(body) for body in self._connection.execute(query).scalars()]


def _columns(letter: VendorLetter) -> dict[str, Any]:
    return {"state": letter.state.value, "body": _BODY.dump_json(letter).decode()}
