"""When garbage is collected."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from bot.jobs.memory import ENOUGH, MemoryRounds


class Knot:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _by_hand() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_waits_while_many_click_and_collects_afterwards() -> None:
    rush = True
    rounds = MemoryRounds(lambda: rush)
    gone = weakref.ref(Knot())
    new: list[list[None]] = [[] for _ in range(2 * ENOUGH)]
    rounds.look()
    assert gone() is not None
    rush = False
    rounds.look()
    assert gone() is None
    assert len(new) == 2 * ENOUGH


def test_little_is_not_worth_a_look() -> None:
    gone = weakref.ref(Knot())
    MemoryRounds(lambda: False).look()
    assert gone() is not None
