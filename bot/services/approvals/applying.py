"""Carrying decisions out in Odoo: check, act, read back, say what Odoo then says.

`button_approve` answers nothing when it does nothing, and does not look at the state, so state,
content and rights are read right before, and the result is read back after. One order at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.approvals import Approval, Outcome, Verdict, Work
from bot.domain.errors import Conflict, OdooError, OdooUnavailable, OdooUnknownOutcome, SlackUnavailable
from bot.domain.orders import OrderState
from bot.domain.ports import Clock, Locks, PurchaseOrderReader, Store
from bot.services.approvals.checking import VoteChecks
from bot.services.approvals.closing import Closing
from bot.services.approvals.deed import Deed, how_it_ended
from bot.services.approvals.noting import Notes, NotYet
from bot.services.approvals.opening import OpeningService
from bot.services.approvals.seating import Seating
from bot.services.approvers import ApproverProblem
from bot.services.messages import Outbox

RETRY = timedelta(seconds=3)
ODOO_GONE = timedelta(seconds=10)
LOCK_WAIT = 20.0
ROUNDS = 20  # more than ever follow one another; what is left then, the sweep takes up

log = structlog.get_logger(__name__)


class ApplyingService:
    """Settles what is owed to Odoo for an approval; every call may be repeated without harm."""

    def __init__(
        self,
        store: Store,
        reader: PurchaseOrderReader,
        checks: VoteChecks,
        deed: Deed,
        notes: Notes,
        opening: OpeningService,
        seating: Seating,
        closing: Closing,
        outbox: Outbox,
        clock: Clock,
        locks: Locks,
    ) -> None:
        self._store = store
        self._reader = reader
        self._checks = checks
        self._deed = deed
        self._notes = notes
        self._opening = opening
        self._seating = seating
        self._closing = closing
        self._outbox = outbox
        self._clock = clock
        self._locks = locks
        self._in_hand: set[str] = set()

    @contextmanager
    def in_hand(self, approval_id: str) -> Iterator[None]:
        """While this lasts, the caller is about to settle it: `take_up` leaves it alone."""
        self._in_hand.add(approval_id)
        try:
            yield
        finally:
            self._in_hand.discard(approval_id)

    def take_up(self, approval_id: str) -> None:
        """Settle what was left over: by a bot that was cut off, or because Odoo was away.

        What this process has in hand is no left-over, however long the row before it.
        """
        if approval_id not in self._in_hand:
            self.settle(approval_id)

    def settle(self, approval_id: str) -> bool:
        """Bring Odoo in line with the votes of an approval, or the approval in line with Odoo.

        False when it could not be done now, because Odoo is away or somebody else is at it: the sweep
        comes back to it.
        """
        with self._store.read() as tx:
            approval = tx.approvals.get(approval_id)
        if approval is None or approval.work is not Work.DUE:
            return True
        with self._locks.hold(f"order:{approval.order.id}", wait=LOCK_WAIT) as held:
            return held and self._settle_held(approval_id)

    def _settle_held(self, approval_id: str) -> bool:
        for _ in range(ROUNDS):
            with self._store.read() as tx:
                approval = tx.approvals.get(approval_id)
            if approval is None or approval.work is not Work.DUE:
                return True
            try:
                self._one_round(approval)
            except (OdooUnavailable, SlackUnavailable) as error:
                log.info("decision waits", order=approval.order.name, why=type(error).__name__)
                self._later(approval, ODOO_GONE)
                return False
            except Conflict:  # a question, a vote or a hand-over came in between: judge again on what is now true
                log.info("record moved on meanwhile", order=approval.order.name)
            except OdooUnknownOutcome:
                log.warning("Odoo did not say whether it was done", order=approval.order.name)
                self._deed.unanswered(approval.id)
                self._later(approval, RETRY)
                return False
            except NotYet as wait:
                self._later(approval, wait.pause)
                return False
            except OdooError as error:
                self._deed.fail(approval_id, f"Odoo refused: {error}")
                return True
            except ApproverProblem as problem:
                self._deed.fail(approval_id, str(problem))
                return True
        return False

    def _one_round(self, approval: Approval) -> None:
        """One pass: what is true in Odoo, what it means, the next deed."""
        head = self._reader.heads([approval.order.id]).get(approval.order.id)
        if approval.apply_started_at is not None and approval.applied_at is None:
            approval = self._deed.after_a_cut(approval, head)
            if approval.work is not Work.DUE:
                return
        if approval.applied_at is not None:
            self._notes.leave_all(approval)
            return
        if head is None:
            self._closing.elsewhere(approval, "Odoo", "the order was deleted in Odoo")
            return
        if head.state is not OrderState.TO_APPROVE:
            self._closing.elsewhere(approval, *how_it_ended(head))
            return
        if head.fingerprint != approval.fingerprint:
            self._opening.follow(approval, self._reader.orders([approval.order.id]).get(approval.order.id))
            return
        if not head.is_as_read(approval.order):
            approval = self._read_anew(approval)
        self._carry_out(self._checks.check(approval))

    def _read_anew(self, approval: Approval) -> Approval:
        """Take over what is not material but may change who is allowed to decide, like another buyer."""
        order = self._reader.orders([approval.order.id]).get(approval.order.id)
        self._opening.follow(approval, order)
        if order is None or order.state is not OrderState.TO_APPROVE or order.fingerprint != approval.fingerprint:
            raise Conflict(f"{approval.order.name} moved on in Odoo")
        with self._store.read() as tx:
            return tx.approvals.get(approval.id) or approval

    def _carry_out(self, approval: Approval) -> None:
        if approval.automatic:
            self._deed.approve(approval, Outcome(f"policy rule {approval.rule}", self._clock.now(), approval.reason))
            return
        rejections = approval.standing(Verdict.REJECT)
        approvals = approval.standing(Verdict.APPROVE)
        if rejections:
            self._deed.reject(approval, rejections[0])
        elif approval.step_complete() and approval.last_step():
            self._deed.approve(approval, Outcome(approvals[-1].name, approvals[-1].at))
        elif approval.step_complete():
            self._advance(approval)
        else:
            self._wait_for_others(approval)

    def _advance(self, approval: Approval) -> None:
        """The step has what it needs: note it, then ask the next one."""
        voted = {v.user_id for v in approval.votes if v.counts}
        try:
            seats, reserved = self._seating.seats_for(approval.order, approval.steps, approval.step + 1, voted)
        except ApproverProblem:  # the policy may have been mended since
            mended = self._seating.as_in_force(approval, approval.step + 1)
            if mended is approval:
                raise
            approval = mended
            seats, reserved = self._seating.seats_for(approval.order, approval.steps, approval.step + 1, voted)
        receivers = self._seating.receivers(approval, approval.step + 1, voted)
        approval = self._notes.confirmed(approval)
        with self._store.begin() as tx:
            self._opening.next_step(tx, approval, seats, reserved, receivers)

    def _wait_for_others(self, approval: Approval) -> None:
        approval = self._notes.confirmed(approval)
        with self._store.begin() as tx:
            tx.approvals.save(replace(approval, work=Work.NONE))
            self._outbox.redraw(tx, approval_id=approval.id)

    def _later(self, approval: Approval, pause: timedelta) -> None:
        with self._store.begin() as tx:
            tx.approvals.defer(approval.id, self._clock.now() + pause)
            if pause < ODOO_GONE:
                tx.jobs.enqueue("settle", approval.id, delay=max(pause.total_seconds(), 0.5))
