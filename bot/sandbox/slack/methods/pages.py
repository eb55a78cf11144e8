"""Long lists, a page at a time."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.refusals import Json, Refusal

T = TypeVar("T")


def page(items: Sequence[T], args: Arguments, *, default: int = 100, most: int = 1000) -> tuple[list[T], Json]:
    """The items the cursor stands at, and the `response_metadata` with the next cursor."""
    limit = args.number("limit", default) or default
    if not 0 < limit <= most:
        raise Refusal("invalid_limit")
    start = _position(args.text("cursor"))
    end = start + limit
    following = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), {"next_cursor": following}


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).removeprefix(b"next:"))
    except (binascii.Error, ValueError):
        raise Refusal("invalid_cursor") from None
