"""Who writes next on SQLite, which lets one transaction write at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Turns:
    """A lock for the writing transactions of this process; those that an ack waits for go first.

    SQLite itself lets waiting writers sleep in growing steps and takes them in no order, so a click
    could wait behind everything that is being carried out.
    """

    def __init__(self, goes_first: Callable[[], bool] = lambda: False) -> None:
        self._goes_first = goes_first
        self._changed = threading.Condition()
        self._taken = False
        self._first = 0

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn, and give it back at the end."""
        first = self._goes_first()
        with self._changed:
            self._first += first
            try:
                self._changed.wait_for(lambda: not self._taken and (first or not self._first))
            finally:
                self._first -= first
            self._taken = True
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()
