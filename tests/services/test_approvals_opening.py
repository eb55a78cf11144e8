"""From an order that waits in Odoo to the people who are asked."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from bot.domain.approvals import ApprovalState, Verdict
from bot.domain.exceptions import ExceptionKind
from bot.domain.orders import OrderState
from tests.builders import make_line, make_vendor
from tests.desk import (
    ACCOUNTING,
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
)

MakeDesk = Callable[..., Desk]
LIVE = {"approval.approve", "approval.reject", "approval.ask", "approval.hand_over"}


def test_each_approver_gets_a_card_with_live_buttons(desk: Desk) -> None:
    approval = desk.open()
    for who in (maya, omar, fiona):
        (card,) = desk.slack.cards(who)
        assert "P00036" in card.text
        assert set(card.buttons) >= LIVE
        assert set(card.buttons.values()) == {approval.id}
    assert desk.slack.to(bella) == []


def test_large_order_asks_accounting_second(desk: Desk) -> None:
    approval = desk.open(amount=48300)
    assert [step.name for step in approval.steps] == ["Purchasing", "Accounting"]
    assert approval.rule == "Large order"


def test_risky_vendor_takes_two_steps_at_any_amount(desk: Desk) -> None:
    approval = desk.open(amount=5001, vendor=make_vendor(tags=("Supplier: risky",)))
    assert (approval.rule, len(approval.steps)) == ("Risky vendor", 2)


def test_amount_at_the_boundary_takes_one_step(desk: Desk) -> None:
    assert len(desk.open(36, amount=25000).steps) == 1
    assert len(desk.open(37, amount="25000.01").steps) == 2


def test_own_buyer_is_not_asked(desk: Desk) -> None:
    approval = desk.open(buyer=MAYA, creator=MAYA)
    assert [seat.name for seat in approval.seats] == ["Fiona Price", "Omar Haddad"]
    assert desk.slack.cards(maya) == []


def test_people_without_slack_account_are_skipped_and_listed(desk: Desk) -> None:
    approval = desk.open()
    assert "Administrator" not in {seat.name for seat in approval.seats}
    assert [(p.user.login, p.slack_id) for p in desk.services.people.without_slack()] == [("admin", None)]


def test_order_is_opened_once_however_often_it_is_looked_at(desk: Desk) -> None:
    approval = desk.open()
    for _ in range(3):
        desk.services.reconciliation.reconcile([36])
        desk.poll()
    assert desk.approval().id == approval.id
    assert len(desk.slack.cards(maya)) == 1


def test_order_without_rule_is_an_exception_and_never_an_approval(make_desk: MakeDesk) -> None:
    desk = make_desk("""
rules:
  - name: Small orders
    when: {amount: {up_to: 100}}
    steps: [{name: Purchasing, approvers: {user: maya}}]
