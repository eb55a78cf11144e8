"""Small events that say what changed, for a page that is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Self

from bot.sandbox.slack.refusals import Json

MOST_UNREAD = 1000


class Subscription(AsyncIterator[Json]):
    """The changes from the moment of subscribing on; `close` ends it."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._queue: asyncio.Queue[Json | None] = asyncio.Queue(MOST_UNREAD + 1)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Json:
        change = await self._queue.get()
        if change is None:
            raise StopAsyncIteration
        return change

    def close(self) -> None:
        """No more changes."""
        self._changes.forget(self)
        self._empty()
        self._queue.put_nowait(None)

    def hand(self, change: Json) -> None:
        """Add a change; who does not read is told to load everything anew."""
        if self._queue.qsize() >= MOST_UNREAD:
            self._empty()
            change = {"type": "reload"}
        self._queue.put_nowait(change)

    def _empty(self) -> None:
        while not self._queue.empty():
            self._queue.get_nowait()


class Changes:
    """Tells every subscriber. A change with `to` concerns that person alone."""

    def __init__(self) -> None:
        self._subscribers: set[Subscription] = set()

    def subscribe(self) -> Subscription:
        """Changes from now on."""
        subscription = Subscription(self)
        self._subscribers.add(subscription)
        return subscription

    def forget(self, subscription: Subscription) -> None:
        """Tell it nothing more."""
        self._subscribers.discard(subscription)

    def tell(self, kind: str, **details: object) -> None:
        """Something changed."""
        for subscription in list(self._subscribers):
            subscription.hand({"type": kind, **details})

    def end(self) -> None:
        """End every subscription."""
        for subscription in list(self._subscribers):
            subscription.close()
