"""Reads everything needed to decide on a page of orders, in few calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.adapters.odoo.assemble import Around, build
from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.history import PastRow, read_history, wanted
from bot.adapters.odoo.messages import Event, OrderMessages
from bot.adapters.odoo.prices import Rates
from bot.adapters.odoo.rows import ORDER, OrderRow
from bot.adapters.odoo.stock import read_stock
from bot.adapters.odoo.values import Exact, Row
from bot.domain.orders import Attachment, Order


class AttachmentRow(Row):
    """A document on an order."""

    id: int
    name: str
    res_id: int


class RateRow(Row):
    """A currency's rate today; `date` is that of its newest rate, None without any."""

    id: int
    rate: Exact
    date: str | None


class FullOrders:
    """Orders in full; the number of calls does not grow with orders or lines."""

    def __init__(self, client: OdooClient, messages: OrderMessages) -> None:
        self._client = client
        self._messages = messages

    def read(self, ids: Sequence[int]) -> dict[int, Order]:
        """These orders; those that are gone, or not ours to see, are left out."""
        found: dict[int, Order] = {}
        for company_id, of_company in self._by_company(ids).items():
            rows = self._rows(company_id, of_company)
            if rows:
                around = self._around(company_id, rows)
                found.update({row.id: build(row, around) for row in rows})
        return found

    def _by_company(self, ids: Sequence[int]) -> Mapping[int, Sequence[int]]:
        """The vendor price that Odoo chooses, and its rates, are those of the first company in the context."""
        companies = self._client.company_ids
        if len(companies) == 1:
            return {companies[0]: ids}
        answer = self._client.call(
            "purchase.order", "search_read", [[("id", "in", list(ids))]], {"fields": ["company_id"]}
        )
        grouped: dict[int, list[int]] = defaultdict(list)
        for row in answer:
            grouped[row["company_id"][0]].append(row["id"])
        return grouped

    def _rows(self, company_id: int, ids: Sequence[int]) -> list[OrderRow]:
        others = [other for other in self._client.company_ids if other != company_id]
        answer = self._client.call(
            "purchase.order",
            "web_search_read",
            [[("id", "in", list(ids))]],
            {"specification": ORDER, "context": {"allowed_company_ids": [company_id, *others]}},
        )
        return [OrderRow.model_validate(row) for row in answer["records"]]

    def _around(self, company_id: int, rows: list[OrderRow]) -> Around:
        ids = [row.id for row in rows]
        history = read_history(self._client, company_id, wanted(rows))
        return Around(
            rates=self._rates(company_id, rows, history),
            history=history,
            bought=self._bought({row.partner_id.id for row in rows}),
            stock=read_stock(self._client, rows),
            submissions=self._messages.newest(Event.CONFIRMED, ids),
            attachments=self._attachments(ids),
        )

    def _rates(self, company_id: int, rows: list[OrderRow], history: Mapping[int, list[PastRow]]) -> Rates:
        """Today's rates of the foreign currencies among orders, price lists and history; no call without any."""
        base = rows[0].company_id.currency_id.id
        lines = [line for row in rows for line in row.product_lines]
        concerned = {row.currency_id.id for row in rows}
        concerned |= {line.selected_seller_id.currency_id.id for line in lines if line.selected_seller_id}
        concerned |= {past.currency_id.id for pasts in history.values() for past in pasts}
        foreign = sorted(concerned - {base})
        if not foreign:
            return Rates(base, {})
        answer = self._client.call(
            "res.currency",
            "search_read",
            [[("id", "in", foreign), ("active", "in", [True, False])]],
            {"fields": ["rate", "date"], "context": {"allowed_company_ids": [company_id]}},
        )
        found = [RateRow.model_validate(row) for row in answer]
        return Rates(base, {row.id: row.rate for row in found if row.date})

    def _bought(self, vendor_ids: Iterable[int]) -> Mapping[int, int]:
        """How many confirmed orders each vendor has, in all companies we see."""
        groups = self._client.call(
            "purchase.order",
            "formatted_read_group",
            [[("partner_id", "in", sorted(vendor_ids)), ("state", "in", ["purchase", "done"])]],
            {"groupby": ["partner_id"], "aggregates": ["__count"]},
        )
        return {group["partner_id"][0]: group["__count"] for group in groups}

    def _attachments(self, ids: Sequence[int]) -> Mapping[int, Sequence[Attachment]]:
        domain: list[Any] = [("res_model", "=", "purchase.order"), ("res_id", "in", list(ids))]
        answer = self._client.call(
            "ir.attachment", "search_read", [domain], {"fields": ["name", "res_id"], "order": "id"}
        )
        grouped: dict[int, list[Attachment]] = defaultdict(list)
        for row in map(AttachmentRow.model_validate, answer):
            grouped[row.res_id].append(Attachment(row.id, row.name))
        return grouped
