"""Messages to the bot and mentions, through Bolt."""

from __future__ import annotations

import pytest

from tests import slack_contract
from tests.desk import bella, maya
from tests.handlers.conftest import FrontDesk
from tests.slack_payloads import Payload, direct_message, event, inner


async def test_message_to_the_bot_is_answered_in_its_thread(front: FrontDesk) -> None:
    await front.done(direct_message("where is P00036 stuck?", by=bella))
    (call,) = front.calls.named("chat.postMessage")
    assert "Maya Lindqvist" in call["text"]
    assert call["thread_ts"] == "1700000000.000009"


async def test_event_that_slack_sends_twice_is_answered_once(front: FrontDesk) -> None:
    for _ in range(2):
        await front.done(direct_message("P00036?", by=bella, event_id="Ev1"))
    assert len(front.said()) == 1


async def test_mention_in_a_channel_is_answered_for_the_asker_only(front: FrontDesk) -> None:
    await front.done(event("app_mention", maya, channel="C0PURCHASE", text="<@U0BOT> P00036?"))
    assert front.calls.named("chat.postMessage") == []
    (call,) = front.calls.named("chat.postEphemeral")
    assert (call["channel"], call["user"]) == ("C0PURCHASE", maya)


@pytest.mark.parametrize(
    "payload",
    [
        direct_message("P00036", by=bella, channel_type="channel", channel="C0PURCHASE"),
        direct_message("P00036", by=bella, subtype="message_changed"),
        direct_message("P00036", by=bella, bot_id="B0OTHER"),
        direct_message("P00036", by="U0BOT"),
    ],
)
async def test_what_is_not_said_to_the_bot_is_not_answered(front: FrontDesk, payload: Payload) -> None:
    await front.done(payload)
    assert front.said() == []


async def test_many_orders_in_one_message_get_few_answers(front: FrontDesk) -> None:
    await front.done(direct_message(" ".join(f"P{number:05}" for number in range(36, 60)), by=bella))
    assert len(front.said()) == 5


def test_payloads_are_as_slack_sends_them() -> None:
    for payload in (direct_message("hi", by=bella), event("app_mention", maya, channel="C0PURCHASE", text="hi")):
        assert not [str(problem) for problem in slack_contract.event_errors(inner(payload))]
