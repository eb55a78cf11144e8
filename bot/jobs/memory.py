"""Garbage is collected when nobody waits for an ack: Python's own moment is the busiest, when most is made."""

from __future__ import annotations

import gc
from collections.abc import Callable

EVERY_SECONDS = 1.0
ENOUGH = 10_000  # new objects that are worth a look
FULL_AFTER = 50  # looks at the new and the middle-aged before one at all
AT_THE_LATEST = 250_000  # new objects after which Python collects by itself, rush or not


class MemoryRounds:
    """The work of one ticker. `busy` tells whether many wait for an ack just now."""

    def __init__(self, busy: Callable[[], bool]) -> None:
        self._busy = busy

    def look(self) -> None:
        """Collect what is new, and now and then everything."""
        new, _, looks = gc.get_count()
        if new >= ENOUGH and not self._busy():
            gc.collect(2 if looks >= FULL_AFTER else 1)


def spare_what_was_loaded() -> None:
    """Leave what the start has made out of the collections, and let them be `MemoryRounds`' affair.

    Going through all of it stops every thread for 50 to 150 ms, and acks with them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(AT_THE_LATEST, 20, FULL_AFTER)
