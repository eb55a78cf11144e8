"""The tables of questions. What is looked for is a column; the rest of a record is its JSON body."""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.database.tables import UtcDateTime, metadata

questions = sa.Table(
    "questions",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("key", sa.String(120), nullable=False, unique=True),
    sa.Column("slack_id", sa.String(40), nullable=False),
    sa.Column("channel", sa.String(40), nullable=False),
    sa.Column("thread", sa.String(40), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("engine", sa.String(120), nullable=False),
    sa.Column("tokens", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("ix_questions_channel_thread_slack_id", "channel", "thread", "slack_id"),
    sa.Index("ix_questions_asked_at", "asked_at"),
)

question_ratings = sa.Table(
    "question_ratings",
    metadata,
    sa.Column("question_id", sa.String(32), primary_key=True),
    sa.Column("slack_id", sa.String(40), primary_key=True),
    sa.Column("verdict", sa.String(12), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)
