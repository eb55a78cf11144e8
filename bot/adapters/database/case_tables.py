"""The tables of what supplier mail asks of us: cases, and what vendors mean by their words."""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.database.tables import UtcDateTime, metadata

mail_cases = sa.Table(
    "mail_cases",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("thread", sa.String(400), nullable=False, unique=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("work", sa.String(12), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("opened_at", UtcDateTime, nullable=False, index=True),
    sa.Column("next_action_at", UtcDateTime),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("ix_mail_cases_work_next_action_at", "work", "next_action_at"),
)

mail_case_orders = sa.Table(
    "mail_case_orders",
    metadata,
    sa.Column("case_id", sa.String(32), primary_key=True),
    sa.Column("order_id", sa.Integer, primary_key=True, autoincrement=False, index=True),
)

vendor_habits = sa.Table(
    "vendor_habits",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("vendor_id", sa.Integer, nullable=False, index=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("undone_at", UtcDateTime),
    sa.Column("body", sa.Text, nullable=False),
)

vendor_letters = sa.Table(
    "vendor_letters",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("order_id", sa.Integer, nullable=False, index=True),
    sa.Column("mark", sa.String(140), nullable=False, unique=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("next_action_at", UtcDateTime),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("ix_vendor_letters_state_next_action_at", "state", "next_action_at"),
)
