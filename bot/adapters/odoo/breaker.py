"""A circuit breaker: when Odoo is dead, asking costs microseconds instead of a time-out."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Breaker:
    """Opens after `threshold` failures in a row; while open, one call in `probe_every` seconds may try.

    `clock` gives seconds that only grow. Safe between threads.
    """

    def __init__(self, clock: Callable[[], float], *, threshold: int = 3, probe_every: float = 5.0) -> None:
        self._clock = clock
        self._threshold = threshold
        self._probe_every = probe_every
        self._failures = 0
        self._next_probe = 0.0
        self._lock = threading.Lock()

    @property
    def closed(self) -> bool:
        """Whether calls pass freely."""
        return self._failures < self._threshold

    def admits(self) -> bool:
        """Whether this call may be made now; while open, says yes to one probe at a time."""
        with self._lock:
            if self.closed:
                return True
            now = self._clock()
            if now < self._next_probe:
                return False
            self._next_probe = now + self._probe_every
            return True

    def record(self, *, answered: bool) -> None:
        """Tell how a call ended; any answer, a refusal too, lets calls pass freely again."""
        with self._lock:
            if answered:
                self._failures = 0
            else:
                self._failures += 1
                self._next_probe = self._clock() + self._probe_every
