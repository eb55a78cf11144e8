"""Handing a place in the current step over to somebody else who could decide."""

from __future__ import annotations

from bot.domain.approvals import Approval, Seat
from bot.domain.deciding import over_limit, segregated
from bot.domain.errors import Refused
from bot.domain.messages import MessageKind
from bot.domain.policy import Policy, limit_for
from bot.domain.ports import Clock, Store, Transaction
from bot.domain.seating import check_hand_over, check_takes
from bot.services.approvals.asking import Asking
from bot.services.approvals.records import audit, seated
from bot.services.approvers import ApproverService
from bot.services.messages import Outbox
from bot.services.people import PeopleService


class HandingOver:
    """The use cases behind Hand over. People are taken as on record: see `ApprovalDesk`."""

    def __init__(
        self,
        store: Store,
        people: PeopleService,
        approvers: ApproverService,
        asking: Asking,
        outbox: Outbox,
        policy: Policy,
        clock: Clock,
    ) -> None:
        self._store = store
        self._people = people
        self._approvers = approvers
        self._asking = asking
        self._outbox = outbox
        self._policy = policy
        self._clock = clock

    def successors(self, approval_id: str, slack_id: str) -> tuple[Approval, list[Seat]]:
        """Who could take over this person's place: purchase approvers and the people of the step, who could decide.

        Reads Odoo and Slack. Raises `Refused` when the person has no place to hand over.
        """
        person = self._people.on_record(slack_id)
        with self._store.read() as tx:
            approval, seat = seated(tx, self._policy, approval_id, person, None)
        return approval, self.candidates(approval, seat)

    def candidates(self, approval: Approval, seat: Seat) -> list[Seat]:
        """Who could take a seat of the current step. Reads Odoo and Slack."""
        all_must = approval.current.need is None
        out = {s.user_id for s in approval.seats if s.vacated or (all_must and s.place != seat.place)}
        out |= {seat.user_id} | approval.reserved
        out |= {
            v.user_id
            for v in approval.votes
            if v.counts and (self._policy.one_person_one_step or v.step == approval.step)
        }
        users = [
            user
            for user in self._approvers.deputies(approval.order, approval.current)
            if user.id not in out and segregated(approval.order, user.id) is None
        ]
        slack = self._people.seats(users)
        seats = [Seat(u.id, u.name, slack[u.id], limit_for(self._policy, u.login)) for u in users if u.id in slack]
        return [s for s in seats if over_limit(approval.order, s.limit) is None]

    def hand_over(self, approval_id: str, slack_id: str, to_user_id: int, note: str = "") -> Approval:
        """Hand this person's place in the current step to somebody who could decide.

        Raises `Refused` when they could not, or already had a place in this step.
        """
        person = self._people.on_record(slack_id)
        approval, seats = self.successors(approval_id, slack_id)
        receiver = next((s for s in seats if s.user_id == to_user_id), None)
        if receiver is None:
            held = approval.seat_of(to_user_id)
            check_hand_over(approval, person.user.id, held or Seat(to_user_id, "This person", ""))
            raise Refused(f"This person cannot decide {approval.order.name}.", code="unfit")
        with self._store.begin() as tx:
            approval, seat = seated(tx, self._policy, approval_id, person, None)
            return self.give(tx, approval, seat, receiver, by=person.user.name, note=note)

    def give(
        self, tx: Transaction, approval: Approval, seat: Seat, receiver: Seat, *, by: str, note: str = ""
    ) -> Approval:
        """Give a place to somebody who could decide; their card tells them. The record as stored.

        Raises `Refused` when they have a part in this step already, or could not decide.
        """
        note = note.strip()[:500]
        handed = tx.approvals.save(check_takes(approval, seat, receiver, by=by, note=note))
        audit(
            tx,
            "step.handed_over",
            approval,
            actor=by,
            at=self._clock.now(),
            step=approval.step + 1,
            giver=seat.name,
            to=receiver.name,
            note=note,
        )
        if not self._asking.card(tx, handed, receiver):  # a card of theirs that is drawn anew makes no sound
            key = f"handed:{approval.id}:{approval.step}:{seat.user_id}"
            self._outbox.say(
                tx, MessageKind.HANDED_OVER, receiver.slack_id, key, approval_id=approval.id, giver=by, note=note
            )
        self._outbox.redraw(tx, approval_id=approval.id)
        return handed
