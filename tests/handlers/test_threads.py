"""Stopping while listeners are still at work."""

import asyncio

import pytest

from bot.handlers.threads import Threads


async def test_listener_that_goes_on_after_the_stop_is_cancelled() -> None:
    threads = Threads(quick=1, slow=1)
    assert await threads.slow(int, "7") == 7
    threads.stop()
    for way in (threads.quick, threads.slow):
        with pytest.raises(asyncio.CancelledError):
            await way(int, "7")


async def test_errors_of_the_work_itself_come_through() -> None:
    threads = Threads(quick=1, slow=1)
    with pytest.raises(ValueError, match="invalid literal"):
        await threads.quick(int, "seven")
    threads.stop()
