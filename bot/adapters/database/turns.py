"""Which thread of this process writes next: one transaction at a time, those that an ack waits for first."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Turns:
    """A lock for the writing transactions of this process: in order, those that an ack waits for first.

    SQLite takes one writer at a time, in no order, and lets the others sleep in growing steps. PostgreSQL
    takes them all, and they wait for the head of the audit log and for each other's share of the
    interpreter. Either way a click could wait behind everything that is being carried out.
    """

    def __init__(self, goes_first: Callable[[], bool] = lambda: False) -> None:
        self._goes_first = goes_first
        self._guard = threading.Lock()
        self._taken = False
        self._first: deque[threading.Lock] = deque()
        self._later: deque[threading.Lock] = deque()

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn, and give it to the next at the end."""
        self._wait()
        try:
            yield
        finally:
            self._pass_on()

    def _wait(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            (self._first if self._goes_first() else self._later).append(mine)
        mine.acquire()  # until whoever has the turn lets go of it

    def _pass_on(self) -> None:
        with self._guard:
            waiting = self._first or self._later
            if waiting:
                waiting.popleft().release()
            else:
                self._taken = False
