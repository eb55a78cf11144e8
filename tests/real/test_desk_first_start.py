"""The first start with more waiting orders than `DIGEST_OVER`, and starts after it."""

from collections.abc import Callable

import pytest

from tests.real.desk import APPROVERS, NAMES, Desk, Purchase
from tests.real.slack_standin import SlackStandin
from tests.slack_people import buttons, text_of

pytestmark = [pytest.mark.odoo, pytest.mark.slack_standin, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def desk(start_desk: Callable[..., Desk]) -> Desk:
    """A bot that finds ten orders waiting and takes five for a flood."""
    return start_desk(DIGEST_OVER="5", POLL_SECONDS="1")


def seeded_waiting(desk: Desk) -> list[Purchase]:
    """The orders of the seed that wait."""
    return [
        desk.seeded(name) for name, order in desk.odoo.records["scenarios"].items() if order["state"] == "to approve"
    ]


def digests(slack: SlackStandin, person: str) -> list[str]:
    """The digests that a person has."""
    return [text_of(m) for m in slack.messages(person) if "wait for your approval" in text_of(m)]


def test_one_digest_for_each_person_names_each_order(desk: Desk) -> None:
    own = desk.seeded("approve_own")
    for person in APPROVERS:
        desk.slack.wait_for_message(person, "wait for your approval", timeout=45)
        (digest,) = digests(desk.slack, person)
        for order in seeded_waiting(desk):
            assert (order.name in digest) == (person != "maya" or order != own)
        assert desk.slack.messages(person) == [m for m in desk.slack.messages(person) if "wait" in text_of(m)]
    assert [desk.cards(order) for order in seeded_waiting(desk)] == [[]] * 10


def test_show_brings_the_card_which_decides(desk: Desk) -> None:
    order = desk.seeded("approve_urgent")
    digest = desk.slack.wait_for_message("maya", "wait for your approval")
    (show,) = [
        {**block["accessory"], "block_id": block["block_id"]}
        for block in digest["blocks"]
        if block.get("accessory") and order.name in block["text"]["text"]
    ]
    desk.slack.act("maya", digest, show)
    card = desk.card("maya", order)
    assert "Why you are asked" in text_of(card)
    desk.slack.act("maya", digest, show)
    desk.slack.wait_for_ephemeral("maya", f"You have the card of {order.name} already")
    desk.slack.click("maya", card, "Approve")
    desk.wait_for_state(order, "purchase")
    desk.wait_for_cards(order, "Approved", NAMES["maya"])
    desk.slack.act("omar", desk.slack.wait_for_message("omar", "wait for your approval"), show)
    desk.slack.wait_for_ephemeral("omar", order.name, "already approved by Maya Lindqvist")
    assert desk.cards_of("omar", order) == []


def test_order_that_comes_later_gets_cards(desk: Desk) -> None:
    assert set(desk.everybody_asked(desk.new_order())) == set(APPROVERS)


def test_next_start_says_nothing_twice(desk: Desk) -> None:
    new = desk.new_order()
    desk.everybody_asked(new)
    before = {person: [m["ts"] for m in desk.slack.messages(person)] for person in APPROVERS}
    desk.bot.stop()
    late = desk.purchase(desk.odoo.new_order())
    desk.bot.start()
    desk.everybody_asked(late)
    after = {person: [m["ts"] for m in desk.slack.messages(person) if late.name not in text_of(m)] for person in before}
    assert after == before
    assert "Approve" in buttons(desk.card("maya", new))
