"""What the bot sends to a response_url, or along with the acknowledgement of a command."""

from __future__ import annotations

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.messages import identified
from bot.sandbox.slack.methods.chat import whisper
from bot.sandbox.slack.refusals import Refusal
from bot.sandbox.slack.rooms import Room
from bot.sandbox.slack.triggers import Answer
from bot.sandbox.slack.world import World


def answer(world: World, key: str, args: Arguments) -> None:
    """One use of a response_url: replace or delete the message it came from, or say something new."""
    right = world.triggers.use(key)
    room = world.rooms.get(right.channel)
    if room is None:
        raise Refusal("channel_not_found", status=404)
    if args.flag("delete_original"):
        _delete(world, room, right)
        return
    world.contract.message(args.text("text"), args.any("blocks"), args.any("attachments"))
    if args.flag("replace_original"):
        _replace(world, room, right, args)
    else:
        say(world, room, right.user, args)


def say(world: World, room: Room, user: str, args: Arguments) -> None:
    """A new message: to that person alone, or with `in_channel` to all."""
    if args.text("response_type") != "in_channel":
        whisper(world, room, user, args)
        return
    body = world.bot_message(
        args.text("text"),
        blocks=identified(args.any("blocks")),
        attachments=args.any("attachments"),
        thread_ts=args.text("thread_ts"),
    )
    world.posted(room, world.messages.add(room.id, body))


def _replace(world: World, room: Room, right: Answer, args: Arguments) -> None:
    original = world.messages.find(room.id, right.message_ts or "")
    if original is None:
        raise Refusal("message_not_found", status=404)
    before = world.messages.json(original)
    blocks = identified(args.any("blocks")) or None
    world.messages.replace(original, text=args.text("text"), blocks=blocks)
    world.changed(room, original, before)


def _delete(world: World, room: Room, right: Answer) -> None:
    original = world.messages.find(room.id, right.message_ts or "")
    if original is None:
        raise Refusal("message_not_found", status=404)
    world.messages.remove(original)
    world.removed(room, original)
