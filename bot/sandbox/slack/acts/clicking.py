"""People use what the bot drew: buttons, menus and pickers in messages, modals and the home."""

from __future__ import annotations

from typing import Any

from bot.sandbox.slack import forms
from bot.sandbox.slack.acts.payloads import action, in_message, interaction, with_trigger
from bot.sandbox.slack.block_rules import elements
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.outbox import Delivery
from bot.sandbox.slack.refusals import Json, NotAcked, NotThere
from bot.sandbox.slack.rooms import Room
from bot.sandbox.slack.world import World


async def click(
    world: World, user: str, channel: str, ts: str, block_id: str, action_id: str, choice: Any = None
) -> bool:
    """Somebody uses an element of a message, also one that they still see though it was just replaced.

    Returns whether the bot took it within three seconds; if not, Slack shows a warning and does not try again.
    """
    person = world.people.one(user)
    room, message = _message(world, person.id, channel, ts)
    blocks, element = _shown(message, block_id, action_id)
    held = forms.chosen(element, choice) if choice is not None else {}
    filled = forms.state(blocks, {block_id: {action_id: choice}} if forms.initial(element) and held else {})
    payload = with_trigger(world, interaction(world, "block_actions", person), person)
    payload |= in_message(world, room, message, person)
    payload |= {"state": {"values": filled}, "actions": [action(element, block_id, held, world.timing.stamp())]}
    return await _told(world, payload)


async def use(world: World, user: str, view_id: str, block_id: str, action_id: str, choice: Any = None) -> bool:
    """Somebody uses an element of a modal or of the home; what they chose stays chosen."""
    person = world.people.one(user)
    view = world.views.seen_by(person.id, view_id)
    element = _element(view["blocks"], block_id, action_id)
    if element is None:
        raise NotThere(f"no {action_id!r} in {block_id!r} of that view")
    held = forms.chosen(element, choice) if choice is not None else {}
    given = {block_id: {action_id: choice}} if forms.initial(element) and held else {}
    view["state"]["values"] = forms.state(view["blocks"], given, view["state"]["values"])
    block = next(block for block in view["blocks"] if block["block_id"] == block_id)
    if block["type"] == "input" and not block.get("dispatch_action"):
        return True  # kept for the submission; the bot does not hear of it
    payload = with_trigger(world, interaction(world, "block_actions", person), person)
    payload |= {"container": {"type": "view", "view_id": view_id}, "view": view}
    payload |= {"actions": [action(element, block_id, held, world.timing.stamp())]}
    return await _told(world, payload)


async def suggest(world: World, user: str, view_id: str, block_id: str, action_id: str, typed: str) -> list[Json]:
    """Somebody types into a menu whose options the bot gives; none if it does not answer."""
    person = world.people.one(user)
    view = world.views.seen_by(person.id, view_id)
    payload = interaction(world, "block_suggestion", person)
    payload |= {"container": {"type": "view", "view_id": view_id}, "view": view}
    payload |= {"action_id": action_id, "block_id": block_id, "value": typed}
    try:
        answer = await world.outbox.ask(Delivery("interactive", payload, responds=True))
    except NotAcked:
        return []
    grouped = [option for group in answer.get("option_groups") or () for option in group["options"]]
    return [*(answer.get("options") or ()), *grouped]


async def _told(world: World, payload: Json) -> bool:
    try:
        await world.outbox.ask(Delivery("interactive", payload))
    except NotAcked:
        return False
    return True


def _message(world: World, user: str, channel: str, ts: str) -> tuple[Room, Message]:
    room = world.rooms.seen_by(user, channel)
    message = world.messages.find(room.id, ts)
    if message is None or message.to not in (None, user):
        raise NotThere(f"no message {ts} in {room.id}")
    return room, message


def _shown(message: Message, block_id: str, action_id: str) -> tuple[list[Json], Json]:
    for blocks in (message.blocks, *message.earlier):
        element = _element(blocks, block_id, action_id)
        if element is not None:
            return blocks, element
    raise NotThere(f"no {action_id!r} in {block_id!r} of that message")


def _element(blocks: list[Json], block_id: str, action_id: str) -> Json | None:
    inside = (element for block in blocks if block.get("block_id") == block_id for element in elements(block))
    return next((element for element in inside if element["action_id"] == action_id), None)
