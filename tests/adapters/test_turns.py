"""One transaction of a process writes at a time; those that an ack waits for go first."""

import threading

import pytest

from bot.adapters.database.turns import Turns

PATIENCE = 10.0


class Writers:
    """Threads that want to write, and the order in which they could."""

    def __init__(self) -> None:
        self._here = threading.local()
        self.turns = Turns(lambda: getattr(self._here, "first", False))
        self.order: list[str] = []
        self._threads: list[threading.Thread] = []

    def start(self, name: str, *, first: bool = False) -> None:
        """One more that waits; returns once it does."""
        asks = threading.Event()

        def write() -> None:
            self._here.first = first
            asks.set()
            with self.turns.take():
                self.order.append(name)

        self._threads.append(threading.Thread(target=write))
        self._threads[-1].start()
        assert asks.wait(PATIENCE)

    def join(self) -> None:
        """Wait until all had their turn."""
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


def until_waiting(turns: Turns, count: int) -> None:
    """Until so many threads wait for their turn."""
    limit = threading.Event()
    for _ in range(1000):
        with turns._guard:
            if len(turns._first) + len(turns._later) >= count:
                return
        limit.wait(0.01)
    raise AssertionError("nobody waits")


def test_a_click_is_written_before_what_waited_longer() -> None:
    writers = Writers()
    with writers.turns.take():
        writers.start("card")
        until_waiting(writers.turns, 1)
        writers.start("note")
        until_waiting(writers.turns, 2)
        writers.start("click", first=True)
        until_waiting(writers.turns, 3)
    writers.join()
    assert writers.order == ["click", "card", "note"]


def test_a_turn_is_given_back_when_the_transaction_fails() -> None:
    writers = Writers()
    with pytest.raises(RuntimeError), writers.turns.take():
        raise RuntimeError
    writers.start("next")
    writers.join()
    assert writers.order == ["next"]


def test_only_one_writes_at_a_time() -> None:
    turns, inside, most = Turns(), 0, 0
    guard = threading.Lock()

    def write() -> None:
        nonlocal inside, most
        for _ in range(50):
            with turns.take():
                with guard:
                    inside += 1
                    most = max(most, inside)
                with guard:
                    inside -= 1

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert most == 1
