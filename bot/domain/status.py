"""Where an approval is stuck: since when in working time, what was tried, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.approvals import Approval
from bot.domain.chains import Urgency
from bot.domain.escalation import Deed, Next, Watch, next_step, waits_for
from bot.domain.timeline import Past, listed
from bot.domain.working_time import Timetable

LOOKS = 120  # at what comes next: it is looked at again every few hours
AHEAD = timedelta(days=21)
_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Worked:
    """How long somebody has had something, in their own working time; `day` is the length of their working day."""

    time: timedelta
    day: timedelta


@dataclass(frozen=True)
class Coming:
    """What happens next if nobody decides: `at` the earliest, about whom, and what."""

    at: datetime
    about: str
    words: str


@dataclass(frozen=True)
class Standing:
    """All that is known of where an approval stands beside its own record."""

    worked: Worked | None = None
    past: tuple[Past, ...] = ()
    coming: Coming | None = None


def holders(approval: Approval) -> list[int]:
    """The Odoo users who have it now: those who are asked and whose decision is missing."""
    return [seat.user_id for seat in approval.active_seats() if waits_for(approval, seat.user_id)]


def concerned(approval: Approval) -> set[int]:
    """Odoo users who have to do with an approval: buyer, creator, requester, whoever is or was asked or told."""
    order = approval.order
    duties = {who.id for who in (order.buyer, order.creator, order.requester) if who is not None}
    return duties | {s.user_id for s in approval.seats} | {v.user_id for v in approval.votes} | approval.escalated_to


def worked(
    approval: Approval, tables: Mapping[int, Timetable], now: datetime, *, first: int | None = None
) -> Worked | None:
    """How long somebody has had the current step, in their own working time; `first` is taken before the others.

    Of several who are asked it is whoever worked longest since: they are the one who could have decided.
    """
    stepped_in = {seat.user_id for seat in approval.active_seats() if seat.stepped_in}
    having = [user for user in holders(approval) if user in tables and (user not in stepped_in or user == first)]
    chosen = [first] if first in having else having
    spans = [
        (tables[user].between(approval.step_opened_at, now), tables[user].day) for user in chosen if user is not None
    ]
    return Worked(*max(spans)) if spans else None


def coming(
    approval: Approval, watches: Sequence[Watch], urgency: Urgency, tables: Mapping[int, Timetable], now: datetime
) -> Coming | None:
    """The first thing that happens if nobody decides; None where the policy foresees nothing, or not within weeks."""
    found = [
        step for watch in watches if watch.user_id in tables for step in _next(approval, watch, urgency, tables, now)
    ]
    return min(found, key=lambda step: step.at, default=None)


def _next(
    approval: Approval, watch: Watch, urgency: Urgency, tables: Mapping[int, Timetable], now: datetime
) -> list[Coming]:
    at = now
    seat = approval.seat_of(watch.user_id)
    for _ in range(LOOKS):
        step = next_step(approval, watch, approval.current.escalation, urgency, tables[watch.user_id], at)
        if step.deed is Deed.STOP or seat is None:
            return []
        if step.deed is not Deed.WAIT:
            return [Coming(max(at, now), seat.name, _deed(step))]
        if step.at is None or step.at > now + AHEAD:
            return []
        at = max(step.at, at + _MOMENT)
    return []


def _deed(step: Next) -> str:
    if step.deed is Deed.REMIND:
        return "is reminded"
    if step.deed is Deed.COVER:
        return "is away: a deputy is asked"
    levels = listed([action.in_words() for action in step.level.then]) if step.level else "others are told"
    return f"has not decided by then: {levels}"
