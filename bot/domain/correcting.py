"""Values that a person puts right on a proposal: read strictly, for nobody should have to guess what was meant."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from bot.domain.errors import Refused
from bot.domain.orders import plain
from bot.domain.proposals import Change, Field, change_id
from bot.domain.supply import SupplyLine, SupplyOrder
from bot.domain.triage import Part, digits_of

NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
LONGEST_REFERENCE = 40


def clean_reference(written: str | None) -> str:
    """An order's number as a person types it; empty for none. Raises `Refused`."""
    text = (written or "").strip()
    if text and (len(text) > LONGEST_REFERENCE or not digits_of(text)):
        raise Refused("Please give one order number, like P00036.", code="order")
    return text


def check_value(field: Field, written: str) -> str:
    """A value as changes keep it: an ISO date, a plain number, or yes. Raises `Refused`."""
    text = written.strip()
    if field is Field.DATE:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise Refused("Please give the day as 2026-12-31.", code="value") from None
    if field is Field.CONFIRMED:
        return "yes" if text == "yes" else "no"
    if not NUMBER.fullmatch(text):
        raise Refused(
            "Please give a plain number like 1234.56: no separators, no currency, not below zero.", code="value"
        )
    number = Decimal(text)
    if field is Field.PRICE and not number:
        raise Refused("A price must be above zero.", code="value")
    return plain(number)


def with_value(order: SupplyOrder, line: SupplyLine, field: Field, new: str, mail_id: str, by: str) -> Change:
    """A change that a person asks for where the reading found none."""
    old = {
        Field.DATE: line.day.isoformat() if line.day else "",
        Field.PRICE: plain(line.price),
        Field.QUANTITY: plain(line.quantity),
    }.get(field, "no")
    return Change(
        id=change_id(order.id, line.id, field, new),
        order_id=order.id,
        order_name=order.name,
        line_id=line.id,
        product=line.product,
        field=field,
        old=old,
        new=new,
        unit={Field.PRICE: order.currency, Field.QUANTITY: line.unit}.get(field, ""),
        quote="",
        part=Part.BODY,
        mail_id=mail_id,
        corrected_by=by,
    )
