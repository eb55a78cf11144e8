"""The way in from Slack: the Bolt app, and the socket that its events come through."""

from __future__ import annotations

import asyncio
import logging
import time

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

PING_SECONDS = 5.0
SILENT_SECONDS = 60.0
WATCH_SECONDS = 10.0

REFUSED = (
    "Slack refuses the app token, will try again: make one with connections:write in the app's settings (Basic "
    "Information, App-Level Tokens) and set SLACK_APP_TOKEN"
)
UNREACHABLE = "Slack cannot be reached, will try again: see that this machine may reach it (and SLACK_API_URL, if set)"
TOKENS = frozenset(
    {"account_inactive", "invalid_auth", "missing_scope", "not_allowed_token_type", "not_authed", "token_expired"}
    | {"token_revoked"}
)

log = structlog.get_logger(__name__)


class OneLine(logging.Filter):
    """Slack's library tells of each cut connection with the whole call stack: one line is enough to know."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the call stack away; everything is logged."""
        record.exc_info = record.exc_text = None
        return True


def _not_of_the_environment(record: logging.LogRecord) -> bool:
    """Bolt finds SLACK_BOT_TOKEN in the environment by itself, and warns that the client's is used, which is ours."""
    return "`token` will be unused" not in record.getMessage()


def make_app(bot_token: str, api_url: str) -> AsyncApp:
    """The app whose listeners `bot.handlers.register` adds. Whoever lets HTTP in verifies signatures first."""
    client = AsyncWebClient(
        token=bot_token, base_url=api_url, retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    )
    logging.getLogger(f"slack_bolt.{AsyncApp.__name__}").addFilter(_not_of_the_environment)
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
        self._one_line = OneLine()

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
                log.warning(what_to_do(error), error=_named(error), seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 30.0)

    async def _connect(self) -> None:
        # The socket is opened with the app's token, not the bot's, so it needs a client of its own.
        web_client = AsyncWebClient(token=self._app_token, base_url=self._api_url, retry_handlers=[])
        # Asked for here: the library would ask again and again by itself, whatever Slack says.
        opened = await web_client.apps_connections_open(app_token=self._app_token)
        logger = logging.getLogger(f"{__name__}.library")
        logger.addFilter(self._one_line)
        self._handler = AsyncSocketModeHandler(
            self._app, self._app_token, logger=logger, web_client=web_client, ping_interval=PING_SECONDS
        )
        self._handler.client.wss_uri = opened["url"]
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def _drop(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            try:
                await handler.close_async()  # type: ignore[no-untyped-call]
            except Exception as error:  # noqa: BLE001 - it is being thrown away
                log.info("closing the socket", error=type(error).__name__)


def what_to_do(error: Exception) -> str:
    """Why the socket is not open, and what an administrator does about it."""
    return REFUSED if isinstance(error, SlackApiError) and error.response["error"] in TOKENS else UNREACHABLE


def _named(error: Exception) -> str:
    """What Slack said, else what kind of failure it was."""
    return str(error.response["error"]) if isinstance(error, SlackApiError) else type(error).__name__
