"""Bad days on demand: Odoo is stopped, slow, hangs, or does its work and loses the answer."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of one request."""

    ANSWERED = "answered"
    REFUSED = "refused"
    HANGS = "hangs"
    LOST = "lost"


@dataclass
class Outages:
    """What is wrong with Odoo just now. `slow` is how many seconds each answer takes longer."""

    slow: float = 0.0
    hangs: bool = False
    _stopped: bool = False
    _to_lose: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def stopped(self) -> bool:
        """Whether Odoo is down."""
        return self._stopped

    def stop(self) -> None:
        """Take Odoo down: the proxy before it answers 503, and nothing is carried out."""
        self._stopped = True

    def start(self) -> None:
        """Bring Odoo back, and end whatever else was wrong."""
        with self._lock:
            self._stopped, self.hangs, self.slow, self._to_lose = False, False, 0.0, 0

    def lose_answers(self, number: int = 1) -> None:
        """Carry the next calls of methods out, and break the connection instead of answering."""
        with self._lock:
            self._to_lose += number

    def fate(self, *, of_a_method: bool) -> Fate:
        """What becomes of the request that has just come in."""
        if self._stopped:
            return Fate.REFUSED
        if self.hangs:
            return Fate.HANGS
        with self._lock:
            if of_a_method and self._to_lose:
                self._to_lose -= 1
                return Fate.LOST
        return Fate.ANSWERED
