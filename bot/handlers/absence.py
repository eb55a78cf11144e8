"""`/procure away`, `/procure back`, and the buttons for both on the Home tab."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import absence as drawing
from bot.blocks import help as texts
from bot.domain.errors import OdooError, Refused, SlackError
from bot.domain.ports import Clock, Picture
from bot.domain.until import HOW
from bot.handlers.home import HomeHandlers
from bot.handlers.payloads import Click, Submission
from bot.handlers.threads import Threads
from bot.services.absence import AbsenceService

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]

BEFORE_ACK = 2.0  # of the 3 seconds that Slack gives a modal


class AbsenceHandlers:
    """People say that they are away, in words or by the buttons."""

    def __init__(self, absences: AbsenceService, home: HomeHandlers, clock: Clock, threads: Threads) -> None:
        self._absences = absences
        self._home = home
        self._clock = clock
        self._threads = threads

    async def away(self, user: str, words: str) -> Picture:
        """Answer `away` with words behind it (`until Friday, deputy @ben`), or without. Raises `Refused`."""
        if not words:
            return await self._threads.slow(self._told, user)
        said = await self._threads.slow(self._set, user, words)
        await self._home.again(user)
        return said

    async def back(self, user: str) -> Picture:
        """Answer `back`. Raises `Refused`."""
        was_away = await self._threads.slow(self._absences.clear, user)
        await self._home.again(user)
        return drawing.back(was_away)

    async def open_away(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """The button asks until when."""
        click = Click.read(body)
        await ack()
        await client.views_open(trigger_id=click.trigger, view=drawing.away_modal(self._clock.now().date()))

    async def set_away(self, ack: Ack, body: Body) -> None:
        """The day and the deputy came."""
        form = Submission.read(body)
        words = f"until {form.picked(drawing.UNTIL_BLOCK, 'selected_date')}"
        deputy = form.picked(drawing.DEPUTY_BLOCK, "selected_user")
        words += f", deputy <@{deputy}>" if deputy else ""
        try:
            await asyncio.wait_for(self._threads.slow(self._absences.set, form.user, words), BEFORE_ACK)
        except Refused as refusal:
            block = drawing.DEPUTY_BLOCK if refusal.code == "deputy" else drawing.UNTIL_BLOCK
            await ack(response_action="errors", errors={block: refusal.reason})
            return
        except (OdooError, SlackError, TimeoutError):
            await ack(response_action="errors", errors={drawing.UNTIL_BLOCK: texts.odoo_away()})
            return
        await ack()
        await self._home.again(form.user)

    async def come_back(self, ack: Ack, body: Body) -> None:
        """The button ends it."""
        click = Click.read(body)
        await ack()
        await self.back(click.user)

    def _set(self, user: str, words: str) -> Picture:
        standing = self._absences.set(user, words)
        return drawing.away_told(
            standing.start, standing.until, self._now(), standing.deputy.name if standing.deputy else None
        )

    def _told(self, user: str) -> Picture:
        standing = self._absences.of(user)
        if standing is None:
            return drawing.not_away(HOW)
        return drawing.away_told(
            standing.start, standing.until, self._now(), standing.deputy.name if standing.deputy else None
        )

    def _now(self) -> datetime:
        return self._clock.now()
