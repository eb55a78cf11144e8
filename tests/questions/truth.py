"""What an Odoo holds, read with plain searches as its administrator: nothing of the bot's own reading is used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from tests.contract.odoo_driver import Driver

Row = dict[str, Any]
ORDER, LINE = "purchase.order", "purchase.order.line"
HEAD = (
    "name", "state", "partner_id", "user_id", "amount_total", "amount_total_cc", "currency_id", "currency_rate",
    "date_order", "date_planned", "date_approve", "effective_date", "receipt_status", "invoice_status",
    "acknowledged", "picking_type_id",
)  # fmt: skip
LINES = (
    "order_id", "product_id", "product_qty", "qty_received", "price_unit", "discount", "price_total", "date_planned",
    "partner_id", "display_type",
)  # fmt: skip


def in_company_currency(line: Row) -> float:
    """A line's total at its order's rate, in whole cents as Odoo keeps it."""
    exact = Decimal(str(line["price_total"] / (line["order"]["currency_rate"] or 1)))
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


class Truth:
    """One Odoo at one moment. Everything is read once."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.now = driver.now()
        self.stamp = f"{self.now:%Y-%m-%d %H:%M:%S}"
        self.today = self.now.date()

    def search(self, model: str, domain: list[Any], *fields: str, **options: Any) -> list[Row]:
        """Records that fit."""
        found: list[Row] = self.driver.call(
            "administrator", model, "search_read", domain, list(fields), **({"order": "id"} | options)
        )
        return found

    def bot_sees(self, model: str) -> bool:
        """Whether the bot's own user may read such records: what it may not see, it must say to leave out."""
        return bool(self.driver.call("bot", model, "has_access", [], "read"))

    @cached_property
    def orders(self) -> list[Row]:
        """All orders, the oldest first."""
        return self.search(ORDER, [], *HEAD)

    @cached_property
    def lines(self) -> list[Row]:
        """All lines of products, each with its order and its product."""
        heads = {order["id"]: order for order in self.orders}
        goods = {row["id"]: row for row in self.products}
        rows = [r for r in self.search(LINE, [], *LINES) if not r["display_type"] and r["product_id"]]
        return [r | {"order": heads[r["order_id"][0]], "product": goods[r["product_id"][0]]} for r in rows]

    @cached_property
    def products(self) -> list[Row]:
        """All products."""
        return self.search("product.product", [], "default_code", "name", "display_name", "type", "categ_id")

    @cached_property
    def warehouses(self) -> dict[int, Row]:
        """Warehouses by the operation type of their receipts."""
        kinds = self.search("stock.picking.type", [("code", "=", "incoming")], "warehouse_id")
        places = {row["id"]: row for row in self.search("stock.warehouse", [], "name", "code")}
        return {kind["id"]: places[kind["warehouse_id"][0]] for kind in kinds if kind["warehouse_id"]}

    @cached_property
    def users(self) -> dict[str, Row]:
        """Users by login."""
        return {u["login"]: u for u in self.search("res.users", [("share", "=", False)], "name", "login", "partner_id")}

    @cached_property
    def bills(self) -> list[Row]:
        """Vendor bills that are posted."""
        domain = [("move_type", "=", "in_invoice"), ("state", "=", "posted")]
        return self.search(
            "account.move", domain, "name", "partner_id", "amount_residual", "payment_state", "invoice_origin"
        )

    def order_of(self, order_id: int) -> Row:
        """One order by id."""
        return next(order for order in self.orders if order["id"] == order_id)

    def place(self, order: Row) -> str:
        """The code of the warehouse that an order goes to."""
        return str(self.warehouses[order["picking_type_id"][0]]["code"])

    def confirmed(self) -> list[Row]:
        """Orders that are bought."""
        return [order for order in self.orders if order["state"] == "purchase"]

    def open(self, *, late: bool | None = None) -> list[Row]:
        """Confirmed orders with goods to come; late ones or those in time."""
        found = [order for order in self.confirmed() if order["receipt_status"] in {"pending", "partial"}]
        return [o for o in found if late is None or (o["date_planned"] < self.stamp) is late]

    def late(self) -> list[Row]:
        """Confirmed orders whose promised day has passed with something outstanding, by their lines."""
        owed = {line["order"]["id"] for line in self.lines if line["qty_received"] < line["product_qty"]}
        passed = [o for o in self.confirmed() if o["date_planned"] and o["date_planned"] < self.stamp]
        return [order for order in passed if order["id"] in owed and order["receipt_status"] != "full"]

    def days_late(self, order: Row) -> int:
        """How many days ago an order was promised."""
        return (self.today - date.fromisoformat(order["date_planned"][:10])).days

    def waiting(self) -> list[Row]:
        """Orders that wait for approval."""
        return [order for order in self.orders if order["state"] == "to approve"]

    def to_come(self, fits: Callable[[Row], bool] = lambda line: True) -> set[str]:
        """Orders with goods to come on lines that fit."""
        names = {order["name"] for order in self.open()}
        return {
            line["order"]["name"]
            for line in self.lines
            if line["order"]["name"] in names
            and line["product"]["type"] == "consu"
            and line["qty_received"] < line["product_qty"]
            and fits(line)
        }

    def came(self, fits: Callable[[Row], bool]) -> set[str]:
        """Orders with receipts done that fit."""
        done = self.search(
            "stock.picking", [("state", "=", "done"), ("purchase_id", "!=", False)], "purchase_id", "date_done"
        )
        heads = {order["id"]: order for order in self.orders}
        return {heads[p["purchase_id"][0]]["name"] for p in done if fits(p)}

    def of(self, order: Row) -> list[Row]:
        """The lines of an order."""
        return [line for line in self.lines if line["order"]["id"] == order["id"]]

    def spent(self, fits: Callable[[Row], bool] = lambda order: True) -> float:
        """What confirmed orders came to, in company currency."""
        return float(sum(order["amount_total_cc"] for order in self.confirmed() if fits(order)))

    def by_category(self) -> dict[str, float]:
        """The same by product category, worked out from the lines."""
        sums: dict[str, float] = defaultdict(float)
        for line in self.lines:
            if line["order"]["state"] == "purchase":
                sums[line["product"]["categ_id"][1]] += in_company_currency(line)
        return dict(sums)

    def purchases(self, product: Row) -> list[Row]:
        """Confirmed lines of a product, the newest first."""
        rows = [line for line in self.lines if line["product"] is product and line["order"]["state"] == "purchase"]
        return sorted(rows, key=lambda line: (line["order"]["date_approve"], line["id"]), reverse=True)

    def events(self, order: Row, subtype: str) -> list[Row]:
        """Odoo's own messages of a kind on an order, the newest last."""
        kinds = self.search("mail.message.subtype", [("res_model", "=", ORDER), ("name", "=", subtype)], "name")
        domain = [("model", "=", ORDER), ("res_id", "=", order["id"]), ("message_type", "=", "notification")]
        domain.append(("subtype_id", "in", [kind["id"] for kind in kinds]))
        return self.search("mail.message", domain, "create_uid", "date")

    def approvers(self, order: Row) -> set[str]:
        """Purchase administrators but for the bot and the buyer."""
        groups = self.search("res.groups", [("full_name", "=", "Purchase / Administrator")], "name")
        users = self.search("res.users", [("all_group_ids", "in", [g["id"] for g in groups])], "name", "login")
        bot = self.driver.people["bot"]
        buyer = order["user_id"][0] if order["user_id"] else None
        return {user["name"] for user in users if user["login"] != bot and user["id"] != buyer}

    def punctuality(self, vendor: int) -> tuple[int, int]:
        """Of orders first received in the last 365 days: how many in time, how many in all."""
        since = (self.today - timedelta(days=365)).isoformat()
        came = [o for o in self.confirmed() if o["effective_date"] and o["effective_date"][:10] >= since]
        own = [order for order in came if order["partner_id"][0] == vendor]
        return sum(order["effective_date"][:10] <= order["date_planned"][:10] for order in own), len(own)

    def below_minimum(self) -> list[str]:
        """The product of each reorder rule whose minimum is not met, snoozed rules apart."""
        rules = self.search("stock.warehouse.orderpoint", [], "product_id", "qty_to_order", "snoozed_until")
        return [
            rule["product_id"][1]
            for rule in rules
            if rule["qty_to_order"] > 0 and (rule["snoozed_until"] or "") <= self.today.isoformat()
        ]

    def sales_held_up(self) -> set[str]:
        """Sales short of what a late order owes: bought for them, or to come into the same warehouse."""
        late = {order["id"]: order for order in self.late()}
        owed = [x for x in self.lines if x["order"]["id"] in late and x["qty_received"] < x["product_qty"]]
        places = {(line["product"]["id"], self.place(line["order"])) for line in owed}
        open_states = ["waiting", "confirmed", "partially_available", "assigned"]
        moves = self.search(
            "stock.move",
            [("sale_line_id", "!=", False), ("state", "in", open_states)],
            "product_id", "product_uom_qty", "quantity", "location_id", "sale_line_id", "forecast_expected_date",
            "move_orig_ids",
        )  # fmt: skip
        locations = {row["id"]: row for row in self.search("stock.location", [], "warehouse_id")}
        codes = {row["id"]: row["code"] for row in self.search("stock.warehouse", [], "code")}
        lines = {row["id"]: row["order_id"][1] for row in self.search("sale.order.line", [], "order_id")}
        found = set()
        for move in moves:
            place = locations[move["location_id"][0]]["warehouse_id"]
            here = (move["product_id"][0], codes[place[0]] if place else "")
            waits = move["quantity"] < move["product_uom_qty"] and (
                move["forecast_expected_date"] or move["move_orig_ids"]
            )
            if waits and here in places:
                found.add(lines[move["sale_line_id"][0]].split(" ")[0])
        services = self.search(
            LINE, [("id", "in", [x["id"] for x in owed]), ("sale_order_id", "!=", False)], "sale_order_id"
        )
        return found | {row["sale_order_id"][1] for row in services}

    def vendor_with(self, orders: Iterable[Row], *, most: int = 20) -> Row:
        """A vendor of some of these orders whose first word names no other, by how many orders it has."""
        counted = Counter(order["partner_id"][0] for order in orders)
        vendors = self.search("res.partner", [("id", "in", list(counted))], "name", "email", "phone")
        everybody = self.search("res.partner", [("supplier_rank", ">", 0), ("parent_id", "=", False)], "name")
        firsts = Counter(row["name"].split()[0].casefold() for row in everybody)
        alone = [v for v in vendors if firsts[v["name"].split()[0].casefold()] == 1 and counted[v["id"]] <= most]
        return max(alone, key=lambda vendor: (counted[vendor["id"]], -vendor["id"]))
