"""What a rule of the approval matrix can ask of an order."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NameOrId = str | int


class Origin(StrEnum):
    """How an order came about."""

    REPLENISHMENT = "replenishment"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class AmountRange:
    """Bounds of an amount in company currency: `at_least` and `up_to` include the bound, the others do not."""

    at_least: Decimal | None = None
    above: Decimal | None = None
    up_to: Decimal | None = None
    below: Decimal | None = None


@dataclass(frozen=True)
class Conditions:
    """What must hold for a rule to fit: all of the conditions given, any of the values of each.

    Conditions on lines hold when any line fulfils them; those with `every` or `at_most` in their
    name only when all lines do, and never for an order without lines.
    """

    amount: AmountRange | None = None
    no_rate: bool | None = None
    company: tuple[NameOrId, ...] = ()
    warehouse: tuple[str, ...] = ()
    vendor: tuple[NameOrId, ...] = ()
    vendor_tag: tuple[str, ...] = ()
    product_category: tuple[str, ...] = ()
    every_product_category: tuple[str, ...] = ()
    buyer: tuple[str, ...] = ()
    origin: Origin | None = None
    price_above_list_percent: Decimal | None = None
    price_above_last_percent: Decimal | None = None
    price_above_list_at_most: Decimal | None = None
    price_above_last_at_most: Decimal | None = None
    new_vendor: bool | None = None
    no_list_price: bool | None = None
    urgent: bool | None = None
