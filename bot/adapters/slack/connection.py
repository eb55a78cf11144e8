"""The way in from Slack: the Bolt app, and the socket that its events come through."""

from __future__ import annotations

import asyncio
import time

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

PING_SECONDS = 5.0
SILENT_SECONDS = 60.0
WATCH_SECONDS = 10.0

log = structlog.get_logger(__name__)


def make_app(bot_token: str, api_url: str) -> AsyncApp:
    """The app whose listeners `bot.handlers.register` adds. Whoever lets HTTP in verifies signatures first."""
    client = AsyncWebClient(
        token=bot_token, base_url=api_url, retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    )
    # Without a name Bolt looks through the whole call stack, and through every module, for one.
    return AsyncApp(name="procurement-bot", client=client, request_verification_enabled=False)


class Socket:
    """Socket Mode, watched: a socket that is open but silent is replaced."""

    def __init__(self, app: AsyncApp, app_token: str, api_url: str) -> None:
        self._app = app
        self._app_token = app_token
        self._api_url = api_url
        self._handler: AsyncSocketModeHandler | None = None
        self._watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, and keep connected until `close`; a Slack that cannot be reached is tried again."""
        self._watch = asyncio.create_task(self._keep_open(), name="slack-socket")

    async def close(self) -> None:
        """Take nothing more from Slack."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        await self._drop()

    async def healthy(self) -> bool:
        """Whether the socket is open and not silent."""
        handler = self._handler
        if handler is None or not await handler.client.is_connected():
            return False
        last = handler.client.last_ping_pong_time
        return last is None or time.time() - last < SILENT_SECONDS

    async def _keep_open(self) -> None:
        pause = 1.0
        while True:
            if await self.healthy():
                pause = 1.0
                await asyncio.sleep(WATCH_SECONDS)
                continue
            await self._drop()
            try:
                await self._connect()
                log.info("connected to Slack")
            except Exception as error:  # noqa: BLE001 - whatever it is, the next try may work
                log.warning("cannot connect to Slack, will try again", error=type(error).__name__, seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 30.0)

    async def _connect(self) -> None:
        # The socket is opened with the app's token, not the bot's, so it needs a client of its own.
        web_client = AsyncWebClient(token=self._app_token, base_url=self._api_url)
        self._handler = AsyncSocketModeHandler(
            self._app, self._app_token, web_client=web_client, ping_interval=PING_SECONDS
        )
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def _drop(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            try:
                await handler.close_async()  # type: ignore[no-untyped-call]
            except Exception as error:  # noqa: BLE001 - it is being thrown away
                log.info("closing the socket", error=type(error).__name__)
