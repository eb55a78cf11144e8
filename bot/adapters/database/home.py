"""Everybody's queue in the database: derived from the pending approvals, and kept with each of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

import sqlalchemy as sa

from bot.adapters.database.tables import approvals, queues
from bot.domain.approvals import Approval
from bot.domain.home import Part, parts

Entries = frozenset[tuple[int, Part]]

_LEAVE = sa.delete(queues).where(
    queues.c.approval_id == sa.bindparam("which"),
    queues.c.part == sa.bindparam("of_part"),
    queues.c.user_id.in_(sa.bindparam("users", expanding=True)),
)


def entries_of(connection: sa.Connection, approval_id: str) -> Entries:
    """In whose queues an approval stands as stored."""
    query = sa.select(queues.c.user_id, queues.c.part).where(queues.c.approval_id == approval_id)
    return frozenset((user_id, Part(part)) for user_id, part in connection.execute(query))


def keep(connection: sa.Connection, approval: Approval, before: Entries) -> None:
    """Bring the queues in line with an approval that was just stored. Nothing is asked when nothing changed."""
    now = parts(approval)
    for part, gone in _by_part(before - now):
        connection.execute(_LEAVE, {"which": approval.id, "of_part": part.value, "users": gone})
    if now - before:
        rows = [{"approval_id": approval.id, "user_id": user, "part": part.value} for user, part in now - before]
        connection.execute(sa.insert(queues), rows)


def count(connection: sa.Connection, user_id: int) -> Mapping[Part, int]:
    """How many approvals stand in somebody's queue, by part; parts with none are left out."""
    query = sa.select(queues.c.part, sa.func.count()).where(queues.c.user_id == user_id).group_by(queues.c.part)
    return {Part(part): number for part, number in connection.execute(query)}


def ids(connection: sa.Connection, user_id: int, part: Part, *, offset: int, limit: int) -> Sequence[str]:
    """The approvals in one part of somebody's queue, in the order of `pressing_first`."""
    query = (
        sa.select(approvals.c.id)
        .join(queues, queues.c.approval_id == approvals.c.id)
        .where(queues.c.user_id == user_id, queues.c.part == part.value)
        .order_by(approvals.c.starred.desc(), approvals.c.waiting_since, approvals.c.order_name)
        .offset(offset)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def _by_part(entries: Collection[tuple[int, Part]]) -> list[tuple[Part, list[int]]]:
    ordered = sorted(entries, key=lambda entry: (entry[1].value, entry[0]))
    return [(part, [user for user, _ in some]) for part, some in groupby(ordered, key=lambda entry: entry[1])]
