"""Slack over HTTP: events, clicks and commands, taken only when Slack signed them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.web.body import TooLarge, read_body

LARGEST = 1024 * 1024

log = structlog.get_logger(__name__)


class SlackEvents:
    """`POST /slack/events`. Any of `signing_secrets` may have signed, so that one can be changed while the bot runs.

    Bolt checks one secret only; so the signature is checked here, before Bolt sees the request, and
    `app` is made with `request_verification_enabled=False`.
    """

    def __init__(self, app: AsyncApp, signing_secrets: Sequence[str]) -> None:
        self._app = app
        self._verifiers = [SignatureVerifier(secret) for secret in signing_secrets]

    async def __call__(self, request: Request) -> Response:
        """401 for a wrong, missing or stale signature; otherwise Bolt's answer."""
        try:
            body = await read_body(request, LARGEST)
        except TooLarge:
            return PlainTextResponse("at most 1 MB", 413)
        except ClientDisconnect:
            return PlainTextResponse("", 400)
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not self._signed(body, timestamp, signature):
            log.warning("a request with a wrong or old signature was refused")
            return PlainTextResponse("wrong signature", 401)
        try:
            asked = to_async_bolt_request(request, body)
        except ValueError:
            return PlainTextResponse("not JSON", 400)
        return to_starlette_response(await self._app.async_dispatch(asked))

    def _signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        if not (re.fullmatch(r"[0-9]{1,12}", timestamp) and signature.isascii()):
            return False
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return False  # Slack sends UTF-8
        return any(verifier.is_valid(text, timestamp, signature) for verifier in self._verifiers)
