"""Opening approvals: from an order that waits in Odoo to the people who are asked."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.approvals import Approval, ApprovalState, Outcome, Question, Seat, Work
from bot.domain.errors import Conflict
from bot.domain.exceptions import ExceptionKind
from bot.domain.handing_over import Renewal, carried, renew
from bot.domain.orders import Change, Order, OrderState, changes
from bot.domain.policy import AutoApprove, NoRule, Plan, Policy, Step, choose
from bot.domain.ports import Clock, Store, Transaction
from bot.services.approvals.asking import Asking
from bot.services.approvals.closing import Closing
from bot.services.approvals.records import audit, question_key
from bot.services.approvals.seating import Seating
from bot.services.approvers import ApproverProblem
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox

BACKSTOP = timedelta(seconds=15)


class OpeningService:
    """Applies the policy to orders and asks the right people."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        seating: Seating,
        asking: Asking,
        closing: Closing,
        outbox: Outbox,
        exceptions: ExceptionService,
        clock: Clock,
    ) -> None:
        self._store = store
        self._policy = policy
        self._seating = seating
        self._asking = asking
        self._closing = closing
        self._outbox = outbox
        self._exceptions = exceptions
        self._clock = clock

    def open(self, orders: Sequence[Order], known: Mapping[int, Approval], *, cards: bool = True) -> list[Approval]:
        """Open an approval for each of these orders that has none pending.

        `known` are their newest approvals from before they were read: where another has come since, it may be decided
        already, and what was read of the order is old. Without `cards` nobody hears of them yet: `Asking.announce`
        follows.
        """
        self._seating.know_the_buyers(orders)
        opened = (self._open_one(order, known.get(order.id), cards=cards) for order in orders)
        return [approval for approval in opened if approval]

    def supersede(self, approval: Approval, order: Order) -> Approval | None:
        """Close an approval whose order changed and open a new one that shows the difference."""
        difference = changes(approval.order, order)
        outcome = Outcome("Odoo", self._clock.now(), words(difference))
        with self._store.begin() as tx:
            self._closing.close(tx, approval, ApprovalState.SUPERSEDED, outcome)
        return self._open_one(order, approval, difference=difference)

    def follow(self, approval: Approval, order: Order | None) -> None:
        """Let a pending approval follow its order as just read: closed, superseded, or only redrawn."""
        if order is None:
            self._closing.elsewhere(approval, "Odoo", "the order was deleted in Odoo")
        elif order.state is not OrderState.TO_APPROVE:
            return  # decided this very moment: the next look at its head says by whom
        elif order.fingerprint != approval.fingerprint:
            self.supersede(approval, order)
        else:
            self._refresh(approval, order)

    def next_step(
        self,
        tx: Transaction,
        approval: Approval,
        seats: tuple[Seat, ...],
        reserved: frozenset[int],
        receivers: Mapping[int, Seat],
    ) -> Approval:
        """Move a saved approval to its next step and ask its people; the record as stored.

        `receivers` are those who could take again what was handed over of that step before the order changed.
        """
        now = self._clock.now()
        advanced, renewals = renew(
            replace(
                approval,
                step=approval.step + 1,
                seats=seats,
                reserved=reserved,
                step_opened_at=now,
                escalated_to=frozenset(),
                snoozed_until=None,
                work=Work.NONE,
            ),
            receivers,
        )
        advanced = tx.approvals.save(advanced)
        asked = [s.name for s in advanced.active_seats()]
        step, of = advanced.step + 1, len(advanced.steps)
        audit(tx, "step.opened", advanced, actor="bot", at=now, step=step, of=of, asked=asked)
        self._tell_renewals(tx, advanced, renewals)
        self._exceptions.settle_in(tx, approval.order.id, "the next step is asked")
        self._asking.ask(tx, advanced)
        return advanced

    def _refresh(self, approval: Approval, order: Order) -> None:
        """Take over what changed on an order without mattering to the decision, and redraw its cards."""
        with self._store.begin() as tx:
            refreshed = tx.approvals.save(replace(approval, order=self._policy.segregation.applied_to(order)))
            audit(
                tx,
                "approval.refreshed",
                refreshed,
                actor="bot",
                at=self._clock.now(),
                buyer=order.buyer.name if order.buyer else None,
                written=order.write_date,
            )
            self._asking.count_seats(tx, refreshed)
            self._outbox.redraw(tx, approval_id=approval.id)

    def _open_one(
        self, order: Order, known: Approval | None, *, difference: tuple[Change, ...] = (), cards: bool = True
    ) -> Approval | None:
        order = self._policy.segregation.applied_to(order)
        difference = difference or self._since_superseded(order)
        chosen = choose(self._policy, order)
        try:
            match chosen:
                case NoRule(reason=reason):
                    self._exceptions.raise_for(order, ExceptionKind.NO_RULE, reason)
                    return None
                case AutoApprove():
                    return self._open_automatic(order, known, chosen, difference)
                case Plan():
                    return self._open_plan(order, known, chosen, difference, cards=cards)
        except Conflict:
            return None  # another replica, or the webhook, was first
        except ApproverProblem as problem:
            self._exceptions.raise_for(order, ExceptionKind.NOBODY, str(problem))
            return None

    def _since_superseded(self, order: Order) -> tuple[Change, ...]:
        """What changed since an approval that was superseded and never followed by its new one."""
        superseded = self._superseded(order)
        return changes(superseded.order, order) if superseded else ()

    def _superseded(self, order: Order) -> Approval | None:
        """The approval of the order as it was before it changed, where that is its newest."""
        with self._store.read() as tx:
            latest = tx.approvals.latest_of([order.id]).get(order.id)
        return latest if latest is not None and latest.state is ApprovalState.SUPERSEDED else None

    def _open_plan(
        self, order: Order, known: Approval | None, plan: Plan, difference: tuple[Change, ...], *, cards: bool
    ) -> Approval:
        seats, reserved = self._seating.seats_for(order, plan.steps, 0, ())
        before = self._superseded(order)
        handed, lapsed = carried(before, plan.steps) if before else ((), ())
        asked = replace(self._new(order, plan, plan.steps, difference), seats=seats, reserved=reserved, handed=handed)
        approval, renewals = renew(asked, self._seating.receivers(asked, 0, ()))
        with self._store.begin() as tx:
            approval = replace(approval, questions=_asked_before(tx, order))
            _add(tx, approval, known)
            _follow_questions(tx, approval)
            audit(
                tx,
                "approval.opened",
                approval,
                actor="bot",
                at=approval.opened_at,
                rule=plan.rule,
                reason=plan.reason,
                policy=self._policy.version,
                amount=order.amount,
                currency=order.currency,
                company_amount=order.company_amount,
                rate=order.rate,
                fingerprint=approval.fingerprint,
                asked=[s.name for s in approval.active_seats()],
                changes=[f"{c.what}: {c.before} → {c.after}" for c in difference],
            )
            self._tell_renewals(tx, approval, (*lapsed, *renewals))
            self._exceptions.settle_in(tx, order.id, "an approval was opened")
            if cards or len(seats) < approval.needed():
                self._asking.ask(tx, approval)
        return approval

    def _tell_renewals(self, tx: Transaction, approval: Approval, renewals: Sequence[Renewal]) -> None:
        """Record what became of what was handed over before the order changed."""
        for one in renewals:
            audit(
                tx,
                "step.hand_over_lapsed" if one.lapsed else "step.hand_over_kept",
                approval,
                actor=one.given.by,
                at=self._clock.now(),
                step=one.given.step + 1,
                giver=one.given.giver_name,
                to=one.given.receiver_name,
                why=one.lapsed,
            )

    def _open_automatic(
        self, order: Order, known: Approval | None, chosen: AutoApprove, difference: tuple[Change, ...]
    ) -> Approval:
        steps = (Step(name="policy", approvers=()),)
        approval = replace(self._new(order, chosen, steps, difference), work=Work.DUE, automatic=True)
        with self._store.begin() as tx:
            _add(tx, approval, known)
            audit(
                tx,
                "approval.automatic",
                approval,
                actor=f"policy rule {chosen.rule}",
                at=approval.opened_at,
                reason=chosen.reason,
                policy=self._policy.version,
                amount=order.amount,
                currency=order.currency,
                fingerprint=approval.fingerprint,
            )
            tx.jobs.enqueue("settle", approval.id)
            tx.approvals.defer(approval.id, approval.opened_at + BACKSTOP)
        return approval

    def _new(
        self, order: Order, said: Plan | AutoApprove, steps: tuple[Step, ...], difference: tuple[Change, ...]
    ) -> Approval:
        now = self._clock.now()
        return Approval(
            id=uuid.uuid4().hex,
            order=order,
            fingerprint=order.fingerprint,
            rule=said.rule,
            reason=said.reason,
            policy_version=self._policy.version,
            steps=steps,
            state=ApprovalState.PENDING,
            step=0,
            seats=(),
            opened_at=now,
            step_opened_at=now,
            changes=difference,
        )


