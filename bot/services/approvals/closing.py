"""Closing approvals that Odoo has left behind, and saying so."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.approvals import Approval, ApprovalState, Outcome, Vote, VoteState, Work
from bot.domain.messages import MessageKind
from bot.domain.ports import Clock, Store, Transaction
from bot.services.approvals.records import audit, buyer_of
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox


class Closing:
    """Closes approvals without a decision of ours; votes not yet carried out are void, and said so."""

    def __init__(self, store: Store, outbox: Outbox, exceptions: ExceptionService, clock: Clock) -> None:
        self._store = store
        self._outbox = outbox
        self._exceptions = exceptions
        self._clock = clock

    def elsewhere(self, approval: Approval, by: str, what: str) -> None:
        """Close an approval because Odoo has moved on without it."""
        with self._store.begin() as tx:
            outcome = Outcome(by, self._clock.now(), what)
            closed = self.close(tx, approval, ApprovalState.CLOSED_ELSEWHERE, outcome)
            self.tell_buyer(tx, closed)

    def close(self, tx: Transaction, approval: Approval, state: ApprovalState, outcome: Outcome) -> Approval:
        """Close an approval that Odoo has left behind; the record as stored."""
        votes = []
        for vote in approval.votes:
            if vote.undone:
                reason = closed_words(approval, state, outcome)
                self.tell_void(tx, approval, vote, reason)
                vote = replace(vote, state=VoteState.VOID, void_reason=reason)
            votes.append(vote)
        closed = tx.approvals.save(replace(approval, state=state, work=Work.NONE, outcome=outcome, votes=tuple(votes)))
        void = [v.id for v in votes if v.state is VoteState.VOID]
        audit(tx, f"approval.{state.value}", approval, actor=outcome.by, at=outcome.at, what=outcome.reason, void=void)
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

    def tell_buyer(self, tx: Transaction, approval: Approval) -> None:
        """Tell the buyer what became of the order, once."""
        person = buyer_of(tx, approval)
        if person is not None and person.slack_id:
            key = f"outcome:{approval.id}:{approval.state.value}"
            self._outbox.say(tx, MessageKind.OUTCOME, person.slack_id, key, approval_id=approval.id)


def closed_words(approval: Approval, state: ApprovalState, outcome: Outcome) -> str:
    """Why somebody's click did not count, in one sentence for them."""
    name = approval.order.name
    if state is ApprovalState.SUPERSEDED:
        return (
            f"{name} changed in Odoo before your decision could be carried out ({outcome.reason}). "
            "Your click did not count; you get a new card with the difference."
        )
    return f"Your decision on {name} did not count: {outcome.reason} ({outcome.by})."
