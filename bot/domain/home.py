"""Whose queue a pending approval stands in, and why: what a person finds on the Home tab."""

from __future__ import annotations

from enum import StrEnum

from bot.domain.approvals import Approval, ApprovalState, Verdict


class Part(StrEnum):
    """What somebody has to do with a pending approval."""

    WAITING = "waiting"  # it waits for their decision
    MINE = "mine"  # they buy, created or requested the order
    HANDED_OVER = "handed_over"  # they handed it over, or have it from somebody
    ESCALATED = "escalated"  # it was brought before them because others did not decide


def parts(approval: Approval) -> frozenset[tuple[int, Part]]:
    """Everybody in whose queue this approval stands, by Odoo user, with the part they have in it.

    One that is closed stands in nobody's. One that is decided waits for nobody, though it is yet to be carried out.
    """
    if approval.state is not ApprovalState.PENDING:
        return frozenset()
    order = approval.order
    found = {(who.id, Part.MINE) for who in (order.buyer, order.creator, order.requester) if who is not None}
    for seat in approval.seats:
        if seat.vacated or seat.handed_by is not None:
            found.add((seat.user_id, Part.HANDED_OVER))
        if seat.handed_by is not None:
            found.add((seat.handed_by, Part.HANDED_OVER))
    if not approval.standing(Verdict.REJECT) and not approval.step_complete():
        voted = {vote.user_id for vote in approval.standing(Verdict.APPROVE)}
        found |= {(s.user_id, Part.WAITING) for s in approval.active_seats() if s.user_id not in voted}
    return frozenset(found)
