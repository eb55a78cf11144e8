"""Alive and ready: what is told, and that asking cannot hurt."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from bot.web.app import create_app
from bot.web.health import Check, Health
from bot.web.metrics import Metrics
from tests.web.serving import served


def fine() -> None:
    """Works."""


async def readiness(health: Health, times: int = 1) -> list[tuple[int, Any]]:
    """What `/readyz` says, asked so many times at once."""

    async def ask(client: Any) -> tuple[int, Any]:
        async with client.get("/readyz") as answer:
            return answer.status, await answer.json()

    async with served(create_app(health=health, metrics=Metrics(), on_order=lambda _order_id: None)) as client:
        return list(await asyncio.gather(*(ask(client) for _ in range(times))))


def by_name(**probes: Callable[[], Any]) -> dict[str, Check]:
    return {name: Check(probe) for name, probe in probes.items()}


async def test_ready_when_everything_is_ok() -> None:
    health = Health(by_name(database=fine, jobs=fine, odoo=fine, slack=fine))
    assert await readiness(health) == [(200, {"database": "ok", "jobs": "ok", "odoo": "ok", "slack": "ok"})]


async def test_not_ready_while_one_thing_is_missing() -> None:
    async def closed() -> str:
        return "the socket is not open"

    def broken() -> None:
        raise ConnectionError("postgresql://bot:hunter2@host/name")

    health = Health(by_name(database=broken, jobs=fine, slack=closed))
    expected = {"database": "ConnectionError", "jobs": "ok", "slack": "the socket is not open"}
    assert await readiness(health) == [(503, expected)]


async def test_alive_even_when_nothing_is_ready() -> None:
    health = Health(by_name(database=lambda: "gone"))
    async with (
        served(create_app(health=health, metrics=Metrics(), on_order=lambda _order_id: None)) as client,
        client.get("/healthz") as answer,
    ):
        assert (answer.status, await answer.text()) == (200, "ok")


async def test_many_probes_at_once_ask_once() -> None:
    asked = []
    answers = await readiness(Health(by_name(odoo=lambda: asked.append(1))), times=20)
    assert [status for status, _ in answers] == [200] * 20
    assert len(asked) == 1


async def test_an_answer_is_asked_for_anew_after_two_seconds() -> None:
    now, asked = [0.0], []
    health = Health(by_name(odoo=lambda: asked.append(1)), clock=lambda: now[0])
    for now[0], expected in ((0.0, 1), (1.9, 1), (2.0, 2)):
        await readiness(health)
        assert len(asked) == expected


async def test_a_check_that_hangs_is_told_and_not_piled_up() -> None:
    release, started = threading.Event(), []

    def hangs() -> None:
        started.append(1)
        release.wait(20)

    health = Health({"odoo": Check(hangs, seconds=0.05), "jobs": Check(fine)})
    try:
        for _ in range(3):
            assert await readiness(health) == [(503, {"odoo": "no answer within 0.05 seconds", "jobs": "ok"})]
        assert len(started) == 1
    finally:
        release.set()
