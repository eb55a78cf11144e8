"""Reading the mail itself from its card."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.triage.originals import original_modal, place_of
from bot.handlers.clicks import Ack, Body, Clicks
from bot.handlers.payloads import Choice, Click
from bot.services.triage.originals import Originals


class OriginalHandlers:
    """Opens the mail, from its card or on top of one of its dialogs, and turns its pages."""

    def __init__(self, originals: Originals, clicks: Clicks) -> None:
        self._originals = originals
        self._clicks = clicks

    async def open_mail(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Show the newest mail of a case."""
        click = Click.read(body)
        original = await self._clicks.acked(ack, click, lambda: self._originals.read(click.value, click.user))
        if original is not None:
            show = client.views_push if "view" in body else client.views_open
            await show(trigger_id=click.trigger, view=original_modal(original))

    async def turn_mail(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """Another mail of the conversation, another part of it, or another page."""
        choice = Choice.read(body)
        mail_id, part, page = place_of(choice.value)
        original = await self._clicks.acked(
            ack, Click.read(body), lambda: self._originals.read(choice.record, choice.user, mail_id)
        )
        if original is not None:
            await client.views_update(view_id=choice.view_id, view=original_modal(original, part, page))
