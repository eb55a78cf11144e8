"""People send and close modals, and what the bot answers to that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack import forms
from bot.sandbox.slack.acts.payloads import interaction, with_trigger
from bot.sandbox.slack.outbox import Delivery
from bot.sandbox.slack.refusals import Json, NotAcked, NotThere, Refusal
from bot.sandbox.slack.workspace import Person
from bot.sandbox.slack.world import World

TROUBLE = "We had some trouble connecting. Try again?"


async def submit(
    world: World, user: str, view_id: str, values: Mapping[str, Mapping[str, Any]]
) -> dict[str, str] | None:
    """Somebody sends the modal on top; returns what is shown as wrong by block_id, or None when it was taken.

    Trouble that belongs to no input has the key "".
    """
    person = world.people.one(user)
    stack = world.views.stack(person.id)
    if not stack or stack[-1]["id"] != view_id:
        raise NotThere(f"{view_id} is not the modal on top")
    view = stack[-1]
    if view["submit"] is None:
        raise NotThere("this modal has no submit button")
    view["state"]["values"] = forms.state(view["blocks"], values, view["state"]["values"])
    errors = forms.faults(view["blocks"], view["state"]["values"]) or await _sent(world, person, view)
    if errors:
        world.changes.tell("view_errors", to=person.id, view_id=view_id, errors=errors)
    return errors or None


async def close(world: World, user: str, view_id: str) -> None:
    """Somebody closes a modal, with those above it; the bot hears of it where it asked to."""
    person = world.people.one(user)
    if all(view["id"] != view_id for view in world.views.stack(person.id)):
        raise NotThere(f"no modal {view_id} before {person.name}")
    for view in world.views.close(person.id, view_id):
        if view["notify_on_close"]:
            payload = interaction(world, "view_closed", person) | {"view": view, "is_cleared": False}
            world.outbox.in_background(_notified(world, payload))


async def _notified(world: World, payload: Json) -> None:
    try:
        await world.outbox.ask(Delivery("interactive", payload))
    except NotAcked:
        return  # Slack does not say it again


async def _sent(world: World, person: Person, view: Json) -> dict[str, str]:
    payload = with_trigger(world, interaction(world, "view_submission", person), person)
    payload |= {"view": view, "response_urls": []}
    try:
        answer = await world.outbox.ask(Delivery("interactive", payload, responds=True))
        return _followed(world, person.id, view, answer)
    except (NotAcked, Refusal):
        return {"": TROUBLE}


def _followed(world: World, user: str, view: Json, answer: Json) -> dict[str, str]:
    """Do what the acknowledgement says; returns the errors it holds."""
    what = answer.get("response_action")
    if what == "errors":
        errors = {str(block): str(said) for block, said in (answer.get("errors") or {}).items()}
        inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        return errors if errors and errors.keys() <= inputs else {"": TROUBLE}
    if what in ("update", "push"):
        world.contract.view(answer.get("view"), home=False)
    if what == "update":
        world.views.update(view["id"], "", answer["view"])
    elif what == "push":
        world.views.push(user, answer["view"])
    elif what == "clear" or view["clear_on_close"]:
        world.views.close(user, None)
    elif what is None:
        if any(one["id"] == view["id"] for one in world.views.stack(user)):
            world.views.close(user, view["id"])
    else:
        return {"": TROUBLE}
    return {}
