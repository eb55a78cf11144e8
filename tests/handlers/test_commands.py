"""`/procure`, through Bolt: every word has its answer, and one that is not known a helpful one."""

from __future__ import annotations

import pytest

from tests.desk import bella, ben, maya, olga
from tests.handlers.conftest import FrontDesk
from tests.slack_payloads import command


async def replied(front: FrontDesk, text: str, by: str = bella) -> str:
    """The one answer to a command, which only the asker sees."""
    before = len(front.replies)
    await front.done(command(text, by=by))
    (reply,) = front.replies[before:]
    assert reply["response_type"] == "ephemeral"
    return str(reply["text"])


@pytest.mark.parametrize("text", ["", "help", "HELP", "  help  "])
async def test_help(front: FrontDesk, text: str) -> None:
    assert "/procure status P00036" in await replied(front, text)


@pytest.mark.parametrize("text", ["status P00036", "status po 36", "STATUS p-00036", "P00036", "who has P00036?"])
async def test_status_says_who_has_it(front: FrontDesk, text: str) -> None:
    assert "Maya Lindqvist" in await replied(front, text)


async def test_status_of_many_orders_answers_a_few(front: FrontDesk) -> None:
    await front.done(command("status " + " ".join(f"P{number:05}" for number in range(36, 60)), by=bella))
    assert len(front.replies) == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("status", "Which order?"),
        ("status of my lamps", "no order number in “of my lamps”"),
        ("status P09999", "P09999"),
        ("dance", "“dance”. Type /procure help"),
        ("stauts", "Did you mean /procure status?"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("away until Fryday", "fryday"),
        ("away until yesterday", 'until yesterday" has passed already, so there is nothing to set'),
        ("away until Friday, deputy Nobody", "Nobody"),
        ("away until Friday, deputy <@U0BELLA|bella>", "your own deputy"),
        ("back", "nothing changed"),
        ("away", "You are not away"),
        ("queue", "Nothing waits for your decision"),
        ("escalated", "Nothing was escalated to you"),
    ],
)
async def test_what_cannot_be_done_is_answered_by_name(front: FrontDesk, text: str, words: str) -> None:
    assert words in await replied(front, text)


async def test_unknown_person_is_answered(front: FrontDesk) -> None:
    for text in ("status P00036", "queue", "away until Friday", "back"):
        assert "cannot match" in await replied(front, text, by=olga)


async def test_queue_and_own_orders_are_told(front: FrontDesk) -> None:
    assert "P00036" in await replied(front, "queue", by=maya)
    assert "P00036" in await replied(front, "mine", by=bella)


async def test_away_and_back(front: FrontDesk) -> None:
    await front.done(command("help", by=ben))
    said = await replied(front, f"away until Friday, deputy <@{ben}|ben>", by=maya)
    assert (
        "You are away until the end of Friday, 6 March. What waits for you can then be decided by Ben Kaya too." in said
    )
    assert "until the end of Friday" in await replied(front, "away", by=maya)
    assert "Welcome back" in await replied(front, "back", by=maya)
    assert "You are not away" in await replied(front, "away", by=maya)


async def test_away_without_a_deputy_says_what_happens_then(front: FrontDesk) -> None:
    assert "No deputy is named" in await replied(front, "away until tomorrow", by=maya)
