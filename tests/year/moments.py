"""The moments of a simulated year: people act beside the grid, so that nobody acts at the moment when a step is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START, END = datetime(2026, 1, 5, tzinfo=UTC), datetime(2027, 1, 5, tzinfo=UTC)
GRID = timedelta(minutes=5)  # on which orders come
BESIDE = timedelta(minutes=2)


def beside(moment: datetime) -> datetime:
    """The next moment at which people act."""
    return moment + (START - moment) % GRID + BESIDE
