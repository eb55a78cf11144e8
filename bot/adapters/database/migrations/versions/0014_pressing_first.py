"""What a queue is sorted by: the star in Odoo, and since when the order waits there."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("starred", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("waiting_since", UtcDateTime(), nullable=True))
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE approvals SET starred = :no, waiting_since = opened_at"), {"no": False})
    approvals = sa.table(
        "approvals",
        sa.column("id", sa.String()),
        sa.column("starred", sa.Boolean()),
        sa.column("waiting_since", UtcDateTime()),
    )
    pending = sa.text("SELECT id, order_body FROM approvals WHERE state = 'pending'")
    for approval_id, order_body in connection.execute(pending).all():
        order = json.loads(order_body)
        known: dict[str, Any] = {"starred": bool(order.get("urgent"))}
        if order.get("waiting_since"):
            known["waiting_since"] = datetime.fromisoformat(order["waiting_since"])
        connection.execute(sa.update(approvals).where(approvals.c.id == approval_id).values(**known))
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.alter_column("starred", existing_type=sa.Boolean(), nullable=False)
        batch_op.alter_column("waiting_since", existing_type=UtcDateTime(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.drop_column("waiting_since")
        batch_op.drop_column("starred")
