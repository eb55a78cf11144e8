"""Looks purchases up in Odoo, for one asker and within their rights. Nothing here can change anything."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.directory import OdooDirectory
from bot.adapters.odoo.lookups.askers import asker_of, own_asker
from bot.adapters.odoo.lookups.held_up import HeldUpLookups
from bot.adapters.odoo.lookups.money import MoneyLookups
from bot.adapters.odoo.lookups.order_rows import HEAD, HeadLine
from bot.adapters.odoo.lookups.orders import OrderLookups
from bot.adapters.odoo.lookups.scope import Scope
from bot.adapters.odoo.lookups.stock import StockLookups
from bot.adapters.odoo.lookups.vendors import VendorLookups
from bot.adapters.odoo.messages import Event, OrderMessages
from bot.domain.lookups import (
    ArrivalRow,
    ArrivedRow,
    Asker,
    BillRow,
    HeldUpRow,
    MessageRow,
    OrderDetail,
    OrderQuery,
    OrderRow,
    Page,
    PerformanceRow,
    PriceRow,
    PurchaseReader,
    SellerRow,
    ShortfallRow,
    SpendRow,
    VendorRow,
    WaitingRow,
)
from bot.domain.people import OdooUser
from bot.domain.vocabulary import Known, Vocabulary, product

PURCHASE_MANAGER = "purchase.group_purchase_manager"
MOST_NAMES, MOST_WAITING = 20_000, 500
FRESH = timedelta(minutes=10)
Deciders = Callable[[Collection[int]], Mapping[int, tuple[str, ...]]]


class OdooPurchases(PurchaseReader):
    """Purchases as one asker may see them. All methods raise `OdooUnavailable` or `OdooDenied`.

    `deciders` tells, for orders on record with the bot, who is asked just now; for the rest, whoever
    may approve in Odoo is named, but for the bot's own user `bot_id` (the client's without one).
    """

    def __init__(
        self,
        client: OdooClient,
        asker: Asker,
        *,
        zone: tzinfo,
        clock: Callable[[], datetime],
        deciders: Deciders | None = None,
        events: OrderMessages | None = None,
        bot_id: int | None = None,
    ) -> None:
        self._scope = Scope(client, asker, zone, clock)
        self._events = events or OrderMessages(client)
        self._orders = OrderLookups(self._scope, self._events)
        self._stock = StockLookups(self._scope)
        self._held_up = HeldUpLookups(self._scope)
        self._money = MoneyLookups(self._scope)
        self._vendors = VendorLookups(self._scope)
        self._directory = OdooDirectory(client)
        self._deciders = deciders
        self._bot_id = bot_id
        self._managers: Sequence[OdooUser] = ()
        self._managers_until: datetime | None = None

    def vocabulary(self) -> Vocabulary:
        """The names that can stand in questions. Four calls."""
        search, companies = self._scope.search, [False, *self._scope.asker.company_ids]
        shared = [("company_id", "in", companies)]
        vendors, _ = search(
            "res.partner",
            [*shared, ("parent_id", "=", False), "|", ("supplier_rank", ">", 0), ("purchase_line_ids", "!=", False)],
            {"name": {}},
            order="name",
            limit=MOST_NAMES,
        )
        products, _ = search(
            "product.product",
            [*shared, ("purchase_ok", "=", True)],
            {"display_name": {}},
            order="default_code, id",
            limit=MOST_NAMES,
        )
        places, _ = search("stock.warehouse", self._scope.companies(), {"name": {}, "code": {}}, order="id", limit=500)
        people, _ = search("res.users", [("share", "=", False)], {"name": {}}, order="name", limit=MOST_NAMES)
        return Vocabulary(
            tuple(Known(str(r["name"]), int(r["id"])) for r in vendors if r["name"]),
            tuple(product(str(r["display_name"]), int(r["id"])) for r in products),
            tuple(Known(str(r["name"]), int(r["id"]), str(r["code"])) for r in places),
            tuple(Known(str(r["name"]), int(r["id"])) for r in people if r["name"]),
        )

    def orders(self, query: OrderQuery) -> Page[OrderRow]:
        """Orders in a list."""
        return self._orders.orders(query)

    def details(self, names: Collection[str]) -> Sequence[OrderDetail]:
        """Orders in full."""
        return self._orders.details(names)

    def similar(self, names: Collection[str]) -> Sequence[str]:
        """References that look like these."""
        return self._orders.similar(names)

    def messages(self, query: OrderQuery) -> Page[MessageRow]:
        """What vendors wrote."""
        return self._orders.messages(query)

    def arrivals(self, query: OrderQuery) -> Page[ArrivalRow]:
        """Goods still to come."""
        return self._stock.arrivals(query)

    def arrived(self, query: OrderQuery) -> Page[ArrivedRow]:
        """Goods that came in."""
        return self._stock.arrived(query)

    def held_up(self, query: OrderQuery) -> Page[HeldUpRow]:
        """What late orders hold up."""
        return self._held_up.held_up(query)

    def shortfalls(self, query: OrderQuery) -> Page[ShortfallRow]:
        """Products below their minimum."""
        return self._stock.shortfalls(query)

    def performance(self, query: OrderQuery) -> Page[PerformanceRow]:
        """How vendors delivered."""
        return self._vendors.performance(query)

    def vendors(self, query: OrderQuery) -> Page[VendorRow]:
        """How vendors are reached."""
        return self._vendors.vendors(query)

    def sellers(self, query: OrderQuery) -> Page[SellerRow]:
        """Who sells products."""
        return self._vendors.sellers(query)

    def prices(self, query: OrderQuery) -> Page[PriceRow]:
        """Earlier purchases."""
        return self._money.prices(query)

    def spend(self, query: OrderQuery, by: str) -> Page[SpendRow]:
        """What was spent."""
        return self._money.spend(query, by)

    def bills(self, query: OrderQuery) -> Page[BillRow]:
        """Vendors' bills."""
        return self._money.bills(query)

    def waiting(self, query: OrderQuery, approver_id: int | None) -> Page[WaitingRow]:
        """Orders that wait, the longest first. Two calls, and two more the first time."""
        scope = self._scope
        domain = [*scope.orders(replace(query, date_from=None, date_to=None)), ("state", "=", "to approve")]
        records, total = scope.search("purchase.order", domain, HEAD, order="id", limit=MOST_WAITING)
        heads = [HeadLine.model_validate(record) for record in records]
        since = self._events.newest(Event.CONFIRMED, [head.id for head in heads])
        asked = self._deciders([head.id for head in heads]) if self._deciders and heads else {}
        rows: list[WaitingRow] = []
        for head in heads:
            names, ids = self._may_decide(head, asked.get(head.id))
            if approver_id is not None and approver_id not in ids:
                continue
            day = scope.day(since[head.id].date) if head.id in since else None
            row = head.row(scope)
            rows.append(
                WaitingRow(
                    id=head.id,
                    order=head.name,
                    vendor=row.vendor,
                    amount=row.amount,
                    currency=row.currency,
                    since=day,
                    days=(scope.today - day).days if day else 0,
                    buyer=row.buyer,
                    approvers=names,
                )
            )
        rows.sort(key=lambda row: (row.since or scope.today, row.order))
        note = f"only the oldest {len(heads)} of {total} orders were looked at" if total > len(heads) else ""
        return Page(tuple(rows[: query.limit]), len(rows), note)

    def _may_decide(self, head: HeadLine, asked: tuple[str, ...] | None) -> tuple[tuple[str, ...], set[int]]:
        """Who decides on an order: whoever is asked, else whoever may approve in Odoo and does not buy it."""
        managers = self._may_approve()
        if asked is not None:
            return asked, {u.id for u in managers if u.name in asked}
        buyer = head.user_id.id if head.user_id else None
        able = [user for user in managers if user.id != buyer]
        return tuple(user.name for user in able), {user.id for user in able}

    def _may_approve(self) -> Sequence[OdooUser]:
        """Purchase administrators but for the bot, read anew every ten minutes."""
        now = self._scope.now
        if self._managers_until is None or now >= self._managers_until:
            own = self._bot_id or self._scope.client.uid
            self._managers = [u for u in self._directory.in_group(PURCHASE_MANAGER) if u.id != own]
            self._managers_until = now + FRESH
        return self._managers


__all__ = ["Deciders", "OdooPurchases", "asker_of", "own_asker"]
