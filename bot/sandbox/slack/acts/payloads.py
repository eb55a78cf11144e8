"""What Slack tells the bot about a person's act."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.refusals import Json
from bot.sandbox.slack.rooms import Room
from bot.sandbox.slack.workspace import Person
from bot.sandbox.slack.world import World

MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


def interaction(world: World, kind: str, person: Person) -> Json:
    """What every interactive payload carries."""
    workspace = world.workspace
    team_id = person.team_id or workspace.id
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": team_id},
        "api_app_id": workspace.app.id,
        "token": "sandbox",
        "team": {"id": workspace.id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def with_trigger(world: World, payload: Json, person: Person) -> Json:
    """The payload with the right to open a modal."""
    return payload | {"trigger_id": world.triggers.trigger(person.id)}


def in_message(world: World, room: Room, message: Message, person: Person) -> Json:
    """Where a click happened, and the response_url to answer it."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": room.id,
        "is_ephemeral": message.to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    where: Json = {
        "container": container,
        "channel": {"id": room.id, "name": room_name(room)},
        "response_url": world.base_url + world.triggers.response_path(person.id, room.id, message.ts),
    }
    return where if message.to is not None else where | {"message": world.messages.json(message)}


def room_name(room: Room) -> str:
    """A conversation's name as interactions carry it."""
    return {"im": "directmessage", "group": "privategroup"}.get(room.kind, room.name)


def action(element: Json, block_id: str, held: Json, stamp: str) -> Json:
    """One entry of `actions`."""
    shown: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id, **held}
    for name in ("text", "style", "value"):
        if element["type"] == "button" and name in element:
            shown[name] = element[name]
    return shown | {"action_ts": stamp}


def rich_text(text: str, block_id: str) -> Json:
    """What a person wrote as the block that Slack makes of it, with mentions told apart from words."""
    parts: list[dict[str, Any]] = []
    for index, piece in enumerate(MENTION.split(text)):
        if index % 2:
            parts.append({"type": "user", "user_id": piece})
        elif piece:
            parts.append({"type": "text", "text": piece})
    section = {"type": "rich_text_section", "elements": parts}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}
