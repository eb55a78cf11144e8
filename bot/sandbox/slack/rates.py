"""When Slack says 429: a channel that gets more than its rate, and what a test or the demo asks for."""

from __future__ import annotations

import fnmatch
import math
from dataclasses import dataclass

from bot.sandbox.slack.refusals import RateLimited
from bot.sandbox.slack.timing import Timing

BURST = 5  # Slack documents one message a second and "short bursts"; it does not say how short


@dataclass
class Fault:
    """What the next calls of a method get in place of an answer."""

    pattern: str
    status: int
    times: int
    seconds: int = 0


class Rates:
    """One message a second a channel, beyond a small burst; and faults on demand."""

    def __init__(self, timing: Timing, burst: int = BURST) -> None:
        self._timing = timing
        self._burst = burst
        self._channels: dict[str, tuple[float, float]] = {}
        self._faults: list[Fault] = []

    def limit(self, method: str, seconds: int, times: int = 1) -> None:
        """Answer the next calls with 429; the name may hold `*`."""
        self._faults.append(Fault(method, 429, times, seconds))

    def fail(self, method: str, status: int, times: int = 1) -> None:
        """Answer the next calls with an HTTP status."""
        self._faults.append(Fault(method, status, times))

    def fault(self, method: str) -> Fault | None:
        """The fault that this call meets, used up by it."""
        for fault in self._faults:
            if fault.times > 0 and fnmatch.fnmatchcase(method, fault.pattern):
                fault.times -= 1
                return fault
        return None

    def posting(self, channel: str) -> None:
        """One more message into a channel, or `RateLimited`."""
        now = self._timing.now()
        room, since = self._channels.get(channel, (float(self._burst), now))
        room = min(float(self._burst), room + max(0.0, now - since))
        if room < 1:
            self._channels[channel] = (room, now)
            raise RateLimited(max(1, math.ceil(1 - room)))
        self._channels[channel] = (room - 1, now)
