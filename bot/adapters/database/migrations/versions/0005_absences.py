"""Absences that people told the bot of, with their deputies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_absences")),
    )


def downgrade() -> None:
    op.drop_table("absences")
