"""The bot's own adapter works against the sandbox, by its address alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.adapters.slack.calendars import SlackPresences
from bot.adapters.slack.connection import Socket, make_app
from bot.adapters.slack.messenger import SlackMembers, SlackMessenger
from bot.domain.calendars import Presence
from bot.domain.errors import SlackRefused, SlackUnavailable
from bot.domain.intervals import Interval
from bot.domain.ports import Picture
from tests.contract.slack.drawn import CARD
from tests.contract.slack_people import T0
from tests.contract.slack_sides import SandboxSide, sandbox_side

CARD_PICTURE = Picture("P00036 waits", tuple(CARD))


@pytest.fixture
def side() -> Iterator[SandboxSide]:
    with sandbox_side(shipped=True) as side:
        yield side


def test_a_card_is_posted_found_again_and_replaced(side: SandboxSide) -> None:
    messenger = SlackMessenger(side.client)
    posted = messenger.post("U0MAYA", CARD_PICTURE, key="card-7")
    assert messenger.find("U0MAYA", "card-7", since=T0) == posted
    assert messenger.find("U0MAYA", "card-8", since=T0) is None
    assert messenger.find("U0MAYA", "card-7", since=T0 + timedelta(hours=1)) is None
    messenger.update(posted, Picture("Approved"))
    assert [message["text"] for message in side.people.messages("maya")] == ["Approved"]


def test_a_whisper_that_cannot_be_heard_there_becomes_a_dm(side: SandboxSide) -> None:
    messenger = SlackMessenger(side.client)
    messenger.whisper("U0OLGA", "C0TRIAGE", "You are not in that channel")
    assert side.people.wait_for_message("olga", "You are not in that channel")


def test_a_full_channel_says_when_to_come_back(side: SandboxSide) -> None:
    messenger = SlackMessenger(side.client)
    side.slack.rate_limit("chat.postMessage", seconds=9)
    with pytest.raises(SlackUnavailable) as busy:
        messenger.post("general", Picture("x"), key="x")
    assert busy.value.retry_after == 9
    messenger.post("general", Picture("x"), key="x")


def test_a_refusal_carries_its_code(side: SandboxSide) -> None:
    with pytest.raises(SlackRefused) as refused:
        SlackMessenger(side.client).post("nowhere", Picture("x"), key="x")
    assert refused.value.code == "channel_not_found"


def test_zone_status_and_do_not_disturb_are_read(side: SandboxSide) -> None:
    presences, later = SlackPresences(side.client), T0 + timedelta(hours=8)
    assert presences.of("U0MAYA") == Presence("America/New_York")
    side.people.change("maya", status_emoji=":palm_tree:", status_text="Vacationing", status_until=later)
    assert presences.of("U0MAYA") == Presence("America/New_York", away=True, away_until=later)
    side.people.change("maya", status_emoji=":bus:", status_text="Commuting", dnd_from=T0, dnd_until=later)
    assert presences.of("U0MAYA") == Presence("America/New_York", quiet=(Interval(T0, later),))
    assert presences.of("U0NOBODY") == Presence()


def test_an_app_that_may_not_ask_for_do_not_disturb_does_without(
    side: SandboxSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise SlackApiError("no", {"ok": False, "error": "missing_scope"})

    monkeypatch.setattr(side.client, "dnd_info", refuse)
    assert SlackPresences(side.client).of("U0MAYA") == Presence("America/New_York")


def test_people_are_who_they_are(side: SandboxSide) -> None:
    members = SlackMembers(side.client)
    side.people.change("omar", is_stranger=True, team_id="T0OTHER")
    side.people.change("ben", is_email_confirmed=False)
    omar, ben = members.member("U0OMAR"), members.member("U0BEN")
    assert omar is not None
    assert ben is not None
    assert (omar.stranger, omar.team_id, ben.email_confirmed) == (True, "T0OTHER", False)
    assert members.by_email("nobody@northgate.example") is None


async def test_the_socket_is_opened_anew_when_it_was_cut(side: SandboxSide) -> None:
    app: AsyncApp = make_app(side.bot_token, side.api_url)
    heard: asyncio.Queue[str] = asyncio.Queue()

    @app.event("message")
    async def message(event: dict[str, str]) -> None:
        heard.put_nowait(event["text"])

    socket = Socket(app, side.app_token, side.api_url)
    await socket.open()
    await asyncio.to_thread(side.people.wait_for_bot)
    await asyncio.to_thread(side.people.dm, "maya", "one")
    assert await asyncio.wait_for(heard.get(), 10) == "one"
    await asyncio.to_thread(side.people.served.do, side.slack.refresh_sockets())
    await asyncio.to_thread(side.people.wait_for_bot)
    await asyncio.to_thread(side.people.dm, "maya", "two")
    assert await asyncio.wait_for(heard.get(), 10) == "two"
    assert await socket.healthy()
    await socket.close()
    await asyncio.to_thread(side.people.wait_for, lambda: side.slack.world.sockets.count == 0)
