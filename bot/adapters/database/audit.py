"""The audit log in the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.adapters.database.tables import audit_events, audit_head
from bot.domain.audit import GENESIS, AuditEvent, canonical, chain_hash
from bot.domain.ports import Audit

HEAD = 1

_CLAIM = (
    sa.update(audit_head)
    .where(audit_head.c.id == HEAD)
    .values(seq=audit_head.c.seq + sa.bindparam("count"))
    .returning(audit_head.c.seq, audit_head.c.hash)
)
_ADD = sa.insert(audit_events)
_CHAIN = sa.update(audit_head).where(audit_head.c.id == HEAD).values(hash=sa.bindparam("last"))


class SqlAudit(Audit):
    """Rows are only ever added; the head row makes writers queue and gives a cut tail away.

    Events are written right before the commit, for from then on other writers wait.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._unwritten: list[dict[str, Any]] = []

    def append(
        self,
        kind: str,
        *,
        actor: str,
        at: datetime,
        order_name: str | None = None,
        approval_id: str | None = None,
        **data: object,
    ) -> None:
        """Write one event, in the transaction of what it records."""
        self._unwritten.append(
            {
                "at": at.astimezone(UTC).isoformat(),
                "kind": kind,
                "order_name": order_name,
                "approval_id": approval_id,
                "actor": actor,
                "data": canonical(data),
            }
        )

    def write(self) -> None:
        """Write what was appended; called at the end of the transaction."""
        rows, self._unwritten = self._unwritten, []
        if not rows:
            return
        last, prev = self._claim(len(rows))
        for seq, row in enumerate(rows, start=last - len(rows) + 1):
            own = chain_hash(
                prev, seq, row["at"], row["kind"], row["order_name"], row["approval_id"], row["actor"], row["data"]
            )
            row |= {"seq": seq, "prev_hash": prev, "hash": own}
            prev = own
        self._connection.execute(_ADD, rows)
        self._connection.execute(_CHAIN, {"last": prev})

    def events(self) -> Iterator[AuditEvent]:
        """All events in order of their number."""
        self.write()
        for row in self._connection.execute(sa.select(audit_events).order_by(audit_events.c.seq)).mappings():
            yield AuditEvent(**row)

    def of_order(self, order_name: str) -> Sequence[AuditEvent]:
        """The events about an order, the oldest first."""
        self.write()
        query = sa.select(audit_events).where(audit_events.c.order_name == order_name).order_by(audit_events.c.seq)
        return [AuditEvent(**row) for row in self._connection.execute(query).mappings()]

    def head(self) -> tuple[int, str] | None:
        """Number and hash of the last event written, None before the first."""
        self.write()
        row = self._connection.execute(sa.select(audit_head.c.seq, audit_head.c.hash)).first()
        return None if row is None or row.seq == 0 else (row.seq, row.hash)

    def _claim(self, count: int) -> tuple[int, str]:
        """The last of so many new numbers, and the hash to follow; other writers wait for this transaction."""
        row = self._connection.execute(_CLAIM, {"count": count}).one()
        return row.seq, row.hash or GENESIS
