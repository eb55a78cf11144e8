"""The deed in Odoo: begun on record, done, read back. Whoever finds it unfinished reads back first."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta

from bot.domain.approvals import Approval, ApprovalState, Outcome, Vote, VoteState, Work
from bot.domain.errors import OdooUnavailable
from bot.domain.exceptions import ExceptionKind
from bot.domain.orders import Head, OrderState
from bot.domain.ports import Clock, PurchaseOrderApprover, PurchaseOrderReader, Store
from bot.services.approvals.closing import Closing
from bot.services.approvals.noting import IN_FLIGHT, Notes, NotYet, never_noted, tried
from bot.services.approvals.records import audit
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox

IN_FLIGHT_UNANSWERED = timedelta(seconds=60)  # a call that it did not answer in time may take longer
SLOW = timedelta(seconds=10)  # what broke off earlier was cut, not slow
ATTEMPTS = 5


class Deed:
    """Approves or cancels the order in Odoo, and records what Odoo then says."""

    def __init__(
        self,
        store: Store,
        reader: PurchaseOrderReader,
        odoo: PurchaseOrderApprover,
        notes: Notes,
        closing: Closing,
        outbox: Outbox,
        exceptions: ExceptionService,
        clock: Clock,
        integration_user: Callable[[], int],
        count: Callable[[str, str], None] = lambda _verdict, _outcome: None,
    ) -> None:
        self._store = store
        self._reader = reader
        self._odoo = odoo
        self._notes = notes
        self._closing = closing
        self._outbox = outbox
        self._exceptions = exceptions
        self._clock = clock
        self._integration_user = integration_user
        self._count = count

    def approve(self, approval: Approval, outcome: Outcome) -> None:
        """Approve the order in Odoo; what became of it is on record afterwards. Odoo's errors go through."""
        untried = never_noted(approval) | {approval.id}
        approval = self._begin(approval, ApprovalState.APPROVED, outcome)
        try:
            self._odoo.approve(approval.order.id)
        except OdooUnavailable:
            self._not_begun(approval)
            raise
        head = self._reader.heads([approval.order.id]).get(approval.order.id)
        self._conclude(approval, head, untried)

    def reject(self, approval: Approval, vote: Vote) -> None:
        """Leave the reason on the order and cancel it in Odoo. Odoo's errors go through."""
        untried = never_noted(approval)
        approval = self._begin(approval, ApprovalState.REJECTED, Outcome(vote.name, vote.at, vote.reason))
        try:
            approval = self._notes.of_votes(approval, untried)  # the reason first: the cancel may close the order
            self._odoo.cancel(approval.order.id)
        except OdooUnavailable:
            self._not_begun(approval)
            raise
        head = self._reader.heads([approval.order.id]).get(approval.order.id)
        self._conclude(approval, head, untried)

    def after_a_cut(self, approval: Approval, head: Head | None) -> Approval:
        """We were cut off during the deed: what does Odoo say became of it?"""
        started = approval.apply_started_at
        assert started is not None
        done = OrderState.PURCHASE if approval.state is ApprovalState.APPROVED else OrderState.CANCEL
        if head is not None and head.state is done:
            self._conclude(approval, head)
            return self._reload(approval)
        if head is not None and head.state is OrderState.TO_APPROVE:
            pause = IN_FLIGHT_UNANSWERED if approval.unanswered else IN_FLIGHT
            left = started + pause - self._clock.now()
            if left > timedelta(0):
                raise NotYet(left)
            if approval.attempts >= ATTEMPTS:
                self.fail(approval.id, f"Odoo kept the order waiting after {approval.attempts} tries", unknown=True)
                return self._reload(approval)
            return self._not_begun(approval)
        self._conclude(approval, head)
        return self._reload(approval)

    def unanswered(self, approval_id: str) -> None:
        """Odoo took the call and did not answer in time: it may be at it for longer than after a crash of ours."""
        with self._store.begin() as tx:
            approval = tx.approvals.get(approval_id)
            if approval is None or approval.apply_started_at is None or approval.applied_at is not None:
                return
            if self._clock.now() - approval.apply_started_at >= SLOW:
                tx.approvals.save(replace(approval, unanswered=True))

    def fail(self, approval_id: str, why: str, *, unknown: bool = False) -> None:
        """Give up until a person looks: the decision stays on record, an exception owns it."""
        kind = ExceptionKind.UNKNOWN_OUTCOME if unknown else ExceptionKind.NOT_APPLIED
        with self._store.begin() as tx:
            approval = tx.approvals.get(approval_id)
            if approval is None:
                return
            failed = tx.approvals.save(replace(approval, work=Work.FAILED))
            standing = [v.name for v in failed.votes if v.counts and v.step == failed.step]
            who = failed.outcome.by if failed.outcome else ", ".join(standing) or "the policy"
            summary = f"the decision of {who} could not be carried out. {why}"
            self._exceptions.raise_in(tx, failed.order, kind, summary, approval_id=failed.id)
            self._outbox.redraw(tx, approval_id=failed.id)
        self._count(failed.state.value, "failed")

    def _begin(self, approval: Approval, state: ApprovalState, outcome: Outcome) -> Approval:
        """Record that the deed is about to be done; whoever finds this later reads back first."""
        now = self._clock.now()
        with self._store.begin() as tx:
            begun = tx.approvals.save(
                replace(
                    approval,
                    state=state,
                    outcome=outcome,
                    votes=tried(approval.votes, now),
                    apply_started_at=now,
                    attempts=approval.attempts + 1,
                )
            )
            tx.approvals.defer(approval.id, now + IN_FLIGHT)
            audit(
                tx,
                f"approval.{state.value}",
                approval,
                actor=outcome.by,
                at=now,
                rule=approval.rule,
                policy=approval.policy_version,
                reason=outcome.reason,
                votes=[v.id for v in approval.votes if v.counts],
                identity="integration",
                attempt=begun.attempts,
            )
        return begun

    def _not_begun(self, approval: Approval) -> Approval:
        """Nothing was done: the votes are as taken at the click, and are checked anew before the next try."""
        with self._store.begin() as tx:
            latest = tx.approvals.get(approval.id) or approval
            votes = tuple(replace(v, state=VoteState.TAKEN) if v.undone else v for v in latest.votes)
            undone = tx.approvals.save(
                replace(
                    latest,
                    state=ApprovalState.PENDING,
                    outcome=None,
                    votes=votes,
                    apply_started_at=None,
                    unanswered=False,
                )
            )
            audit(
                tx,
                "approval.put_back",
                approval,
                actor="bot",
                at=self._clock.now(),
                state=approval.state.value,
                attempt=approval.attempts,
            )
            self._outbox.redraw(tx, approval_id=approval.id)
        return undone

    def _reload(self, approval: Approval) -> Approval:
        with self._store.read() as tx:
            return tx.approvals.get(approval.id) or approval

    def _conclude(self, approval: Approval, head: Head | None, untried: Collection[str] = ()) -> None:
        """Read back: record what Odoo says, whatever was asked of it. `untried` as for `_note_votes`."""
        if head is None:
            self._closing.elsewhere(approval, "Odoo", "the order was deleted in Odoo")
            return
        if approval.state is ApprovalState.APPROVED and head.state is OrderState.PURCHASE:
            foreign = head.approved_by is not None and head.approved_by.id != self._integration_user()
            if foreign:
                self._closing.elsewhere(approval, *how_it_ended(head))
                return
            self._applied(approval, untried)
        elif approval.state is ApprovalState.REJECTED and head.state is OrderState.CANCEL:
            self._applied(approval, untried)
        elif head.state is OrderState.TO_APPROVE:
            self.fail(approval.id, "Odoo left the order waiting: does the bot's user have the right to approve?")
        else:
            self._closing.elsewhere(approval, *how_it_ended(head))

    def _applied(self, approval: Approval, untried: Collection[str]) -> None:
        now = self._clock.now()
        with self._store.begin() as tx:
            applied = tx.approvals.save(replace(approval, applied_at=now))
            audit(
                tx,
                "approval.applied",
                approval,
                actor="bot",
                at=now,
                state=approval.state.value,
            )
            self._exceptions.settle_in(tx, approval.order.id, "carried out in Odoo")
            self._outbox.redraw(tx, approval_id=approval.id)
            self._closing.tell_buyer(tx, applied)
        self._count(approval.state.value, "applied")
        self._notes.leave_all(applied, untried)


def how_it_ended(head: Head) -> tuple[str, str]:
    """Who closed an order in Odoo, and how, in words."""
    changer = head.changed_by.name if head.changed_by else "somebody"
    match head.state:
        case OrderState.PURCHASE:
            return head.approved_by.name if head.approved_by else changer, "approved in Odoo"
        case OrderState.CANCEL:
            return changer, "cancelled in Odoo"
        case _:
            return changer, "set back to a request for quotation in Odoo"
