"""Questions on the real Odoo, through a Slack that knows neither streams nor agents: plain messages do the job."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.real.desk import PATIENCE, Desk
from tests.slack_people import Message, buttons, text_of

pytestmark = [pytest.mark.odoo, pytest.mark.slack_standin, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def desk(start_desk: Callable[..., Desk]) -> Desk:
    """A running bot."""
    return start_desk()


def ask(desk: Desk, person: str, text: str, thread: str = "") -> Message:
    """Somebody writes to the bot; its answer, once that stands in the thread."""
    sent = desk.slack.dm(person, text, thread)
    return answer(desk, person, thread or sent["ts"], after=sent["ts"])


def answer(desk: Desk, channel: str, thread: str, after: str) -> Message:
    """The answer to what was written last in a thread."""

    def whole() -> Message | None:
        replies = [
            m
            for m in desk.slack.messages(channel)
            if m.get("thread_ts") == thread and m["ts"] > after and "Looking in Odoo" not in text_of(m)
        ]
        return replies[-1] if replies else None

    found = desk.slack.wait_for(whole, PATIENCE, f"an answer in {thread}")
    assert found is not None
    return found


def test_a_question_and_what_follows_from_it_are_answered_in_the_thread(desk: Desk) -> None:
    order = desk.seeded("approve_just_over")
    first = ask(desk, "bella", f"where is {order.name}?")
    assert order.name in text_of(first)
    assert f"/odoo/purchase-orders/{order.id}" in str(first["blocks"])
    second = ask(desk, "bella", "what is in it?", thread=first["thread_ts"])
    assert re.search(rf"{order.name} \(.*\) has \d+ lines?", text_of(second))
    lines = desk.odoo.read("purchase.order", order.id, "order_line")["order_line"]
    assert f"has {len(lines)} line" in text_of(second)


def test_who_has_an_order_and_since_when_is_the_approval(desk: Desk) -> None:
    order = desk.new_order()
    desk.everybody_asked(order)
    told = ask(desk, "bella", f"who has {order.name} and since when?")
    assert "Maya Lindqvist" in str(told["blocks"])


def test_approve_it_for_me_points_to_the_card_and_approves_nothing(desk: Desk) -> None:
    order = desk.new_order()
    desk.everybody_asked(order)
    told = ask(desk, "maya", f"approve {order.name} for me")
    assert "I only look things up" in text_of(told)
    assert f"Go to the card of {order.name}" in buttons(told)
    assert desk.state(order) == "to approve"


def test_a_mention_in_a_channel_is_answered_there_without_amounts(desk: Desk) -> None:
    order = desk.seeded("approve_just_over")
    sent = desk.slack.say("bella", "general", f"<@U0BOT> where is {order.name}?")
    told = answer(desk, "general", sent["ts"], after=sent["ts"])
    assert order.name in text_of(told)
    assert "Amounts are not shown in this channel" in str(told["blocks"])
    amount = desk.odoo.read("purchase.order", order.id, "amount_total")["amount_total"]
    assert f"{amount:,.2f}" not in str(told)


def test_an_order_that_nobody_knows_is_asked_back_by_button(desk: Desk) -> None:
    told = ask(desk, "bella", "where is P00900?")
    assert "I find no" in text_of(told)
