"""Hears whether Odoo's webhook arrives: in the running bot, or in its place for a moment."""

from __future__ import annotations

import queue
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

from bot.domain.errors import InvalidInput

if TYPE_CHECKING:
    from bot.settings import Settings

ACCEPTED = re.compile(r'^procurement_odoo_hooks_total\{outcome="accepted"\} ([0-9.e+]+)$', re.MULTILINE)
PAUSE = 0.2
Heard = Callable[[int, float], bool]


@contextmanager
def listening(given: Settings) -> Iterator[Heard]:
    """Yields `heard(order_id, seconds)`: whether the hook named that order within so many seconds.

    A running bot is asked for its count of hooks. Where none runs, its address is served here.
    Raises `InvalidInput` when something else is there.
    """
    if given.http_port == 0:
        raise InvalidInput("0 takes any free port: set one that Odoo can know", where="HTTP_PORT")
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(given.http_host, given.http_host)  # noqa: S104 - not bound here
    before = _count(host, given.http_port)
    if before is not None:
        yield lambda _order_id, seconds: _counts_up(host, given.http_port, before, seconds)
        return
    with _served(given) as heard:
        yield heard


def _counts_up(host: str, port: int, before: float, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (_count(host, port) or 0) > before:
            return True
        time.sleep(PAUSE)
    return False


def _count(host: str, port: int) -> float | None:
    """How many hooks the bot that runs there has taken; None when nothing listens."""
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode("utf-8", "replace")
    except ConnectionRefusedError:
        return None
    except (OSError, HTTPException) as error:
        raise InvalidInput(f"{host}:{port} does not answer like the bot ({type(error).__name__})") from error
    finally:
        connection.close()
    if "procurement_odoo_hooks" not in text:
        raise InvalidInput(f"something that is not the bot listens on {host}:{port}", where="HTTP_PORT")
    found = ACCEPTED.search(text)
    return float(found.group(1)) if found else 0.0


@contextmanager
def _served(given: Settings) -> Iterator[Heard]:
    from bot.web.app import create_app, server
    from bot.web.health import Health
    from bot.web.metrics import Metrics

    try:
        listener = socket.create_server((given.http_host, given.http_port))
    except OSError as error:
        what = f"cannot listen on {given.http_host}:{given.http_port}: {error.strerror}"
        raise InvalidInput(what, where="HTTP_HOST") from error
    orders: queue.Queue[int] = queue.Queue()
    app = create_app(health=Health({}), metrics=Metrics(), webhook_secrets=given.webhook_secrets, on_order=orders.put)
    web = server(app, given.http_host, given.http_port)
    thread = threading.Thread(target=web.run, kwargs={"sockets": [listener]}, name="webhook", daemon=True)
    thread.start()
    try:
        yield lambda order_id, seconds: _named(orders, order_id, seconds)
    finally:
        web.should_exit = True
        thread.join(timeout=10)
        listener.close()


def _named(orders: queue.Queue[int], order_id: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        try:
            if orders.get(timeout=left) == order_id:
                return True
        except queue.Empty:
            return False
    return False
