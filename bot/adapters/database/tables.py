"""The tables. What is looked for is a column; the rest of a record is its JSON body."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC; SQLite drops zones, so they are put back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a zone never reaches the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


WAITING = sa.text("state = 'pending'")  # as text: SQLite takes a partial index only for the words of its own condition

approvals = sa.Table(
    "approvals",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("order_id", sa.Integer, nullable=False),
    sa.Column("order_name", sa.String(120), nullable=False),
    sa.Column("state", sa.String(24), nullable=False),
    sa.Column("work", sa.String(12), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("step_opened_at", UtcDateTime, nullable=False),
    sa.Column("closed_at", UtcDateTime),
    sa.Column("next_action_at", UtcDateTime),
    sa.Column("snoozed_until", UtcDateTime),
    sa.Column("starred", sa.Boolean, nullable=False),
    sa.Column("waiting_since", UtcDateTime, nullable=False),
    sa.Column("order_body", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("ix_approvals_order_name_opened_at", "order_name", "opened_at"),
    sa.Index("ix_approvals_work_next_action_at", "work", "next_action_at"),
    sa.Index("ix_approvals_waiting", "step_opened_at", "snoozed_until", sqlite_where=WAITING, postgresql_where=WAITING),
    sa.Index(
        "uq_approvals_pending_order",
        "order_id",
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    ),
)

queues = sa.Table(
    "queue_entries",  # "queues" is a table of DBOS
    metadata,
    sa.Column("user_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("part", sa.String(16), primary_key=True),
    sa.Column("approval_id", sa.String(32), primary_key=True, index=True),
)

OUTDATED = "drawn < wanted AND state IN ('queued', 'sending', 'sent')"  # the few that the sweep looks at

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("key", sa.String(200), nullable=False, unique=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("recipient", sa.String(120), nullable=False),
    sa.Column("approval_id", sa.String(32), index=True),
    sa.Column("exception_id", sa.Integer, index=True),
    sa.Column("case_id", sa.String(32), index=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("wanted", sa.Integer, nullable=False),
    sa.Column("drawn", sa.Integer, nullable=False),
    sa.Column("channel", sa.String(40)),
    sa.Column("ts", sa.String(40)),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("next_attempt_at", UtcDateTime),
    sa.Column("error", sa.Text),
    sa.Column("thread_of", sa.String(32)),
    sa.Column("not_before", UtcDateTime),
    sa.Column("plain", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("released_at", UtcDateTime),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index(
        "ix_messages_outdated",
        "next_attempt_at",
        sqlite_where=sa.text(OUTDATED),
        postgresql_where=sa.text(OUTDATED),
    ),
    sa.Index(
        "ix_messages_released",
        "recipient",
        "released_at",
        sqlite_where=sa.text("released_at IS NOT NULL"),
        postgresql_where=sa.text("released_at IS NOT NULL"),
    ),
)

message_approvals = sa.Table(
    "message_approvals",  # which approvals a message follows beside the one that it is about
    metadata,
    sa.Column("message_id", sa.String(32), primary_key=True),
    sa.Column("approval_id", sa.String(32), primary_key=True, index=True),
)

exceptions = sa.Table(
    "exceptions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(200), nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("order_id", sa.Integer, nullable=False),
    sa.Column("approval_id", sa.String(32), index=True),
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index(
        "uq_exceptions_open_key",
        "key",
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    ),
)

people = sa.Table(
    "people",
    metadata,
    sa.Column("user_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("slack_id", sa.String(40), unique=True),
    sa.Column("checked_at", UtcDateTime, nullable=False),
    sa.Column("problem", sa.Text),
    sa.Column("body", sa.Text, nullable=False),
)

audit_events = sa.Table(
    "audit_events",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(60), nullable=False),
    sa.Column("order_name", sa.String(120)),
    sa.Column("approval_id", sa.String(32)),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("prev_hash", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Index("ix_audit_events_order_name", "order_name"),
)

audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)

cursors = sa.Table(
    "cursors",
    metadata,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

seen_events = sa.Table(
    "seen_events",
    metadata,
    sa.Column("event_id", sa.String(80), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False, index=True),
)
