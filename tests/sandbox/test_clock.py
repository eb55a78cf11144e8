"""The demo's clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.clock import DemoClock, working_morning_after
from tests.builders import T0

ZONE = "Europe/Amsterdam"


def here(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


def test_clock_follows_the_machine_and_what_it_was_moved_by() -> None:
    clock = DemoClock(system=lambda: T0)
    clock.forward(timedelta(hours=1))
    assert clock.now() == clock() == T0 + timedelta(hours=1)


def test_clock_never_goes_back() -> None:
    clock = DemoClock(system=lambda: T0)
    clock.forward(timedelta(hours=-5))
    assert clock.now() == T0


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-03-02 07:00", "2026-03-02 09:00"),
        ("2026-03-02 09:00", "2026-03-03 09:00"),
        ("2026-03-06 12:00", "2026-03-09 09:00"),  # over a weekend
        ("2026-03-27 18:00", "2026-03-30 09:00"),  # over the start of summer time
        ("2026-10-23 18:00", "2026-10-26 09:00"),  # over its end
    ],
)
def test_next_working_morning(now: str, morning: str) -> None:
    assert working_morning_after(here(now), ZONE) == here(morning)
