"""The embedded engine's prose on one order: what is asked of it, made of what was read and of nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.lookups import OrderDetail, OrderLineRow
from bot.domain.questions import Intent
from bot.domain.words import money
from bot.services.questions.tables import count, day, late

DATES, GOODS = 4, 2  # that are named where goods are promised for several days


def plural(number: int, one: str, many: str = "") -> str:
    """`1 order`, `2 orders`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def of_order(order: OrderDetail, intent: Intent) -> str:
    """What is asked of one order."""
    tell = {
        Intent.CONFIRMATION_STATUS: _confirmed,
        Intent.LATE_POS: _lateness,
        Intent.ETA: _arrival,
        Intent.ORDER_CONTENTS: _contents,
        Intent.RECEIPT_STATUS: _received,
        Intent.BILLING_STATUS: _billed,
        Intent.APPROVAL_STATUS: _approval,
    }.get(intent, _status)
    return tell(order)


def _who(order: OrderDetail) -> str:
    return f"{order.head.name} ({order.head.vendor})"


def _status(order: OrderDetail) -> str:
    head = order.head
    parts = [f"{_who(order)} is {head.state}, {money(head.amount, head.currency)}"]
    if head.state == "confirmed":
        parts.append(head.received or "no receipt is due")
        if promised := _promised(order):
            parts.append(promised)
        parts.append("confirmed by the vendor" if head.confirmed_by_vendor else "not confirmed by the vendor")
        if head.billed:
            parts.append(head.billed)
    elif head.state == "waiting for approval" and order.waiting_since:
        parts.append(f"since {day(order.waiting_since)}")
    if head.buyer:
        parts.append(f"buyer {head.buyer}")
    return "; ".join(parts) + "."


def _confirmed(order: OrderDetail) -> str:
    if order.head.state != "confirmed":
        return f"{_who(order)} is {order.head.state}; there is nothing to confirm by the vendor yet."
    said = f", reference {order.vendor_reference}" if order.vendor_reference else ""
    if order.head.confirmed_by_vendor:
        return f"The vendor has confirmed {_who(order)}{said}."
    return f"The vendor has not confirmed {_who(order)} in Odoo{said}."


def _lateness(order: OrderDetail) -> str:
    head = order.head
    if head.state != "confirmed":
        return f"{_who(order)} is {head.state}, so it cannot be late yet."
    if head.received == "received":
        return f"{_who(order)} is not late: it is received{_on(order)}."
    parts = _parts(order)
    behind = [when for when, _ in parts if _behind(order, when)]
    if not behind and parts and head.days_late:
        return f"What is still to come of {_who(order)} is not late: it is {_promised(order)}."
    if head.days_late and len(parts) > len(behind):
        return f"A part of {_who(order)} is late. It is {_promised(order)}."
    if head.days_late:
        also = f" It is {_promised(order)}." if len(parts) > 1 else ""
        return f"{_who(order)} is {late(head.days_late)}: it was promised for {day(head.planned)}.{also} {_open(order)}"
    promised = _promised(order)
    return f"{_who(order)} is not late{f': it is {promised}' if promised else ''}."


def _arrival(order: OrderDetail) -> str:
    head = order.head
    if head.state != "confirmed":
        wished = f"; the first date on it is {day(head.planned)}" if head.planned else ""
        return f"{_who(order)} is {head.state}{wished}."
    if head.received == "received":
        return f"{_who(order)} is received{_on(order)}."
    parts = _parts(order)
    if not parts:
        return f"{_who(order)} has nothing left to come."
    return f"{_who(order)} is {_promised(order)}.{f' {_open(order)}' if len(parts) == 1 else ''}"


def _parts(order: OrderDetail) -> list[tuple[date, list[OrderLineRow]]]:
    """What is still to come, by the day for which it is promised."""
    days: dict[date, list[OrderLineRow]] = {}
    for line in order.lines:
        if line.open > 0 and line.planned:
            days.setdefault(line.planned, []).append(line)
    return sorted(days.items())


def _promised(order: OrderDetail) -> str:
    """For when the rest is promised, part by part where the parts come on different days; empty where nothing is."""
    parts = _parts(order)
    if order.head.received == "received" or not (parts or order.head.planned):
        return ""
    if len(parts) < 2:
        when = parts[0][0] if parts else order.head.planned
        return f"promised for {day(when)}{_how_late(order, when)}"
    told = [f"{_goods(lines)} for {day(when)}{_how_late(order, when)}" for when, lines in parts[:DATES]]
    return f"promised in parts: {', '.join(told)}{' and more later' if len(parts) > DATES else ''}"


def _goods(lines: Sequence[OrderLineRow]) -> str:
    named = [f"{count(line.open, line.unit)} of {line.product}" for line in lines[:GOODS]]
    return " and ".join([*named, "more"] if len(lines) > GOODS else named)


def _how_late(order: OrderDetail, when: date | None) -> str:
    """How late the part is that was promised for this day."""
    if not _behind(order, when):
        return ""
    return f" ({late(order.head.days_late) if when == order.head.planned else 'late'})"


def _behind(order: OrderDetail, when: date | None) -> bool:
    """Whether this day has passed, as seen on the day when the order was read."""
    head = order.head
    if when is None or head.planned is None or not head.days_late:
        return False
    return when < head.planned + timedelta(days=head.days_late)


def _on(order: OrderDetail) -> str:
    return f", first on {day(order.arrived)}" if order.arrived else ""


def _open(order: OrderDetail) -> str:
    owed = [f"{count(line.open, line.unit)} of {line.product}" for line in order.lines if line.open > 0]
    return f"Still open: {'; '.join(owed)}." if owed else "Nothing is open."


def _contents(order: OrderDetail) -> str:
    head = order.head
    return f"{_who(order)} has {plural(len(order.lines), 'line')}, {money(head.amount, head.currency)} in all."


def _received(order: OrderDetail) -> str:
    head = order.head
    if head.state != "confirmed":
        return f"{_who(order)} is {head.state}; nothing has been received."
    if not head.received:
        return f"{_who(order)} has no receipt. {_open(order)}"
    return f"{_who(order)}: {head.received}{_on(order)}. {_open(order)}"


def _billed(order: OrderDetail) -> str:
    if not order.bills:
        state = f"; Odoo says: {order.head.billed}" if order.head.billed else ""
        return f"There is no bill for {_who(order)}{state}."
    told = [
        f"{bill.name or 'a draft'}{f' ({bill.reference})' if bill.reference else ''}, {bill.state}, {bill.payment}, "
        f"{money(bill.total, bill.currency)}{f', due {day(bill.due)}' if bill.due else ''}"
        for bill in order.bills
    ]
    return f"{_who(order)} has {plural(len(order.bills), 'bill')}: {'; '.join(told)}."


def _approval(order: OrderDetail) -> str:
    head = order.head
    if head.state == "waiting for approval":
        return f"{_who(order)} waits for approval{f' since {day(order.waiting_since)}' if order.waiting_since else ''}."
    if order.approved_by:
        when = f" on {day(order.approved_on)}" if order.approved_on else ""
        return f"{_who(order)} was approved by {order.approved_by}{when}."
    return f"{_who(order)} is {head.state}; it does not wait for approval."
