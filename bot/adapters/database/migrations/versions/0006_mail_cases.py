"""What supplier mail asks of us: cases, what vendors mean by their words, and the cards about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_cases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("thread", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("work", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("next_action_at", UtcDateTime(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_cases")),
        sa.UniqueConstraint("thread", name=op.f("uq_mail_cases_thread")),
    )
    with op.batch_alter_table("mail_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_cases_opened_at"), ["opened_at"], unique=False)
        batch_op.create_index("ix_mail_cases_work_next_action_at", ["work", "next_action_at"], unique=False)

    op.create_table(
        "mail_case_orders",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "order_id", name=op.f("pk_mail_case_orders")),
    )
    with op.batch_alter_table("mail_case_orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_case_orders_order_id"), ["order_id"], unique=False)

    op.create_table(
        "vendor_habits",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_habits")),
    )
    with op.batch_alter_table("vendor_habits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vendor_habits_vendor_id"), ["vendor_id"], unique=False)

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_id", sa.String(length=32), nullable=True))
        batch_op.create_index(batch_op.f("ix_messages_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messages_case_id"))
        batch_op.drop_column("case_id")
    op.drop_table("vendor_habits")
    op.drop_table("mail_case_orders")
    op.drop_table("mail_cases")
