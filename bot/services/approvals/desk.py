"""What people decide at the desk.

Each method is one transaction that is committed before Slack gets its ack. People are taken as on
record: whoever was never matched is refused with code `lookup`, so that the caller can ack, have
them looked up, and try again.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.approvals import Approval, ApprovalState, Seat, Verdict, Vote, Work
from bot.domain.deciding import clean_reason
from bot.domain.errors import Conflict, OdooError, Refused
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.ports import Clock, PurchaseOrderReader, Store, Transaction
from bot.services.approvals.records import UNKNOWN_CARD, audit, find, in_place_of, seated
from bot.services.people import PeopleService, on_record

BACKSTOP = timedelta(seconds=15)


@dataclass(frozen=True)
class Ballot:
    """A decision as it came from Slack: what, why, and where its person is told if it does not count."""

    slack_id: str
    verdict: Verdict
    reason: str
    response_url: str | None
    channel: str | None


class ApprovalDesk:
    """The use cases behind Approve and Reject."""

    def __init__(
        self, store: Store, people: PeopleService, reader: PurchaseOrderReader, policy: Policy, clock: Clock
    ) -> None:
        self._store = store
        self._people = people
        self._reader = reader
        self._policy = policy
        self._clock = clock

    def decide(
        self,
        approval_id: str,
        slack_id: str,
        verdict: Verdict,
        reason: str | None = None,
        *,
        response_url: str | None = None,
        channel: str | None = None,
    ) -> Approval:
        """Take a person's decision and start carrying it out; the approval as stored.

        Raises `Refused` with the sentence for that person.
        """
        if verdict is Verdict.REJECT:
            reason = clean_reason(reason)
        ballot = Ballot(slack_id, verdict, reason or "", response_url, channel)
        try:
            return self._take(approval_id, ballot)
        except Conflict:  # somebody was faster between reading and writing: judge again on what is now true
            return self._take(approval_id, ballot)

    def check_still_open(self, approval_id: str, slack_id: str, verdict: Verdict) -> Approval:
        """The approval, if this person could decide it now, as far as is known without asking Odoo.

        Raises `Refused`.
        """
        person = self._people.on_record(slack_id)
        with self._store.read() as tx:
            return seated(tx, self._policy, approval_id, person, verdict)[0]

    def check_unchanged(self, approval_id: str) -> None:
        """Compare the order in Odoo with the card, before a modal's decision is taken.

        Raises `Refused` when it moved on; says nothing when Odoo cannot be asked (the decision is then
        checked once it can).
        """
        with self._store.read() as tx:
            approval = tx.approvals.get(approval_id)
        if approval is None:
            raise Refused(UNKNOWN_CARD, code="unknown")
        if approval.state is not ApprovalState.PENDING:
            return  # `decide` says how it ended
        try:
            head = self._reader.heads([approval.order.id]).get(approval.order.id)
        except OdooError:
            return
        name = approval.order.name
        if head is None:
            raise Refused(f"{name} was deleted in Odoo meanwhile, so there is nothing to decide.", code="changed")
        if head.state.value != "to approve":
            raise Refused(
                f"{name} no longer waits for approval in Odoo (it is now: {head.state.value}).", code="changed"
            )
        if head.fingerprint != approval.fingerprint:
            raise Refused(f"{name} changed in Odoo meanwhile. Please close this and use the new card.", code="changed")

    def get(self, approval_id: str) -> Approval:
        """One approval. Raises `Refused` when there is none."""
        with self._store.read() as tx:
            return find(tx, approval_id)

    def _take(self, approval_id: str, ballot: Ballot) -> Approval:
        with self._store.begin() as tx:
            person = on_record(tx, ballot.slack_id)
            try:
                approval, seat = seated(tx, self._policy, approval_id, person, ballot.verdict)
            except Refused as refusal:
                self._note_refusal(tx, approval_id, person, ballot.verdict, refusal)
                refused = refusal
            else:
                return self._record(tx, approval, seat, person, ballot)
        raise refused

    def _record(self, tx: Transaction, approval: Approval, seat: Seat, person: Person, ballot: Ballot) -> Approval:
        now = self._clock.now()
        vote = Vote(
            id=uuid.uuid4().hex,
            step=approval.step,
            user_id=person.user.id,
            name=person.user.name,
            slack_id=ballot.slack_id,
            verdict=ballot.verdict,
            reason=ballot.reason,
            at=now,
            response_url=ballot.response_url,
            channel=ballot.channel,
        )
        stored = tx.approvals.save(replace(approval, votes=(*approval.votes, vote), work=Work.DUE))
        tx.approvals.defer(approval.id, now + BACKSTOP)
        tx.jobs.enqueue("settle", approval.id, delay=BACKSTOP.total_seconds() / 3)
        audit(
            tx,
            "decision.taken",
            approval,
            actor=person.user.name,
            at=now,
            vote=vote.id,
            verdict=vote.verdict.value,
            step=approval.step + 1,
            reason=vote.reason,
            slack_user=vote.slack_id,
            odoo_user=person.user.id,
            matched_by=person.matched_by.value,
            fingerprint=approval.fingerprint,
            **in_place_of(approval, seat),
        )
        return stored

    def _note_refusal(
        self, tx: Transaction, approval_id: str, person: Person, verdict: Verdict, refusal: Refused
    ) -> None:
        approval = tx.approvals.get(approval_id)
        tx.audit.append(
            "decision.refused",
            actor=person.user.name,
            at=self._clock.now(),
            order_name=approval.order.name if approval else None,
            approval_id=approval_id if approval else None,
            verdict=verdict.value,
            code=refusal.code,
            why=refusal.reason,
        )
