"""Changes orders as a person ticked: lines, the receipts that wait for them, notes with the mail, words to the vendor.

A date on the line alone moves no forecast: the receipt's move keeps its own. So that is written too, move by move, for
the receipt's scheduled date would take all of its lines along.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from bot.adapters.odoo.approver import html_of
from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.rows import Spec
from bot.adapters.odoo.values import Moment, NameRow, Row, stamp
from bot.domain.orders import plain
from bot.domain.ports import LineValues, OrderAmender

_ORDER = "purchase.order"
NOON = 12


class PlannedMoveRow(Row):
    """A move of a receipt with its receipt."""

    id: int
    state: str
    date: Moment
    picking_id: NameRow | None


class PlannedRow(Row):
    """When a line is planned, what it costs, and which receipts wait for it."""

    id: int
    date_planned: Moment | None
    price_unit: float
    move_ids: tuple[PlannedMoveRow, ...]


class OdooAmender(OrderAmender):
    """Acts as the client's user; `zone` is where a day is meant. All methods raise Odoo's errors of `domain.errors`."""

    def __init__(self, client: OdooClient, zone: tzinfo) -> None:
        self._client = client
        self._zone = zone

    def amend(self, order_id: int, lines: Sequence[LineValues], *, confirmed: bool = False) -> None:
        """Write lines (and that the vendor confirmed) in one transaction, then the receipts. Writing again is harmless.

        A new quantity has Odoo plan the line's price and date anew, so they are always written beside it.
        """
        planned = self._planned([line.line_id for line in lines])
        values: dict[str, Any] = {"acknowledged": True} if confirmed else {}
        commands = [[1, line.line_id, self._line(line, planned[line.line_id])] for line in lines]
        if commands:
            values["order_line"] = commands
        if values:
            self._client.call(_ORDER, "write", [[order_id], values], write=True)
        dated = [line for line in lines if line.day is not None]
        if dated:
            self._move_receipts({line.line_id: line.day for line in dated if line.day is not None})

    def attach(self, order_id: int, name: str, content: bytes) -> int:
        """Keep a file with an order, once for its name."""
        domain = [("res_model", "=", _ORDER), ("res_id", "=", order_id), ("name", "=", name)]
        found = self._client.call("ir.attachment", "search", [domain], {"limit": 1})
        if found:
            return int(found[0])
        values = {
            "name": name,
            "datas": base64.b64encode(content).decode(),
            "res_model": _ORDER,
            "res_id": order_id,
            "mimetype": "message/rfc822",
        }
        return int(self._client.call("ir.attachment", "create", [values], write=True))

    def note(self, order_id: int, text: str, attachment_ids: Sequence[int]) -> None:
        """Leave an internal note with files; nobody outside is told."""
        self._post(order_id, text, subtype="mail.mt_note", attachment_ids=list(attachment_ids))

    def write_to_vendor(self, order_id: int, text: str, author_partner_id: int) -> None:
        """Send the order's vendor a message through Odoo, which mails it and files the answer on the order."""
        found = self._client.call(_ORDER, "read", [[order_id], ["partner_id"]])
        self._post(
            order_id, text, subtype="mail.mt_comment", author_id=author_partner_id,
            partner_ids=[int(found[0]["partner_id"][0])],
        )  # fmt: skip

    def _post(self, order_id: int, text: str, *, subtype: str, **more: Any) -> None:
        body = {"body": html_of(text), "body_is_html": True, "message_type": "comment", "subtype_xmlid": subtype}
        self._client.call(_ORDER, "message_post", [[order_id]], body | more, write=True)

    def _planned(self, line_ids: Sequence[int]) -> dict[int, PlannedRow]:
        if not line_ids:
            return {}
        specification: Spec = {
            "date_planned": {},
            "price_unit": {},
            "move_ids": {"fields": {"state": {}, "date": {}, "picking_id": {"fields": {"display_name": {}}}}},
        }
        answer = self._client.call(
            "purchase.order.line",
            "web_search_read",
            [[("id", "in", sorted(line_ids))]],
            {"specification": specification},
        )
        return {row.id: row for row in map(PlannedRow.model_validate, answer["records"])}

    def _line(self, line: LineValues, planned: PlannedRow) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if line.quantity is not None:
            values["product_qty"] = float(plain(line.quantity))
            values["price_unit"] = planned.price_unit
            if planned.date_planned is not None:
                values["date_planned"] = stamp(planned.date_planned)
        if line.price is not None:
            values["price_unit"] = float(plain(line.price))
        if line.day is not None:
            values["date_planned"] = stamp(self._on(line.day, planned.date_planned))
        return values

    def _move_receipts(self, days: dict[int, date]) -> None:
        """Give the open moves of these lines their new day, one call a receipt."""
        commands: dict[int, list[Any]] = defaultdict(list)
        for line_id, row in self._planned(list(days)).items():
            for move in row.move_ids:
                if move.state not in {"done", "cancel"} and move.picking_id is not None:
                    when = self._on(days[line_id], move.date)
                    if when != move.date:
                        commands[move.picking_id.id].append([1, move.id, {"date": stamp(when)}])
        for picking_id, moves in sorted(commands.items()):
            self._client.call("stock.picking", "write", [[picking_id], {"move_ids": moves}], write=True)

    def _on(self, day: date, like: datetime | None) -> datetime:
        """The same hour as before on another day; noon where there was none."""
        if like is None:
            return datetime(day.year, day.month, day.day, NOON, tzinfo=self._zone)
        local = like.astimezone(self._zone)
        return local.replace(year=day.year, month=day.month, day=day.day)
