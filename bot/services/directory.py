"""The people that Odoo knows, remembered for a minute: groups are asked for with every order that opens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, TypeVar, cast

from bot.domain.people import OdooUser
from bot.domain.ports import Clock, Directory

FRESH = timedelta(minutes=1)
T = TypeVar("T")


class RememberingDirectory(Directory):
    """Asks another directory, once a minute for each question.

    `users` is never remembered: it is what decisions are checked with.
    """

    def __init__(self, directory: Directory, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock
        self._guard = Lock()
        self._answers: dict[tuple[Any, ...], tuple[datetime, Any]] = {}

    def users(self, ids: Collection[int]) -> Mapping[int, OdooUser]:
        """Users by id, as Odoo has them now."""
        return self._directory.users(ids)

    def by_login(self, logins: Collection[str]) -> Mapping[str, OdooUser]:
        """Active internal users by login."""
        return self._ask(("by_login", *sorted(logins)), lambda: self._directory.by_login(logins))

    def by_email(self, email: str) -> Sequence[OdooUser]:
        """Active internal users with this e-mail address, as Odoo has them now."""
        return self._directory.by_email(email)

    def in_group(self, xml_id: str) -> Sequence[OdooUser]:
        """Active internal users of a group."""
        return self._ask(("in_group", xml_id), lambda: self._directory.in_group(xml_id))

    def group_id(self, xml_id: str) -> int:
        """The id of a group."""
        return self._ask(("group_id", xml_id), lambda: self._directory.group_id(xml_id))

    def manager_of(self, user_id: int) -> OdooUser | None:
        """The manager from `hr.employee`."""
        return self._ask(("manager_of", user_id), lambda: self._directory.manager_of(user_id))

    def _ask(self, question: tuple[Any, ...], ask: Callable[[], T]) -> T:
        now = self._clock.now()
        with self._guard:
            known = self._answers.get(question)
        if known is not None and now - known[0] < FRESH:
            return cast("T", known[1])
        answer = ask()
        with self._guard:
            self._answers[question] = (now, answer)
        return answer