def _add(tx: Transaction, approval: Approval, known: Approval | None) -> None:
    """Store a new approval. Raises `Conflict` when the order has had another since `known` was its newest."""
    latest = tx.approvals.latest_of([approval.order.id]).get(approval.order.id)
    if (latest and latest.id) != (known and known.id):
        raise Conflict(f"{approval.order.name} was asked about meanwhile")
    tx.approvals.add(approval)


def _asked_before(tx: Transaction, order: Order) -> tuple[Question, ...]:
    """The questions about the order as it was before it changed, and their answers: they stand on the new card too."""
    latest = tx.approvals.latest_of([order.id]).get(order.id)
    if latest is None or latest.state is not ApprovalState.SUPERSEDED:
        return ()
    locked = tx.approvals.get(latest.id)  # an answer that comes now waits, and then finds the new card
    return locked.questions if locked is not None else ()


def _follow_questions(tx: Transaction, approval: Approval) -> None:
    """What the buyer was asked about the order as it was is answered on the new card from now on."""
    for question in approval.questions:
        message = tx.messages.by_key(question_key(question.id))
        if message is not None:
            tx.messages.follow(message.id, [approval.id])


def words(difference: Sequence[Change]) -> str:
    """The difference in one line."""
    return "; ".join(f"{c.what}: {c.before} → {c.after}" for c in difference) or "changed in Odoo"
