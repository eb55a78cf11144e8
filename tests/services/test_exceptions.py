"""What could not be done is seen, owned, and retried or let be."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.approvals import ApprovalState, Work
from bot.domain.errors import OdooDenied, Refused
from bot.domain.exceptions import ExceptionKind, ExceptionState, Trouble
from bot.domain.orders import OrderState
from tests.desk import EXCEPTIONS, FIONA, MAYA, OMAR, ONE_STEP, TWO_STEPS, Desk, bella, maya, omar

MakeDesk = Callable[..., Desk]
OWNED = ONE_STEP + "exceptions: {owner: omar}\n"
NO_RULE = """
rules:
  - name: Tiny
    when: {amount: {up_to: 1}}
    steps: [{name: Purchasing, approvers: {user: maya}}]
exceptions: {owner: omar}
"""


@pytest.fixture
def failed(make_desk: MakeDesk) -> tuple[Desk, Trouble]:
    """Odoo silently did not do what Maya decided."""
    desk = make_desk(OWNED)
    desk.poll()
    desk.odoo.may_approve = False
    desk.click(maya, desk.open())
    (trouble,) = desk.troubles()
    return desk, trouble


def test_retry_carries_the_decision_out_and_closes_everything(failed: tuple[Desk, Trouble]) -> None:
    desk, trouble = failed
    desk.odoo.may_approve = True
    desk.services.exceptions.retry(trouble.id, "Omar Haddad")
    desk.calm_down()
    assert desk.odoo.state(36) is OrderState.PURCHASE
    assert desk.approval().state is ApprovalState.APPROVED
    (closed,) = desk.troubles(only_open=False)
    assert closed.state is ExceptionState.RESOLVED
    assert desk.odoo.activities == {}
    assert "Resolved" in desk.slack.to(EXCEPTIONS)[0].text
    assert len(desk.odoo.decision_notes(36)) == 1
    assert [e.actor for e in desk.events("exception.retried")] == ["Omar Haddad"]


def test_retry_that_fails_again_stays_open_and_counts(failed: tuple[Desk, Trouble]) -> None:
    desk, trouble = failed
    for _ in range(2):
        desk.services.exceptions.retry(trouble.id, "Omar Haddad")
        desk.calm_down()
    (same,) = desk.troubles()
    assert (same.id, same.attempts) == (trouble.id, 2)
    assert desk.approval().work is Work.FAILED


def test_retry_checks_content_and_rights_anew(failed: tuple[Desk, Trouble]) -> None:
    desk, trouble = failed
    desk.odoo.may_approve = True
    desk.directory.dismiss("maya")
    desk.services.exceptions.retry(trouble.id, "Omar Haddad")
    desk.calm_down()
    assert desk.odoo.state(36) is OrderState.TO_APPROVE
    assert "no longer active" in desk.slack.told(maya)[0]


def test_retry_reads_back_first_what_odoo_did_late(make_desk: MakeDesk) -> None:
    """Odoo never answered, we gave up, and then it turned out that it had approved."""
    desk = make_desk(OWNED)
    desk.poll()
    desk.odoo.swallow(*["approve"] * 50)
    approval = desk.click(maya, desk.open())
    desk.pass_time(minutes=10)
    (trouble,) = desk.troubles()
    assert trouble.kind is ExceptionKind.UNKNOWN_OUTCOME
    desk.odoo.approve_as(desk.odoo.bot, 36)
    desk.services.exceptions.retry(trouble.id, "Omar Haddad")
    desk.calm_down()
    after = desk.get(approval.id)
    assert (after.state, after.work) == (ApprovalState.APPROVED, Work.NONE)
    assert after.outcome is not None
    assert after.outcome.by == "Maya Lindqvist"
    assert desk.odoo.approve_calls == []
    assert len(desk.odoo.decision_notes(36)) == 1


def test_dismissed_decision_is_told_and_the_order_is_asked_anew(failed: tuple[Desk, Trouble]) -> None:
    """Silence decides nothing, and neither does giving up: while the order waits, somebody must decide."""
    desk, trouble = failed
    old = desk.approval()
    desk.services.exceptions.dismiss(trouble.id, "Omar Haddad", "rights are missing")
    desk.run()
    assert desk.get(old.id).state is ApprovalState.CLOSED_ELSEWHERE
    (told,) = desk.slack.told(maya)
    assert "did not count" in told
    assert "rights are missing" in told
    assert set(desk.slack.cards(maya)[0].buttons) <= {"approval.open"}
    desk.odoo.may_approve = True
    desk.clock.advance(seconds=30)
    desk.poll()
    new = desk.approval()
    assert new.id != old.id
    assert desk.click(omar, new).state is ApprovalState.APPROVED
    assert [e.actor for e in desk.events("exception.dismissed")] == ["Omar Haddad"]
    assert desk.breaches() == []


def test_dismissed_step_that_could_not_go_on_is_asked_anew(make_desk: MakeDesk) -> None:
    desk = make_desk(TWO_STEPS)
    desk.poll()
    approval = desk.open()
    desk.directory.dismiss("fiona")
    desk.clock.advance(minutes=2)
    desk.click(maya, approval)
    (trouble,) = desk.troubles()
    desk.services.exceptions.dismiss(trouble.id, "Omar Haddad", "Fiona has left")
    desk.poll()
    assert desk.get(approval.id).state is ApprovalState.CLOSED_ELSEWHERE
    assert [t.kind for t in desk.troubles()] == [ExceptionKind.NOBODY]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_dismissing_takes_a_reason(failed: tuple[Desk, Trouble], reason: str) -> None:
    desk, trouble = failed
    with pytest.raises(Refused) as refused:
        desk.services.exceptions.dismiss(trouble.id, "Omar Haddad", reason)
    assert refused.value.code == "blank"
    assert len(desk.troubles()) == 1


def test_closed_or_unknown_exception_is_refused_by_name(failed: tuple[Desk, Trouble]) -> None:
    desk, trouble = failed
    desk.services.exceptions.dismiss(trouble.id, "Omar Haddad", "fine")
    for number, words in ((trouble.id, "dismissed by Omar Haddad"), (999, "no exception 999")):
        for deed in (
            lambda number=number: desk.services.exceptions.retry(number, "Fiona Price"),
            lambda number=number: desk.services.exceptions.dismiss(number, "Fiona Price", "again"),
            lambda number=number: desk.services.exceptions.open_one(number),
        ):
            with pytest.raises(Refused, match=words):
                deed()


def test_dismissed_exception_does_not_come_back_while_nothing_changes(make_desk: MakeDesk) -> None:
    desk = make_desk(NO_RULE)
    desk.order()
    desk.poll()
    desk.services.exceptions.dismiss(desk.troubles()[0].id, "Omar Haddad", "handled in Odoo")
    desk.pass_time(minutes=5)
    assert desk.troubles() == []
    assert len(desk.slack.to(EXCEPTIONS)) == 1
    desk.odoo.reprice(36, "80.00")
    desk.poll()
    assert "8,000.00" in desk.troubles()[0].summary


def test_rule_that_was_added_ends_the_exception(make_desk: MakeDesk) -> None:
    desk = make_desk(NO_RULE)
    desk.order()
    desk.poll()
    (trouble,) = desk.troubles()
    desk.restart(OWNED)
    desk.services.exceptions.retry(trouble.id, "Omar Haddad")
    desk.run()
    assert desk.troubles() == []
    assert desk.pending() == ["P00036"]


def test_owner_is_the_buyer_where_the_policy_names_none(make_desk: MakeDesk) -> None:
    desk = make_desk(NO_RULE.replace("exceptions: {owner: omar}\n", ""))
    desk.order()
    desk.poll()
    assert desk.troubles()[0].owner_name == "Bella Ortiz"


def test_owner_is_a_purchase_administrator_where_there_is_no_buyer(make_desk: MakeDesk) -> None:
    desk = make_desk(NO_RULE.replace("exceptions: {owner: omar}\n", ""))
    desk.order(buyer=None, creator=None)
    desk.poll()
    assert desk.troubles()[0].owner_id in {2, MAYA.id, OMAR.id, FIONA.id}


def test_without_a_channel_owner_and_buyer_are_told(make_desk: MakeDesk) -> None:
    desk = make_desk(NO_RULE, channel="")
    desk.poll()
    desk.services.people.who(bella)
    desk.order()
    desk.poll()
    desk.calm_down()
    assert len(desk.slack.to(bella, "exception:")) == 1
    assert len(desk.slack.to(omar, "exception:")) == 1


def test_owner_is_found_once_odoo_is_back(make_desk: MakeDesk) -> None:
    desk = make_desk(NO_RULE)
    desk.order()
    desk.rounds.poll()
    desk.odoo.down()
    desk.pass_time(minutes=5)
    assert desk.odoo.activities == {}
    desk.odoo.up()
    desk.pass_time(minutes=2)
    assert [a["user"] for a in desk.odoo.activities.values()] == [OMAR.id]


def test_activity_is_planned_once(failed: tuple[Desk, Trouble]) -> None:
    desk, trouble = failed
    for _ in range(3):
        desk.services.exceptions.own(trouble.id)
    desk.pass_time(minutes=5)
    assert len(desk.odoo.activities) == 1


def test_activity_planned_right_before_the_power_went_is_not_planned_again(failed: tuple[Desk, Trouble]) -> None:
    desk, trouble = failed
    with desk.store.begin() as tx:  # as it stood on record before Odoo's answer was stored
        tx.troubles.save(replace(trouble, activity_id=None))
    desk.pass_time(minutes=5)
    assert len(desk.odoo.activities) == 1


def test_order_that_takes_no_activity_still_has_its_message(make_desk: MakeDesk) -> None:
    desk = make_desk(NO_RULE)
    desk.order()
    desk.odoo.wire.before("assign", lambda: refuse(OdooDenied("no chatter for you")))
    desk.poll()
    desk.pass_time(minutes=5)
    assert desk.odoo.wire.count("assign") == 1
    assert len(desk.slack.to(EXCEPTIONS)) == 1


def test_same_trouble_is_raised_once(make_desk: MakeDesk) -> None:
    desk = make_desk(NO_RULE)
    desk.order()
    for _ in range(3):
        desk.poll()
    assert len(desk.troubles(only_open=False)) == 1
    assert len(desk.slack.to(EXCEPTIONS)) == 1


def test_exception_and_its_log_are_stored_together(make_desk: MakeDesk) -> None:
    desk = make_desk(NO_RULE)
    order = desk.order()
    desk.wire.before("commit", lambda: refuse(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        desk.services.exceptions.raise_for(order, ExceptionKind.NO_RULE, "nothing fits")
    assert desk.troubles() == []
    assert desk.events("exception") == []
    assert desk.jobs.names() == []


def refuse(error: Exception) -> None:
    raise error
