"""The one place where errors become sentences for people."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import tzinfo
from typing import Any

import structlog

from bot.blocks import help as texts
from bot.blocks.text import in_readers_time
from bot.domain.errors import BotError, OdooUnavailable, Refused
from bot.domain.ports import Messenger
from bot.domain.words import in_zone
from bot.handlers.threads import Threads

log = structlog.get_logger(__name__)


class ErrorHandler:
    """Tells the person: the reason when we know it, a reference for the log when we do not."""

    def __init__(self, messenger: Messenger, threads: Threads, zone_of: Callable[[str], tzinfo]) -> None:
        """`zone_of` gives the time zone of a Slack user, for where Slack does not show moments in it by itself."""
        self._messenger = messenger
        self._threads = threads
        self._zone_of = zone_of

    async def refuse(self, ack: Callable[..., Awaitable[Any]], user: str, at: str, text: str) -> None:
        """Say below the input of block `at` why a modal is not taken; it stays open. Its moments are in their time."""
        zone = await self._threads.quick(self._zone_of, user)
        await ack(response_action="errors", errors={at: in_zone(text, zone)})

    async def tell(self, user: str, text: str, *, channel: str | None = None, response_url: str | None = None) -> None:
        """Show one person a sentence that only they see, its moments in their time."""
        text = in_readers_time(text)
        try:
            await self._threads.slow(self._messenger.whisper, user, channel, text, response_url=response_url)
        except BotError as error:
            log.warning("could not answer a person", user=user, error=str(error))

    async def answer(self, error: Exception, body: Mapping[str, Any]) -> None:
        """Bolt's error hook: whatever a listener did not answer itself."""
        user = (body.get("user") or {}).get("id") or body.get("user_id") or (body.get("event") or {}).get("user")
        if isinstance(error, Refused):
            text = error.reason
        elif isinstance(error, OdooUnavailable):
            text = texts.odoo_away()
        else:
            reference = secrets.token_hex(2).upper()
            log.error("unexpected error", reference=reference, exc_info=error)
            text = texts.something_wrong(reference)
        if user:
            channel = (body.get("channel") or {}).get("id") if isinstance(body.get("channel"), Mapping) else None
            await self.tell(str(user), text, channel=channel, response_url=body.get("response_url"))
