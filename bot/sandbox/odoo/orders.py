"""Making and moving orders the way people would, by the same buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.odoo import chatter, purchase, receipts, writing
from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.kinds import Wish
from bot.sandbox.odoo.server import Server

ORDER, LINE = "purchase.order", "purchase.order.line"


class Desk:
    """Lets people act. `at` is when; now without it."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def act(self, login: str, do: Callable[[Env], Any], at: datetime | None = None) -> Any:
        """Do something as one of the people."""
        uid = self._server.uid(login)
        if uid is None:
            raise LookupError(f"nobody here has the login {login!r}")
        return self._server.transact(do, uid=uid, at=at)

    def draft(self, login: str, wish: Wish, at: datetime | None = None) -> int:
        """A request for quotation; its id."""
        return int(self.act(wish.buyer or login, lambda env: _draft(env, wish), at))

    def confirm(self, login: str, order: int, at: datetime | None = None) -> None:
        """Confirm it: at the limit or above it then waits for approval."""
        self.act(login, lambda env: purchase.button_confirm(env, [order]), at)

    def approve(self, login: str, order: int, at: datetime | None = None) -> None:
        """Approve it in Odoo."""
        self.act(login, lambda env: purchase.button_approve(env, [order]), at)

    def cancel(self, login: str, order: int, at: datetime | None = None) -> None:
        """Cancel it in Odoo."""
        self.act(login, lambda env: purchase.button_cancel(env, [order]), at)

    def say(self, login: str, order: int, text: str, at: datetime | None = None) -> None:
        """Post a comment."""
        self.act(
            login,
            lambda env: chatter.message_post(
                env, [order], body=text, message_type="comment", subtype_xmlid="mail.mt_comment"
            ),
            at,
        )

    def attach(self, login: str, order: int, name: str, at: datetime | None = None) -> None:
        """Attach a file."""
        values = {"name": name, "res_model": ORDER, "res_id": order, "mimetype": "application/pdf"}
        self.act(login, lambda env: writing.create(env, "ir.attachment", values), at)

    def receive(self, login: str, order: int, share: float = 1.0, at: datetime | None = None) -> None:
        """Take in what is open, all of it or a share of each line."""

        def do(env: Env) -> None:
            env = env.sudo()
            for picking in env.value(ORDER, order, "picking_ids"):
                if env.value("stock.picking", picking, "state") == "assigned":
                    wanted = {line: _asked(env, line) * share for line in env.value(ORDER, order, "order_line")}
                    receipts.receive(env, picking, None if share == 1.0 else wanted)
            for line in env.value(ORDER, order, "order_line"):
                writing.RULES[LINE].written(env, line, frozenset({"qty_received"}))

        self.act(login, do, at)

    def bill(self, login: str, order: int, at: datetime | None = None, *, paid: bool = True) -> None:
        """Enter the vendor's bill for what was received."""
        self.act(login, lambda env: _bill(env.sudo(), order, paid=paid), at)

    def submit(self, login: str, wish: Wish, at: datetime | None = None) -> int:
        """A confirmed order of this kind, with what the buyer has to say about it; its id."""
        order = self.draft(login, wish, at)
        self.confirm(login, order, at)
        if wish.says:
            self.say(login, order, wish.says, at)
        if wish.file:
            self.attach(login, order, wish.file, at)
        return order

    def raise_quantity(self, login: str, order: int) -> float:
        """Half as much again of the first product line; the new total."""

        def do(env: Env) -> float:
            line = next(i for i in env.value(ORDER, order, "order_line") if env.value(LINE, i, "product_id"))
            price, listed, quantity = env.values(LINE, line, "price_unit", "technical_price_unit", "product_qty")
            values: Mapping[str, Any] = {"product_qty": float(round(quantity * 1.5) + 1)}
            writing.write(env, LINE, [line], values if price != listed else {**values, "price_unit": price})
            return float(env.value(ORDER, order, "amount_total"))

        return float(self.act(login, do))


def _asked(env: Env, line: int) -> float:
    return float(env.value(LINE, line, "product_qty"))


def _draft(env: Env, wish: Wish) -> int:
    vendor = env.find("res.partner", ref=f"V-{wish.vendor.upper()}")[0]
    warehouse = env.find("stock.warehouse", code=wish.warehouse)[0]
    due = (env.work.now + timedelta(days=wish.due)).strftime("%Y-%m-%d 15:00:00")
    values = {"partner_id": vendor, "priority": "1" if wish.urgent else "0"}
    values["picking_type_id"] = env.value("stock.warehouse", warehouse, "in_type_id")
    order = writing.create(env, ORDER, values)
    for sku, quantity, factor in wish.lines:
        product = env.find("product.product", default_code=sku)[0]
        line = writing.create(env, LINE, {"order_id": order, "product_id": product, "product_qty": quantity})
        writing.write(env, LINE, [line], {"product_qty": quantity})
        price = round(env.value(LINE, line, "price_unit") * factor, 2)
        writing.write(env, LINE, [line], {"date_planned": due} | ({} if factor == 1.0 else {"price_unit": price}))
    return order


def _bill(env: Env, order: int, *, paid: bool) -> None:
    vendor, name, currency, total = env.values(ORDER, order, "partner_id", "name", "currency_id", "amount_total")
    values = {
        "move_type": "in_invoice",
        "state": "posted",
        "partner_id": vendor,
        "invoice_origin": name,
        "currency_id": currency,
    }
    values |= {
        "ref": f"INV-{name}",
        "name": f"BILL/{name}",
        "amount_total": total,
        "payment_state": "paid" if paid else "not_paid",
        "invoice_date": env.today,
        "invoice_date_due": (env.work.now + timedelta(days=30)).date().isoformat(),
        "amount_residual": 0.0 if paid else total,
        "company_id": env.value(ORDER, order, "company_id"),
    }
    bill = env.insert("account.move", values)
    for line in env.value(ORDER, order, "order_line"):
        quantity, price, product = env.values(LINE, line, "qty_received", "price_unit", "product_id")
        entry = {
            "move_id": bill,
            "purchase_line_id": line,
            "quantity": quantity,
            "price_unit": price,
            "product_id": product,
        }
        env.insert("account.move.line", entry)
        env.put(LINE, line, {"qty_invoiced": quantity})
        writing.RULES[LINE].written(env, line, frozenset({"qty_invoiced"}))
