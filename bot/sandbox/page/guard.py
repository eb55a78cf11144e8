"""Keeps the demo to the machine that it runs on, and its page to itself.

Nobody has to sign in here, so a request must come from this machine, name it, and not be made by a page
of somebody else (a foreign site can make a browser call 127.0.0.1, also under a name of its own).
"""

from __future__ import annotations

from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost", "[::1]")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
OWN_SITES = {"same-origin", "none"}
FORBIDDEN = 403


class Guard:
    """Refuses what does not come from this machine's own user, and adds the page's headers to every answer."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in NAMES}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        why = self.refusal(scope)
        if why and scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": why})
            return
        app: ASGIApp = PlainTextResponse(f"{why}\n", FORBIDDEN) if why else self._app

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, receive, with_headers)

    def refusal(self, scope: Scope) -> str:
        """Why a request is refused; empty when it is not."""
        headers = Headers(scope=scope)
        client = scope.get("client")
        if client is None or not _is_loopback(str(client[0])):
            return "The demo answers this machine only."
        if headers.get("host", "").lower() not in self._hosts:
            return "The demo answers to its own address only: 127.0.0.1 or localhost, with its port."
        if "origin" in headers and headers["origin"].lower() not in self._origins:
            return "The demo does not answer pages of other origins."
        visits = headers.get("sec-fetch-mode") == "navigate" and scope.get("method") == "GET"
        if headers.get("sec-fetch-site", "none") not in OWN_SITES and not visits:
            return "The demo does not answer pages of other sites."
        return ""


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
