"""Promise 4, nothing is lost: the bot dies at every single point of carrying a decision out, and it ends right.

Each scenario is played again and again; each time the process dies at the next point: after a call
that changed something in Odoo or Slack, or after a commit. Then a new process takes over.
"""

from collections.abc import Callable

import pytest

from bot.domain.approvals import Approval, ApprovalState, Verdict
from bot.domain.errors import Refused
from bot.domain.orders import OrderState
from tests.desk import ONE_STEP, TWO_STEPS, Desk, bella, fiona, maya, omar
from tests.fakes import Cut

MakeDesk = Callable[..., Desk]
BOTH = """
rules:
  - name: Every order
    steps:
      - name: Purchasing
        approvers: {user: [maya, omar]}
        need: all
"""
AUTOMATIC = """
rules:
  - name: Small
    when: {amount: {up_to: 9000}}
    auto_approve: {reason: small enough}
"""


def dies_everywhere(
    make_desk: MakeDesk,
    policy: str,
    prepare: Callable[[Desk], None],
    deed: Callable[[Desk], None],
    holds: Callable[[Desk], None],
) -> int:
    """Play `deed` with a death at each point, restart, let time pass, and see what `holds`; the number of deaths."""
    for point in range(500):
        desk = make_desk(policy)
        prepare(desk)
        desk.wire.points, desk.wire.cut_at = 0, point
        try:
            deed(desk)
        except Cut:
            pass
        else:
            desk.close()
            return point
        desk.wire.cut_at = None
        desk.restart()
        try:
            desk.calm_down()
            deed_again(desk, deed)
            desk.calm_down()
            holds(desk)
            assert desk.breaches() == []
            assert desk.troubles(only_open=False) == []
            seen_once(desk)
        except AssertionError as failure:
            raise AssertionError(f"died {desk.wire.cut_in} (point {point}): {failure}") from failure
        desk.close()
    raise AssertionError("it never came to an end")


def deed_again(desk: Desk, deed: Callable[[Desk], None]) -> None:
    """The click was not acked, so the person clicks again; whoever clicked in time is told so."""
    try:
        deed(desk)
    except Refused as refusal:
        if refusal.code not in {"closed", "voted", "not_in_step"}:
            raise


def seen_once(desk: Desk) -> None:
    """Nobody got the same message twice."""
    keys = [(m.recipient, m.key) for m in desk.slack.shown]
    assert len(keys) == len(set(keys)), keys


def decided_cards(desk: Desk, word: str) -> None:
    """Every card says how it ended, and offers nothing any more."""
    for who in (maya, omar):
        (card,) = desk.slack.cards(who)
        assert word in card.text
        assert set(card.buttons) <= {"approval.open"}
    (outcome,) = desk.slack.to(bella, "outcome:")
    assert word in outcome.text


def by_maya(desk: Desk, verdict: Verdict = Verdict.APPROVE) -> Approval:
    return desk.click(maya, desk.approval(), verdict, "Too expensive" if verdict is Verdict.REJECT else "")


def test_approval_survives_death_at_every_point(make_desk: MakeDesk) -> None:
    def holds(desk: Desk) -> None:
        assert desk.approval().state is ApprovalState.APPROVED
        assert desk.odoo.state(36) is OrderState.PURCHASE
        assert len(desk.odoo.approve_calls) == 1
        (note,) = desk.odoo.notes[36]
        assert note.startswith("Approved by Maya Lindqvist via Slack")
        decided_cards(desk, "Approved")

    deaths = dies_everywhere(
        make_desk, ONE_STEP, lambda desk: void(desk.open()), lambda desk: void(by_maya(desk)), holds
    )
    assert deaths > 10


def test_rejection_survives_death_at_every_point(make_desk: MakeDesk) -> None:
    def holds(desk: Desk) -> None:
        assert desk.approval().state is ApprovalState.REJECTED
        assert desk.odoo.state(36) is OrderState.CANCEL
        assert desk.odoo.approve_calls == []
        (note,) = desk.odoo.notes[36]
        assert note.startswith("Rejected by Maya Lindqvist via Slack")
        assert "Too expensive" in note
        decided_cards(desk, "Rejected")

    deaths = dies_everywhere(
        make_desk,
        ONE_STEP,
        lambda desk: void(desk.open()),
        lambda desk: void(by_maya(desk, Verdict.REJECT)),
        holds,
    )
    assert deaths > 10


