"""Bolt's real app in front of the desk: what it acks, what it opens, what it says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pydantic import SecretStr
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.bootstrap_slack import slack_app
from bot.handlers.threads import Threads
from tests.conftest import SlackCalls
from tests.desk import ONE_STEP, Desk
from tests.fakes import FakeSlack
from tests.slack_payloads import Payload

ANSWERS: dict[str, dict[str, Any]] = {
    "auth.test": {"team_id": FakeSlack.TEAM, "user_id": "U0BOT", "bot_id": "B0BOT", "team": "N", "user": "desk"},
    "views.open": {"view": {"id": "V0MODAL"}},
    "views.push": {"view": {"id": "V0ABOVE"}},
    "views.update": {"view": {"id": "V0MODAL"}},
    "chat.postMessage": {"channel": "D0", "ts": "1700000000.000099"},
}


class FrontDesk:
    """The desk behind Slack's door. `send` gives back what Slack gets as the ack."""

    def __init__(self, desk: Desk, calls: SlackCalls) -> None:
        self.desk = desk
        self.calls = calls
        self.replies: list[dict[str, Any]] = []
        self.threads = Threads()
        settings: Any = desk.parts.settings
        settings.slack_bot_token, settings.slack_api_url = SecretStr("xoxb-test"), "https://slack.test/api/"
        self.app = slack_app(desk.parts, desk.services, self.threads)

    async def send(self, payload: Payload) -> BoltResponse:
        """Hand one payload in; returns with the ack, while the listener may still be at work."""
        return await self.app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))

    async def done(self, payload: Payload) -> BoltResponse:
        """The same, and then wait for the listener to end."""
        response = await self.send(payload)
        await self.quiet()
        return response

    async def quiet(self) -> None:
        """Wait until nothing runs any more."""
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=20)
            assert not any(not task.done() for task in others), others

    @property
    def opened(self) -> list[dict[str, Any]]:
        """The modals that were opened."""
        return [call["view"] for call in self.calls.named("views.open")]

    def said(self) -> list[str]:
        """What was answered to commands, in channels and in DMs, in words."""
        posted = [c["text"] for name in ("chat.postMessage", "chat.postEphemeral") for c in self.calls.named(name)]
        return [reply["text"] for reply in self.replies] + posted


@pytest.fixture
async def front(
    make_desk: Callable[..., Desk], slack_calls: SlackCalls, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[FrontDesk]:
    """A desk with a waiting order P00036, and Bolt in front of it."""
    desk = make_desk(ONE_STEP + "exceptions: {owner: omar}\n")
    await asyncio.to_thread(desk.open)
    front = FrontDesk(desk, slack_calls)

    async def api_call(self: AsyncWebClient, api_method: str, **options: Any) -> AsyncSlackResponse:
        parts = (options.get(part) or {} for part in ("params", "data", "json"))
        slack_calls.check(api_method, {k: v for part in parts for k, v in dict(part).items()})
        return AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data={"ok": True, **ANSWERS.get(api_method, {})},
            headers={},
            status_code=200,
        )

    async def send_dict(self: AsyncWebhookClient, body: dict[str, Any], headers: Any = None) -> Any:
        slack_calls.check_response(body)
        front.replies.append(body)

    monkeypatch.setattr(AsyncWebClient, "api_call", api_call)
    monkeypatch.setattr(AsyncWebhookClient, "send_dict", send_dict)
    yield front
    await front.quiet()
    await asyncio.to_thread(front.threads.stop)
