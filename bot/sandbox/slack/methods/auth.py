"""Who the token belongs to, and the way to a socket."""

from __future__ import annotations

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.refusals import Json
from bot.sandbox.slack.world import World


def api_test(_world: World, args: Arguments) -> Json:
    """`api.test`: what was given comes back."""
    return {"args": args.given}


def test(world: World, _args: Arguments) -> Json:
    """`auth.test`: the workspace, and the bot in it."""
    workspace, app = world.workspace, world.workspace.app
    return {
        "url": f"{world.base_url}/",
        "team": workspace.name,
        "user": world.manifest.bot_name,
        "team_id": workspace.id,
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(world: World, _args: Arguments) -> Json:
    """`apps.connections.open`: an address for one more socket."""
    base = world.base_url.replace("http", "ws", 1)
    return {"url": f"{base}/socket?ticket={world.sockets.ticket()}&app_id={world.workspace.app.id}"}


def team(world: World, _args: Arguments) -> Json:
    """`team.info`: the workspace."""
    workspace = world.workspace
    return {"team": {"id": workspace.id, "name": workspace.name, "domain": workspace.domain, "email_domain": ""}}
