"""What was handed over stays so when the order changes and is asked about anew, while the same people are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.approvals import Approval, HandOver, Seat
from bot.domain.errors import Refused
from bot.domain.policy import Step
from bot.domain.seating import check_takes


@dataclass(frozen=True)
class Renewal:
    """A hand-over made before the order changed. `lapsed` says why it holds no more; empty where it holds."""

    given: HandOver
    lapsed: str = ""


def carried(previous: Approval, steps: Sequence[Step]) -> tuple[tuple[HandOver, ...], tuple[Renewal, ...]]:
    """What people had handed over of an approval that was superseded, for the steps of its new one; what lapses.

    A step is the same while its name, its people and how many of them must agree are. What the policy's chain
    handed over is left out: its time counts from the new card.
    """
    same = {
        number: next((i for i, step in enumerate(steps) if _people(step) == _people(old)), None)
        for number, old in enumerate(previous.steps)
    }
    given = [one for one in previous.handed if one.by]
    kept = tuple(replace(one, step=step) for one in given if (step := same[one.step]) is not None)
    return kept, tuple(Renewal(one, "other people are asked now") for one in given if same[one.step] is None)


def renew(approval: Approval, receivers: Mapping[int, Seat]) -> tuple[Approval, tuple[Renewal, ...]]:
    """The approval with the places of its current step given as they were, and what became of each hand-over.

    `receivers` are those who could take a place, by user.
    """
    before = approval.handed_here()
    approval = replace(approval, handed=tuple(given for given in approval.handed if given.step != approval.step))
    renewals = []
    for given in before:
        approval, lapsed = _given_again(approval, given, receivers.get(given.receiver))
        renewals.append(Renewal(given, lapsed))
    return approval, tuple(renewals)


def _given_again(approval: Approval, given: HandOver, receiver: Seat | None) -> tuple[Approval, str]:
    seat = next((seat for seat in approval.active_seats() if seat.user_id == given.giver), None)
    if seat is None:
        return approval, f"{given.giver_name} is not asked any more"
    if receiver is None:
        return approval, f"{given.receiver_name} could not decide it any more"
    if receiver.user_id in approval.reserved:
        return approval, f"{given.receiver_name} is needed for a later step"
    try:
        return check_takes(approval, seat, receiver, by=given.by, note=given.note), ""
    except Refused as refusal:
        return approval, refusal.reason.rstrip(".")


def same_steps(before: Sequence[Step], now: Sequence[Step], first: int) -> bool:
    """Whether the first steps are the same: their names, their people and how many of them must agree."""
    return [_people(step) for step in before[:first]] == [_people(step) for step in now[:first]]


def _people(step: Step) -> tuple[object, ...]:
    return (step.name, step.approvers, step.need)
