"""Raw MIME as a `Mail`: whatever is broken in it is worked around, kept, and said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser

import quotequail

from bot.adapters.mail import attachments, calendar, headers, html, tnef
from bot.adapters.mail.text import MAX_CHARACTERS, clean, goes_on, layers
from bot.adapters.mail.text import MAX_LINES as TEXT_LINES
from bot.domain.errors import InvalidInput
from bot.domain.mail import Automatic
from bot.domain.triage import Mail

MAX_BYTES = 35_000_000
MAX_LINES = 700_000
MAX_PARTS = 200
MAX_DASHES = 20_000  # lines that begin like the start of a part
MAX_DEPTH = 12
FEW_WORDS = 12
BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}


class _Found:
    """What the parts of a mail gave."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.html: list[str] = []
        self.forwarded: list[str] = []
        self.invitations: list[str] = []
        self.files: list[tuple[str, bytes]] = []
        self.unread: list[str] = []
        self.parts = 0

    def say(self, note: str) -> None:
        """Say once what could not be read."""
        if note not in self.unread:
            self.unread.append(note)


def parse(raw: bytes, *, received_on: date, id: str = "") -> Mail:  # noqa: A002 - the mail's own word
    """A mail out of its bytes. Raises `InvalidInput` only where there is no mail, or one not to be unpacked."""
    if len(raw) > MAX_BYTES:
        raise InvalidInput(f"the mail is larger than {MAX_BYTES // 1_000_000} MB")
    message, found = _message(raw), _Found()
    if raw.count(b"\n") > MAX_LINES:
        found.say(f"the mail has more than {MAX_LINES} lines; the rest was left out")
    _collect(message, found, 0)
    subject = clean(headers.header(message, "subject"))[:500]
    seen = html.to_text("\n".join(found.html)) if found.html else None
    body = _body(found, seen)
    if seen is None and html.looks_like_html(body):
        seen = html.to_text("\n".join(found.plain))
        body = clean(seen.text)
    split = layers(_unwrapped(_with_forwarded(body, found)), subject)
    if not any((split.text, split.history, found.files, found.unread)):
        found.say("there is no text in it")
    record = headers.sent(message, datetime.combine(received_on, time(12), UTC))
    return Mail(
        id=id or headers.header(message, "message-id") or hashlib.sha256(raw).hexdigest()[:16],
        sender=headers.address(message, "from"),
        received_on=record[0].date() if record[0] else received_on,
        subject=subject,
        text=split.text,
        history=split.history + (f"\n{clean(seen.history)}" if seen else ""),
        footer=split.footer,
        hidden=clean(seen.hidden) if seen else "",
        to=", ".join(found_address.email for found_address in headers.addresses(message, "to")),
        reply_to=headers.address(message, "reply-to") if headers.header(message, "reply-to") else None,
        message_id=headers.header(message, "message-id"),
        in_reply_to=headers.header(message, "in-reply-to"),
        references=tuple(headers.MESSAGE_IDS.findall(headers.header(message, "references"))[: headers.MOST_REFERENCES]),
        automatic=headers.automatic(message) is not Automatic.NO,
        attachments=attachments.read_all(found.files),
        unread=tuple(filter(None, [*found.unread, record[1]])),
    )


def _message(raw: bytes) -> Message:
    if not raw.strip():
        raise InvalidInput("the file is empty")
    if len(BOUNDARY.findall(raw)) > MAX_PARTS or raw.count(b"\n--") > MAX_DASHES:
        raise InvalidInput("it is packed into more parts than a mail has")
    if raw.count(b"\n") > MAX_LINES:
        raw = b"\n".join(raw.split(b"\n", MAX_LINES)[:MAX_LINES])
    try:
        message: Message = BytesParser(Message, policy=headers.POLICY).parsebytes(headers.trimmed(raw))
    except RecursionError as error:
        raise InvalidInput("it is nested deeper than a mail is") from error
    if not message.keys():
        raise InvalidInput("this is no mail: it has no headers")
    return message


def _body(found: _Found, seen: html.Visible | None) -> str:
    """The text that people read: the plain one, else what is seen of the HTML. Said where it is too long to keep."""
    text = "\n".join(found.plain)
    if seen is not None and not clean(text):
        text = seen.text
    if goes_on(text.strip()):
        found.say(
            f"the text is longer than {MAX_CHARACTERS:,} characters or {TEXT_LINES:,} lines: its end was left out"
        )
    return clean(text)


