"""WebSockets for uvicorn by aiohttp, which is here anyway: uvicorn has none of its own."""

from __future__ import annotations

import asyncio
from typing import Any, cast
from urllib.parse import unquote

import uvicorn
from aiohttp import WSMsgType, web
from uvicorn.server import ServerState

PING_SECONDS = 20.0
LARGEST = 4 * 1024 * 1024


def websocket_protocol(
    config: uvicorn.Config, server_state: ServerState, app_state: dict[str, Any]
) -> asyncio.Protocol:
    """For `uvicorn.Config(ws=...)`: takes over a connection that asks for a WebSocket."""
    return _Bridge(config, server_state, app_state).protocol


class _Bridge:
    """One WebSocket between aiohttp, which speaks it, and the ASGI application, which handles it."""

    def __init__(self, config: uvicorn.Config, state: ServerState, app_state: dict[str, Any]) -> None:
        self._app = config.loaded_app
        self._connections = cast("set[Any]", state.connections)
        self._app_state = app_state
        self._socket = web.WebSocketResponse(heartbeat=PING_SECONDS, max_msg_size=LARGEST, timeout=1.0)
        self._refused = 0
        self._asked = False
        self._request: web.BaseRequest | None = None
        server = web.Server(self._handle, access_log=None)
        self.protocol = server()
        self._connections.add(self)

    def shutdown(self) -> None:
        """The server stops."""
        self._connections.discard(self)
        if self.protocol.transport is not None:
            self.protocol.transport.close()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        self._request = request
        try:
            await self._app(self._scope(request), self._receive, self._send)
        finally:
            self._connections.discard(self)
        if self._refused or not self._socket.prepared:
            return web.Response(status=403)
        await self._socket.close()
        return self._socket

    def _scope(self, request: web.BaseRequest) -> dict[str, Any]:
        address = request.transport.get_extra_info("peername") if request.transport else None
        here = request.transport.get_extra_info("sockname") if request.transport else None
        protocols = request.headers.get("sec-websocket-protocol", "")
        return {
            "type": "websocket",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": unquote(request.rel_url.raw_path),
            "raw_path": request.rel_url.raw_path.encode(),
            "root_path": "",
            "query_string": request.rel_url.raw_query_string.encode(),
            "headers": [(name.lower(), value) for name, value in request.raw_headers],
            "client": tuple(address[:2]) if address else None,
            "server": tuple(here[:2]) if here else None,
            "subprotocols": [part.strip() for part in protocols.split(",") if part.strip()],
            "state": self._app_state.copy(),
            "extensions": {},
        }

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "websocket.connect"}
        message = await self._socket.receive()
        if message.type is WSMsgType.TEXT:
            return {"type": "websocket.receive", "text": message.data}
        if message.type is WSMsgType.BINARY:
            return {"type": "websocket.receive", "bytes": message.data}
        return {"type": "websocket.disconnect", "code": self._socket.close_code or 1006}

    async def _send(self, message: Any) -> None:
        kind = message["type"]
        if kind == "websocket.accept" and self._request is not None:
            await self._socket.prepare(self._request)
        elif kind == "websocket.send" and message.get("text") is not None:
            await self._socket.send_str(message["text"])
        elif kind == "websocket.send":
            await self._socket.send_bytes(message["bytes"])
        elif kind == "websocket.close" and not self._socket.prepared:
            self._refused = message.get("code") or 1000
        elif kind == "websocket.close":
            await self._socket.close(code=message.get("code") or 1000)
