"""Reads purchase orders, many at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.full import FullOrders
from bot.adapters.odoo.messages import Event, OrderMessages
from bot.adapters.odoo.rows import HEAD, HeadRow, user
from bot.adapters.odoo.values import Moment, Row, batches, like, stamp
from bot.domain.orders import Head, Order, OrderState
from bot.domain.ports import ChangedOrder, PurchaseOrderReader

PAGE = 200
_DECIDED = frozenset({OrderState.PURCHASE, OrderState.CANCEL})


class ChangedRow(Row):
    """One row of a poll."""

    id: int
    name: str
    state: str
    write_date: Moment


class OdooOrders(PurchaseOrderReader):
    """The orders that this client's user may see. All methods raise `OdooUnavailable` or `OdooDenied`.

    Fingerprints hold names of units in the user's language: compare only what one client read.
    """

    def __init__(self, client: OdooClient) -> None:
        self._client = client
        self._messages = OrderMessages(client)
        self._full = FullOrders(client, self._messages)

    def changed(self, since: datetime, *, after_id: int = 0, limit: int = 1000) -> Sequence[ChangedOrder]:
        """Orders written at or after `since` (aware), or with such a line, ascending by id. One call.

        Odoo leaves an order's own `write_date` alone when a line changes but the total does not.
        Compared in whole seconds; a write becomes visible at its commit, so let `since` overlap.
        """
        touched = ["|", ("write_date", ">=", stamp(since)), ("order_line.write_date", ">=", stamp(since))]
        return self._poll(touched, after_id, limit)

    def waiting(self, *, after_id: int = 0, limit: int = 1000) -> Sequence[ChangedOrder]:
        """Orders in `to approve`, ascending by id. One call."""
        return self._poll([("state", "=", OrderState.TO_APPROVE.value)], after_id, limit)

    def heads(self, ids: Collection[int]) -> Mapping[int, Head]:
        """State and fingerprint now. One call a page, one more where some are decided."""
        heads: dict[int, Head] = {}
        for page in batches(sorted(set(ids)), PAGE):
            answer = self._client.call(
                "purchase.order", "web_search_read", [[("id", "in", list(page))]], {"specification": HEAD}
            )
            rows = [HeadRow.model_validate(row) for row in answer["records"]]
            approvals = self._messages.newest(Event.APPROVED, [row.id for row in rows if row.state in _DECIDED])
            for row in rows:
                approval = approvals.get(row.id)
                written_at, written_by = row.last_write
                heads[row.id] = Head(
                    id=row.id,
                    name=row.name,
                    state=row.state,
                    fingerprint=row.fingerprint(),
                    write_date=written_at,
                    approved_by=user(approval.create_uid) if approval else None,
                    approved_at=approval.date if approval else None,
                    changed_by=user(written_by),
                    buyer_id=row.user_id.id if row.user_id else None,
                    needed_by=row.date_planned,
                    urgent=row.urgent,
                )
        return heads

    def orders(self, ids: Collection[int]) -> Mapping[int, Order]:
        """Orders in full. A page of 200 costs six calls, one more a warehouse, one with foreign currencies.

        A bot that works in several companies pays one call more, and the rest for each company concerned.
        """
        found: dict[int, Order] = {}
        for page in batches(sorted(set(ids)), PAGE):
            found.update(self._full.read(page))
        return found

    def find(self, name: str) -> int | None:
        """The id of the order with this reference, letter case apart; the exact spelling goes first."""
        name = name.strip()
        if not name:
            return None
        rows = self._client.call(
            "purchase.order",
            "search_read",
            [[("name", "=ilike", like(name))]],
            {"fields": ["name"], "order": "id desc", "limit": 20},
        )
        exact = [int(row["id"]) for row in rows if row["name"] == name]
        return next(iter(exact or [int(row["id"]) for row in rows]), None)

    def _poll(self, domain: list[Any], after_id: int, limit: int) -> list[ChangedOrder]:
        answer = self._client.call(
            "purchase.order",
            "search_read",
            [[*domain, ("id", ">", after_id)]],
            {"fields": ["name", "state", "write_date"], "order": "id", "limit": limit},
        )
        rows = [ChangedRow.model_validate(row) for row in answer]
        return [ChangedOrder(row.id, row.name, row.state, row.write_date) for row in rows]
