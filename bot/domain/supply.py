"""A purchase order as its supplier's mail touches it: who supplies, what is still to come, and which receipt waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.orders import OrderState, UserRef


@dataclass(frozen=True)
class Supplier:
    """A vendor with all that its mails may be known by.

    `country` is the ISO code, `language` Odoo's `de_DE`; both empty where Odoo has none.
    """

    id: int
    name: str
    emails: frozenset[str] = frozenset()
    country: str = ""
    language: str = ""


@dataclass(frozen=True)
class OpenMove:
    """What a receipt still waits for on a line: `stock.move`, not done and not cancelled."""

    id: int
    day: date
    quantity: Decimal
    deadline: date | None = None


@dataclass(frozen=True)
class SupplyLine:
    """One product line. `price` is before `discount` (percent); `day` is when it is planned, where the company is.

    `codes` are the product's number and the vendor's own number and name for it.
    """

    id: int
    product: str
    quantity: Decimal
    unit: str
    price: Decimal
    day: date | None
    discount: Decimal = Decimal(0)
    received: Decimal = Decimal(0)
    billed: Decimal = Decimal(0)
    product_id: int | None = None
    codes: tuple[str, ...] = ()
    list_price: Decimal | None = None
    moves: tuple[OpenMove, ...] = ()

    @property
    def net_price(self) -> Decimal:
        """The price after discount."""
        return self.price * (1 - self.discount / 100)

    @property
    def open(self) -> bool:
        """Whether anything of it is still to come."""
        return self.received < self.quantity


@dataclass(frozen=True)
class SupplyOrder:
    """An order to a supplier, as Odoo has it now."""

    id: int
    name: str
    state: OrderState
    company_id: int
    company: str
    vendor: Supplier
    currency: str
    lines: tuple[SupplyLine, ...]
    their_reference: str = ""
    buyer: UserRef | None = None
    acknowledged: bool = False
    locked: bool = False
    ordered_on: date | None = None
    confirmed_on: date | None = None

    @property
    def open(self) -> bool:
        """Whether goods are still awaited, or may be once it is approved."""
        return self.state is not OrderState.CANCEL and any(line.open for line in self.lines)

    def line(self, line_id: int | None) -> SupplyLine | None:
        """One of its lines."""
        return next((line for line in self.lines if line.id == line_id), None)
