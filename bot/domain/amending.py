"""A ticked change beside what Odoo has now: made already, still to make, or overtaken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.domain.orders import plain
from bot.domain.ports import LineValues
from bot.domain.proposals import Change, Field, why_closed
from bot.domain.supply import SupplyOrder


def current(change: Change, orders: Mapping[int, SupplyOrder]) -> str | None:
    """The value that Odoo has now of what a change is about; None when it is gone."""
    order = orders.get(change.order_id)
    if order is None:
        return None
    if change.field is Field.CONFIRMED:
        return "yes" if order.acknowledged else "no"
    line = order.line(change.line_id)
    if line is None:
        return None
    if change.field is Field.DATE:
        late = [move for move in line.moves if line.day is not None and move.day != line.day]
        # The receipt is a part of the date: while it is not moved along, the date is not yet the new one.
        if line.day is not None and line.day.isoformat() == change.new and late:
            return change.old
        return line.day.isoformat() if line.day else ""
    return plain(line.price if change.field is Field.PRICE else line.quantity)


def moved_on(change: Change, orders: Mapping[int, SupplyOrder]) -> str:
    """What Odoo says against a change, in a sentence; empty where it may be made or is made already."""
    order = orders.get(change.order_id)
    if order is None:
        return f"{change.order_name} is gone from Odoo."
    now = current(change, orders)
    if now == change.new:
        return ""
    closed = why_closed(order)
    if closed:
        return f"{closed}."
    line = order.line(change.line_id)
    if now is None or (line is None and change.line_id is not None):
        return f"The {what(change)} is no longer on {order.name}."
    if line is not None and change.field is Field.DATE and not line.open:
        return f"{line.product} of {order.name} was received meanwhile."
    if line is not None and change.field is Field.QUANTITY and Decimal(change.new) < line.received:
        return f"{plain(line.received)} {line.unit} of {line.product} of {order.name} were received meanwhile."
    if now != change.old:
        there = change.in_words(now)
        return f"The {what(change)} on {order.name} was changed in Odoo meanwhile: it is {there} now."
    return ""


def values(changes: Sequence[Change]) -> list[LineValues]:
    """The changes of one order by line."""
    lines: dict[int, LineValues] = {}
    for change in changes:
        if change.line_id is None:
            continue
        line = lines.get(change.line_id, LineValues(change.line_id))
        match change.field:
            case Field.DATE:
                line = replace(line, day=date.fromisoformat(change.new))
            case Field.PRICE:
                line = replace(line, price=Decimal(change.new))
            case _:
                line = replace(line, quantity=Decimal(change.new))
        lines[change.line_id] = line
    return list(lines.values())


def what(change: Change) -> str:
    """What a change is about, within a sentence."""
    return f"{change.field.value} of {change.product}" if change.product else "vendor’s confirmation"
