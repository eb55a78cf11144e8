"""What was handed over stays so when the order changes, while the same people are asked."""

from collections.abc import Callable

from bot.domain.approvals import Approval, ApprovalState
from tests.blocks.checks import all_text
from tests.desk import FIONA, MAYA, OMAR, ONE_STEP, TWO_STEPS, Desk, bella, fiona, maya, omar

MakeDesk = Callable[..., Desk]
MAYA_ALONE = ONE_STEP.replace("[maya, omar]", "[maya]")


def handed(desk: Desk, who: str = maya, to: int = FIONA.id) -> Approval:
    """Somebody gave their place to somebody else."""
    desk.services.people.who(who)
    approval = desk.services.handing_over.hand_over(desk.approval().id, who, to)
    desk.run()
    return approval


def changed(desk: Desk, **to: object) -> Approval:
    """The order as it is now in Odoo, with a new approval."""
    desk.clock.advance(minutes=5)
    desk.order(36, **({"amount": 900} | to))
    desk.poll()
    return desk.approval()


def history(desk: Desk) -> str:
    """What `/procure status` tells of the order."""
    return all_text(desk.services.status.where("P00036", bella).blocks)


def test_new_card_goes_to_who_has_it_and_not_to_who_gave_it(make_desk: MakeDesk) -> None:
    desk = make_desk(MAYA_ALONE)
    desk.open()
    before = handed(desk)
    after = changed(desk)
    assert after.id != before.id
    assert [seat.name for seat in after.active_seats()] == ["Fiona Price"]
    assert [len(desk.slack.cards(who)) for who in (maya, fiona)] == [1, 2]
    assert "Handed over to you by Maya Lindqvist" in desk.slack.cards(fiona)[-1].text
    assert "Maya Lindqvist's hand-over to Fiona Price still holds" in history(desk)
    assert desk.refusal(maya, after).code == "handed_over"
    assert desk.click(fiona, after).state is ApprovalState.APPROVED


def test_it_stays_through_several_changes_and_several_hands(make_desk: MakeDesk) -> None:
    desk = make_desk(MAYA_ALONE)
    desk.open()
    handed(desk)
    handed(desk, fiona, OMAR.id)
    changed(desk)
    after = changed(desk, amount=700)
    assert [seat.name for seat in after.active_seats()] == ["Omar Haddad"]


def test_place_given_to_somebody_who_is_asked_anyway_stays_given(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP)
    desk.open()
    handed(desk, maya, OMAR.id)
    after = changed(desk)
    assert [seat.name for seat in after.active_seats()] == ["Omar Haddad"]
    assert "Handed over to you by Maya Lindqvist" in desk.slack.cards(omar)[-1].text


def test_place_of_a_later_step_waits_for_its_turn(make_desk: MakeDesk) -> None:
    """Two voices of accounting; Fiona gave hers to Omar, then the order changed and the first step came again."""
    desk = make_desk(TWO_STEPS.replace("[maya, omar]", "[maya]"))
    approval = desk.open()
    desk.click(maya, approval)
    handed(desk, fiona, OMAR.id)
    after = changed(desk)
    assert (after.step, [seat.name for seat in after.active_seats()]) == (0, ["Maya Lindqvist"])
    after = desk.click(maya, after)
    assert (after.step, [seat.name for seat in after.active_seats()]) == (1, ["Omar Haddad"])
    assert desk.click(omar, after).state is ApprovalState.APPROVED


def test_it_lapses_and_says_so_where_the_receiver_could_not_decide_the_order_as_it_is(make_desk: MakeDesk) -> None:
    desk = make_desk(MAYA_ALONE + "limits: {fiona: 100000}\n")
    desk.open()
    handed(desk)
    after = changed(desk, amount=200_000)
    assert [seat.user_id for seat in after.active_seats()] == [MAYA.id]
    assert "hand-over to Fiona Price no longer holds: Fiona Price could not decide P00036 either" in history(desk)
    assert changed(desk, amount=500).active_seats()[0].user_id == MAYA.id  # it does not come back by itself


def test_it_lapses_where_the_receiver_lost_the_right(make_desk: MakeDesk) -> None:
    desk = make_desk(MAYA_ALONE)
    desk.open()
    handed(desk)
    desk.directory.dismiss("fiona", "purchase.group_purchase_manager")
    desk.clock.advance(hours=1)
    assert [seat.name for seat in changed(desk).active_seats()] == ["Maya Lindqvist"]
    assert "no longer holds: Fiona Price could not decide it any more" in history(desk)


def test_other_people_are_asked_anew_where_the_step_asks_others(make_desk: MakeDesk) -> None:
    """The larger order falls under another rule, whose step asks others: nothing was handed over there."""
    policy = """
rules:
  - name: Small
    when: {amount: {up_to: 10000}}
    steps: [{name: Purchasing, approvers: {user: [maya]}}]
  - name: Large
    steps: [{name: Purchasing, approvers: {user: [maya, omar]}}]
"""
    desk = make_desk(policy)
    desk.open(amount=500)
    handed(desk)
    after = changed(desk, amount=20_000)
    assert [seat.name for seat in after.active_seats()] == ["Maya Lindqvist", "Omar Haddad"]
    assert after.handed == ()
    assert "hand-over to Fiona Price no longer holds: other people are asked now" in history(desk)
