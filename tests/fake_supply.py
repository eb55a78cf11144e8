"""Orders to suppliers in memory: they are read, amended, noted on, and their vendors written to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.errors import OdooMissing
from bot.domain.orders import OrderState
from bot.domain.ports import LineValues, OrderAmender, SupplyOrders
from bot.domain.supply import SupplyLine, SupplyOrder
from bot.domain.triage import digits_of
from tests.fakes import FakeOdoo


class FakeSupply(SupplyOrders, OrderAmender):
    """Beside a pretended Odoo, whose notes and failures are shared. `waiting` is what orders hold up."""

    def __init__(self, odoo: FakeOdoo) -> None:
        self._odoo = odoo
        self.stock: dict[int, SupplyOrder] = {}
        self.files: dict[tuple[int, str], bytes] = {}
        self.sent: list[tuple[int, str, int]] = []
        self.noted: list[tuple[int, tuple[int, ...]]] = []
        self.addresses: dict[int, frozenset[str]] = {}
        self.waiting: tuple[str, ...] = ()

    def put(self, *orders: SupplyOrder) -> None:
        """Have these orders in Odoo."""
        self.stock |= {order.id: order for order in orders}

    def edit(self, order_id: int, line_id: int, **values: object) -> None:
        """Somebody changes a line in Odoo itself."""
        order = self.stock[order_id]
        lines = tuple(replace(line, **values) if line.id == line_id else line for line in order.lines)  # type: ignore[arg-type]
        self.stock[order_id] = replace(order, lines=lines)

    def line(self, order_id: int, line_id: int) -> SupplyLine:
        """A line as it is now."""
        found = self.stock[order_id].line(line_id)
        assert found is not None
        return found

    def held_up(self, _names: Collection[str], _until: date) -> Sequence[str]:
        """What waits."""
        with self._odoo.call("held_up"):
            return self.waiting

    # Reader

    def of_ids(self, ids: Collection[int]) -> Sequence[SupplyOrder]:
        with self._odoo.call("orders"):
            return [self.stock[one] for one in sorted(ids) if one in self.stock]

    def named(self, digits: Collection[str]) -> Sequence[SupplyOrder]:
        with self._odoo.call("orders"):
            return [order for order in self.stock.values() if digits_of(order.name) in digits]

    def open_of(self, vendor_ids: Collection[int]) -> Sequence[SupplyOrder]:
        with self._odoo.call("orders"):
            return [order for order in self.stock.values() if order.vendor.id in vendor_ids and order.open]

    def awaited(self) -> Sequence[SupplyOrder]:
        with self._odoo.call("orders"):
            return [order for order in self.stock.values() if order.state is OrderState.PURCHASE and order.open]

    def emails(self, vendor_ids: Collection[int]) -> Mapping[int, frozenset[str]]:
        with self._odoo.call("orders"):
            return {one: self.addresses[one] for one in vendor_ids if one in self.addresses}

    # Amender

    def amend(self, order_id: int, lines: Sequence[LineValues], *, confirmed: bool = False) -> None:
        """Lines are written in one transaction, the receipts in the next, as on the real server."""
        with self._odoo.call("amend"):
            order = self._get(order_id)
            for values in lines:
                old = self.line(order_id, values.line_id)
                self.edit(
                    order_id,
                    values.line_id,
                    day=values.day or old.day,
                    price=old.price if values.price is None else values.price,
                    quantity=old.quantity if values.quantity is None else values.quantity,
                )
            order = self.stock[order_id]
            self.stock[order_id] = replace(order, acknowledged=order.acknowledged or confirmed)
        with self._odoo.call("amend receipts"):
            for values in lines:
                if values.day is not None:
                    moves = self.line(order_id, values.line_id).moves
                    moved = tuple(replace(move, day=values.day, deadline=values.day) for move in moves)
                    self.edit(order_id, values.line_id, moves=moved)

    def attach(self, order_id: int, name: str, content: bytes) -> int:
        with self._odoo.call("attach"):
            self._get(order_id)
            self.files.setdefault((order_id, name), content)
            return list(self.files).index((order_id, name)) + 1

    def note(self, order_id: int, text: str, attachment_ids: Sequence[int]) -> None:
        with self._odoo.call("note"):
            self._get(order_id)
            self._odoo.notes.setdefault(order_id, []).append(text)
            self.noted.append((order_id, tuple(attachment_ids)))

    def write_to_vendor(self, order_id: int, text: str, author_partner_id: int) -> None:
        with self._odoo.call("write_to_vendor"):
            self._get(order_id)
            self._odoo.notes.setdefault(order_id, []).append(text)
            self.sent.append((order_id, text, author_partner_id))

    def _get(self, order_id: int) -> SupplyOrder:
        if order_id not in self.stock:
            raise OdooMissing(f"purchase.order {order_id} is gone")
        return self.stock[order_id]
