"""The conversations the bot is in, and what was said there."""

from __future__ import annotations

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.methods.pages import page
from bot.sandbox.slack.refusals import Json, Refusal
from bot.sandbox.slack.rooms import Room
from bot.sandbox.slack.world import World

KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
MOST_IN_DM = 8


def open_direct(world: World, args: Arguments) -> Json:
    """`conversations.open`: the direct message with one person or several."""
    if args.text("channel"):
        room = world.rooms.by_id(args.text("channel"))
        if not room.is_dm:
            raise Refusal("method_not_supported_for_channel_type")
        return {"channel": _opened(world, room, args), "no_op": True, "already_open": True}
    users = [user for user in args.names("users") if user and user != world.bot_user]
    world.manifest.require_for("mpim" if len(users) > 1 else "im", "write")
    if not users:
        raise Refusal("users_list_not_supplied")
    if len(users) > MOST_IN_DM:
        raise Refusal("too_many_users")
    for user in users:
        person = world.people.get(user)
        if person is None:
            raise Refusal("user_not_found")
        if person.deleted:
            raise Refusal("user_disabled")
        if person.is_bot:
            raise Refusal("cannot_dm_bot")
    there = world.rooms.has_direct(world.bot_user, *users)
    if not there and args.flag("prevent_creation"):
        raise Refusal("channel_not_found")
    room = world.rooms.direct(world.bot_user, *users)
    return {"channel": _opened(world, room, args), "no_op": there, "already_open": there}


def _opened(world: World, room: Room, args: Arguments) -> Json:
    return world.rooms.json(room) if args.flag("return_im") else {"id": room.id}


def info(world: World, args: Arguments) -> Json:
    """`conversations.info`: one conversation."""
    room = _readable(world, args, "read")
    shown = world.rooms.json(room)
    if not args.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


def everything(world: World, args: Arguments) -> Json:
    """`conversations.list`: those of the kinds that were asked for."""
    wanted = args.names("types") or ["public_channel"]
    if not set(wanted) <= KINDS.keys():
        raise Refusal("invalid_types")
    for kind in wanted:
        world.manifest.require_for(KINDS[kind], "read")
    kinds = {KINDS[kind] for kind in wanted}
    rooms = [
        room
        for room in world.rooms
        if room.kind in kinds
        and (room.kind == "channel" or world.bot_user in room.members)
        and not (args.flag("exclude_archived") and room.is_archived)
    ]
    shown, following = page(rooms, args)
    return {"channels": [world.rooms.json(room) for room in shown], "response_metadata": following}


def members(world: World, args: Arguments) -> Json:
    """`conversations.members`: who is in it."""
    room = _readable(world, args, "read")
    shown, following = page(room.members, args)
    return {"members": shown, "response_metadata": following}


def history(world: World, args: Arguments) -> Json:
    """`conversations.history`: the newest first, without replies in threads."""
    room = _readable(world, args, "history")
    _inside(world, room)
    found = [
        message
        for message in world.messages.of(room.id)
        if (not message.is_reply or message.body.get("subtype") == "thread_broadcast") and _between(message, args)
    ]
    # With `oldest` alone, Slack pages forward from there; else backward from the latest.
    forward = bool(args.text("oldest")) and not args.text("latest")
    shown = _shown(world, found if forward else found[::-1], args)
    return shown | {"messages": shown["messages"][::-1]} if forward else shown


def replies(world: World, args: Arguments) -> Json:
    """`conversations.replies`: a thread, from the message that started it."""
    room = _readable(world, args, "history")
    _inside(world, room)
    asked = world.messages.find(room.id, args.text("ts"))
    if asked is None or asked.to is not None:
        raise Refusal("thread_not_found")
    parent = world.messages.find(room.id, asked.thread_ts or asked.ts) or asked
    thread = [reply for reply in world.messages.replies(room.id, parent.ts) if _between(reply, args)]
    return _shown(world, [parent, *thread], args)


def _readable(world: World, args: Arguments, right: str) -> Room:
    room = world.rooms.by_id(args.text("channel"))
    world.manifest.require_for(room.kind, right)
    return room


def _inside(world: World, room: Room) -> None:
    if world.bot_user not in room.members:
        raise Refusal("not_in_channel")


def _between(message: Message, args: Arguments) -> bool:
    oldest, latest = args.text("oldest"), args.text("latest")
    try:
        at = float(message.ts)
        after, before = float(oldest or 0), float(latest) if latest else float("inf")
    except ValueError:
        raise Refusal("invalid_ts_oldest" if oldest else "invalid_ts_latest") from None
    return after <= at <= before if args.flag("inclusive") else after < at < before


def _shown(world: World, found: list[Message], args: Arguments) -> Json:
    shown, following = page(found, args, most=999)
    return {
        "messages": [world.messages.json(message) for message in shown],
        "has_more": bool(following["next_cursor"]),
        "response_metadata": following,
    }
