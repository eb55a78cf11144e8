"""The head of a mail as a record: who, when, which thread, and what the receiving server found out about the sender.

Only the head is looked at, and no more of it than a mail needs, so it takes as long for a hostile mail as for any.
"""

from __future__ import annotations

import binascii
import hashlib
import quopri
import re
import uuid
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime

from bot.adapters.mail.text import clean
from bot.domain.errors import InvalidInput
from bot.domain.mail import Authenticity, Automatic, MailSource, StoredMail
from bot.domain.triage import Address

# The newer policies parse an address of 16 KB for ten seconds; the old one leaves headers as they are.
POLICY = compat32
MOST_HEAD = 256_000
MOST_LINE = 16_000
MOST_ADDRESSES = 4_000
MOST_RECIPIENTS = 100
MOST_REFERENCES = 50
MESSAGE_IDS = re.compile(r"<[^<>\s]{3,380}>")
# A mail from 1970 or from next year was dated by a broken clock.
OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)
BLANK_LINE = re.compile(rb"\r?\n\r?\n")
FIELDS = re.compile(rb"^(?=[!-9;-~]{1,200}:)", re.MULTILINE)
WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\s]{0,2000}|[^?]{0,200})\?=")
BETWEEN_WORDS = re.compile(r"\?=\s+=\?")
RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
PROVEN = re.compile(r"\b(?:header\.d|header\.i|smtp\.mailfrom|header\.from)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu"})


def stored(
    raw: bytes, *, source: MailSource, origin: str, received_at: datetime, size: int | None = None, note: str = ""
) -> StoredMail:
    """The record of a mail. Raises `InvalidInput` where there is no mail at all."""
    if not raw.strip():
        raise InvalidInput("the mail is empty")
    message = head_of(raw)
    if not message.keys():
        raise InvalidInput("this is no mail: it has no headers")
    when, dated = sent(message, received_at)
    sender = address(message, "from")
    ids = MESSAGE_IDS.findall(header(message, "references"))
    return StoredMail(
        id=uuid.uuid4().hex,
        source=source,
        origin=origin[:200],
        content_hash=content_hash(message, raw),
        received_at=received_at,
        sender=sender,
        size=len(raw) if size is None else size,
        subject=clean(header(message, "subject"))[:500],
        to=tuple(found.email for found in addresses(message, "to")[:MOST_RECIPIENTS] if found.email),
        sent_at=when,
        message_id=_first_id(header(message, "message-id")),
        in_reply_to=_first_id(header(message, "in-reply-to")),
        references=tuple(dict.fromkeys(ids[:1] + ids[1:][-MOST_REFERENCES:])),
        automatic=automatic(message),
        authenticity=authenticity(message, sender),
        note="; ".join(filter(None, [note, dated])),
    )


def head_of(raw: bytes) -> Message:
    """The headers alone, with over-long ones cut."""
    return BytesHeaderParser(Message, policy=POLICY).parsebytes(_head(raw)[0])


def trimmed(raw: bytes) -> bytes:
    """A mail whose headers are no longer than we read."""
    head, body = _head(raw)
    return head + body


def _head(raw: bytes) -> tuple[bytes, bytes]:
    """The headers with over-long ones cut, with their blank line, and the body."""
    blank = BLANK_LINE.search(raw, 0, MOST_HEAD)
    head, body = (raw[: blank.start()], raw[blank.end() :]) if blank else (raw[:MOST_HEAD], b"")
    fields = [field[:MOST_LINE].rstrip(b"\r\n") for field in FIELDS.split(head) if field]
    return b"\r\n".join(fields) + b"\r\n\r\n", body


def content_hash(message: Message, raw: bytes) -> str:
    """The same for the same mail, whichever way it came: relays add headers and change line ends, and nothing else."""
    told = "\0".join(header(message, name) for name in ("from", "date", "subject"))
    blank = BLANK_LINE.search(raw)
    body = raw[blank.end() :] if blank else b""
    return hashlib.sha256(told.encode("utf-8", "replace") + b"\0" + body.replace(b"\r", b"").rstrip()).hexdigest()


def header(message: Message, name: str) -> str:
    """A header as text, on one line, its encoded words spelt out; empty where it is missing."""
    return decoded(_raw_header(message, name))


def _raw_header(message: Message, name: str) -> str:
    return next((str(value) for key, value in message.raw_items() if key.lower() == name), "")


def decoded(raw: str) -> str:
    """The text of a header or file name as it stands in a mail (RFC 2047, and raw letters where they should not be)."""
    text = raw if raw.isascii() else _as_text(_bytes_of(raw), "utf-8")
    if "=?" in text:
        text = WORD.sub(_word, BETWEEN_WORDS.sub("?==?", text))
    return " ".join(text.split())


def _bytes_of(raw: str) -> bytes:
    """The bytes behind a header's text: the parser hides raw ones in lone surrogates."""
    try:
        return raw.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return raw.encode("utf-8", "replace")