def test_step_survives_death_at_every_point(make_desk: MakeDesk) -> None:
    def holds(desk: Desk) -> None:
        approval = desk.approval()
        assert (approval.state, approval.step) == (ApprovalState.PENDING, 1)
        assert desk.odoo.state(36) is OrderState.TO_APPROVE
        assert desk.odoo.approve_calls == []
        (note,) = desk.odoo.notes[36]
        assert note.startswith("Approved by Maya Lindqvist via Slack")
        (card,) = desk.slack.cards(fiona)
        assert "approval.approve" in card.buttons
        assert all("approval.approve" not in desk.slack.cards(who)[0].buttons for who in (maya, omar))

    deaths = dies_everywhere(
        make_desk, TWO_STEPS, lambda desk: void(desk.open()), lambda desk: void(by_maya(desk)), holds
    )
    assert deaths > 10


def test_last_of_two_who_must_agree_survives_death_at_every_point(make_desk: MakeDesk) -> None:
    def both(desk: Desk) -> None:
        for who in (maya, omar):
            try:
                desk.click(who, desk.approval())
            except Refused as refusal:
                if refusal.code not in {"closed", "voted"}:
                    raise

    def holds(desk: Desk) -> None:
        assert desk.odoo.state(36) is OrderState.PURCHASE
        assert len(desk.odoo.approve_calls) == 1
        assert sorted(note.split(" via ")[0] for note in desk.odoo.notes[36]) == [
            "Approved by Maya Lindqvist",
            "Approved by Omar Haddad",
        ]
        decided_cards(desk, "Approved")

    assert dies_everywhere(make_desk, BOTH, lambda desk: void(desk.open()), both, holds) > 10


def test_opening_survives_death_at_every_point(make_desk: MakeDesk) -> None:
    def holds(desk: Desk) -> None:
        assert desk.pending() == ["P00036"]
        for who in (maya, omar):
            (card,) = desk.slack.cards(who)
            assert "approval.approve" in card.buttons

    deaths = dies_everywhere(make_desk, ONE_STEP, lambda desk: void(desk.order()), lambda desk: desk.poll(), holds)
    assert deaths > 10


def test_first_start_with_many_orders_survives_death_at_every_point(make_desk: MakeDesk) -> None:
    def three_wait(desk: Desk) -> None:
        for number in (36, 37, 38):
            desk.order(number)

    def holds(desk: Desk) -> None:
        assert desk.pending() == ["P00036", "P00037", "P00038"]
        for who in (maya, omar):
            named = " ".join(m.text for m in desk.slack.to(who))
            assert all(name in named for name in ("P00036", "P00037", "P00038"))

    def make(policy: str) -> Desk:
        return make_desk(policy, digest_over=2)

    assert dies_everywhere(make, ONE_STEP, three_wait, lambda desk: desk.poll(), holds) > 10


def test_change_in_odoo_survives_death_at_every_point(make_desk: MakeDesk) -> None:
    def changed(desk: Desk) -> None:
        desk.open()
        desk.poll()
        desk.clock.advance(minutes=5)
        desk.odoo.reprice(36, "80.00")

    def holds(desk: Desk) -> None:
        assert desk.pending() == ["P00036"]
        for who in (maya, omar):
            old, new = desk.slack.cards(who)
            assert "Superseded" in old.text
            assert old.buttons == {}
            assert "7,000.00 USD → *8,000.00 USD*" in new.text
            assert "approval.approve" in new.buttons

    assert dies_everywhere(make_desk, ONE_STEP, changed, lambda desk: desk.poll(), holds) > 10


def test_automatic_approval_survives_death_at_every_point(make_desk: MakeDesk) -> None:
    def holds(desk: Desk) -> None:
        assert desk.odoo.state(36) is OrderState.PURCHASE
        assert len(desk.odoo.approve_calls) == 1
        (note,) = desk.odoo.notes[36]
        assert "small enough" in note

    assert dies_everywhere(make_desk, AUTOMATIC, lambda desk: void(desk.order()), lambda desk: desk.poll(), holds) > 10


@pytest.mark.parametrize(
    ("verdict", "write"),
    [
        (Verdict.APPROVE, "approve"),
        (Verdict.REJECT, "cancel"),
    ],
)
def test_lost_answer_and_a_death_end_right(make_desk: MakeDesk, write: str, verdict: Verdict) -> None:
    """Odoo does what it was asked, we never hear of it, and die while looking."""

    def prepare(desk: Desk) -> None:
        desk.open()
        desk.odoo.lose_answers(write)

    def holds(desk: Desk) -> None:
        done = OrderState.PURCHASE if verdict is Verdict.APPROVE else OrderState.CANCEL
        assert desk.odoo.state(36) is done
        assert len(desk.odoo.approve_calls) == (1 if verdict is Verdict.APPROVE else 0)
        (note,) = desk.odoo.decision_notes(36)
        assert "Maya Lindqvist" in note

    def click_and_wait(desk: Desk) -> None:
        by_maya(desk, verdict)
        desk.calm_down()

    dies_everywhere(make_desk, ONE_STEP, prepare, click_and_wait, holds)


def void(_result: object) -> None:
    """Nothing is made of it."""
