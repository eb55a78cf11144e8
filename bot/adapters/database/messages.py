"""Messages in the database."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.adapters.database.tables import OUTDATED, UtcDateTime, message_approvals, messages
from bot.domain.messages import REDRAWN, Message, MessageKind, MessageState
from bot.domain.ports import Messages

GATHERED = "gathered"  # the error of a message that became part of a list
LIVE = [MessageState.QUEUED.value, MessageState.SENDING.value, MessageState.SENT.value]


class SqlMessages(Messages):
    """What is to be said, and what Slack already shows."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, message: Message) -> bool:
        """Record a message; False when one with its key exists already."""
        known = self._connection.execute(sa.select(messages.c.id).where(messages.c.key == message.key)).first()
        if known is not None:
            return False
        self._connection.execute(
            sa.insert(messages).values(
                id=message.id, wanted=message.wanted, created_at=message.created_at, **_columns(message)
            )
        )
        return True

    def get(self, message_id: str) -> Message | None:
        """One message by id."""
        row = self._connection.execute(sa.select(messages).where(messages.c.id == message_id)).mappings().first()
        return None if row is None else _message(row)

    def save(self, message: Message) -> None:
        """Store a changed message, except for `wanted`."""
        self._connection.execute(sa.update(messages).where(messages.c.id == message.id).values(**_columns(message)))

    def redraw(
        self,
        *,
        approval_id: str | None = None,
        exception_id: int | None = None,
        case_id: str | None = None,
        again_at: datetime | None = None,
        lists: bool = True,
    ) -> Sequence[Message]:
        """Mark the messages that follow this record as out of date; those to deliver.

        One that was never given to Slack has its job already. The others are looked at again `again_at`.
        """
        about = sa.and_(_about(approval_id, exception_id, case_id), messages.c.kind.in_([k.value for k in REDRAWN]))
        followers = self._followers(approval_id) if lists else ()
        which = sa.and_(sa.or_(about, messages.c.id.in_(followers)) if followers else about, messages.c.state.in_(LIVE))
        queued = messages.c.state == MessageState.QUEUED.value
        look = sa.case((queued, messages.c.next_attempt_at), else_=sa.bindparam("again_at", again_at, UtcDateTime))
        self._connection.execute(
            sa.update(messages).where(which).values(wanted=messages.c.wanted + 1, next_attempt_at=look)
        )
        stale = self._connection.execute(sa.select(messages).where(which, ~queued)).mappings()
        return [_message(row) for row in stale]

    def follow(self, message_id: str, approval_ids: Collection[str]) -> None:
        """Have a message drawn anew with these approvals too, whatever its kind."""
        if approval_ids:
            rows = [{"message_id": message_id, "approval_id": approval_id} for approval_id in set(approval_ids)]
            self._connection.execute(sa.insert(message_approvals), rows)

    def _followers(self, approval_id: str | None) -> Sequence[str]:
        query = sa.select(message_approvals.c.message_id).where(message_approvals.c.approval_id == approval_id)
        return list(self._connection.execute(query).scalars()) if approval_id is not None else []

    def of(
        self, *, approval_id: str | None = None, exception_id: int | None = None, case_id: str | None = None
    ) -> Sequence[Message]:
        """All messages about a record, oldest first."""
        query = sa.select(messages).where(_about(approval_id, exception_id, case_id)).order_by(messages.c.created_at)
        return [_message(row) for row in self._connection.execute(query).mappings()]

    def by_key(self, key: str) -> Message | None:
        """The message with this key."""
        row = self._connection.execute(sa.select(messages).where(messages.c.key == key)).mappings().first()
        return None if row is None else _message(row)

    def outdate(self, message_id: str) -> None:
        """Mark one message as out of date."""
        self._connection.execute(
            sa.update(messages)
            .where(messages.c.id == message_id, messages.c.state.in_(LIVE))
            .values(wanted=messages.c.wanted + 1)
        )

    def due(self, now: datetime, limit: int = 200) -> Sequence[Message]:
        """Messages not up to date in Slack whose time has come, oldest first; those held apart."""
        return self._outdated(now, limit, held=False)

    def held(self, now: datetime, limit: int = 500) -> Sequence[Message]:
        """Messages that wait for their recipient's time, and whose own time has come, oldest first."""
        return self._outdated(now, limit, held=True)

    def released_since(self, recipient: str, since: datetime) -> Sequence[datetime]:
        """When this recipient was told something that had been held, ascending."""
        query = (
            sa.select(messages.c.released_at)
            .where(messages.c.recipient == recipient, messages.c.released_at > since)
            .order_by(messages.c.released_at)
        )
        return list(self._connection.execute(query).scalars())

    def _outdated(self, now: datetime, limit: int, *, held: bool) -> list[Message]:
        query = (
            sa.select(messages)
            .where(
                sa.text(OUTDATED),
                messages.c.held == sa.true() if held else messages.c.held == sa.false(),
                sa.or_(messages.c.next_attempt_at.is_(None), messages.c.next_attempt_at <= now),
            )
            .order_by(messages.c.created_at)
            .limit(limit)
        )
        return [_message(row) for row in self._connection.execute(query).mappings()]

    def postpone(self, message_id: str, until: datetime) -> None:
        """Set when a message is looked at again."""
        self._connection.execute(sa.update(messages).where(messages.c.id == message_id).values(next_attempt_at=until))

    def counts(self) -> Mapping[str, int]:
        """Number of messages by state; `outdated` are those that Slack shows wrongly or not yet."""
        query = sa.select(messages.c.state, sa.func.count()).group_by(messages.c.state)
        counts: dict[str, int] = {row[0]: row[1] for row in self._connection.execute(query)}
        outdated = sa.select(sa.func.count()).select_from(messages).where(sa.text(OUTDATED))
        return {**counts, "outdated": self._connection.execute(outdated).scalar_one()}

    def kinds(self) -> Mapping[tuple[str, str], int]:
        """Number of messages by (kind, state); those that became part of a list have the state `gathered`."""
        state = sa.case((messages.c.error == GATHERED, GATHERED), else_=messages.c.state).label("shown")
        query = sa.select(messages.c.kind, state, sa.func.count()).group_by(messages.c.kind, state)
        return {(kind, shown): count for kind, shown, count in self._connection.execute(query)}


def _about(approval_id: str | None, exception_id: int | None, case_id: str | None) -> sa.ColumnElement[bool]:
    if approval_id is not None:
        return messages.c.approval_id == approval_id
    if case_id is not None:
        return messages.c.case_id == case_id
    return messages.c.exception_id == exception_id


def _columns(message: Message) -> dict[str, Any]:
    return {
        "key": message.key,
        "kind": message.kind.value,
        "recipient": message.recipient,
        "approval_id": message.approval_id,
        "exception_id": message.exception_id,
        "case_id": message.case_id,
        "state": message.state.value,
        "drawn": message.drawn,
        "channel": message.channel,
        "ts": message.ts,
        "attempts": message.attempts,
        "next_attempt_at": message.next_attempt_at,
        "error": message.error,
        "thread_of": message.thread_of,
        "not_before": message.not_before,
        "plain": message.plain,
        "held": message.held,
        "released_at": message.released_at,
        "body": json.dumps(message.body),
    }


def _message(row: sa.RowMapping) -> Message:
    return Message(
        **{
            **row,
            "kind": MessageKind(row["kind"]),
            "state": MessageState(row["state"]),
            "body": json.loads(row["body"]),
        }
    )
