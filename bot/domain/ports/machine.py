"""The machine that the bot runs on: its time, its locks, its jobs."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Now, aware, UTC."""
        ...


class Locks(Protocol):
    """Mutual exclusion between threads, processes and replicas; a lock ends with its holder's process."""

    def hold(self, name: str, *, wait: float = 0.0) -> AbstractContextManager[bool]:
        """Try for up to `wait` seconds; yields whether the lock is held."""
        ...


class Jobs(Protocol):
    """Starts work once the transaction is committed, and never before or without."""

    def enqueue(self, name: str, key: str, *, partition: str | None = None, delay: float = 0.0) -> None:
        """Have job `name` run with `key`. `partition`: at most one a second for each value."""
        ...
