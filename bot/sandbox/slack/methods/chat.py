"""Messages of the bot: posted, changed, whispered, deleted."""

from __future__ import annotations

from typing import Any

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.messages import Message, identified
from bot.sandbox.slack.refusals import Json, Refusal
from bot.sandbox.slack.rooms import Room
from bot.sandbox.slack.world import World


def post_message(world: World, args: Arguments) -> Json:
    """`chat.postMessage`: to a channel by id or name, or to a person's direct message."""
    room = writable(world, args.text("channel"))
    world.contract.message(args.text("text"), args.any("blocks"), args.any("attachments"))
    world.rates.posting(room.id)
    message = post(world, room, args)
    return {"channel": room.id, "ts": message.ts, "message": world.messages.json(message)}


def post(world: World, room: Room, args: Arguments) -> Message:
    """Put a message of the bot into a conversation, or into a thread there."""
    thread = thread_of(world, room, args.text("thread_ts"))
    body = world.bot_message(
        args.text("text"),
        blocks=identified(args.any("blocks")),
        attachments=args.any("attachments"),
        metadata=args.any("metadata"),
        thread_ts=thread,
    )
    if thread and args.flag("reply_broadcast"):
        body["subtype"] = "thread_broadcast"
    clear_status(world, room, thread)
    return world.posted(room, world.messages.add(room.id, body))


def clear_status(world: World, room: Room, thread: str | None) -> None:
    """Take the agent's status away: Slack does so when the app answers."""
    if thread and world.agent.pop(f"{room.id} {thread} status", None):
        world.kept.drop("agent", f"{room.id} {thread} status")
        world.changes.tell("agent", channel=room.id, thread_ts=thread)


def post_ephemeral(world: World, args: Arguments) -> Json:
    """`chat.postEphemeral`: to one person in a channel."""
    room = writable(world, args.text("channel"), strict=True)
    world.contract.message(args.text("text"), args.any("blocks"), args.any("attachments"))
    user = args.text("user")
    if user not in room.members:
        raise Refusal("user_not_in_channel")
    whispered = whisper(world, room, user, args)
    return {"message_ts": whispered.ts}


def whisper(world: World, room: Room, user: str, args: Arguments) -> Message:
    """Put a message into a conversation that one person alone sees."""
    body = world.bot_message(
        args.text("text"),
        blocks=identified(args.any("blocks")),
        attachments=args.any("attachments"),
        thread_ts=thread_of(world, room, args.text("thread_ts")),
    )
    return world.posted(room, world.messages.add(room.id, {**body, "is_ephemeral": True}, to=user))


def update(world: World, args: Arguments) -> Json:
    """`chat.update`: replace what the bot posted."""
    room, message = own(world, args, "cant_update_message")
    changes: dict[str, Any] = {}
    if "text" in args.given or "blocks" in args.given or "attachments" in args.given:
        world.contract.message(args.text("text"), args.any("blocks"), args.any("attachments"))
        changes["text"] = args.text("text")
        # Without `blocks`, a new text takes the place of the old blocks.
        changes["blocks"] = identified(args.any("blocks")) or None
        changes["attachments"] = args.any("attachments") or None
    elif "metadata" not in args.given:
        raise Refusal("no_text")
    if "metadata" in args.given:
        changes["metadata"] = args.any("metadata")
    rewrite(world, room, message, changes)
    return {"channel": room.id, "ts": message.ts, "text": message.body["text"], "message": world.messages.json(message)}


def rewrite(world: World, room: Room, message: Message, changes: dict[str, Any], *, edited: bool = True) -> None:
    """Change a message in place and say so; the end of a stream is no edit."""
    before = world.messages.json(message)
    mark = {"edited": {"user": world.bot_user, "ts": world.timing.stamp()}} if edited else {}
    world.messages.replace(message, **changes, **mark)
    world.changed(room, message, before)


def delete(world: World, args: Arguments) -> Json:
    """`chat.delete`: take back what the bot posted."""
    room, message = own(world, args, "cant_delete_message")
    world.messages.remove(message)
    world.removed(room, message)
    return {"channel": room.id, "ts": message.ts}


def permalink(world: World, args: Arguments) -> Json:
    """`chat.getPermalink`: the address of a message."""
    room = world.rooms.by_id(args.text("channel"))
    message = world.messages.find(room.id, args.text("message_ts"))
    if message is None or message.to is not None:
        raise Refusal("message_not_found")
    link = f"{world.base_url}/archives/{room.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={room.id}" if message.is_reply else ""
    return {"channel": room.id, "permalink": link + thread}


def writable(world: World, ref: str, *, strict: bool = False) -> Room:
    """The conversation the bot may write into. `strict` takes ids alone."""
    room = world.rooms.get(ref)
    if room is None and not strict and (person := world.people.get(ref)) is not None:
        room = world.rooms.direct(world.bot_user, person.id)
    if room is None or (strict and room.id != ref):
        raise Refusal("channel_not_found")
    if world.bot_user not in room.members:
        raise Refusal("not_in_channel" if room.kind == "channel" else "channel_not_found")
    if room.is_archived:
        raise Refusal("is_archived")
    return room


def thread_of(world: World, room: Room, ts: str) -> str | None:
    """The thread that a timestamp stands for: a reply's is its parent's."""
    message = world.messages.find(room.id, ts)
    return (message.thread_ts or ts) if message is not None else ts or None


def own(world: World, args: Arguments, otherwise: str) -> tuple[Room, Message]:
    """A message of the bot, which it may change."""
    room = world.rooms.by_id(args.text("channel"))
    message = world.messages.find(room.id, args.text("ts"))
    if message is None or message.to is not None:
        raise Refusal("message_not_found")
    if message.body.get("bot_id") != world.workspace.app.bot_id:
        raise Refusal(otherwise)
    return room, message
