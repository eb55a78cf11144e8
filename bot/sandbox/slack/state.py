"""What one person sees of the workspace, as JSON for a page."""

from __future__ import annotations

from typing import Any

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.refusals import Json
from bot.sandbox.slack.rooms import Room
from bot.sandbox.slack.workspace import Person
from bot.sandbox.slack.world import World


def state_for(world: World, user: str) -> Json:
    """Everything that is before one person: people, conversations with their messages, modals, home."""
    person = world.people.one(user)
    rooms = [room for room in world.rooms if person.id in room.members]
    manifest = world.manifest
    return {
        "now": world.timing.now(),
        "team": {"id": world.workspace.id, "name": world.workspace.name, "domain": world.workspace.domain},
        "me": person.id,
        "app": {
            "id": world.workspace.app.id,
            "name": manifest.app_name,
            "user": world.bot_user,
            "connected": world.sockets.count > 0 or world.outbox.transport is not world.sockets,
            "home_tab": manifest.home_tab,
            "messages_tab": manifest.messages_tab,
            "commands": list(manifest.commands.values()),
            "prompts": manifest.prompts,
        },
        "users": [_person(one) for one in world.people],
        "channels": [_room(world, room, person) for room in rooms],
        "views": world.views.stack(person.id),
        "home": world.views.home(person.id),
    }


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name or person.name,
        "title": person.title,
        "tz": person.tz,
        "is_bot": person.is_bot,
        "is_guest": person.is_guest,
        "is_stranger": person.is_stranger,
        "deleted": person.deleted,
        "presence": person.presence,
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
    }


def _room(world: World, room: Room, person: Person) -> Json:
    messages = list(world.messages.of(room.id, person.id))
    read = world.rooms.read_to(person.id, room.id)
    others = [member for member in room.members if member != person.id]
    top = [message for message in messages if not message.is_reply]
    threads: dict[str, list[Json]] = {}
    for message in messages:
        if message.is_reply and message.thread_ts:
            threads.setdefault(message.thread_ts, []).append(_message(world, message))
    return {
        "id": room.id,
        "name": room.name,
        "kind": room.kind,
        "topic": room.topic,
        "is_archived": room.is_archived,
        "members": room.members,
        "with": others[0] if room.kind == "im" and others else None,
        "messages": [_message(world, message) for message in top],
        "threads": threads,
        "read_to": read,
        "unread": sum(message.ts > read and message.body.get("user") != person.id for message in messages),
        "agent": _agent(world, room),
    }


def _message(world: World, message: Message) -> Json:
    return {**world.messages.json(message), "channel": message.channel, "ephemeral": message.to is not None}


def _agent(world: World, room: Room) -> dict[str, Any]:
    """The agent's status, prompts, title and session by thread; those of no thread under ""."""
    found: dict[str, Any] = {}
    for key, shown in world.agent.items():
        channel, thread, what = key.split(" ")
        if channel == room.id:
            found.setdefault(thread, {})[what] = shown
    return found
