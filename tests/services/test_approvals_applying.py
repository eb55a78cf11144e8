"""Promises 3 and 4: what Odoo says is what counts, and nothing is lost on the way there."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.approvals import ApprovalState, Verdict, VoteState, Work
from bot.domain.errors import OdooDenied, OdooInvalid, OdooUnavailable, SlackUnavailable
from bot.domain.exceptions import ExceptionKind
from bot.domain.orders import OrderState
from bot.services.approvals.deed import ATTEMPTS, IN_FLIGHT_UNANSWERED
from tests.builders import make_user
from tests.desk import (
    BEN,
    EXCEPTIONS,
    FIONA,
    MAYA,
    OMAR,
    ONE_STEP,
    PURCHASING,
    TWO_STEPS,
    Desk,
    bella,
    fiona,
    maya,
    omar,
    slack_user,
)

MakeDesk = Callable[..., Desk]
OWNED = ONE_STEP + "exceptions: {owner: omar}\n"


def test_note_names_decision_person_slack_and_rule_once(desk: Desk) -> None:
    desk.click(maya, desk.open())
    desk.pass_time(minutes=5)
    (note,) = desk.odoo.decision_notes(36)
    assert note.count("Approved") == 1
    assert "by Maya Lindqvist via Slack" in note
    assert "Ordinary order" in note


def test_no_other_note_uses_the_words_of_a_decision(make_desk: MakeDesk) -> None:
    """Question, answer, exception, its activity and its end all leave notes; each decision leaves one of its own."""
    desk = make_desk(TWO_STEPS)
    approval = desk.open()
    desk.services.conversation.ask(approval.id, maya, "Why so many?", once="V1")
    desk.run()
    desk.services.conversation.answer(f"{approval.id}:V1", bella, "Spring sale")
    desk.click(maya, approval)
    desk.odoo.may_approve = False
    desk.click(fiona, approval)
    (trouble,) = desk.troubles()
    desk.odoo.may_approve = True
    desk.services.exceptions.retry(trouble.id, "Omar Haddad")
    desk.calm_down()
    assert desk.odoo.state(36) is OrderState.PURCHASE
    assert len(desk.odoo.notes[36]) == 5
    assert [note.split(" via")[0] for note in desk.odoo.decision_notes(36)] == [
        "Approved by Maya Lindqvist",
        "Approved by Fiona Price",
    ]


def test_activity_of_an_exception_ends_without_words_of_a_decision(make_desk: MakeDesk) -> None:
    desk = make_desk(OWNED)
    desk.odoo.may_approve = False
    desk.click(maya, desk.open())
    desk.odoo.approve_as(OMAR, 36)
    desk.pass_time(minutes=2)
    assert desk.odoo.activities == {}
    assert desk.odoo.decision_notes(36) == []


def test_changed_amount_is_not_decided_by_the_old_card(desk: Desk) -> None:
    approval = desk.open()
    desk.clock.advance(minutes=1)
    desk.odoo.reprice(36, "80.00")
    old = desk.click(maya, approval)
    assert old.state is ApprovalState.SUPERSEDED
    assert desk.odoo.approve_calls == []
    assert desk.odoo.decision_notes(36) == []
    new = desk.approval()
    assert new.id != approval.id
    shown = desk.slack.cards(maya)
    assert shown[0].buttons == {}
    assert "7,000.00 USD → *8,000.00 USD*" in shown[1].text
    assert shown[1].buttons["approval.approve"] == new.id
    (told,) = desk.slack.told(maya)
    assert "Your click did not count" in told
    assert desk.slack.told(omar) == []
    assert desk.refusal(omar, approval).reason.endswith("Please use the new card.")
    assert desk.click(maya, new).state is ApprovalState.APPROVED


@pytest.mark.parametrize("verdict", list(Verdict))
def test_decided_in_odoo_at_the_same_moment_counts_odoo(desk: Desk, verdict: Verdict) -> None:
    """Somebody approves in Odoo between our last look and our call."""
    approval = desk.open()
    call = "approve" if verdict is Verdict.APPROVE else "cancel"
    desk.odoo.wire.before(call, lambda: desk.odoo.approve_as(BEN, 36))
    after = desk.click(maya, approval, verdict, "no" if verdict is Verdict.REJECT else "")
    if verdict is Verdict.APPROVE:
        assert after.state is ApprovalState.CLOSED_ELSEWHERE
        assert after.outcome is not None
        assert after.outcome.by == "Ben Kaya"
        assert desk.odoo.decision_notes(36) == []
        assert "did not count" in desk.slack.told(maya)[0]
    else:  # the cancel came after the approval, and Odoo says cancelled
        assert after.state is ApprovalState.REJECTED
        assert desk.odoo.state(36) is OrderState.CANCEL


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (lambda desk: desk.odoo.approve_as(OMAR, 36), "Omar Haddad"),
        (lambda desk: desk.odoo.cancel_as(OMAR, 36), "cancelled in Odoo"),
        (lambda desk: desk.odoo.change(36, OMAR, state=OrderState.DRAFT), "set back"),
        (lambda desk: desk.odoo.delete(36), "deleted in Odoo"),
    ],
)
def test_click_on_an_order_that_odoo_moved_on_without(desk: Desk, deed: Callable[[Desk], None], words: str) -> None:
    """Approving would make a purchase of a draft and of a cancelled order alike."""
    approval = desk.open()
    deed(desk)
    after = desk.click(maya, approval)
    assert after.state is ApprovalState.CLOSED_ELSEWHERE
    assert desk.odoo.approve_calls == []
    (told,) = desk.slack.told(maya)
    assert words in told
    (card,) = desk.slack.cards(maya)
    assert not set(card.buttons) & {"approval.approve", "approval.reject"}
    assert desk.slack.to(bella, "outcome:")


def test_silent_refusal_of_odoo_is_an_exception_with_owner_activity_and_message(make_desk: MakeDesk) -> None:
    desk = make_desk(OWNED)
    desk.odoo.may_approve = False
    approval = desk.click(maya, desk.open())
    assert approval.work is Work.FAILED
    assert desk.odoo.state(36) is OrderState.TO_APPROVE
    (trouble,) = desk.troubles()
    assert (trouble.kind, trouble.owner_id) == (ExceptionKind.NOT_APPLIED, OMAR.id)
    assert "Maya Lindqvist" in trouble.summary
    (activity,) = desk.odoo.activities.values()
    assert activity["user"] == OMAR.id
    (shown,) = desk.slack.to(EXCEPTIONS)
    assert f"<@{omar}>" in shown.text
    assert set(shown.buttons) >= {"exception.retry", "exception.dismiss"}
    (card,) = desk.slack.cards(maya)
    assert "Not carried out in Odoo yet" in card.text
    assert "Approved" not in card.text
    desk.pass_time(minutes=10)
    assert desk.odoo.approve_calls == [36]


@pytest.mark.parametrize("error", [OdooInvalid("locked"), OdooDenied("no access")])
def test_refused_cancel_is_an_exception(desk: Desk, error: Exception) -> None:
    desk.odoo.refusal = error  # type: ignore[assignment]
    approval = desk.reject(maya, desk.open())
    assert approval.work is Work.FAILED
    (trouble,) = desk.troubles()
    assert str(error) in trouble.summary


def test_odoo_down_at_the_click_is_applied_when_it_is_back(desk: Desk) -> None:
    approval = desk.open()
    desk.odoo.down()
    taken = desk.click(maya, approval)
    assert (taken.state, taken.work) == (ApprovalState.PENDING, Work.DUE)
    assert [v.state for v in taken.votes] == [VoteState.TAKEN]
    desk.pass_time(minutes=5)
    desk.clock.advance(minutes=55)
    desk.odoo.up()
    desk.pass_time(seconds=60)
    assert desk.get(approval.id).state is ApprovalState.APPROVED
    assert desk.odoo.approve_calls == [36]
    assert "Approved" in desk.slack.cards(maya)[0].text


def test_click_is_taken_without_asking_odoo(desk: Desk) -> None:
    approval = desk.open()
    desk.odoo.down()
    desk.odoo.wire.calls.clear()
    desk.services.desk.decide(approval.id, maya, Verdict.APPROVE)
    assert set(desk.odoo.wire.calls) <= {"commit"}


def test_odoo_down_and_changed_meanwhile_asks_again(desk: Desk) -> None:
    approval = desk.open()
    desk.odoo.down()
    desk.click(maya, approval)
    desk.clock.advance(minutes=5)
    desk.odoo.reprice(36, "90.00")
    desk.odoo.up()
    desk.pass_time(seconds=60)
    assert desk.get(approval.id).state is ApprovalState.SUPERSEDED
    assert desk.odoo.approve_calls == []
    assert "9,000.00 USD" in desk.slack.cards(maya)[1].text
    assert "did not count" in desk.slack.told(maya)[0]


def test_odoo_down_and_rights_gone_meanwhile_is_told(desk: Desk) -> None:
    approval = desk.open()
    desk.odoo.down()
    desk.click(maya, approval)
    desk.directory.dismiss("maya", PURCHASING)
    desk.odoo.up()
    desk.pass_time(seconds=60)
    after = desk.get(approval.id)
    assert (after.state, after.work) == (ApprovalState.PENDING, Work.NONE)
    assert [v.state for v in after.votes] == [VoteState.VOID]
    (told,) = desk.slack.told(maya)
    assert "no longer an approver" in told
    assert desk.odoo.approve_calls == []
    assert desk.click(omar, approval).state is ApprovalState.APPROVED


def test_inactive_user_does_not_decide(desk: Desk) -> None:
    approval = desk.open()
    desk.directory.dismiss("maya")
    assert desk.click(maya, approval).state is ApprovalState.PENDING
    assert "no longer active" in desk.slack.told(maya)[0]


@pytest.mark.parametrize(
    ("policy", "raised"),
    [(ONE_STEP, 0), (ONE_STEP.replace("[maya, omar]", "[maya]"), 1), (ONE_STEP + "        need: all\n", 1)],
    ids=["any of two", "the only one", "all of two"],
)
def test_step_that_loses_the_people_it_needs_is_an_exception(make_desk: MakeDesk, policy: str, raised: int) -> None:
    """Silence decides nothing, so it must not last: somebody has to hear that nobody can decide."""
    desk = make_desk(policy)
    approval = desk.open()
    desk.directory.dismiss("maya")
    desk.click(maya, approval)
    assert [t.kind for t in desk.troubles()] == [ExceptionKind.NOBODY] * raised


def test_step_that_lost_its_only_person_goes_on_with_another_after_retry(desk: Desk) -> None:
    for login in ("omar", "fiona"):
        desk.directory.dismiss(login, PURCHASING)
    approval = desk.open()
    desk.directory.groups[PURCHASING] = ["admin"]
    desk.click(maya, approval)
    (trouble,) = desk.troubles()
    desk.directory.groups[PURCHASING] = ["omar"]
    desk.clock.advance(minutes=2)
    desk.services.exceptions.retry(trouble.id, "Fiona Price")
    desk.run()
    assert desk.troubles() == []
    assert [s.name for s in desk.get(approval.id).active_seats()] == ["Omar Haddad"]
    assert desk.click(omar, approval).state is ApprovalState.APPROVED


def test_only_approver_who_becomes_the_buyer_leaves_an_exception(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP.replace("[maya, omar]", "[maya]"))
    desk.open()
    desk.odoo.change(36, buyer=MAYA)
    desk.services.reconciliation.reconcile([36])
    assert [t.kind for t in desk.troubles()] == [ExceptionKind.NOBODY]


def test_odoo_gone_right_before_the_call_checks_everything_anew(desk: Desk) -> None:
    """The call surely did not reach Odoo: content, state and rights are looked at again before the next."""
    approval = desk.open()
    desk.odoo.wire.before("approve", lambda: falls(desk))
    desk.click(maya, approval)
    assert desk.get(approval.id).state is ApprovalState.PENDING
    desk.directory.dismiss("maya", PURCHASING)
    desk.odoo.up()
    desk.pass_time(seconds=60)
    assert desk.odoo.approve_calls == []
    assert [v.state for v in desk.get(approval.id).votes] == [VoteState.VOID]


def test_lost_answer_is_read_back_and_not_asked_twice(desk: Desk) -> None:
    desk.odoo.lose_answers("approve")
    approval = desk.click(maya, desk.open())
    assert approval.applied_at is None
    desk.calm_down()
    assert desk.get(approval.id).state is ApprovalState.APPROVED
    assert desk.odoo.approve_calls == [36]
    assert len(desk.odoo.decision_notes(36)) == 1


def test_lost_answer_of_the_note_leaves_one_note(desk: Desk) -> None:
    desk.odoo.lose_answers("note")
    desk.click(maya, desk.open())
    desk.calm_down()
    assert len(desk.odoo.notes[36]) == 1


def test_lost_answer_of_the_reason_leaves_one_note(desk: Desk) -> None:
    desk.odoo.lose_answers("note")
    desk.reject(maya, desk.open())
    desk.calm_down()
    assert desk.odoo.state(36) is OrderState.CANCEL
    assert len(desk.odoo.notes[36]) == 1


def test_unanswered_call_is_repeated_only_after_it_must_have_ended(desk: Desk) -> None:
    desk.odoo.swallow("approve")
    approval = desk.click(maya, desk.open())
    begun = desk.get(approval.id).apply_started_at
    assert begun is not None
    while desk.clock.now() + timedelta(seconds=5) < begun + IN_FLIGHT_UNANSWERED:
        desk.pass_time(seconds=5)
    assert desk.odoo.wire.count("approve") == 1
    desk.pass_time(seconds=15)
    assert desk.odoo.wire.count("approve") == 2
    assert desk.get(approval.id).state is ApprovalState.APPROVED
    assert desk.odoo.approve_calls == [36]


def test_call_that_ends_late_is_seen_and_not_repeated(desk: Desk) -> None:
    """Odoo was slow, not deaf: it approves ten seconds after we gave up waiting."""
    desk.odoo.swallow("approve")
    approval = desk.click(maya, desk.open())
    desk.clock.advance(seconds=10)
    desk.odoo.approve_as(desk.odoo.bot, 36)
    desk.calm_down(minutes=3)
    assert desk.get(approval.id).state is ApprovalState.APPROVED
    assert desk.odoo.wire.count("approve") == 1
    assert len(desk.odoo.decision_notes(36)) == 1


def test_odoo_that_never_answers_is_given_up_to_a_person(make_desk: MakeDesk) -> None:
    desk = make_desk(OWNED)
    desk.odoo.swallow(*["approve"] * 50)
    approval = desk.click(maya, desk.open())
    desk.pass_time(minutes=10)
    assert desk.odoo.wire.count("approve") == ATTEMPTS
    (trouble,) = desk.troubles()
    assert (trouble.kind, trouble.owner_id) == (ExceptionKind.UNKNOWN_OUTCOME, OMAR.id)
    assert desk.get(approval.id).work is Work.FAILED


def test_question_that_comes_while_odoo_is_asked_changes_nothing(desk: Desk) -> None:
    """The record moves on under the decision; it is judged again and applied once."""
    approval = desk.open()
    desk.services.conversation.ask(approval.id, omar, "Why?", once="V1")
    desk.run()
    question = f"{approval.id}:V1"
    desk.odoo.wire.before("approve", lambda: desk.services.conversation.answer(question, bella, "Sale"))
    after = desk.click(maya, approval)
    desk.calm_down()
    after = desk.get(approval.id)
    assert after.state is ApprovalState.APPROVED
    assert after.questions[0].answer == "Sale"
    assert desk.odoo.approve_calls == [36]
    assert len(desk.odoo.decision_notes(36)) == 1


def test_hand_over_right_before_applying_does_not_break_it(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP + "        need: all\n")
    approval = desk.open()
    desk.odoo.wire.before("users", lambda: desk.services.handing_over.hand_over(approval.id, omar, FIONA.id))
    desk.click(maya, approval)
    desk.calm_down()
    after = desk.get(approval.id)
    assert [s.name for s in after.active_seats()] == ["Maya Lindqvist", "Fiona Price"]
    assert desk.click(fiona, approval).state is ApprovalState.APPROVED


def test_next_step_that_cannot_be_asked_is_an_exception_and_goes_on_after_retry(make_desk: MakeDesk) -> None:
    desk = make_desk(TWO_STEPS.replace("[fiona]", "[carla]"))
    carla = desk.directory.everybody[30] = make_user("carla", 30, "Carla Board")
    desk.slack.people["U0CARLA"] = slack_user("U0CARLA", "Carla", "carla@northgate.example")
    approval = desk.open()
    desk.directory.dismiss("carla")
    desk.clock.advance(minutes=2)
    after = desk.click(maya, approval)
    assert after.work is Work.FAILED
    (trouble,) = desk.troubles()
    assert "Maya Lindqvist" in trouble.summary
    assert "carla" in trouble.summary
    desk.directory.everybody[30] = carla
    desk.clock.advance(minutes=2)
    desk.services.exceptions.retry(trouble.id, "Omar Haddad")
    desk.calm_down()
    assert desk.get(approval.id).step == 1
    assert desk.troubles() == []
    assert desk.click("U0CARLA", approval).state is ApprovalState.APPROVED


def test_noted_rejection_that_cannot_be_carried_out_is_told(desk: Desk) -> None:
    """The reason was written, then Odoo went away, then the order changed."""
    approval = desk.open()
    desk.odoo.wire.before("cancel", lambda: falls(desk))
    desk.reject(maya, approval)
    desk.clock.advance(minutes=1)
    desk.odoo.reprice(36, "75.00")
    desk.odoo.up()
    desk.pass_time(seconds=60)
    assert desk.get(approval.id).state is ApprovalState.SUPERSEDED
    assert desk.odoo.state(36) is OrderState.TO_APPROVE
    assert "did not count" in desk.slack.told(maya)[0]


def test_two_processes_apply_one_decision_once(desk: Desk) -> None:
    """The handler and the sweep come at the same time; the second finds it held, and then done."""
    approval = desk.open()
    taken = desk.take(maya, approval)
    desk.odoo.wire.before("approve", lambda: other(desk, taken.id))
    desk.services.applying.settle(approval.id)
    desk.calm_down()
    assert desk.odoo.approve_calls == [36]
    assert len(desk.odoo.decision_notes(36)) == 1


def test_sweep_leaves_alone_what_is_in_hand(desk: Desk) -> None:
    """Many clicked, so one waits for its turn longer than the sweep does: it is not carried out past the others."""
    approval = desk.open()
    taken = desk.take(maya, approval)
    with desk.services.applying.in_hand(taken.id):
        desk.pass_time(seconds=60)
        assert desk.odoo.approve_calls == []
    desk.pass_time(seconds=60)
    assert desk.odoo.approve_calls == [36]


def test_slack_down_holds_no_decision_up(desk: Desk) -> None:
    approval = desk.open()
    desk.slack.fail("update", SlackUnavailable("away"), times=3)
    desk.slack.fail("post", SlackUnavailable("away"))
    desk.click(maya, approval)
    assert desk.odoo.state(36) is OrderState.PURCHASE
    desk.calm_down(minutes=10)
    assert "Approved" in desk.slack.cards(maya)[0].text


def test_log_tells_the_way_of_a_decision(desk: Desk) -> None:
    desk.click(maya, desk.open())
    kinds = [e.kind for e in desk.events() if e.order_name == "P00036"]
    assert kinds == ["approval.opened", "decision.taken", "approval.approved", "approval.applied"]
    assert desk.breaches() == []
    assert MAYA.name in {e.actor for e in desk.events("approval.approved")}


def falls(desk: Desk) -> None:
    """Odoo goes away before our call reaches it."""
    desk.odoo.down()
    raise OdooUnavailable("gone")


def other(desk: Desk, approval_id: str) -> None:
    """Another replica finds the decision due; with another process's lock it would wait in vain."""
    with desk.locks.hold("order:36") as held:
        assert not held


def test_decision_is_carried_out_even_where_its_job_was_lost(desk: Desk) -> None:
    """The sweep finds what nobody settles."""
    approval = desk.open()
    desk.take(maya, approval)
    desk.jobs.waiting.clear()
    desk.pass_time(seconds=60)
    assert desk.get(approval.id).state is ApprovalState.APPROVED
    assert desk.odoo.approve_calls == [36]
