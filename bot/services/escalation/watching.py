"""Whoever is asked is watched from then on; the first look follows within seconds, and finds out if they are away."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.approvals import Approval, Seat
from bot.domain.escalation import Watch
from bot.domain.mornings import Morning
from bot.domain.policy import Policy
from bot.domain.ports import Clock, Store, Transaction


class Watching:
    """Begins watches, and has them looked at when something changed that they could not know."""

    def __init__(self, store: Store, policy: Policy, clock: Clock) -> None:
        self._store = store
        self._policy = policy
        self._clock = clock

    def watch(self, tx: Transaction, approval: Approval, seat: Seat) -> None:
        """Watch somebody who is asked from now on, in the transaction that asks them."""
        now = self._clock.now()
        if not tx.watches.add(Watch(approval.id, approval.step, seat.user_id, since=now, due_at=now)):
            known = tx.watches.get(approval.id, approval.step, seat.user_id)
            if known is not None and known.due_at is None:  # asked again, after their place had gone to others
                tx.watches.save(replace(known, since=now, due_at=now))
        if self._policy.escalation.morning_digest:
            tx.mornings.add(Morning(seat.user_id, due_at=now))

    def look_again(self, user_id: int) -> int:
        """Somebody's time changed (they said that they are away, or back): look at all that waits for them now.

        How many requests that concerns.
        """
        with self._store.begin() as tx:
            return tx.watches.touch(self._clock.now(), user_id=user_id)
