"""The ways in which mail services wrap a raw mail: JSON, multipart and url-encoded forms."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from email.message import Message
from urllib.parse import unquote_to_bytes

from bot.domain.errors import InvalidInput

MOST_FIELDS = 200
BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,./:=? -]{1,70}")
NAME = re.compile(rb'\bname="([^"\r\n]{1,100})"', re.IGNORECASE)


def media_type(header: str) -> tuple[str, str]:
    """The type of a body, in small letters, and its multipart boundary."""
    message = Message()
    message["content-type"] = header or "application/octet-stream"
    return message.get_content_type(), str(message.get_boundary() or "")


def fields(body: bytes, kind: str, boundary: str) -> Mapping[str, bytes]:
    """The fields of a form; the first of a name counts. Raises `InvalidInput` for what is no form."""
    if kind == "multipart/form-data":
        return _multipart(body, boundary.encode("latin-1", "replace"))
    pairs = body.split(b"&", MOST_FIELDS)
    if len(pairs) > MOST_FIELDS:
        raise InvalidInput("not a form: it has too many fields")
    found: dict[str, bytes] = {}
    for pair in pairs:
        name, _, value = pair.replace(b"+", b" ").partition(b"=")
        found.setdefault(unquote_to_bytes(name).decode("utf-8", "replace"), unquote_to_bytes(value))
    return found


def raw_of_json(body: bytes) -> bytes:
    """The mail of Postmark's JSON (`RawEmail`). Raises `InvalidInput` that says what is missing."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("not JSON") from error
    raw = given.get("RawEmail") if isinstance(given, dict) else None
    if not isinstance(raw, str):
        raise InvalidInput("no RawEmail in it: switch on “Include raw email content in JSON payload” in Postmark")
    return raw.encode("utf-8", "surrogateescape")


def _multipart(body: bytes, boundary: bytes) -> Mapping[str, bytes]:
    if not BOUNDARY.fullmatch(boundary):
        raise InvalidInput("not a form: its boundary is missing")
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary, MOST_FIELDS + 1)
    if len(parts) < 2 or len(parts) > MOST_FIELDS:
        raise InvalidInput("not a form: it does not hold the parts that it announces")
    if not parts[-1].startswith(b"--"):
        raise InvalidInput("the form is cut short")
    found: dict[str, bytes] = {}
    for part in parts[1:-1]:
        head, blank, content = part.partition(b"\r\n\r\n")
        name = NAME.search(head)
        if name and blank:
            found.setdefault(name[1].decode("utf-8", "replace"), content)
    return found
