"""Odoo's webhook: who gets in, what is taken, and what is told."""

import contextlib
import io
import json
import logging
import queue
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from bot import logs
from bot.web.app import create_app
from bot.web.health import Health
from bot.web.metrics import Metrics
from tests.web.serving import served

SECRET, OTHER = "a-secret-of-enough-letters", "the-next-secret-in-rotation"
CHANGED = {"_model": "purchase.order", "_id": 36, "name": "P00036"}


class Heard:
    """The orders that were handed on."""

    def __init__(self) -> None:
        self.orders: queue.Queue[int] = queue.Queue()

    def __call__(self, order_id: int) -> None:
        self.orders.put(order_id)
        if order_id == 666:
            raise RuntimeError("the database is away")


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest_asyncio.fixture
async def odoo(heard: Heard) -> AsyncIterator[ClientSession]:
    """Odoo, as it calls the bot."""
    app = create_app(health=Health({}), metrics=Metrics(), webhook_secrets=(SECRET, OTHER), on_order=heard)
    async with served(app) as client:
        yield client


async def post(client: ClientSession, secret: str, data: Any) -> tuple[int, str]:
    async with client.post(f"/hooks/odoo/{secret}", data=data) as answer:
        return answer.status, await answer.text()


@pytest.mark.parametrize("secret", [SECRET, OTHER])
async def test_a_hint_with_either_secret_is_handed_on(odoo: ClientSession, heard: Heard, secret: str) -> None:
    assert (await post(odoo, secret, json.dumps(CHANGED)))[0] == 202
    assert heard.orders.get(timeout=5) == 36


@pytest.mark.parametrize("secret", ["wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), f"{SECRET},{OTHER}", "%C3%A4"])
async def test_a_wrong_secret_gets_404_and_nothing_said(odoo: ClientSession, heard: Heard, secret: str) -> None:
    assert await post(odoo, secret, json.dumps(CHANGED)) == (404, "")
    assert heard.orders.empty()


async def test_without_a_secret_set_nobody_gets_in(heard: Heard) -> None:
    app = create_app(health=Health({}), metrics=Metrics(), on_order=heard)
    async with served(app) as client:
        assert (await post(client, SECRET, json.dumps(CHANGED)))[0] == 404


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 60_000, b'{"_id": 36'], ids=["empty", "open", "bytes", "deep", "cut"]
)
async def test_broken_json_gets_400(odoo: ClientSession, heard: Heard, body: bytes) -> None:
    assert (await post(odoo, SECRET, body))[0] == 400
    assert heard.orders.empty()


@pytest.mark.parametrize(
    "body",
    [
        [],
        "purchase.order",
        None,
        {"_model": "sale.order", "_id": 36},
        {"_model": "purchase.order"},
        {"_model": "purchase.order", "_id": "36"},
        {"_model": "purchase.order", "_id": 36.0},
        {"_model": "purchase.order", "_id": True},
        {"_model": "purchase.order", "_id": 0},
        {"_model": "purchase.order", "_id": -1},
        {"_model": "purchase.order", "_id": 2**31},
        {"_model": ["purchase.order"], "_id": 36},
    ],
)
async def test_what_is_not_a_purchase_order_gets_422(odoo: ClientSession, heard: Heard, body: Any) -> None:
    assert (await post(odoo, SECRET, json.dumps(body)))[0] == 422
    assert heard.orders.empty()


async def test_five_megabytes_get_413(odoo: ClientSession, heard: Heard) -> None:
    assert (await post(odoo, SECRET, io.BytesIO(b" " * 5_000_000)))[0] == 413
    assert heard.orders.empty()


async def test_a_body_without_length_is_read_no_further_than_its_limit(odoo: ClientSession, heard: Heard) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 50_000_000:
            sent += 10_000
            yield b" " * 10_000

    with contextlib.suppress(OSError):  # the server hangs up while we are still sending
        assert (await post(odoo, SECRET, endless()))[0] == 413
    assert sent < 50_000_000
    assert heard.orders.empty()


async def test_a_body_at_the_limit_is_taken(odoo: ClientSession, heard: Heard) -> None:
    body = json.dumps(CHANGED)
    assert (await post(odoo, SECRET, body + " " * (64 * 1024 - len(body))))[0] == 202
    assert (await post(odoo, SECRET, body + " " * (64 * 1024 - len(body) + 1)))[0] == 413


async def test_odoo_has_its_answer_even_when_the_hint_is_lost(odoo: ClientSession, heard: Heard) -> None:
    assert (await post(odoo, SECRET, json.dumps(CHANGED | {"_id": 666})))[0] == 202
    assert (await post(odoo, SECRET, json.dumps(CHANGED)))[0] == 202
    assert [heard.orders.get(timeout=5), heard.orders.get(timeout=5)] == [666, 36]


async def test_only_post_is_served(odoo: ClientSession) -> None:
    async with odoo.get(f"/hooks/odoo/{SECRET}") as answer:
        assert answer.status == 405


async def test_the_secret_is_in_no_log(heard: Heard, restored_log: Callable[[], None]) -> None:
    stream = io.StringIO()
    logs.configure(stream=stream, level=logging.DEBUG)
    app = create_app(health=Health({}), metrics=Metrics(), webhook_secrets=(SECRET,), on_order=heard)
    async with served(app) as client:
        for body in (json.dumps(CHANGED), json.dumps(CHANGED | {"_id": 666}), b"{", b" " * 100_000):
            await post(client, SECRET, body)
        await post(client, "a-wrong-secret-somebody-tried", b"{}")
    assert "a hint from Odoo was refused" in stream.getvalue()
    assert SECRET not in stream.getvalue()
    assert "a-wrong-secret-somebody-tried" not in stream.getvalue()
