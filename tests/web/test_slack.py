"""Slack over HTTP: only what Slack signed is taken, by either of two secrets."""

import io
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot.web.app import create_app
from bot.web.health import Health
from bot.web.metrics import Metrics
from tests.web.serving import served

NEW, OLD = "the-new-signing-secret", "the-old-signing-secret"
COMMAND = urlencode({"command": "/procure", "text": "help", "user_id": "U1", "team_id": "T1", "channel_id": "C1"})


async def somebody(**_: Any) -> AuthorizeResult:
    """Slack's own answer to who we are, without asking Slack."""
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="UBOT")


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest_asyncio.fixture
async def slack(heard: list[str]) -> AsyncIterator[ClientSession]:
    """Slack, as it calls the bot."""
    bolt = AsyncApp(name="test", authorize=somebody, request_verification_enabled=False, process_before_response=True)

    @bolt.command("/procure")
    async def procure(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body["text"])
        await ack()

    app = create_app(
        health=Health({}),
        metrics=Metrics(),
        on_order=lambda _order_id: None,
        slack=bolt,
        signing_secrets=(NEW, OLD),
    )
    async with served(app) as client:
        yield client


def signed(body: bytes | str, secret: str = NEW, *, at: float | None = None) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature or "",
        "Content-Type": "application/x-www-form-urlencoded",
    }


async def post(client: ClientSession, body: Any, headers: dict[str, str]) -> int:
    async with client.post("/slack/events", data=body, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("secret", [NEW, OLD])
async def test_a_request_signed_with_either_secret_is_taken(
    slack: ClientSession, heard: list[str], secret: str
) -> None:
    assert await post(slack, COMMAND, signed(COMMAND, secret)) == 200
    assert heard == ["help"]


async def test_a_wrong_signature_gets_401(slack: ClientSession, heard: list[str]) -> None:
    assert await post(slack, COMMAND, signed(COMMAND, "somebody else's secret")) == 401
    assert heard == []


async def test_a_body_that_was_changed_gets_401(slack: ClientSession, heard: list[str]) -> None:
    assert await post(slack, COMMAND + "&user_id=U2", signed(COMMAND)) == 401
    assert heard == []


@pytest.mark.parametrize("seconds", [-301, 301])
async def test_a_replayed_request_gets_401(slack: ClientSession, heard: list[str], seconds: int) -> None:
    assert await post(slack, COMMAND, signed(COMMAND, at=time.time() + seconds)) == 401
    assert heard == []


@pytest.mark.parametrize("stamp", ["", "now", "1e9", "²", "9" * 5000, "-1"])
@pytest.mark.parametrize("signature", ["", "v0=00", "v0=ä"])
async def test_nonsense_for_a_signature_gets_401(slack: ClientSession, stamp: str, signature: str) -> None:
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
    assert await post(slack, COMMAND, headers) == 401


async def test_no_signature_at_all_gets_401(slack: ClientSession) -> None:
    assert await post(slack, COMMAND, {}) == 401
    assert await post(slack, urlencode({"ssl_check": "1"}), {}) == 401


async def test_slacks_first_question_is_answered(slack: ClientSession) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c-1", "token": "t"})
    headers = signed(body) | {"Content-Type": "application/json"}
    async with slack.post("/slack/events", data=body, headers=headers) as answer:
        assert (answer.status, (await answer.json())["challenge"]) == (200, "c-1")


async def test_a_body_over_a_megabyte_gets_413_before_it_is_looked_at(slack: ClientSession) -> None:
    body = b"x" * (1024 * 1024 + 1)
    assert await post(slack, io.BytesIO(body), signed(body)) == 413


async def test_signed_nonsense_gets_400(slack: ClientSession) -> None:
    body = "{not json"
    assert await post(slack, body, signed(body) | {"Content-Type": "application/json"}) == 400


async def test_bytes_that_are_no_text_get_401(slack: ClientSession) -> None:
    assert await post(slack, b"\xff\xfe{", signed("{}")) == 401


async def test_in_socket_mode_slack_is_not_served() -> None:
    app = create_app(health=Health({}), metrics=Metrics(), on_order=lambda _order_id: None)
    async with served(app) as client:
        assert await post(client, COMMAND, signed(COMMAND)) == 404
