"""Exceptions in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.adapters.database.tables import exceptions
from bot.domain.exceptions import ExceptionState, Trouble
from bot.domain.ports import Troubles

_BODY = TypeAdapter(Trouble)


class SqlTroubles(Troubles):
    """What failed and who owns it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def open(self, trouble: Trouble, key: str) -> Trouble | None:
        """Record an exception and give it its id.

        None when an open one has this key already, or when the last one was dismissed and said just
        the same: what a person has let be does not come back with the next look, but when a person asks for it.
        """
        last = self._find(
            sa.select(exceptions.c.body).where(exceptions.c.key == key).order_by(exceptions.c.id.desc()).limit(1)
        )
        if last and (last[0].state is ExceptionState.OPEN or _let_be(last[0], trouble)):
            return None
        done = self._connection.execute(sa.insert(exceptions).values(key=key, **_columns(trouble)))
        key_row = done.inserted_primary_key
        assert key_row is not None
        numbered = replace(trouble, id=key_row[0])
        self.save(numbered)
        return numbered

    def get(self, trouble_id: int) -> Trouble | None:
        """One exception by id, locked until the end of a writing transaction."""
        query = sa.select(exceptions.c.body).where(exceptions.c.id == trouble_id)
        if not self._connection.get_execution_options().get("read_only", False):
            query = query.with_for_update()
        found = self._find(query)
        return found[0] if found else None

    def save(self, trouble: Trouble) -> None:
        """Store a changed exception."""
        self._connection.execute(sa.update(exceptions).where(exceptions.c.id == trouble.id).values(**_columns(trouble)))

    def list(self, *, only_open: bool = True) -> Sequence[Trouble]:
        """Exceptions, oldest first."""
        query = sa.select(exceptions.c.body).order_by(exceptions.c.id)
        return self._find(query.where(exceptions.c.state == ExceptionState.OPEN.value) if only_open else query)

    def open_of(self, approval_id: str) -> Sequence[Trouble]:
        """Open exceptions of an approval."""
        return self._find(
            sa.select(exceptions.c.body)
            .where(exceptions.c.approval_id == approval_id, exceptions.c.state == ExceptionState.OPEN.value)
            .order_by(exceptions.c.id)
        )

    def counts(self) -> Mapping[tuple[str, str], int]:
        """Number of exceptions by (kind, state)."""
        query = sa.select(exceptions.c.kind, exceptions.c.state, sa.func.count())
        grouped = self._connection.execute(query.group_by(exceptions.c.kind, exceptions.c.state))
        return {(kind, state): count for kind, state, count in grouped}

    def _find(self, query: sa.Select[Any]) -> Sequence[Trouble]:
        return [_BODY.validate_json(body) for body in self._connection.execute(query).scalars()]


def _let_be(last: Trouble, trouble: Trouble) -> bool:
    same = (last.summary, last.approval_id) == (trouble.summary, trouble.approval_id)
    return last.state is ExceptionState.DISMISSED and same and trouble.of_mail is None


def forget_exception_words(connection: sa.Connection, numbers: Collection[int], mail_id: str) -> None:
    """Take out of exceptions that people made of a mail who wrote it."""
    troubles = SqlTroubles(connection)
    for trouble in filter(None, map(troubles.get, numbers)):
        if trouble.of_mail is not None and trouble.of_mail.mail_id == mail_id:
            troubles.save(replace(trouble, of_mail=replace(trouble.of_mail, note="")))


def _columns(trouble: Trouble) -> dict[str, Any]:
    return {
        "kind": trouble.kind.value,
        "state": trouble.state.value,
        "order_id": trouble.order_id,
        "approval_id": trouble.approval_id,
        "opened_at": trouble.opened_at,
        "body": _BODY.dump_json(trouble).decode(),
    }
