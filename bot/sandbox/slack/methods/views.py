"""Modals and the home tab, as the bot opens and changes them."""

from __future__ import annotations

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.refusals import Json, Refusal
from bot.sandbox.slack.world import World


def open_modal(world: World, args: Arguments) -> Json:
    """`views.open`: before the person who just did something."""
    world.contract.view(args.any("view"), home=False)
    user = world.triggers.exchange(args.text("trigger_id"))
    return {"view": world.views.open(user, args.any("view"))}


def push(world: World, args: Arguments) -> Json:
    """`views.push`: on top of the modal they did it in."""
    world.contract.view(args.any("view"), home=False)
    user = world.triggers.exchange(args.text("trigger_id"))
    return {"view": world.views.push(user, args.any("view"))}


def update(world: World, args: Arguments) -> Json:
    """`views.update`: in place of the one that is open."""
    world.contract.view(args.any("view"), home=False)
    if not args.text("view_id") and not args.text("external_id"):
        raise Refusal("invalid_arguments", "missing required field: view_id or external_id")
    view = world.views.update(args.text("view_id"), args.text("external_id"), args.any("view"), args.text("hash"))
    return {"view": view}


def publish(world: World, args: Arguments) -> Json:
    """`views.publish`: the home tab of one person."""
    world.contract.view(args.any("view"), home=True)
    if not world.manifest.home_tab:
        raise Refusal("not_enabled")
    user = args.text("user_id")
    if world.people.get(user) is None:
        raise Refusal("user_not_found")
    return {"view": world.views.publish(user, args.any("view"), args.text("hash"))}
