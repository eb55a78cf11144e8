"""Messages for later."""

from __future__ import annotations

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.methods.chat import post, writable
from bot.sandbox.slack.refusals import Json, Refusal
from bot.sandbox.slack.rooms import fresh
from bot.sandbox.slack.world import World

FURTHEST = 120 * 24 * 3600
FIELDS = ("text", "blocks", "attachments", "metadata", "thread_ts", "reply_broadcast")


def add(world: World, args: Arguments) -> Json:
    """`chat.scheduleMessage`: post it at that second."""
    room = writable(world, args.text("channel"))
    world.contract.message(args.text("text"), args.any("blocks"), args.any("attachments"))
    post_at, now = args.number("post_at", 0), world.timing.now()
    if post_at <= now:
        raise Refusal("time_in_past")
    if post_at > now + FURTHEST:
        raise Refusal("time_too_far")
    key = fresh("Q")
    given = {name: args.any(name) for name in FIELDS if args.any(name) is not None}
    world.scheduled[key] = {"channel": room.id, "post_at": post_at, "message": given}
    world.kept.put("scheduled", key, world.scheduled[key])
    message = world.bot_message(args.text("text"), type="delayed_message")
    return {"channel": room.id, "scheduled_message_id": key, "post_at": post_at, "message": message}


def delete(world: World, args: Arguments) -> Json:
    """`chat.deleteScheduledMessage`: never mind."""
    key = args.text("scheduled_message_id")
    waiting = world.scheduled.get(key)
    if waiting is None or waiting["channel"] != args.text("channel"):
        raise Refusal("invalid_scheduled_message_id")
    _forget(world, key)
    return {}


def post_due(world: World) -> None:
    """Post what is due by now; what may no longer be written is dropped, as Slack drops it."""
    now = world.timing.now()
    for key, waiting in list(world.scheduled.items()):
        if waiting["post_at"] > now:
            continue
        _forget(world, key)
        try:
            room = writable(world, waiting["channel"])
        except Refusal:
            continue
        post(world, room, Arguments(waiting["message"]))


def _forget(world: World, key: str) -> None:
    del world.scheduled[key]
    world.kept.drop("scheduled", key)
