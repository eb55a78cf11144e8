"""Values that a person puts right on a proposal: read strictly, and held against the order just as the mail's are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.domain.amending import what
from bot.domain.cases import Case
from bot.domain.errors import Refused
from bot.domain.measuring import FARTHEST, beside_a_price, far_off, measured
from bot.domain.numbers import read_number
from bot.domain.orders import plain
from bot.domain.proposals import Change, Field, NotOffered, Tolerances, change_id, why_closed
from bot.domain.supply import SupplyLine, SupplyOrder
from bot.domain.triage import Part, digits_of
from bot.domain.words import day

LONGEST_REFERENCE = 40
CHECK_TOO = "another value of this mail was put right: check this one too"


def clean_reference(written: str | None) -> str:
    """An order's number as a person types it; empty for none. Raises `Refused`."""
    text = (written or "").strip()
    if text and (len(text) > LONGEST_REFERENCE or not digits_of(text)):
        raise Refused("Please give one order number, like P00036.", code="order")
    return text


def as_typed(change: Change) -> str:
    """A change's new value as a form shows it, so that it is read as such again: 6.50, and 1.2340 for 1.234."""
    if change.field not in {Field.PRICE, Field.QUANTITY}:
        return change.new
    digits = len(change.new.partition(".")[2])
    shown = max(digits, 2) if change.field is Field.PRICE else digits
    return f"{Decimal(change.new):.{4 if shown == 3 else shown}f}"


def check_value(field: Field, written: str, unit: str = "") -> str:
    """A value as changes keep it: an ISO date or a plain number. Raises `Refused`."""
    text = written.strip()
    if field is Field.DATE:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise Refused("Please give the day as 2026-12-31.", code="value") from None
    number = read_number(text, unit)
    if field is Field.PRICE and not number:
        raise Refused("A price must be above zero.", code="value")
    return plain(number)


def unit_of(order: SupplyOrder, line: SupplyLine, field: Field) -> str:
    """What a value of a line is counted in; empty for a day."""
    return {Field.PRICE: order.currency, Field.QUANTITY: line.unit}.get(field, "")


def with_value(
    order: SupplyOrder, line: SupplyLine, field: Field, new: str, mail_id: str, by: str, tolerances: Tolerances
) -> Change:
    """A change to a value that a person gave: ticked, for they said so, unless it is far from the price."""
    old = {
        Field.DATE: line.day.isoformat() if line.day else "",
        Field.PRICE: plain(line.price),
        Field.QUANTITY: plain(line.quantity),
    }[field]
    slip = field is Field.PRICE and far_off(line, Decimal(new))
    beside = beside_a_price(line) if field is Field.PRICE else ""
    difference, mark = measured(field, old, new, tolerances)
    return Change(
        id=change_id(order.id, line.id, field, old, new),
        order_id=order.id,
        order_name=order.name,
        line_id=line.id,
        product=line.product,
        field=field,
        old=old,
        new=new,
        unit=unit_of(order, line, field),
        quote="",
        part=Part.BODY,
        mail_id=mail_id,
        difference=difference,
        mark=mark,
        ticked=not slip,
        caution="that is far from the order’s price: another unit, or a slip of the key?" if slip else beside,
        corrected_by=by,
    )


def check_fit(order: SupplyOrder, line: SupplyLine, change: Change, today: date) -> None:
    """Raises `Refused` where an order cannot take a value that a person gave, as it would not be offered of a mail."""
    closed = why_closed(order)
    if closed:
        raise Refused(f"{closed}.", code="value")
    if change.new == change.old:
        raise Refused(f"{order.name} has this already: to leave it so, apply without its tick.", code="value")
    if change.field is Field.DATE:
        wanted = date.fromisoformat(change.new)
        if not line.open:
            raise Refused(f"{line.product} of {order.name} is received already.", code="value")
        if not today <= wanted <= today + FARTHEST:
            wrong = "lies in the past" if wanted < today else "is too far away to be meant"
            raise Refused(f"{day(wanted)} {wrong}.", code="value")
    if change.field is Field.QUANTITY and Decimal(change.new) < line.received:
        raise Refused(
            f"{plain(line.received)} {line.unit} of {line.product} are received already: it cannot be less.",
            code="value",
        )


def as_corrected(
    read: Sequence[Change], case: Case, orders: Sequence[SupplyOrder], tolerances: Tolerances
) -> tuple[list[Change], list[NotOffered]]:
    """What is offered once people put values right: theirs in place of those read, beside the orders as they are now.

    Who puts one value right says that the mail was read wrong, so nothing else that was read keeps its tick. What they
    gave and the order can no longer take comes second, with the reason.
    """
    mail_id, by_id = case.newest.mail_id, {order.id: order for order in orders}
    given: dict[tuple[int, int | None, Field], Change | None] = {}
    gone: list[NotOffered] = []
    for change in case.changes:
        order = by_id.get(change.order_id)
        if not change.corrected_by or change.mail_id != mail_id or order is None:
            continue
        given[change.place], why = _as_it_is_now(change, order, tolerances)
        if why:
            gone.append(NotOffered(f"{what(change)}: {change.in_words(change.new)}", "", why))
    agreed = {change.place for change in read if (mine := given.get(change.place)) and mine.new == change.new}
    given = {place: change for place, change in given.items() if place not in agreed}
    applied = [one.change for one in case.applied if one.change.corrected_by and one.change.mail_id == mail_id]
    wrong = any(change.read_as for change in (*filter(None, given.values()), *applied))
    settled = {change.place for change in applied}
    offered: dict[str, Change] = {}
    for change in read:
        mine = given.get(change.place)
        if mine is not None:
            offered[mine.id] = mine
        elif change.place not in given and change.place not in settled:
            offered[change.id] = replace(change, ticked=False, caution=change.caution or CHECK_TOO) if wrong else change
    offered |= {change.id: change for change in given.values() if change is not None}
    return list(offered.values()), gone


def _as_it_is_now(change: Change, order: SupplyOrder, tolerances: Tolerances) -> tuple[Change | None, str]:
    """A value that a person gave beside what the order has now; None where there is nothing to change, and why not."""
    line, closed = order.line(change.line_id), why_closed(order)
    if line is None:
        return None, f"it is no longer on {order.name}"
    fresh = with_value(order, line, change.field, change.new, change.mail_id, change.corrected_by, tolerances)
    if fresh.old == fresh.new:
        return None, ""
    return (None, closed) if closed else (replace(fresh, read_as=change.read_as), "")
