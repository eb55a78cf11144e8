"""What the clock starts for supplier mail: cases and letters that were left over, and the morning's chasing."""

from __future__ import annotations

import structlog

from bot.domain.ports import Clock, Store
from bot.services.triage.applying import ApplyingMail
from bot.services.triage.chasing import ChaseService
from bot.services.triage.letters import LetterService

SWEEP_SECONDS = 5.0
CHASE_SECONDS = 900.0

log = structlog.get_logger(__name__)


class TriageRounds:
    """The work of the tickers."""

    def __init__(
        self, store: Store, clock: Clock, applying: ApplyingMail, letters: LetterService, chasing: ChaseService
    ) -> None:
        self._store = store
        self._clock = clock
        self._applying = applying
        self._letters = letters
        self._chasing = chasing

    def sweep(self) -> None:
        """Take up what is due. What goes wrong in a way nobody expected holds up none of the others."""
        with self._store.read() as tx:
            cases = tx.cases.due(self._clock.now())
            letters = tx.letters.due(self._clock.now())
        for case_id in cases:
            try:
                self._applying.settle(case_id)
            except Exception:
                log.exception("a supplier's mail could not be settled", case=case_id)
        for letter_id in letters:
            try:
                self._letters.send(letter_id)
            except Exception:
                log.exception("a letter could not be sent", letter=letter_id)

    def chase(self) -> None:
        """Tell each buyer who is at work what vendors owe a word about, once a day."""
        self._chasing.look()
