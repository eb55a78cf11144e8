"""The demo's clock: real time, moved forward by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ports import Clock

MORNING = time(9, 0)
SATURDAY = 5


def system_now() -> datetime:
    """Now, by the machine."""
    return datetime.now(UTC)


class DemoClock(Clock):
    """The machine's time plus what the visitor moved it by. It never goes back, for records are dated by it."""

    def __init__(self, ahead: timedelta = timedelta(0), *, system: Callable[[], datetime] = system_now) -> None:
        self.ahead = ahead
        self._system = system

    def now(self) -> datetime:
        """Now, aware, UTC."""
        return self._system() + self.ahead

    def __call__(self) -> datetime:
        """The same, for those who take a function."""
        return self.now()

    def forward(self, span: timedelta) -> None:
        """Move on."""
        self.ahead += max(span, timedelta(0))

    def next_working_morning(self, zone: str) -> None:
        """Move on to nine o'clock of the next Monday to Friday in `zone`."""
        self.forward(working_morning_after(self.now(), zone) - self.now())


def working_morning_after(moment: datetime, zone: str) -> datetime:
    """The next nine o'clock of a Monday to Friday in `zone`, later than `moment`."""
    here = moment.astimezone(ZoneInfo(zone))
    day = here.date()
    while True:
        morning = datetime.combine(day, MORNING, here.tzinfo).astimezone(UTC)
        if morning > moment and day.weekday() < SATURDAY:
            return morning
        day += timedelta(days=1)
