"""What Brightwater has sold and still has to deliver: the sales that wait for late orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.odoo.env import Env


@dataclass(frozen=True)
class Sale:
    """A sale by what was sold, how many are still missing, where from, and in how many days it was promised."""

    customer: str
    sku: str
    quantity: float
    missing: float
    warehouse: str
    promised: int


SALES = (
    Sale("Harbour Fitout BV", "TL-602", 6, 4, "ROT", 2),
    Sale("Ostrava Stavby s.r.o.", "FX-104", 40, 40, "GDN", -1),
    Sale("Atelier Perrin", "FX-105", 12, 0, "LYO", 4),
)


def build(env: Env) -> None:
    """Make the customers, their sales, and the deliveries that are to leave."""
    kinds = {code: _deliveries_from(env, code) for code in {sale.warehouse for sale in SALES}}
    for number, sale in enumerate(SALES, 1):
        _sell(env, f"S{number:05d}", sale, kinds[sale.warehouse])


def _deliveries_from(env: Env, code: str) -> int:
    warehouse = env.find("stock.warehouse", code=code)[0]
    values = {"name": "Delivery Orders", "warehouse_id": warehouse, "code": "outgoing", "sequence_code": "OUT"}
    return env.insert("stock.picking.type", values)


def _sell(env: Env, name: str, sale: Sale, kind: int) -> None:
    customer = env.insert("res.partner", {"name": sale.customer, "is_company": True, "active": True})
    promised = (env.work.now + timedelta(days=sale.promised)).strftime("%Y-%m-%d 12:00:00")
    head = {"name": name, "partner_id": customer, "company_id": 1, "date_order": env.now, "commitment_date": promised}
    product = env.find("product.product", default_code=sale.sku)[0]
    line = {"order_id": env.insert("sale.order", head), "product_id": product, "product_uom_qty": sale.quantity}
    warehouse = env.value("stock.picking.type", kind, "warehouse_id")
    values = {"name": f"{sale.warehouse}/OUT/{name[1:]}", "origin": name, "partner_id": customer, "company_id": 1}
    picking = env.insert(
        "stock.picking", values | {"picking_type_id": kind, "state": "assigned", "scheduled_date": promised}
    )
    move = {"picking_id": picking, "product_id": product, "product_uom_qty": sale.quantity, "warehouse_id": warehouse}
    move |= {"sale_line_id": env.insert("sale.order.line", line), "quantity": sale.quantity - sale.missing}
    move |= {"product_uom": env.value("product.product", product, "uom_id"), "date": promised, "picked": False}
    move |= {"location_id": env.value("stock.warehouse", warehouse, "lot_stock_id")}
    env.insert("stock.move", move | {"state": "partially_available" if sale.missing else "assigned"})
