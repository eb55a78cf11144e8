"""The sandbox Odoo behind a real web server on a free port of loopback, with a clock that tests move."""

from __future__ import annotations

import asyncio
import functools
import socket
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from bot.sandbox.odoo import SandboxOdoo
from bot.sandbox.slack.serving import Server
from tests.contract.odoo_driver import Driver

T0 = datetime(2026, 3, 4, 10, 30, 0, 250000, tzinfo=UTC)
PATIENCE = 30.0


class Hands:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = T0) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float = 2) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@contextmanager
def served(sandbox: SandboxOdoo) -> Iterator[str]:
    """The address at which the sandbox answers."""
    app = Starlette(routes=sandbox.routes())
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none")
    started: Future[tuple[asyncio.AbstractEventLoop, Server]] = Future()

    async def serve() -> None:
        server = Server(config)
        started.set_result((asyncio.get_running_loop(), server))
        await server.serve(sockets=[listening])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=asyncio.run, args=(serve(),))
        thread.start()
        loop, server = started.result(PATIENCE)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            loop.call_soon_threadsafe(server.stopping.set)
            thread.join()


@functools.cache
def _story(now: datetime) -> bytes:
    """The file of a sandbox with the whole story as of then: telling it takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "odoo.sqlite"
        SandboxOdoo(path, Hands(now)).close()
        return path.read_bytes()


def write_story(path: Path, now: datetime = T0) -> None:
    """What a sandbox keeps in its file after its first start at that moment."""
    path.write_bytes(_story(now))


def sandbox_odoo(folder: Path, clock: Hands) -> SandboxOdoo:
    """A sandbox of its own, in this folder, as it is on its first start: now, by this clock."""
    path = folder / "odoo.sqlite"
    write_story(path, clock.now)
    return SandboxOdoo(path, clock)


@contextmanager
def sandbox_driver(folder: Path, now: datetime = T0) -> Iterator[tuple[SandboxOdoo, Driver]]:
    """A fresh sandbox of that moment, and the driver to speak to it."""
    hands = Hands(now)
    sandbox = sandbox_odoo(folder, hands)
    orders = (
        "ordinary", "large", "risky", "price_up", "foreign", "urgent", "own", "stale", "draft_above", "draft_below",
        "locked", "billed", "service", "approved", "cancelled", "rejected", "partly_received", "late",
    )  # fmt: skip
    with served(sandbox) as url:
        try:
            yield (
                sandbox,
                Driver(
                    url=url,
                    db=sandbox.db,
                    people={person.plays: person.login for person in sandbox.people},
                    keys={person.login: person.key for person in sandbox.people},
                    seeded={name: sandbox.scenario(name) for name in orders},
                    now=hands,
                    tick=hands.move,
                ),
            )
        finally:
            sandbox.close()
