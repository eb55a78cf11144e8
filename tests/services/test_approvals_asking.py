"""Asking the buyer, and handing an order over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.domain.approvals import ApprovalState, Verdict
from bot.domain.errors import Refused
from tests.builders import BELLA
from tests.desk import (
    BEN,
    FIONA,
    MAYA,
    OMAR,
    ONE_STEP,
    TWO_STEPS,
    Desk,
    bella,
    ben,
    fiona,
    maya,
    omar,
)

MakeDesk = Callable[..., Desk]
PAUSING = ONE_STEP + "        pause_on_question: true\n"
ALL = ONE_STEP + "        need: all\n"


def ask(desk: Desk, who: str = maya, text: str = "Why so many?", once: str = "V1") -> str:
    """The id of the question that was asked."""
    approval = desk.services.conversation.ask(desk.approval().id, who, text, once=once)
    desk.run()
    return f"{approval.id}:{once}"


def refused(deed: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        deed()
    return caught.value


def test_question_reaches_the_buyer_the_cards_and_the_chatter(desk: Desk) -> None:
    desk.open()
    question = ask(desk)
    (shown,) = desk.slack.to(bella, "question:")
    assert "Why so many?" in shown.text
    assert "P00036" in shown.text
    assert shown.buttons["question.answer"] == question
    assert "Why so many?" in desk.slack.cards(omar)[0].text
    (note,) = desk.odoo.notes[36]
    assert "Maya Lindqvist asks the buyer" in note


def test_answer_comes_back_to_card_asker_and_chatter(desk: Desk) -> None:
    desk.open()
    question = ask(desk)
    desk.services.conversation.answer(question, bella, "Spring sale")
    desk.run()
    assert "Spring sale" in desk.slack.cards(maya)[0].text
    assert "Spring sale" in desk.slack.cards(omar)[0].text
    (answer,) = desk.slack.to(maya, "answer:")
    assert "Spring sale" in answer.text
    assert "question.answer" not in desk.slack.to(bella, "question:")[0].buttons
    assert [("Spring sale" in note) for note in desk.odoo.notes[36]] == [False, True]
    assert [e.kind for e in desk.events("question.")] == ["question.asked", "question.answered"]


def test_same_submission_twice_asks_once(desk: Desk) -> None:
    desk.open()
    ask(desk)
    ask(desk)
    assert len(desk.approval().questions) == 1
    assert len(desk.slack.to(bella, "question:")) == 1
    assert len(desk.odoo.notes[36]) == 1


@pytest.mark.parametrize("text", ["", "  ", None, "x" * 2001])
def test_blank_or_endless_question_is_refused(desk: Desk, text: str | None) -> None:
    approval = desk.open()
    refused(lambda: desk.services.conversation.ask(approval.id, maya, text, once="V1"))
    assert desk.approval().questions == ()


def test_blank_answer_is_refused(desk: Desk) -> None:
    desk.open()
    question = ask(desk)
    assert refused(lambda: desk.services.conversation.answer(question, bella, " ")).code == "blank"


def test_second_answer_is_refused_with_who_gave_the_first(desk: Desk) -> None:
    desk.open()
    question = ask(desk)
    desk.services.conversation.answer(question, bella, "Sale")
    assert "Bella Ortiz answered" in refused(lambda: desk.services.conversation.answer(question, bella, "No")).reason
    assert "Bella Ortiz answered" in refused(lambda: desk.services.conversation.question(question)).reason


def test_somebody_else_does_not_answer_for_the_buyer(desk: Desk) -> None:
    desk.open()
    question = ask(desk)
    assert refused(lambda: desk.services.conversation.answer(question, omar, "Sale")).code == "not_buyer"


def test_buyer_without_slack_account_is_named_as_such(desk: Desk) -> None:
    del desk.slack.people[ben]
    approval = desk.open(buyer=BEN, creator=BEN)
    refusal = refused(lambda: desk.services.conversation.ask(approval.id, maya, "Why?", once="V1"))
    assert refusal.code == "no_buyer"
    assert "chatter" in refusal.reason


def test_only_who_is_asked_may_ask(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP)
    approval = desk.open()
    desk.services.people.who(fiona)
    assert refused(lambda: desk.services.conversation.ask(approval.id, fiona, "Why?", once="V1")).code == "not_in_step"


def test_question_stays_silent_on_the_decision(desk: Desk) -> None:
    """Promise 5: a question that is never answered decides nothing."""
    desk.open()
    ask(desk)
    desk.pass_time(minutes=30)
    desk.clock.advance(days=30)
    desk.pass_time(minutes=5)
    assert desk.approval().state is ApprovalState.PENDING


def test_unanswered_question_ends_with_the_decision(desk: Desk) -> None:
    approval = desk.open()
    ask(desk)
    desk.click(omar, approval)
    shown = desk.slack.to(bella, "question:")[0]
    assert "No answer needed any more" in shown.text
    assert "question.answer" not in shown.buttons


def test_question_asked_while_odoo_is_away_is_noted_when_it_is_back(desk: Desk) -> None:
    desk.open()
    desk.odoo.down()
    ask(desk)
    assert desk.slack.to(bella, "question:")
    desk.pass_time(minutes=2)
    desk.odoo.up()
    desk.pass_time(seconds=30)
    assert len(desk.odoo.notes[36]) == 1


def paused(desk: Desk) -> timedelta:
    """How long the step's clock stood still."""
    return sum((pause.length for pause in desk.approval().pauses()), timedelta(0))


