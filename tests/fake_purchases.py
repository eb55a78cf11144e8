"""Purchases in memory, as `PurchaseReader` gives them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.errors import OdooError
from bot.domain.lookups import (
    ArrivalRow,
    ArrivedRow,
    Asker,
    BillRow,
    HeldUpRow,
    MessageRow,
    OrderDetail,
    OrderLineRow,
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
from bot.domain.vocabulary import Known, Vocabulary, product

NOW = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
BELLA = Asker(6, "Bella Ortiz", (1,))
NAMES = Vocabulary(
    (
        Known("Acme", 1),
        Known("Acme Tools", 2),
        Known("Deco Addict", 3),
        Known("Wood Corner", 4),
        Known("Woodworks North", 5),
    ),
    (product("[FURN_9111] Whiteboard", 11), product("[FURN_1118] Corner Desk Left Sit", 12), product("Screw M6", 13)),
    (Known("Main", 21, "WH1"), Known("West", 22, "WH2")),
    (Known("Bella Ortiz", 6), Known("Dana Berg", 7)),
)


def make_row(number: int = 12, **overrides: Any) -> OrderRow:
    """A confirmed order of two whiteboards that is to come."""
    sound: dict[str, Any] = {
        "id": number,
        "name": f"P{number:05d}",
        "vendor": "Deco Addict",
        "state": "confirmed",
        "amount": Decimal("1250.50"),
        "currency": "EUR",
        "buyer": "Bella Ortiz",
        "ordered": date(2026, 6, 1),
        "planned": date(2026, 6, 15),
        "received": "nothing received",
    }
    return OrderRow(**sound | overrides)


def make_detail(number: int = 12, **overrides: Any) -> OrderDetail:
    """The same in full."""
    head = make_row(number, **overrides)
    line = OrderLineRow(
        head.name,
        "[FURN_9111] Whiteboard",
        Decimal(2),
        "Units",
        Decimal("625.25"),
        "EUR",
        Decimal(0),
        Decimal(0),
        head.planned,
    )
    return OrderDetail(head, (line,), warehouse="WH1")


class FakePurchases(PurchaseReader):
    """Holds what a test puts in, and remembers what was asked. `error` is raised by every look-up."""

    def __init__(self, *details: OrderDetail) -> None:
        self.held = {detail.head.name: detail for detail in details}
        self.asked: list[OrderQuery] = []
        self.error: OdooError | None = None
        self.total: int | None = None
        self.price_rows: tuple[PriceRow, ...] = ()
        self.message_rows: tuple[MessageRow, ...] = ()
        self.spend_rows: tuple[SpendRow, ...] = ()
        self.bill_rows: tuple[BillRow, ...] = ()
        self.held_up_rows: tuple[HeldUpRow, ...] = ()
        self.performance_rows: tuple[PerformanceRow, ...] = ()

    def vocabulary(self) -> Vocabulary:
        return NAMES

    def orders(self, query: OrderQuery) -> Page[OrderRow]:
        self._ask(query)
        names = {known.id: known.name for known in NAMES.suppliers}
        wanted = {names[vendor] for vendor in query.vendor_ids}
        rows = [d.head for d in self.held.values() if not wanted or d.head.vendor in wanted]
        if query.status == "late":
            rows = [row for row in rows if row.days_late]
        return Page(tuple(rows[: query.limit]), self.total or len(rows))

    def details(self, names: Collection[str]) -> Sequence[OrderDetail]:
        self._ask(OrderQuery(names=tuple(names)))
        return [self.held[name] for name in names if name in self.held]

    def similar(self, names: Collection[str]) -> Sequence[str]:
        return [known for known in self.held if known[-2:] in {name[-2:] for name in names}]

    def arrivals(self, query: OrderQuery) -> Page[ArrivalRow]:
        self._ask(query)
        return Page((), 0)

    def arrived(self, query: OrderQuery) -> Page[ArrivedRow]:
        self._ask(query)
        return Page((), 0)

    def held_up(self, query: OrderQuery) -> Page[HeldUpRow]:
        self._ask(query)
        return Page(self.held_up_rows, self.total or len(self.held_up_rows))

    def performance(self, query: OrderQuery) -> Page[PerformanceRow]:
        self._ask(query)
        return Page(self.performance_rows, self.total or len(self.performance_rows))

    def prices(self, query: OrderQuery) -> Page[PriceRow]:
        self._ask(query)
        return Page(self.price_rows, self.total or len(self.price_rows))

    def shortfalls(self, query: OrderQuery) -> Page[ShortfallRow]:
        self._ask(query)
        return Page((), 0)

    def spend(self, query: OrderQuery, by: str) -> Page[SpendRow]:
        self._ask(query)
        return Page(self.spend_rows, self.total or len(self.spend_rows))

    def waiting(self, query: OrderQuery, approver_id: int | None) -> Page[WaitingRow]:
        self._ask(replace(query, buyer_id=approver_id))
        return Page((), 0)

    def bills(self, query: OrderQuery) -> Page[BillRow]:
        self._ask(query)
        return Page(self.bill_rows, self.total or len(self.bill_rows))

    def vendors(self, query: OrderQuery) -> Page[VendorRow]:
        return Page((VendorRow("Deco Addict", "sales@deco.example", "+1 555 0101"),), 1)

    def sellers(self, query: OrderQuery) -> Page[SellerRow]:
        return Page((), 0)

    def messages(self, query: OrderQuery) -> Page[MessageRow]:
        self._ask(query)
        return Page(self.message_rows, len(self.message_rows))

    def _ask(self, query: OrderQuery) -> None:
        self.asked.append(query)
        if self.error is not None:
            raise self.error
