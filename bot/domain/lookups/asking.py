"""Who asks, and what for: by name as people say it, and by the ids of Odoo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ORDER_STATUSES = (
    "draft",
    "sent",
    "to_approve",
    "confirmed",
    "cancelled",
    "open",
    "late",
    "unconfirmed",
    "unbilled",
    "received_not_billed",
)
SPEND_BY = ("vendor", "category", "month", "product", "buyer", "warehouse")


@dataclass(frozen=True)
class Asker:
    """Whose rights an answer keeps to, as Odoo has them: what they may read, in which companies, theirs first.

    `sees_sales`: sales orders, `own_sales_only`: theirs and nobody's; `sees_stock`: reorder rules.
    """

    user_id: int
    name: str
    company_ids: tuple[int, ...]
    sees_orders: bool = True
    sees_sales: bool = True
    sees_stock: bool = True
    sees_bills: bool = True
    own_sales_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What orders may be limited to besides names; all that is given must hold."""

    status: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    by_amount: bool = False


@dataclass(frozen=True, kw_only=True)
class OrderQuery(Bounds):
    """Which orders are wanted; all that is given must hold. Ids are Odoo's. Days are of the order, unless `planned`."""

    names: tuple[str, ...] = ()
    vendor_ids: tuple[int, ...] = ()
    product_ids: tuple[int, ...] = ()
    buyer_id: int | None = None
    warehouse_id: int | None = None
    planned: bool = False
    limit: int = 20


@dataclass(frozen=True, kw_only=True)
class Wanted(Bounds):
    """What a tool is asked for, by name: vendors, products and the rest as people say them."""

    orders: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    warehouse: str | None = None
    person: str | None = None
    limit: int | None = None
