"""Questions put in Slack, and what people thought of the answers, in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.adapters.database.question_tables import question_ratings, questions
from bot.domain.conversations import Asked, AskedState, Questions, Verdict

_BODY = TypeAdapter(Asked)
DONE = [AskedState.ANSWERED.value, AskedState.FAILED.value]


class SqlQuestions(Questions):
    """Who asked what in which thread, and what was answered."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, asked: Asked) -> bool:
        """Record a question; False when one with its key exists already, also when two do this at once."""
        known = self._connection.execute(sa.select(questions.c.id).where(questions.c.key == asked.key)).first()
        if known is not None:
            return False
        try:
            with self._connection.begin_nested():
                self._connection.execute(sa.insert(questions).values(id=asked.id, **_columns(asked)))
        except sa.exc.IntegrityError:
            return False
        return True

    def get(self, question_id: str) -> Asked | None:
        """One question by id."""
        query = sa.select(questions.c.body).where(questions.c.id == question_id)
        if not self._connection.get_execution_options().get("read_only", False):
            query = query.with_for_update()
        body = self._connection.execute(query).scalar()
        return None if body is None else _BODY.validate_json(body)

    def save(self, asked: Asked) -> None:
        """Store a changed question."""
        self._connection.execute(sa.update(questions).where(questions.c.id == asked.id).values(**_columns(asked)))

    def before(self, asked: Asked, limit: int) -> Sequence[Asked]:
        """What the same person asked earlier in the same thread, oldest first."""
        query = (
            sa.select(questions.c.body)
            .where(
                questions.c.channel == asked.said.channel,
                questions.c.thread == asked.said.thread,
                questions.c.slack_id == asked.said.slack_id,
                questions.c.asked_at <= asked.asked_at,
                questions.c.id != asked.id,
            )
            .order_by(questions.c.asked_at.desc(), questions.c.id.desc())
            .limit(limit)
        )
        found = [_BODY.validate_json(body) for body in self._connection.execute(query).scalars()]
        return found[::-1]

    def lately(self, asked: Asked, since: datetime, limit: int) -> Sequence[Asked]:
        """What the same person asked in the newest other thread of the same conversation, oldest first."""
        newest = (
            sa.select(questions.c.body)
            .where(
                questions.c.channel == asked.said.channel,
                questions.c.slack_id == asked.said.slack_id,
                questions.c.asked_at >= since,
                questions.c.asked_at <= asked.asked_at,
                questions.c.thread != asked.said.thread,
            )
            .order_by(questions.c.asked_at.desc(), questions.c.id.desc())
            .limit(1)
        )
        body = self._connection.execute(newest).scalar()
        if body is None:
            return []
        last = _BODY.validate_json(body)
        return [*self.before(last, limit - 1), last]

    def unanswered(self, before: datetime, limit: int = 100) -> Sequence[str]:
        """Ids of questions asked before a moment and not answered yet, oldest first."""
        query = (
            sa.select(questions.c.id)
            .where(questions.c.state.not_in(DONE), questions.c.asked_at <= before)
            .order_by(questions.c.asked_at)
            .limit(limit)
        )
        return list(self._connection.execute(query).scalars())

    def tokens_since(self, moment: datetime) -> int:
        """How many tokens a model has used since."""
        query = sa.select(sa.func.coalesce(sa.func.sum(questions.c.tokens), 0)).where(questions.c.asked_at >= moment)
        return int(self._connection.execute(query).scalar_one())

    def rate(self, question_id: str, slack_id: str, verdict: Verdict, at: datetime) -> None:
        """Keep what somebody thinks of an answer."""
        own = sa.and_(question_ratings.c.question_id == question_id, question_ratings.c.slack_id == slack_id)
        changed = self._connection.execute(sa.update(question_ratings).where(own).values(verdict=verdict.value, at=at))
        if not changed.rowcount:
            row = {"question_id": question_id, "slack_id": slack_id, "verdict": verdict.value, "at": at}
            self._connection.execute(sa.insert(question_ratings).values(**row))

    def ratings(self) -> Mapping[tuple[str, str], int]:
        """Number of verdicts by (engine, verdict)."""
        query = (
            sa.select(questions.c.engine, question_ratings.c.verdict, sa.func.count())
            .join(questions, questions.c.id == question_ratings.c.question_id)
            .group_by(questions.c.engine, question_ratings.c.verdict)
        )
        return {(row[0], row[1]): row[2] for row in self._connection.execute(query)}

    def forget(self, before: datetime) -> int:
        """Drop questions asked before a moment, with their verdicts."""
        old = sa.select(questions.c.id).where(questions.c.asked_at < before)
        self._connection.execute(sa.delete(question_ratings).where(question_ratings.c.question_id.in_(old)))
        return self._connection.execute(sa.delete(questions).where(questions.c.asked_at < before)).rowcount


def _columns(asked: Asked) -> dict[str, Any]:
    return {
        "key": asked.key,
        "slack_id": asked.said.slack_id,
        "channel": asked.said.channel,
        "thread": asked.said.thread,
        "state": asked.state.value,
        "asked_at": asked.asked_at,
        "engine": asked.engine,
        "tokens": asked.tokens,
        "body": _BODY.dump_json(asked).decode(),
    }
