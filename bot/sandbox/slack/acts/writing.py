"""People write, read, use commands, and open the app."""

from __future__ import annotations

import re

from bot.sandbox.slack.acts.payloads import MENTION, rich_text, room_name
from bot.sandbox.slack.answers import say as answer_with
from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.outbox import Delivery
from bot.sandbox.slack.refusals import Json, NotAcked, NotThere, Refusal
from bot.sandbox.slack.rooms import Room, fresh
from bot.sandbox.slack.world import World

LONGEST = 12_000
HANDLE = re.compile(r"(?<![\w@])@([\w][\w.-]*\w|\w)")
CHANNEL = re.compile(r"(?<![\w#&])#([\w-]+)")


def say(world: World, user: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
    """Somebody writes into a conversation they are in; the bot hears of it as its manifest says."""
    person = world.people.one(user)
    room = world.rooms.seen_by(person.id, channel)
    if not text.strip() or len(text) > LONGEST:
        raise ValueError(f"a message has 1 to {LONGEST} characters")
    if room.kind == "im" and world.bot_user in room.members and world.manifest.read_only:
        raise NotThere("nothing can be written to this app")
    thread = _thread(world, room, thread_ts)
    body: Json = {"user": person.id, "team": person.team_id or world.workspace.id, "text": text}
    body |= {"client_msg_id": fresh("").lower(), "blocks": [rich_text(text, fresh("")[1:6])]}
    message = world.messages.add(room.id, body | ({"thread_ts": thread} if thread else {}))
    world.rooms.mark_read(person.id, room.id, message.ts)
    world.posted(room, message)
    if world.bot_user in MENTION.findall(text) and room.kind != "im" and world.bot_user in room.members:
        mention = {**message.body, "type": "app_mention", "channel": room.id, "event_ts": message.ts}
        world.outbox.event(mention)
    return {**world.messages.json(message), "channel": room.id}


def edit(world: World, user: str, channel: str, ts: str, text: str) -> Json:
    """Somebody changes what they wrote."""
    room, message = _own(world, user, channel, ts)
    before = world.messages.json(message)
    edited = {"user": message.body["user"], "ts": world.timing.stamp()}
    world.messages.replace(message, text=text, blocks=[rich_text(text, fresh("")[1:6])], edited=edited)
    world.changed(room, message, before)
    return world.messages.json(message)


def delete(world: World, user: str, channel: str, ts: str) -> None:
    """Somebody takes back what they wrote."""
    room, message = _own(world, user, channel, ts)
    world.messages.remove(message)
    world.removed(room, message)


def mark_read(world: World, user: str, channel: str, ts: str) -> None:
    """Somebody has read up to here."""
    person = world.people.one(user)
    room = world.rooms.seen_by(person.id, channel)
    world.rooms.mark_read(person.id, room.id, ts)
    world.changes.tell("read", to=person.id, channel=room.id, ts=ts)


def open_home(world: World, user: str, tab: str = "home") -> None:
    """Somebody opens the app: its home, or the messages with it."""
    person = world.people.one(user)
    if not (world.manifest.home_tab if tab == "home" else world.manifest.messages_tab):
        raise NotThere(f"the app has no {tab} tab")
    room = world.rooms.direct(person.id, world.bot_user)
    stamp = world.timing.stamp()
    event: Json = {"type": "app_home_opened", "user": person.id, "channel": room.id, "tab": tab, "event_ts": stamp}
    view = world.views.home(person.id)
    world.outbox.event(event | ({"view": view} if tab == "home" and view else {}))


async def command(world: World, user: str, channel: str, name: str, text: str) -> bool:
    """Somebody uses a slash command; returns whether the bot took it. Else Slack tells that person."""
    person = world.people.one(user)
    room = world.rooms.seen_by(person.id, channel)
    if name not in world.manifest.commands:
        raise NotThere(f"there is no command {name!r}")
    workspace = world.workspace
    if world.manifest.commands[name].get("should_escape"):
        text = escaped(world, text)
    payload: Json = {
        "token": "sandbox",
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": room.id,
        "channel_name": room_name(room),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": world.base_url + world.triggers.response_path(person.id, room.id),
        "trigger_id": world.triggers.trigger(person.id),
    }
    try:
        said = Arguments(await world.outbox.ask(Delivery("slash_commands", payload, responds=True)))
        if said.text("text") or said.any("blocks"):
            world.contract.message(said.text("text"), said.any("blocks"))
            answer_with(world, room, person.id, said)
    except (NotAcked, Refusal) as failure:
        why = {"no_socket": "dispatch_failed", "connection_failed": "dispatch_failed"}.get(str(failure), "")
        why = why or ("operation_timeout" if isinstance(failure, NotAcked) else "dispatch_unknown_error")
        shown = {"user": "USLACKBOT", "text": f'{name} failed with the error "{why}"', "is_ephemeral": True}
        world.posted(room, world.messages.add(room.id, shown, to=person.id))
        return False
    return True


def escaped(world: World, text: str) -> str:
    """What somebody typed behind a command that wants people and channels escaped, as Slack hands it to the app."""
    people = {person.name: f"<@{person.id}|{person.name}>" for person in world.people}
    rooms = {room.name: f"<#{room.id}|{room.name}>" for room in world.rooms if not room.is_dm and room.name}
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(plain, entity)
    text = HANDLE.sub(lambda found: people.get(found[1], found[0]), text)
    return CHANNEL.sub(lambda found: rooms.get(found[1], found[0]), text)


def _thread(world: World, room: Room, ts: str | None) -> str | None:
    if not ts:
        return None
    message = world.messages.find(room.id, ts)
    if message is None:
        raise NotThere(f"no message {ts} in {room.id}")
    return message.thread_ts or ts


def _own(world: World, user: str, channel: str, ts: str) -> tuple[Room, Message]:
    person = world.people.one(user)
    room = world.rooms.seen_by(person.id, channel)
    message = world.messages.find(room.id, ts)
    if message is None or message.body.get("user") != person.id or message.to is not None:
        raise NotThere(f"{person.name} wrote no message {ts} there")
    return room, message
