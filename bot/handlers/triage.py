"""The buttons and modals of a supplier mail's card."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import help as texts
from bot.blocks.triage import ids, modals
from bot.domain.errors import OdooError, Refused, SlackError
from bot.domain.habits import HabitKind
from bot.domain.proposals import Field
from bot.handlers.clicks import Ack, Body, Clicks
from bot.handlers.payloads import Choice, Click, Submission
from bot.handlers.threads import BEFORE_ACK, Threads
from bot.services.messages import Delivery
from bot.services.triage.applying import ApplyingMail
from bot.services.triage.correcting import Correcting
from bot.services.triage.desk import CaseDesk


class TriageHandlers:
    """Each handler parses, has one service decide, and acks what is then committed."""

    def __init__(
        self,
        desk: CaseDesk,
        correcting: Correcting,
        applying: ApplyingMail,
        delivery: Delivery,
        clicks: Clicks,
        threads: Threads,
    ) -> None:
        self._desk = desk
        self._correcting = correcting
        self._applying = applying
        self._delivery = delivery
        self._clicks = clicks
        self._threads = threads

    # Apply

    async def open_apply(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Show the changes, one tick each."""
        click = Click.read(body)
        case = await self._clicks.acked(ack, click, lambda: self._desk.case(click.value, click.user))
        if case is not None:
            await client.views_open(trigger_id=click.trigger, view=modals.apply_modal(case))

    async def apply(self, ack: Ack, body: Body) -> None:
        """The ticks came: take them, then carry them out."""
        form = Submission.read(body)
        try:
            await self._threads.quick(self._desk.tick, form.record, form.user, form.ticked(ids.TICKS_BLOCK))
        except Refused as refusal:
            await ack(response_action="errors", errors={form.first(ids.TICKS_BLOCK): refusal.reason})
            return
        await ack()
        await self._carry_out(form.record)

    # Correct

    async def open_correct(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Class, order and values, as they stand."""
        click = Click.read(body)
        case = await self._clicks.acked(ack, click, lambda: self._desk.case(click.value, click.user))
        if case is not None:
            await client.views_open(trigger_id=click.trigger, view=modals.correct_modal(case))

    async def correct(self, ack: Ack, body: Body) -> None:
        """What was put right came."""
        form = Submission.read(body)
        values = {
            block.partition(".")[2]: written
            for block in form.values
            if block.startswith(f"{ids.VALUE_BLOCK}.")
            and (written := form.text(block) or form.picked(block, "selected_date"))
        }
        await self._in_modal(
            ack,
            at_correction,
            lambda: self._correcting.correct(
                form.record, form.user, form.chosen(ids.CLASS_BLOCK), form.text(ids.ORDER_BLOCK), values
            ),
            form.record,
        )

    async def open_add(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """A value that was not read: the order's lines to choose from."""
        await self._open_later(ack, body, client, self._add_modal)

    async def add(self, ack: Ack, body: Body) -> None:
        """The value came."""
        form = Submission.read(body)
        order, _, line = (form.chosen(ids.LINE_BLOCK) or "0:0").partition(":")
        field = Field(form.chosen(ids.FIELD_BLOCK) or Field.DATE.value)
        await self._in_modal(
            ack,
            lambda refusal: ids.TEXT_BLOCK if refusal.code == "value" else ids.LINE_BLOCK,
            lambda: self._correcting.add_value(
                form.record, form.user, int(order), int(line), field, form.text(ids.TEXT_BLOCK) or ""
            ),
            form.record,
        )

    async def choose_order(self, ack: Ack, body: Body) -> None:
        """One of several orders was chosen."""
        click = Click.read(body)
        case_id, _, order_id = click.value.partition(":")
        await ack()
        done = await self._clicks.slowly(click, lambda: self._correcting.choose(case_id, click.user, int(order_id)))
        if done is not None:
            await self._carry_out(case_id)

    # Vendors' habits

    async def open_means(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """What the vendor means by its words."""
        await self._open_later(ack, body, client, self._means_modal)

    async def means(self, ack: Ack, body: Body) -> None:
        """A meaning came."""
        form = Submission.read(body)
        kind = HabitKind(form.chosen(ids.KIND_BLOCK) or HabitKind.PRODUCT.value)
        meaning, shown = form.text(ids.MEANING_BLOCK) or "", ""
        if kind is HabitKind.PRODUCT:
            meaning, shown = form.chosen(ids.PRODUCT_BLOCK) or "", form.label(ids.PRODUCT_BLOCK) or ""
        places = {"words": ids.WORDS_BLOCK, "meaning": ids.MEANING_BLOCK}
        if ids.PRODUCT_BLOCK in form.values:
            places["product"] = ids.PRODUCT_BLOCK
        await self._in_modal(
            ack,
            lambda refusal: places.get(refusal.code, ids.KIND_BLOCK),
            lambda: self._desk.learn(form.record, form.user, kind, form.text(ids.WORDS_BLOCK) or "", meaning, shown),
            form.record,
        )

    async def unlearn(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """A meaning is taken back, and its dialog shows those that are left."""
        click = Click.read(body)
        habit = await self._clicks.acked(ack, click, lambda: self._desk.unlearn(click.value, click.user))
        if habit is not None:
            await self._clicks.tell(click, f"Taken back: {habit.words or 'dates'} no longer means {habit.shown}.")
        choice = Choice.read(body)
        left = await self._clicks.slowly(click, lambda: self._means_modal(choice.record, choice.user))
        if left is not None:
            await client.views_update(view_id=choice.view_id, view=left)

    # An exception, done

    async def open_exception(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """What has to be looked after?"""
        click = Click.read(body)
        case = await self._clicks.acked(ack, click, lambda: self._desk.may_make_exception(click.value, click.user))
        if case is not None:
            await client.views_open(trigger_id=click.trigger, view=modals.exception_modal(case))

    async def make_exception(self, ack: Ack, body: Body) -> None:
        """The reason came."""
        form = Submission.read(body)
        await self._in_modal(
            ack,
            lambda _refusal: ids.REASON_BLOCK,
            lambda: self._desk.make_exception(form.record, form.user, form.text(ids.REASON_BLOCK)),
            form.record,
        )

    async def done(self, ack: Ack, body: Body) -> None:
        """Nothing more is to be done."""
        click = Click.read(body)
        case = await self._clicks.acked(ack, click, lambda: self._desk.close(click.value, click.user))
        if case is not None:
            await self._threads.slow(self._delivery.redraw_case, case.id)

    # What they share

    def _means_modal(self, case_id: str, slack_id: str) -> Any:
        """What the vendor means by its words, as it stands now."""
        case = self._desk.case(case_id, slack_id)
        return modals.means_modal(case, self._desk.lines_of(case), self._desk.habits(slack_id, case.id))

    def _add_modal(self, case_id: str, slack_id: str) -> Any:
        """The order's lines, to choose from."""
        case = self._desk.case(case_id, slack_id)
        return modals.add_modal(case, self._desk.lines_of(case))

    async def _open_later(self, ack: Ack, body: Body, client: AsyncWebClient, draw: Callable[[str, str], Any]) -> None:
        """Open a modal that shows the order's lines as they are now: they are asked of Odoo, after the ack."""
        click = Click.read(body)
        await ack()
        view = await self._clicks.slowly(click, lambda: draw(click.value, click.user))
        if view is not None:
            await client.views_open(trigger_id=click.trigger, view=view)

    async def _in_modal(
        self, ack: Ack, place: Callable[[Refused], str], work: Callable[[], object], case_id: str
    ) -> None:
        """Do it while the modal waits; a refusal stands at the input that `place` finds for it."""
        try:
            await asyncio.wait_for(self._threads.slow(work), BEFORE_ACK)
        except Refused as refusal:
            await ack(response_action="errors", errors={place(refusal): refusal.reason})
            return
        except (OdooError, SlackError, TimeoutError):
            away = Refused(texts.odoo_away(), code="away")
            await ack(response_action="errors", errors={place(away): away.reason})
            return
        await ack()
        await self._carry_out(case_id)

    async def _carry_out(self, case_id: str) -> None:
        """Carry it out at once; the job that was committed with it does so if this is cut off."""
        await self._threads.slow(self._applying.settle, case_id)
        await self._threads.slow(self._delivery.redraw_case, case_id)


def at_correction(refusal: Refused) -> str:
    """The input of the Correct dialog that a refusal is about; the first one for what is about none of them."""
    if refusal.where:
        return f"{ids.VALUE_BLOCK}.{refusal.where}"
    return ids.ORDER_BLOCK if refusal.code == "order" else ids.CLASS_BLOCK
