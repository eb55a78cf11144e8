"""What people write to vendors, once each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vendor_letters",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=140), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("next_action_at", UtcDateTime(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_letters")),
        sa.UniqueConstraint("mark", name=op.f("uq_vendor_letters_mark")),
    )
    with op.batch_alter_table("vendor_letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vendor_letters_order_id"), ["order_id"], unique=False)
        batch_op.create_index("ix_vendor_letters_state_next_action_at", ["state", "next_action_at"], unique=False)


def downgrade() -> None:
    op.drop_table("vendor_letters")
