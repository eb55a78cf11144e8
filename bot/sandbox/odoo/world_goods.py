"""What Brightwater buys, from whom, at which price, and what lies in its three warehouses."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.odoo import receipts
from bot.sandbox.odoo.env import Env

WAREHOUSES = (("ROT", "Rotterdam Hub"), ("LYO", "Lyon Depot"), ("GDN", "Gdansk Depot"))
RATES = {"USD": 1.08, "GBP": 0.85}


@dataclass(frozen=True)
class Vendor:
    """A supplier; `late` is how many days late their deliveries came, in turn."""

    key: str
    name: str
    tag: str
    days: int
    currency: str = "EUR"
    late: tuple[int, ...] = (0,)


VENDORS = (
    Vendor("norrland", "Norrland Fasteners AB", "strategic", 6),
    Vendor("helios", "Helios Electric GmbH", "strategic", 9, late=(0, 0, 1, 0)),
    Vendor("vermeer", "Vermeer Packaging BV", "strategic", 5),
    Vendor("castell", "Castell Safety SL", "standard", 7, late=(0, 0, 0, 2)),
    Vendor("moreau", "Moreau Hygiene SARL", "standard", 4),
    Vendor("tatra", "Tatra Tools s.r.o.", "standard", 12, late=(3, 0, 0, 1)),
    Vendor("balt", "Balt Racking Sp. z o.o.", "standard", 15),
    Vendor("pennine", "Pennine Abrasives Ltd", "standard", 10, "GBP"),
    Vendor("harlow", "Harlow Instruments Inc.", "standard", 14, "USD", (0, 1, 0)),
    Vendor("rijn", "Rijn Freight Lines", "standard", 2),
    Vendor("quickso", "Quickso Trading", "risky", 21, late=(0, 6, 11)),
    Vendor("lumina", "Lumina Imports", "risky", 28, late=(9, 0, 4)),
)

COUNTRIES = {
    "norrland": "SE", "helios": "DE", "vermeer": "NL", "castell": "ES", "moreau": "FR", "tatra": "CZ", "balt": "PL",
    "pennine": "GB", "harlow": "US", "rijn": "NL", "lumina": "CN",
}  # fmt: skip

# Number, name, category, cost, price by vendor (in the vendor's currency).
PRODUCTS: tuple[tuple[str, str, str, float, dict[str, float]], ...] = (
    ("FX-101", "Hex bolt M10x60 zinc, box of 100", "Fasteners", 14.8, {"norrland": 14.8, "quickso": 11.9}),
    ("FX-102", "Hex nut M10, box of 250", "Fasteners", 9.6, {"norrland": 9.6}),
    ("FX-103", "Spring washer M10, box of 500", "Fasteners", 7.2, {"norrland": 7.2}),
    ("FX-104", "Concrete anchor M12, box of 25", "Fasteners", 21.5, {"norrland": 21.5, "lumina": 17.0}),
    ("FX-105", "Decking screw 5x70, box of 200", "Fasteners", 12.4, {"norrland": 12.4}),
    ("FX-106", "Threaded rod M12, 2 m", "Fasteners", 6.9, {"norrland": 6.9}),
    ("EL-201", "LED high-bay light 150 W", "Electrical", 118.0, {"helios": 118.0, "lumina": 89.0}),
    ("EL-202", "Installation cable 5x2.5, 100 m", "Electrical", 164.0, {"helios": 164.0}),
    ("EL-203", "Residual current breaker 40 A", "Electrical", 36.5, {"helios": 36.5}),
    ("EL-204", "Conveyor gear motor 2.2 kW", "Electrical", 585.0, {"helios": 585.0}),
    ("EL-205", "Inductive sensor M12", "Electrical", 27.9, {"helios": 27.9, "quickso": 21.0}),
    ("EL-206", "Forklift traction battery 80 V", "Electrical", 3950.0, {"helios": 3950.0}),
    ("EL-207", "Emergency exit sign, LED", "Electrical", 44.0, {"helios": 44.0}),
    ("PK-301", "Shipping carton 500x400x300", "Packaging", 1.15, {"vermeer": 1.15}),
    ("PK-302", "Shipping carton 800x600x500", "Packaging", 2.3, {"vermeer": 2.3}),
    ("PK-303", "Paper tape 50 mm, case of 36", "Packaging", 52.0, {"vermeer": 52.0}),
    ("PK-304", "Pallet wrap 500 mm, roll", "Packaging", 8.9, {"vermeer": 8.9}),
    ("PK-305", "Euro pallet, heat-treated", "Packaging", 13.4, {"vermeer": 13.4, "rijn": 14.1}),
    ("PK-306", "Edge protector 1 m, pack of 50", "Packaging", 31.0, {"vermeer": 31.0}),
    ("SF-401", "Cut-resistant gloves, 12 pairs", "Safety", 58.0, {"castell": 58.0}),
    ("SF-402", "High-visibility jacket", "Safety", 34.0, {"castell": 34.0, "quickso": 24.5}),
    ("SF-403", "Safety shoes S3", "Safety", 72.0, {"castell": 72.0}),
    ("SF-404", "Full-body harness", "Safety", 129.0, {"castell": 129.0}),
    ("SF-405", "Eye-wash station", "Safety", 86.0, {"castell": 86.0}),
    ("HY-501", "Industrial cleaner, 20 l", "Hygiene", 49.0, {"moreau": 49.0}),
    ("HY-502", "Hand towels, case of 20", "Hygiene", 27.5, {"moreau": 27.5}),
    ("HY-503", "Waste bags 240 l, 100 pcs", "Hygiene", 33.0, {"moreau": 33.0}),
    ("HY-504", "Oil binder, 20 kg", "Hygiene", 18.6, {"moreau": 18.6}),
    ("TL-601", "Cordless impact wrench 18 V", "Tools", 214.0, {"tatra": 214.0}),
    ("TL-602", "Torque screwdriver set", "Tools", 148.0, {"tatra": 148.0}),
    ("TL-603", "Hand pallet truck 2.5 t", "Tools", 329.0, {"tatra": 329.0, "lumina": 265.0}),
    ("TL-604", "Workshop trolley, 7 drawers", "Tools", 412.0, {"tatra": 412.0}),
    ("RK-701", "Pallet racking bay 2.7 m", "Racking", 486.0, {"balt": 486.0}),
    ("RK-702", "Cantilever arm 1 m", "Racking", 64.0, {"balt": 64.0}),
    ("RK-703", "Mezzanine deck panel", "Racking", 97.0, {"balt": 97.0}),
    ("AB-801", "Cutting disc 125 mm, box of 50", "Abrasives", 62.0, {"pennine": 52.0}),
    ("AB-802", "Flap disc 125 mm, box of 25", "Abrasives", 71.0, {"pennine": 60.0}),
    ("MS-901", "Laser distance meter", "Instruments", 186.0, {"harlow": 199.0}),
    ("MS-902", "Thermal camera", "Instruments", 940.0, {"harlow": 1015.0}),
    ("SV-001", "Inbound freight, full truck", "Services", 640.0, {"rijn": 640.0}),
)  # fmt: skip
CATEGORY = {sku: category for sku, _, category, _, _ in PRODUCTS}
COST = {sku: cost for sku, _, _, cost, _ in PRODUCTS}


@dataclass(frozen=True)
class Goods:
    """The ids of what was made, by the names used here."""

    vendors: dict[str, int]
    products: dict[str, int]
    warehouses: dict[str, int]


def build(env: Env, rng: random.Random) -> Goods:
    """Make vendors, products, price lists, warehouses, stock and reorder rules."""
    _rates(env)
    warehouses = {code: _warehouse(env, code, name) for code, name in WAREHOUSES}
    tags = {
        tag: env.insert("res.partner.category", {"name": f"Vendor: {tag}"})
        for tag in ("strategic", "standard", "risky")
    }
    vendors = {vendor.key: _vendor(env, vendor, tags) for vendor in VENDORS}
    one = env.insert("uom.uom", {"name": "Units", "relative_factor": 1.0})
    env.insert("uom.uom", {"name": "Pack of 6", "relative_factor": 6.0, "relative_uom_id": one})
    names = sorted({category for _, _, category, _, _ in PRODUCTS})
    categories = {name: env.insert("product.category", {"name": name, "complete_name": name}) for name in names}
    products = {row[0]: _product(env, row, one, categories, vendors) for row in PRODUCTS}
    _prices_by_quantity_and_day(env, products, vendors)
    for sku, product in products.items():
        for number, warehouse in enumerate(warehouses.values() if CATEGORY[sku] != "Services" else ()):
            _stock(env, rng, product, warehouse, often=number == 0)
    return Goods(vendors, products, warehouses)


def _rates(env: Env) -> None:
    since = (env.work.now - timedelta(days=400)).date().isoformat()
    for name, rate in RATES.items():
        env.insert(
            "res.currency.rate", {"name": since, "rate": rate, "currency_id": env.ref(f"base.{name}"), "company_id": 1}
        )


def _warehouse(env: Env, code: str, name: str) -> int:
    location = env.insert("stock.location", {"name": "Stock", "complete_name": f"{code}/Stock", "usage": "internal"})
    warehouse = env.insert("stock.warehouse", {"name": name, "code": code, "company_id": 1, "lot_stock_id": location})
    values = {"name": "Receipts", "warehouse_id": warehouse, "code": "incoming", "sequence_code": "IN"}
    env.put("stock.warehouse", warehouse, {"in_type_id": env.insert("stock.picking.type", values)})
    return warehouse


def _vendor(env: Env, vendor: Vendor, tags: dict[str, int]) -> int:
    values = {
        "name": vendor.name,
        "is_company": True,
        "active": True,
        "supplier_rank": 1,
        "ref": f"V-{vendor.key.upper()}",
    }
    values |= {"email": f"orders@{vendor.key}.example", "category_id": [tags[vendor.tag]]}
    values |= {"country_code": COUNTRIES.get(vendor.key), "lang": "en_US"}
    foreign = env.ref(f"base.{vendor.currency}") if vendor.currency != "EUR" else None
    return env.insert("res.partner", values | {"property_purchase_currency_id": foreign})


def _product(
    env: Env,
    row: tuple[str, str, str, float, dict[str, float]],
    unit: int,
    categories: dict[str, int],
    vendors: dict[str, int],
) -> int:
    sku, name, category, cost, prices = row
    service = category == "Services"
    values: dict[str, object] = {
        "name": name,
        "default_code": sku,
        "type": "service" if service else "consu",
        "is_storable": not service,
    }
    values |= {
        "categ_id": categories[category],
        "uom_id": unit,
        "standard_price": cost,
        "list_price": round(cost * 1.4, 2),
    }
    values |= {"purchase_ok": True, "purchase_method": "purchase" if service else "receive"}
    template = env.insert("product.template", values)
    for number, (vendor, price) in enumerate(prices.items()):
        _price(env, template, vendors, vendor, price, sequence=number + 1, product_code=f"{vendor[:3].upper()}-{sku}")
    return env.insert(
        "product.product", {"product_tmpl_id": template, "default_code": sku, "standard_price": cost, "active": True}
    )


def _price(env: Env, template: int, vendors: dict[str, int], key: str, price: float, **more: object) -> None:
    vendor = next(v for v in VENDORS if v.key == key)
    values: dict[str, object] = {
        "partner_id": vendors[key],
        "product_tmpl_id": template,
        "price": price,
        "delay": vendor.days,
    }
    values |= {"currency_id": env.ref(f"base.{vendor.currency}"), "min_qty": 1.0, "sequence": 1}
    values["product_uom_id"] = env.value("product.template", template, "uom_id")
    env.insert("product.supplierinfo", values | more)


def _prices_by_quantity_and_day(env: Env, products: dict[str, int], vendors: dict[str, int]) -> None:
    """A price for large quantities, one that has ended, and one to come."""
    template = {sku: env.value("product.product", product, "product_tmpl_id") for sku, product in products.items()}
    day = {n: (env.work.now + timedelta(days=n)).date().isoformat() for n in (-365, -180, 30, 395)}
    _price(env, template["FX-101"], vendors, "norrland", 13.6, min_qty=200.0, sequence=3)
    _price(env, template["FX-102"], vendors, "norrland", 8.1, sequence=3, date_start=day[-365], date_end=day[-180])
    _price(env, template["EL-201"], vendors, "helios", 126.0, sequence=3, date_start=day[30], date_end=day[395])


def _stock(env: Env, rng: random.Random, product: int, warehouse: int, *, often: bool) -> None:
    quantity = float(rng.choice((6, 25, 80, 180) if often else (0, 3, 15, 40, 90)))
    if quantity:
        receipts.put_in_stock(env, product, warehouse, quantity)
    if rng.random() < (0.4 if often else 0.1):
        least = float(rng.choice((5, 20, 60, 120)))
        values = {
            "name": f"OP/{env.store.next_number('reorder rules'):05d}",
            "product_id": product,
            "warehouse_id": warehouse,
        }
        env.insert(
            "stock.warehouse.orderpoint",
            values | {"product_min_qty": least, "product_max_qty": least * 3, "trigger": "manual"},
        )
