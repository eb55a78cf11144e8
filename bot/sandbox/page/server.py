"""Serves the page, what it asks for, and the line over which it hears what goes on.

One application on one port: the page, the sandbox Slack and the sandbox Odoo that the bot talks to,
and the bot's own HTTP door.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import structlog
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.page import asked
from bot.sandbox.page.bell import Bell
from bot.sandbox.page.build import DIST, built_from
from bot.sandbox.page.guard import Guard
from bot.sandbox.page.hands import Hands, NotPossible
from bot.sandbox.page.view import View

MOST = 64 * 1024
TOGETHER = 0.05  # seconds: what changes at the same moment is sent at once
NOT_POSSIBLE, NOT_FOUND, MALFORMED, TOO_LARGE, WRONG_TYPE = 409, 404, 400, 413, 415

log = structlog.get_logger(__name__)
Asked = TypeVar("Asked", bound=BaseModel)
Done = dict[str, Any]


class Page:
    """The page's routes."""

    def __init__(self, view: View, hands: Hands, bell: Bell, run: str) -> None:
        self._view = view
        self._hands = hands
        self._bell = bell
        self._run = run

    def routes(self) -> list[BaseRoute]:
        """The page itself, what it asks and does, and its line."""
        hands = self._hands
        return [
            Route("/", self._index),
            Route("/odoo/purchase-orders/{order_id:int}", self._index),
            Mount("/page/assets", StaticFiles(directory=DIST / "assets")),
            WebSocketRoute("/page/live", self._live),
            Route("/page/api/orders/{order_id:int}", self._order),
            self._deed("say", asked.Say, hands.say),
            self._deed("command", asked.Command, hands.command),
            self._deed("click", asked.Click, hands.click),
            self._deed("submit", asked.Submit, hands.submit),
            self._deed("close", asked.Close, hands.close),
            self._deed("home", asked.Home, hands.home),
            self._deed("read", asked.Read, hands.read),
            self._deed("orders/new", asked.NewOrder, hands.new_order),
            self._deed("orders/{order_id:int}/change", asked.OnOrder, hands.change),
            self._deed("orders/{order_id:int}/approve", asked.Approve, hands.approve),
            self._deed("mail", asked.Mail, hands.mail),
            self._deed("odoo/stop", asked.Nothing, hands.stop_odoo),
            self._deed("odoo/start", asked.Nothing, hands.start_odoo),
            self._deed("clock", asked.Move, hands.move_clock),
            self._deed("reset", asked.Nothing, hands.reset),
        ]

    async def _index(self, _request: Request) -> Response:
        return FileResponse(DIST / "index.html", headers={"cache-control": "no-cache"})

    async def _order(self, request: Request) -> Response:
        order = await asyncio.to_thread(self._view.order, request.path_params["order_id"])
        if order is None:
            return _told("Odoo has no such order.", NOT_FOUND)
        return JSONResponse(order)

    def _deed(self, path: str, model: type[Asked], do: Callable[[Asked], Awaitable[Done]]) -> Route:
        """A deed of the visitor: parsed, done, and answered with what came of it or why not."""

        async def serve(request: Request) -> Response:
            if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
                return _told("JSON is expected.", WRONG_TYPE)
            if int(request.headers.get("content-length") or 0) > MOST:
                return _told("That is too much text.", TOO_LARGE)
            try:
                given = json.loads(await request.body() or b"{}")
                parsed = model.model_validate({**given, **request.path_params})
            except (ValueError, TypeError, ValidationError):
                return _told("That is not what the page sends.", MALFORMED)
            try:
                return JSONResponse(await do(parsed))
            except NotPossible as error:
                return _told(str(error), NOT_POSSIBLE)
            finally:
                self._bell.ring()

        return Route(f"/page/api/{path}", serve, methods=["POST"], name=path)

    async def _live(self, socket: WebSocket) -> None:
        """Tells one tab everything that its person sees, anew after each change."""
        await socket.accept()
        person = self._view.person(socket.query_params.get("as", ""))
        telling = asyncio.create_task(self._tell(socket, person))
        listening = asyncio.create_task(_until_gone(socket))
        _, pending = await asyncio.wait({telling, listening}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(telling, listening, return_exceptions=True)

    async def _tell(self, socket: WebSocket, person: str) -> None:
        try:
            # Read anew each time: after an update the page on the disk is newer than this process.
            sources = await asyncio.to_thread(built_from)
            await socket.send_json({"type": "hello", "run": self._run, "sources": sources})
            last = ""
            with self._bell.heard() as rung:
                while True:
                    rung.clear()
                    now = json.dumps({"type": "snapshot", "snapshot": await self._view.snapshot(person)})
                    if now != last:
                        await socket.send_text(now)
                        last = now
                    await rung.wait()
                    await asyncio.sleep(TOGETHER)
        except (WebSocketDisconnect, RuntimeError) as error:
            log.debug("a page went away", error=type(error).__name__)


async def _until_gone(socket: WebSocket) -> None:
    try:
        while True:
            await socket.receive_text()
    except (WebSocketDisconnect, RuntimeError) as error:
        log.debug("a page went away", error=type(error).__name__)


def _told(words: str, status: int) -> Response:
    return JSONResponse({"error": words}, status)


async def _failed(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "Something went wrong in the demo; its log says what."}, 500)


class Door:
    """Leads to the bot's own HTTP application, which comes and goes with the bot."""

    def __init__(self) -> None:
        self.app: ASGIApp = PlainTextResponse("the bot is not there\n", 503)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on to the bot that is there now."""
        await self.app(scope, receive, send)


def create_app(page: Page, sandboxes: Sequence[BaseRoute], door: Door, port: int) -> ASGIApp:
    """Everything that is served on the port."""
    routes = [*page.routes(), *sandboxes, Mount("/", app=door)]
    return Guard(Starlette(routes=routes, exception_handlers={500: _failed}), port)
