"""Ports for servers that tests start."""

import contextlib
import random
import socket
from collections.abc import Iterable

OURS = range(20_000, 32_000)  # below those that whoever calls out is given: a server that starts again gets its own


def free_port(and_next: int = 0) -> int:
    """A port that nobody uses now, nor the `and_next` ones after it; a server that starts again finds it free."""
    for port in random.SystemRandom().sample(OURS, 100):
        if _free(range(port, port + and_next + 1)):
            return port
    raise AssertionError(f"no free port between {OURS.start} and {OURS.stop}")


def _free(ports: Iterable[int]) -> bool:
    with contextlib.ExitStack() as held, contextlib.suppress(OSError):
        for port in ports:
            held.enter_context(socket.create_server(("127.0.0.1", port)))
        return True
    return False
