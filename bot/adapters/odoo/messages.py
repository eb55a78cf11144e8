"""The messages that Odoo itself writes when an order is confirmed or approved: who, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.values import Moment, Named, Row, Text


class Event(StrEnum):
    """Message subtypes of the purchase app, by the name part of their XML id."""

    CONFIRMED = "mt_rfq_confirmed"
    APPROVED = "mt_rfq_approved"


class MessageRow(Row):
    """One message; `create_uid` is the user who acted, whatever author it names."""

    id: int
    res_id: int
    date: Moment
    create_uid: Named | None
    body: Text


class OrderMessages:
    """Reads the messages of orders. Anybody may post with these subtypes, so only Odoo's own count."""

    def __init__(self, client: OdooClient) -> None:
        self._client = client
        self._subtypes: dict[Event, int] = {}

    def newest(self, event: Event, order_ids: Collection[int]) -> Mapping[int, MessageRow]:
        """The newest message of this event on each order. One call (and one more the first time)."""
        if not order_ids:
            return {}
        domain = [
            ("model", "=", "purchase.order"),
            ("res_id", "in", sorted(order_ids)),
            ("subtype_id", "=", self.subtype(event)),
            ("message_type", "=", "notification"),
        ]
        answer = self._client.call(
            "mail.message",
            "search_read",
            [domain],
            {"fields": ["res_id", "date", "create_uid", "body"], "order": "id"},
        )
        rows = [MessageRow.model_validate(row) for row in answer]
        return {row.res_id: row for row in rows if not row.body}

    def subtype(self, event: Event) -> int:
        """The subtype's id; `check_object_reference` also works for those who cannot read XML ids."""
        if event not in self._subtypes:
            found = self._client.call("ir.model.data", "check_object_reference", ["purchase", event.value])
            self._subtypes[event] = int(found[1])
        return self._subtypes[event]
