"""A Slack that only times: it sends clicks over Socket Mode or as signed requests, and measures until the ack.

It answers every Web API call at once, so what is measured is the app, not Slack.
"""

import asyncio
import hashlib
import hmac
import json
import time
import uuid
from typing import Any, Self
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

SECRET = "bench-signing-secret"
TEAM = "T0BENCH"
PATIENCE = 10.0
FAILED = float("inf")  # no ack: Bolt itself gives up after three seconds, as Slack does


def click(value: str, user: str, action: str) -> dict[str, Any]:
    """What Slack says about a click on a button."""
    return {
        "type": "block_actions",
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
        "api_app_id": "A0BENCH",
        "token": "unused",
        "container": {
            "type": "message",
            "message_ts": "1700000000.000100",
            "channel_id": "D0BENCH",
            "is_ephemeral": False,
        },
        "trigger_id": uuid.uuid4().hex,
        "team": {"id": TEAM, "domain": "bench"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": "D0BENCH", "name": "directmessage"},
        "state": {"values": {}},
        "actions": [
            {
                "action_id": action,
                "block_id": "approval.decide_row",
                "text": {"type": "plain_text", "text": "Approve", "emoji": True},
                "value": value,
                "style": "primary",
                "type": "button",
                "action_ts": f"{time.time():.6f}",
            }
        ],
    }


class FakeSlack:
    """The Web API, and a socket for each app that asks for one: apps are told apart by their token's last part."""

    def __init__(self) -> None:
        self.url = ""
        self._sockets: dict[str, web.WebSocketResponse] = {}
        self._waiting: dict[str, asyncio.Future[float]] = {}

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/socket/{app}", self._socket)
        app.router.add_route("*", "/api/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """What an app takes for Slack's Web API."""
        return f"{self.url}/api/"

    def connected(self, app: str) -> bool:
        """Whether this app's socket is open."""
        return app in self._sockets

    async def click_by_socket(self, app: str, payload: dict[str, Any]) -> float:
        """Send a click; seconds until its ack."""
        envelope_id = uuid.uuid4().hex
        envelope = {
            "envelope_id": envelope_id,
            "type": "interactive",
            "accepts_response_payload": True,
            "payload": payload,
        }
        acked = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        sent = time.perf_counter()
        await self._sockets[app].send_str(json.dumps(envelope))
        try:
            return await asyncio.wait_for(acked, PATIENCE) - sent
        except TimeoutError:
            return FAILED

    async def click_by_http(self, url: str, payload: dict[str, Any]) -> float:
        """Post a signed click; seconds until 200."""
        body, now = urlencode({"payload": json.dumps(payload)}), str(int(time.time()))
        digest = hmac.new(SECRET.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": f"v0={digest}",
        }
        sent = time.perf_counter()
        async with self._session.post(url, data=body, headers=headers) as answer:
            await answer.read()
            return time.perf_counter() - sent if answer.status == 200 else FAILED

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        app = request.match_info["app"]
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(
            {"type": "hello", "num_connections": 1, "debug_info": {}, "connection_info": {"app_id": app}}
        )
        self._sockets[app] = socket
        async for message in socket:
            acked = self._waiting.pop(json.loads(message.data).get("envelope_id", ""), None)
            if acked is not None and not acked.done():
                acked.set_result(time.perf_counter())
        self._sockets.pop(app, None)
        return socket

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        answer: dict[str, Any] = {"ok": True, "team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BOT", "team": "bench"}
        if method == "apps.connections.open":
            app = request.headers["Authorization"].rpartition("-")[2]
            answer["url"] = f"{self.url.replace('http', 'ws')}/socket/{app}"
        elif method in {"users.lookupByEmail", "users.info"}:
            asked = {**request.query, **(await request.post())}
            login = str(asked.get("email") or asked.get("user")).partition("@")[0].removeprefix("U0").lower()
            answer["user"] = {"id": f"U0{login.upper()}", "name": login, "team_id": TEAM, "is_email_confirmed": True}
            answer["user"]["profile"] = {"email": f"{login}@northgate.example"}
        elif method == "conversations.open":
            answer["channel"] = {"id": "D0BENCH"}
        elif method.startswith("chat."):
            answer |= {"channel": "D0BENCH", "ts": f"{time.time():.6f}"}
        return web.json_response(answer)
