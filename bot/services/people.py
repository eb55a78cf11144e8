"""Who is who: matches Slack accounts and Odoo users, and remembers it for an hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import BotError, Refused, SlackError
from bot.domain.people import MatchedBy, OdooUser, Person, SlackUser, why_unmatched
from bot.domain.ports import Clock, Directory, Members, Store, Transaction

FRESH = timedelta(hours=1)
FRESH_PROBLEM = timedelta(minutes=5)
UNKNOWN = (
    "I cannot match your Slack account to a user in Odoo, so I cannot act for you: {why}. "
    "Please ask your Odoo administrator to use the same e-mail address in both, or to map you in the policy file."
)


def on_record(tx: Transaction, slack_id: str) -> Person:
    """The person behind a Slack account as last checked, within a transaction. Raises `Refused` like the service."""
    known = tx.people.by_slack(slack_id)
    if known is None:
        raise Refused("I have to look you up first.", code="lookup")
    return known


class PeopleService:
    """Matches by confirmed e-mail, or by the administrator's mapping (Odoo login to Slack id)."""

    def __init__(
        self, store: Store, directory: Directory, members: Members, clock: Clock, mapping: Mapping[str, str]
    ) -> None:
        self._store = store
        self._directory = directory
        self._members = members
        self._clock = clock
        self._login_to_slack = dict(mapping)
        self._slack_to_login = {slack: login for login, slack in mapping.items()}

    def on_record(self, slack_id: str) -> Person:
        """The person behind a Slack account as last checked, without asking anybody.

        Raises `Refused` with code `lookup` when there is nobody on record: `who` may know more.
        """
        with self._store.read() as tx:
            return on_record(tx, slack_id)

    def zone(self, slack_id: str) -> ZoneInfo | None:
        """The time zone that Odoo has for somebody on record; None for nobody on record, and for no known zone."""
        try:
            return ZoneInfo(self.on_record(slack_id).user.tz)
        except (Refused, ZoneInfoNotFoundError, ValueError):
            return None

    def who(self, slack_id: str) -> Person:
        """The person behind a Slack account, asked anew when the last check is old.

        Raises `Refused` when there is nobody, or when it cannot be found out just now.
        """
        with self._store.read() as tx:
            known = tx.people.by_slack(slack_id)
        if known is not None and self._fresh(known):
            return known
        try:
            return self._match(slack_id)
        except Refused:
            raise
        except BotError as error:
            if known is not None:
                return known
            raise Refused(
                "I cannot find out who you are just now, because Odoo or Slack does not answer. Please try again soon.",
                code="unavailable",
            ) from error

    def seats(self, users: Iterable[OdooUser]) -> dict[int, str]:
        """The Slack ids of these Odoo users, by user id; people without one are left out.

        A matching on record is used when Slack cannot be asked. Raises `SlackError` when somebody
        was never looked up and Slack cannot be asked.
        """
        users = list(users)
        with self._store.read() as tx:
            known = dict(tx.people.by_user([u.id for u in users]))
        found: dict[int, str] = {}
        for user in users:
            person = known.get(user.id)
            if person is None or not self._fresh(person) or person.user != user:
                person = self._look_up(user, person)
            if person.slack_id:
                found[user.id] = person.slack_id
        return found

    def without_slack(self) -> list[Person]:
        """People on record who could not be matched, with the problem."""
        with self._store.read() as tx:
            return [p for p in tx.people.all() if p.slack_id is None]

    def _fresh(self, person: Person) -> bool:
        age = self._clock.now() - person.checked_at
        return age < (FRESH if person.slack_id else FRESH_PROBLEM)

    def _look_up(self, user: OdooUser, known: Person | None) -> Person:
        mapped = self._login_to_slack.get(user.login)
        try:
            member = self._members.member(mapped) if mapped else self._members.by_email(user.email or user.login)
            problem = self._problem(member, mapped is not None)
        except SlackError:
            if known is not None:
                return known
            raise
        person = Person(
            user=user,
            slack_id=member.id if member and not problem else None,
            checked_at=self._clock.now(),
            matched_by=MatchedBy.POLICY if mapped else MatchedBy.EMAIL,
            problem=problem,
        )
        self._remember(person)
        return person

    def _problem(self, member: SlackUser | None, mapped: bool) -> str | None:
        if member is None:
            return "Slack knows no account " + ("of this id" if mapped else "with this e-mail address")
        if mapped:
            return "this Slack account is deactivated" if member.deleted else None
        return why_unmatched(member, self._members.team_id())

    def _match(self, slack_id: str) -> Person:
        member = self._members.member(slack_id)
        if member is None:
            raise Refused(UNKNOWN.format(why="Slack does not show me your account"), code="unmatched")
        login = self._slack_to_login.get(slack_id)
        if login is not None:
            users = list(self._directory.by_login([login]).values())
        else:
            problem = why_unmatched(member, self._members.team_id())
            if problem:
                raise Refused(UNKNOWN.format(why=problem), code="unmatched")
            users = [u for u in self._directory.by_email(member.email) if u.login not in self._login_to_slack]
        if len(users) != 1:
            why = (
                "several Odoo users have your e-mail address"
                if users
                else "no active Odoo user has your e-mail address"
            )
            raise Refused(UNKNOWN.format(why=why), code="unmatched")
        person = Person(
            user=users[0],
            slack_id=slack_id,
            checked_at=self._clock.now(),
            matched_by=MatchedBy.POLICY if login else MatchedBy.EMAIL,
        )
        self._remember(person)
        return person

    def _remember(self, person: Person) -> None:
        with self._store.begin() as tx:
            tx.people.put(person)