def _with_forwarded(body: str, found: _Found) -> str:
    """A mail that says little itself speaks through what it forwards, or through its invitation."""
    if len(body.split()) > FEW_WORDS:
        return "\n\n".join([body, *map(clean, found.invitations)])
    return "\n\n".join(filter(None, [body, *map(clean, found.forwarded), *map(clean, found.invitations)]))


def _collect(part: Message, found: _Found, depth: int) -> None:
    found.parts += 1
    if found.parts > MAX_PARTS or depth > MAX_DEPTH:
        found.say("more parts than a mail has; the rest was left out")
        return
    kind = part.get_content_type()
    name = _file_name(part)
    if kind == "message/rfc822":
        _forwarded(part, found, depth)
    elif part.is_multipart():
        for child in _children(part):
            _collect(child, found, depth + 1)
    elif kind in TNEF or name.lower() == "winmail.dat":
        _winmail(part, found)
    elif kind == "text/calendar" or name.lower().endswith(".ics"):
        found.invitations.append(calendar.to_text(_text(part, found)))
    elif kind in SEALED:
        found.say("a sealed part (S/MIME or PGP), kept and not read")
        found.files.append((name or "sealed.p7m", _bytes(part)))
    elif part.get_content_disposition() == "attachment" or name:
        found.files.append((name or "unnamed", _bytes(part)))
    elif kind == "text/html":
        found.html.append(_text(part, found))
    elif kind in {"text/plain", "text/enriched", "text/richtext", "message/delivery-status"}:
        found.plain.append(_text(part, found))
    else:
        found.files.append((f"unnamed.{kind.rpartition('/')[2]}", _bytes(part)))


def _file_name(part: Message) -> str:
    with suppress(ValueError, LookupError, TypeError, AttributeError, MessageError):
        return clean(headers.decoded(part.get_filename() or ""))[:200]
    return "unnamed"


def _children(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (child for child in payload if isinstance(child, Message))


def _forwarded(part: Message, found: _Found, depth: int) -> None:
    for child in _children(part):
        inner = _Found()
        inner.parts = found.parts
        _collect(child, inner, depth + 1)
        found.parts = inner.parts
        text = "\n".join(inner.plain) or (html.to_text("\n".join(inner.html)).text if inner.html else "")
        found.forwarded.append("\n".join([headers.header(child, "subject"), text, *inner.forwarded]))
        found.invitations += inner.invitations
        found.files += inner.files
        for note in inner.unread:
            found.say(note)


def _winmail(part: Message, found: _Found) -> None:
    """Outlook's own packet: the files in it count as the mail's own."""
    content = _bytes(part)
    try:
        packet = tnef.unpack(content)
    except InvalidInput as error:
        found.files.append(("winmail.dat", content))
        found.say(f"winmail.dat: {error.what}")
        return
    found.files += packet.files
    if packet.text:
        found.plain.append(packet.text)
    if packet.html:
        found.html.append(packet.html)


def _bytes(part: Message) -> bytes:
    with suppress(ValueError, KeyError, AssertionError, LookupError):
        payload = part.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else b""
    return b""


def _text(part: Message, found: _Found) -> str:
    content = _bytes(part)
    with suppress(LookupError, ValueError, TypeError):
        charset = part.get_content_charset() or "utf-8"
        for name in (charset, "utf-8", "cp1252"):
            with suppress(LookupError, UnicodeDecodeError, ValueError):
                return content.decode(name)
        found.say(f"a text in an unknown alphabet ({charset[:40]}), read as Latin letters")
    return content.decode("latin-1")


def _unwrapped(body: str) -> str:
    """A mail that is nothing but a forward, as the forwarded words."""
    if len(body) > 20_000:
        return body
    wrapped = quotequail.unwrap(body)
    if not wrapped or wrapped.get("type") != "forward" or len((wrapped.get("text_top") or "").split()) > FEW_WORDS:
        return body
    return "\n".join(filter(None, [wrapped.get("text_top"), wrapped.get("text")])) or body
