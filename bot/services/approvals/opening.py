"""Opening approvals: from an order that waits in Odoo to the people who are asked."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.approvals import (
    Approval,
    ApprovalState,
    Outcome,
    Seat,
    Verdict,
    Vote,
    VoteState,
    Work,
    fit_for,
    indispensable,
    why_closed,
)
from bot.domain.errors import Conflict, Refused
from bot.domain.exceptions import ExceptionKind
from bot.domain.messages import MessageKind
from bot.domain.orders import Change, Order, OrderState, changes
from bot.domain.policy import AutoApprove, NoRule, Plan, Policy, Step, choose, limit_for
from bot.domain.ports import Clock, Store, Transaction
from bot.services.approvers import ApproverProblem, ApproverService
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox
from bot.services.people import PeopleService

ANNOUNCED = "first.announced"
BACKSTOP = timedelta(seconds=15)
DIGEST_SIZE = 20

log = structlog.get_logger(__name__)


class OpeningService:
    """Applies the policy to orders and asks the right people."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        approvers: ApproverService,
        people: PeopleService,
        outbox: Outbox,
        exceptions: ExceptionService,
        clock: Clock,
    ) -> None:
        self._store = store
        self._policy = policy
        self._approvers = approvers
        self._people = people
        self._outbox = outbox
        self._exceptions = exceptions
        self._clock = clock

    def open(self, orders: Sequence[Order], *, cards: bool = True) -> list[Approval]:
        """Open an approval for each of these orders that has none pending.

        Without `cards` nobody hears of them yet: `announce` follows.
        """
        self._know_the_buyers(orders)
        return [approval for order in orders if (approval := self._open_one(order, cards=cards))]

    def announce(self, digest_over: int) -> None:
        """Tell of all that was opened without cards, once in the life of the records: on the first start.

        Where more than `digest_over` orders wait, people get digests that name each of theirs, with a
        button to show the card, in place of one card an order.
        """
        with self._store.begin() as tx:
            if tx.cursors.get(ANNOUNCED) is not None:
                return
            quiet = [a for a in tx.approvals.pending() if not tx.messages.of(approval_id=a.id)]
            self._announce(tx, quiet, digest_over)
            tx.cursors.set(ANNOUNCED, self._clock.now().isoformat())

    def supersede(self, approval: Approval, order: Order) -> Approval | None:
        """Close an approval whose order changed and open a new one that shows the difference."""
        difference = changes(approval.order, order)
        with self._store.begin() as tx:
            self._close(tx, approval, ApprovalState.SUPERSEDED, Outcome("Odoo", self._clock.now(), words(difference)))
        return self._open_one(order, difference=difference)

    def close_elsewhere(self, approval: Approval, by: str, what: str) -> None:
        """Close an approval because Odoo has moved on without it."""
        with self._store.begin() as tx:
            outcome = Outcome(by, self._clock.now(), what)
            closed = self._close(tx, approval, ApprovalState.CLOSED_ELSEWHERE, outcome)
            self.tell_buyer(tx, closed)

    def follow(self, approval: Approval, order: Order | None) -> None:
        """Let a pending approval follow its order as just read: closed, superseded, or only redrawn."""
        if order is None:
            self.close_elsewhere(approval, "Odoo", "the order was deleted in Odoo")
        elif order.state is not OrderState.TO_APPROVE:
            return  # decided this very moment: the next look at its head says by whom
        elif order.fingerprint != approval.fingerprint:
            self.supersede(approval, order)
        else:
            self._refresh(approval, order)

    def _refresh(self, approval: Approval, order: Order) -> None:
        """Take over what changed on an order without mattering to the decision, and redraw its cards."""
        with self._store.begin() as tx:
            refreshed = tx.approvals.save(replace(approval, order=self._policy.segregation.applied_to(order)))
            tx.audit.append(
                "approval.refreshed",
                actor="bot",
                at=self._clock.now(),
                order_name=order.name,
                approval_id=approval.id,
                buyer=order.buyer.name if order.buyer else None,
                written=order.write_date,
            )
            self.count_seats(tx, refreshed)
            self._outbox.redraw(tx, approval_id=approval.id)

    def next_step(
        self, tx: Transaction, approval: Approval, seats: tuple[Seat, ...], reserved: frozenset[int]
    ) -> Approval:
        """Move a saved approval to its next step and ask its people; the record as stored."""
        advanced = replace(
            approval,
            step=approval.step + 1,
            seats=seats,
            reserved=reserved,
            step_opened_at=self._clock.now(),
            paused_seconds=0,
            work=Work.NONE,
        )
        advanced = tx.approvals.save(advanced)
        tx.audit.append(
            "step.opened",
            actor="bot",
            at=self._clock.now(),
            order_name=approval.order.name,
            approval_id=approval.id,
            step=advanced.step + 1,
            of=len(advanced.steps),
            asked=[s.name for s in seats],
        )
        self._exceptions.settle_in(tx, approval.order.id, "the next step is asked")
        self._ask(tx, advanced)
        return advanced

    def seats_for(
        self, order: Order, steps: Sequence[Step], step: int, voted: Collection[int]
    ) -> tuple[tuple[Seat, ...], frozenset[int]]:
        """Who is asked in a step, and which of them later steps cannot do without.

        Reads Odoo and Slack. Raises `ApproverProblem` for a step that names what Odoo does not know.
        """
        voted = voted if self._policy.one_person_one_step else ()
        seats = fit_for(order, self._seats(order, steps[step]), voted)
        if not self._policy.one_person_one_step:
            return seats, frozenset()
        later = [(s, fit_for(order, self._seats(order, s), voted)) for s in steps[step + 1 :]]
        reserved = indispensable(order, later)
        if all(seat.user_id in reserved for seat in seats):
            reserved = frozenset()  # nobody else could start: the later step is the exception then
        return seats, reserved

    def reseat(self, approval_id: str) -> bool:
        """Ask again who could decide a pending step that had nobody; whether somebody was found."""
        with self._store.read() as tx:
            approval = tx.approvals.get(approval_id)
        if approval is None or approval.state is not ApprovalState.PENDING:
            return True
        voted = {v.user_id for v in approval.votes if v.counts}
        seats, reserved = self.seats_for(approval.order, approval.steps, approval.step, voted)
        fit = {seat.user_id for seat in seats} | voted
        kept = [s for s in approval.seats if s.user_id in fit or s.vacated or s.handed_by is not None]
        held = {seat.user_id for seat in kept}
        more = (*kept, *(seat for seat in seats if seat.user_id not in held))
        found = replace(approval, seats=more, reserved=reserved)
        if len(found.active_seats()) < found.needed():
            return False
        with self._store.begin() as tx:
            found = tx.approvals.save(found)
            tx.audit.append(
                "step.reseated",
                actor="bot",
                at=self._clock.now(),
                order_name=found.order.name,
                approval_id=found.id,
                step=found.step + 1,
                asked=[s.name for s in found.active_seats()],
            )
            self._exceptions.settle_in(tx, found.order.id, "somebody can decide now")
            self._ask(tx, found)
        return True

    def show_card(self, approval_id: str, user_id: int, slack_id: str) -> Approval:
        """Send the card of an approval to somebody who is asked.

        Raises `Refused` when it is closed, they are not asked, or they have the card already.
        """
        with self._store.begin() as tx:
            approval = tx.approvals.get(approval_id)
            if approval is None:
                raise Refused("I do not know this order any more. Please look at it in Odoo.", code="unknown")
            closed = why_closed(approval)
            if closed:
                raise Refused(closed, code="closed")
            name = approval.order.name
            if user_id not in {s.user_id for s in approval.active_seats()}:
                raise Refused(f"You are not asked about {name} any more.", code="not_in_step")
            if not self._card(tx, approval, user_id, slack_id):
                raise Refused(f"You have the card of {name} already, here in this conversation.", code="shown")
        return approval

    def card_for(self, tx: Transaction, approval: Approval, seat: Seat) -> None:
        """Send the card of an approval to one seat, once."""
        self._card(tx, approval, seat.user_id, seat.slack_id)

    def tell_buyer(self, tx: Transaction, approval: Approval) -> None:
        """Tell the buyer what became of the order, once."""
        buyer = approval.order.buyer or approval.order.creator
        person = tx.people.by_user([buyer.id]).get(buyer.id) if buyer else None
        if person is not None and person.slack_id:
            key = f"outcome:{approval.id}:{approval.state.value}"
            self._outbox.say(tx, MessageKind.OUTCOME, person.slack_id, key, approval_id=approval.id)

    def _open_one(self, order: Order, *, difference: tuple[Change, ...] = (), cards: bool = True) -> Approval | None:
        order = self._policy.segregation.applied_to(order)
        difference = difference or self._since_superseded(order)
        chosen = choose(self._policy, order)
        try:
            match chosen:
                case NoRule(reason=reason):
                    self._exceptions.raise_for(order, ExceptionKind.NO_RULE, reason)
                    return None
                case AutoApprove():
                    return self._open_automatic(order, chosen, difference)
                case Plan():
                    return self._open_plan(order, chosen, difference, cards=cards)
        except Conflict:
            return None  # another replica, or the webhook, was first
        except ApproverProblem as problem:
            self._exceptions.raise_for(order, ExceptionKind.NOBODY, str(problem))
            return None

    def _since_superseded(self, order: Order) -> tuple[Change, ...]:
        """What changed since an approval that was superseded and never followed by its new one."""
        with self._store.read() as tx:
            latest = tx.approvals.latest_of([order.id]).get(order.id)
        superseded = latest is not None and latest.state is ApprovalState.SUPERSEDED
        return changes(latest.order, order) if latest is not None and superseded else ()

    def _open_plan(self, order: Order, plan: Plan, difference: tuple[Change, ...], *, cards: bool) -> Approval:
        seats, reserved = self.seats_for(order, plan.steps, 0, ())
        now = self._clock.now()
        approval = Approval(
            id=uuid.uuid4().hex,
            order=order,
            fingerprint=order.fingerprint,
            rule=plan.rule,
            reason=plan.reason,
            policy_version=self._policy.version,
            steps=plan.steps,
            state=ApprovalState.PENDING,
            step=0,
            seats=seats,
            reserved=reserved,
            opened_at=now,
            step_opened_at=now,
            changes=difference,
        )
        with self._store.begin() as tx:
            tx.approvals.add(approval)
            tx.audit.append(
                "approval.opened",
                actor="bot",
                at=now,
                order_name=order.name,
                approval_id=approval.id,
                rule=plan.rule,
                reason=plan.reason,
                policy=self._policy.version,
                amount=order.amount,
                currency=order.currency,
                company_amount=order.company_amount,
                rate=order.rate,
                fingerprint=approval.fingerprint,
                asked=[s.name for s in seats],
                changes=[f"{c.what}: {c.before} -> {c.after}" for c in difference],
            )
            self._exceptions.settle_in(tx, order.id, "an approval was opened")
            if cards or len(seats) < approval.needed():
                self._ask(tx, approval)
        return approval

    def _open_automatic(self, order: Order, chosen: AutoApprove, difference: tuple[Change, ...]) -> Approval:
        now = self._clock.now()
        approval = Approval(
            id=uuid.uuid4().hex,
            order=order,
            fingerprint=order.fingerprint,
            rule=chosen.rule,
            reason=chosen.reason,
            policy_version=self._policy.version,
            steps=(Step(name="policy", approvers=()),),
            state=ApprovalState.PENDING,
            step=0,
            seats=(),
            opened_at=now,
            step_opened_at=now,
            changes=difference,
            work=Work.DUE,
            automatic=True,
        )
        with self._store.begin() as tx:
            tx.approvals.add(approval)
            tx.audit.append(
                "approval.automatic",
                actor=f"policy rule {chosen.rule}",
                at=now,
                order_name=order.name,
                approval_id=approval.id,
                reason=chosen.reason,
                policy=self._policy.version,
                amount=order.amount,
                currency=order.currency,
                fingerprint=approval.fingerprint,
            )
            tx.jobs.enqueue("settle", approval.id)
            tx.approvals.defer(approval.id, now + BACKSTOP)
        return approval

    def _ask(self, tx: Transaction, approval: Approval) -> None:
        self.count_seats(tx, approval)
        for seat in approval.active_seats():
            self._card(tx, approval, seat.user_id, seat.slack_id)
        self._outbox.redraw(tx, approval_id=approval.id)

    def _card(self, tx: Transaction, approval: Approval, user_id: int, slack_id: str) -> bool:
        key = f"card:{approval.id}:{approval.step}:{user_id}"
        return self._outbox.say(
            tx, MessageKind.CARD, slack_id, key, approval_id=approval.id, user_id=user_id, step=approval.step
        )

    def _announce(self, tx: Transaction, opened: Sequence[Approval], digest_over: int) -> None:
        asked: dict[str, list[tuple[Approval, Seat]]] = {}
        for approval in opened:
            for seat in approval.active_seats():
                asked.setdefault(seat.slack_id, []).append((approval, seat))
        for slack_id, mine in asked.items():
            if len(opened) <= digest_over:
                for approval, seat in mine:
                    self._card(tx, approval, seat.user_id, slack_id)
                continue
            for start in range(0, len(mine), DIGEST_SIZE):
                part = [approval.id for approval, _seat in mine[start : start + DIGEST_SIZE]]
                key = f"digest:{slack_id}:{part[0]}"
                # It belongs to the first of its orders, so that it is not lost when Slack refuses it.
                self._outbox.say(tx, MessageKind.DIGEST, slack_id, key, approval_id=part[0], approvals=part)

    def count_seats(self, tx: Transaction, approval: Approval, out: Collection[int] = ()) -> None:
        """See whether the step still has enough people, apart from those who turned `out` to have no right."""
        left = [s for s in fit_for(approval.order, approval.active_seats(), ()) if s.user_id not in out]
        if len(left) < approval.needed():
            self._nobody(tx, approval, len(left))

    def _nobody(self, tx: Transaction, approval: Approval, left: int) -> None:
        step = approval.current
        self._exceptions.raise_in(
            tx,
            approval.order,
            ExceptionKind.NOBODY,
            f"step {approval.step + 1} ({step.name}) needs {approval.needed()} and has "
            f"{left or 'nobody'} who could decide: the others it names are excluded by segregation of duties or "
            "their limit, took an earlier step, lost their rights, or have no Slack account",
            approval_id=approval.id,
        )

    def _close(self, tx: Transaction, approval: Approval, state: ApprovalState, outcome: Outcome) -> Approval:
        """Close an approval that Odoo has left behind; votes not yet carried out are void, and said so."""
        votes = []
        for vote in approval.votes:
            if vote.undone:
                reason = closed_words(approval, state, outcome)
                self.tell_void(tx, approval, vote, reason)
                vote = replace(vote, state=VoteState.VOID, void_reason=reason)
            votes.append(vote)
        closed = tx.approvals.save(replace(approval, state=state, work=Work.NONE, outcome=outcome, votes=tuple(votes)))
        tx.audit.append(
            f"approval.{state.value}",
            actor=outcome.by,
            at=outcome.at,
            order_name=approval.order.name,
            approval_id=approval.id,
            what=outcome.reason,
            void=[v.id for v in votes if v.state is VoteState.VOID],
        )
        # The activity's feedback is a note on the order, where the words of a decision stand once a decision.
        self._exceptions.settle_in(tx, approval.order.id, "the order moved on in Odoo")
        self._outbox.redraw(tx, approval_id=approval.id)
        return closed

    def tell_void(self, tx: Transaction, approval: Approval, vote: Vote, text: str) -> None:
        """Tell somebody that their decision did not count, where they clicked if that still works."""
        self._outbox.say(
            tx,
            MessageKind.NOTICE,
            vote.slack_id,
            f"void:{vote.id}",
            approval_id=approval.id,
            text=text,
            response_url=vote.response_url,
            channel=vote.channel,
        )

    def _seats(self, order: Order, step: Step) -> tuple[Seat, ...]:
        users = self._approvers.candidates(order, step)
        slack = self._people.seats(users)
        return tuple(
            Seat(user.id, user.name, slack[user.id], limit=limit_for(self._policy, user.login))
            for user in users
            if user.id in slack
        )

    def _know_the_buyers(self, orders: Sequence[Order]) -> None:
        """Have the buyers matched before anything is to be said to them."""
        buyers = {who.id for order in orders if (who := order.buyer or order.creator)}
        self._people.seats(self._approvers.users(buyers).values())


def words(difference: Sequence[Change]) -> str:
    """The difference in one line."""
    return "; ".join(f"{c.what}: {c.before} → {c.after}" for c in difference) or "changed in Odoo"


def closed_words(approval: Approval, state: ApprovalState, outcome: Outcome) -> str:
    """Why somebody's click did not count, in one sentence for them."""
    name = approval.order.name
    if state is ApprovalState.SUPERSEDED:
        return (
            f"{name} changed in Odoo before your decision could be carried out ({outcome.reason}). "
            "Your click did not count; you get a new card with the difference."
        )
    return f"Your decision on {name} did not count: {outcome.reason} ({outcome.by})."


def verdict_word(verdict: Verdict) -> str:
    """ "Approved" or "Rejected", as the note and the card say it."""
    return "Approved" if verdict is Verdict.APPROVE else "Rejected"
