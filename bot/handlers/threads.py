"""The way from the event loop into synchronous code: a pool for each pace, so that slow work never delays an ack."""

from __future__ import annotations

import asyncio
import functools
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

BEFORE_ACK = 1.8  # of the 3 seconds that Slack gives a modal
RUSH = 10  # acks within a second from which on they come before everything else

_here = threading.local()


def ack_waits() -> bool:
    """Whether this thread does what an ack waits for."""
    return getattr(_here, "quick", False)


def _mark_quick() -> None:
    _here.quick = True


class Rush:
    """Whether so many people click at once that what is not an ack had better wait."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._asked: deque[float] = deque(maxlen=RUSH)

    def ack_asked(self) -> None:
        """Somebody waits for an ack."""
        self._asked.append(self._now())

    def on(self) -> bool:
        """Whether the last `RUSH` acks were asked for within a second, the last of them just now."""
        return len(self._asked) == RUSH and self._now() - self._asked[0] < 1.0

    async def over(self, at_most: float) -> None:
        """Wait until it is over, but no longer than these seconds."""
        end = self._now() + at_most
        while self.on() and (left := end - self._now()) > 0:  # noqa: ASYNC110 - it ends by time alone
            await asyncio.sleep(min(0.1, left))


class Threads:
    """`quick` is for what an ack waits for, `slow` for everything that talks to Odoo or Slack.

    `patient` is for what may wait for a model: however many questions wait there, decisions do not.
    """

    def __init__(self, quick: int = 8, slow: int = 16, patient: int = 8) -> None:
        self._quick = ThreadPoolExecutor(quick, thread_name_prefix="quick", initializer=_mark_quick)
        self._slow = ThreadPoolExecutor(slow, thread_name_prefix="slow")
        self._patient = ThreadPoolExecutor(patient, thread_name_prefix="patient")
        self._stopping = False
        self.rush = Rush()

    async def quick(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` off the loop; for a single transaction."""
        self.rush.ack_asked()
        return await self._run(self._quick, functools.partial(work, *args, **kwargs))

    async def slow(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` off the loop; it may take seconds."""
        return await self._run(self._slow, functools.partial(work, *args, **kwargs))

    async def patient(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` off the loop; it may take half a minute."""
        return await self._run(self._patient, functools.partial(work, *args, **kwargs))

    def stop(self) -> None:
        """Wait for what is running, start nothing more: a listener that still wants to is cancelled."""
        self._stopping = True
        self._quick.shutdown(wait=True)
        self._slow.shutdown(wait=True, cancel_futures=True)
        self._patient.shutdown(wait=True, cancel_futures=True)

    async def _run(self, pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        try:
            running = asyncio.get_running_loop().run_in_executor(pool, work)
        except RuntimeError as error:
            if not self._stopping:
                raise
            raise asyncio.CancelledError from error  # what was committed is taken up at the next start
        return await running
