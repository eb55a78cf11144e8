"""Promise 3, Odoo is the truth: cards follow what happens there, by poll and by webhook."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import ApprovalState, Work
from bot.domain.errors import OdooUnavailable, SlackUnavailable
from bot.domain.exceptions import ExceptionKind, ExceptionState
from bot.domain.orders import OrderState
from bot.services import reconciliation
from tests.builders import make_line, make_order, make_vendor
from tests.desk import BEN, OMAR, ONE_STEP, TWO_STEPS, Desk, bella, fiona, maya, omar
from tests.fakes import FakeOdoo

NEEDED = datetime(2031, 3, 14, 9, tzinfo=UTC)
MakeDesk = Callable[..., Desk]
BIG_TO_FIONA = """
rules:
  - name: Big
    when: {amount: {above: 9000}}
    steps: [{name: Board, approvers: {user: fiona}}]
  - name: Rest
    steps: [{name: Purchasing, approvers: {user: [maya, omar]}}]
"""


@pytest.fixture
def settled(make_desk: MakeDesk) -> Desk:
    """A desk that has seen its first poll, some minutes ago."""
    desk = make_desk(ONE_STEP)
    desk.poll()
    desk.clock.advance(minutes=5)
    return desk


def by_poll(desk: Desk) -> None:
    desk.poll()


def by_webhook(desk: Desk) -> None:
    with desk.store.begin() as tx:
        tx.jobs.enqueue("reconcile", "36")
    desk.run()


LOOKS = pytest.mark.parametrize("look", [by_poll, by_webhook])
Look = Callable[[Desk], None]


@LOOKS
@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (lambda odoo: odoo.approve_as(OMAR, 36), "Approved in Odoo* by *Omar Haddad"),
        (lambda odoo: odoo.cancel_as(BEN, 36), "Cancelled in Odoo* by *Ben Kaya"),
        (lambda odoo: odoo.change(36, BEN, state=OrderState.DRAFT), "Set back to a request for quotation in Odoo"),
        (lambda odoo: odoo.delete(36), "deleted in Odoo"),
    ],
)
def test_cards_follow_what_was_decided_in_odoo(
    settled: Desk, look: Look, deed: Callable[..., None], words: str
) -> None:
    approval = settled.open()
    settled.clock.advance(minutes=1)
    deed(settled.odoo)
    look(settled)
    assert settled.get(approval.id).state is ApprovalState.CLOSED_ELSEWHERE
    for who in (maya, omar):
        (card,) = settled.slack.cards(who)
        assert words.casefold() in card.text.casefold()
        assert set(card.buttons) <= {"approval.open"}
    assert len(settled.slack.to(bella, "outcome:")) == 1
    assert "in Odoo" in settled.refusal(maya, approval).reason


@LOOKS
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": Decimal(7100), "company_amount": Decimal(7100)}, "Amount: 7,000.00 USD → *7,100.00 USD*"),
        ({"currency": "EUR"}, "Currency: USD → *EUR*"),
        ({"vendor": make_vendor(id=99, name="Boreal")}, "Vendor: Acme Fasteners Inc. → *Boreal*"),
        ({"lines": (make_line(quantity=Decimal(90)),)}, "Quantity of Hex bolt M8: 100 Units → *90 Units*"),
        ({"lines": (make_line(unit_price=Decimal(71)),)}, "Unit price of Hex bolt M8: 70 USD → *71 USD*"),
        ({"lines": (make_line(), make_line(id=2, product="Washer"))}, "Washer: not on the order → *100 Units*"),
    ],
)
def test_material_change_asks_again_with_the_difference(
    settled: Desk, look: Look, change: dict[str, object], words: str
) -> None:
    approval = settled.open()
    settled.clock.advance(minutes=1)
    settled.odoo.change(36, **change)
    look(settled)
    assert settled.get(approval.id).state is ApprovalState.SUPERSEDED
    old, new = settled.slack.cards(maya)
    assert old.buttons == {}
    assert "Superseded" in old.text
    assert words in new.text
    assert new.buttons["approval.approve"] == settled.approval().id != approval.id


@LOOKS
def test_change_that_does_not_matter_redraws_the_same_card(settled: Desk, look: Look) -> None:
    approval = settled.open()
    settled.odoo.change(36, buyer=BEN, origin="SO0099")
    look(settled)
    assert settled.approval().id == approval.id
    (card,) = settled.slack.cards(maya)
    assert "Ben Kaya" in card.text
    assert "approval.approve" in card.buttons


@LOOKS
@pytest.mark.parametrize(
    ("written", "shown"),
    [({"buyer": BEN}, "Ben Kaya"), ({"needed_by": NEEDED}, "14 Mar 2031"), ({"urgent": True}, "Starred")],
)
def test_write_in_the_very_second_of_the_one_before_is_seen(
    settled: Desk, look: Look, written: dict[str, Any], shown: str
) -> None:
    """Odoo tells when an order was written in whole seconds."""
    before = settled.open().order
    settled.odoo.change(36, write_date=before.write_date, **written)
    look(settled)
    (card,) = settled.slack.cards(maya)
    assert shown in card.text
    taken_over = settled.approval().version
    look(settled)
    assert settled.approval().version == taken_over


def test_new_card_says_that_the_needed_by_date_moved(settled: Desk) -> None:
    settled.open(needed_by=NEEDED)
    settled.odoo.reprice(36, "71.00")
    settled.odoo.change(36, needed_by=NEEDED + timedelta(days=3))
    settled.poll()
    assert "Needed by: 14 Mar 2031 → *17 Mar 2031*" in settled.slack.cards(maya)[-1].text


def test_change_in_the_second_step_starts_from_the_first(make_desk: MakeDesk) -> None:
    desk = make_desk(TWO_STEPS)
    desk.poll()
    approval = desk.open()
    desk.click(maya, approval)
    desk.clock.advance(minutes=5)
    desk.odoo.reprice(36, "71.00")
    desk.poll()
    new = desk.approval()
    assert (new.step, new.votes) == (0, ())
    assert desk.slack.cards(fiona)[0].buttons == {}


def test_order_that_waits_again_after_a_rejection_is_asked_again(settled: Desk) -> None:
    settled.reject(maya, settled.open())
    settled.clock.advance(minutes=5)
    settled.odoo.change(36, state=OrderState.TO_APPROVE)
    settled.poll()
    assert settled.pending() == ["P00036"]
    assert len(settled.slack.cards(maya)) == 2


def test_missed_webhook_is_healed_by_the_poll(settled: Desk) -> None:
    settled.order()
    settled.poll()
    assert settled.pending() == ["P00036"]


def test_webhook_for_an_order_that_is_not_there_changes_nothing(settled: Desk) -> None:
    by_webhook(settled)
    assert settled.pending() == []
    assert settled.jobs.names() == []


def test_webhook_while_odoo_is_away_is_tried_again(settled: Desk) -> None:
    settled.order()
    settled.odoo.down()
    by_webhook(settled)
    settled.odoo.up()
    settled.clock.advance(seconds=10)
    settled.run()
    assert settled.pending() == ["P00036"]


def test_write_that_becomes_visible_late_is_not_missed(settled: Desk) -> None:
    """Odoo's write_date is when its transaction began: this one commits after a poll that came later."""
    settled.open()
    began = settled.clock.now()
    settled.clock.advance(seconds=40)
    settled.poll()
    settled.odoo.change(36, write_date=began, amount=Decimal(9000), company_amount=Decimal(9000))
    settled.clock.advance(seconds=30)
    settled.poll()
    assert len(settled.slack.cards(maya)) == 2


