"""Promises 1 and 2 at the click: decided once, and only by whom it may be."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.approvals import Approval, ApprovalState, Verdict
from bot.domain.errors import Refused
from bot.domain.orders import OrderState
from tests.desk import MAYA, ONE_STEP, TWO_STEPS, Desk, ben, fiona, maya, olga, omar, slack_user

MakeDesk = Callable[..., Desk]
BOTH = ONE_STEP + "        need: all\n"
TWO_OF_THREE = ONE_STEP.replace("[maya, omar]", "[maya, omar, fiona]") + "        need: 2\n"
LIMITED = ONE_STEP + "limits: {omar: 5000}\n"


def test_one_click_approves(desk: Desk) -> None:
    approval = desk.click(maya, desk.open())
    assert approval.state is ApprovalState.APPROVED
    assert approval.applied_at == desk.clock.now()
    assert desk.odoo.state(36) is OrderState.PURCHASE


def test_every_card_and_the_buyer_hear_of_it(desk: Desk) -> None:
    desk.click(maya, desk.open())
    for who in (maya, omar, fiona):
        (card,) = desk.slack.cards(who)
        assert "Approved* by *Maya Lindqvist" in card.text
        assert set(card.buttons) == {"approval.open"}
    (told,) = desk.slack.to("U0BELLA")
    assert "Approved* by *Maya Lindqvist" in told.text


def test_rejection_cancels_with_its_reason(desk: Desk) -> None:
    approval = desk.reject(maya, desk.open(), "Too expensive, ask Boreal")
    assert approval.state is ApprovalState.REJECTED
    assert desk.odoo.state(36) is OrderState.CANCEL
    assert desk.odoo.approve_calls == []
    assert "Too expensive, ask Boreal" in desk.odoo.notes[36][0]
    (told,) = desk.slack.to("U0BELLA")
    assert "Too expensive, ask Boreal" in told.text


@pytest.mark.parametrize("reason", ["", " ", "\n\t", "x" * 5000])
def test_rejection_without_a_fit_reason_is_refused(desk: Desk, reason: str) -> None:
    approval = desk.open()
    with pytest.raises(Refused):
        desk.reject(maya, approval, reason)
    assert desk.get(approval.id).votes == ()


def test_same_click_twice_decides_once(desk: Desk) -> None:
    approval = desk.open()
    desk.take(maya, approval)
    assert "by you" in desk.refusal(maya, approval).reason
    assert len(desk.get(approval.id).votes) == 1
    desk.calm_down()
    assert desk.refusal(maya, approval).code == "closed"
    assert desk.odoo.approve_calls == [36]
    assert len(desk.odoo.notes[36]) == 1


def test_second_approver_is_told_who_decided_and_when(desk: Desk) -> None:
    approval = desk.open()
    desk.click(maya, approval)
    refusal = desk.refusal(omar, approval)
    assert "approved by Maya Lindqvist on 2 Mar 2026, 09:30 UTC" in refusal.reason
    assert desk.odoo.approve_calls == [36]


def test_second_approver_is_told_while_the_first_is_being_carried_out(desk: Desk) -> None:
    approval = desk.open()
    desk.take(maya, approval, Verdict.REJECT, "No")
    assert "rejected by Maya Lindqvist on 2 Mar 2026, 09:30 UTC" in desk.refusal(omar, approval).reason


@pytest.mark.parametrize("second", list(Verdict))
@pytest.mark.parametrize("first", list(Verdict))
def test_of_two_at_once_exactly_one_wins(make_desk: MakeDesk, first: Verdict, second: Verdict) -> None:
    desk = make_desk(ONE_STEP)
    approval = desk.open()
    start = threading.Barrier(2)
    refusals: dict[str, Refused] = {}
    broken: list[BaseException] = []

    def decide(who: str, verdict: Verdict) -> None:
        start.wait()
        try:
            desk.services.desk.decide(approval.id, who, verdict, "a reason")
            desk.services.applying.settle(approval.id)
        except Refused as refusal:
            refusals[who] = refusal
        except BaseException as error:  # noqa: BLE001 - a thread's error must reach the test
            broken.append(error)

    threads = [threading.Thread(target=decide, args=pair) for pair in ((maya, first), (omar, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.run()
    assert broken == []
    (loser,) = refusals
    winner = "Omar Haddad" if loser == maya else "Maya Lindqvist"
    assert winner in refusals[loser].reason
    assert "2 Mar 2026, 09:30 UTC" in refusals[loser].reason
    final = desk.get(approval.id)
    assert final.outcome is not None
    assert final.outcome.by == winner
    verdict = first if winner == "Maya Lindqvist" else second
    assert desk.odoo.state(36) is (OrderState.PURCHASE if verdict is Verdict.APPROVE else OrderState.CANCEL)
    assert len(desk.odoo.decision_notes(36)) == 1
    assert len(desk.odoo.approve_calls) == (1 if verdict is Verdict.APPROVE else 0)


def test_card_of_no_approval_is_refused(desk: Desk) -> None:
    approval = replace(desk.open(), id="gone")
    assert desk.refusal(maya, approval).code == "unknown"


@pytest.mark.parametrize("duty", ["buyer", "creator", "requester", "receivers", "billers"])
def test_nobody_decides_on_their_own_order(desk: Desk, duty: str) -> None:
    """Even with a seat: the duty came after the card was sent and is known by the time of the click."""
    approval = desk.open()
    desk.odoo.change(36, **{duty: (MAYA,) if duty.endswith("s") else MAYA})
    desk.services.reconciliation.reconcile([36])
    refusal = desk.refusal(maya, approval)
    assert refusal.code == "segregation"
    assert desk.odoo.state(36) is OrderState.TO_APPROVE


@pytest.mark.parametrize("second", ["later", "the same"])
def test_duty_that_came_right_before_the_click_voids_it(desk: Desk, second: str) -> None:
    """Nobody has looked at Odoo since the buyer was changed there, be it in the second of the write before."""
    approval = desk.open()
    stamp = {"write_date": approval.order.write_date} if second == "the same" else {}
    desk.odoo.change(36, buyer=MAYA, **stamp)
    after = desk.click(maya, approval)
    assert after.state is ApprovalState.PENDING
    assert desk.odoo.approve_calls == []
    (told,) = desk.slack.told(maya)
    assert "you are the buyer of this order" in told


def test_receiver_may_decide_where_the_policy_lets_them(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP + "segregation: {receiver: false}\n")
    approval = desk.open(receivers=(MAYA,))
    assert desk.click(maya, approval).state is ApprovalState.APPROVED


def test_over_the_limit_is_not_asked(make_desk: MakeDesk) -> None:
    desk = make_desk(LIMITED)
    assert [s.name for s in desk.open().seats] == ["Maya Lindqvist"]
    assert desk.refusal(omar, desk.approval()).code == "not_in_step"


def test_limit_that_sank_since_the_card_is_respected(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP)
    approval = desk.open()
    desk.restart(LIMITED)
    refusal = desk.refusal(omar, approval)
    assert refusal.code == "over_limit"
    assert "5,000.00" in refusal.reason
    assert "7,000.00" in refusal.reason


def test_unknown_rate_is_over_every_limit(make_desk: MakeDesk) -> None:
    desk = make_desk(LIMITED)
    assert [s.name for s in desk.open(currency="EUR", rate=None).seats] == ["Maya Lindqvist"]


def test_somebody_not_in_the_step_is_refused_with_who_is(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP)
    refusal = desk.refusal(fiona, desk.open())
    assert refusal.code == "not_in_step"
    assert "Maya Lindqvist, Omar Haddad" in refusal.reason


def test_buyer_elsewhere_is_refused(desk: Desk) -> None:
    assert desk.refusal(ben, desk.open()).code == "not_in_step"


def test_click_of_somebody_never_seen_asks_for_a_lookup_first(desk: Desk) -> None:
    approval = desk.open()
    with pytest.raises(Refused) as refused:
        desk.services.desk.decide(approval.id, ben, Verdict.APPROVE)
    assert refused.value.code == "lookup"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, "no active Odoo user has your e-mail address"),
        ({"email": "maya@northgate.example", "email_confirmed": False}, "not confirmed"),
        ({"email": "maya@northgate.example", "team_id": "T0OTHER"}, "another workspace"),
        ({"email": "maya@northgate.example", "stranger": True}, "another workspace"),
        ({"email": "maya@northgate.example", "deleted": True}, "deactivated"),
        ({"email": ""}, "no e-mail address"),
    ],
)
def test_unmatched_person_is_refused_with_the_reason(desk: Desk, change: dict[str, object], why: str) -> None:
    desk.slack.people[olga] = replace(desk.slack.people[olga], **change)
    refusal = desk.refusal(olga, desk.open())
    assert refusal.code == "unmatched"
    assert why in refusal.reason
    assert desk.approval().votes == ()


def test_person_slack_does_not_know_is_refused(desk: Desk) -> None:
    assert desk.refusal("U0NOBODY", desk.open()).code == "unmatched"


def test_all_must_agree_where_the_policy_says_so(make_desk: MakeDesk) -> None:
    desk = make_desk(BOTH)
    approval = desk.open()
    after = desk.click(omar, approval)
    assert after.state is ApprovalState.PENDING
    assert desk.odoo.approve_calls == []
    assert "approval.approve" not in desk.slack.cards(omar)[0].buttons
    assert desk.refusal(omar, approval).code == "voted"
    assert desk.click(maya, approval).state is ApprovalState.APPROVED
    assert sorted(n.split(" via")[0] for n in desk.odoo.notes[36]) == [
        "Approved by Maya Lindqvist",
        "Approved by Omar Haddad",
    ]


def test_one_rejection_ends_a_step_of_all(make_desk: MakeDesk) -> None:
    desk = make_desk(BOTH)
    approval = desk.open()
    desk.click(omar, approval)
    assert desk.reject(maya, approval).state is ApprovalState.REJECTED
    assert desk.odoo.state(36) is OrderState.CANCEL


def test_two_of_three_suffice(make_desk: MakeDesk) -> None:
    desk = make_desk(TWO_OF_THREE)
    approval = desk.open()
    assert desk.click(omar, approval).state is ApprovalState.PENDING
    assert desk.click(fiona, approval).state is ApprovalState.APPROVED
    assert "Fiona Price" in desk.refusal(maya, approval).reason


def test_two_steps_take_two_people_in_order(make_desk: MakeDesk) -> None:
    desk = make_desk(TWO_STEPS)
    approval = desk.open()
    assert desk.refusal(fiona, approval).code == "not_in_step"
    desk.clock.advance(hours=1)
    after = desk.click(maya, approval)
    assert (after.step, after.step_opened_at) == (1, desk.clock.now())
    refusal = desk.refusal(maya, approval)
    assert refusal.code == "voted"
    assert "step 1" in refusal.reason
    final = desk.click(fiona, approval)
    assert final.state is ApprovalState.APPROVED
    assert final.outcome is not None
    assert final.outcome.by == "Fiona Price"
    assert desk.odoo.approve_calls == [36]
    assert [note.split(" via")[0] for note in desk.odoo.notes[36]] == [
        "Approved by Maya Lindqvist",
        "Approved by Fiona Price",
    ]


def test_second_step_can_reject(make_desk: MakeDesk) -> None:
    desk = make_desk(TWO_STEPS)
    approval = desk.open()
    desk.click(maya, approval)
    assert desk.reject(fiona, approval).state is ApprovalState.REJECTED
    assert desk.odoo.state(36) is OrderState.CANCEL


def test_old_click_on_the_first_step_does_not_decide_the_second(make_desk: MakeDesk) -> None:
    desk = make_desk(TWO_STEPS)
    approval = desk.open()
    desk.click(maya, approval)
    assert desk.refusal(omar, approval).code == "not_in_step"
    assert desk.get(approval.id).standing(Verdict.APPROVE, 1) == ()


def test_every_taken_and_refused_click_is_in_the_log(desk: Desk) -> None:
    approval = desk.open()
    desk.click(maya, approval)
    desk.refusal(omar, approval)
    assert [e.actor for e in desk.events("decision.taken")] == ["Maya Lindqvist"]
    assert [e.actor for e in desk.events("decision.refused")] == ["Omar Haddad"]
    assert desk.breaches() == []


def test_decision_that_cannot_be_stored_leaves_nothing(desk: Desk) -> None:
    """Vote, log and job are one transaction."""
    approval = desk.open()
    before = len(desk.events())

    def fail() -> None:
        raise OSError("disk full")

    desk.wire.before("commit", fail)
    with pytest.raises(OSError, match="disk full"):
        desk.services.desk.decide(approval.id, maya, Verdict.APPROVE)
    assert desk.get(approval.id).votes == ()
    assert len(desk.events()) == before
    assert desk.jobs.names() == []


def test_decision_its_log_and_its_job_are_stored_together(desk: Desk) -> None:
    approval: Approval = desk.open()
    desk.services.desk.decide(approval.id, maya, Verdict.APPROVE)
    assert len(desk.get(approval.id).votes) == 1
    assert [e.approval_id for e in desk.events("decision.taken")] == [approval.id]
    assert "settle" in desk.jobs.names()


def test_mapped_slack_account_decides_for_its_odoo_user(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP + "people: {maya: U0PRIVATE}\n")
    desk.slack.people["U0PRIVATE"] = slack_user("U0PRIVATE", "May", "may@home.example", email_confirmed=False)
    approval = desk.open()
    assert [s.slack_id for s in approval.seats] == ["U0PRIVATE", omar]
    assert desk.refusal(maya, approval).code == "unmatched"
    assert desk.click("U0PRIVATE", approval).outcome.by == "Maya Lindqvist"  # type: ignore[union-attr]
