"""Sound orders: a test states only what matters."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bot.domain.orders import Line, Order, OrderState, PastPrice, UserRef, Vendor, Warehouse
from bot.domain.people import OdooUser

T0 = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BELLA = UserRef(6, "Bella Ortiz", "bella")


def make_vendor(**overrides: Any) -> Vendor:
    """A vendor that something was bought from before."""
    return Vendor(
        **{"id": 16, "name": "Acme Fasteners Inc.", "tags": ("Supplier: standard",), "earlier_orders": 4} | overrides
    )


def make_line(**overrides: Any) -> Line:
    """A line at its list price; the subtotal follows quantity and price."""
    given = {
        "id": 1,
        "name": "Hex bolt M8",
        "quantity": Decimal(100),
        "unit": "Units",
        "unit_price": Decimal("70.00"),
        "product_id": 1,
        "product": "Hex bolt M8",
        "category": "Goods / Fasteners",
        "list_price": Decimal("70.00"),
        "past_prices": (PastPrice("P00011", T0, "Acme Fasteners Inc.", Decimal("70.00")),),
    } | overrides
    return Line(**{"subtotal": given["quantity"] * given["unit_price"]} | given)


def make_order(**overrides: Any) -> Order:
    """An order of 7,000.00 USD that waits for approval.

    Give `amount` for one line of that price, or `lines` for their sum. `currency` and `rate` convert;
    `rate=None` in a foreign currency is a rate that Odoo does not know.
    """
    if "amount" in overrides and "lines" not in overrides:
        price = Decimal(overrides["amount"])
        overrides["lines"] = (make_line(quantity=Decimal(1), unit_price=price, list_price=price, past_prices=()),)
    lines = overrides.setdefault("lines", (make_line(),))
    given = {
        "id": 36,
        "name": "P00036",
        "state": OrderState.TO_APPROVE,
        "company_id": 1,
        "company": "Northgate Supply Co.",
        "currency": "USD",
        "company_currency": "USD",
        "rate": Decimal(1),
        "amount": sum((line.subtotal for line in lines), Decimal(0)),
        "vendor": make_vendor(),
        "buyer": BELLA,
        "creator": BELLA,
        "warehouse": Warehouse(1, "MAIN", "Main DC"),
        "write_date": T0,
    } | overrides
    given["amount"] = Decimal(given["amount"])
    rate = given["rate"]
    return Order(
        **{"company_amount": None if rate is None else (given["amount"] / rate).quantize(Decimal("0.01"))} | given
    )


def make_user(login: str, id: int, name: str = "", **overrides: Any) -> OdooUser:  # noqa: A002 - Odoo's word
    """An active Odoo user; the e-mail address follows from the login."""
    full = name or login.title()
    return OdooUser(
        **{"id": id, "login": login, "name": full, "email": f"{login}@northgate.example", "partner_id": 100 + id}
        | overrides
    )
