"""The tables of supplier mail. What is looked for is a column; the rest of a record is its JSON body."""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.database.tables import UtcDateTime, metadata

mails = sa.Table(
    "mails",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("content_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("message_id", sa.String(400), nullable=False, index=True),
    sa.Column("thread", sa.String(400), nullable=False, index=True),
    sa.Column("sender_email", sa.String(320), nullable=False, index=True),
    sa.Column("sender_domain", sa.String(320), nullable=False),
    sa.Column("source", sa.String(12), nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("body_gone_at", UtcDateTime),
    sa.Column("erased_at", UtcDateTime),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("ix_mails_sender_domain_received_at", "sender_domain", "received_at"),
    sa.Index("ix_mails_body_gone_at_received_at", "body_gone_at", "received_at"),
)

mail_bodies = sa.Table(
    "mail_bodies",
    metadata,
    sa.Column("mail_id", sa.String(32), primary_key=True),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("parsed", sa.Text),
)

mail_vendors = sa.Table(
    "mail_vendors",
    metadata,
    sa.Column("mail_id", sa.String(32), primary_key=True),
    sa.Column("vendor_id", sa.Integer, primary_key=True, autoincrement=False, index=True),
)

mail_readings = sa.Table(
    "mail_readings",
    metadata,
    sa.Column("mail_id", sa.String(32), primary_key=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("next_attempt_at", UtcDateTime),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("ix_mail_readings_state_received_at", "state", "received_at"),
)

mail_corrections = sa.Table(
    "mail_corrections",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("mail_id", sa.String(32), nullable=False, index=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

mail_holds = sa.Table(
    "mail_holds",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("placed_at", UtcDateTime, nullable=False),
    sa.Column("lifted_at", UtcDateTime),
    sa.Column("body", sa.Text, nullable=False),
)
