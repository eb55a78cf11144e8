"""Whose queue an approval stands in, and why."""

from dataclasses import replace

import pytest

from bot.domain.approvals import Approval, ApprovalState, Because, Verdict
from bot.domain.home import Part, parts
from bot.domain.orders import UserRef
from tests.builders_approvals import (
    BUYER,
    make_approval,
    make_hand_over,
    make_seat,
    make_step,
    make_vote,
    waiting_order,
)


def in_queue(approval: Approval, part: Part) -> list[int]:
    """The users who find it there."""
    return sorted(user for user, why in parts(approval) if why is part)


def test_it_waits_for_everybody_who_is_asked() -> None:
    assert in_queue(make_approval(), Part.WAITING) == [2, 3]


def test_buyer_creator_and_requester_find_it_among_theirs() -> None:
    order = waiting_order(creator=UserRef(7, "Ann"), requester=UserRef(8, "Bob"))
    assert in_queue(make_approval(order=order), Part.MINE) == [BUYER.id, 7, 8]


def test_order_without_a_buyer_is_nobodys() -> None:
    order = waiting_order(buyer=None, creator=None, requester=None)
    assert in_queue(make_approval(order=order), Part.MINE) == []


def test_it_no_longer_waits_for_who_agreed() -> None:
    approval = make_approval(steps=(make_step(need=2),), votes=(make_vote(2),))
    assert in_queue(approval, Part.WAITING) == [3]


def test_vote_of_an_earlier_step_does_not_count() -> None:
    approval = make_approval(steps=(make_step(), make_step("Finance")), step=1, votes=(make_vote(2),))
    assert in_queue(approval, Part.WAITING) == [2, 3]


@pytest.mark.parametrize("verdict", Verdict)
def test_it_waits_for_nobody_once_it_is_decided(verdict: Verdict) -> None:
    assert in_queue(make_approval(votes=(make_vote(2, verdict),)), Part.WAITING) == []


def test_who_gave_and_who_took_it_find_it_handed_over() -> None:
    approval = make_approval(seats=(make_seat(2, vacated=True), make_seat(4, handed_by=2)))
    assert in_queue(approval, Part.HANDED_OVER) == [2, 4]
    assert in_queue(approval, Part.WAITING) == [4]


def test_who_gave_it_to_a_colleague_asked_anyway_finds_it_handed_over_and_so_does_the_colleague() -> None:
    seats = (make_seat(2, vacated=True), make_seat(3))
    approval = make_approval(seats=seats, handed=(make_hand_over(2, 3),))
    assert in_queue(approval, Part.HANDED_OVER) == [2, 3]


def test_deputy_of_somebody_away_finds_it_handed_over_and_waiting() -> None:
    seats = (make_seat(2), make_seat(4, stands_in_for=2, because=Because.AWAY))
    approval = make_approval(seats=seats)
    assert in_queue(approval, Part.HANDED_OVER) == [4]
    assert in_queue(approval, Part.WAITING) == [2, 4]


def test_it_waits_for_nobody_in_a_place_that_has_decided() -> None:
    seats = (make_seat(2), make_seat(4, stands_in_for=2, because=Because.AWAY), make_seat(3))
    approval = make_approval(steps=(make_step(need=None),), seats=seats, votes=(make_vote(4),))
    assert in_queue(approval, Part.WAITING) == [3]


def test_who_it_was_escalated_to_finds_it_there() -> None:
    assert in_queue(make_approval(escalated_to=frozenset({7, 9})), Part.ESCALATED) == [7, 9]


@pytest.mark.parametrize("state", set(ApprovalState) - {ApprovalState.PENDING})
def test_closed_one_stands_in_nobodys_queue(state: ApprovalState) -> None:
    assert parts(replace(make_approval(), state=state)) == frozenset()
