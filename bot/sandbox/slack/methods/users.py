"""The people, as far as the app may see them."""

from __future__ import annotations

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.methods.pages import page
from bot.sandbox.slack.refusals import Json, Refusal
from bot.sandbox.slack.workspace import Person, profile_json, user_json
from bot.sandbox.slack.world import World


def info(world: World, args: Arguments) -> Json:
    """`users.info`: one person."""
    return {"user": _json(world, _person(world, args))}


def by_email(world: World, args: Arguments) -> Json:
    """`users.lookupByEmail`: the person with this address."""
    person = world.people.by_email(args.text("email"))
    if person is None or person.is_stranger:
        raise Refusal("users_not_found")
    world.manifest.require("users:read")
    return {"user": _json(world, person)}


def everybody(world: World, args: Arguments) -> Json:
    """`users.list`: all people of the workspace, those who left too."""
    shown, following = page([person for person in world.people if not person.is_stranger], args, default=1000)
    members = [_json(world, person) for person in shown]
    return {"members": members, "cache_ts": int(world.timing.now()), "response_metadata": following}


def presence(world: World, args: Arguments) -> Json:
    """`users.getPresence`: active or away."""
    return {"presence": _person(world, args).presence}


def profile(world: World, args: Arguments) -> Json:
    """`users.profile.get`: what a person says of themselves."""
    return {"profile": profile_json(_person(world, args), with_email=_may_see_email(world))}


def dnd(world: World, args: Arguments) -> Json:
    """`dnd.info`: whether and until when somebody wants quiet."""
    person = _person(world, args) if args.text("user") else world.people.one(world.bot_user)
    start, end = person.dnd_from, person.dnd_until
    return {
        "dnd_enabled": start is not None and end is not None,
        "next_dnd_start_ts": int(start.timestamp()) if start else 1,  # Slack says 1 for "none"
        "next_dnd_end_ts": int(end.timestamp()) if end else 1,
        "snooze_enabled": False,
    }


def _person(world: World, args: Arguments) -> Person:
    person = world.people.get(args.text("user"))
    if person is None:
        raise Refusal("user_not_found")
    return person


def _json(world: World, person: Person) -> Json:
    return user_json(person, world.workspace.id, world.timing.now(), with_email=_may_see_email(world))


def _may_see_email(world: World) -> bool:
    return "users:read.email" in world.manifest.scopes
