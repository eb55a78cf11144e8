"""A loopback HTTP proxy that records what passes and goes wrong on command.

It runs in a thread with an event loop of its own, so it serves synchronous and asynchronous tests alike:

    with OdooProxy(url) as proxy: ...
    async with SlackProxy(url) as proxy: ...
"""

import asyncio
import contextlib
import fnmatch
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic, Self, TypeVar
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from multidict import CIMultiDict

from tests.free_ports import free_port

HOP_HEADERS = {"connection", "content-encoding", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade"}


@dataclass
class Call:
    """One call that passed, or tried to."""

    name: str
    size: int
    at: float = field(default_factory=time.time)
    seconds: float = 0.0
    status: int = 0
    fault: str = ""


@dataclass
class Fault:
    """What goes wrong with the next calls whose name matches."""

    pattern: str
    kind: str
    times: int
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    seconds: float = 0.0


@dataclass
class Hook:
    """Something to run before the next calls whose name matches."""

    pattern: str
    action: Callable[[], object]
    times: int


T = TypeVar("T")
C = TypeVar("C", bound=Call)
Rule = TypeVar("Rule", Fault, Hook)


class RecordingProxy(Generic[C]):
    """Forwards everything to `upstream`; subclasses say which requests are calls and how answers are changed."""

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self.upstream = f"{parts.scheme}://{parts.netloc}"
        self.url = ""
        self.calls: list[C] = []
        self._changed = threading.Condition()
        self._faults: list[Fault] = []
        self._hooks: list[Hook] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=type(self).__name__, daemon=True)
        self._port = free_port()

    def describe(self, request: web.Request, body: bytes) -> C | None:
        """The call a request stands for, or None for one that is only passed on."""
        raise NotImplementedError

    def changed(self, call: C | None, body: bytes) -> bytes:
        """What the client gets in place of the upstream's answer."""
        return body

    async def special(self, request: web.Request, body: bytes) -> web.StreamResponse | None:
        """An answer to requests that are not simply passed on."""
        return None

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def __aenter__(self) -> Self:
        return await asyncio.to_thread(self.__enter__)

    async def __aexit__(self, *details: object) -> None:
        await asyncio.to_thread(self.__exit__, *details)

    def count(self, pattern: str = "*") -> int:
        """How many calls of this name arrived."""
        return len(self.named(pattern))

    def counts(self) -> Counter[str]:
        """How many calls of each name arrived."""
        return Counter(call.name for call in list(self.calls))

    def named(self, pattern: str) -> list[C]:
        """The calls of this name; the name may hold `*`."""
        return [call for call in list(self.calls) if fnmatch.fnmatchcase(call.name, pattern)]

    @contextlib.contextmanager
    def counting(self) -> Iterator[list[C]]:
        """The calls made inside the `with` block."""
        start = len(self.calls)
        inside: list[C] = []
        yield inside
        inside.extend(self.calls[start:])

    def wait_for(self, condition: Callable[[], T], timeout: float = 10, what: str = "") -> T:
        """Wait until something about the recorded calls holds, and return it."""
        with self._changed:
            held = self._changed.wait_for(condition, timeout)
        if not held:
            raise AssertionError(f"not within {timeout} s: {what or condition}; calls: {dict(self.counts())}")
        return held

    async def until(self, condition: Callable[[], T], within: float = 10, what: str = "") -> T:
        """`wait_for` in an asynchronous test."""
        return await asyncio.to_thread(self.wait_for, condition, within, what)

    def wait_for_call(self, pattern: str, times: int = 1, timeout: float = 10) -> C:
        """Wait until so many calls of this name were answered; returns the last of them."""

        def answered() -> list[C]:
            done = [call for call in self.named(pattern) if call.status or call.fault]
            return done if len(done) >= times else []

        return self.wait_for(answered, timeout, f"{times} x {pattern}")[times - 1]

    def before(self, pattern: str, action: Callable[[], object], times: int = 1) -> None:
        """Run this before the next such call goes on. It may block and may itself call through the proxy."""
        self._hooks.append(Hook(pattern, action, times))

    def fail(self, pattern: str = "*", status: int = 500, times: int = 1, **more: Any) -> None:
        """Answer the next such calls with an error status; nothing reaches the upstream."""
        self._faults.append(Fault(pattern, "fail", times, status=status, **more))

    def drop(self, pattern: str = "*", times: int = 1) -> None:
        """Cut the connection of the next such calls; nothing reaches the upstream."""
        self._faults.append(Fault(pattern, "drop", times))

    def drop_answer(self, pattern: str = "*", times: int = 1) -> None:
        """Let the next such calls be carried out, then cut the connection in place of the answer."""
        self._faults.append(Fault(pattern, "drop_answer", times))

    def hold_answer(self, pattern: str = "*", times: int = 1) -> None:
        """Let the next such calls be carried out, and keep the answer until the client gives up waiting."""
        self._faults.append(Fault(pattern, "hold_answer", times))

    def delay(self, pattern: str = "*", seconds: float = 1.0, times: int = 1) -> None:
        """Let the next such calls wait before they go on."""
        self._faults.append(Fault(pattern, "delay", times, seconds=seconds))

    def heal(self) -> None:
        """Forget all faults and hooks, and accept connections again."""
        self._faults.clear()
        self._hooks.clear()
        self.accept()

    def refuse(self) -> None:
        """Refuse connections, and cut those that are open: the upstream looks stopped."""
        self._run(self._refuse())

    def accept(self) -> None:
        """Take connections again, on the same port."""
        self._run(self._listen())

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _start(self) -> None:
        self._session = aiohttp.ClientSession(auto_decompress=True, timeout=aiohttp.ClientTimeout(total=None))
        # Hooks may wait for one another, so each gets a thread.
        self._loop.set_default_executor(ThreadPoolExecutor(32))
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        self._site: web.TCPSite | None = None
        await self._listen()

    async def _listen(self) -> None:
        if self._site:
            return
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await self._site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"

    async def _refuse(self) -> None:
        if self._site:
            await self._site.stop()
            self._site = None
        self._cut_all()

    def _cut_all(self) -> None:
        server = self._runner.server
        for connection in list(server.connections) if server else []:
            if connection.transport:
                connection.transport.abort()

    async def _stop(self) -> None:
        self._cut_all()
        await self._runner.cleanup()
        await self._session.close()
        pending = asyncio.all_tasks() - {asyncio.current_task()}
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        await self._loop.shutdown_default_executor()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        answer = await self.special(request, body)
        if answer is not None:
            return answer
        call = self.describe(request, body)
        if call is None:
            return await self._forward(request, body, None)
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()
        try:
            return await self._pass(request, body, call)
        finally:
            with self._changed:
                call.seconds = time.time() - call.at
                self._changed.notify_all()

    async def _pass(self, request: web.Request, body: bytes, call: C) -> web.StreamResponse:
        for hook in self._taken(self._hooks, call.name):
            await asyncio.to_thread(hook.action)
        fault = next(iter(self._taken(self._faults, call.name, limit=1)), None)
        call.fault = fault.kind if fault else ""
        if fault and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "fail":
            call.status = fault.status
            return web.Response(status=fault.status, headers=fault.headers, text=fault.body)
        if fault and fault.kind == "drop":
            return self._cut(request)
        answer = await self._forward(request, body, call)
        if fault and fault.kind == "drop_answer":
            return self._cut(request)
        if fault and fault.kind == "hold_answer":
            # Nothing tells a handler that its client went away: it has to look.
            while request.transport and not request.transport.is_closing():  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return answer

    def _cut(self, request: web.Request) -> web.Response:
        if request.transport:
            request.transport.abort()
        return web.Response(status=502)

    async def _forward(self, request: web.Request, body: bytes, call: C | None) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in HOP_HEADERS}
        try:
            async with self._session.request(
                request.method,
                self.upstream + request.raw_path,
                data=body,
                headers=headers,
                allow_redirects=False,
                skip_auto_headers=("User-Agent", "Accept"),
            ) as answer:
                content = await answer.read()
        except aiohttp.ClientError:
            if call:
                call.status = 502
            return self._cut(request)
        if call:
            call.status = answer.status
        kept = CIMultiDict((name, value) for name, value in answer.headers.items() if name.lower() not in HOP_HEADERS)
        return web.Response(status=answer.status, headers=kept, body=self.changed(call, content))

    def _taken(self, rules: list[Rule], name: str, limit: int = 100) -> list[Rule]:
        """The rules that apply to this call; each is used up by it once."""
        found = [rule for rule in rules if rule.times > 0 and fnmatch.fnmatchcase(name, rule.pattern)][:limit]
        for rule in found:
            rule.times -= 1
        return found
