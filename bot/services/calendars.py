"""People's timetables: from Odoo where it knows their hours, else from the policy, with leave and Slack on top."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from bot.domain.calendars import Away, OfficeHours, Presence, Presences, PublicHolidays, Schedule, Schedules
from bot.domain.errors import OdooError, SlackError
from bot.domain.ports import Clock, Store
from bot.domain.working_time import Absence, Timetable, Timetables
from bot.domain.working_week import WorkingWeek

FRESH = timedelta(minutes=5)
FRESH_WITHOUT_ANSWER = timedelta(minutes=1)
BACK = timedelta(days=200)  # how far back leave and holidays are read: requests may have waited long
NOW = timedelta(hours=1)  # how far from now Slack's status still means something
LONGEST_LEAVE = timedelta(days=2 * 366)
UNKNOWN_USER = "Odoo does not know this user"
NO_ANSWER = "Odoo does not answer"
TOLD, STATUS = "said so with /procure away", "Slack status"

NOTHING = Presence()

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Known:
    """What was read of one person, from when on it is good, and until when it counts as fresh."""

    schedule: Schedule
    presence: Presence
    since: datetime
    fresh_until: datetime


class Composer:
    """Makes timetables: of Odoo's hours where there are any, else of the policy's. Safe between threads.

    `zone` is the company's, for people whose own is known to neither Odoo nor Slack.
    """

    def __init__(self, holidays: PublicHolidays, office: OfficeHours, zone: str) -> None:
        self._holidays = holidays
        self._office = office
        self._zone = zone
        self._guard = Lock()
        self._weeks: dict[tuple[str, str, int], WorkingWeek] = {}

    def compose(
        self, schedule: Schedule, at: datetime, now: datetime, presence: Presence = NOTHING, told: Sequence[Away] = ()
    ) -> Timetable:
        """The timetable of one person around `at`; what Slack says counts only where that is near `now`."""
        zone = next(name for name in (schedule.zone, presence.zone, self._zone) if name)
        near = abs(at - now) <= NOW
        absences = [*schedule.absences, *_told(told), *(_status(presence, zone, at) if near else ())]
        week, source = schedule.week, f"Odoo: {schedule.calendar}"
        if week is None:
            week, source = self._office_week(zone, schedule, at), f"the policy's working hours: {schedule.problem}"
        return Timetable(
            user_id=schedule.user_id,
            zone=zone,
            day=week.day,
            source=source,
            hours=week,
            absences=tuple(_bounded(absences, at)),
            quiet=presence.quiet if near else (),
        )

    def _office_week(self, zone: str, schedule: Schedule, at: datetime) -> WorkingWeek:
        place = schedule.country if self._office.holidays is None else self._office.holidays
        key = (zone, place, at.year)
        with self._guard:
            if key not in self._weeks:
                days = self._holidays.days(place, at.year - 1, at.year + 2) if place else frozenset()
                closed = days | self._office.closed
                self._weeks[key] = WorkingWeek(zone, self._office.shifts, closed_days=frozenset(closed))
            return self._weeks[key]


class CalendarService(Timetables):
    """Safe between threads. What Odoo and Slack say is kept for five minutes; `/procure away` counts at once.

    `zone` is the company's, for people whose own is known to neither Odoo nor Slack.
    """

    def __init__(
        self,
        store: Store,
        schedules: Schedules,
        presences: Presences,
        holidays: PublicHolidays,
        office: OfficeHours,
        zone: str,
        clock: Clock,
    ) -> None:
        self._store = store
        self._schedules = schedules
        self._presences = presences
        self._composer = Composer(holidays, office, zone)
        self._clock = clock
        self._guard = Lock()
        self._known: dict[int, _Known] = {}

    def of(self, user_ids: Collection[int], at: datetime) -> Mapping[int, Timetable]:
        """The timetables of these Odoo users, every one of them, good for the months around `at`."""
        wanted = set(user_ids)
        with self._store.read() as tx:
            told = tx.absences.since(wanted, min(at, self._clock.now()) - BACK)
            slack_ids = {uid: person.slack_id for uid, person in tx.people.by_user(wanted).items() if person.slack_id}
        known = self._refreshed(wanted, slack_ids, at)
        return {
            uid: self._composer.compose(
                known[uid].schedule, at, self._clock.now(), known[uid].presence, told.get(uid, ())
            )
            for uid in wanted
        }

    def _refreshed(self, wanted: set[int], slack_ids: Mapping[int, str], at: datetime) -> Mapping[int, _Known]:
        now = self._clock.now()
        with self._guard:
            known = {uid: self._known[uid] for uid in wanted & self._known.keys()}
        stale = {uid for uid in wanted if uid not in known or known[uid].fresh_until <= now or known[uid].since > at}
        if stale:
            read = self._read(stale, slack_ids, known, min(now, at) - BACK)
            with self._guard:
                self._known |= read
            known |= read
        return known

    def _read(
        self, stale: set[int], slack_ids: Mapping[int, str], known: Mapping[int, _Known], since: datetime
    ) -> dict[int, _Known]:
        until = self._clock.now() + FRESH
        schedules: Mapping[int, Schedule] | None = None
        try:
            schedules = self._schedules.of(stale, since)
        except OdooError as error:
            log.warning("calendars cannot be read: %s", error)
            until = self._clock.now() + FRESH_WITHOUT_ANSWER
        found: dict[int, _Known] = {}
        for uid in stale:
            before = known.get(uid)
            if schedules is None:
                schedule = before.schedule if before else Schedule(uid, problem=NO_ANSWER)
            else:
                schedule = schedules.get(uid) or Schedule(uid, problem=UNKNOWN_USER)
            presence = self._presence(slack_ids.get(uid), before.presence if before else Presence())
            found[uid] = _Known(schedule, presence, since, until)
        return found

    def _presence(self, slack_id: str | None, before: Presence) -> Presence:
        if slack_id is None:
            return Presence()
        try:
            return self._presences.of(slack_id)
        except SlackError as error:
            log.warning("the status of %s cannot be read: %s", slack_id, error)
            return before


def _told(told: Iterable[Away]) -> Iterable[Absence]:
    return (Absence(away.start, away.until, TOLD, away.deputy) for away in told)


def _status(presence: Presence, zone: str, at: datetime) -> Iterable[Absence]:
    """A status without an end holds until the local day ends, and is asked for again before."""
    if not presence.away:
        return ()
    local = at.astimezone(ZoneInfo(zone))
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo).astimezone(UTC)
    until = presence.away_until or midnight
    return (Absence(at - NOW, until, STATUS),) if until > at else ()


def _bounded(absences: Iterable[Absence], at: datetime) -> Iterable[Absence]:
    """Leave without a believable end is cut, so that nobody waits for it for ever."""
    last = at + LONGEST_LEAVE
    for absence in absences:
        if absence.start < last:
            yield replace(absence, until=min(absence.until, last))
