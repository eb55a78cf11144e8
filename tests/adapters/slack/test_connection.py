"""A bot that cannot come in to Slack says so in one line, with what to do, and tries again."""

import asyncio
import logging

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.adapters.slack.connection import REFUSED, UNREACHABLE, Socket, make_app
from tests.free_ports import free_port


def test_bolt_does_not_warn_of_a_token_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    make_app("xoxb-1", "https://slack.test/api/")
    assert "client" not in caplog.text


async def tries(api_url: str) -> list[str]:
    """What is logged until the first pause."""
    socket = Socket(make_app("xoxb-1", api_url), "xapp-1", api_url)
    with capture_logs() as logged:
        await socket.open()
        async with asyncio.timeout(5):
            while not logged:  # noqa: ASYNC110 - a list of log lines has no event to await
                await asyncio.sleep(0)
        assert not await socket.healthy()
        await socket.close()
    assert logged[0]["seconds"] == 1.0, "and then less and less often"
    return [entry["event"] for entry in logged]


async def test_slack_that_cannot_be_reached_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    assert await tries(f"http://127.0.0.1:{free_port()}/api/") == [UNREACHABLE]
    assert [record for record in caplog.records if record.exc_info or record.levelno > logging.INFO] == []


async def test_refused_token_says_which_and_where_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise SlackApiError("no", {"ok": False, "error": "invalid_auth"})  # type: ignore[no-untyped-call]

    monkeypatch.setattr(AsyncWebClient, "apps_connections_open", refuse)
    assert await tries("https://slack.test/api/") == [REFUSED]
    assert "SLACK_APP_TOKEN" in REFUSED
