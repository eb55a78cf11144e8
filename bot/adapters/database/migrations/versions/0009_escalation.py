"""Escalation: who is watched, whose morning digest comes when, and messages that are held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DUE = sa.text("due_at IS NOT NULL")
RELEASED = sa.text("released_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "watches",
        sa.Column("approval_id", sa.String(length=32), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("level_at", UtcDateTime(), nullable=True),
        sa.Column("covered_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("approval_id", "step", "user_id", name=op.f("pk_watches")),
    )
    with op.batch_alter_table("watches", schema=None) as batch_op:
        batch_op.create_index("ix_watches_due_at", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)
        batch_op.create_index("ix_watches_user_id", ["user_id"])

    op.create_table(
        "mornings",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_mornings")),
    )
    with op.batch_alter_table("mornings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mornings_due_at"), ["due_at"])

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("released_at", UtcDateTime(), nullable=True))
        batch_op.create_index(
            "ix_messages_released", ["recipient", "released_at"], sqlite_where=RELEASED, postgresql_where=RELEASED
        )


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_released", sqlite_where=RELEASED, postgresql_where=RELEASED)
        batch_op.drop_column("released_at")
        batch_op.drop_column("held")
    op.drop_table("mornings")
    op.drop_table("watches")
