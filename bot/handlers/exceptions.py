"""The buttons of an exception."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import exceptions as drawing
from bot.domain.errors import Refused
from bot.handlers.errors import ErrorHandler
from bot.handlers.payloads import Click, Submission
from bot.handlers.threads import Threads
from bot.services.exceptions import ExceptionService
from bot.services.people import PeopleService

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]


class ExceptionHandlers:
    """Retry and dismiss, for people whom Odoo knows."""

    def __init__(
        self, exceptions: ExceptionService, people: PeopleService, errors: ErrorHandler, threads: Threads
    ) -> None:
        self._exceptions = exceptions
        self._people = people
        self._errors = errors
        self._threads = threads

    async def retry(self, ack: Ack, body: Body) -> None:
        """Try again what failed."""
        click = Click.read(body)
        await ack()
        try:
            await self._threads.slow(self._retry, int(click.value), click.user)
        except Refused as refusal:
            await self._tell(click, refusal.reason)

    async def open_dismiss(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Dismissing asks for a reason."""
        click = Click.read(body)
        await ack()
        try:
            trouble = await self._threads.slow(self._open_one, int(click.value), click.user)
        except Refused as refusal:
            await self._tell(click, refusal.reason)
            return
        await client.views_open(trigger_id=click.trigger, view=drawing.dismiss_modal(trouble))

    async def dismiss(self, ack: Ack, body: Body) -> None:
        """The reason came."""
        form = Submission.read(body)
        reason = form.text(drawing.REASON_BLOCK) or ""
        try:
            await self._threads.quick(self._dismiss, int(form.record), form.user, reason)
        except Refused as refusal:
            await ack(response_action="errors", errors={drawing.REASON_BLOCK: refusal.reason})
            return
        await ack()

    def _retry(self, trouble_id: int, slack_id: str) -> None:
        self._exceptions.retry(trouble_id, self._people.who(slack_id).user.name)

    def _open_one(self, trouble_id: int, slack_id: str) -> Any:
        self._people.who(slack_id)
        return self._exceptions.open_one(trouble_id)

    def _dismiss(self, trouble_id: int, slack_id: str, reason: str) -> None:
        self._exceptions.dismiss(trouble_id, self._people.on_record(slack_id).user.name, reason)

    async def _tell(self, click: Click, text: str) -> None:
        await self._errors.tell(click.user, text, channel=click.channel, response_url=click.response_url)
