"""Asking the buyer, and handing over."""

from collections.abc import Callable

import pytest

from tests.real.desk import APPROVERS, NAMES, Desk, Purchase, can_decide, until
from tests.slack_people import buttons, text_of

pytestmark = [pytest.mark.odoo, pytest.mark.slack_standin, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def desk(start_desk: Callable[..., Desk]) -> Desk:
    """A bot that hears of orders when it is told."""
    return start_desk()


def ask(desk: Desk, person: str, order: Purchase, question: str) -> dict[str, str]:
    """Somebody asks the buyer; the errors that the modal shows."""
    desk.click(person, order, "Ask")
    desk.slack.wait_for_view(f"Ask about {order.name}")
    return desk.slack.submit_view(person, {"Question": question})


def hand_over(desk: Desk, person: str, order: Purchase, to: str, note: str = "") -> dict[str, str]:
    """Somebody hands their place to a colleague; the errors that the modal shows."""
    desk.click(person, order, "Hand over")
    desk.slack.wait_for_view(f"Hand over {order.name}")
    return desk.slack.submit_view(person, {"Hand over to": NAMES[to], **({"Note": note} if note else {})})


def test_answer_of_the_buyer_comes_back_to_card_asker_and_chatter(desk: Desk, order: Purchase) -> None:
    assert ask(desk, "maya", order, "Why not from <Acme>?") == {}
    question = desk.slack.wait_for_message("bella", order.name, "Why not from")
    desk.card("omar", order, "Why not from", "no answer from Bella Ortiz yet")
    until_noted(desk, order, "Maya Lindqvist asks the buyer", "Why not from &lt;Acme&gt;?")
    desk.slack.click("bella", question, "Answer")
    desk.slack.wait_for_view(f"Answer about {order.name}")
    assert list(desk.slack.submit_view("bella", {"Answer": "  "})) == ["answer"]
    assert desk.slack.submit_view("bella", {"Answer": "They cannot deliver in time"}) == {}
    for person in APPROVERS:
        desk.card(person, order, "They cannot deliver in time")
    desk.slack.wait_for_message("maya", order.name, "answered your question", "They cannot deliver in time")
    until_noted(desk, order, "Bella Ortiz answers Maya Lindqvist", "They cannot deliver in time")
    desk.wait_until_quiet(order)
    (question,) = [m for m in desk.slack.messages("bella") if m["ts"] == question["ts"]]
    assert "Answer" not in buttons(question)
    desk.assert_undecided(order)
    assert [k for k in desk.audit_kinds(order) if k.startswith("question.")] == ["question.asked", "question.answered"]


def until_noted(desk: Desk, order: Purchase, *containing: str) -> None:
    """Wait for exactly one note that holds all of this."""
    until(
        lambda: len([n for n in desk.odoo.notes(order.id) if all(part in n for part in containing)]) == 1,
        f"one note with {containing}",
    )


def test_blank_question_is_refused(desk: Desk, order: Purchase) -> None:
    assert list(ask(desk, "maya", order, " ")) == ["question"]
    desk.slack.close_view("maya")


def test_question_that_slack_sends_again_is_asked_once(desk: Desk, order: Purchase) -> None:
    desk.click("maya", order, "Ask")
    desk.slack.wait_for_view(f"Ask about {order.name}")
    desk.slack_proxy.send_again("interactive", copies=2)
    desk.slack.submit_view("maya", {"Question": "How soon?"})
    desk.card("omar", order, "How soon?")
    desk.wait_until_quiet(order)
    assert len([m for m in desk.slack.messages("bella") if order.name in text_of(m) and "How soon?" in text_of(m)]) == 1
    assert desk.audit_kinds(order).count("question.asked") == 1


def test_only_the_buyer_answers(desk: Desk, order: Purchase) -> None:
    ask(desk, "maya", order, "Really?")
    question = desk.slack.wait_for_message("bella", order.name, "Really?")
    desk.slack.click("ben", question, "Answer")
    desk.slack.wait_for_view(f"Answer about {order.name}")
    assert "for the buyer" in desk.slack.submit_view("ben", {"Answer": "No idea"})["answer"]
    desk.slack.close_view("ben")


def test_question_needs_no_answer_once_the_order_is_decided(desk: Desk, order: Purchase) -> None:
    ask(desk, "maya", order, "Is it urgent?")
    question = desk.slack.wait_for_message("bella", order.name, "Is it urgent?")
    desk.click("omar", order, "Approve")
    desk.assert_decided(order, "Approved", "omar")
    (question,) = [m for m in desk.slack.messages("bella") if m["ts"] == question["ts"]]
    assert "No answer needed any more" in text_of(question)
    assert "Answer" not in buttons(question)


def test_only_people_who_could_decide_are_offered(desk: Desk, order: Purchase) -> None:
    desk.click("maya", order, "Hand over")
    view = desk.slack.wait_for_view(f"Hand over {order.name}")
    (element,) = [block["element"] for block in view["blocks"] if block.get("block_id") == "person"]
    assert [option["text"]["text"] for option in element["options"]] == ["Fiona Price", "Omar Haddad"]
    desk.slack.close_view("maya")


def test_order_that_was_handed_over_is_decided_by_the_colleague(desk: Desk, order: Purchase) -> None:
    mayas = desk.card("maya", order)
    assert hand_over(desk, "maya", order, "omar", "I am away") == {}
    desk.card("omar", order, "Handed over to you by Maya Lindqvist", "I am away")
    desk.slack.wait_for(lambda: not any(map(can_decide, desk.cards_of("maya", order))), what="Maya's card is quiet")
    desk.slack.click("maya", mayas, "Approve")
    assert "You handed" in desk.refusal("maya", order)
    desk.assert_undecided(order)
    desk.click("omar", order, "Approve")
    desk.assert_decided(order, "Approved", "omar")
    assert desk.audit_kinds(order).count("step.handed_over") == 1


def test_circle_of_hand_overs_is_refused(desk: Desk, order: Purchase) -> None:
    assert hand_over(desk, "maya", order, "omar") == {}
    desk.click("omar", order, "Hand over")
    view = desk.slack.wait_for_view(f"Hand over {order.name}")
    (element,) = [block["element"] for block in view["blocks"] if block.get("block_id") == "person"]
    assert [option["text"]["text"] for option in element["options"]] == ["Fiona Price"]
    maya = {"selected_option": {"value": str(desk.odoo.records["users"]["maya"]["id"])}}
    errors = desk.slack.submit_view("omar", {"Hand over to": maya})
    assert "cannot go to" in errors["person"]
    desk.slack.close_view("omar")
    assert desk.audit_kinds(order).count("step.handed_over") == 1
    desk.click("omar", order, "Approve")
    desk.assert_decided(order, "Approved", "omar")


def test_order_is_not_handed_to_its_buyer(desk: Desk, order: Purchase) -> None:
    desk.click("maya", order, "Hand over")
    desk.slack.wait_for_view(f"Hand over {order.name}")
    bella = {"selected_option": {"value": str(desk.odoo.records["users"]["bella"]["id"])}}
    assert desk.slack.submit_view("maya", {"Hand over to": bella})["person"]
    desk.slack.close_view("maya")
    assert "step.handed_over" not in desk.audit_kinds(order)
