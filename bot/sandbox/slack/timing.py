"""Time as the sandbox lives it: an injected clock, waits that follow it, and timestamps that never repeat."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")
Clock = Callable[[], datetime]
TICK_SECONDS = 0.1


class Timing:
    """Whoever waits here waits for the injected clock; a clock that is moved is noticed within a tick."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._hooks: list[Callable[[], None]] = []
        self._ticker: asyncio.Task[None] | None = None
        self._latest = 0

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock().timestamp()

    def stamp(self) -> str:
        """A message's timestamp, later than every other."""
        self._latest = max(self._latest + 1, int(self.now() * 1_000_000))
        return f"{self._latest // 1_000_000}.{self._latest % 1_000_000:06d}"

    def remember(self, stamp: str) -> None:
        """Give no timestamp again that a kept message has."""
        seconds, _, rest = stamp.partition(".")
        self._latest = max(self._latest, int(seconds) * 1_000_000 + int(rest or 0))

    def each_tick(self, hook: Callable[[], None]) -> None:
        """Call `hook` whenever the clock is looked at."""
        self._hooks.append(hook)

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has moved on by so much."""
        if seconds > 0:
            await self._until(self.now() + seconds)

    async def within(self, seconds: float, awaited: asyncio.Future[T]) -> T:
        """The result of `awaited`; TimeoutError when the clock has moved on by `seconds` from now first."""
        limit = self._until(self.now() + seconds)
        try:
            both: list[asyncio.Future[Any]] = [awaited, limit]
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if not awaited.done():
                raise TimeoutError
            return awaited.result()
        finally:
            limit.cancel()
            awaited.cancel()

    def due_in(self) -> list[float]:
        """In how many seconds somebody waits to go on, the soonest first."""
        now = self.now()
        return sorted(moment - now for moment, _, waiting in self._waiting if not waiting.done())

    def _until(self, moment: float) -> asyncio.Future[None]:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (moment, next(self._numbers), waiting))
        self.start()
        return waiting

    def tick(self) -> None:
        """Look at the clock: end the waits that are over."""
        now = self.now()
        while self._waiting and self._waiting[0][0] <= now:
            waiting = heapq.heappop(self._waiting)[2]
            if not waiting.done():
                waiting.set_result(None)
        for hook in self._hooks:
            hook()

    def start(self) -> None:
        """Look at the clock from now on."""
        if self._ticker is None:
            self._ticker = asyncio.get_running_loop().create_task(self._keep_ticking(), name="slack clock")

    async def stop(self) -> None:
        """Look no more; whoever waits is left to be cancelled."""
        ticker, self._ticker = self._ticker, None
        if ticker is not None:
            ticker.cancel()
            await asyncio.gather(ticker, return_exceptions=True)

    async def _keep_ticking(self) -> None:
        while True:
            self.tick()
            await asyncio.sleep(TICK_SECONDS)