def test_poll_that_fails_is_made_up_for(settled: Desk) -> None:
    settled.open()
    settled.clock.advance(minutes=1)
    settled.odoo.reprice(36, "71.00")
    settled.odoo.down()
    for _ in range(10):
        settled.clock.advance(minutes=1)
        with pytest.raises(OdooUnavailable):
            settled.poll()
    settled.odoo.up()
    settled.poll()
    assert len(settled.slack.cards(maya)) == 2


def test_edit_before_the_first_whole_poll_is_noticed(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP)
    desk.open()
    desk.clock.advance(minutes=5)
    desk.odoo.reprice(36, "71.00")
    desk.clock.advance(minutes=5)
    desk.poll()
    assert len(desk.slack.cards(maya)) == 2


def test_only_one_replica_polls(settled: Desk) -> None:
    with settled.locks.hold("poll"):
        assert settled.services.reconciliation.poll() is False


def test_card_that_is_being_decided_is_left_alone(settled: Desk) -> None:
    approval = settled.open()
    settled.odoo.reprice(36, "71.00")
    with settled.locks.hold("order:36"):
        settled.poll()
    assert settled.get(approval.id).state is ApprovalState.PENDING
    settled.poll()
    assert settled.get(approval.id).state is ApprovalState.SUPERSEDED


