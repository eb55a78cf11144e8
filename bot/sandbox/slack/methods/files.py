"""Files of the bot: an address for the bytes, then the message that shares them."""

from __future__ import annotations

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.messages import identified
from bot.sandbox.slack.methods.chat import thread_of, writable
from bot.sandbox.slack.refusals import Json, Refusal
from bot.sandbox.slack.world import World


def upload_url(world: World, args: Arguments) -> Json:
    """`files.getUploadURLExternal`: where the bytes go."""
    size = args.number("length", 0)
    if size <= 0:
        raise Refusal("invalid_arguments", "must be more than 0 [json-pointer:/length]")
    file = world.files.expect(args.text("filename"), size)
    return {"upload_url": f"{world.base_url}/upload/{file.id}", "file_id": file.id}


def complete(world: World, args: Arguments) -> Json:
    """`files.completeUploadExternal`: the bytes are there; share them if a channel is given."""
    wanted = args.any("files")
    if not isinstance(wanted, list) or not all(isinstance(one, dict) and one.get("id") for one in wanted):
        raise Refusal("invalid_arguments", "files need an id [json-pointer:/files]")
    refs = args.names("channels") or args.names("channel_id")
    rooms = [writable(world, ref, strict=True) for ref in refs]
    if args.any("blocks") is not None:
        world.contract.blocks(args.any("blocks"))
    done = [world.files.complete(str(one["id"]), str(one.get("title") or "")) for one in wanted]
    shown = [world.files.json(file, world.base_url, world.bot_user) for file in done]
    for room in rooms:
        body = world.bot_message(
            args.text("initial_comment"),
            blocks=identified(args.any("blocks")),
            thread_ts=thread_of(world, room, args.text("thread_ts")),
        )
        message = world.messages.add(room.id, {**body, "subtype": "file_share", "files": shown})
        world.posted(room, message)
    return {"files": shown}
