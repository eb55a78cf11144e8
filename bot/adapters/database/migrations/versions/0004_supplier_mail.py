"""Supplier mail: the mails, their bytes and texts, readings, corrections, legal holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=400), nullable=False),
        sa.Column("thread", sa.String(length=400), nullable=False),
        sa.Column("sender_email", sa.String(length=320), nullable=False),
        sa.Column("sender_domain", sa.String(length=320), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("body_gone_at", UtcDateTime(), nullable=True),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("content_hash", name=op.f("uq_mails_content_hash")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mails_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mails_sender_email"), ["sender_email"], unique=False)
        batch_op.create_index(batch_op.f("ix_mails_thread"), ["thread"], unique=False)
        batch_op.create_index("ix_mails_body_gone_at_received_at", ["body_gone_at", "received_at"], unique=False)
        batch_op.create_index("ix_mails_sender_domain_received_at", ["sender_domain", "received_at"], unique=False)

    op.create_table(
        "mail_bodies",
        sa.Column("mail_id", sa.String(length=32), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("parsed", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_mail_bodies")),
    )
    op.create_table(
        "mail_vendors",
        sa.Column("mail_id", sa.String(length=32), nullable=False),
        sa.Column("vendor_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("mail_id", "vendor_id", name=op.f("pk_mail_vendors")),
    )
    with op.batch_alter_table("mail_vendors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_vendors_vendor_id"), ["vendor_id"], unique=False)

    op.create_table(
        "mail_readings",
        sa.Column("mail_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_mail_readings")),
    )
    with op.batch_alter_table("mail_readings", schema=None) as batch_op:
        batch_op.create_index("ix_mail_readings_state_received_at", ["state", "received_at"], unique=False)

    op.create_table(
        "mail_corrections",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mail_id", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_corrections")),
    )
    with op.batch_alter_table("mail_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_corrections_mail_id"), ["mail_id"], unique=False)

    op.create_table(
        "mail_holds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("placed_at", UtcDateTime(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_holds")),
    )


def downgrade() -> None:
    op.drop_table("mail_holds")
    with op.batch_alter_table("mail_corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_corrections_mail_id"))

    op.drop_table("mail_corrections")
    with op.batch_alter_table("mail_readings", schema=None) as batch_op:
        batch_op.drop_index("ix_mail_readings_state_received_at")

    op.drop_table("mail_readings")
    with op.batch_alter_table("mail_vendors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_vendors_vendor_id"))

    op.drop_table("mail_vendors")
    op.drop_table("mail_bodies")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index("ix_mails_sender_domain_received_at")
        batch_op.drop_index("ix_mails_body_gone_at_received_at")
        batch_op.drop_index(batch_op.f("ix_mails_thread"))
        batch_op.drop_index(batch_op.f("ix_mails_sender_email"))
        batch_op.drop_index(batch_op.f("ix_mails_message_id"))

    op.drop_table("mails")
