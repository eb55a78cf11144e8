"""Reads a request's body, and keeps no more of it than its limit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request

DISCARD = 16 * 1024 * 1024
DISCARD_SECONDS = 5.0


class TooLarge(Exception):
    """The body is over its limit."""


async def read_body(request: Request, limit: int, *, discard: int = DISCARD) -> bytes:
    """The body, of at most `limit` bytes. Raises `TooLarge`, also when no length was announced.

    Up to `discard` bytes of one that is too large are read and dropped, so that its sender hears our answer.
    """
    stream = request.stream()
    announced = request.headers.get("content-length", "")
    kept: list[bytes] = []
    size = int(announced[:20]) if announced.isdigit() else 0
    if size <= limit:
        size = 0
        async for chunk in stream:
            size += len(chunk)
            if size > limit:
                break
            kept.append(chunk)
    if size > limit:
        await _discard(stream, discard)
        raise TooLarge
    return b"".join(kept)


async def _discard(stream: AsyncIterator[bytes], limit: int) -> None:
    """Let a sender finish within reason, for one that is cut off while sending never reads our answer."""
    size = 0
    try:
        async with asyncio.timeout(DISCARD_SECONDS):
            async for chunk in stream:
                size += len(chunk)
                if size > limit:
                    return
    except TimeoutError:
        return
