"""The demo in one process: the sandbox Slack, the sandbox Odoo, their page, and the real bot in between.

Whoever starts it hands in how a bot is started (`StartBot`): the sandboxes know no bot, the bot no sandbox.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import socket
import sqlite3
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import structlog
import uvicorn
from sqlalchemy.exc import DBAPIError
from starlette.types import ASGIApp

from bot.domain.errors import InvalidInput
from bot.sandbox.clock import DemoClock
from bot.sandbox.folder import AFRESH, Folder
from bot.sandbox.odoo import SandboxOdoo
from bot.sandbox.page.bell import Bell
from bot.sandbox.page.hands import Hands
from bot.sandbox.page.server import Door, Page, create_app
from bot.sandbox.page.view import View
from bot.sandbox.slack import OtherVersion, SandboxSlack
from bot.sandbox.slack.websockets import websocket_protocol
from bot.sandbox.workspace import EXCEPTIONS, ZONE, workspace

HOST = "127.0.0.1"
POLICY = Path(__file__).with_name("policy.yaml")
PORT = 8765
TRIED = 20  # ports after a busy one that are looked at
MINUTE_HAND = 15.0  # seconds between looks at the clock, whose minutes the page shows
STOP_SECONDS = 3
MAIL_SECONDS = 10.0

log = structlog.get_logger(__name__)


class RunningBot(Protocol):
    """The bot, as the demo handles it."""

    @property
    def web(self) -> ASGIApp:
        """Its HTTP door."""
        ...

    async def start(self) -> None:
        """Start to work."""
        ...

    async def stop(self) -> None:
        """Stop, and let go of the database."""
        ...

    def time_moved(self) -> None:
        """The clock was moved: look at what is due by now."""
        ...


StartBot = Callable[[Mapping[str, str], DemoClock], RunningBot]


def listen(port: int) -> socket.socket:
    """The demo's port. Raises `InvalidInput` naming the next free one when it is taken."""
    try:
        return socket.create_server((HOST, port))
    except OverflowError as error:
        raise InvalidInput(f"{port} is no port: it goes up to 65535", where="--port") from error
    except OSError as error:
        free = next((other for other in range(port + 1, port + 1 + TRIED) if _is_free(other)), None)
        offer = f"; {free} is free: --port {free}" if free else ""
        raise InvalidInput(f"port {port} is taken by another program{offer}", where="--port") from error


def _is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except (OSError, OverflowError):
        return False
    return True


