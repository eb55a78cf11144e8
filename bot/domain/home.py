"""Whose queue a pending approval stands in, and why: what a person finds on the Home tab."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.approvals import Approval, ApprovalState, Because
from bot.domain.exceptions import Trouble
from bot.domain.status import Worked, holders
from bot.domain.working_time import Absence


class Part(StrEnum):
    """What somebody has to do with a pending approval."""

    WAITING = "waiting"  # it waits for their decision
    MINE = "mine"  # they buy, created or requested the order
    HANDED_OVER = "handed_over"  # they handed it over, or have it from somebody
    ESCALATED = "escalated"  # it was brought before them because others did not decide


def opens_on(counts: Mapping[Part, int], last: Part) -> Part:
    """The part that somebody finds first: the one they looked at last, else the most pressing that has anything."""
    return next((part for part in (last, Part.WAITING, Part.ESCALATED, Part.MINE) if counts.get(part)), last)


def parts(approval: Approval) -> frozenset[tuple[int, Part]]:
    """Everybody in whose queue this approval stands, by Odoo user, with the part they have in it.

    One that is closed stands in nobody's. One that is decided waits for nobody, though it is yet to be carried out.
    """
    if approval.state is not ApprovalState.PENDING:
        return frozenset()
    order = approval.order
    found = {(who.id, Part.MINE) for who in (order.buyer, order.creator, order.requester) if who is not None}
    for seat in approval.seats:
        handed = seat.vacated or seat.handed_by is not None or approval.handed_to(seat.user_id) is not None
        if handed or seat.because is Because.AWAY:
            found.add((seat.user_id, Part.HANDED_OVER))
    found |= {(user_id, Part.ESCALATED) for user_id in approval.escalated_to}
    return frozenset(found | {(user_id, Part.WAITING) for user_id in holders(approval)})


def pressing_first(approvals: Iterable[Approval]) -> list[Approval]:
    """As Home, queues and lists name them: those starred in Odoo first, then the orders that have waited longest."""
    return sorted(approvals, key=lambda a: (not a.order.urgent, a.waiting_since, a.order.name))


@dataclass(frozen=True)
class Entry:
    """One order in a queue. `worked` is how long its step has waited; `card_url` leads to the person's own card."""

    approval: Approval
    order_url: str
    worked: Worked | None = None
    card_url: str = ""


@dataclass(frozen=True)
class Home:
    """What one person finds on their Home tab: one page of one part of their queue, and what else concerns them.

    `offset` is how many entries stand before this page. `troubles` are the open exceptions that they own, with
    the address of each one's order. `absence` is the one they are in or that comes next, `deputy` names who stands
    in, and `told` says that they told of it themselves. `zone` is their time zone.
    """

    user_id: int
    at: datetime
    part: Part
    offset: int = 0
    counts: Mapping[Part, int] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    troubles: tuple[tuple[Trouble, str], ...] = ()
    absence: Absence | None = None
    deputy: str = ""
    told: bool = False
    zone: str = "UTC"
    working_hours: str = ""

    @property
    def total(self) -> int:
        """How many entries the part has in all."""
        return self.counts.get(self.part, 0)
