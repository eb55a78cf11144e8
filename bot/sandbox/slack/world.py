"""Everything there is in the sandbox, made once and passed to whoever acts on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.sandbox.slack.changes import Changes
from bot.sandbox.slack.contract import Contract
from bot.sandbox.slack.files import Files
from bot.sandbox.slack.kept import Kept
from bot.sandbox.slack.manifest import Manifest
from bot.sandbox.slack.messages import Message, Messages
from bot.sandbox.slack.outbox import Outbox
from bot.sandbox.slack.rates import Rates
from bot.sandbox.slack.refusals import Json
from bot.sandbox.slack.requests import Requests
from bot.sandbox.slack.rooms import Room, Rooms
from bot.sandbox.slack.sockets import Sockets
from bot.sandbox.slack.timing import Clock, Timing
from bot.sandbox.slack.triggers import Triggers
from bot.sandbox.slack.views import Views
from bot.sandbox.slack.workspace import People, Workspace

CALLS = 1000


@dataclass(frozen=True)
class Call:
    """One call of the Web API, or one use of a response_url: what was asked and what came of it."""

    method: str
    arguments: Json
    error: str


@dataclass
class World:
    """The parts, by name. `base_url` is where the bot reaches the sandbox."""

    workspace: Workspace
    manifest: Manifest
    people: People
    kept: Kept
    timing: Timing
    changes: Changes
    rooms: Rooms
    messages: Messages
    views: Views
    triggers: Triggers
    contract: Contract
    rates: Rates
    files: Files
    sockets: Sockets
    outbox: Outbox
    base_url: str = "http://127.0.0.1"
    agent: dict[str, Json] = field(default_factory=dict)
    scheduled: dict[str, Json] = field(default_factory=dict)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=CALLS))

    @property
    def bot_user(self) -> str:
        """The id of the bot's user."""
        return self.workspace.app.bot_user

    def posted(self, room: Room, message: Message, *, event: bool = True) -> Message:
        """A message was added: tell the pages, and the bot if it may know."""
        self.changes.tell("message", channel=room.id, ts=message.ts, to=message.to)
        if event and message.to is None:
            self.outbox.event(self._message_event(room, message), room.kind)
        return message

    def changed(self, room: Room, message: Message, before: Json) -> None:
        """A message was changed in place."""
        self.changes.tell("update", channel=room.id, ts=message.ts, to=message.to)
        if message.to is None:
            self._hidden(room, "message_changed", message=self.messages.json(message), previous_message=before)

    def removed(self, room: Room, message: Message) -> None:
        """A message was deleted."""
        self.changes.tell("delete", channel=room.id, ts=message.ts, to=message.to)
        if message.to is None:
            self._hidden(room, "message_deleted", deleted_ts=message.ts, previous_message=message.body)

    def bot_message(self, text: str, **more: Any) -> Json:
        """What every message of the bot carries."""
        app = self.workspace.app
        shown = {name: value for name, value in more.items() if value not in (None, [], "")}
        return {"user": self.bot_user, "bot_id": app.bot_id, "app_id": app.id, "team": self.workspace.id} | {
            "text": text,
            **shown,
        }

    def _message_event(self, room: Room, message: Message) -> Json:
        event = {**message.body, "channel": room.id, "event_ts": message.ts, "channel_type": room.kind}
        parent = self.messages.find(room.id, message.thread_ts or "")
        if message.is_reply and parent is not None:
            event["parent_user_id"] = parent.body.get("user", "")
        return event

    def _hidden(self, room: Room, subtype: str, **details: Any) -> None:
        ts = self.timing.stamp()
        event: Json = {"type": "message", "subtype": subtype, "hidden": True, "channel": room.id, **details}
        self.outbox.event({**event, "ts": ts, "event_ts": ts, "channel_type": room.kind}, room.kind)


def make(
    workspace: Workspace,
    clock: Clock,
    manifest: Mapping[str, Any],
    *,
    path: Path | str | None,
    mode: str,
    request_url: str,
) -> World:
    """A workspace as it was described, with what was kept of it."""
    if mode not in ("socket", "http"):
        raise ValueError(f"mode is socket or http, not {mode!r}")
    if mode == "http" and not request_url:
        raise ValueError("mode http needs request_url, where the bot takes Slack's requests")
    app, timing, kept, changes = workspace.app, Timing(clock), Kept(path), Changes()
    allowed = Manifest(manifest)
    people = People(workspace, allowed.bot_name)
    sockets = Sockets(app.id, timing, changes)
    transport = Requests(request_url, app.signing_secret, timing) if mode == "http" else sockets
    world = World(
        workspace=workspace,
        manifest=allowed,
        people=people,
        kept=kept,
        timing=timing,
        changes=changes,
        rooms=Rooms(workspace, people, kept, timing.now()),
        messages=Messages(kept, timing),
        views=Views(workspace, kept, timing, changes),
        triggers=Triggers(timing),
        contract=Contract(),
        rates=Rates(timing),
        files=Files(kept),
        sockets=sockets,
        outbox=Outbox(workspace, allowed, timing, transport),
    )
    world.agent = dict(kept.all("agent"))
    world.scheduled = dict(kept.all("scheduled"))
    return world