def test_order_decided_while_another_look_at_it_was_slow_is_not_asked_about_again(settled: Desk) -> None:
    """Each webhook is a look of its own; one may have read the order long before it gets to open it."""
    settled.order()

    def meanwhile() -> None:
        by_webhook(settled)
        settled.click(maya, settled.approval())

    settled.odoo.wire.before("users", meanwhile)
    settled.services.reconciliation.reconcile([36])
    assert settled.approval().state is ApprovalState.APPROVED
    assert len(settled.events("approval.opened")) == 1
    assert len(settled.slack.cards(omar)) == 1


def test_slack_away_while_opening_is_made_up_for(settled: Desk) -> None:
    settled.order()
    settled.slack.fail("by_email", SlackUnavailable("away"))
    with pytest.raises(SlackUnavailable):
        settled.poll()
    assert settled.pending() == []
    settled.poll()
    assert settled.pending() == ["P00036"]
    assert len(settled.slack.cards(maya)) == 1


def test_slack_away_during_the_first_start_is_made_up_for(make_desk: MakeDesk) -> None:
    """Some are opened, then a person has to be looked up who is asked for the first time."""
    desk = make_desk(BIG_TO_FIONA, digest_over=2)
    for number in (36, 37):
        desk.order(number)
    desk.order(38, amount=9500)
    for who in (maya, omar, bella):
        desk.services.people.who(who)
    desk.slack.fail("by_email", SlackUnavailable("away"))
    with pytest.raises(SlackUnavailable):
        desk.poll()
    assert desk.pending() == ["P00036", "P00037"]
    desk.poll()
    assert desk.pending() == ["P00036", "P00037", "P00038"]
    (digest,) = desk.slack.to(maya)
    assert "P00036" in digest.text
    assert "P00037" in digest.text
    assert "P00038" in desk.slack.to(fiona)[0].text


@pytest.mark.parametrize(("orders", "pages"), [(1, 1), (999, 1), (5000, 6)])
def test_poll_costs_calls_that_grow_with_pages_only(settled: Desk, orders: int, pages: int) -> None:
    """Orders that we have nothing to do with: a page holds 1,000, and after a full one there is a look for more."""
    for number in range(100, 100 + orders):
        order = make_order(id=number, state=OrderState.PURCHASE, write_date=settled.clock.now())
        settled.odoo.put(order)
    settled.odoo.wire.calls.clear()
    settled.poll()
    made = {name: settled.odoo.wire.count(name) for name in ("waiting", "changed", "heads", "orders")}
    assert made == {"waiting": 1, "changed": pages, "heads": 0, "orders": 0}


