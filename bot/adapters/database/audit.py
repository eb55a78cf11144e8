"""The audit log in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.adapters.database.tables import audit_events, audit_head
from bot.domain.audit import GENESIS, AuditEvent, canonical, chain_hash
from bot.domain.ports import Audit

HEAD = 1


class SqlAudit(Audit):
    """Rows are only ever added; the head row makes writers queue and gives a cut tail away."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

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
        seq, prev = self._claim_head()
        moment, text = at.astimezone(UTC).isoformat(), canonical(data)
        own = chain_hash(prev, seq, moment, kind, order_name, approval_id, actor, text)
        self._connection.execute(
            sa.insert(audit_events).values(
                seq=seq,
                at=moment,
                kind=kind,
                order_name=order_name,
                approval_id=approval_id,
                actor=actor,
                data=text,
                prev_hash=prev,
                hash=own,
            )
        )
        self._connection.execute(sa.update(audit_head).where(audit_head.c.id == HEAD).values(seq=seq, hash=own))

    def events(self) -> Iterator[AuditEvent]:
        """All events in order of their number."""
        for row in self._connection.execute(sa.select(audit_events).order_by(audit_events.c.seq)).mappings():
            yield AuditEvent(**row)

    def head(self) -> tuple[int, str] | None:
        """Number and hash of the last event written, None before the first."""
        row = self._connection.execute(sa.select(audit_head.c.seq, audit_head.c.hash)).first()
        return None if row is None or row.seq == 0 else (row.seq, row.hash)

    def _claim_head(self) -> tuple[int, str]:
        """The next number and the hash to follow; other writers wait for this transaction."""
        bump = sa.update(audit_head).where(audit_head.c.id == HEAD).values(seq=audit_head.c.seq + 1)
        self._connection.execute(bump)
        row = self._connection.execute(sa.select(audit_head.c.seq, audit_head.c.hash)).one()
        return row.seq, row.hash or GENESIS
