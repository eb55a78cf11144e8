"""What one person sees of the sandbox Slack, in the shape that the page draws (`types.ts` names it)."""

from __future__ import annotations

from typing import Any

from bot.sandbox.slack import SandboxSlack
from bot.sandbox.workspace import ACTORS

Json = dict[str, Any]
SLACKBOT: Json = {"id": "USLACKBOT", "name": "Sandbox", "handle": "slackbot", "title": "", "bot": True}
NEWEST = 150  # messages of a conversation that are shown
KINDS = {"im": "dm", "mpim": "channel", "group": "channel", "channel": "channel"}


def desk(slack: SandboxSlack, user: str) -> Json:
    """Everything that is before one person."""
    state = slack.state_for(user)
    app = state["app"]
    people = [_person(person) for person in state["users"]]
    names = {person["id"]: person["name"] for person in people}
    rooms = [_conversation(room, app, names) for room in state["channels"] if not room["is_archived"]]
    return {
        "me": state["me"],
        "people": [*people, SLACKBOT],
        "conversations": _with_those_to_come(rooms, state, names),
        "views": [_view(view) for view in state["views"]],
        "home": _view(state["home"]) if state["home"] else None,
        "homeEnabled": app["home_tab"],
        "commands": [
            {"command": one["command"], "description": one.get("description", ""), "usage": one.get("usage_hint", "")}
            for one in app["commands"]
        ],
    }


def actors(slack: SandboxSlack) -> list[Json]:
    """Everybody to act as, with how much is unread for them."""
    return [
        {
            "id": actor.slack_id,
            "name": actor.name,
            "handle": actor.login,
            "title": actor.role,
            "about": actor.about,
            "unread": _unread(slack, actor.slack_id),
        }
        for actor in ACTORS
    ]


def _unread(slack: SandboxSlack, user: str) -> int:
    world = slack.world
    total = 0
    for room in world.rooms:
        if user in room.members:
            read = world.rooms.read_to(user, room.id)
            total += sum(m.ts > read and m.body.get("user") != user for m in world.messages.of(room.id, user))
    return total


def _person(person: Json) -> Json:
    return {
        "id": person["id"],
        "name": person["real_name"],
        "handle": person["name"],
        "title": person["title"],
        "bot": person["is_bot"],
    }


def _conversation(room: Json, app: Json, names: dict[str, str]) -> Json:
    other = room["with"]
    is_app = room["kind"] == "im" and other == app["user"]
    messages = [_message(one) for one in room["messages"][-NEWEST:]]
    replies = [_message(reply) for message in messages for reply in room["threads"].get(message["ts"], ())]
    return {
        "id": room["id"],
        "key": other or room["id"],
        "kind": "app" if is_app else KINDS[room["kind"]],
        "name": names.get(other, room["name"]) if room["kind"] == "im" else room["name"],
        "topic": "Brings purchase orders from Odoo to whoever decides on them" if is_app else room["topic"],
        "unread": room["unread"],
        "read": room["read_to"],
        "messages": sorted([*messages, *replies], key=lambda message: message["ts"]),
        "status": next((text for shown in room["agent"].values() if (text := _status(shown))), ""),
        "prompts": _prompts(room) or (app["prompts"] if is_app else []),
    }


def _prompts(room: Json) -> list[Json]:
    """What the app offers to ask in this conversation."""
    offered: list[Json] = (room["agent"].get("", {}).get("prompts") or {}).get("prompts") or []
    return offered


def _status(shown: Json) -> str:
    status = (shown.get("status") or {}).get("status", "")
    return status if isinstance(status, str) else ""


def _with_those_to_come(rooms: list[Json], state: Json, names: dict[str, str]) -> list[Json]:
    """Direct messages are there for everybody, also before the first word; the app's comes first."""
    known = {room["key"] for room in rooms}
    bot = state["app"]["user"]
    wanted = [bot, *(actor.slack_id for actor in ACTORS if actor.slack_id != state["me"])]
    empty = {"topic": "", "unread": 0, "read": "0", "messages": [], "status": "", "prompts": []}
    to_come = [
        {"id": person, "key": person, "kind": "app" if person == bot else "dm", "name": names[person], **empty}
        for person in wanted
        if person not in known
    ]
    order = {person: number for number, person in enumerate(wanted)}
    return sorted([*rooms, *to_come], key=lambda room: order.get(room["key"], len(order)))


def _message(message: Json) -> Json:
    return {
        "ts": message["ts"],
        "user": message.get("user", ""),
        "text": message.get("text") or "",
        "blocks": message.get("blocks") or [],
        "thread": message.get("thread_ts"),
        "edited": "edited" in message,
        "ephemeral": message["ephemeral"],
    }


def _view(view: Json) -> Json:
    return {name: view.get(name) for name in ("id", "hash", "type", "title", "submit", "close", "blocks")}
