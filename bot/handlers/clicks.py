"""Clicks about supplier mail: acked in time, refused in words, done as somebody whom we know."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from bot.blocks import help as texts
from bot.domain.errors import OdooError, Refused, SlackError
from bot.handlers.errors import ErrorHandler
from bot.handlers.payloads import Click
from bot.handlers.threads import BEFORE_ACK, Threads
from bot.services.people import PeopleService

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]
T = TypeVar("T")


class Clicks:
    """What the handlers of a mail's card and of letters share."""

    def __init__(self, people: PeopleService, errors: ErrorHandler, threads: Threads) -> None:
        self._people = people
        self._errors = errors
        self._threads = threads

    async def slowly(self, click: Click, work: Callable[[], T]) -> T | None:
        """Something that asks Odoo, after the ack; None after a refusal, which was told."""
        try:
            return await asyncio.wait_for(self._threads.slow(self._known, click.user, work), BEFORE_ACK)
        except Refused as refusal:
            await self.tell(click, refusal.reason)
        except (OdooError, SlackError, TimeoutError):
            await self.tell(click, texts.odoo_away())
        return None

    async def acked(self, ack: Ack, click: Click, work: Callable[[], T]) -> T | None:
        """Do one transaction, then ack; a refusal is told after the ack and yields None."""
        try:
            done = await self._threads.quick(work)
        except Refused as refusal:
            await ack()
            if refusal.code != "lookup":
                await self.tell(click, refusal.reason)
                return None
        else:
            await ack()
            return done
        return await self.slowly(click, work)

    def _known(self, slack_id: str, work: Callable[[], T]) -> T:
        self._people.who(slack_id)
        return work()

    async def tell(self, click: Click, text: str) -> None:
        """Answer whoever clicked, where only they see it."""
        await self._errors.tell(click.user, text, channel=click.channel, response_url=click.response_url)
