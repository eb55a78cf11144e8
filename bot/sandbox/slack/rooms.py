"""The conversations: channels and direct messages, who is in them, and how far each has read."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from string import ascii_uppercase, digits

from bot.sandbox.slack.kept import Kept
from bot.sandbox.slack.refusals import Json, NotThere, Refusal
from bot.sandbox.slack.workspace import People, Workspace


def fresh(prefix: str) -> str:
    """An id that nothing has yet."""
    return prefix + "0" + "".join(secrets.choice(ascii_uppercase + digits) for _ in range(9))


@dataclass
class Room:
    """A channel, a direct message (im), or one among several (mpim)."""

    id: str
    name: str
    kind: str
    members: list[str]
    created: int = 0
    is_archived: bool = False
    topic: str = ""

    @property
    def is_dm(self) -> bool:
        """Whether it is a direct message, of two or more."""
        return self.kind in ("im", "mpim")


class Rooms:
    """Every conversation. Channels come from the workspace, direct messages are made when first opened."""

    def __init__(self, workspace: Workspace, people: People, kept: Kept, now: float) -> None:
        self._kept = kept
        self._people = people
        self.bot_user = workspace.app.bot_user
        self._all: dict[str, Room] = {}
        self._read: dict[tuple[str, str], str] = {}
        for channel in workspace.channels:
            kind = "group" if channel.is_private else "channel"
            members = list(channel.members)
            self._all[channel.id] = Room(
                channel.id, channel.name, kind, members, int(now), channel.is_archived, channel.topic
            )
        for key, body in kept.all("room"):
            self._all[key] = Room(**body)
        for key, body in kept.all("read"):
            user, _, room = key.partition(" ")
            self._read[user, room] = str(body["ts"])

    def __iter__(self) -> Iterator[Room]:
        return iter(list(self._all.values()))

    def get(self, ref: str) -> Room | None:
        """By id, or a channel by its name with or without the hash."""
        name = ref.removeprefix("#")
        return self._all.get(ref) or next((r for r in self._all.values() if r.name == name and not r.is_dm), None)

    def by_id(self, room_id: str) -> Room:
        """For the bot, which gives an id. Raises `channel_not_found`, also for what it cannot see."""
        room = self._all.get(room_id)
        if room is None or (room.kind != "channel" and self.bot_user not in room.members):
            raise Refusal("channel_not_found")
        return room

    def seen_by(self, user: str, ref: str) -> Room:
        """For a person, who names a channel, or the bot or a colleague for their direct message."""
        room = self.get(ref)
        if room is None and (person := self._people.get(ref)) is not None:
            room = self.direct(user, person.id)
        if room is None or user not in room.members:
            raise NotThere(f"no conversation {ref!r} for {user}")
        return room

    def direct(self, *members: str) -> Room:
        """The direct message of these people, made when there is none."""
        wanted = sorted(set(members))
        found = next((room for room in self._all.values() if room.is_dm and sorted(room.members) == wanted), None)
        if found is None:
            kind = "im" if len(wanted) <= 2 else "mpim"
            names = [person.name for member in wanted if (person := self._people.get(member))]
            name = f"mpdm-{'--'.join(names)}-1" if kind == "mpim" else ""
            found = Room(fresh("D" if kind == "im" else "G"), name, kind, list(dict.fromkeys(members)))
            self._all[found.id] = found
            self._kept.put("room", found.id, asdict(found))
        return found

    def has_direct(self, *members: str) -> bool:
        """Whether these people have a direct message already."""
        wanted = sorted(set(members))
        return any(room.is_dm and sorted(room.members) == wanted for room in self._all.values())

    def read_to(self, user: str, room: str) -> str:
        """The timestamp up to which somebody has read."""
        return self._read.get((user, room), "0")

    def mark_read(self, user: str, room: str, ts: str) -> None:
        """Somebody has read up to here."""
        self._read[user, room] = max(ts, self.read_to(user, room))
        self._kept.put("read", f"{user} {room}", {"ts": self._read[user, room]})

    def json(self, room: Room) -> Json:
        """A conversation as the Web API shows it to the bot."""
        shown: Json = {
            "id": room.id,
            "created": room.created,
            "is_archived": room.is_archived,
            "is_channel": room.kind == "channel",
            "is_group": room.kind == "group",
            "is_im": room.kind == "im",
            "is_mpim": room.kind == "mpim",
            "is_private": room.kind != "channel",
            "is_org_shared": False,
            "context_team_id": self._people.team_id,
        }
        if room.kind == "im":
            others = [member for member in room.members if member != self.bot_user]
            return shown | {"user": others[0] if others else self.bot_user, "is_open": True}
        return shown | {
            "name": room.name,
            "name_normalized": room.name,
            "is_member": self.bot_user in room.members,
            "is_general": room.name == "general",
            "topic": {"value": room.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "num_members": len(room.members),
        }

    def forget(self) -> None:
        """Every direct message is gone, and nobody has read anything."""
        self._all = {key: room for key, room in self._all.items() if not room.is_dm}
        self._read.clear()