def _word(match: re.Match[str]) -> str:
    """One encoded word; one that cannot be decoded stays as it is."""
    charset, kind, content = match[1].partition("*")[0], match[2].lower(), match[3]
    try:
        data = content.encode("ascii")
        if kind == "b":
            return _as_text(binascii.a2b_base64(data + b"=" * (-len(data) % 4)), charset)
        return _as_text(quopri.decodestring(data, header=True), charset)
    except (ValueError, binascii.Error):
        return match[0]


def _as_text(content: bytes, charset: str) -> str:
    for name in (charset, "utf-8", "cp1252"):
        with suppress(LookupError, UnicodeDecodeError, ValueError):
            return content.decode(name)
    return content.decode("latin-1")


def addresses(message: Message, name: str) -> list[Address]:
    """The addresses of a header."""
    return addresses_of(_raw_header(message, name))


def address(message: Message, name: str) -> Address:
    """The first address of a header; one without any is kept as a name."""
    return address_of(_raw_header(message, name))


def address_of(text: str) -> Address:
    """The first address in a text like `Ida Holm <ida@holm.example>`; a text without any is kept as a name."""
    first = next((found for found in addresses_of(text) if "@" in found.email), None)
    return first or Address(clean(decoded(text))[:200], "")


def addresses_of(text: str) -> list[Address]:
    """The addresses in the text of a header; no more of a long one than stands in its beginning.

    Encoded words are spelt out only after the addresses were told apart: a name may hold what looks like one.
    """
    try:
        found = _getaddresses(" ".join(text[:MOST_ADDRESSES].split()))
    except (RecursionError, IndexError, ValueError):
        return []
    return [Address(clean(decoded(who))[:200], decoded(mail)[:320]) for who, mail in found if who or mail]


def _getaddresses(text: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([text], strict=False)
    except TypeError:  # older patch releases have no such argument
        return getaddresses([text])


def automatic(message: Message) -> Automatic:
    """What kind of machine wrote a mail, by RFC 3834 and by what mail systems do in fact."""
    said = header(message, "auto-submitted").lower()
    kind = message.get_content_type()
    precedence = header(message, "precedence").lower()
    daemon = address(message, "from").local in {"mailer-daemon", "postmaster"}
    if kind == "multipart/report" or header(message, "x-failed-recipients") or daemon:
        return Automatic.BOUNCE
    if said.startswith("auto-replied") or any(header(message, name) for name in ("x-autoreply", "x-autorespond")):
        return Automatic.REPLY
    if precedence == "auto_reply":
        return Automatic.REPLY
    if precedence in {"bulk", "junk", "list"} or header(message, "list-id"):
        return Automatic.BULK
    return Automatic.NO


def authenticity(message: Message, sender: Address) -> Authenticity:
    """What the topmost Authentication-Results header says (RFC 8601); the ones below may have come with the mail."""
    said = header(message, "authentication-results")
    if not said:
        return Authenticity()
    checked_by, _, results = said.partition(";")
    found: dict[str, str] = {}
    passed: set[str] = set()
    for part in results.split(";"):
        match = RESULT.search(part)
        if match is None:
            continue
        method, outcome = match[1].lower(), match[2].lower()
        found[method] = "pass" if "pass" in (outcome, found.get(method)) else outcome
        if outcome == "pass" and method != "dmarc":
            passed |= {_organisation(value.rpartition("@")[2]) for value in PROVEN.findall(part)}
    aligned: bool | None = None
    if found.get("dmarc") in {"pass", "fail"}:
        aligned = found["dmarc"] == "pass"
    elif any(outcome not in {"none", "temperror", "neutral"} for outcome in found.values()):
        aligned = _organisation(sender.domain) in passed
    return Authenticity(
        checked_by.split()[0].lower()[:200] if checked_by.split() else "",
        found.get("spf", ""),
        found.get("dkim", ""),
        found.get("dmarc", ""),
        aligned,
    )


def _organisation(domain: str) -> str:
    """The part of a domain that somebody registered: `vendor.co.uk` of `mail.vendor.co.uk`."""
    parts = [part for part in domain.lower().strip(" .<>").split(".") if part]
    keep = 3 if len(parts) > 2 and parts[-2] in SECOND_LEVEL and len(parts[-1]) == 2 else 2
    return ".".join(parts[-keep:])


def _first_id(text: str) -> str:
    """The Message-ID of a header; one without angle brackets is taken as it stands."""
    found = MESSAGE_IDS.search(text)
    return found[0] if found else "".join(text.split())[:380]


def sent(message: Message, received_at: datetime) -> tuple[datetime | None, str]:
    """When the mail says that it was sent; where that cannot be, None and what is wrong with it."""
    said = header(message, "date")
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        when: datetime = parsedate_to_datetime(said[:100])
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when
        if OLDEST <= when <= received_at + AHEAD:
            return when, ""
        return None, f"it is dated {when.date().isoformat()}, which cannot be"
    return None, ""
