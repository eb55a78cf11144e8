"""What the clock does for escalation: steps that are due, morning digests, and what was held until now."""

from __future__ import annotations

from bot.services.escalation.mornings import MorningDigests
from bot.services.escalation.releasing import Releasing
from bot.services.escalation.sweeping import AT_ONCE, EscalationService

EVERY_SECONDS = 5.0
ROUNDS = 50  # of two hundred each: a day that was missed is caught up with in one go


class EscalationRounds:
    """The work of one ticker."""

    def __init__(self, escalation: EscalationService, mornings: MorningDigests, releasing: Releasing) -> None:
        self._escalation = escalation
        self._mornings = mornings
        self._releasing = releasing

    def look(self) -> None:
        """Take what is due, then let go what may be said now."""
        for _ in range(ROUNDS):
            if self._escalation.sweep() < AT_ONCE:
                break
        self._mornings.sweep()
        self._releasing.release()
