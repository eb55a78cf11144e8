"""`/procure away until Friday, deputy @ben`: people say that they are away, and who stands in for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.calendars import Away
from bot.domain.errors import BotError, InvalidInput, Refused
from bot.domain.people import OdooUser, Person
from bot.domain.ports import Clock, Directory, Store
from bot.domain.until import HOW, parse_away
from bot.domain.working_time import Timetables
from bot.services.people import PeopleService

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


@dataclass(frozen=True)
class Standing:
    """Somebody's absence as it stands: who, from when until when in their own zone, who stands in."""

    who: OdooUser
    away: Away
    deputy: OdooUser | None
    zone: str

    @property
    def start(self) -> datetime:
        """When it begins, in their zone."""
        return self.away.start.astimezone(ZoneInfo(self.zone))

    @property
    def until(self) -> datetime:
        """The first moment back, in their zone."""
        return self.away.until.astimezone(ZoneInfo(self.zone))


class AbsenceService:
    """Sets, clears and lists absences; each is audited. Everything refused raises `Refused` with a sentence."""

    def __init__(
        self, store: Store, people: PeopleService, directory: Directory, timetables: Timetables, clock: Clock
    ) -> None:
        self._store = store
        self._people = people
        self._directory = directory
        self._timetables = timetables
        self._clock = clock

    def set(self, slack_id: str, words: str) -> Standing:
        """Record that this Slack user is away; `words` is what follows `away`, like `until Friday, deputy @ben`.

        Takes the place of an earlier absence. Refused: words that cannot be read, an end that has passed
        or lies more than a year ahead, no end, a deputy who is unknown, oneself or away too.
        """
        person = self._people.who(slack_id)
        now = self._clock.now()
        zone = self._zone(person, now)
        try:
            said = parse_away(words, now.astimezone(ZoneInfo(zone)))
        except InvalidInput as error:
            raise Refused(error.what, code="unreadable") from error
        deputy = self._deputy(said.deputy, person, said.start) if said.deputy else None
        away = Away(person.user.id, said.start, said.until, deputy.id if deputy else None)
        with self._store.begin() as tx:
            tx.absences.put(away, now)
            tx.watches.touch(now, user_id=person.user.id)
            tx.audit.append(
                "absence.set",
                actor=person.user.name,
                at=now,
                start=away.start,
                until=away.until,
                deputy=deputy.name if deputy else None,
            )
        return Standing(person.user, away, deputy, zone)

    def clear(self, slack_id: str) -> bool:
        """This Slack user is back; whether they had said that they are away."""
        person, now = self._people.who(slack_id), self._clock.now()
        with self._store.begin() as tx:
            if person.user.id not in tx.absences.current(now, [person.user.id]):
                return False
            tx.absences.end(person.user.id, now)
            tx.watches.touch(now, user_id=person.user.id)
            tx.audit.append("absence.cleared", actor=person.user.name, at=now)
        return True

    def of(self, slack_id: str) -> Standing | None:
        """What this Slack user said of their own absence, None when nothing is in force or to come."""
        user_id = self._people.who(slack_id).user.id
        return next((standing for standing in self.all() if standing.who.id == user_id), None)

    def all(self) -> Sequence[Standing]:
        """All absences in force or to come, the first to begin first."""
        now = self._clock.now()
        with self._store.read() as tx:
            found = sorted(tx.absences.current(now).values(), key=lambda away: (away.start, away.user_id))
        users = self._directory.users({uid for away in found for uid in (away.user_id, away.deputy) if uid})
        zones = self._timetables.of([away.user_id for away in found], now)
        return [
            Standing(users[away.user_id], away, users.get(away.deputy or 0), zones[away.user_id].zone)
            for away in found
            if away.user_id in users
        ]

    def _zone(self, person: Person, now: datetime) -> str:
        return self._timetables.of([person.user.id], now)[person.user.id].zone

    def _deputy(self, named: str, person: Person, start: datetime) -> OdooUser:
        deputy = self._named(named)
        if deputy.id == person.user.id:
            raise Refused("You cannot be your own deputy. Please name a colleague.", code="deputy")
        if not self._people.seats([deputy]):
            raise Refused(f"{deputy.name} has no Slack account that I know, so I could not ask them.", code="deputy")
        away = self._timetables.of([deputy.id], start)[deputy.id].away(start)
        if away is not None:
            until = away.until.astimezone(ZoneInfo(self._timetables.of([deputy.id], start)[deputy.id].zone))
            raise Refused(
                f"{deputy.name} is away too, until {until:%A, %-d %B, %H:%M}. Please name somebody who is there.",
                code="deputy",
            )
        return deputy

    def _named(self, named: str) -> OdooUser:
        """The Odoo user behind a mention, an e-mail address, a login or a name. Raises `Refused`."""
        try:
            if mention := _MENTION.fullmatch(named):
                return self._people.who(mention[1]).user
            found = self._candidates(named.removeprefix("@").strip())
        except Refused as error:
            raise Refused(
                f"I do not know {named} as a user of Odoo, so they cannot stand in.", code="deputy"
            ) from error
        except BotError as error:
            raise Refused(
                "I cannot look up your deputy just now. Please try again soon.", code="unavailable"
            ) from error
        if len(found) > 1:
            names = ", ".join(sorted(user.name for user in found))
            raise Refused(f'"{named}" could be {names}. Please mention one of them, or give an e-mail.', code="deputy")
        if not found:
            raise Refused(f'I know nobody called "{named}" in Odoo. {HOW}', code="deputy")
        return found[0]

    def _candidates(self, named: str) -> list[OdooUser]:
        exact = [*self._directory.by_login([named, named.lower()]).values(), *self._directory.by_email(named)]
        if exact:
            return list({user.id: user for user in exact}.values())
        with self._store.read() as tx:
            users = [person.user for person in tx.people.all() if person.user.active]
        wanted = named.casefold()
        return [user for user in users if wanted in (user.name.casefold(), user.name.casefold().split(" ")[0])]
