"""Orders in lists, and one in full."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Sequence
from typing import Any

from bot.adapters.odoo.lookups.order_rows import FULL, HEAD, MESSAGE, FullOrder, HeadLine, Message
from bot.adapters.odoo.lookups.scope import Scope
from bot.adapters.odoo.messages import Event, OrderMessages
from bot.adapters.odoo.values import like
from bot.domain.lookups import MessageRow, OrderDetail, OrderQuery, OrderRow, Page, ReceiptRow

LONGEST_MESSAGE = 500
MOST_MESSAGES = 60


class OrderLookups:
    """Orders, and what was written on them."""

    def __init__(self, scope: Scope, events: OrderMessages) -> None:
        self._scope = scope
        self._events = events

    def orders(self, query: OrderQuery) -> Page[OrderRow]:
        """Orders that fit. One call."""
        by = "amount_total_cc desc, id desc" if query.by_amount else "date_order desc, id desc"
        order = (
            "date_planned asc, id asc"
            if query.status in {"late", "open", "unconfirmed"} and not query.by_amount
            else by
        )
        records, total = self._scope.search(
            "purchase.order", self._scope.orders(query), HEAD, order=order, limit=query.limit
        )
        return Page(
            tuple(HeadLine.model_validate(r).row(self._scope, late=query.status == "late") for r in records), total
        )

    def details(self, names: Collection[str]) -> list[OrderDetail]:
        """Orders in full, letter case apart, in the order of the names. Two calls, and one more the first time.

        Of orders that bear the same reference in several companies, the newest of each.
        """
        scope = self._scope
        wanted = list(dict.fromkeys(name.strip() for name in names))
        terms: list[Any] = [("name", "=ilike", like(name)) for name in wanted]
        domain = [*scope.companies(), *["|"] * (len(terms) - 1), *terms]
        wanted_fields = {name: each for name, each in FULL.items() if name != "invoice_ids" or scope.asker.sees_bills}
        records, _ = scope.search("purchase.order", domain, wanted_fields, order="id desc", limit=5 * len(wanted))
        found: dict[str, FullOrder] = {}
        for full in map(FullOrder.model_validate, records):
            found.setdefault(full.name.casefold(), full)
        written = self._on_record([full.id for full in found.values()]) if found else []
        return [
            self._detail(found[name.casefold()], [m for m in written if m.res_id == found[name.casefold()].id])
            for name in wanted
            if name.casefold() in found
        ]

    def _detail(self, full: FullOrder, found: Sequence[Message]) -> OrderDetail:
        scope = self._scope
        confirmed = [m for m in found if self._is(m, Event.CONFIRMED)]
        approved = [m for m in found if self._is(m, Event.APPROVED)]
        waiting = full.state == "to approve"
        decided = approved[0] if approved and full.state in {"purchase", "done"} else None
        return OrderDetail(
            head=full.row(scope),
            lines=tuple(
                line.row(scope, full.name, full.currency_id.name) for line in full.order_line if not line.display_type
            ),
            receipts=tuple(
                ReceiptRow(full.name, p.name, p.state, scope.maybe_day(p.scheduled_date), scope.maybe_day(p.date_done))
                for p in full.picking_ids
            ),
            bills=tuple(bill.row() for bill in full.invoice_ids),
            messages=tuple(
                self._written(m, full.name) for m in found if m.message_type in {"email", "comment"} and m.body
            )[:5],
            warehouse=full.place,
            vendor_reference=full.partner_ref,
            arrived=scope.maybe_day(full.effective_date),
            approved_by=decided.create_uid.display_name if decided and decided.create_uid else "",
            approved_on=scope.day(decided.date) if decided else None,
            waiting_since=scope.day(confirmed[0].date) if waiting and confirmed else None,
            requested_by=confirmed[0].create_uid.display_name if confirmed and confirmed[0].create_uid else "",
        )

    def similar(self, names: Collection[str]) -> list[str]:
        """References with the same last digits, or that begin alike. One call."""
        terms: list[Any] = []
        for name in names:
            digits = re.sub(r"\D", "", name).lstrip("0")
            terms += [
                ("name", "ilike", like(part)) for part in (digits, digits[:-1]) if len(part) > 1 or part == digits
            ]
        terms = [term for term in dict.fromkeys(terms) if term[2]]
        if not terms:
            return []
        domain = [*self._scope.companies(), *["|"] * (len(terms) - 1), *terms]
        records, _ = self._scope.search("purchase.order", domain, {"name": {}}, order="id desc", limit=5)
        return [str(record["name"]) for record in records][:3]

    def messages(self, query: OrderQuery) -> Page[MessageRow]:
        """What vendors wrote on the orders that fit. Two calls."""
        plain = OrderQuery(
            names=query.names, vendor_ids=query.vendor_ids, product_ids=query.product_ids, buyer_id=query.buyer_id
        )
        known, total = self._scope.search(
            "purchase.order", self._scope.orders(plain), {"name": {}}, order="id desc", limit=2000
        )
        names = {int(record["id"]): str(record["name"]) for record in known}
        domain = [("res_id", "in", sorted(names)), ("message_type", "=", "email"), *self._scope.between("date", query)]
        found, length = self._messages(domain, query.limit) if names else ([], 0)
        note = f"only the newest {len(names)} of {total} orders were looked through" if total > len(names) else ""
        return Page(tuple(self._written(message, names[message.res_id]) for message in found), length, note)

    def _messages(self, domain: list[Any], limit: int) -> tuple[list[Message], int]:
        """Messages, the newest first, and how many there are in all. One call."""
        about = [("model", "=", "purchase.order"), *domain]
        records, total = self._scope.search("mail.message", about, MESSAGE, order="date desc, id desc", limit=limit)
        return [Message.model_validate(record) for record in records], total

    def _on_record(self, ids: Collection[int]) -> list[Message]:
        """What was written on these orders, and when they were confirmed and approved; no other changes."""
        events = [self._events.subtype(event) for event in (Event.CONFIRMED, Event.APPROVED)]
        told = ["|", ("message_type", "in", ["email", "comment"]), ("subtype_id", "in", events)]
        return self._messages([("res_id", "in", sorted(ids)), *told], MOST_MESSAGES * len(ids))[0]

    def _is(self, message: Message, event: Event) -> bool:
        """Whether Odoo itself wrote this message on an event: anybody may post with its subtype."""
        wrote_itself = message.message_type == "notification" and not message.body
        return wrote_itself and message.subtype_id == self._events.subtype(event)

    def _written(self, message: Message, order: str) -> MessageRow:
        text = re.sub(r"<(?:br|/p|/div|/li)[^>]*>", " ", message.body)
        text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())
        return MessageRow(
            order=order,
            date=self._scope.day(message.date),
            author=message.author_id.display_name if message.author_id else message.email_from,
            text=text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…",
            from_vendor=message.message_type == "email",
        )
