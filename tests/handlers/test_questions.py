"""Messages to the bot, mentions, choices, verdicts and the opened conversation, through Bolt."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.errors import SlackUnavailable
from bot.handlers.questions import said_of, words_of
from tests import slack_contract
from tests.desk import bella, maya, olga
from tests.fake_purchases import FakePurchases, make_detail
from tests.handlers.conftest import FrontDesk
from tests.slack_payloads import Payload, click, direct_message, event, inner


@pytest.fixture
def front(front: FrontDesk) -> FrontDesk:
    """The front desk, with two orders to ask about."""
    front.desk.purchases.held = FakePurchases(make_detail(12), make_detail(36)).held
    return front


async def test_message_to_the_bot_is_answered_in_its_thread(front: FrontDesk) -> None:
    await front.done(direct_message("where is P00036 stuck?", by=bella))
    (shown,) = front.desk.speaker.shown.values()
    assert (shown.channel, shown.thread) == ("D0BELLA", "1700000000.000009")
    assert "Maya Lindqvist" in str(shown.reply)


async def test_a_message_in_a_thread_stays_there(front: FrontDesk) -> None:
    await front.done(direct_message("where is P00012?", by=bella, thread_ts="1700000000.000001"))
    (shown,) = front.desk.speaker.shown.values()
    assert shown.thread == "1700000000.000001"


async def test_event_that_slack_sends_twice_is_answered_once(front: FrontDesk) -> None:
    for event_id in ("Ev1", "Ev1", "Ev2"):
        await front.done(direct_message("P00012?", by=bella, event_id=event_id))
    assert len(front.desk.speaker.shown) == 1


async def test_a_key_in_a_message_is_neither_kept_nor_used(front: FrontDesk) -> None:
    key = "0123456789abcdef" * 2 + "01234567"
    await front.done(direct_message(f"my key is {key}, where is P00012?", by=bella))
    (shown,) = front.desk.speaker.shown.values()
    assert "please delete that. /procure key" in str(shown.text)
    front.desk.engine.dispose()
    files = [path for path in front.desk.database.parent.glob("desk.db*") if path.is_file()]
    assert [path for path in files if key.encode() in path.read_bytes()] == []


async def test_the_question_is_on_record_before_slack_gets_its_ack(front: FrontDesk) -> None:
    let_go = front.desk.wire.hang("looking")
    response = await front.send(direct_message("where is P00012?", by=bella))
    assert response.status == 200
    with front.desk.store.read() as tx:
        assert len(tx.questions.unanswered(front.desk.clock.now())) == 1
    let_go.set()
    await front.quiet()


async def test_a_question_that_cannot_be_recorded_is_not_acked(
    front: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_said: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(front.desk.services.questions, "hear", broken)
    response = await front.send(direct_message("where is P00012?", by=bella))
    assert response.status == 500
    await front.quiet()


async def test_mention_is_answered_in_the_channel_without_amounts(front: FrontDesk) -> None:
    await front.done(event("app_mention", maya, channel="C0PURCHASE", text="<@U0BOT> where is P00012?"))
    (shown,) = front.desk.speaker.shown.values()
    assert (shown.channel, shown.thread) == ("C0PURCHASE", "1700000000.000009")
    assert (shown.text or "").startswith("P00012 (Deco Addict) is confirmed, (not shown here)")


@pytest.mark.parametrize(
    "payload",
    [
        direct_message("P00036", by=bella, channel_type="channel", channel="C0PURCHASE"),
        direct_message("P00036", by=bella, subtype="message_changed"),
        direct_message("P00036", by=bella, subtype="message_deleted"),
        direct_message("P00036", by=bella, bot_id="B0OTHER"),
        direct_message("P00036", by="U0BOT"),
    ],
)
async def test_what_is_not_said_to_the_bot_is_not_answered(front: FrontDesk, payload: Payload) -> None:
    await front.done(payload)
    assert front.desk.speaker.shown == {}


async def test_opened_conversation_says_nothing_unasked_and_offers_what_fits(front: FrontDesk) -> None:
    for who in (bella, maya, olga):
        await front.done(event("app_home_opened", who, channel=f"D{who[1:]}", tab="messages"))
    offered = {channel: prompts[0].title for channel, prompts in front.desk.speaker.offered.items()}
    assert offered == {"D0BELLA": "My late orders", "D0MAYA": "What waits for me?", "D0OLGA": "What can you do?"}
    assert front.desk.speaker.shown == {}


async def test_the_home_tab_offers_nothing(front: FrontDesk) -> None:
    await front.done(event("app_home_opened", bella, channel="D0BELLA", tab="home"))
    assert front.desk.speaker.offered == {}


async def test_a_choice_is_answered(front: FrontDesk) -> None:
    await front.done(direct_message("orders from wood", by=bella))
    (shown,) = front.desk.speaker.shown.values()
    front.desk.clock.advance(seconds=1)
    await front.done(click("asked.choose.0", shown.buttons[0][1], by=bella))
    assert len(front.desk.speaker.shown) == 2
    assert shown.buttons == []
    await front.done(click("asked.choose.1", f"{shown.key}:1", by=bella))
    assert "already" in front.desk.slack.whispers[-1].text


async def test_somebody_elses_choice_is_refused_with_the_reason(front: FrontDesk) -> None:
    await front.done(direct_message("orders from wood", by=bella))
    (shown,) = front.desk.speaker.shown.values()
    await front.done(click("asked.choose.0", shown.buttons[0][1], by=maya))
    assert "Only the person who asked" in front.desk.slack.whispers[-1].text
    assert len(front.desk.speaker.shown) == 1


async def test_a_verdict_is_stored_and_thanked_for(front: FrontDesk) -> None:
    await front.done(direct_message("where is P00012?", by=bella))
    (shown,) = front.desk.speaker.shown.values()
    await front.done(click("asked.rate", f"{shown.key}:bad", by=bella))
    assert "noted" in front.desk.slack.whispers[-1].text
    with front.desk.store.read() as tx:
        assert tx.questions.ratings() == {("embedded", "bad"): 1}


async def test_slack_that_is_away_is_no_error_for_the_reader(front: FrontDesk) -> None:
    front.desk.speaker.refusals["open"] = SlackUnavailable("down", retry_after=3)
    await front.done(direct_message("where is P00012?", by=bella))
    assert front.said() == []
    front.desk.clock.advance(seconds=30)
    front.desk.run()
    assert len(front.desk.speaker.shown) == 1


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("<@U0BOT> where is P00012?", "where is P00012?"),
        ("<@U0BOT|desk> hi", "hi"),
        ("orders of <@U0MAYA>", "orders of <@U0MAYA>"),
        ("see <https://example.com|this order>", "see this order"),
        ("<!channel> what is late in <#C0PURCHASE|purchasing>", "what is late in purchasing"),
        ("Smith &amp; Co &lt;3", "Smith & Co <3"),
        ("&lt;@U0MAYA&gt;", "<@U0MAYA>"),
    ],
)
def test_words_are_what_was_typed(text: str, typed: str) -> None:
    assert words_of(text, "U0BOT") == typed


def test_what_was_said_knows_where_it_was_said() -> None:
    body = direct_message("hi", by=bella)
    said = said_of(body, inner(body), "U0BOT")
    assert said is not None
    assert (said.direct, said.team, said.thread) == (True, "T0NORTH", said.ts)


def test_payloads_are_as_slack_sends_them() -> None:
    payloads: list[dict[str, Any]] = [
        direct_message("hi", by=bella),
        event("app_mention", maya, channel="C0PURCHASE", text="hi"),
    ]
    for payload in payloads:
        assert not [str(problem) for problem in slack_contract.event_errors(inner(payload))]
