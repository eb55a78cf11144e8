"""Lengths of time as a policy writes them: `4h`, `1d`, `30m`, `4h clock`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Self

from bot.domain.errors import InvalidInput

LONGEST_DAYS = 365
_PART = re.compile(r"(\d{1,5}(?:\.\d{1,2})?)\s*(minutes|minute|min|hours|hour|days|day|m|h|d)", re.IGNORECASE)
_HOW = 'write it like 30m, 4h or 1d, with "clock" behind it for time by the clock (4h clock)'


@dataclass(frozen=True)
class Duration:
    """A length of time: in somebody's working time, or by the clock.

    `days` are working days of whoever it is counted for (`Timetable.day`), by the clock they have 24
    hours; `time` comes on top.
    """

    days: Decimal = Decimal(0)
    time: timedelta = timedelta(0)
    clock: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """From text such as `4h`, `1d`, `30m`, `1d 4h`, `4h clock`. Raises `InvalidInput` with how to write it."""
        words = " ".join(text.split())
        lengths, by_clock, rest = words.lower().partition("clock")
        parts = list(_PART.finditer(lengths))
        if rest or not parts or _PART.sub("", lengths).strip():
            raise InvalidInput(f'"{words[:40]}" is not a length of time: {_HOW}')
        days, time = Decimal(0), timedelta(0)
        for part in parts:
            number, unit = Decimal(part[1]), part[2].lower()[0]
            if unit == "d":
                days += number
            else:
                time += timedelta(minutes=float(number * (60 if unit == "h" else 1)))
        if not days and not time:
            raise InvalidInput(f'"{words[:40]}" is no time at all: {_HOW}')
        if days * 24 + Decimal(time.total_seconds()) / 3600 > LONGEST_DAYS * 24:
            raise InvalidInput(f'"{words[:40]}" is longer than a year')
        return cls(days, time, bool(by_clock))

    def length(self, day: timedelta) -> timedelta:
        """How much time this is for somebody whose working day is `day` long."""
        of_days = timedelta(days=1) if self.clock else day
        return timedelta(seconds=float(self.days) * of_days.total_seconds()) + self.time

    def __str__(self) -> str:
        """As the policy writes it."""
        minutes = round(self.time.total_seconds() / 60)
        parts = [f"{self.days.normalize():f}d"] if self.days else []
        parts += [f"{minutes // 60}h"] if minutes >= 60 else []
        parts += [f"{minutes % 60}m"] if minutes % 60 else []
        return " ".join([*parts, *(["clock"] if self.clock else [])])