def test_clock_of_the_step_stands_still_where_the_policy_says_so(make_desk: MakeDesk) -> None:
    desk = make_desk(PAUSING)
    desk.open()
    question = ask(desk)
    desk.clock.advance(hours=2)
    desk.services.conversation.answer(question, bella, "Sale")
    assert paused(desk) == timedelta(hours=2)


def test_two_questions_at_once_pause_the_clock_once(make_desk: MakeDesk) -> None:
    """Asked at 0:00 and 1:00, answered at 2:00 and 3:00: three hours in all, not four."""
    desk = make_desk(PAUSING)
    desk.open()
    first = ask(desk)
    desk.clock.advance(hours=1)
    second = ask(desk, omar, "And who pays?", once="V2")
    desk.clock.advance(hours=1)
    desk.services.conversation.answer(first, bella, "Sale")
    desk.clock.advance(hours=1)
    desk.services.conversation.answer(second, bella, "We do")
    assert paused(desk) == timedelta(hours=3)


def test_clock_goes_on_where_the_policy_does_not_pause(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP)
    desk.open()
    question = ask(desk)
    desk.clock.advance(hours=2)
    desk.services.conversation.answer(question, bella, "Sale")
    assert paused(desk) == timedelta(0)


def test_seat_goes_to_somebody_who_could_decide(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP)
    approval = desk.open()
    _, seats = desk.services.handing_over.successors(approval.id, maya)
    assert [seat.name for seat in seats] == ["Fiona Price", "Omar Haddad"]
    desk.services.handing_over.hand_over(approval.id, maya, FIONA.id, "I am away")
    desk.run()
    (told,) = desk.slack.to(fiona)
    assert "Handed over to you by Maya Lindqvist" in told.text, "once, and not about her to herself"
    assert "I am away" in told.text
    assert "approval.approve" in desk.slack.cards(fiona)[0].buttons
    assert "approval.approve" not in desk.slack.cards(maya)[0].buttons
    assert "You handed this over to Fiona Price." in desk.slack.cards(maya)[0].text
    assert "Handed over to you by Maya Lindqvist." in desk.slack.cards(fiona)[0].text
    assert desk.refusal(maya, approval).code == "handed_over"
    assert desk.click(fiona, approval).state is ApprovalState.APPROVED
    assert [e.actor for e in desk.events("step.handed_over")] == ["Maya Lindqvist"]


def test_circle_of_hand_overs_ends(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP.replace("[maya, omar]", "[maya]"))
    approval = desk.open()
    desk.services.handing_over.hand_over(approval.id, maya, FIONA.id)
    assert MAYA.id not in {s.user_id for s in desk.services.handing_over.successors(approval.id, fiona)[1]}
    refusal = refused(lambda: desk.services.handing_over.hand_over(approval.id, fiona, MAYA.id))
    assert refusal.code == "circle"
    assert "Maya Lindqvist" in refusal.reason


@pytest.mark.parametrize("receiver", [MAYA, BELLA, BEN])
def test_hand_over_to_somebody_unfit_is_refused(make_desk: MakeDesk, receiver: object) -> None:
    """To oneself, to the buyer of the order, to somebody who may not approve at all."""
    desk = make_desk(ONE_STEP)
    approval = desk.open()
    refused(lambda: desk.services.handing_over.hand_over(approval.id, maya, receiver.id))  # type: ignore[attr-defined]
    assert [s.name for s in desk.get(approval.id).active_seats()] == ["Maya Lindqvist", "Omar Haddad"]


