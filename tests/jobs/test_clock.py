"""What the clock starts."""

from __future__ import annotations

import queue

from bot.jobs.clock import Ticker

PATIENCE = 5.0


def test_round_comes_at_once_when_the_clock_was_moved() -> None:
    rounds: queue.Queue[None] = queue.Queue()
    ticker = Ticker("sweep", 3600.0, lambda: rounds.put(None))
    ticker.start()
    rounds.get(timeout=PATIENCE)  # the first one
    ticker.soon()
    rounds.get(timeout=PATIENCE)
    ticker.stop()


def test_round_that_goes_wrong_is_followed_by_the_next() -> None:
    rounds: queue.Queue[None] = queue.Queue()

    def stumble() -> None:
        rounds.put(None)
        raise ZeroDivisionError

    ticker = Ticker("sweep", 3600.0, stumble)
    ticker.start()
    rounds.get(timeout=PATIENCE)
    ticker.soon()
    rounds.get(timeout=PATIENCE)
    ticker.stop()
