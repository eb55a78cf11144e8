"""The sandbox on a loopback port of its own, in a thread: for tests, and to try the bot by hand."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette

from bot.sandbox.slack.sandbox import SandboxSlack
from bot.sandbox.slack.websockets import websocket_protocol

T = TypeVar("T")
HOST = "127.0.0.1"
PATIENCE = 30.0


class Served:
    """A sandbox that runs in a thread; everything done to it is done on its loop."""

    def __init__(self, slack: SandboxSlack, loop: asyncio.AbstractEventLoop, url: str) -> None:
        self.slack = slack
        self.url = url
        self.api_url = f"{url}/api/"
        self._loop = loop

    def do(self, work: Coroutine[Any, Any, T], timeout: float = PATIENCE) -> T:
        """The result of a coroutine of the sandbox: `served.do(slack.say(...))`."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """The same, without waiting for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, work: Callable[[], T], timeout: float = PATIENCE) -> T:
        """The result of a plain method of the sandbox: `served.call(slack.tick)`."""

        async def on_the_loop() -> T:
            return work()

        return self.do(on_the_loop(), timeout)


@contextlib.contextmanager
def serve(make: Callable[[], SandboxSlack], port: int = 0) -> Iterator[Served]:
    """Run what `make` returns on a loopback port; 0 takes a free one."""
    listener = socket.create_server((HOST, port))
    url = f"http://{HOST}:{listener.getsockname()[1]}"
    started: list[tuple[SandboxSlack, asyncio.AbstractEventLoop, Server]] = []
    ready, failed = threading.Event(), []

    async def run() -> None:
        slack = make()
        slack.base_url = url
        server = Server(
            uvicorn.Config(
                Starlette(routes=slack.routes()),
                ws=websocket_protocol,  # type: ignore[arg-type]  # a function that makes the protocol will do
                access_log=False,
                log_config=None,
                lifespan="off",
            )
        )
        started.append((slack, asyncio.get_running_loop(), server))
        slack.world.timing.start()
        asyncio.get_running_loop().call_soon(ready.set)
        try:
            await server.serve(sockets=[listener])
        finally:
            await slack.close()

    def in_thread() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:  # noqa: BLE001 - the thread that waits raises it
            failed.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=in_thread, name="sandbox slack", daemon=True)
    thread.start()
    ready.wait(PATIENCE)
    if failed:
        raise failed[0]
    slack, loop, server = started[0]
    try:
        yield Served(slack, loop, url)
    finally:
        loop.call_soon_threadsafe(server.stopping.set)
        thread.join(PATIENCE)
        listener.close()


class Server(uvicorn.Server):
    """Leaves signals to whoever runs it, and stops at once: nobody is served who could mind."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.stopping = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield

    async def main_loop(self) -> None:
        """Serve until told to stop."""
        await self.on_tick(0)
        await self.stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close every connection and drop what is being answered."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for task in list(self.server_state.tasks):
            task.cancel()
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)
