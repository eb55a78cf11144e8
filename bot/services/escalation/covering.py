"""Somebody who is asked is away, or gone: somebody else must be able to decide. Part of the sweep's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.approvals import Because, Seat
from bot.domain.escalation import Watch
from bot.domain.exceptions import ExceptionKind
from bot.domain.ports import Transaction
from bot.domain.words import moment
from bot.services.approvals.asking import Asking
from bot.services.approvals.records import audit
from bot.services.escalation.steps import Occasion, with_stand_in
from bot.services.escalation.targets import Target
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox


class Covering:
    """Lets the first deputy who is there, and could decide, stand in."""

    def __init__(self, asking: Asking, outbox: Outbox, exceptions: ExceptionService) -> None:
        self._asking = asking
        self._outbox = outbox
        self._exceptions = exceptions

    def cover(
        self, tx: Transaction, on: Occasion, candidates: Sequence[Target], away: frozenset[int], *, gone: bool
    ) -> Watch:
        """Find a stand-in, once for each absence; the watch, to be saved.

        The place stays that of whoever is away: they may decide it from wherever they are. Who is `gone`
        cannot, and is not looked at again.
        """
        approval, reasons = on.approval, []
        deputy = self._there(on, candidates, away)
        for target in () if deputy else candidates:
            why_not = target.why_not or ("is away too" if target.user.id in away else "")
            if not why_not:
                approval, why_not = with_stand_in(approval, on.seat, target, Because.AWAY)
            if not why_not:
                deputy = approval.seat_of(target.user.id)
                break
            reasons.append(f"{target.user.name}: {why_not}")
        if approval is not on.approval and deputy is not None:
            approval = tx.approvals.save(approval)
            self._asking.card(tx, approval, deputy)
            self._outbox.redraw(tx, approval_id=approval.id)
        audit(
            tx,
            "escalation.stood_in" if deputy else "escalation.nobody_stands_in",
            approval,
            actor="bot",
            at=on.now,
            step=approval.step + 1,
            away=on.seat.name,
            why=on.plan.why,
            until=on.plan.at,
            deputy=deputy.name if deputy else None,
            not_possible=reasons,
        )
        if gone:
            self._asking.count_seats(tx, approval, {on.seat.user_id})
            return replace(on.watch, due_at=None)
        others = {s.user_id for s in approval.active_seats()} - {on.seat.user_id}
        if not others - away:
            self._raise(tx, on, on.plan.at)
        return replace(on.watch, covered_until=on.plan.at, due_at=on.now)

    def _there(self, on: Occasion, candidates: Sequence[Target], away: frozenset[int]) -> Seat | None:
        """Who is asked already and does for a deputy: they stood in before, or one voice of the step is enough."""
        named = {target.user.id for target in candidates}
        for seat in on.approval.active_seats():
            same_place = seat.stands_in_for == on.seat.place
            enough = seat.user_id in named and on.approval.current.need is not None
            if seat.user_id not in away | {on.seat.user_id} and (same_place or enough):
                return seat
        return None

    def _raise(self, tx: Transaction, on: Occasion, until: datetime | None) -> None:
        when = f" until {moment(until)}" if until else ""
        summary = f"{on.seat.name} is {on.plan.why}{when}, and nobody who could decide in their place is there"
        self._exceptions.raise_in(tx, on.approval.order, ExceptionKind.STUCK, summary, approval_id=on.approval.id)