exceptions: {owner: omar}
""")
    desk.order()
    desk.poll()
    assert desk.pending() == []
    (trouble,) = desk.troubles()
    assert (trouble.kind, trouble.order_name, trouble.owner_name) == (ExceptionKind.NO_RULE, "P00036", "Omar Haddad")
    (activity,) = desk.odoo.activities.values()
    assert (activity["order"], activity["user"]) == (36, OMAR.id)
    (shown,) = desk.slack.to(EXCEPTIONS)
    assert "P00036" in shown.text
    assert f"<@{omar}>" in shown.text
    desk.pass_time(minutes=5)
    assert len(desk.troubles(only_open=False)) == 1
    assert desk.odoo.state(36) is OrderState.TO_APPROVE


def test_step_with_nobody_left_is_an_exception(desk: Desk) -> None:
    for login in ("omar", "fiona"):
        desk.directory.dismiss(login, PURCHASING)
    approval = desk.open(buyer=MAYA, creator=MAYA)
    assert approval.seats == ()
    (trouble,) = desk.troubles()
    assert (trouble.kind, trouble.approval_id) == (ExceptionKind.NOBODY, approval.id)


def test_step_whose_people_odoo_does_not_know_is_an_exception(make_desk: MakeDesk) -> None:
    desk = make_desk("rules: [{name: All, steps: [{name: Board, approvers: {user: [carla, dora]}}]}]")
    desk.order()
    desk.poll()
    (trouble,) = desk.troubles()
    assert trouble.kind is ExceptionKind.NOBODY
    assert "carla" in trouble.summary


def test_exception_closes_by_itself_once_somebody_can_decide(desk: Desk) -> None:
    for login in ("omar", "fiona", "maya"):
        desk.directory.dismiss(login, PURCHASING)
    approval = desk.open()
    (trouble,) = desk.troubles()
    desk.directory.groups[PURCHASING].append("maya")
    desk.clock.advance(minutes=2)
    desk.services.exceptions.retry(trouble.id, "Fiona Price")
    desk.run()
    assert desk.troubles() == []
    assert "approval.approve" in desk.slack.cards(maya)[0].buttons
    assert desk.click(maya, approval).state is ApprovalState.APPROVED


def test_retry_asks_as_the_policy_in_force_says(make_desk: MakeDesk) -> None:
    """The step named somebody without a Slack account; the administrator corrects the policy and presses Retry."""
    desk = make_desk(ONE_STEP.replace("[maya, omar]", "[admin]"))
    approval = desk.open()
    (trouble,) = desk.troubles()
    desk.restart(ONE_STEP.replace("[maya, omar]", "[omar]").replace("Every order", "Corrected"))
    desk.services.exceptions.retry(trouble.id, "Fiona Price")
    desk.run()
    assert desk.troubles() == []
    after = desk.get(approval.id)
    assert (after.rule, after.policy_version) == ("Corrected", desk.policy.version)
    assert desk.click(omar, after).state is ApprovalState.APPROVED


def test_retry_leaves_what_somebody_decided_under_its_policy(make_desk: MakeDesk) -> None:
    desk = make_desk(TWO_STEPS.replace("[fiona]", "[admin]"))
    approval = desk.open()
    desk.click(maya, approval)
    (trouble,) = desk.troubles()
    desk.restart(ONE_STEP)
    desk.services.exceptions.retry(trouble.id, "Fiona Price")
    desk.run()
    after = desk.get(approval.id)
    assert (after.step, after.policy_version) == (1, approval.policy_version)
    assert len(desk.troubles()) == 1


def test_retry_asks_the_steps_to_come_as_the_policy_in_force_says(make_desk: MakeDesk) -> None:
    """Purchasing has decided; nobody could be asked in the second step; the administrator corrects that one."""
    desk = make_desk(TWO_STEPS.replace("[fiona]", "[admin]"))
    approval = desk.open()
    desk.click(maya, approval)
    (trouble,) = desk.troubles()
    desk.restart(TWO_STEPS)
    desk.services.exceptions.retry(trouble.id, "Fiona Price")
    desk.run()
    assert desk.troubles() == []
    after = desk.get(approval.id)
    assert (after.step, after.policy_version) == (1, desk.policy.version)
    assert [vote.name for vote in after.standing(Verdict.APPROVE, 0)] == ["Maya Lindqvist"], "her decision stands"
    assert desk.click(fiona, after).state is ApprovalState.APPROVED


def test_retry_of_a_next_step_that_odoo_did_not_know_asks_the_mended_one(make_desk: MakeDesk) -> None:
    desk = make_desk(TWO_STEPS)
    approval = desk.open()
    desk.directory.dismiss("fiona")
    desk.clock.advance(minutes=10)  # who is in Odoo is remembered for a while
    desk.click(maya, approval)
    (trouble,) = desk.troubles()
    desk.restart(TWO_STEPS.replace("[fiona]", "[omar]"))
    desk.services.exceptions.retry(trouble.id, "Fiona Price")
    desk.run()
    assert desk.troubles() == []
    after = desk.get(approval.id)
    assert (after.step, [seat.name for seat in after.active_seats()]) == (1, ["Omar Haddad"])


def test_retry_leaves_a_decision_whose_step_the_policy_changed(make_desk: MakeDesk) -> None:
    desk = make_desk(TWO_STEPS.replace("[fiona]", "[admin]"))
    approval = desk.open()
    desk.click(maya, approval)
    (trouble,) = desk.troubles()
    desk.restart(TWO_STEPS.replace("Purchasing", "Board"))
    desk.services.exceptions.retry(trouble.id, "Fiona Price")
    desk.run()
    assert desk.get(approval.id).policy_version == approval.policy_version
    assert len(desk.troubles()) == 1


def test_one_person_takes_one_step_and_is_kept_for_the_one_only_they_can_take(desk: Desk) -> None:
    """Fiona is in both groups and the only one of accounting: the first step is left to the others."""
    approval = desk.open(amount=48300)
    assert approval.reserved == {FIONA.id}
    (card,) = desk.slack.cards(fiona)
    assert "approval.approve" not in card.buttons
    assert "approval.reject" in card.buttons
    assert desk.refusal(fiona, approval).code == "reserved"


def test_nobody_is_kept_back_when_that_leaves_nobody_to_start(desk: Desk) -> None:
    for login in ("maya", "omar"):
        desk.directory.dismiss(login, PURCHASING)
    approval = desk.open(amount=48300)
    assert approval.reserved == frozenset()
    after = desk.click(fiona, approval)
    assert (after.step, after.seats) == (1, ())
    assert [t.kind for t in desk.troubles()] == [ExceptionKind.NOBODY]


def test_whoever_may_decide_two_steps_does_where_the_policy_lets_them(make_desk: MakeDesk) -> None:
    desk = make_desk("one_person_one_step: false" + TWO_STEPS.replace("[fiona]", "[maya]"))
    approval = desk.open()
    assert desk.click(maya, approval).step == 1
    assert desk.click(maya, approval).state is ApprovalState.APPROVED


def test_automatic_approval_says_why_in_the_order_and_in_the_log(make_desk: MakeDesk) -> None:
    desk = make_desk("""
