"""A recording proxy between the bot and a Slack stand-in.

Every Web API call and every message to a response_url is checked against Slack's contract, recorded with its time, and
can be answered as Slack answers on a bad day: 429 with Retry-After, 500, `ok: false`, a cut connection. Socket Mode
passes through, so envelopes can be counted, sent twice as Slack does, or their socket closed. With HTTP events the
stand-in's request URL is `proxy.events_url`, and the proxy delivers to the bot, signed anew.

What Slack says about a person and the stand-in leaves out (a confirmed e-mail, guests) is filled in.
"""

import asyncio
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote

import aiohttp
from aiohttp import web

from tests import slack_contract
from tests.recording_proxy import Call, RecordingProxy

RESPONSE_URL = "response_url"
PERSON = {"is_email_confirmed": True, "is_restricted": False, "is_ultra_restricted": False, "is_stranger": False}


@dataclass
class SlackCall(Call):
    """One Web API call (`chat.postMessage`), or a message to a response_url (`response_url`)."""

    args: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass
class Envelope:
    """One thing Slack sent to the bot, or the bot's acknowledgement of it."""

    direction: str
    kind: str
    id: str
    at: float
    body: dict[str, Any]


class SlackProxy(RecordingProxy[SlackCall]):
    """Stands where Slack stands: give the bot `proxy.api_url`."""

    def __init__(self, upstream: str, bot_url: str = "", signing_secret: str = "test-signing-secret") -> None:
        super().__init__(upstream)
        self.bot_url = bot_url
        self.signing_secret = signing_secret
        self.envelopes: list[Envelope] = []
        self.people: dict[str, dict[str, Any]] = {}
        self._copies: dict[str, int] = {}
        self._sockets: set[web.WebSocketResponse] = set()

    @property
    def api_url(self) -> str:
        """What the bot takes for Slack's Web API."""
        return f"{self.url}/api/"

    @property
    def events_url(self) -> str:
        """Where the stand-in delivers in `events` mode; the proxy passes it to `bot_url`."""
        return f"{self.url}/slack/events"

    @property
    def problems(self) -> list[str]:
        """Every call so far that Slack would have refused, and why."""
        return [f"{call.name}: {problem}" for call in list(self.calls) for problem in call.problems]

    def __exit__(self, kind: object, *details: object) -> None:
        super().__exit__(kind, *details)
        if kind is None and self.problems:
            raise AssertionError("Slack would have refused: " + "; ".join(self.problems))

    def rate_limit(self, method: str = "*", retry_after: int = 1, times: int = 1) -> None:
        """Answer the next calls with 429 and Retry-After."""
        body = json.dumps({"ok": False, "error": "ratelimited"})
        self.fail(
            method, 429, times, headers={"Retry-After": str(retry_after), "Content-Type": "application/json"}, body=body
        )

    def answer_error(self, method: str, error: str, times: int = 1) -> None:
        """Answer the next calls with `ok: false` and this error, as Slack does when it refuses."""
        body = json.dumps({"ok": False, "error": error})
        self.fail(method, 200, times, headers={"Content-Type": "application/json"}, body=body)

    def send_again(self, kind: str, copies: int = 1) -> None:
        """Deliver the next envelope of this kind (`events_api`, `interactive`, `slash_commands`) several times."""
        self._copies[kind] = copies

    def close_sockets(self) -> None:
        """Cut the bot's Socket Mode connections; it is expected to come back."""

        async def close() -> None:
            for socket in list(self._sockets):
                await socket.close(code=aiohttp.WSCloseCode.GOING_AWAY)

        self._run(close())

    def sockets(self) -> int:
        """How many Socket Mode connections are open."""
        return len(self._sockets)

    def describe(self, request: web.Request, body: bytes) -> SlackCall | None:
        if request.path.startswith("/_hooks/response/"):
            args = json.loads(body or b"{}")
            return self._checked(SlackCall(RESPONSE_URL, len(body), args=args), slack_contract.response_errors(args))
        if not request.path.startswith("/api/"):
            return None
        method = request.path.removeprefix("/api/")
        args = slack_contract.arguments_of(method, dict(request.query))
        if request.content_type == "application/json":
            args |= json.loads(body or b"{}")
        elif request.content_type == "application/x-www-form-urlencoded":
            args |= slack_contract.arguments_of(method, dict(parse_qsl(body.decode(), keep_blank_values=True)))
        args.pop("token", None)
        args = slack_contract.without_defaults(method, args)
        return self._checked(SlackCall(method, len(body), args=args), slack_contract.call_errors(method, args))

    def changed(self, call: SlackCall | None, body: bytes) -> bytes:
        """The stand-in's answer, with the socket led through the proxy and people described as Slack does."""
        if call is None or call.name == RESPONSE_URL:
            return body
        try:
            answer = json.loads(body)
        except ValueError:
            return body
        if call.name == "apps.connections.open" and answer.get("ok"):
            answer["url"] = answer["url"].replace(self._ws(self.upstream), self._ws(self.url))
        for person in (*answer.get("members", ()), answer.get("user")):
            if isinstance(person, dict):
                person.update({**PERSON, **person, **self.people.get(person["id"], {})})
        call.answer = answer
        return json.dumps(answer).encode()

    async def special(self, request: web.Request, body: bytes) -> web.StreamResponse | None:
        if request.path.startswith("/socket/"):
            return await self._socket(request)
        if request.path == "/slack/events":
            return await self._deliver(request, body)
        return None

    def _checked(self, call: SlackCall, problems: Iterable[slack_contract.Problem]) -> SlackCall:
        call.problems = [str(problem) for problem in problems]
        return call

    @staticmethod
    def _ws(url: str) -> str:
        return url.replace("http", "ws", 1)

    def _led_here(self, text: str) -> str:
        """The same text with the stand-in's addresses replaced by the proxy's, so that response_urls come here."""
        return text.replace(self.upstream, self.url).replace(quote(self.upstream, safe=""), quote(self.url, safe=""))

    def _note(self, direction: str, kind: str, id_: str, body: dict[str, Any]) -> None:
        with self._changed:
            self.envelopes.append(Envelope(direction, kind, id_, time.time(), body))
            self._changed.notify_all()

    def _copies_of(self, kind: str) -> int:
        """How often to repeat the delivery at hand; asked once for each."""
        return self._copies.pop(kind, 0)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        bot = web.WebSocketResponse(heartbeat=None)
        await bot.prepare(request)
        async with self._session.ws_connect(self._ws(self.upstream) + request.raw_path) as slack:
            self._sockets.add(bot)
            ways = [asyncio.ensure_future(self._down(slack, bot)), asyncio.ensure_future(self._up(bot, slack))]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self._sockets.discard(bot)
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
                await bot.close()
        return bot

    async def _down(self, slack: aiohttp.ClientWebSocketResponse, bot: web.WebSocketResponse) -> None:
        async for message in slack:
            envelope = json.loads(self._led_here(message.data))
            kind, id_ = envelope.get("type", ""), envelope.get("envelope_id", "")
            self._note("to_bot", kind, id_, envelope)
            await bot.send_json(envelope)
            for attempt in range(1, self._copies_of(kind) + 1):
                again = {
                    **envelope,
                    "envelope_id": str(uuid.uuid4()),
                    "retry_attempt": attempt,
                    "retry_reason": "timeout",
                }
                self._note("to_bot", kind, again["envelope_id"], again)
                await bot.send_json(again)

    async def _up(self, bot: web.WebSocketResponse, slack: aiohttp.ClientWebSocketResponse) -> None:
        async for message in bot:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            answer = json.loads(message.data)
            self._note("from_bot", "ack", answer.get("envelope_id", ""), answer)
            await slack.send_str(message.data)

    async def _deliver(self, request: web.Request, body: bytes) -> web.Response:
        text = self._led_here(body.decode())
        kind = self._kind(request.content_type, text)
        answer = await self._post(request.content_type, text, kind, {})
        for attempt in range(1, self._copies_of(kind) + 1):
            retry = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
            await self._post(request.content_type, text, kind, retry)
        return answer

    async def _post(self, content_type: str, text: str, kind: str, headers: dict[str, str]) -> web.Response:
        now = str(int(time.time()))
        digest = hmac.new(self.signing_secret.encode(), f"v0:{now}:{text}".encode(), hashlib.sha256).hexdigest()
        headers = headers | {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": f"v0={digest}",
        }
        id_ = str(uuid.uuid4())
        self._note("to_bot", kind, id_, {"text": text})
        async with self._session.post(self.bot_url, data=text.encode(), headers=headers) as answer:
            content = await answer.read()
            self._note("from_bot", "ack", id_, {"status": answer.status})
            return web.Response(status=answer.status, body=content, content_type=answer.content_type)

    @staticmethod
    def _kind(content_type: str, text: str) -> str:
        if content_type == "application/json":
            return "events_api"
        return "interactive" if text.startswith("payload=") else "slash_commands"