def test_poll_of_many_changed_cards_costs_calls_that_grow_with_pages_only(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """45 cards whose orders were edited, in pages of 20: three of heads, three of full orders."""
    monkeypatch.setattr(reconciliation, "BATCH", 20)
    monkeypatch.setattr(FakeOdoo, "PAGE", 20)
    desk = make_desk(ONE_STEP)
    for number in range(100, 145):
        desk.order(number)
    desk.rounds.poll()
    desk.clock.advance(minutes=5)
    for number in range(100, 145):
        desk.odoo.change(number, buyer=BEN)
    desk.odoo.wire.calls.clear()
    desk.rounds.poll()
    made = {name: desk.odoo.wire.count(name) for name in ("waiting", "changed", "heads", "orders")}
    assert made == {"waiting": 1, "changed": 1, "heads": 3, "orders": 3}


def test_growth_after_approval_is_an_exception(settled: Desk) -> None:
    approval = settled.click(maya, settled.open())
    settled.clock.advance(minutes=5)
    settled.odoo.reprice(36, "90.00")
    settled.poll()
    (trouble,) = settled.troubles()
    assert (trouble.kind, trouble.approval_id) == (ExceptionKind.GREW, approval.id)
    assert trouble.summary == (
        "P00036 is larger in Odoo than it was approved. Amount: 7,000.00 USD → 9,000.00 USD; "
        "Unit price of Hex bolt M8: 70 USD → 90 USD."
    )


def test_retry_compares_a_grown_order_again(settled: Desk) -> None:
    settled.click(maya, settled.open())
    settled.clock.advance(minutes=5)
    settled.odoo.reprice(36, "90.00")
    settled.poll()
    (trouble,) = settled.troubles()
    settled.services.exceptions.retry(trouble.id, "Omar Haddad")
    settled.run()
    assert [one.attempts for one in settled.troubles()] == [1], "it is still larger"
    settled.odoo.reprice(36, "70.00")
    settled.services.exceptions.retry(trouble.id, "Omar Haddad")
    settled.run()
    assert settled.troubles() == []


def test_grown_order_that_was_put_right_closes_its_exception(settled: Desk) -> None:
    settled.click(maya, settled.open())
    settled.clock.advance(minutes=5)
    settled.odoo.reprice(36, "90.00")
    settled.poll()
    assert len(settled.troubles()) == 1
    settled.clock.advance(minutes=5)
    settled.odoo.reprice(36, "69.00")
    settled.poll()
    assert settled.troubles() == []


def test_growth_that_was_let_be_does_not_come_back(settled: Desk) -> None:
    settled.click(maya, settled.open())
    settled.clock.advance(minutes=5)
    settled.odoo.reprice(36, "90.00")
    settled.poll()
    settled.services.exceptions.dismiss(settled.troubles()[0].id, "Omar Haddad", "agreed by phone")
    settled.pass_time(minutes=5)
    settled.odoo.change(36, origin="received")
    settled.poll()
    assert settled.troubles() == []
    settled.odoo.reprice(36, "95.00")
    settled.poll()
    assert len(settled.troubles()) == 1


def test_order_that_shrank_or_only_moved_is_no_exception(settled: Desk) -> None:
    settled.click(maya, settled.open())
    settled.clock.advance(minutes=5)
    settled.odoo.reprice(36, "60.00")
    settled.poll()
    assert settled.troubles() == []


def test_order_approved_elsewhere_is_not_watched_for_growth(settled: Desk) -> None:
    settled.open()
    settled.odoo.approve_as(OMAR, 36)
    settled.poll()
    settled.clock.advance(minutes=5)
    settled.odoo.reprice(36, "90.00")
    settled.poll()
    assert settled.troubles() == []


@LOOKS
@pytest.mark.parametrize("deed", [lambda odoo: odoo.cancel_as(BEN, 36), lambda odoo: odoo.delete(36)])
def test_exception_without_approval_ends_when_its_order_no_longer_waits(
    make_desk: MakeDesk, look: Look, deed: Callable[..., None]
) -> None:
    desk = make_desk("rules: [{name: None, when: {amount: {up_to: 1}}, steps: [{name: A, approvers: {user: maya}}]}]")
    desk.order()
    desk.poll()
    assert [t.kind for t in desk.troubles()] == [ExceptionKind.NO_RULE]
    deed(desk.odoo)
    look(desk)
    (trouble,) = desk.troubles(only_open=False)
    assert trouble.state is ExceptionState.RESOLVED


@LOOKS
@pytest.mark.parametrize(
    ("deed", "ends"),
    [
        (lambda odoo: odoo.approve_as(OMAR, 36), ApprovalState.CLOSED_ELSEWHERE),
        (lambda odoo: odoo.cancel_as(OMAR, 36), ApprovalState.CLOSED_ELSEWHERE),
        (lambda odoo: odoo.reprice(36, "71.00"), ApprovalState.SUPERSEDED),
    ],
)
def test_decision_that_failed_follows_odoo_too(
    settled: Desk, look: Look, deed: Callable[..., None], ends: ApprovalState
) -> None:
    settled.odoo.may_approve = False
    approval = settled.click(maya, settled.open())
    assert approval.work is Work.FAILED
    settled.clock.advance(minutes=5)
    deed(settled.odoo)
    look(settled)
    settled.calm_down()
    after = settled.get(approval.id)
    assert (after.state, after.work) == (ends, Work.NONE)
    assert settled.troubles() == []
    assert "did not count" in settled.slack.told(maya)[0]