class Demo:
    """Everything that runs, on the event loop that made it."""

    def __init__(self, folder: Folder, port: int, start_bot: StartBot) -> None:
        self.url = f"http://{HOST}:{port}"
        self.clock = DemoClock(folder.kept.ahead)
        self._folder = folder
        self._start_bot = start_bot
        self._bot: RunningBot | None = None
        self._changing = asyncio.Lock()
        self._bell = Bell()
        self._door = Door()
        self.slack = SandboxSlack(workspace(), self.clock, folder.slack_db, "socket")
        self.slack.base_url = self.url
        self.odoo = SandboxOdoo(folder.odoo_db, self.clock)
        self.odoo.on_change(lambda *_: self._bell.ring())
        view = View(self.slack, self.odoo, self.clock)
        hands = Hands(self.slack, self.odoo, self.clock, self.keep_clock, self.reset, self.deliver)
        page = Page(view, hands, self._bell, secrets.token_hex(8))
        self.app = create_app(page, [*self.slack.routes(), *self.odoo.routes()], self._door, port)

    def settings(self) -> dict[str, str]:
        """What an administrator would set for this bot."""
        app = self.slack.world.workspace.app
        return {
            "SLACK_BOT_TOKEN": app.bot_token,
            "SLACK_APP_TOKEN": app.app_token,
            "SLACK_API_URL": f"{self.url}/api/",
            "ODOO_URL": self.url,
            "ODOO_DB": self.odoo.db,
            "ODOO_LOGIN": self.odoo.bot_login,
            "ODOO_API_KEY": self.odoo.bot_key,
            "ODOO_WEBHOOK_SECRET": self._folder.kept.webhook_secret,
            "MAIL_HOOK_SECRET": self._folder.kept.mail_secret,
            "SECRET_KEY": self._folder.kept.secret_key,
            "POLICY_FILE": str(POLICY),
            "POLL_SECONDS": "2",
            "DATABASE_URL": f"sqlite:///{self._folder.bot_db}",
            "DIGEST_OVER": "3",
            "EXCEPTIONS_CHANNEL": EXCEPTIONS,
            "TIMEZONE": ZONE,
            "HTTP_HOST": HOST,
            "HTTP_PORT": self.url.rpartition(":")[2],
        }

    async def start_bot(self) -> None:
        """Start the bot against the sandboxes."""
        self._bot = await asyncio.to_thread(self._start_bot, self.settings(), self.clock)
        self._door.app = self._bot.web
        await self._bot.start()
        self._bell.ring()

    async def stop_bot(self) -> None:
        """Stop the bot; what it did not finish is on record."""
        bot, self._bot = self._bot, None
        if bot is not None:
            await bot.stop()

    async def reset(self) -> None:
        """Throw everything away and begin anew; the clock stays where it is, for it never goes back."""
        async with self._changing:
            await self.stop_bot()
            await asyncio.to_thread(_remove, self._folder.bot_db)
            self.slack.reset()
            await asyncio.to_thread(self.odoo.reset)
            await self.start_bot()

    def deliver(self, raw: bytes) -> bool:
        """Hand a mail to the bot as a mail server would; whether it was taken. Blocks."""
        request = urllib.request.Request(  # noqa: S310 - our own address
            f"{self.url}/hooks/mail",
            data=raw,
            headers={"Authorization": f"Bearer {self._folder.kept.mail_secret}", "Content-Type": "message/rfc822"},
        )
        try:
            with urllib.request.urlopen(request, timeout=MAIL_SECONDS) as answer:  # noqa: S310 - as above
                return bool(answer.status == 200)
        except OSError as error:
            log.warning("the bot did not take a mail", error=repr(error))
            return False

    def keep_clock(self) -> None:
        """Remember how far the clock was moved, and let everybody look at it."""
        self._folder.kept.ahead_seconds = self.clock.ahead.total_seconds()
        self._folder.save()
        self.slack.tick()
        if self._bot is not None:
            self._bot.time_moved()

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Rings the page's bell for whatever changes in Slack, and for the clock's minutes."""
        tasks = [asyncio.create_task(self._hear_slack()), asyncio.create_task(self._mind_the_clock())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        """Stop everything and close the files."""
        await self.stop_bot()
        await self.slack.close()
        self.odoo.close()

    async def _hear_slack(self) -> None:
        async for _ in self.slack.subscribe():
            self._bell.ring()

    async def _mind_the_clock(self) -> None:
        while True:
            await asyncio.sleep(MINUTE_HAND)
            self._bell.ring()


async def run(folder: Folder, listener: socket.socket, start_bot: StartBot, started: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM; `started` is told the address once everything is up."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C cancels the run instead
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with _usable(folder):
        demo = Demo(folder, listener.getsockname()[1], start_bot)
    server = Server(
        uvicorn.Config(
            demo.app,
            ws=websocket_protocol,  # type: ignore[arg-type]  # a function that makes the protocol will do
            access_log=False,
            log_config=None,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="http")
    stopping = asyncio.create_task(stop.wait(), name="stop")
    try:
        async with demo.watched():
            starting = asyncio.create_task(demo.start_bot(), name="bot")
            await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                with _usable(folder):
                    starting.result()
                started(f"{demo.url}/")
            else:
                await asyncio.gather(starting, return_exceptions=True)
            await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
            log.info("stopping")
    finally:
        stopping.cancel()
        await demo.close()
        server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)


class Server(uvicorn.Server):
    """Leaves signals to the demo: the bot has to stop before its Slack and its Odoo do."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


@contextlib.contextmanager
def _usable(folder: Folder) -> Iterator[None]:
    """Data that cannot be used is told by its folder, with the way out. Raises `InvalidInput`."""
    try:
        yield
    except OtherVersion as error:
        raise InvalidInput(f"was written by another version of the demo; {AFRESH}", where=str(folder.path)) from error
    except (InvalidInput, sqlite3.Error, DBAPIError) as error:
        why = error.orig if isinstance(error, DBAPIError) else error
        raise InvalidInput(f"cannot be used ({why}); {AFRESH}", where=str(folder.path)) from error


def _remove(database: Path) -> None:
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink(missing_ok=True)
