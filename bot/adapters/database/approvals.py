"""Approvals in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError

from bot.adapters.database import home
from bot.adapters.database.tables import WAITING, approvals
from bot.domain.approvals import Approval, ApprovalState, Work
from bot.domain.errors import Conflict
from bot.domain.home import Part, parts
from bot.domain.orders import Order
from bot.domain.ports import Approvals, Waiting

_BODY = TypeAdapter(Approval)
_ORDER = TypeAdapter(Order)
CHUNK = 500

# What every click needs is put together once, for that takes as long as the statement itself.
_ONE = sa.select(approvals).where(approvals.c.id == sa.bindparam("which"))
_ONE_LOCKED = _ONE.with_for_update()
_SAVE = sa.update(approvals).where(approvals.c.id == sa.bindparam("which"), approvals.c.version == sa.bindparam("read"))
_DEFER = (
    sa.update(approvals).where(approvals.c.id == sa.bindparam("which")).values(next_action_at=sa.bindparam("until"))
)


class SqlApprovals(Approvals):
    """The order is kept apart from the rest, for it is large and hardly ever changes."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._read: dict[str, Approval] = {}

    def add(self, approval: Approval) -> None:
        """Record a new approval. Raises `Conflict` when the order already has a pending one."""
        try:
            with self._connection.begin_nested():
                self._connection.execute(
                    sa.insert(approvals).values(
                        id=approval.id, order_body=_ORDER.dump_json(approval.order).decode(), **_columns(approval)
                    )
                )
        except IntegrityError as error:
            raise Conflict(f"{approval.order.name} already has a pending approval") from error
        home.keep(self._connection, approval, frozenset())

    def get(self, approval_id: str) -> Approval | None:
        """One approval by id, locked until the end of a writing transaction."""
        read_only = self._connection.get_execution_options().get("read_only", False)
        query = _ONE if read_only else _ONE_LOCKED
        row = self._connection.execute(query, {"which": approval_id}).mappings().first()
        if row is None:
            return None
        approval = _approval(row)
        self._read[approval_id] = approval
        return approval

    def save(self, approval: Approval) -> Approval:
        """Store where the version is still `approval.version`; returns it with the next one."""
        after = replace(approval, version=approval.version + 1)
        values = _columns(after)
        if self._order_changed(approval):
            values["order_body"] = _ORDER.dump_json(approval.order).decode()
        done = self._connection.execute(_SAVE, {"which": approval.id, "read": approval.version, **values})
        if done.rowcount != 1:
            raise Conflict(f"{approval.order.name} was changed by somebody else")
        read = self._read.get(approval.id)
        home.keep(self._connection, after, parts(read) if read else home.entries_of(self._connection, approval.id))
        self._read[approval.id] = after
        return after

    def pending(self, order_ids: Collection[int] | None = None) -> Sequence[Approval]:
        """Pending approvals of these orders (all without ids), oldest first."""
        query = sa.select(approvals).where(approvals.c.state == ApprovalState.PENDING.value)
        return self._chunked(query, order_ids)

    def pending_order_ids(self) -> frozenset[int]:
        """Orders that have a pending approval."""
        query = sa.select(approvals.c.order_id).where(approvals.c.state == ApprovalState.PENDING.value)
        return frozenset(self._connection.execute(query).scalars())

    def latest(self, order_name: str) -> Approval | None:
        """The newest approval of an order by its reference, letter case apart."""
        query = (
            sa.select(approvals)
            .where(approvals.c.order_name == order_name.strip().upper())
            .order_by(approvals.c.opened_at.desc(), approvals.c.version.desc())
            .limit(1)
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _approval(row)

    def latest_of(self, order_ids: Collection[int]) -> Mapping[int, Approval]:
        """The newest approval of each of these orders that has one."""
        found: dict[int, Approval] = {}
        for approval in self._chunked(sa.select(approvals), order_ids):
            found[approval.order.id] = approval
        return found

    def queued(self, user_id: int, part: Part, *, offset: int = 0, limit: int = 50) -> Sequence[Approval]:
        """One part of somebody's queue, in the order of `pressing_first`."""
        wanted = home.ids(self._connection, user_id, part, offset=offset, limit=limit)
        rows = self._connection.execute(sa.select(approvals).where(approvals.c.id.in_(wanted))).mappings()
        found = {row["id"]: _approval(row) for row in rows}
        return [found[approval_id] for approval_id in wanted]

    def queue_counts(self, user_id: int) -> Mapping[Part, int]:
        """How many approvals stand in each part of somebody's queue that has any."""
        return home.count(self._connection, user_id)

    def due(self, now: datetime, limit: int = 200) -> Sequence[str]:
        """Approvals with owed work whose time has come, longest waiting first."""
        query = (
            sa.select(approvals.c.id)
            .where(
                approvals.c.work == Work.DUE.value,
                sa.or_(approvals.c.next_action_at.is_(None), approvals.c.next_action_at <= now),
            )
            .order_by(approvals.c.next_action_at, approvals.c.opened_at)
            .limit(limit)
        )
        return list(self._connection.execute(query).scalars())

    def defer(self, approval_id: str, until: datetime | None) -> None:
        """Set when owed work is tried again."""
        self._connection.execute(_DEFER, {"which": approval_id, "until": until})

    def any(self) -> bool:
        """Whether there ever was an approval."""
        return self._connection.execute(sa.select(approvals.c.id).limit(1)).first() is not None

    def counts(self) -> Mapping[tuple[str, str], int]:
        """Number of approvals by (state, work)."""
        query = sa.select(approvals.c.state, approvals.c.work, sa.func.count()).group_by(
            approvals.c.state, approvals.c.work
        )
        return {(state, work): count for state, work, count in self._connection.execute(query)}

    def waiting(self, since: Sequence[datetime], now: datetime) -> Waiting:
        """How many wait, by how long their step has: a number for each moment, of those that wait since then or later.

        One look at what is pending, however much was ever decided.
        """
        ages = [sa.func.count().filter(approvals.c.step_opened_at >= moment) for moment in since]
        snoozed = sa.func.count().filter(approvals.c.snoozed_until > now)
        query = sa.select(sa.func.count(), snoozed, *ages).select_from(approvals).where(WAITING)
        total, asleep, *by_age = self._connection.execute(query).one()
        return Waiting(total, asleep, tuple(by_age))

    def oldest_pending(self) -> datetime | None:
        """When the longest-waiting pending approval was opened."""
        query = sa.select(approvals.c.opened_at).where(approvals.c.state == ApprovalState.PENDING.value)
        oldest: datetime | None = self._connection.execute(query.order_by(approvals.c.opened_at).limit(1)).scalar()
        return oldest

    def _order_changed(self, approval: Approval) -> bool:
        read = self._read.get(approval.id)
        if read is not None and read.order is approval.order:
            return False  # read in this transaction and handed back as it was
        stored = self._connection.execute(
            sa.select(approvals.c.order_body).where(approvals.c.id == approval.id)
        ).scalar()
        return stored != _ORDER.dump_json(approval.order).decode()

    def _chunked(self, query: sa.Select[Any], order_ids: Collection[int] | None) -> list[Approval]:
        query = query.order_by(approvals.c.opened_at, approvals.c.version)
        if order_ids is None:
            return [_approval(row) for row in self._connection.execute(query).mappings()]
        ids = sorted(order_ids)
        return [
            _approval(row)
            for start in range(0, len(ids), CHUNK)
            for row in self._connection.execute(
                query.where(approvals.c.order_id.in_(ids[start : start + CHUNK]))
            ).mappings()
        ]


def _columns(approval: Approval) -> dict[str, Any]:
    return {
        "order_id": approval.order.id,
        "order_name": approval.order.name.upper(),
        "state": approval.state.value,
        "work": approval.work.value,
        "version": approval.version,
        "opened_at": approval.opened_at,
        "step_opened_at": approval.step_opened_at,
        "snoozed_until": approval.snoozed_until,
        "starred": approval.order.urgent,
        "waiting_since": approval.waiting_since,
        "closed_at": approval.outcome.at if approval.outcome else None,
        "body": _BODY.dump_json(approval, exclude={"order"}).decode(),
    }


def _approval(row: sa.RowMapping) -> Approval:
    body = row["body"]
    # The two stored parts are JSON objects: put the order back where it belongs.
    return _BODY.validate_json(f'{body[:-1]},"order":{row["order_body"]}}}')
