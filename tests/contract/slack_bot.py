"""A small bot of the test's own: real Bolt, over sockets or HTTP, in a thread, and what it heard."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any, Self

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Register = Callable[[AsyncApp, "Heard"], object]
PATIENCE = 10.0


class Heard:
    """What the bot heard, in order; tests wait for it."""

    def __init__(self) -> None:
        self._items: list[Any] = []
        self._changed = threading.Condition()

    def __call__(self, item: Any) -> None:
        with self._changed:
            self._items.append(item)
            self._changed.notify_all()

    def wait(self, count: int = 1) -> list[Any]:
        """The first so many, as soon as they are there."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._items) >= count, PATIENCE), f"heard only {self._items}"
            return list(self._items)

    @property
    def all(self) -> list[Any]:
        """What was heard until now."""
        return list(self._items)


class RawSocket:
    """A socket without Bolt: it hears envelopes, and acknowledges them or does not."""

    def __init__(self, url: str, heard: Heard, *, acks: bool) -> None:
        self.greeting: dict[str, Any] = {}
        self._url, self._heard, self._acks = url, heard, acks
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="raw socket", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(PATIENCE)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.ensure_future(self._listen())
        await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self) -> None:
        async with aiohttp.ClientSession() as session, session.ws_connect(self._url) as socket:
            self.greeting = await socket.receive_json()
            self._ready.set()
            async for message in socket:
                envelope = message.json()
                if self._acks:
                    await socket.send_json({"envelope_id": envelope["envelope_id"]})
                self._heard(envelope)
            await asyncio.Event().wait()


class SmallBot:
    """Runs what `register` adds; ready when its socket is open, or its port listens."""

    def __init__(self, api_url: str, bot_token: str, app_token: str, secret: str, register: Register, port: int = 0):
        self.heard = Heard()
        self._api_url, self._bot_token, self._app_token = api_url, bot_token, app_token
        self._secret, self._register, self._port = secret, register, port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="small bot", daemon=True)
        self._socket: AsyncSocketModeHandler | None = None
        self._runner: web.AppRunner | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def _do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _start(self) -> None:
        client = AsyncWebClient(token=self._bot_token, base_url=self._api_url)
        app = AsyncApp(name="contract", client=client, signing_secret=self._secret)
        self._register(app, self.heard)
        if self._port:
            self._runner = web.AppRunner(app.web_app("/slack/events"), shutdown_timeout=0.1)
            await self._runner.setup()
            await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
            return
        own = AsyncWebClient(token=self._app_token, base_url=self._api_url)
        self._socket = AsyncSocketModeHandler(app, self._app_token, web_client=own)
        await self._socket.connect_async()

    async def _stop(self) -> None:
        if self._socket is not None:
            await self._socket.close_async()
        if self._runner is not None:
            await self._runner.cleanup()
        pending = asyncio.all_tasks() - {asyncio.current_task()}
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
