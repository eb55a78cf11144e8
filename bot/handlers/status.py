"""Questions about where an order is: `/procure`, a message to the bot, a mention."""

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

    async def command(self, ack: Ack, body: Body, respond: Callable[..., Awaitable[Any]]) -> None:
        """`/procure help`, `/procure status P00036`."""
        await ack()
        word, _, rest = str(body.get("text") or "").strip().partition(" ")
        if word.lower() in {"", "help"}:
            pictures = [texts.help_message()]
        elif word.lower() == "status" and rest.strip():
            pictures = await self._answers(rest, str(body["user_id"]))
        elif word.lower() == "status":
            pictures = [Picture("Which order? Please write its number: /procure status P00036")]
        else:
            pictures = [Picture(texts.unknown_command(word))]
        for picture in pictures:
            await respond(text=picture.text, blocks=blocks(picture), response_type="ephemeral")

    async def message(self, body: Body, event: Body, client: AsyncWebClient) -> None:
        """Somebody wrote to the bot."""
        if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id") or not event.get("user"):
            return
        if not await self._first_time(body):
            return
        for picture in await self._answers(str(event.get("text") or ""), str(event["user"])):
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
        for picture in await self._answers(str(event.get("text") or ""), str(event["user"])):
            await client.chat_postEphemeral(
                channel=str(event["channel"]),
                user=str(event["user"]),
                text=picture.text,
                blocks=blocks(picture),
            )

    async def opened(self) -> None:
        """The conversation was opened: nothing is said unasked."""

    async def _answers(self, text: str, slack_id: str) -> list[Picture]:
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
