"""People, cursors and seen events in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.adapters.database.tables import cursors, people, seen_events
from bot.domain.people import Person
from bot.domain.ports import Cursors, People

_BODY = TypeAdapter(Person)
_BY_SLACK = sa.select(people.c.body).where(people.c.slack_id == sa.bindparam("slack"))  # every click asks this


class SqlPeople(People):
    """Who was matched to whom, as last checked."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def by_user(self, user_ids: Collection[int]) -> Mapping[int, Person]:
        """People by Odoo user."""
        found = self._find(sa.select(people.c.body).where(people.c.user_id.in_(list(user_ids))))
        return {person.user.id: person for person in found}

    def by_slack(self, slack_id: str) -> Person | None:
        """The person behind a Slack account."""
        found = self._find(_BY_SLACK, slack=slack_id)
        return found[0] if found else None

    def put(self, person: Person) -> None:
        """Remember a check. A Slack account belongs to one person: the newest check wins."""
        taken = people.c.user_id == person.user.id
        if person.slack_id is not None:  # "= NULL" would mean everybody without a Slack account
            taken = sa.or_(taken, people.c.slack_id == person.slack_id)
        self._connection.execute(sa.delete(people).where(taken))
        self._connection.execute(
            sa.insert(people).values(
                user_id=person.user.id,
                slack_id=person.slack_id,
                checked_at=person.checked_at,
                problem=person.problem,
                body=_BODY.dump_json(person).decode(),
            )
        )

    def all(self) -> Sequence[Person]:
        """Everybody on record."""
        return self._find(sa.select(people.c.body).order_by(people.c.user_id))

    def _find(self, query: sa.Select[Any], **values: str) -> list[Person]:
        return [_BODY.validate_json(body) for body in self._connection.execute(query, values).scalars()]


class SqlCursors(Cursors):
    """Small facts to continue from."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        """A remembered value."""
        value: str | None = self._connection.execute(sa.select(cursors.c.value).where(cursors.c.name == name)).scalar()
        return value

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        done = self._connection.execute(sa.update(cursors).where(cursors.c.name == name).values(value=value))
        if not done.rowcount:
            self._connection.execute(sa.insert(cursors).values(name=name, value=value))

    def first_time(self, event_id: str, at: datetime) -> bool:
        """Whether this event was never seen before; remembers it."""
        if self.seen(event_id):
            return False
        self._connection.execute(sa.insert(seen_events).values(event_id=event_id, at=at))
        return True

    def seen(self, event_id: str) -> bool:
        """Whether this event was seen before."""
        known = sa.select(seen_events.c.event_id).where(seen_events.c.event_id == event_id)
        return self._connection.execute(known).first() is not None

    def forget_events(self, before: datetime) -> int:
        """Drop events seen before a moment; how many."""
        return self._connection.execute(sa.delete(seen_events).where(seen_events.c.at < before)).rowcount
