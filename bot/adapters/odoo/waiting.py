"""What waits for the goods of an order: sales that are promised, stock below its minimum. In words, for cards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, tzinfo

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.lookups import OdooPurchases, own_asker
from bot.domain.lookups import HOLDS_NOTHING, Asker, HeldUpRow, OrderQuery
from bot.domain.orders import plain
from bot.domain.words import day


class OdooWaiting:
    """Reads as the client's user, and what it may not see is left out. Raises `OdooError`."""

    def __init__(self, client: OdooClient, zone: tzinfo, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._zone = zone
        self._clock = clock
        self._asker: Asker | None = None
        self._asking = threading.Lock()

    def __call__(self, order_names: Collection[str], until: date) -> Sequence[str]:
        """Sales promised before `until` or without a promise, the earliest first, then stock below its minimum."""
        with self._asking:
            asker = self._asker = self._asker or own_asker(self._client)
        found = OdooPurchases(self._client, asker, zone=self._zone, clock=self._clock)
        rows = found.held_up(OrderQuery(names=tuple(sorted(order_names)))).rows
        held = [row for row in rows if row.what != HOLDS_NOTHING]
        hit = [row for row in held if row.promised is None or row.promised < until]
        hit.sort(key=lambda row: (row.what == "minimum stock", row.promised or date.max, row.what))
        return [_in_words(row) for row in hit]


def _in_words(row: HeldUpRow) -> str:
    missing = plain(row.missing)
    if row.what == "minimum stock":
        return f"{row.product}: {missing} below the minimum stock in {row.waits}"
    promised = f", promised for {day(row.promised)}" if row.promised else ""
    return f"{row.what} for {row.waits}{promised}: waits for {missing} × {row.product}"
