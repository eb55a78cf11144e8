"""Alive, and ready: what a supervisor and a load balancer ask."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

OK = "ok"
Probe = Callable[[], str | None] | Callable[[], Awaitable[str | None]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Check:
    """One thing that must work: `probe` says why it does not, None when it does.

    An `async def` runs on the loop, anything else in a thread.
    """

    probe: Probe
    seconds: float = 3.0


class _Answers:
    """The latest answer of one check: asked at most once in `fresh` seconds, and never twice at a time."""

    def __init__(self, check: Check, fresh: float, clock: Callable[[], float]) -> None:
        self._check = check
        self._fresh = fresh
        self._clock = clock
        self._running: asyncio.Future[str | None] | None = None
        self._said: tuple[float, str | None] | None = None

    async def get(self) -> str | None:
        """Why it does not work, None when it does."""
        if self._said is not None and self._clock() - self._said[0] < self._fresh:
            return self._said[1]
        if self._running is None or self._running.done():
            self._running = asyncio.ensure_future(self._ask())
        done, _ = await asyncio.wait({self._running}, timeout=self._check.seconds)
        if not done:
            return f"no answer within {self._check.seconds:g} seconds"
        return self._running.result()

    async def _ask(self) -> str | None:
        try:
            probe = self._check.probe
            answer = probe() if inspect.iscoroutinefunction(probe) else await asyncio.to_thread(probe)
            why = answer if answer is None or isinstance(answer, str) else await answer
        except Exception as error:  # noqa: BLE001 - whatever it is, it does not work
            log.info("a readiness check failed", error=repr(error))
            why = type(error).__name__
        self._said = (self._clock(), why)
        return why


class Health:
    """`checks` by name: database, jobs, odoo, slack."""

    def __init__(
        self, checks: Mapping[str, Check], *, fresh: float = 2.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._answers = {name: _Answers(check, fresh, clock) for name, check in checks.items()}

    async def alive(self, _request: Request) -> Response:
        """`GET /healthz`: the loop turns."""
        return PlainTextResponse(OK)

    async def ready(self, _request: Request) -> Response:
        """`GET /readyz`: each check by name, ok or why not; 503 while one of them is not."""
        said = await asyncio.gather(*(answers.get() for answers in self._answers.values()))
        found = {name: OK if why is None else why for name, why in zip(self._answers, said, strict=True)}
        return JSONResponse(found, 200 if all(why is None for why in said) else 503)
