"""Whether somebody may decide an approval now, and if not, why, in words for them."""

from __future__ import annotations

from decimal import Decimal

from bot.domain.approvals import Approval, ApprovalState, Seat, Verdict
from bot.domain.errors import Refused
from bot.domain.orders import Order
from bot.domain.words import moment


def segregated(order: Order, user_id: int) -> str | None:
    """Why this user may never approve this order (segregation of duties); None when they may.

    Whoever creates, requests or buys an order does not approve it, nor whoever receives or bills it
    where that is known.
    """
    duties = (
        ("you are the buyer of this order", (order.buyer,)),
        ("you created this order", (order.creator,)),
        ("you requested this order", (order.requester,)),
        ("you receive the goods of this order", order.receivers),
        ("you handle the bill of this order", order.billers),
    )
    for reason, people in duties:
        if any(p is not None and p.id == user_id for p in people):
            return reason
    return None


def over_limit(order: Order, limit: Decimal | None) -> str | None:
    """Why the order is above this spending limit (in company currency); None when it is not."""
    if limit is None:
        return None
    if order.company_amount is None:
        return f"your limit is {limit:,.2f} {order.company_currency} and Odoo has no rate for {order.currency}"
    if order.company_amount > limit:
        return (
            f"your limit is {limit:,.2f} {order.company_currency} and the order is "
            f"{order.company_amount:,.2f} {order.company_currency}"
        )
    return None


def why_closed(approval: Approval) -> str | None:
    """Why nobody can decide this approval any more; None while it is pending."""
    if approval.state is ApprovalState.PENDING:
        return None
    name = approval.order.name
    if approval.state is ApprovalState.SUPERSEDED:
        return (
            f"{name} changed in Odoo after this card was drawn, so this card no longer decides it. "
            "Please use the new card."
        )
    outcome = approval.outcome
    if outcome is None:
        return f"{name} is already decided."
    when = moment(outcome.at)
    if approval.state is ApprovalState.CLOSED_ELSEWHERE:
        return f"{name} was closed in Odoo: {outcome.reason or 'decided there'} ({outcome.by}, {when})."
    return f"{name} was already {approval.state.value} by {outcome.by} on {when}."


def check_decide(approval: Approval, user_id: int, verdict: Verdict | None = None) -> Seat:
    """The seat from which this user decides the current step.

    Raises `Refused` with the reason when the approval is closed, somebody was first, the person
    decided already, is not asked, conflicts with segregation of duties, is over their limit, or is
    the only one who can take a later step (that holds for approving only).
    """
    closed = why_closed(approval)
    if closed:
        raise Refused(closed, code="closed")
    name = approval.order.name
    rejections = approval.standing(Verdict.REJECT)
    decided = rejections or (approval.standing(Verdict.APPROVE) if approval.step_complete() else ())
    if decided:
        last = decided[-1]
        word = "rejected" if last.verdict is Verdict.REJECT else "approved"
        who = "you" if last.user_id == user_id else last.name
        raise Refused(
            f"{name} was already {word} by {who} on {moment(last.at)}; it is being carried out in Odoo.",
            code="closed",
        )
    conflict = segregated(approval.order, user_id)
    if conflict:
        raise Refused(f"You cannot decide {name}: {conflict} (segregation of duties).", code="segregation")
    seat = approval.seat_of(user_id)
    if seat is None:
        earlier = next((v for v in approval.votes if v.counts and v.user_id == user_id), None)
        if earlier is not None:
            raise Refused(
                f"You already decided step {earlier.step + 1} of {name}; step {approval.step + 1} "
                f"({approval.current.name}) needs somebody else.",
                code="voted",
            )
        asked = ", ".join(s.name for s in approval.active_seats()) or "nobody yet"
        raise Refused(
            f"You are not asked in the current step of {name} ({approval.current.name}): {asked}.", code="not_in_step"
        )
    if seat.vacated:
        raise Refused(f"You handed {name} over, so you cannot decide it any more.", code="handed_over")
    if any(v.counts and v.step == approval.step and v.user_id == user_id for v in approval.votes):
        raise Refused(f"You already decided {name}; it waits for the others of this step.", code="voted")
    if seat.place in approval.decided_places():
        raise Refused(f"{name} was decided already in the place that you share; it waits for the others.", code="voted")
    excess = over_limit(approval.order, seat.limit)
    if excess:
        raise Refused(f"You cannot decide {name}: {excess}.", code="over_limit")
    if verdict is Verdict.APPROVE and user_id in approval.reserved:
        others = ", ".join(s.name for s in approval.active_seats() if s.user_id not in approval.reserved)
        raise Refused(
            f"{name} needs two different people, and only you can take a later step: "
            f"please leave step {approval.step + 1} ({approval.current.name}) to {others or 'somebody else'}.",
            code="reserved",
        )
    return seat


def clean_reason(text: str | None, *, limit: int = 2000) -> str:
    """A reason or question as a person typed it, trimmed; raises `Refused` when blank or too long."""
    reason = (text or "").strip()
    if not reason:
        raise Refused("Please write something here: a blank text tells nobody anything.", code="blank")
    if len(reason) > limit:
        raise Refused(f"Please keep it within {limit:,} characters; this has {len(reason):,}.", code="too_long")
    return reason
