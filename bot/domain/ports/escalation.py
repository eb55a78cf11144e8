"""The records of escalation: who is watched, and whose morning digest comes when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.escalation import Watch
from bot.domain.mornings import Morning


class Watches(Protocol):
    """What was done so far about each person who is asked."""

    def add(self, watch: Watch) -> bool:
        """Record a new watch; False when there is one of this person in this step."""
        ...

    def get(self, approval_id: str, step: int, user_id: int) -> Watch | None:
        """One watch."""
        ...

    def of(self, approval_id: str, step: int) -> Sequence[Watch]:
        """Everybody who is or was watched in a step."""
        ...

    def save(self, watch: Watch) -> Watch:
        """Store a changed watch where its version is still the same. Raises `Conflict` when it is not."""
        ...

    def due(self, now: datetime, limit: int = 200) -> Sequence[Watch]:
        """What is due, longest first."""
        ...

    def defer(self, watch: Watch, until: datetime | None) -> None:
        """Look at it again later (None: never), without anything having been done."""
        ...

    def touch(self, at: datetime, *, user_id: int | None = None, approval_id: str | None = None) -> int:
        """Look at what waits of this person or approval now, because something about it changed; how many."""
        ...

    def overdue(self, before: datetime) -> int:
        """How many should have been looked at before this moment."""
        ...


class Mornings(Protocol):
    """When each approver's next morning digest is due."""

    def add(self, morning: Morning) -> bool:
        """Record somebody; False when they are on record."""
        ...

    def due(self, now: datetime, limit: int = 200) -> Sequence[Morning]:
        """Whose digest is due."""
        ...

    def save(self, morning: Morning) -> None:
        """Store a changed one where its version is still the same. Raises `Conflict` when it is not."""
        ...

    def remove(self, morning: Morning) -> None:
        """Nothing waits for them any more; the next order that does brings them back."""
        ...
