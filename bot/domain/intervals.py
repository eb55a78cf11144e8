"""Stretches of time in UTC, and what may be done with lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, order=True)
class Interval:
    """From `start` to before `end`. Both are aware and kept in UTC, where subtracting is safe."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        for name, moment in (("start", self.start), ("end", self.end)):
            if moment.tzinfo is None:
                raise ValueError(f"an interval needs aware moments, got {self.start} to {self.end}")
            if moment.tzinfo is not UTC:
                object.__setattr__(self, name, moment.astimezone(UTC))
        if self.start >= self.end:
            raise ValueError(f"an interval ends after it starts, got {self.start} to {self.end}")

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start


def joined(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time in as few intervals as possible, ascending: what overlaps or touches becomes one."""
    merged: list[Interval] = []
    for one in sorted(intervals):
        if merged and one.start <= merged[-1].end:
            if one.end > merged[-1].end:
                merged[-1] = Interval(merged[-1].start, one.end)
        else:
            merged.append(one)
    return merged


def without(intervals: Sequence[Interval], gaps: Sequence[Interval]) -> list[Interval]:
    """What is left of `intervals` when `gaps` are taken out. Both ascending and disjoint, as `joined` gives them."""
    left: list[Interval] = []
    first = 0
    for one in intervals:
        while first < len(gaps) and gaps[first].end <= one.start:
            first += 1
        start = one.start
        for gap in gaps[first:]:
            if gap.start >= one.end:
                break
            if gap.start > start:
                left.append(Interval(start, gap.start))
            start = gap.end
        if start < one.end:
            left.append(Interval(start, one.end))
    return left


def clipped(intervals: Iterable[Interval], start: datetime, end: datetime) -> Iterator[Interval]:
    """The parts of `intervals` that lie between two moments."""
    for one in intervals:
        if one.start < end and one.end > start:
            whole = start <= one.start and one.end <= end
            yield one if whole else Interval(max(one.start, start), min(one.end, end))
