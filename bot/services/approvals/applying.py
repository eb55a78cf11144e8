"""Carrying decisions out in Odoo: check, act, read back, say what Odoo then says.

`button_approve` answers nothing when it does nothing, and does not look at the state, so state,
content and rights are read right before, and the result is read back after. One order at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.domain.approvals import (
    Approval,
    ApprovalState,
    Outcome,
    Verdict,
    Vote,
    VoteState,
    Work,
    over_limit,
    segregated,
)
from bot.domain.errors import Conflict, OdooError, OdooUnavailable, OdooUnknownOutcome, Refused, SlackUnavailable
from bot.domain.exceptions import ExceptionKind
from bot.domain.orders import Head, OrderState
from bot.domain.people import OdooUser
from bot.domain.ports import Clock, Locks, PurchaseOrderApprover, PurchaseOrderReader, Store
from bot.services.approvals.opening import OpeningService, verdict_word
from bot.services.approvers import ApproverProblem, ApproverService
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox
from bot.services.people import PeopleService

IN_FLIGHT = timedelta(seconds=20)  # a call that Odoo received just before we died ends within this
IN_FLIGHT_UNANSWERED = timedelta(seconds=60)  # one that it did not answer in time may take longer
SLOW = timedelta(seconds=10)  # what broke off earlier was cut, not slow
RETRY = timedelta(seconds=3)
ODOO_GONE = timedelta(seconds=10)
ATTEMPTS = 5
LOCK_WAIT = 20.0
ROUNDS = 20  # more than ever follow one another; what is left then, the sweep takes up

log = structlog.get_logger(__name__)


class ApplyingService:
    """Settles what is owed to Odoo for an approval; every call may be repeated without harm."""

    def __init__(
        self,
        store: Store,
        reader: PurchaseOrderReader,
        odoo: PurchaseOrderApprover,
        approvers: ApproverService,
        people: PeopleService,
        opening: OpeningService,
        outbox: Outbox,
        exceptions: ExceptionService,
        clock: Clock,
        locks: Locks,
        integration_user: Callable[[], int],
        count: Callable[[str, str], None] = lambda _verdict, _outcome: None,
    ) -> None:
        self._store = store
        self._reader = reader
        self._odoo = odoo
        self._approvers = approvers
        self._opening = opening
        self._outbox = outbox
        self._exceptions = exceptions
        self._people = people
        self._clock = clock
        self._locks = locks
        self._integration_user = integration_user
        self._count = count

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
                self._unanswered(approval.id)
                self._later(approval, RETRY)
                return False
            except _NotYet as wait:
                self._later(approval, wait.pause)
                return False
            except OdooError as error:
                self._fail(approval_id, f"Odoo refused: {error}")
                return True
            except ApproverProblem as problem:
                self._fail(approval_id, str(problem))
                return True
        return False

    def _one_round(self, approval: Approval) -> None:
        """One pass: what is true in Odoo, what it means, the next deed."""
        head = self._reader.heads([approval.order.id]).get(approval.order.id)
        if approval.apply_started_at is not None and approval.applied_at is None:
            approval = self._after_a_cut(approval, head)
            if approval.work is not Work.DUE:
                return
        if approval.applied_at is not None:
            self._leave_notes(approval)
            return
        if head is None:
            self._opening.close_elsewhere(approval, "Odoo", "the order was deleted in Odoo")
            return
        if head.state is not OrderState.TO_APPROVE:
            self._opening.close_elsewhere(approval, *how_it_ended(head))
            return
        if head.fingerprint != approval.fingerprint:
            self._opening.follow(approval, self._reader.orders([approval.order.id]).get(approval.order.id))
            return
        if head.write_date != approval.order.write_date:
            approval = self._read_anew(approval)
        self._carry_out(self._check_votes(approval))

    def _read_anew(self, approval: Approval) -> Approval:
        """Take over what is not material but may change who is allowed to decide, like another buyer."""
        order = self._reader.orders([approval.order.id]).get(approval.order.id)
        self._opening.follow(approval, order)
        if order is None or order.state is not OrderState.TO_APPROVE or order.fingerprint != approval.fingerprint:
            raise Conflict(f"{approval.order.name} moved on in Odoo")
        return self._reload(approval)

    def _check_votes(self, approval: Approval) -> Approval:
        """Confirm or void each vote that was taken, by the voter's rights in Odoo now."""
        taken = [v for v in approval.votes if v.state is VoteState.TAKEN]
        if not taken:
            return approval
        users = self._approvers.users([v.user_id for v in taken])
        problems = {v.id: why for v in taken if (why := self._why_void(approval, v, users.get(v.user_id)))}
        return self._record_checks(approval, problems)

    def _why_void(self, approval: Approval, vote: Vote, user: OdooUser | None) -> str | None:
        """Why a vote does not count by what Odoo and Slack know of the voter now; None when it does."""
        if user is None or not user.active:
            return "your Odoo user is no longer active"
        try:
            if self._people.who(vote.slack_id).user.id != user.id:
                return "your Slack account now belongs to another Odoo user"
        except Refused as refusal:
            if refusal.code != "unavailable":
                return refusal.reason
        conflict = segregated(approval.order, vote.user_id)
        if conflict:
            return f"{conflict} (segregation of duties)"
        seat = next((s for s in approval.seats if s.user_id == vote.user_id), None)
        if seat is not None and (excess := over_limit(approval.order, seat.limit)):
            return excess
        handed = seat is not None and seat.handed_by is not None
        return self._approvers.why_unfit(user, approval.order, approval.steps[vote.step], handed_over=handed)

    def _record_checks(self, approval: Approval, problems: dict[str, str]) -> Approval:
        now = self._clock.now()
        votes = tuple(
            v
            if v.state is not VoteState.TAKEN
            else replace(v, state=VoteState.VOID, void_reason=problems[v.id])
            if v.id in problems
            else replace(v, state=VoteState.CONFIRMED)
            for v in approval.votes
        )
        checked = replace(approval, votes=votes)
        if not problems:
            return checked  # stored with the deed that follows
        name = approval.order.name
        with self._store.begin() as tx:
            checked = tx.approvals.save(checked)
            for vote in votes:
                if vote.id not in problems:
                    continue
                text = f"Your decision on {name} did not count: {problems[vote.id]}."
                self._opening.tell_void(tx, approval, vote, text)
                tx.audit.append(
                    "decision.void",
                    actor=vote.name,
                    at=now,
                    order_name=name,
                    approval_id=approval.id,
                    vote=vote.id,
                    why=problems[vote.id],
                )
            self._opening.count_seats(tx, checked, {v.user_id for v in votes if v.id in problems})
            self._outbox.redraw(tx, approval_id=approval.id)
        return checked

    def _carry_out(self, approval: Approval) -> None:
        if approval.automatic:
            self._approve(approval, Outcome(f"policy rule {approval.rule}", self._clock.now(), approval.reason))
            return
        rejections = approval.standing(Verdict.REJECT)
        approvals = approval.standing(Verdict.APPROVE)
        if rejections:
            self._reject(approval, rejections[0])
        elif approval.step_complete() and approval.last_step():
            self._approve(approval, Outcome(approvals[-1].name, approvals[-1].at))
        elif approval.step_complete():
            self._advance(approval)
        else:
            self._wait_for_others(approval)

    def _approve(self, approval: Approval, outcome: Outcome) -> None:
        untried = never_noted(approval) | {approval.id}
        approval = self._begin(approval, ApprovalState.APPROVED, outcome)
        try:
            self._odoo.approve(approval.order.id)
        except OdooUnavailable:
            self._not_begun(approval)
            raise
        head = self._reader.heads([approval.order.id]).get(approval.order.id)
        self._conclude(approval, head, untried)

    def _reject(self, approval: Approval, vote: Vote) -> None:
        untried = never_noted(approval)
        approval = self._begin(approval, ApprovalState.REJECTED, Outcome(vote.name, vote.at, vote.reason))
        try:
            approval = self._note_votes(approval, untried)  # the reason first: the cancel may close the order
            self._odoo.cancel(approval.order.id)
        except OdooUnavailable:
            self._not_begun(approval)
            raise
        head = self._reader.heads([approval.order.id]).get(approval.order.id)
        self._conclude(approval, head, untried)

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
            tx.audit.append(
                f"approval.{state.value}",
                actor=outcome.by,
                at=now,
                order_name=approval.order.name,
                approval_id=approval.id,
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
            tx.audit.append(
                "approval.put_back",
                actor="bot",
                at=self._clock.now(),
                order_name=approval.order.name,
                approval_id=approval.id,
                state=approval.state.value,
                attempt=approval.attempts,
            )
            self._outbox.redraw(tx, approval_id=approval.id)
        return undone

    def _after_a_cut(self, approval: Approval, head: Head | None) -> Approval:
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
                raise _NotYet(left)
            if approval.attempts >= ATTEMPTS:
                self._fail(approval.id, f"Odoo kept the order waiting after {approval.attempts} tries", unknown=True)
                return self._reload(approval)
            return self._not_begun(approval)
        self._conclude(approval, head)
        return self._reload(approval)

    def _unanswered(self, approval_id: str) -> None:
        """Odoo took the call and did not answer in time: it may be at it for longer than after a crash of ours."""
        with self._store.begin() as tx:
            approval = tx.approvals.get(approval_id)
            if approval is None or approval.apply_started_at is None or approval.applied_at is not None:
                return
            if self._clock.now() - approval.apply_started_at >= SLOW:
                tx.approvals.save(replace(approval, unanswered=True))

    def _reload(self, approval: Approval) -> Approval:
        with self._store.read() as tx:
            return tx.approvals.get(approval.id) or approval

    def _conclude(self, approval: Approval, head: Head | None, untried: Collection[str] = ()) -> None:
        """Read back: record what Odoo says, whatever was asked of it. `untried` as for `_note_votes`."""
        if head is None:
            self._opening.close_elsewhere(approval, "Odoo", "the order was deleted in Odoo")
            return
        if approval.state is ApprovalState.APPROVED and head.state is OrderState.PURCHASE:
            foreign = head.approved_by is not None and head.approved_by.id != self._integration_user()
            if foreign:
                self._opening.close_elsewhere(approval, *how_it_ended(head))
                return
            self._applied(approval, untried)
        elif approval.state is ApprovalState.REJECTED and head.state is OrderState.CANCEL:
            self._applied(approval, untried)
        elif head.state is OrderState.TO_APPROVE:
            self._fail(approval.id, "Odoo left the order waiting: does the bot's user have the right to approve?")
        else:
            self._opening.close_elsewhere(approval, *how_it_ended(head))

    def _applied(self, approval: Approval, untried: Collection[str]) -> None:
        now = self._clock.now()
        with self._store.begin() as tx:
            applied = tx.approvals.save(replace(approval, applied_at=now))
            tx.audit.append(
                "approval.applied",
                actor="bot",
                at=now,
                order_name=approval.order.name,
                approval_id=approval.id,
                state=approval.state.value,
            )
            self._exceptions.settle_in(tx, approval.order.id, "carried out in Odoo")
            self._outbox.redraw(tx, approval_id=approval.id)
            self._opening.tell_buyer(tx, applied)
        self._count(approval.state.value, "applied")
        self._leave_notes(applied, untried)

    def _leave_notes(self, approval: Approval, untried: Collection[str] = ()) -> None:
        """Leave the notes that are still missing, then nothing is owed any more."""
        approval = self._note_votes(approval, untried)
        if approval.automatic:
            self._note_automatic(approval, check=approval.id not in untried)
        with self._store.begin() as tx:
            tx.approvals.save(replace(approval, work=Work.NONE))

    def _note_votes(self, approval: Approval, untried: Collection[str] = ()) -> Approval:
        """One note for each decision that counts, never twice: it is looked for first, unless surely `untried`."""
        for vote in approval.votes:
            if not vote.counts or vote.noted:
                continue
            if vote.id in untried:
                self._odoo.note(approval.order.id, note_text(approval, vote))
            elif not self._arrived(approval, reference(vote.id), vote.note_tried_at):
                approval = self._save_vote(approval, replace(vote, note_tried_at=self._clock.now()))
                self._odoo.note(approval.order.id, note_text(approval, vote))
            approval = self._save_vote(approval, replace(vote, noted=True))
        return approval

    def _save_vote(self, approval: Approval, vote: Vote) -> Approval:
        votes = tuple(vote if v.id == vote.id else v for v in approval.votes)
        with self._store.begin() as tx:
            return tx.approvals.save(replace(approval, votes=votes))

    def _arrived(self, approval: Approval, mark: str, tried_at: datetime | None) -> bool:
        """Whether a note that was tried before is there; not asked while Odoo may still be writing it."""
        left = tried_at + IN_FLIGHT - self._clock.now() if tried_at else timedelta(0)
        if left > timedelta(0):
            raise _NotYet(left)
        return self._odoo.has_note(approval.order.id, mark)

    def _note_automatic(self, approval: Approval, *, check: bool) -> None:
        mark = reference(approval.id)
        if check and self._arrived(approval, mark, approval.applied_at):
            return
        self._odoo.note(
            approval.order.id,
            f"Approved automatically by the purchase policy, no person was asked.\n"
            f"Rule: {approval.rule}. Reason: {approval.reason}. Policy {approval.policy_version}.\n{mark}",
        )

    def _advance(self, approval: Approval) -> None:
        """The step has what it needs: note it, then ask the next one."""
        voted = {v.user_id for v in approval.votes if v.counts}
        seats, reserved = self._opening.seats_for(approval.order, approval.steps, approval.step + 1, voted)
        approval = self._note_confirmed(approval)
        with self._store.begin() as tx:
            self._opening.next_step(tx, approval, seats, reserved)

    def _wait_for_others(self, approval: Approval) -> None:
        approval = self._note_confirmed(approval)
        with self._store.begin() as tx:
            tx.approvals.save(replace(approval, work=Work.NONE))
            self._outbox.redraw(tx, approval_id=approval.id)

    def _note_confirmed(self, approval: Approval) -> Approval:
        """Store the checked votes, then note them."""
        untried = never_noted(approval)
        with self._store.begin() as tx:
            approval = tx.approvals.save(replace(approval, votes=tried(approval.votes, self._clock.now())))
        return self._note_votes(approval, untried)

    def _later(self, approval: Approval, pause: timedelta) -> None:
        with self._store.begin() as tx:
            tx.approvals.defer(approval.id, self._clock.now() + pause)
            if pause < ODOO_GONE:
                tx.jobs.enqueue("settle", approval.id, delay=max(pause.total_seconds(), 0.5))

    def _fail(self, approval_id: str, why: str, *, unknown: bool = False) -> None:
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


class _NotYet(Exception):
    """Odoo may still be busy with our call: look again after `pause`."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__(str(pause))
        self.pause = pause


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


def never_noted(approval: Approval) -> frozenset[str]:
    """The votes whose note was surely never asked for."""
    return frozenset(v.id for v in approval.votes if v.note_tried_at is None)


def tried(votes: Iterable[Vote], now: datetime) -> tuple[Vote, ...]:
    """The votes, with it on record that the notes of those that count are about to be written."""
    return tuple(replace(v, note_tried_at=v.note_tried_at or now) if v.counts else v for v in votes)


def reference(record_id: str) -> str:
    """The mark that finds a note again, and leads from the note to the audit log."""
    return f"Ref. {record_id[:12]}"


def note_text(approval: Approval, vote: Vote) -> str:
    """The note of one decision: who, via Slack, under which rule, why."""
    total = len(approval.steps)
    step = f" (step {vote.step + 1} of {total}: {approval.steps[vote.step].name})" if total > 1 else ""
    lines = [
        f"{verdict_word(vote.verdict)} by {vote.name} via Slack on {vote.at:%Y-%m-%d %H:%M} UTC{step}.",
        *([f"Reason: {vote.reason}"] if vote.reason else []),
        f"Rule: {approval.rule}. Policy {approval.policy_version}. {reference(vote.id)}",
    ]
    return "\n".join(lines)
