"""Whoever is asked is watched from then on; the first look follows within seconds, and finds out if they are away.

Who changes something that a watch could not know of (an absence, an answer) touches it in the same
transaction (`Watches.touch`): it is looked at within seconds.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.approvals import Approval, Seat
from bot.domain.escalation import Watch
from bot.domain.mornings import Morning
from bot.domain.policy import Policy
from bot.domain.ports import Clock, Transaction


class Watching:
    """Begins watches."""

    def __init__(self, policy: Policy, clock: Clock) -> None:
        self._policy = policy
        self._clock = clock

    def watch(self, tx: Transaction, approval: Approval, seat: Seat, *, listed: bool = False) -> None:
        """Watch somebody who is asked from now on, in the transaction that asks them, by card or by a list."""
        now = self._clock.now()
        if not tx.watches.add(Watch(approval.id, approval.step, seat.user_id, since=now, due_at=now)):
            known = tx.watches.get(approval.id, approval.step, seat.user_id)
            if known is not None and known.due_at is None:  # asked again, after their place had gone to others
                tx.watches.save(replace(known, since=now, due_at=now))
        if self._policy.escalation.morning_digest:
            tx.mornings.add(Morning(seat.user_id, due_at=now, last_at=now if listed else None))
