"""What the clock starts for supplier mail: reading what waits, looking at Odoo's chatter, forgetting."""

from __future__ import annotations

from bot.jobs.clock import Ticker
from bot.services.triage.chatter import ChatterService
from bot.services.triage.reading import ReadingService
from bot.services.triage.retention import RetentionService

READ_SECONDS = 5.0
FORGET_SECONDS = 3600.0


class Reader:
    """Reads a batch of what waits at a time, so that a stop never waits for a whole flood."""

    def __init__(self, reading: ReadingService) -> None:
        self._reading = reading
        self.ticker = Ticker("reading mail", READ_SECONDS, self._read)

    def _read(self) -> None:
        if self._reading.read_waiting():
            self.ticker.soon()


def tickers(
    reader: Reader, chatter: ChatterService, retention: RetentionService, poll_seconds: float
) -> tuple[Ticker, ...]:
    """What runs as long as the bot does."""
    return (
        reader.ticker,
        Ticker("chatter", poll_seconds, chatter.look),
        Ticker("forgetting mail", FORGET_SECONDS, retention.forget_old),
    )
