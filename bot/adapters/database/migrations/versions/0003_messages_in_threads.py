"""Messages may reply in a thread, wait for their time, and go as plain text; outdated ones are found at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OUTDATED = sa.text("drawn < wanted AND state IN ('queued', 'sending', 'sent')")


def upgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thread_of", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("not_before", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("plain", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.drop_index("ix_messages_state_next_attempt_at")
        batch_op.create_index(
            "ix_messages_outdated", ["next_attempt_at"], sqlite_where=OUTDATED, postgresql_where=OUTDATED
        )


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_outdated", sqlite_where=OUTDATED, postgresql_where=OUTDATED)
        batch_op.create_index("ix_messages_state_next_attempt_at", ["state", "next_attempt_at"], unique=False)
        batch_op.drop_column("plain")
        batch_op.drop_column("not_before")
        batch_op.drop_column("thread_of")
