"""Questions in plain words: messages to the bot, mentions in channels, choices, and verdicts on answers."""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.blocks.questions import THANKS
from bot.domain.conversations import Said, Verdict
from bot.domain.errors import Conflict, Refused, SlackError
from bot.domain.keys import without_keys
from bot.handlers.errors import ErrorHandler
from bot.handlers.payloads import Click
from bot.handlers.threads import Threads
from bot.services.questions.conversation import ConversationService
from bot.services.questions.prompts import PromptService

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]
SPOKEN = frozenset({None, "file_share", "thread_broadcast"})  # kinds of messages in which a person says something
QUESTION = "question_id"
_LINK = re.compile(r"<(?P<address>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def said_of(body: Body, event: Body, bot_user: str | None) -> Said | None:
    """What somebody said to the bot; None for what was not said to it, or not by a person."""
    to_bot = event.get("type") == "app_mention" or event.get("channel_type") == "im"
    if not to_bot or event.get("subtype") not in SPOKEN or event.get("bot_id") or not event.get("user"):
        return None
    if event["user"] == bot_user:
        return None
    return Said(
        channel=str(event["channel"]),
        ts=str(event["ts"]),
        thread=str(event.get("thread_ts") or event["ts"]),
        slack_id=str(event["user"]),
        text=without_keys(words_of(str(event.get("text") or ""), bot_user)),
        direct=event.get("channel_type") == "im",
        team=str(event.get("team") or body.get("team_id") or ""),
    )


def words_of(text: str, bot_user: str | None) -> str:
    """A message as it was typed: Slack's links by their label; people stay `<@U...>`, the bot itself is left out."""

    def typed(found: re.Match[str]) -> str:
        address, label = found["address"], found["label"]
        if address.startswith("@"):
            return "" if address == f"@{bot_user}" else f"<{address}>"
        return "" if address.startswith("!") else label or address

    return html.unescape(_LINK.sub(typed, text)).strip()


class QuestionHandlers:
    """A question is on record before Slack gets its ack; from then on it will be answered."""

    def __init__(
        self, conversation: ConversationService, prompts: PromptService, errors: ErrorHandler, threads: Threads
    ) -> None:
        self._conversation = conversation
        self._prompts = prompts
        self._errors = errors
        self._threads = threads

    async def heard(
        self,
        body: Body,
        event: Body,
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[None]],  # noqa: A002 - Bolt's name
    ) -> None:
        """Record a question. It runs before Bolt acks: what cannot be recorded, Slack sends again."""
        said = said_of(body, event, context.bot_user_id)
        if said is not None:
            context[QUESTION] = await self._threads.quick(self._conversation.hear, said)
        await next()

    async def message(self, context: AsyncBoltContext) -> None:
        """Somebody wrote to the bot: answer what was recorded just now."""
        await self._answer(context.get(QUESTION))

    async def mentioned(self, context: AsyncBoltContext) -> None:
        """Somebody mentioned the bot in a channel: the same."""
        await self._answer(context.get(QUESTION))

    async def offer(self, event: Body) -> None:
        """The conversation with the bot was opened: nothing is said unasked, but things to ask are offered."""
        if event.get("tab") == "messages" and event.get("channel"):
            await self._threads.slow(self._prompts.offer, str(event["user"]), str(event["channel"]))

    async def choose(self, ack: Ack, body: Body) -> None:
        """Somebody says by a button what they mean."""
        click = Click.read(body)
        question_id, _, number = click.value.partition(":")
        try:
            new = await self._threads.quick(self._conversation.choose, question_id, int(number), click.user)
        except Refused as refusal:
            await ack()
            await self._tell(click, refusal.reason)
            return
        await ack()
        with contextlib.suppress(SlackError):  # else the buttons stay, and a second click is told where the answer is
            await self._threads.slow(self._conversation.show_chosen, question_id, int(number))
        await self._answer(new)

    async def rate(self, ack: Ack, body: Body) -> None:
        """Somebody says whether an answer was good."""
        click = Click.read(body)
        question_id, _, verdict = click.value.partition(":")
        try:
            await self._threads.quick(self._conversation.rate, question_id, click.user, Verdict(verdict))
        except Refused as refusal:
            await ack()
            await self._tell(click, refusal.reason)
            return
        await ack()
        await self._tell(click, THANKS)

    async def _answer(self, question_id: str | None) -> None:
        if question_id is None:
            return
        with contextlib.suppress(Conflict, SlackError):  # its job looks again soon
            await self._threads.patient(self._conversation.answer, question_id)

    async def _tell(self, click: Click, text: str) -> None:
        await self._errors.tell(click.user, text, channel=click.channel, response_url=click.response_url)
