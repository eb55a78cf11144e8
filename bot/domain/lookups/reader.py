"""The port through which purchases are read: it has nothing that changes anything."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.lookups.asking import OrderQuery
from bot.domain.lookups.rows import (
    ArrivalRow,
    ArrivedRow,
    BillRow,
    HeldUpRow,
    MessageRow,
    OrderDetail,
    OrderRow,
    Page,
    PerformanceRow,
    PriceRow,
    SellerRow,
    ShortfallRow,
    SpendRow,
    VendorRow,
    WaitingRow,
)
from bot.domain.vocabulary import Vocabulary


class PurchaseReader(Protocol):
    """Reads purchases for one asker. Each method is one or two calls to Odoo, and none can change anything."""

    def vocabulary(self) -> Vocabulary:
        """The names of vendors, products, warehouses and people that the asker may see."""
        ...

    def orders(self, query: OrderQuery) -> Page[OrderRow]:
        """Orders, the newest first, or the most late or dearest first where that is asked."""
        ...

    def details(self, names: Collection[str]) -> Sequence[OrderDetail]:
        """Orders in full, letter case apart; those of which the asker sees none are left out."""
        ...

    def similar(self, names: Collection[str]) -> Sequence[str]:
        """References that look like these."""
        ...

    def arrivals(self, query: OrderQuery) -> Page[ArrivalRow]:
        """Goods still to come, the earliest first."""
        ...

    def arrived(self, query: OrderQuery) -> Page[ArrivedRow]:
        """Goods that came in, the newest first."""
        ...

    def held_up(self, query: OrderQuery) -> Page[HeldUpRow]:
        """What those of these orders hold up that are late."""
        ...

    def performance(self, query: OrderQuery) -> Page[PerformanceRow]:
        """How vendors delivered since `date_from` (needed); all of them where none is named, the worst first."""
        ...

    def prices(self, query: OrderQuery) -> Page[PriceRow]:
        """Earlier purchases of products, the newest first."""
        ...

    def shortfalls(self, query: OrderQuery) -> Page[ShortfallRow]:
        """Products below their reorder minimum, snoozed rules apart."""
        ...

    def spend(self, query: OrderQuery, by: str) -> Page[SpendRow]:
        """Spend by one of `SPEND_BY`, the largest first; months in their order."""
        ...

    def waiting(self, query: OrderQuery, approver_id: int | None) -> Page[WaitingRow]:
        """Orders that wait for approval, the longest first; only those that one person may decide."""
        ...

    def bills(self, query: OrderQuery) -> Page[BillRow]:
        """Bills of vendors; `status` is `unpaid` or None; the earliest due first."""
        ...

    def vendors(self, query: OrderQuery) -> Page[VendorRow]:
        """How vendors are reached."""
        ...

    def sellers(self, query: OrderQuery) -> Page[SellerRow]:
        """Who sells products, the cheapest first."""
        ...

    def messages(self, query: OrderQuery) -> Page[MessageRow]:
        """What vendors wrote, the newest first."""
        ...
