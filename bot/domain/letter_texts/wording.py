"""What a draft to a vendor is made of, in whatever language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Texts:
    """All that a draft can say in one language, in the terms of its trade.

    `{orders}` names our orders, `{old}` and `{new}` are values, `{rest}` is a quantity still to come, `{day}` a day.
    """

    hello: str
    regards: str
    both: str  # between the last two of several orders
    our_order: str
    thanks_confirmed: str
    thanks: str
    thanks_prices: str
    day_moved: str
    price_moved: str
    short: str
    rest_when: str
    rest_never: str  # the vendor says that the rest will not come
    rest_day: str  # the vendor named a day for the rest
    rest_words: str  # the vendor's own words for it, where they are no single day
    more: str
    gone: str
    answer_follows: str
    noted: str
    unconfirmed: str
    ordered_on: str
    counted_on: str
    please_confirm: str
    late: str
    late_row: str
    late_when: str
