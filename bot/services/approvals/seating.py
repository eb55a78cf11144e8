"""Who is asked in a step: the people that the policy names, who could decide, and whom Slack reaches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.domain.approvals import Approval, ApprovalState, Seat
from bot.domain.handing_over import same_steps
from bot.domain.orders import Order
from bot.domain.people import OdooUser
from bot.domain.policy import Plan, Policy, Step, choose, limit_for
from bot.domain.ports import Clock, Store
from bot.domain.seating import fit_for, indispensable
from bot.services.approvals.asking import Asking
from bot.services.approvals.records import audit
from bot.services.approvers import ApproverService
from bot.services.exceptions import ExceptionService
from bot.services.people import PeopleService


class Seating:
    """Finds the seats of a step. Reads Odoo and Slack."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        approvers: ApproverService,
        people: PeopleService,
        asking: Asking,
        exceptions: ExceptionService,
        clock: Clock,
    ) -> None:
        self._store = store
        self._policy = policy
        self._approvers = approvers
        self._people = people
        self._asking = asking
        self._exceptions = exceptions
        self._clock = clock

    def seats_for(
        self, order: Order, steps: Sequence[Step], step: int, voted: Collection[int]
    ) -> tuple[tuple[Seat, ...], frozenset[int]]:
        """Who is asked in a step, and which of them later steps cannot do without.

        Raises `ApproverProblem` for a step that names what Odoo does not know.
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

    def receivers(self, approval: Approval, step: int, voted: Collection[int]) -> dict[int, Seat]:
        """Who of those to whom places of a step were handed over before the order changed could take them again.

        By user. Reads nothing where no place was.
        """
        given = {handed.receiver for handed in approval.handed if handed.step == step}
        if not given:
            return {}
        out = voted if self._policy.one_person_one_step else ()
        users = self._approvers.deputies(approval.order, approval.steps[step])
        users = tuple(user for user in users if user.id in given and user.id not in out)
        return {seat.user_id: seat for seat in self._seats_of(users)}

    def reseat(self, approval_id: str) -> bool:
        """Ask again who could decide a pending step that had nobody; whether somebody was found.

        It is asked as the policy in force says, which may have been mended for this, and from its first step on while
        nobody has decided anything.
        """
        with self._store.read() as tx:
            approval = tx.approvals.get(approval_id)
        if approval is None or approval.state is not ApprovalState.PENDING:
            return True
        voted = {v.user_id for v in approval.votes if v.counts}
        approval = self.as_in_force(approval, approval.step if voted else 0)
        seats, reserved = self.seats_for(approval.order, approval.steps, approval.step, voted)
        fit = {seat.user_id for seat in seats} | voted
        kept = [
            s for s in approval.seats if s.user_id in fit or s.vacated or s.handed_by is not None or s.stands_in_for
        ]
        held = {seat.user_id for seat in kept}
        more = (*kept, *(seat for seat in seats if seat.user_id not in held))
        found = replace(approval, seats=more, reserved=reserved)
        if len(found.places()) < found.needed():
            return False
        with self._store.begin() as tx:
            found = tx.approvals.save(found)
            asked = [s.name for s in found.active_seats()]
            audit(
                tx,
                "step.reseated",
                found,
                actor="bot",
                at=self._clock.now(),
                step=found.step + 1,
                asked=asked,
                rule=found.rule,
                policy=found.policy_version,
            )
            self._exceptions.settle_in(tx, found.order.id, "somebody can decide now")
            self._asking.ask(tx, found)
        return True

    def as_in_force(self, approval: Approval, asked: int) -> Approval:
        """The approval under the policy as it is now, with step `asked` to be asked; unchanged where that is not fit.

        A decision stands while its step does: where the policy has other people for a step that somebody decided, or
        asks nobody any more, it stays under the policy that it was decided under.
        """
        if approval.policy_version == self._policy.version:
            return approval
        said = choose(self._policy, approval.order)
        decided = max((vote.step + 1 for vote in approval.votes if vote.counts), default=0)
        if (
            not isinstance(said, Plan)
            or not same_steps(approval.steps, said.steps, decided)
            or asked >= len(said.steps)
        ):
            return approval
        renewed = replace(
            approval, rule=said.rule, reason=said.reason, policy_version=self._policy.version, steps=said.steps
        )
        if decided > approval.step:  # the current step has votes: its people are who they were
            return renewed
        return replace(
            renewed,
            step=asked,
            seats=(),
            reserved=frozenset(),
            handed=tuple(given for given in approval.handed if given.step < asked),
            step_opened_at=self._clock.now(),
        )

    def know_the_buyers(self, orders: Sequence[Order]) -> None:
        """Have the buyers matched before anything is to be said to them."""
        buyers = {who.id for order in orders if (who := order.buyer or order.creator)}
        self._people.seats(self._approvers.users(buyers).values())

    def _seats(self, order: Order, step: Step) -> tuple[Seat, ...]:
        return self._seats_of(self._approvers.candidates(order, step))

    def _seats_of(self, users: Sequence[OdooUser]) -> tuple[Seat, ...]:
        slack = self._people.seats(users)
        return tuple(
            Seat(user.id, user.name, slack[user.id], limit=limit_for(self._policy, user.login))
            for user in users
            if user.id in slack
        )
