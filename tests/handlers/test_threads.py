"""Stopping while listeners are still at work, and what waits while many click."""

import asyncio

import pytest

from bot.handlers.threads import RUSH, Rush, Threads


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


def test_rush_is_many_acks_within_a_second() -> None:
    now = 100.0
    rush = Rush(lambda: now)
    for _ in range(RUSH - 1):
        rush.ack_asked()
    assert not rush.on()
    rush.ack_asked()
    assert rush.on()
    now += 1.0
    assert not rush.on()


def test_one_click_a_tenth_of_a_second_is_no_rush() -> None:
    now = 100.0
    rush = Rush(lambda: now)
    for _ in range(5 * RUSH):
        now += 1.01 / (RUSH - 1)
        rush.ack_asked()
        assert not rush.on()


async def test_what_waits_goes_on_when_the_rush_is_over_or_its_time_is() -> None:
    threads = Threads(quick=1)
    await threads.rush.over(60.0)  # nobody clicks: at once
    for _ in range(RUSH):
        await threads.quick(int, "7")
    loop = asyncio.get_running_loop()
    began = loop.time()
    await threads.rush.over(0.2)
    assert threads.rush.on(), "its time was shorter than the rush"
    await threads.rush.over(60.0)
    assert not threads.rush.on()
    assert loop.time() - began < 30
    threads.stop()
