"""`POST /hooks/mail`: suppliers' mail as raw MIME, alone or in the forms of Postmark, SendGrid and Mailgun."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.domain.errors import InvalidInput
from bot.web.body import TooLarge, read_body
from bot.web.mail_forms import fields, media_type, raw_of_json
from bot.web.mail_senders import Senders

LARGEST = 40_000_000  # a mail of 35 MB, as JSON with its line ends escaped
AT_ONCE = 4
STRANGERS_AT_ONCE = 2
BODY_SECONDS = 120.0
FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}
WHO = "who are you?"
NO_RAW_MAIL = (
    "no raw mail in the form: SendGrid needs “POST the raw, full MIME message”, "
    "Mailgun's route an address that ends in mime"
)

log = structlog.get_logger(__name__)


class OnMail(Protocol):
    """Stores a mail durably before it returns. Raises `InvalidInput` for what is no mail."""

    def __call__(self, raw: bytes, origin: str, once: str) -> bool:
        """Whether the mail is new; `origin` is the way it came, `once` a permission that is good for one mail."""
        ...


@dataclass(frozen=True)
class Handed:
    """A mail out of a request. `refusal` is the status that has its sender give up instead of trying again."""

    raw: bytes
    origin: str
    once: str = ""
    refusal: int = 422


class MailHook:
    """Takes mail in, and says yes only once it is stored: whoever sent it tries again until then.

    What is refused for good is answered as each service understands it: Postmark gives up at 403, Mailgun at 406, the
    others at any 4xx. `on_hook(outcome)` counts.
    """

    def __init__(self, senders: Senders, on_mail: OnMail, *, on_hook: Callable[[str], None] | None = None) -> None:
        self._senders = senders
        self._on_mail = on_mail
        self._on_hook = on_hook
        # A few large mails at a time are enough for memory; the others wait in the network.
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._strangers = asyncio.Semaphore(STRANGERS_AT_ONCE)

    async def __call__(self, request: Request) -> Response:
        """200 for a mail that is stored, new or not; 401, 413 or 422 with the reason; 503 when storing failed."""
        kind, boundary = media_type(request.headers.get("content-type", ""))
        known = self._senders.knows(request.headers.get("authorization", ""), request.path_params.get("secret", ""))
        if not known and not (kind in FORMS and self._senders.signed_forms):
            return self._answer(401, "wrong_secret", WHO)
        async with self._turns if known else self._strangers:
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    body = await read_body(request, LARGEST, discard=2 * LARGEST)
            except TooLarge:
                return self._too_large(kind)
            except (ClientDisconnect, TimeoutError):
                return self._answer(400, "broken")
            return await asyncio.to_thread(self._take, request.headers, kind, boundary, body, known)

    def _take(self, headers: Mapping[str, str], kind: str, boundary: str, body: bytes, known: bool) -> Response:
        refusal = 422
        try:
            handed = self._unwrap(headers, kind, boundary, body, known)
            if handed is None:
                return self._answer(401, "wrong_secret", WHO)
            refusal = handed.refusal
            new = self._on_mail(handed.raw, handed.origin, handed.once)
        except InvalidInput as error:
            return self._answer(refusal, "refused", error.what)
        except Exception:
            log.exception("a mail could not be stored; its sender will try again")
            return self._answer(503, "not_stored", "try again")
        return self._answer(200, "stored" if new else "known", "stored" if new else "known already")

    def _unwrap(self, headers: Mapping[str, str], kind: str, boundary: str, body: bytes, known: bool) -> Handed | None:
        """The mail in a body; None from strangers. Raises `InvalidInput` for what holds no mail."""
        if kind == "application/json":
            return Handed(raw_of_json(body), "postmark", refusal=403)
        if kind not in FORMS:
            return Handed(body, "hook")
        form = fields(body, kind, boundary)
        if "body-mime" in form and (known or self._senders.signed_by_mailgun(form)):
            token = form.get("token", b"").decode("latin-1")[:60]
            return Handed(form["body-mime"], "mailgun", f"mailgun:{token}" if token else "", refusal=406)
        if not known and not self._senders.signed_by_sendgrid(headers, body):
            return None
        if "email" in form:
            return Handed(form["email"], "sendgrid")
        raise InvalidInput(NO_RAW_MAIL)

    def _too_large(self, kind: str) -> Response:
        """Nobody tries again with a mail that will not be smaller; it stays where it was delivered."""
        status = {"application/json": 403, "application/x-www-form-urlencoded": 406}.get(kind, 413)
        return self._answer(status, "too_large", "the mail is larger than 35 MB and was not taken")

    def _answer(self, status: int, outcome: str, text: str = "") -> Response:
        if self._on_hook is not None:
            self._on_hook(outcome)
        if outcome not in {"stored", "known", "wrong_secret"}:
            log.warning("a mail was refused", outcome=outcome, why=text)
        return PlainTextResponse(text, status)
