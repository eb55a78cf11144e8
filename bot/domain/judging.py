"""Whether the conditions of a rule fit an order, and why, in words for a card.

Every condition answers yes, no or "cannot be known", each with its reason. Nothing unknown is
ever taken for harmless: an amount without an exchange rate is not a small amount.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.domain.conditions import Conditions, NameOrId, Origin
from bot.domain.orders import Line, Order, plain
from bot.domain.words import amount_in_words, fold, in_path, money, short


class Fit(StrEnum):
    """Whether a rule fits an order."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judgement:
    """An answer and its reason, in words for people."""

    fit: Fit
    why: str


def judge(when: Conditions, order: Order) -> Judgement:
    """Whether all the conditions hold for the order. A clear no outweighs anything unknown."""
    answers = [answer for check in _CHECKS if (answer := check(when, order)) is not None]
    for fit in (Fit.NO, Fit.UNKNOWN):
        found = next((a for a in answers if a.fit is fit), None)
        if found is not None:
            return found
    return Judgement(Fit.YES, "; ".join(a.why for a in answers) or "every order that no earlier rule takes")


def _answer(holds: bool, yes: str, no: str) -> Judgement:
    return Judgement(Fit.YES, yes) if holds else Judgement(Fit.NO, no)


def _any_of(values: Iterable[NameOrId]) -> str:
    return " or ".join(str(v) for v in values)


def _amount(when: Conditions, order: Order) -> Judgement | None:
    if when.amount is None:
        return None
    value = order.company_amount
    if value is None:
        return Judgement(
            Fit.UNKNOWN,
            f"Odoo knows no rate for {order.currency}, so {money(order.amount, order.currency)} "
            f"cannot be compared in {order.company_currency}",
        )
    bounds = when.amount
    tests = (
        (bounds.at_least, "at or above", operator.ge),
        (bounds.above, "above", operator.gt),
        (bounds.up_to, "at or below", operator.le),
        (bounds.below, "below", operator.lt),
    )
    words = []
    for bound, word, holds in tests:
        if bound is None:
            continue
        stated = f"{word} {money(bound, order.company_currency)}"
        if not holds(value, bound):
            return Judgement(Fit.NO, f"{amount_in_words(order)} is not {stated}")
        words.append(stated)
    return Judgement(Fit.YES, f"{amount_in_words(order)} is {' and '.join(words)}")


def _no_rate(when: Conditions, order: Order) -> Judgement | None:
    if when.no_rate is None:
        return None
    known, unknown = f"Odoo knows the rate of {order.currency}", f"Odoo knows no rate for {order.currency}"
    missing = order.company_amount is None
    return _answer(missing is when.no_rate, *((unknown, known) if when.no_rate else (known, unknown)))


def _company(when: Conditions, order: Order) -> Judgement | None:
    if not when.company:
        return None
    holds = _named(when.company, order.company, order.company_id)
    return _answer(holds, f"company is {short(order.company)}", f"company is not {_any_of(when.company)}")


def _vendor(when: Conditions, order: Order) -> Judgement | None:
    if not when.vendor:
        return None
    holds = _named(when.vendor, order.vendor.name, order.vendor.id)
    return _answer(holds, f"vendor is {short(order.vendor.name)}", f"vendor is not {_any_of(when.vendor)}")


def _named(wanted: Iterable[NameOrId], name: str, record_id: int) -> bool:
    return any(w == record_id if isinstance(w, int) else fold(w) == fold(name) for w in wanted)


def _warehouse(when: Conditions, order: Order) -> Judgement | None:
    if not when.warehouse:
        return None
    if order.warehouse is None:
        return Judgement(Fit.NO, "the order names no warehouse")
    names = {fold(order.warehouse.code), fold(order.warehouse.name)}
    holds = any(fold(w) in names for w in when.warehouse)
    return _answer(holds, f"warehouse is {short(order.warehouse.name)}", f"warehouse is not {_any_of(when.warehouse)}")


def _vendor_tag(when: Conditions, order: Order) -> Judgement | None:
    if not when.vendor_tag:
        return None
    found = next((tag for tag in order.vendor.tags if any(in_path(w, tag) for w in when.vendor_tag)), None)
    return _answer(found is not None, f"vendor is tagged {found}", f"vendor is not tagged {_any_of(when.vendor_tag)}")


def _product_category(when: Conditions, order: Order) -> Judgement | None:
    if not when.product_category:
        return None
    found = next((x for x in order.lines if _in_category(x, when.product_category)), None)
    wanted = _any_of(when.product_category)
    if found is None:
        return Judgement(Fit.NO, f"no product is in category {wanted}")
    return Judgement(Fit.YES, f"{_product(found)} is in category {short(found.category)}")


