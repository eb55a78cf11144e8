"""Who may take a seat: of the candidates of a step, from somebody who hands theirs over, or beside somebody silent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.domain.approvals import Approval, Because, HandOver, Seat
from bot.domain.deciding import check_decide, over_limit, segregated
from bot.domain.errors import Refused
from bot.domain.orders import Order
from bot.domain.policy import Step


def fit_for(order: Order, candidates: Iterable[Seat], voted: Collection[int]) -> tuple[Seat, ...]:
    """The candidates who could decide this order: no conflict of duties, within limit, no earlier vote."""
    return tuple(
        seat
        for seat in candidates
        if segregated(order, seat.user_id) is None
        and over_limit(order, seat.limit) is None
        and seat.user_id not in voted
    )


def indispensable(order: Order, later: Iterable[tuple[Step, tuple[Seat, ...]]]) -> frozenset[int]:
    """People without whom a later step could not be completed, given who could decide each of them."""
    found: set[int] = set()
    for step, candidates in later:
        fit = fit_for(order, candidates, ())
        needed = len(fit) if step.need is None else step.need
        if len(fit) <= needed:
            found.update(seat.user_id for seat in fit)
    return frozenset(found)


def check_hand_over(approval: Approval, giver: int, receiver: Seat) -> Approval:
    """The approval with the giver's seat handed to `receiver`.

    Somebody who is asked already can take it over, unless all must agree: then a seat less would be a
    voice less. Raises `Refused` when the giver has no seat, the receiver handed theirs over before
    (that ends a circle), has voted, or could not decide the order.
    """
    seat = check_decide(approval, giver)
    if receiver.user_id == giver:
        raise Refused("You cannot hand an order over to yourself.", code="self")
    return check_takes(approval, seat, receiver)


def check_takes(approval: Approval, seat: Seat, receiver: Seat, *, by: str = "", note: str = "") -> Approval:
    """The approval with a seat given to `receiver` by somebody. Raises `Refused` as `check_hand_over`."""
    held = approval.seat_of(receiver.user_id)
    if held is not None and (held.vacated or (approval.current.need is None and held.place != seat.place)):
        why = "already handed it over" if held.vacated else "must decide beside you in this step"
        raise Refused(f"{held.name} {why}, so {approval.order.name} cannot go to them.", code="circle")
    if any(v.counts and v.step == approval.step and v.user_id == receiver.user_id for v in approval.votes):
        raise Refused(f"{receiver.name} has decided already, so {approval.order.name} cannot go to them.", code="voted")
    conflict = segregated(approval.order, receiver.user_id) or over_limit(approval.order, receiver.limit)
    if conflict:
        raise Refused(f"{receiver.name} could not decide {approval.order.name} either.", code="unfit")
    return give_place(approval, seat, receiver, by=by, note=note)


def give_place(approval: Approval, seat: Seat, receiver: Seat, *, by: str = "", note: str = "") -> Approval:
    """The approval with a seat handed to `receiver`, who may be asked already; stand-ins go with the place."""
    held = approval.seat_of(receiver.user_id)
    seats = []
    for s in approval.seats:
        if s.user_id == seat.user_id:
            s = replace(s, vacated=True)
        elif seat.stands_in_for is None and s.stands_in_for == seat.user_id:
            # The place is the receiver's now. Who stood in for the giver and receives it has it themselves.
            s = replace(s, stands_in_for=None if s.user_id == receiver.user_id else receiver.user_id)
        seats.append(s)
    if held is None:
        seats.append(replace(receiver, handed_by=seat.user_id, stands_in_for=seat.stands_in_for))
    given = HandOver(approval.step, seat.user_id, seat.name, receiver.user_id, receiver.name, by, note)
    return replace(approval, seats=tuple(seats), handed=(*approval.handed, given))


def check_stand_in(approval: Approval, principal: Seat, candidate: Seat, because: Because) -> Approval:
    """The approval with `candidate` beside `principal`, to decide in the same place.

    Raises `Refused` when the candidate has a seat or has voted, has a part in the order, is over their
    limit, or is kept for a later step.
    """
    name = approval.order.name
    if approval.seat_of(candidate.user_id) is not None:
        raise Refused(f"{candidate.name} is asked about {name} already.", code="seated")
    if any(v.counts and v.user_id == candidate.user_id for v in approval.votes):
        raise Refused(f"{candidate.name} took part in deciding {name} already.", code="voted")
    conflict = segregated(approval.order, candidate.user_id) or over_limit(approval.order, candidate.limit)
    if conflict:
        raise Refused(f"{candidate.name} could not decide {name} either.", code="unfit")
    if candidate.user_id in approval.reserved:
        raise Refused(f"{candidate.name} is needed for a later step of {name}.", code="reserved")
    seat = replace(candidate, stands_in_for=principal.place, because=because)
    return replace(approval, seats=(*approval.seats, seat))
