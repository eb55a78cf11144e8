"""What makes the app an agent: its status, suggested prompts and titles of threads."""

from __future__ import annotations

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.refusals import Json, Refusal
from bot.sandbox.slack.rooms import Room
from bot.sandbox.slack.world import World

MOST_PROMPTS = 4
MOST_TITLE = 200
SESSIONS = ("active", "processing", "suspended", "closed")


def set_status(world: World, args: Arguments) -> Json:
    """`assistant.threads.setStatus`: "is looking in Odoo"; an empty one clears it."""
    room = _room(world, args)
    loading = args.any("loading_messages")
    if loading is not None and not isinstance(loading, list):
        raise Refusal("invalid_arguments", "must be an array [json-pointer:/loading_messages]")
    shown: Json = {"status": args.text("status"), "loading_messages": loading or []}
    _note(world, room, args.text("thread_ts"), "status", shown if shown["status"] else None)
    return {}


def set_prompts(world: World, args: Arguments) -> Json:
    """`assistant.threads.setSuggestedPrompts`: up to four things to ask."""
    room = _room(world, args)
    prompts = args.any("prompts")
    sound = isinstance(prompts, list) and all(
        isinstance(prompt, dict) and prompt.get("title") and prompt.get("message") for prompt in prompts
    )
    if not sound or not 1 <= len(prompts) <= MOST_PROMPTS:
        raise Refusal(
            "invalid_arguments", f"1 to {MOST_PROMPTS} prompts with title and message [json-pointer:/prompts]"
        )
    _note(world, room, args.text("thread_ts"), "prompts", {"title": args.text("title"), "prompts": prompts})
    return {}


def set_title(world: World, args: Arguments) -> Json:
    """`assistant.threads.setTitle`: what a thread is about."""
    room = _room(world, args)
    _note(world, room, args.text("thread_ts"), "title", {"title": args.text("title")})
    return {}


def set_session_status(world: World, args: Arguments) -> Json:
    """`agents.sessions.setStatus`: whether the agent works on a thread; a new session may be given its title."""
    room = _room(world, args)
    status, thread = args.text("status"), args.text("thread_ts")
    if status not in SESSIONS:
        raise Refusal("invalid_arguments", f"must be one of {', '.join(SESSIONS)} [json-pointer:/status]")
    if not thread:
        raise Refusal("invalid_arguments", "missing required field: thread_ts [json-pointer:/thread_ts]")
    if len(args.text("title")) > MOST_TITLE:
        raise Refusal("invalid_arguments", f"must be less than {MOST_TITLE + 1} characters [json-pointer:/title]")
    known = world.agent.get(f"{room.id} {thread} session")
    title = known["title"] if known else args.text("title")
    _note(world, room, thread, "session", {"status": status, "title": title})
    return {"status": status, "agent_status": status, "title": title}


def _room(world: World, args: Arguments) -> Room:
    room = world.rooms.by_id(args.text("channel_id"))
    if world.bot_user not in room.members:
        raise Refusal("not_in_channel")
    return room


def _note(world: World, room: Room, thread: str, what: str, shown: Json | None) -> None:
    key = f"{room.id} {thread} {what}"
    if shown is None:
        world.agent.pop(key, None)
        world.kept.drop("agent", key)
    else:
        world.agent[key] = shown
        world.kept.put("agent", key, shown)
    world.changes.tell("agent", channel=room.id, thread_ts=thread or None)
