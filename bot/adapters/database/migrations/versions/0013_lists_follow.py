"""Lists follow the records of the orders that they name, and a question the new card of an order that changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_approvals",
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("approval_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "approval_id", name=op.f("pk_message_approvals")),
    )
    with op.batch_alter_table("message_approvals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_approvals_approval_id"), ["approval_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message_approvals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_approvals_approval_id"))
    op.drop_table("message_approvals")
