"""Orders and lines as Odoo sends them, with sound defaults."""

from __future__ import annotations

from typing import Any

from bot.adapters.odoo.history import PastRow
from bot.adapters.odoo.rows import OrderRow

USD = {"id": 1, "name": "USD", "decimal_places": 2}
EUR = {"id": 126, "name": "EUR", "decimal_places": 2}
GBP = {"id": 144, "name": "GBP", "decimal_places": 2}
KWD = {"id": 95, "name": "KWD", "decimal_places": 3}
PIECE = {"id": 1, "display_name": "Units", "factor": 1.0}
DOZEN = {"id": 11, "display_name": "Dozens", "factor": 12.0}
BELLA = {"id": 6, "display_name": "Bella Ortiz", "login": "bella"}
OMAR = {"id": 9, "display_name": "Omar Haddad"}
ODOO_BOT = {"id": 1, "display_name": "OdooBot"}


def line(**changed: Any) -> dict[str, Any]:
    """A line over ten pieces at 20."""
    return {
        "id": 50,
        "name": "Hex bolt",
        "product_id": {"id": 3, "display_name": "[FAS-003] Hex bolt", "is_storable": True, "categ_id": False},
        "product_qty": 10.0,
        "product_uom_id": PIECE,
        "price_unit_discounted": 20.0,
        "price_subtotal": 200.0,
        "display_type": False,
        "write_date": "2026-11-20 10:00:00",
        "write_uid": BELLA,
        "date_planned": "2026-12-01 17:00:00",
        "selected_seller_id": False,
    } | changed


def section(**changed: Any) -> dict[str, Any]:
    """A heading between lines."""
    nothing = {"product_id": False, "product_uom_id": False, "date_planned": False}
    numbers = {"product_qty": 0.0, "price_unit_discounted": 0.0, "price_subtotal": 0.0}
    return line(id=51, name="Fasteners", display_type="line_section") | nothing | numbers | changed


def order_row(**changed: Any) -> dict[str, Any]:
    """A waiting order over one such line, in the company's own currency."""
    return {
        "id": 36,
        "name": "P00036",
        "state": "to approve",
        "write_date": "2026-11-21 09:30:00",
        "write_uid": OMAR,
        "partner_id": {"id": 16, "display_name": "Acme", "on_time_rate": 87.54, "category_id": []},
        "currency_id": USD,
        "amount_total": 200.0,
        "order_line": [line()],
        "origin": False,
        "priority": "0",
        "date_approve": False,
        "date_planned": "2026-12-01 17:00:00",
        "amount_total_cc": 200.0,
        "currency_rate": 1.0,
        "create_uid": BELLA,
        "user_id": BELLA,
        "company_id": {"id": 1, "name": "Northgate", "currency_id": USD},
        "picking_type_id": {"id": 1, "warehouse_id": {"id": 1, "code": "MAIN", "name": "Main DC"}},
        "picking_ids": [],
        "invoice_ids": [],
    } | changed


def order(**changed: Any) -> OrderRow:
    """The same, parsed."""
    return OrderRow.model_validate(order_row(**changed))


def seller(price: float, currency: dict[str, Any] = USD, unit: dict[str, Any] = PIECE) -> dict[str, Any]:
    """A vendor price."""
    return {"id": 9, "price_discounted": price, "currency_id": currency, "product_uom_id": unit}


def past_row(number: int, day: str, price: float = 20.0, **changed: Any) -> dict[str, Any]:
    """A confirmed purchase of product 3 on order P0000`number`."""
    return {
        "id": number,
        "product_id": 3,
        "product_uom_id": PIECE,
        "price_unit_discounted": price,
        "date_approve": f"{day} 10:00:00",
        "currency_id": USD,
        "partner_id": {"id": 16, "display_name": "Acme"},
        "order_id": {"id": number, "name": f"P{number:05}", "currency_rate": 1.0},
    } | changed


def past(number: int, day: str, price: float = 20.0, **changed: Any) -> PastRow:
    """The same, parsed."""
    return PastRow.model_validate(past_row(number, day, price, **changed))
