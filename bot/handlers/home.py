"""The Home tab: opened, its filters and pages, and drawn again after a person's deed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bot.domain.errors import SlackError
from bot.domain.home import Part
from bot.handlers.payloads import Click
from bot.handlers.threads import Threads
from bot.services.home import HomeService

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]

log = structlog.get_logger(__name__)


class HomeHandlers:
    """The tab is a picture of the records: it is drawn whenever somebody looks, and nobody is told when that fails."""

    def __init__(self, home: HomeService, threads: Threads) -> None:
        self._home = home
        self._threads = threads

    async def is_home(self, event: Body) -> bool:
        """Whether it was the Home tab that was opened, and not the conversation."""
        return event.get("tab") == "home"

    async def opened(self, event: Body) -> None:
        """The Home tab was opened."""
        await self._quietly(str(event["user"]), self._home.show, str(event["user"]))

    async def turn(self, ack: Ack, body: Body) -> None:
        """Another part of the queue, or another page of it."""
        click = Click.read(body)
        await ack()
        part, _, offset = click.value.partition(":")
        await self._quietly(click.user, self._home.show, click.user, Part(part), int(offset))

    async def again(self, user: str, *approval_ids: str) -> None:
        """Draw the tab again for somebody who did something, and for those with it open whom it concerns."""
        await self._quietly(user, self._home.show_again, user, approval_ids)

    async def _quietly(self, user: str, show: Callable[..., None], *args: Any) -> None:
        try:
            await self._threads.slow(show, *args)
        except SlackError as error:
            log.warning("the Home tab could not be drawn", user=user, error=str(error))
