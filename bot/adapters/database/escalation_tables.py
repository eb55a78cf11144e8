"""The tables of escalation: who is watched, and whose morning digest comes when."""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.database.tables import UtcDateTime, metadata

watches = sa.Table(
    "watches",
    metadata,
    sa.Column("approval_id", sa.String(32), primary_key=True),
    sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("user_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("due_at", UtcDateTime),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("reminders", sa.Integer, nullable=False),
    sa.Column("reminded_at", UtcDateTime),
    sa.Column("said", sa.Integer, nullable=False),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("level_at", UtcDateTime),
    sa.Column("covered_until", UtcDateTime),
    sa.Index(
        "ix_watches_due_at",
        "due_at",
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    ),
    sa.Index("ix_watches_user_id", "user_id"),
)

mornings = sa.Table(
    "mornings",
    metadata,
    sa.Column("user_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("due_at", UtcDateTime, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("last_at", UtcDateTime),
)
