"""A server that answers as told, and a clock that moves when told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.odoo.tiny_server import TinyServer


@pytest.fixture
def server() -> Iterator[TinyServer]:
    """A server that answers every call with True."""
    server = TinyServer()
    yield server
    server.stop()


class Seconds:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    """A clock that moves when told."""
    return Seconds()
