"""The web side: the addresses that odoorpc asks, with Odoo's answers and failures."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.sandbox.odoo.errors import OdooFault
from bot.sandbox.odoo.outages import Fate, Outages
from bot.sandbox.odoo.server import VERSION, Server

_LOG = logging.getLogger(__name__)


class Wire:
    """Odoo's addresses as Starlette routes."""

    def __init__(self, server: Server, outages: Outages) -> None:
        self._server = server
        self._outages = outages

    def routes(self) -> list[Route]:
        """`/jsonrpc`, and what tells version and health."""
        return [
            Route("/jsonrpc", self.jsonrpc, methods=["POST"]),
            Route("/web/webclient/version_info", self.version_info, methods=["POST"]),
            Route("/web/version", self.version),
            Route("/web/health", self.health),
        ]

    async def jsonrpc(self, request: Request) -> Response:
        """A call of `common` or `object`. Errors of Odoo come with status 200, as Odoo sends them."""
        try:
            asked = json.loads(await request.body())
            params = asked["params"]
            service, method, args = params["service"], params["method"], params["args"]
        except (ValueError, KeyError, TypeError):
            return PlainTextResponse("Bad Request", 400)
        fate = self._outages.fate(of_a_method=service == "object")
        if fate in (Fate.REFUSED, Fate.HANGS):
            return await self._no_answer(fate, request)
        if self._outages.slow:
            await asyncio.sleep(self._outages.slow)
        answer: dict[str, Any] = {"jsonrpc": "2.0", "id": asked.get("id")}
        try:
            result = await run_in_threadpool(self._server.dispatch, service, method, args)
            answer |= {} if result is None else {"result": result}
        except OdooFault as fault:
            answer["error"] = fault.as_error()
        except Exception as error:  # noqa: BLE001  # Odoo too answers whatever goes wrong inside it
            _LOG.exception("the sandbox Odoo failed")
            answer["error"] = OdooFault(f"builtins.{type(error).__name__}", str(error)).as_error()
        return _Cut() if fate is Fate.LOST else JSONResponse(answer)

    async def version_info(self, request: Request) -> Response:
        """odoorpc asks for it where it is not told the version."""
        asked = await request.json()
        return await self._plain(request, {"jsonrpc": "2.0", "id": asked.get("id"), "result": VERSION})

    async def version(self, request: Request) -> Response:
        """Needs no login."""
        told = {"version_info": VERSION["server_version_info"], "version": VERSION["server_version"]}
        return await self._plain(request, told)

    async def health(self, request: Request) -> Response:
        """Whether Odoo is up."""
        return await self._plain(request, {"status": "pass"})

    async def _plain(self, request: Request, content: dict[str, Any]) -> Response:
        fate = self._outages.fate(of_a_method=False)
        return JSONResponse(content) if fate is Fate.ANSWERED else await self._no_answer(fate, request)

    async def _no_answer(self, fate: Fate, request: Request) -> Response:
        """A stopped Odoo is what a proxy says of it; a hanging one keeps the line open until the caller gives up."""
        if fate is Fate.REFUSED:
            return PlainTextResponse("503 Service Unavailable", 503)
        while (await request.receive())["type"] != "http.disconnect":
            pass
        return _Cut()


class _Cut(Response):
    """A connection that breaks in the middle of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Promise more than is sent: the web server then closes the connection."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"jsonrpc"', "more_body": True})
