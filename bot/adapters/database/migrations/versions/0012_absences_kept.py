"""Absences stay on record when they are over: what was time away does not become working time afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ROWS = sa.table(
    "absences",
    sa.Column("user_id", sa.Integer),
    sa.Column("start_at", UtcDateTime),
    sa.Column("until_at", UtcDateTime),
    sa.Column("deputy_id", sa.Integer),
)


def upgrade() -> None:
    rows = op.get_bind().execute(sa.select(ROWS)).mappings().all()
    op.drop_table("absences")
    kept = op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("start_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index("ix_absences_user_id_until_at", ["user_id", "until_at"], unique=False)
    op.bulk_insert(kept, [dict(row) for row in rows])


def downgrade() -> None:
    rows = op.get_bind().execute(sa.select(ROWS).order_by(ROWS.c.until_at)).mappings().all()
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.drop_index("ix_absences_user_id_until_at")
    op.drop_table("absences")
    before = op.create_table(
        "absences",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_absences")),
    )
    newest = {row["user_id"]: dict(row) for row in rows}
    op.bulk_insert(before, list(newest.values()))
