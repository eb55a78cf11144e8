"""Answers that grow before the reader's eyes."""

from __future__ import annotations

from typing import Any

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.messages import Message, identified
from bot.sandbox.slack.methods.chat import clear_status, own, rewrite, thread_of, writable
from bot.sandbox.slack.refusals import Json, Refusal
from bot.sandbox.slack.rooms import Room
from bot.sandbox.slack.world import World

OPEN_SECONDS = 300.0  # observed: Slack ends a stream that is about five minutes old


def start(world: World, args: Arguments) -> Json:
    """`chat.startStream`: an empty message in a thread, or one with its first words."""
    room = writable(world, args.text("channel"), strict=True)
    world.contract.chunks(args.any("chunks"), args.text("markdown_text"))
    if not room.is_dm:
        for name in ("recipient_team_id", "recipient_user_id"):
            if not args.text(name):
                raise Refusal(f"missing_{name}")
    world.rates.posting(room.id)
    thread = thread_of(world, room, args.text("thread_ts"))
    body = world.bot_message("", thread_ts=thread)
    message = world.messages.add(room.id, {**body, "streaming_state": "in_progress"})
    message.streamed, message.stream_since = [], world.timing.now()
    _grow(message, args)
    _show(world, message, [])
    clear_status(world, room, thread)
    world.posted(room, message)
    return {"channel": room.id, "ts": message.ts}


def append(world: World, args: Arguments) -> Json:
    """`chat.appendStream`: more of it."""
    room, message = _open(world, args)
    if not args.text("markdown_text") and not args.any("chunks"):
        raise Refusal("no_text")
    _grow(message, args)
    _show(world, message, [])
    world.changes.tell("update", channel=room.id, ts=message.ts, to=None)
    return {"channel": room.id, "ts": message.ts}


def stop(world: World, args: Arguments) -> Json:
    """`chat.stopStream`: that was all; blocks may follow the text."""
    room, message = _open(world, args)
    if args.any("blocks") is not None:
        world.contract.blocks(args.any("blocks"))
    _grow(message, args)
    _show(world, message, identified(args.any("blocks")))
    message.streamed = None
    changes: dict[str, Any] = {"streaming_state": "completed"}
    if args.any("metadata"):
        changes["metadata"] = args.any("metadata")
    rewrite(world, room, message, changes, edited=False)
    return {"channel": room.id, "ts": message.ts, "message": world.messages.json(message)}


def _open(world: World, args: Arguments) -> tuple[Room, Message]:
    room, message = own(world, args, "message_not_owned_by_app")
    if message.streamed is None or world.timing.now() - message.stream_since > OPEN_SECONDS:
        raise Refusal("message_not_in_streaming_state")
    world.contract.chunks(args.any("chunks"), args.text("markdown_text"))
    return room, message


def _grow(message: Message, args: Arguments) -> None:
    """Add the new chunks; text joins the text before it, a task or plan takes the place of its former state."""
    grown = message.streamed if message.streamed is not None else []
    new = list(args.any("chunks") or ())
    if args.text("markdown_text"):
        new.append({"type": "markdown_text", "text": args.text("markdown_text")})
    for chunk in new:
        last = grown[-1] if grown else {}
        if chunk["type"] == "markdown_text" and last.get("type") == "markdown_text":
            last["text"] += chunk["text"]
            continue
        same = next((old for old in grown if _same(old, chunk)), None)
        if same is None:
            grown.append(dict(chunk))
        else:
            same.update(chunk)
    message.streamed = grown


def _same(old: Json, chunk: Json) -> bool:
    if old["type"] != chunk["type"] or chunk["type"] not in ("task_update", "plan_update"):
        return False
    return chunk["type"] == "plan_update" or old.get("id") == chunk.get("id")


def _show(world: World, message: Message, after: list[Json]) -> None:
    blocks: list[Json] = []
    for chunk in message.streamed or ():
        if chunk["type"] == "markdown_text":
            blocks.append({"type": "markdown", "text": chunk["text"]})
        elif chunk["type"] == "blocks":
            blocks += chunk["blocks"]
        elif chunk["type"] == "task_update":
            blocks.append(_task(chunk))
        elif chunk["type"] == "plan_update":
            blocks.append({"type": "plan", "title": chunk["title"]})
    message.body["text"] = "".join(c["text"] for c in message.streamed or () if c["type"] == "markdown_text")
    message.body["blocks"] = identified(blocks) + after
    world.messages.save(message)


def _task(chunk: Json) -> Json:
    task: Json = {"type": "task_card", "task_id": chunk["id"], "title": chunk["title"]}
    for name in ("details", "output"):
        if chunk.get(name):
            words = {"type": "rich_text_section", "elements": [{"type": "text", "text": chunk[name]}]}
            task[name] = {"type": "rich_text", "elements": [words]}
    return task | {name: chunk[name] for name in ("status", "sources") if name in chunk}
