"""`demo`: everything in one process, no account anywhere."""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import expected

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from bot.domain.ports import Clock

PORT = 8765


@expected
def demo(
    port: Annotated[int, typer.Option(help="The port of 127.0.0.1 to serve on, 0 for any.", min=0, max=65535)] = PORT,
    data: Annotated[Path, typer.Option(help="The folder that keeps the demo's data.")] = Path(".demo"),
    reset: Annotated[bool, typer.Option("--reset", help="Throw the data away first.")] = False,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page where there is a screen.")] = True,
) -> None:
    """Try it: a sandbox Slack, a sandbox Odoo and the bot between them, on a page in the browser."""
    from bot import logs
    from bot.sandbox.demo import listen, run
    from bot.sandbox.folder import Folder

    folder = Folder(data)
    with folder.opened(reset=reset), listen(port) as listener, folder.log.open("a", encoding="utf-8") as log:
        logs.configure(secrets=[folder.kept.webhook_secret, folder.kept.mail_secret], stream=log)

        def started(address: str) -> None:
            folder.served_at(address)
            typer.echo(f"\n  The procurement desk is open: {address}\n")
            typer.echo(f"  Its data is in {folder.path} (begin anew with --reset). Ctrl-C stops it.")
            typer.echo(
                "\n".join(["", "  `/procure key` there asks for an Odoo key. Those of its people:", *keys_told()])
            )
            if browser and _has_screen():
                webbrowser.open(address)

        typer.echo("Starting the sandbox Slack, the sandbox Odoo and the bot ...")
        asyncio.run(run(folder, listener, TheBot, started))
    typer.echo("\nStopped.")


def keys_told() -> list[str]:
    """Whose Odoo key is which, for the people whom a visitor can be: there is no Odoo to make one in."""
    from bot.sandbox.odoo import SandboxOdoo
    from bot.sandbox.workspace import ACTORS

    keys = {person.login: person.key for person in SandboxOdoo.people}
    return [f"    {actor.name}: {keys[actor.login]}" for actor in ACTORS]


class TheBot:
    """The real bot, with settings made for the demo."""

    def __init__(self, given: Mapping[str, str], clock: Clock) -> None:
        from bot.running import Bot
        from bot.settings import Settings
        from bot.web.app import create_app

        settings = Settings.model_validate({name.lower(): value for name, value in given.items()})
        self._bot = Bot(settings, clock)
        self._app = create_app(
            health=self._bot.health(),
            metrics=self._bot.parts.metrics,
            webhook_secrets=settings.webhook_secrets,
            on_order=self._bot.order_changed,
            mail=self._bot.mail_hook(),
        )
        self._hook = f"http://{settings.http_host}:{settings.http_port}/hooks/odoo/{settings.webhook_secrets[0]}"

    @property
    def web(self) -> ASGIApp:
        """Its HTTP door."""
        return self._app

    async def start(self) -> None:
        """Start to work, let Slack in, and have Odoo tell what changes."""
        await asyncio.to_thread(self._bot.start_work)
        if self._bot.socket is not None:
            await self._bot.socket.open()
        await asyncio.to_thread(self._install_webhook)

    async def stop(self) -> None:
        """Take nothing more, and finish what is running."""
        if self._bot.socket is not None:
            await self._bot.socket.close()
        await asyncio.to_thread(self._bot.stop_work)

    def time_moved(self) -> None:
        """The visitor moved the clock."""
        self._bot.time_moved()

    def _install_webhook(self) -> None:
        from bot.adapters.odoo import webhook
        from bot.adapters.odoo.client import OdooClient
        from bot.sandbox.odoo import SandboxOdoo

        settings = self._bot.parts.settings
        admin = next(person for person in SandboxOdoo.people if person.plays == "administrator")
        webhook.install(OdooClient(settings.odoo_url, settings.odoo_db, admin.login, admin.key), self._hook)


def _has_screen() -> bool:
    """Whether a browser could be seen; a server or a container has none."""
    if sys.platform in {"darwin", "win32"}:
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
