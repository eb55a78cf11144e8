"""The buttons and modals of an approval card."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import help as texts
from bot.blocks.approvals import ids, modals
from bot.domain.approvals import Verdict
from bot.domain.errors import OdooError, Refused, SlackError
from bot.handlers.errors import ErrorHandler
from bot.handlers.payloads import Click, Submission
from bot.handlers.submitting import submitted
from bot.handlers.threads import BEFORE_ACK, Threads
from bot.services.approvals.applying import ApplyingService
from bot.services.approvals.asking import Asking
from bot.services.approvals.conversation import Conversation
from bot.services.approvals.desk import ApprovalDesk
from bot.services.approvals.handing_over import HandingOver
from bot.services.messages import Delivery
from bot.services.people import PeopleService

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]
T = TypeVar("T")

UNDER_WAY = 0.8  # seconds after which the card says that it is being carried out
AT_ONCE = 2  # decisions carried out side by side
HELD_BACK = 3.0  # seconds that carrying one out may wait while many click


class ApprovalHandlers:
    """Each handler parses, has one service decide, and acks what is then committed.

    `again` draws the Home tab of whoever did something anew, and of others whom an approval concerns.
    """

    def __init__(
        self,
        desk: ApprovalDesk,
        conversation: Conversation,
        handing_over: HandingOver,
        asking: Asking,
        applying: ApplyingService,
        delivery: Delivery,
        people: PeopleService,
        errors: ErrorHandler,
        threads: Threads,
        again: Callable[..., Awaitable[None]],
        acked: Callable[[float], None] = lambda _seconds: None,
    ) -> None:
        self._desk = desk
        self._conversation = conversation
        self._handing_over = handing_over
        self._asking = asking
        self._applying = applying
        self._delivery = delivery
        self._people = people
        self._errors = errors
        self._threads = threads
        self._again = again
        self._count_ack = acked
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._one_progress = asyncio.Semaphore(1)

    async def approve(self, ack: Ack, body: Body) -> None:
        """One click approves."""
        click = Click.read(body)

        def decide() -> object:
            return self._desk.decide(
                click.value, click.user, Verdict.APPROVE, response_url=click.response_url, channel=click.channel
            )

        if await self._acked(ack, click, decide) is not None:
            await self._carry_out(click.value)
            await self._again(click.user, click.value)

    async def open_reject(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Rejecting asks for a reason first."""
        click = Click.read(body)
        check = await self._acked(
            ack, click, lambda: self._desk.check_still_open(click.value, click.user, Verdict.REJECT)
        )
        if check is not None:
            await client.views_open(trigger_id=click.trigger, view=modals.reject_modal(check))

    async def reject(self, ack: Ack, body: Body) -> None:
        """The reason came: refuse it on the spot when blank, too late, or the order changed meanwhile."""
        form = Submission.read(body)
        try:
            await self._unchanged(form.record)
            await self._threads.quick(
                self._desk.decide, form.record, form.user, Verdict.REJECT, form.text(ids.REASON_BLOCK)
            )
        except Refused as refusal:
            await self._errors.refuse(ack, form.user, ids.REASON_BLOCK, refusal.reason)
            return
        await ack()
        await self._carry_out(form.record)
        await self._again(form.user, form.record)

    async def open_ask(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Ask the buyer something."""
        click = Click.read(body)
        check = await self._acked(
            ack, click, lambda: self._desk.check_still_open(click.value, click.user, Verdict.REJECT)
        )
        if check is not None:
            await client.views_open(trigger_id=click.trigger, view=modals.ask_modal(check))

    async def ask(self, ack: Ack, body: Body) -> None:
        """The question came."""
        form = Submission.read(body)
        try:
            await self._threads.quick(
                self._conversation.ask, form.record, form.user, form.text(ids.QUESTION_BLOCK), once=form.view_id
            )
        except Refused as refusal:
            await self._errors.refuse(ack, form.user, ids.QUESTION_BLOCK, refusal.reason)
            return
        await ack()
        await self._again(form.user, form.record)

    async def open_answer(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """The buyer wants to answer."""
        click = Click.read(body)
        found = await self._acked(ack, click, lambda: self._conversation.question(click.value))
        if found is not None:
            approval, question = found
            await client.views_open(trigger_id=click.trigger, view=modals.answer_modal(question, approval))

    async def answer(self, ack: Ack, body: Body) -> None:
        """The buyer's answer came."""
        form = Submission.read(body)
        try:
            answered = await self._threads.quick(
                self._conversation.answer, form.record, form.user, form.text(ids.ANSWER_BLOCK)
            )
        except Refused as refusal:
            await self._errors.refuse(ack, form.user, ids.ANSWER_BLOCK, refusal.reason)
            return
        await ack()
        await self._again(form.user, answered.id)

    async def open_hand_over(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Offer the people who could decide instead."""
        click = Click.read(body)
        await ack()
        try:
            approval, people = await asyncio.wait_for(
                self._threads.slow(
                    self._known, click.user, lambda: self._handing_over.successors(click.value, click.user)
                ),
                BEFORE_ACK,
            )
        except Refused as refusal:
            await self._tell(click, refusal.reason)
        except (OdooError, SlackError, TimeoutError):
            await self._tell(click, texts.odoo_away())
        else:
            await client.views_open(trigger_id=click.trigger, view=modals.hand_over_modal(approval, people))

    async def hand_over(self, ack: Ack, body: Body) -> None:
        """Somebody was chosen."""
        form = Submission.read(body)
        chosen = form.chosen(ids.PERSON_BLOCK) or "0"
        note = form.text(ids.NOTE_BLOCK) or ""
        work = self._threads.slow(self._handing_over.hand_over, form.record, form.user, int(chosen), note)
        if await submitted(ack, work, form.user, ids.PERSON_BLOCK, self._errors) is not None:
            await self._again(form.user, form.record)

    async def open_lines(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Show all lines, to anybody whom Odoo knows."""
        click = Click.read(body)
        approval = await self._acked(ack, click, lambda: self._seen(click))
        if approval is not None:
            await client.views_open(trigger_id=click.trigger, view=modals.lines_modal(approval))

    async def show(self, ack: Ack, body: Body) -> None:
        """Send the card of an order that a digest named."""
        click = Click.read(body)
        await self._acked(ack, click, lambda: self._shown(click))

    async def nothing(self, ack: Ack) -> None:
        """A link was followed."""
        await ack()

    def _shown(self, click: Click) -> Any:
        person = self._people.on_record(click.user)
        return self._asking.show(click.value, person.user.id)

    def _seen(self, click: Click) -> Any:
        self._people.on_record(click.user)
        return self._desk.get(click.value)

    async def _acked(self, ack: Ack, click: Click, work: Callable[[], T]) -> T | None:
        """Do one transaction, then ack; a refusal is told after the ack and yields None.

        Somebody who is not on record is looked up after the ack, for that asks Slack and Odoo.
        """
        arrived = time.monotonic()
        try:
            done = await self._threads.quick(work)
        except Refused as refusal:
            await ack()
            if refusal.code != "lookup":
                await self._tell(click, refusal.reason)
                return None
        else:
            await ack()
            self._count_ack(time.monotonic() - arrived)
            return done
        try:
            return await self._threads.slow(self._known, click.user, work)
        except Refused as refusal:
            await self._tell(click, refusal.reason)
            return None

    def _known(self, slack_id: str, work: Callable[[], T]) -> T:
        self._people.who(slack_id)
        return work()

    async def _unchanged(self, approval_id: str) -> None:
        """Compare with Odoo as long as the ack can wait for it; a slow Odoo is asked later instead."""
        check = self._threads.slow(self._desk.check_unchanged, approval_id)
        try:
            await asyncio.wait_for(check, BEFORE_ACK)
        except TimeoutError:
            return

    async def _carry_out(self, approval_id: str) -> None:
        """Carry a decision out at once; the job that was committed with it does so if this is cut off."""
        settling = asyncio.ensure_future(self._settled(approval_id))
        done, _ = await asyncio.wait({settling}, timeout=UNDER_WAY)
        if not done:
            async with self._one_progress:
                await self._threads.rush.over(UNDER_WAY)
                if not settling.done():
                    await self._threads.slow(self._delivery.show_progress, approval_id)
        settled = await settling
        show = self._delivery.redraw_now if settled or not done else self._delivery.show_progress
        await self._in_turn(show, approval_id)

    async def _settled(self, approval_id: str) -> bool:
        with self._applying.in_hand(approval_id):
            return await self._in_turn(self._applying.settle, approval_id)

    async def _in_turn(self, work: Callable[[str], T], approval_id: str) -> T:
        """A few at a time: when many click at once, their acks come first."""
        async with self._turns:
            await self._threads.rush.over(HELD_BACK)
            return await self._threads.slow(work, approval_id)

    async def _tell(self, click: Click, text: str) -> None:
        await self._errors.tell(click.user, text, channel=click.channel, response_url=click.response_url)
