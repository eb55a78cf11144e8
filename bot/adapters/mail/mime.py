"""Raw MIME as a `Mail`: whatever is broken in it is worked around, kept, and said."""

from __future__ import annotations

import email.policy
import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime

import quotequail

from bot.adapters.mail import attachments, html
from bot.adapters.mail.text import clean, layers
from bot.domain.errors import InvalidInput
from bot.domain.triage import Address, Mail

MAX_BYTES = 40_000_000
MAX_PARTS = 200
MAX_DEPTH = 12
# A mail from 1970 or from next year was dated by a broken clock: the day of receipt counts then.
OLDEST = date(2000, 1, 1)
MESSAGE_IDS = re.compile(r"<[^<>\s]{3,250}>")
Part = EmailMessage


class _Found:
    """What the parts of a mail gave."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.html: list[str] = []
        self.forwarded: list[str] = []
        self.files: list[tuple[str, bytes]] = []
        self.unread: list[str] = []
        self.parts = 0


def parse(raw: bytes, *, received_on: date, id: str = "") -> Mail:  # noqa: A002 - the mail's own word
    """A mail out of its bytes. Raises `InvalidInput` only where there is no mail at all."""
    if len(raw) > MAX_BYTES:
        raise InvalidInput(f"the mail is larger than {MAX_BYTES // 1_000_000} MB")
    if not raw.strip():
        raise InvalidInput("the file is empty")
    message = BytesParser(EmailMessage, policy=email.policy.default.clone(raise_on_defect=False)).parsebytes(raw)
    if not message.keys():
        raise InvalidInput("this is no mail: it has no headers")
    found = _Found()
    _collect(message, found, 0)
    subject = clean(header(message, "subject"))[:500]
    seen = html.to_text("\n".join(found.html)) if found.html else None
    plain = "\n".join(found.plain)
    body = clean(plain) if plain.strip() or seen is None else clean(seen.text)
    if seen is None and html.looks_like_html(plain):
        seen = html.to_text(plain)
        body = clean(seen.text)
    if not body and found.forwarded:
        body = clean("\n\n".join(found.forwarded))
    split = layers(_unwrapped(body), subject)
    sent = _sent(message)
    return Mail(
        id=id or header(message, "message-id") or hashlib.sha256(raw).hexdigest()[:16],
        sender=address(header(message, "from")),
        received_on=sent if sent and OLDEST <= sent <= received_on.replace(year=received_on.year + 1) else received_on,
        subject=subject,
        text=split.text,
        history=split.history + (f"\n{clean(seen.history)}" if seen else ""),
        footer=split.footer,
        hidden=clean(seen.hidden) if seen else "",
        to=", ".join(found_address.email for found_address in addresses(header(message, "to"))),
        reply_to=address(header(message, "reply-to")) if header(message, "reply-to") else None,
        message_id=header(message, "message-id"),
        in_reply_to=header(message, "in-reply-to"),
        references=tuple(MESSAGE_IDS.findall(header(message, "references"))[:50]),
        automatic=_automatic(message),
        attachments=attachments.read_all(found.files),
        unread=tuple(found.unread),
    )


def header(message: EmailMessage, name: str) -> str:
    """A header as text; one that cannot be read counts as missing."""
    try:
        return str(message.get(name, "") or "").strip()
    except (ValueError, IndexError, AttributeError, TypeError, MessageError):
        raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
        return " ".join(raw.split())


def addresses(text: str) -> list[Address]:
    """The addresses of a header."""
    try:
        found = getaddresses([text], strict=False)
    except TypeError:  # older patch releases have no such argument
        found = getaddresses([text])
    return [Address(clean(name)[:200], mail.strip()[:320]) for name, mail in found if name or mail]


def address(text: str) -> Address:
    """The first address of a header; one without any is kept as a name."""
    return next((found for found in addresses(text) if "@" in found.email), Address(clean(text)[:200], ""))


def _collect(part: Part, found: _Found, depth: int) -> None:
    found.parts += 1
    if found.parts > MAX_PARTS or depth > MAX_DEPTH:
        if not any(note.startswith("more parts") for note in found.unread):
            found.unread.append("more parts than a mail has; the rest was left out")
        return
    kind = part.get_content_type()
    if kind == "message/rfc822":
        _forwarded(part, found, depth)
    elif part.is_multipart():
        for child in _children(part):
            _collect(child, found, depth + 1)
    elif part.get_content_disposition() == "attachment" or part.get_filename():
        found.files.append((clean(str(part.get_filename() or "unnamed"))[:200], _bytes(part)))
    elif kind == "text/html":
        found.html.append(_text(part, found))
    elif kind in {"text/plain", "text/calendar"}:
        (found.plain if kind == "text/plain" else found.forwarded).append(_text(part, found))
    else:
        found.files.append((f"unnamed.{kind.rpartition('/')[2]}", _bytes(part)))


def _children(part: Part) -> Iterator[Part]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (child for child in payload if isinstance(child, EmailMessage))


def _forwarded(part: Part, found: _Found, depth: int) -> None:
    for child in _children(part):
        inner = _Found()
        inner.parts = found.parts
        _collect(child, inner, depth + 1)
        found.parts = inner.parts
        text = "\n".join(inner.plain) or (html.to_text("\n".join(inner.html)).text if inner.html else "")
        found.forwarded.append(f"{header(child, 'subject')}\n{text}")
        found.files += inner.files
        found.unread += inner.unread


def _bytes(part: Part) -> bytes:
    with suppress(ValueError, KeyError, AssertionError, LookupError):
        payload = part.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else b""
    return b""


def _text(part: Part, found: _Found) -> str:
    content = _bytes(part)
    charset = part.get_content_charset() or "utf-8"
    for name in (charset, "utf-8", "cp1252"):
        with suppress(LookupError, UnicodeDecodeError, ValueError):
            return content.decode(name)
    found.unread.append(f"a text in an unknown alphabet ({charset}), read as Latin letters")
    return content.decode("latin-1")


def _unwrapped(body: str) -> str:
    """A mail that is nothing but a forward, as the forwarded words."""
    if len(body) > 20_000:
        return body
    wrapped = quotequail.unwrap(body)
    if not wrapped or wrapped.get("type") != "forward" or len((wrapped.get("text_top") or "").split()) > 12:
        return body
    return "\n".join(filter(None, [wrapped.get("text_top"), wrapped.get("text")])) or body


def _sent(message: EmailMessage) -> date | None:
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        sent: datetime = parsedate_to_datetime(header(message, "date"))
        return sent.date()
    return None


def _automatic(message: EmailMessage) -> bool:
    said = header(message, "auto-submitted").lower()
    kind = message.get_content_type()
    return (
        bool(said and said != "no") or kind == "multipart/report" or bool(header(message, "x-autoreply"))
        or header(message, "precedence").lower() in {"auto_reply", "bulk", "junk"}
    )  # fmt: skip
