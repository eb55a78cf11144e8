"""The Home tab through Bolt: opened, turned, drawn again, and never in the way."""

from __future__ import annotations

import structlog

from bot.domain.errors import SlackRefused
from tests.blocks.checks import all_text
from tests.desk import maya
from tests.handlers.conftest import FrontDesk
from tests.slack_payloads import Payload, click, event, submission


def opened(by: str, tab: str = "home") -> Payload:
    return event("app_home_opened", by, channel=f"D{by[1:]}", tab=tab)


def turned(value: str, by: str) -> Payload:
    """A click on the Home tab: it has a view and no channel."""
    payload = click(f"home.queue.{value.partition(':')[0]}", value, by=by)
    for absent in ("channel", "message", "response_url"):
        del payload[absent]
    return payload | {"container": {"type": "view", "view_id": "V0HOME"}}


async def test_opened_home_is_drawn(front: FrontDesk) -> None:
    await front.done(opened(maya))
    assert "P00036" in all_text(front.desk.slack.homes[maya][-1])


async def test_opened_conversation_draws_nothing_and_says_nothing_unasked(front: FrontDesk) -> None:
    await front.done(opened(maya, tab="messages"))
    assert front.desk.slack.homes == {}
    assert front.said() == []


async def test_filter_shows_another_part(front: FrontDesk) -> None:
    await front.done(opened(maya))
    assert "P00036" in all_text(front.desk.slack.homes[maya][-1])
    await front.done(turned("mine:0", maya))
    assert "P00036" not in all_text(front.desk.slack.homes[maya][-1])


async def test_home_follows_ones_own_decision(front: FrontDesk) -> None:
    await front.done(opened(maya))
    await front.done(click("approval.approve", front.desk.approval().id, by=maya))
    assert "Nothing waits for your decision" in all_text(front.desk.slack.homes[maya][-1])


async def test_home_follows_ones_own_rejection(front: FrontDesk) -> None:
    await front.done(opened(maya))
    await front.done(submission("approval.reject_modal", front.desk.approval().id, by=maya, reason="Too dear"))
    assert "Nothing waits for your decision" in all_text(front.desk.slack.homes[maya][-1])


async def test_home_that_cannot_be_drawn_disturbs_nobody(front: FrontDesk) -> None:
    front.desk.slack.fail("show_home", SlackRefused("not_enabled", method="views.publish"))
    with structlog.testing.capture_logs() as logs:
        await front.done(opened(maya))
    assert front.desk.slack.told(maya) == []
    assert [log["log_level"] for log in logs if "Home tab" in log["event"]] == ["warning"]
