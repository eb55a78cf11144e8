"""The time, from the machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.ports import Clock


class SystemClock(Clock):
    """Now."""

    def now(self) -> datetime:
        """Now, aware, UTC."""
        return datetime.now(UTC)
