"""People's time without Odoo and Slack: what each would say, and for whom they do not answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from bot.domain.calendars import Presence, Presences, PublicHolidays, Schedule, Schedules
from bot.domain.errors import OdooUnavailable, SlackUnavailable


class FakeSchedules(Schedules):
    """An Odoo that knows these schedules. `down` makes it silent; `asked` counts the questions."""

    def __init__(self, schedules: Iterable[Schedule] = ()) -> None:
        self.known = {schedule.user_id: schedule for schedule in schedules}
        self.down = False
        self.asked: list[frozenset[int]] = []

    def of(self, user_ids: Collection[int], since: datetime) -> Mapping[int, Schedule]:
        """The schedules of those who are known."""
        self.asked.append(frozenset(user_ids))
        if self.down:
            raise OdooUnavailable("Odoo is down")
        return {uid: self.known[uid] for uid in user_ids if uid in self.known}


class FakePresences(Presences):
    """A Slack in which people have set these statuses."""

    def __init__(self, presences: Mapping[str, Presence] | None = None) -> None:
        self.known = dict(presences or {})
        self.down = False

    def of(self, slack_id: str) -> Presence:
        """What was set."""
        if self.down:
            raise SlackUnavailable("Slack is down")
        return self.known.get(slack_id, Presence())


class FakeHolidays(PublicHolidays):
    """Public holidays on the same days of every year: `{"DE": [(10, 3)]}`."""

    def __init__(self, days: Mapping[str, Iterable[tuple[int, int]]] | None = None) -> None:
        self._days = {place: tuple(found) for place, found in (days or {}).items()}

    def knows(self, place: str) -> bool:
        """Whether it was given."""
        return place in self._days

    def days(self, place: str, first: int, last: int) -> frozenset[date]:
        """The given days in each of these years."""
        return frozenset(date(y, m, d) for y in range(first, last + 1) for m, d in self._days.get(place, ()))
