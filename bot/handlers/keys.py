"""`/procure key`: people give the bot their own Odoo key, or have it forgotten. It stands in no message and no log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import help as texts
from bot.blocks import keys as drawing
from bot.domain.errors import OdooError, Refused
from bot.domain.keys import PersonalKey
from bot.domain.ports import Picture
from bot.handlers.payloads import Submission
from bot.handlers.threads import Threads
from bot.services.keys import KeyService, checked
from bot.services.people import PeopleService

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]


class KeyHandlers:
    """Takes and forgets keys; without a `KeyService` none are kept here, and that is said."""

    def __init__(self, keys: KeyService | None, people: PeopleService, threads: Threads) -> None:
        self._keys = keys
        self._people = people
        self._threads = threads

    async def open(self, user: str, trigger: str, client: AsyncWebClient) -> list[Picture]:
        """Ask for the key in a modal; what to answer instead, where that cannot be. Raises `Refused`."""
        if self._keys is None:
            return [Picture(drawing.NONE_KEPT)]
        key = await self._threads.slow(self._standing, self._keys, user)
        await client.views_open(trigger_id=trigger, view=drawing.key_modal(key))
        return []

    async def give(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """A key came. Odoo may take longer than Slack waits, so what came of it is shown after the ack."""
        form = Submission.read(body)
        try:
            secret = checked(form.text(drawing.KEY_BLOCK) or "")
        except Refused as refusal:
            await ack(response_action="errors", errors={drawing.KEY_BLOCK: refusal.reason})
            return
        await ack(response_action="update", view=drawing.told_modal(drawing.TRYING))
        said = await self._threads.slow(self._given, form.user, secret)
        await client.views_update(view_id=form.view_id, view=drawing.told_modal(said))

    async def forget(self, ack: Ack, body: Body, client: AsyncWebClient) -> None:
        """The button in the modal."""
        await ack()
        said = await self._threads.slow(self._forgotten, str(body["user"]["id"]))
        await client.views_update(view_id=str(body["view"]["id"]), view=drawing.told_modal(said))

    def _standing(self, keys: KeyService, slack_id: str) -> PersonalKey | None:
        user = self._people.who(slack_id).user
        return next((key for key in keys.listed() if key.user_id == user.id), None)

    def _given(self, slack_id: str, secret: str) -> str:
        if self._keys is None:
            return drawing.NONE_KEPT
        try:
            user = self._people.who(slack_id).user
            return drawing.kept(self._keys.give(user, secret, actor=user.name))
        except Refused as refusal:
            return refusal.reason
        except OdooError:
            return f"{texts.odoo_away()} The key was not kept."

    def _forgotten(self, slack_id: str) -> str:
        if self._keys is None:
            return drawing.NONE_KEPT
        try:
            user = self._people.who(slack_id).user
        except Refused as refusal:
            return refusal.reason
        return drawing.FORGOTTEN if self._keys.forget(user, actor=user.name) else drawing.NOTHING_THERE
