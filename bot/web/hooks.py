"""Odoo's webhook: a hint that an order changed. The order itself is read back from Odoo."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Sequence

import structlog
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.web.body import TooLarge, read_body

LARGEST = 64 * 1024
HIGHEST_ID = 2**31 - 1
OnOrder = Callable[[int], None]

log = structlog.get_logger(__name__)


class OdooHook:
    """`POST /hooks/odoo/<secret>`: Odoo cannot send headers, so the secret stands in the address.

    `on_order(order_id)` is quick and synchronous; it is called in a thread after Odoo has its answer,
    for Odoo waits only a second. What it loses, the poll finds. `on_hook(outcome)` counts.
    """

    def __init__(
        self, secrets: Sequence[str], on_order: OnOrder, *, on_hook: Callable[[str], None] | None = None
    ) -> None:
        self._secrets = [secret.encode() for secret in secrets]
        self._on_order = on_order
        self._on_hook = on_hook

    async def __call__(self, request: Request) -> Response:
        """Answer 202 and hand the order's id on; 404 for a wrong secret, with nothing said."""
        if not self._knows(request.path_params["secret"]):
            return self._answer(404, "wrong_secret")
        try:
            body = await read_body(request, LARGEST)
        except TooLarge:
            return self._answer(413, "too_large", "at most 64 KB")
        except ClientDisconnect:
            return self._answer(400, "broken")
        try:
            order_id = _order_id(json.loads(body))
        except (ValueError, RecursionError):
            return self._answer(400, "broken", "not JSON")
        if order_id is None:
            return self._answer(422, "not_an_order", "not a purchase order with an id")
        response = self._answer(202, "accepted", "will look")
        response.background = BackgroundTask(self._hand_on, order_id)
        return response

    def _knows(self, given: str) -> bool:
        """Compares with every secret in constant time, so that the time taken tells nothing."""
        attempt = given.encode("utf-8", "surrogateescape")
        return sum(hmac.compare_digest(attempt, secret) for secret in self._secrets) > 0

    def _hand_on(self, order_id: int) -> None:
        try:
            self._on_order(order_id)
        except Exception as error:  # noqa: BLE001 - whatever it is, the poll finds the order all the same
            log.warning(
                "a hint from Odoo was lost, the poll will find it", order_id=order_id, error=type(error).__name__
            )

    def _answer(self, status: int, outcome: str, text: str = "") -> Response:
        if self._on_hook is not None:
            self._on_hook(outcome)
        if outcome not in {"accepted", "wrong_secret"}:
            log.info("a hint from Odoo was refused", outcome=outcome)
        return PlainTextResponse(text, status)


def _order_id(body: object) -> int | None:
    """The id of the purchase order that Odoo names; None when it names none."""
    if not isinstance(body, dict) or body.get("_model") != "purchase.order":
        return None
    order_id = body.get("_id")
    if not isinstance(order_id, int) or isinstance(order_id, bool) or not 0 < order_id <= HIGHEST_ID:
        return None
    return order_id