rules:
  - name: Routine
    when: {amount: {up_to: 9000}}
    auto_approve: {reason: Routine up to 9000}
""")
    desk.order()
    desk.poll()
    approval = desk.approval()
    assert approval.state is ApprovalState.APPROVED
    assert desk.odoo.state(36) is OrderState.PURCHASE
    assert desk.odoo.approve_calls == [36]
    (note,) = desk.odoo.notes[36]
    assert "Routine up to 9000" in note
    (event,) = desk.events("approval.automatic")
    assert "Routine up to 9000" in event.data


@pytest.mark.parametrize("order", [{"amount": 0}, {"lines": ()}])
def test_empty_order_is_never_approved_automatically(make_desk: MakeDesk, order: dict[str, object]) -> None:
    desk = make_desk("""
rules:
  - name: Routine
    when: {amount: {up_to: 9000}}
    auto_approve: {reason: Routine}
  - name: Rest
    steps: [{name: Purchasing, approvers: {user: maya}}]
""")
    approval = desk.open(**order)
    assert approval.rule == "Rest"
    assert desk.odoo.approve_calls == []


def test_first_start_with_many_orders_names_each_in_a_digest(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP, digest_over=3)
    for number in range(36, 41):
        desk.order(number)
    desk.poll()
    (digest,) = desk.slack.to(maya)
    assert all(f"P{number:05}" in digest.text for number in range(36, 41))
    approval = desk.approval(38)
    assert desk.services.asking.show(approval.id, MAYA.id)
    desk.run()
    (card,) = desk.slack.cards(maya)
    assert "P00038" in card.text
    assert desk.click(maya, approval).state is ApprovalState.APPROVED


def test_first_start_with_few_orders_sends_cards(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP, digest_over=3)
    for number in range(36, 39):
        desk.order(number)
    desk.poll()
    assert len(desk.slack.cards(maya)) == 3


def test_only_the_first_start_sends_a_digest(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP, digest_over=3)
    desk.poll()
    desk.restart()
    for number in range(36, 46):
        desk.order(number)
    desk.poll()
    assert len(desk.slack.cards(maya)) == 10


def test_long_digest_comes_in_parts_that_name_each_order(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP)
    for number in range(100, 165):
        desk.order(number, vendor=make_vendor(name="V" * 300))
    desk.poll()
    text = " ".join(message.text for message in desk.slack.to(maya))
    assert all(f"P{number:05}" in text for number in range(100, 165))


def test_hostile_names_from_odoo_reach_slack_harmless(desk: Desk) -> None:
    desk.open(vendor=make_vendor(name="<!channel> & <@U0BELLA> 🔥" * 20), lines=(make_line(product="<http://x|y>"),))
    (card,) = desk.slack.cards(maya)
    assert "<!channel>" not in card.text
    assert "<@U0BELLA>" not in card.text
    assert "&lt;!channel&gt;" in card.text


def test_order_with_four_hundred_lines_gets_a_card(desk: Desk) -> None:
    lines = tuple(make_line(id=i, product=f"Bolt {i}", quantity=Decimal(1), unit_price=Decimal(20)) for i in range(400))
    desk.open(lines=lines)
    assert "395 more" in desk.slack.cards(maya)[0].text


def test_accounting_is_asked_when_it_is_their_turn(desk: Desk) -> None:
    desk.directory.dismiss("fiona", PURCHASING)
    approval = desk.open(amount=48300)
    assert desk.slack.cards(fiona) == []
    after = desk.click(maya, approval)
    assert (after.state, after.step) == (ApprovalState.PENDING, 1)
    assert "approval.approve" in desk.slack.cards(fiona)[0].buttons
    assert ACCOUNTING in after.current.in_words()