def test_hand_over_minds_the_limit_of_the_receiver(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP + "limits: {fiona: 100}\n")
    approval = desk.open()
    assert FIONA.id not in {s.user_id for s in desk.services.handing_over.successors(approval.id, maya)[1]}


def test_voice_is_not_handed_to_a_voice_that_counts_already(make_desk: MakeDesk) -> None:
    desk = make_desk(ALL)
    approval = desk.open()
    assert refused(lambda: desk.services.handing_over.hand_over(approval.id, maya, OMAR.id)).code == "circle"
    assert desk.get(approval.id).needed() == 2


def test_seat_does_not_go_to_whom_a_later_step_needs(make_desk: MakeDesk) -> None:
    desk = make_desk(TWO_STEPS)
    approval = desk.open()
    assert FIONA.id not in {s.user_id for s in desk.services.handing_over.successors(approval.id, maya)[1]}
    refused(lambda: desk.services.handing_over.hand_over(approval.id, maya, FIONA.id))


def test_person_without_a_seat_has_none_to_hand_over(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP)
    approval = desk.open()
    desk.services.people.who(fiona)
    assert refused(lambda: desk.services.handing_over.successors(approval.id, fiona)).code == "not_in_step"


def test_handed_seat_needs_the_right_to_approve_when_it_is_applied(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP)
    approval = desk.open()
    desk.services.handing_over.hand_over(approval.id, maya, FIONA.id)
    desk.directory.dismiss("fiona", "purchase.group_purchase_manager")
    after = desk.click(fiona, approval)
    assert after.state is ApprovalState.PENDING
    assert "no longer an approver" in desk.slack.told(fiona)[0]


def test_modal_opens_only_for_who_could_decide(desk: Desk) -> None:
    approval = desk.open()
    assert desk.services.desk.check_still_open(approval.id, maya, Verdict.REJECT).id == approval.id
    desk.click(omar, approval)
    refusal = refused(lambda: desk.services.desk.check_still_open(approval.id, maya, Verdict.REJECT))
    assert "Omar Haddad" in refusal.reason


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (lambda desk: desk.odoo.reprice(36, "99.00"), "changed in Odoo meanwhile"),
        (lambda desk: desk.odoo.approve_as(OMAR, 36), "no longer waits"),
        (lambda desk: desk.odoo.delete(36), "was deleted"),
    ],
)
def test_change_while_the_modal_is_open_is_said_there(desk: Desk, deed: Callable[[Desk], None], words: str) -> None:
    approval = desk.open()
    desk.services.desk.check_unchanged(approval.id)
    deed(desk)
    assert words in refused(lambda: desk.services.desk.check_unchanged(approval.id)).reason


def test_odoo_away_does_not_hold_the_modal_up(desk: Desk) -> None:
    approval = desk.open()
    desk.odoo.down()
    desk.services.desk.check_unchanged(approval.id)
    assert refused(lambda: desk.services.desk.check_unchanged(replace(approval, id="x").id)).code == "unknown"


@pytest.mark.parametrize("answered", ["before", "after"])
def test_question_and_its_answer_follow_to_the_new_card_when_the_order_changes(desk: Desk, answered: str) -> None:
    old = desk.open()
    question = ask(desk)
    answer = partial(desk.services.conversation.answer, question, bella, "The season begins.")
    if answered == "before":
        answer()
    desk.clock.advance(minutes=5)
    desk.odoo.reprice(36, "71")
    desk.poll()
    if answered == "after":
        assert "question.answer" in desk.slack.to(bella, "question:")[0].buttons
        answer()
        desk.run()
    new = desk.approval()
    assert new.id != old.id
    card = desk.slack.cards(maya)[-1].text
    assert "Why so many?" in card
    assert "asked before the order changed" in card
    assert "The season begins." in card
    assert "Answered by" in desk.slack.to(bella, "question:")[0].text
    assert len(desk.slack.to(maya, "answer:")) == 1
    with pytest.raises(Refused, match="already"):
        answer()


def test_question_that_followed_to_the_new_card_ends_with_it(desk: Desk) -> None:
    desk.open()
    ask(desk)
    desk.clock.advance(minutes=5)
    desk.odoo.reprice(36, "71")
    desk.poll()
    assert desk.approval().open_question is not None
    desk.click(omar, desk.approval())
    assert "No answer needed any more" in desk.slack.to(bella, "question:")[0].text
