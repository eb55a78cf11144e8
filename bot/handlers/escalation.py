"""The buttons of an escalation and of the morning digest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import escalation as drawing
from bot.blocks import help as texts
from bot.blocks.approvals import ids
from bot.blocks.escalation import ids as escalation_ids
from bot.domain.durations import Duration
from bot.domain.errors import InvalidInput, OdooError, Refused, SlackError
from bot.handlers.errors import ErrorHandler
from bot.handlers.payloads import Click, Submission
from bot.handlers.submitting import submitted
from bot.handlers.threads import BEFORE_ACK, Threads
from bot.services.approvals.applying import ApplyingService
from bot.services.escalation.bulk import BulkApproval
from bot.services.escalation.manager_desk import ManagerDesk
from bot.services.people import PeopleService

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]
T = TypeVar("T")


class EscalationHandlers:
    """Nudge, hand over, snooze, for whoever was told; approving several, for whoever is asked."""

    def __init__(
        self,
        manager: ManagerDesk,
        bulk: BulkApproval,
        applying: ApplyingService,
        people: PeopleService,
        errors: ErrorHandler,
        threads: Threads,
        again: Callable[..., Awaitable[None]],
    ) -> None:
        """`again` draws the Home tab of whoever did something anew, and of others whom an approval concerns."""
        self._manager = manager
        self._bulk = bulk
        self._applying = applying
        self._people = people
        self._errors = errors
        self._threads = threads
        self._again = again

    async def nudge(self, ack: Ack, body: Body) -> None:
        """Remind whoever is silent."""
        click = Click.read(body)
        await ack()
        approval = await self._done(click, lambda: self._manager.nudge(click.value, click.user))
        if approval is not None:
            await self._tell(click, f"{approval.order.name}: I remind them in your name, in their working time.")
            await self._again(click.user, approval.id)

    async def show_single(self, ack: Ack, body: Body) -> None:
        """Send by itself what a list had gathered."""
        click = Click.read(body)
        await ack()
        await self._done(click, lambda: self._manager.show(click.value, click.user))

    async def open_snooze(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """For how long?"""
        click = Click.read(body)
        await ack()
        about = await self._done(click, lambda: self._manager.stuck(click.value, click.user))
        if about is not None:
            view = drawing.snooze_modal(about.approval, click.value, self._manager.choices())
            await client.views_open(trigger_id=click.trigger, view=view)

    async def snooze(self, ack: Ack, body: Body) -> None:
        """A length was chosen."""
        form = Submission.read(body)
        try:
            length = Duration.parse(form.chosen(escalation_ids.LENGTH_BLOCK) or "")
            snoozed = await self._threads.quick(self._manager.snooze, form.record, form.user, length)
        except Refused as refusal:
            await self._errors.refuse(ack, form.user, escalation_ids.LENGTH_BLOCK, refusal.reason)
            return
        except InvalidInput as error:
            await self._errors.refuse(ack, form.user, escalation_ids.LENGTH_BLOCK, error.what)
            return
        await ack()
        await self._again(form.user, snoozed.id)

    async def open_hand_over_for(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """To whom?"""
        click = Click.read(body)
        await ack()
        found = await self._done(click, lambda: self._manager.successors(click.value, click.user))
        if found is not None:
            view = drawing.hand_over_modal(found[0], click.value, found[1])
            await client.views_open(trigger_id=click.trigger, view=view)

    async def hand_over_for(self, ack: Ack, body: Body) -> None:
        """Somebody was chosen."""
        form = Submission.read(body)
        chosen = int(form.chosen(ids.PERSON_BLOCK) or "0")
        note = form.text(ids.NOTE_BLOCK) or ""
        work = self._threads.slow(self._manager.hand_over, form.record, form.user, chosen, note)
        handed = await submitted(ack, work, form.user, ids.PERSON_BLOCK, self._errors)
        if handed is not None:
            await self._again(form.user, handed.id)

    async def open_several(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Offer the ordinary orders, all ticked."""
        click = Click.read(body)
        await ack()
        offer = await self._done(click, lambda: self._bulk.offer(click.user))
        if offer is not None:
            view = drawing.several_modal(offer.approvals, offer.others, offer.more)
            await client.views_open(trigger_id=click.trigger, view=view)

    async def approve_several(self, ack: Ack, body: Body) -> None:
        """Take each that is ticked as a decision of its own, then carry them out; say what was not taken."""
        form = Submission.read(body)
        try:
            taken, refused = await self._threads.quick(
                self._bulk.approve, form.user, form.ticked(escalation_ids.ORDERS_BLOCK)
            )
        except Refused as refusal:
            await self._errors.refuse(ack, form.user, escalation_ids.ORDERS_BLOCK, refusal.reason)
            return
        await ack()
        if refused:
            await self._errors.tell(form.user, "\n".join(refused))
        for approval in taken:
            await self._threads.slow(self._applying.settle, approval.id)
        await self._again(form.user, *(approval.id for approval in taken))

    async def _done(self, click: Click, work: Callable[[], T]) -> T | None:
        """Do something for whoever clicked; a refusal is told to them and yields None."""
        try:
            return await asyncio.wait_for(self._threads.slow(self._known, click.user, work), BEFORE_ACK)
        except Refused as refusal:
            await self._tell(click, refusal.reason)
        except (OdooError, SlackError, TimeoutError):
            await self._tell(click, texts.odoo_away())
        return None

    def _known(self, slack_id: str, work: Callable[[], T]) -> T:
        self._people.who(slack_id)
        return work()

    async def _tell(self, click: Click, text: str) -> None:
        await self._errors.tell(click.user, text, channel=click.channel, response_url=click.response_url)
