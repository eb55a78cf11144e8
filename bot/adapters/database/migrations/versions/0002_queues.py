"""Everybody's queue of pending approvals, so that showing one person theirs does not read them all."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    queues = op.create_table(
        "queue_entries",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("approval_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "part", "approval_id", name=op.f("pk_queue_entries")),
    )
    with op.batch_alter_table("queue_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_queue_entries_approval_id"), ["approval_id"], unique=False)
    pending = sa.text("SELECT id, order_body, body FROM approvals WHERE state = 'pending'")
    for approval_id, order, body in op.get_bind().execute(pending).all():
        entries = _entries(json.loads(order), json.loads(body))
        if entries:
            op.bulk_insert(queues, [{"approval_id": approval_id, "user_id": u, "part": p} for u, p in entries])


def _entries(order: dict[str, Any], body: dict[str, Any]) -> set[tuple[int, str]]:
    """As the records of revision 0001 tell it."""
    found = {(order[duty]["id"], "mine") for duty in ("buyer", "creator", "requester") if order.get(duty)}
    votes = [v for v in body["votes"] if v["step"] == body["step"] and v["state"] != "void"]
    need = body["steps"][body["step"]]["need"]
    active = [seat for seat in body["seats"] if not seat["vacated"]]
    decided = any(v["verdict"] == "reject" for v in votes) or len(votes) >= (len(active) if need is None else need)
    for seat in body["seats"]:
        if seat["vacated"] or seat["handed_by"] is not None:
            found.add((seat["user_id"], "handed_over"))
        if seat["handed_by"] is not None:
            found.add((seat["handed_by"], "handed_over"))
    voted = {v["user_id"] for v in votes}
    return found | {(s["user_id"], "waiting") for s in active if not decided and s["user_id"] not in voted}


def downgrade() -> None:
    op.drop_table("queue_entries")