def _every_product_category(when: Conditions, order: Order) -> Judgement | None:
    if not when.every_product_category:
        return None
    if not order.lines:
        return _NO_LINES
    wanted = _any_of(when.every_product_category)
    other = next((x for x in order.lines if not _in_category(x, when.every_product_category)), None)
    if other is not None:
        return Judgement(Fit.NO, f"{_product(other)} is not in category {wanted}")
    return Judgement(Fit.YES, f"every product is in category {wanted}")


def _in_category(line: Line, wanted: Iterable[str]) -> bool:
    return bool(line.category) and any(in_path(w, line.category) for w in wanted)


def _buyer(when: Conditions, order: Order) -> Judgement | None:
    if not when.buyer:
        return None
    if order.buyer is None:
        return Judgement(Fit.NO, "the order names no buyer")
    wanted = {fold(w) for w in when.buyer}
    if {fold(order.buyer.name), fold(order.buyer.login)} & wanted:
        return Judgement(Fit.YES, f"buyer is {short(order.buyer.name)}")
    if not order.buyer.login:
        return Judgement(Fit.UNKNOWN, f"the login of the buyer {short(order.buyer.name)} is not known")
    return Judgement(Fit.NO, f"buyer is not {_any_of(when.buyer)}")


def _origin(when: Conditions, order: Order) -> Judgement | None:
    if when.origin is None:
        return None
    words = {Origin.REPLENISHMENT: "it comes from replenishment", Origin.BY_HAND: "it was made by hand"}
    actual = Origin.REPLENISHMENT if order.from_replenishment else Origin.BY_HAND
    return _answer(actual is when.origin, words[actual], words[actual])


_Variance = Callable[[Line], Decimal | None]
_LIST, _LAST = "the vendor price list", "the last purchases"
_NO_LINES = Judgement(Fit.NO, "the order has no lines")


def _above(limit: Decimal | None, order: Order, of: _Variance, reference: str) -> Judgement | None:
    if limit is None:
        return None
    found = [(percent, x) for x in order.lines if (percent := of(x)) is not None and percent > limit]
    if not found:
        return Judgement(Fit.NO, f"no unit price is more than {plain(limit)} % above {reference}")
    percent, line = max(found, key=lambda pair: pair[0])
    more = f" (and {len(found) - 1} more above {plain(limit)} %)" if len(found) > 1 else ""
    return Judgement(Fit.YES, f"unit price of {_product(line)} is {percent} % above {reference}{more}")


def _at_most(limit: Decimal | None, order: Order, of: _Variance, reference: str) -> Judgement | None:
    if limit is None:
        return None
    if not order.lines:
        return _NO_LINES
    for line in order.lines:
        percent = of(line)
        if percent is None:
            return Judgement(Fit.NO, f"{_product(line)} has no price in {reference} to compare with")
        if percent > limit:
            return Judgement(Fit.NO, f"unit price of {_product(line)} is {percent} % above {reference}")
    return Judgement(Fit.YES, f"every unit price is at most {plain(limit)} % above {reference}")


def _new_vendor(when: Conditions, order: Order) -> Judgement | None:
    if when.new_vendor is None:
        return None
    new = order.vendor.earlier_orders == 0
    words = {True: "nothing was bought from this vendor before", False: "the vendor is known from earlier orders"}
    return _answer(new is when.new_vendor, words[new], words[new])


def _no_list_price(when: Conditions, order: Order) -> Judgement | None:
    if when.no_list_price is None:
        return None
    bare = next((x for x in order.lines if not x.list_price), None)
    words = "every product has a vendor price" if bare is None else f"{_product(bare)} has no vendor price"
    return _answer((bare is not None) is when.no_list_price, words, words)


def _urgent(when: Conditions, order: Order) -> Judgement | None:
    if when.urgent is None:
        return None
    words = "the order is starred in Odoo" if order.urgent else "the order is not starred in Odoo"
    return _answer(order.urgent is when.urgent, words, words)


def _product(line: Line) -> str:
    return short(line.product or line.name)


_CHECKS: tuple[Callable[[Conditions, Order], Judgement | None], ...] = (
    _company,
    _warehouse,
    _vendor,
    _vendor_tag,
    _new_vendor,
    _buyer,
    _origin,
    _urgent,
    _product_category,
    _every_product_category,
    lambda when, order: _above(when.price_above_list_percent, order, lambda x: x.list_variance, _LIST),
    lambda when, order: _above(when.price_above_last_percent, order, lambda x: x.last_variance, _LAST),
    lambda when, order: _at_most(when.price_above_list_at_most, order, lambda x: x.list_variance, _LIST),
    lambda when, order: _at_most(when.price_above_last_at_most, order, lambda x: x.last_variance, _LAST),
    _no_list_price,
    _no_rate,
    _amount,
)
