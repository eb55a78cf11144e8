"""What the use cases of approvals ask of the records, and write to the audit log."""

from __future__ import annotations

from datetime import datetime

from bot.domain.approvals import Approval, ApprovalState, Seat, Verdict
from bot.domain.deciding import check_decide, over_limit
from bot.domain.errors import Refused
from bot.domain.people import Person
from bot.domain.policy import Policy, limit_for
from bot.domain.ports import Transaction

UNKNOWN_CARD = "I do not know this card any more. Please look at the order in Odoo."


def find(tx: Transaction, approval_id: str) -> Approval:
    """One approval. Raises `Refused` when there is none."""
    approval = tx.approvals.get(approval_id)
    if approval is None:
        raise Refused(UNKNOWN_CARD, code="unknown")
    return approval


def seated(
    tx: Transaction, policy: Policy, approval_id: str, person: Person, verdict: Verdict | None
) -> tuple[Approval, Seat]:
    """The approval, and the seat from which this person decides it, by the limit that they have now.

    Raises `Refused` with the reason why they cannot.
    """
    approval = find(tx, approval_id)
    seat = check_decide(approval, person.user.id, verdict)
    excess = over_limit(approval.order, limit_for(policy, person.user.login))
    if excess:
        raise Refused(f"You cannot decide {approval.order.name}: {excess}.", code="over_limit")
    return approval, seat


def in_place_of(approval: Approval, seat: Seat) -> dict[str, str]:
    """For the audit log: in whose place somebody decides, and because of what; empty for their own."""
    principal = approval.seat_of(seat.place)
    if seat.stands_in_for is None or principal is None:
        return {}
    return {"in_place_of": principal.name, "because": seat.because.value if seat.because else ""}


def buyer_of(tx: Transaction, approval: Approval) -> Person | None:
    """The buyer of the order, or whoever created it, as last matched; None for somebody never matched."""
    buyer = approval.order.buyer or approval.order.creator
    return tx.people.by_user([buyer.id]).get(buyer.id) if buyer else None


def newest_with(tx: Transaction, asked: Approval, question_id: str) -> Approval:
    """The approval on whose card a question stands now: of the order as it is, where it followed a change there."""
    if asked.state is not ApprovalState.SUPERSEDED:
        return asked
    latest = tx.approvals.latest_of([asked.order.id]).get(asked.order.id, asked)
    current = tx.approvals.get(latest.id)
    return current if current is not None and any(q.id == question_id for q in current.questions) else asked


def question_key(question_id: str) -> str:
    """The key of the message that brings a question to the buyer."""
    return f"question:{question_id}"


def audit(tx: Transaction, kind: str, approval: Approval, *, actor: str, at: datetime, **data: object) -> None:
    """Write one event about an approval, in the transaction of what it records."""
    tx.audit.append(kind, actor=actor, at=at, order_name=approval.order.name, approval_id=approval.id, **data)
