"""Where an order is, asked in a message to the bot or in a mention."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import help as texts
from bot.domain.errors import Refused
from bot.domain.ports import Clock, Picture, Store
from bot.handlers.threads import Threads
from bot.services.status import StatusService, references

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]
MOST = 5


def blocks(picture: Picture) -> list[dict[str, Any]] | None:
    """The blocks as the Web API wants them."""
    return [dict(block) for block in picture.blocks] or None


class StatusHandlers:
    """Answers are for the asker: in their DM, or shown only to them in a channel."""

    def __init__(self, status: StatusService, store: Store, clock: Clock, threads: Threads) -> None:
        self._status = status
        self._store = store
        self._clock = clock
        self._threads = threads

    async def message(self, body: Body, event: Body, client: AsyncWebClient) -> None:
        """Somebody wrote to the bot."""
        if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id") or not event.get("user"):
            return
        if not await self._first_time(body):
            return
        for picture in await self.answers(str(event.get("text") or ""), str(event["user"])):
            await client.chat_postMessage(
                channel=str(event["channel"]),
                thread_ts=str(event.get("thread_ts") or event["ts"]),
                text=picture.text,
                blocks=blocks(picture),
            )

    async def mentioned(self, body: Body, event: Body, client: AsyncWebClient) -> None:
        """Somebody mentioned the bot in a channel: amounts are for their eyes only."""
        if not event.get("user") or not await self._first_time(body):
            return
        for picture in await self.answers(str(event.get("text") or ""), str(event["user"])):
            await client.chat_postEphemeral(
                channel=str(event["channel"]),
                user=str(event["user"]),
                text=picture.text,
                blocks=blocks(picture),
            )

    async def answers(self, text: str, slack_id: str) -> list[Picture]:
        """Where the orders are that a text names; help for a text that names none."""
        names = references(text)
        if not names:
            return [texts.help_message()]
        return [await self._threads.slow(self._answer, name, slack_id) for name in names[:MOST]]

    def _answer(self, name: str, slack_id: str) -> Picture:
        try:
            return self._status.where(name, slack_id)
        except Refused as refusal:
            return Picture(refusal.reason)

    async def _first_time(self, body: Body) -> bool:
        event_id = body.get("event_id")
        return not event_id or await self._threads.quick(self._remember, str(event_id))

    def _remember(self, event_id: str) -> bool:
        with self._store.begin() as tx:
            return tx.cursors.first_time(event_id, self._clock.now())
