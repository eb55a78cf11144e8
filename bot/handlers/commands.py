"""`/procure`: one word says what is wanted; a word that is not known gets a helpful answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from difflib import get_close_matches
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import help as texts
from bot.domain.errors import Refused
from bot.domain.home import Part
from bot.domain.ports import Picture
from bot.handlers.absence import AbsenceHandlers
from bot.handlers.keys import KeyHandlers
from bot.handlers.status import StatusHandlers, blocks
from bot.handlers.threads import Threads
from bot.services.home import HomeService
from bot.services.status import references

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]
Answer = Callable[[str, str], Awaitable[list[Picture]]]

KEY = ("key", "keys")
QUEUES = {
    "queue": Part.WAITING,
    "waiting": Part.WAITING,
    "mine": Part.MINE,
    "handed": Part.HANDED_OVER,
    "escalated": Part.ESCALATED,
}


class CommandHandlers:
    """Answers are shown to the asker alone."""

    def __init__(
        self,
        status: StatusHandlers,
        absence: AbsenceHandlers,
        keys: KeyHandlers,
        home: HomeService,
        shares: Callable[[], Picture],
        threads: Threads,
    ) -> None:
        self._status = status
        self._absence = absence
        self._keys = keys
        self._home = home
        self._shares = shares
        self._threads = threads
        self._words: dict[str, Answer] = {
            "help": self._help,
            "status": self._where,
            "away": self._away,
            "back": self._back,
            "mail": self._mail,
            **{word: self._queue(part) for word, part in QUEUES.items()},
        }

    async def command(
        self, ack: Ack, body: Body, respond: Callable[..., Awaitable[Any]], client: AsyncWebClient
    ) -> None:
        """`/procure help`, `/procure status P00036`, `/procure away until Friday, deputy @ben`, `/procure key`, ..."""
        await ack()
        text, user = " ".join(str(body.get("text") or "").split()), str(body["user_id"])
        try:
            if text.lower() in KEY:
                pictures = await self._keys.open(user, str(body["trigger_id"]), client)
            else:
                pictures = await self._answer(text, user)
        except Refused as refusal:
            pictures = [Picture(refusal.reason)]
        for picture in pictures:
            await respond(text=picture.text, blocks=blocks(picture), response_type="ephemeral")

    async def _answer(self, text: str, user: str) -> list[Picture]:
        word, _, rest = text.partition(" ")
        answer = self._words.get(word.lower() or "help")
        if answer is not None:
            return await answer(user, rest)
        if references(text):
            return await self._where(user, text)
        near = get_close_matches(word.lower(), [*self._words, *KEY], n=1, cutoff=0.6)
        return [Picture(texts.unknown_command(word, near[0] if near else ""))]

    async def _mail(self, _user: str, _rest: str) -> list[Picture]:
        return [await self._threads.slow(self._shares)]

    async def _help(self, _user: str, _rest: str) -> list[Picture]:
        return [texts.help_message()]

    async def _where(self, user: str, rest: str) -> list[Picture]:
        if not references(rest):
            return [Picture(texts.which_order(rest))]
        return await self._status.answers(rest, user)

    async def _away(self, user: str, rest: str) -> list[Picture]:
        return [await self._absence.away(user, rest)]

    async def _back(self, user: str, _rest: str) -> list[Picture]:
        return [await self._absence.back(user)]

    def _queue(self, part: Part) -> Answer:
        async def answer(user: str, _rest: str) -> list[Picture]:
            return [await self._threads.slow(self._home.queue, user, part)]

        return answer
