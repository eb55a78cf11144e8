"""Events and clicks as signed HTTP requests to the bot's request URL."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.slack.outbox import ACK_SECONDS, Delivery, Transport
from bot.sandbox.slack.refusals import Json, NotAcked
from bot.sandbox.slack.timing import Timing

HARD_LIMIT = aiohttp.ClientTimeout(total=30)  # in case the injected clock stands still


class Requests(Transport):
    """Signs as Slack signs. The signature carries the computer's time, not the sandbox's: the bot compares it."""

    def __init__(self, request_url: str, signing_secret: str, timing: Timing) -> None:
        self._url = request_url
        self._secret = signing_secret.encode()
        self._timing = timing
        self._session: aiohttp.ClientSession | None = None

    async def send(self, delivery: Delivery) -> Json:
        """POST once; status 200 within three seconds acknowledges."""
        posting = asyncio.ensure_future(self._post(delivery))
        try:
            return await self._timing.within(ACK_SECONDS, posting)
        except TimeoutError:
            raise NotAcked("http_timeout") from None
        except aiohttp.ClientError:
            raise NotAcked("connection_failed") from None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, delivery: Delivery) -> Json:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=HARD_LIMIT)
        content_type, body = _encoded(delivery)
        headers = {"Content-Type": content_type, **self._signed(body)}
        if delivery.attempt:
            headers |= {"X-Slack-Retry-Num": str(delivery.attempt), "X-Slack-Retry-Reason": delivery.reason}
        async with self._session.post(self._url, data=body, headers=headers) as answer:
            said = await answer.read()
            if answer.status != 200:
                raise NotAcked("http_error", again=answer.headers.get("X-Slack-No-Retry") != "1")
            return _answer(said)

    def _signed(self, body: bytes) -> dict[str, str]:
        now = str(int(time.time()))
        digest = hmac.new(self._secret, b"v0:" + now.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={digest}"}


def _encoded(delivery: Delivery) -> tuple[str, bytes]:
    if delivery.kind == "events_api":
        return "application/json", json.dumps(delivery.payload).encode()
    form = delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


def _answer(said: bytes) -> Json:
    text = said.decode("utf-8", "replace").strip()
    try:
        answer = json.loads(text) if text else {}
    except ValueError:
        return {"text": text}
    return answer if isinstance(answer, dict) else {"text": text}
