"""How long orders wait, and which are snoozed, found without reading what is decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("snoozed_until", UtcDateTime(), nullable=True))
        batch_op.create_index(
            "ix_approvals_waiting",
            ["step_opened_at", "snoozed_until"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.drop_index("ix_approvals_waiting")
        batch_op.drop_column("snoozed_until")
