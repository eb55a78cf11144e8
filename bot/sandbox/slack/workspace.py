"""A workspace in a few words: its people, its channels and the app."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.slack.refusals import Json, NotThere


@dataclass(frozen=True)
class Person:
    """A member of the workspace, or a stranger in a shared channel."""

    id: str
    name: str
    real_name: str = ""
    email: str = ""
    tz: str = "UTC"
    title: str = ""
    is_email_confirmed: bool = True
    is_admin: bool = False
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    deleted: bool = False
    presence: str = "active"
    status_text: str = ""
    status_emoji: str = ""
    status_until: datetime | None = None
    dnd_from: datetime | None = None
    dnd_until: datetime | None = None
    team_id: str = ""  # of another workspace; empty: ours


@dataclass(frozen=True)
class Channel:
    """A channel and who is in it, by their ids; the app counts as a member by its bot user's id."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    is_private: bool = False
    is_archived: bool = False
    topic: str = ""


@dataclass(frozen=True)
class App:
    """The app as it is installed: what the bot needs to know to connect."""

    id: str = "A0PROCURE"
    bot_id: str = "B0PROCURE"
    bot_user: str = "U0BOT"
    bot_token: str = "xoxb-sandbox-token"  # noqa: S105 - opens nothing but the sandbox
    app_token: str = "xapp-sandbox-token"  # noqa: S105 - opens nothing but the sandbox
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - signs nothing but the sandbox's requests


@dataclass(frozen=True)
class Workspace:
    """Everything that is there before anybody writes."""

    people: tuple[Person, ...]
    channels: tuple[Channel, ...] = ()
    id: str = "T0SANDBOX"
    name: str = "Sandbox"
    domain: str = "sandbox"
    app: App = field(default_factory=App)


class People:
    """The members as they are now; a person may change."""

    def __init__(self, workspace: Workspace, bot_name: str) -> None:
        self.team_id = workspace.id
        app = workspace.app
        bot = Person(app.bot_user, bot_name, bot_name, is_bot=True)
        self._all = {person.id: person for person in (bot, *workspace.people)}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._all.values())

    def get(self, user: str) -> Person | None:
        """By id."""
        return self._all.get(user)

    def one(self, who: str) -> Person:
        """By id or name; for people who act. Raises `NotThere`."""
        found = self._all.get(who) or next((person for person in self._all.values() if person.name == who), None)
        if found is None:
            raise NotThere(f"nobody is called {who!r}")
        return found

    def by_email(self, email: str) -> Person | None:
        """The active member with this address, in any case."""
        wanted = email.strip().lower()
        fits = (person for person in self._all.values() if person.email.lower() == wanted and not person.deleted)
        return next(fits, None)

    def change(self, who: str, **changes: Any) -> Person:
        """Somebody sets a status, goes away, leaves the company."""
        person = replace(self.one(who), **changes)
        self._all[person.id] = person
        return person


def user_json(person: Person, team_id: str, now: float, *, with_email: bool) -> Json:
    """A member as `users.info` shows them."""
    user: Json = {
        "id": person.id,
        "team_id": person.team_id or team_id,
        "name": person.name,
        "deleted": person.deleted,
        "profile": profile_json(person, with_email=with_email) | {"team": person.team_id or team_id},
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": int(now),
    }
    if person.deleted:
        return user
    here = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(person.tz))
    offset = here.utcoffset()
    return user | {
        "real_name": person.real_name or person.name,
        "tz": person.tz,
        "tz_label": here.tzname() or person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "is_stranger": person.is_stranger,
        "is_email_confirmed": person.is_email_confirmed,
        "who_can_share_contact_card": "EVERYONE",
    }


def profile_json(person: Person, *, with_email: bool) -> Json:
    """What a person says of themselves; the address only for those who may read it."""
    profile: Json = {
        "title": person.title,
        "phone": "",
        "real_name": person.real_name or person.name,
        "real_name_normalized": person.real_name or person.name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "status_expiration": int(person.status_until.timestamp()) if person.status_until else 0,
    }
    if with_email and person.email:
        profile["email"] = person.email
    return profile
