"""What is written to vendors: an answer to their mail, a chaser; drafted, read, and sent by a person."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import help as texts
from bot.blocks.triage import ids, modals
from bot.domain.errors import OdooError, Refused, SlackError
from bot.domain.languages import of_locale
from bot.handlers.clicks import Ack, Body, Clicks
from bot.handlers.payloads import Choice, Click, Submission
from bot.handlers.threads import BEFORE_ACK, Threads
from bot.services.triage.chasing import ChaseService
from bot.services.triage.desk import CaseDesk
from bot.services.triage.letters import LetterService


class LetterHandlers:
    """Each opens or redraws a draft, or takes a letter and has it sent."""

    def __init__(
        self, desk: CaseDesk, letters: LetterService, chasing: ChaseService, clicks: Clicks, threads: Threads
    ) -> None:
        self._desk = desk
        self._letters = letters
        self._chasing = chasing
        self._clicks = clicks
        self._threads = threads

    async def open_reply(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """A drafted answer, to copy or to send."""
        click = Click.read(body)
        drafted = await self._clicks.acked(ack, click, lambda: self._desk.draft(click.value, click.user))
        if drafted is not None:
            await client.views_open(trigger_id=click.trigger, view=modals.reply_modal(*drafted))

    async def reword_reply(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Another language was chosen: draft the answer anew."""
        choice = Choice.read(body)
        language = of_locale(choice.value)
        drafted = await self._clicks.acked(
            ack, Click.read(body), lambda: self._desk.draft(choice.record, choice.user, language)
        )
        if drafted is not None:
            await client.views_update(view_id=choice.view_id, view=modals.reply_modal(*drafted))

    async def reply(self, ack: Ack, body: Body) -> None:
        """The answer is to be sent."""
        form = Submission.read(body)
        block = form.first(ids.TEXT_BLOCK)

        def take() -> str:
            case, person = self._desk.case(form.record, form.user), self._desk.person(form.user)
            order = case.orders[0]
            letter = self._letters.write(person, order.id, order.name, form.text(block), why="reply", once=form.view_id)
            return letter.id

        await self._sent(ack, block, take)

    async def open_chase(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """A drafted chaser, to read and to send."""
        click = Click.read(body)
        await ack()
        drafted = await self._clicks.slowly(
            click, lambda: self._chasing.draft(int(click.value), self._desk.person(click.user))
        )
        if drafted is not None:
            await client.views_open(trigger_id=click.trigger, view=modals.chase_modal(int(click.value), *drafted))

    async def reword_chase(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Another language was chosen: draft the chaser anew."""
        choice = Choice.read(body)
        order_id, language = int(choice.record), of_locale(choice.value)
        await ack()
        drafted = await self._clicks.slowly(
            Click.read(body), lambda: self._chasing.draft(order_id, self._desk.person(choice.user), language)
        )
        if drafted is not None:
            await client.views_update(view_id=choice.view_id, view=modals.chase_modal(order_id, *drafted))

    async def chase(self, ack: Ack, body: Body) -> None:
        """A chaser is to be sent."""
        form = Submission.read(body)
        block = form.first(ids.TEXT_BLOCK)

        def take() -> str:
            person = self._desk.person(form.user)
            return self._chasing.send(int(form.record), person, form.text(block), once=form.view_id).id

        await self._sent(ack, block, take)

    async def _sent(self, ack: Ack, block: str, take: Callable[[], str]) -> None:
        """Take a letter, then send it; the job that was committed with it does so if this is cut off.

        A refusal stands at `block`, where the letter was written.
        """
        try:
            letter_id = await asyncio.wait_for(self._threads.slow(take), BEFORE_ACK)
        except Refused as refusal:
            await ack(response_action="errors", errors={block: refusal.reason})
            return
        except (OdooError, SlackError, TimeoutError):
            await ack(response_action="errors", errors={block: texts.odoo_away()})
            return
        await ack()
        await self._threads.slow(self._letters.send, letter_id)
