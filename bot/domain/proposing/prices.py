"""New prices: of one line, or of all by a percentage."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.domain.measuring import beside_a_price, far_off
from bot.domain.orders import plain
from bot.domain.placing import place
from bot.domain.proposals import Field
from bot.domain.proposing.draft import Draft
from bot.domain.supply import SupplyLine
from bot.domain.triage import PriceChange, Span
from bot.domain.words import day, money


def prices(draft: Draft) -> None:
    """Add the prices that the mail asks for goods of the order."""
    mine = [price for price in draft.suggestion.prices if draft.supported(price.span)]
    spans = [price.span for price in mine]
    for at, price in enumerate(mine):
        if price.currency and price.currency != draft.order.currency:
            why = f"{draft.order.name} is in {draft.order.currency}"
            draft.refuse(f"{_shown(price)}", price.span, why)
            continue
        lines = _priced(draft, price, spans, at)
        if not lines:
            draft.refuse(_shown(price), price.span, "the mail does not say for which of the goods")
        for line in lines:
            _reprice(draft, line, price)


def _priced(draft: Draft, price: PriceChange, spans: Sequence[Span], at: int) -> Sequence[SupplyLine]:
    if price.item == "all":
        return [line for line in draft.order.lines if line.open]
    lines = draft.by_item(price.item) or place(draft.mail, spans, at, draft.order, draft.synonyms)
    if len(lines) != 1 and price.old is not None:
        lines = tuple(line for line in (lines or draft.order.lines) if price.old in (line.price, line.net_price))
    if not lines and len(draft.order.lines) == 1:
        lines = draft.order.lines
    return lines if len(lines) == 1 else ()


def _reprice(draft: Draft, line: SupplyLine, price: PriceChange) -> None:
    new = _new_price(draft, line, price)
    if new is None or new <= 0:
        draft.refuse(_shown(price), price.span, "that is no price")
        return
    if new == line.price:
        draft.unchanged(Field.PRICE, line, plain(new), money(new, draft.order.currency))
        return
    caution = draft.caution()
    if far_off(line, new):
        caution = "that is far from the order’s price: another unit, or a number misread?"
    elif price.old is not None and price.old not in (line.price, line.net_price):
        caution = f"the mail gives {plain(price.old)} as the old price, the order has {plain(line.price)}"
    elif price.effective is not None and price.effective > draft.today:
        caution = f"it holds from {day(price.effective)}: for this order too?"
    else:
        caution = beside_a_price(line) or caution
    draft.add(Field.PRICE, line, plain(line.price), plain(new), draft.order.currency, price.span, caution=caution)


def _new_price(draft: Draft, line: SupplyLine, price: PriceChange) -> Decimal | None:
    """The price before discount that the mail comes down to."""
    if price.new is not None:
        net = line.discount and price.old == line.net_price and price.old != line.price
        exact = price.new / (1 - line.discount / 100) if net else price.new
        return _rounded(exact, price.new if not net else line.price)
    if price.pct is not None:
        return _rounded(line.price * (1 + price.pct / 100), line.price)
    return None


def _shown(price: PriceChange) -> str:
    if price.new is None and price.pct is not None:
        return f"{price.pct:+f}%"
    return f"{plain(price.new) if price.new is not None else '?'} {price.currency or ''}".strip()


def _rounded(value: Decimal, like: Decimal) -> Decimal:
    """As many decimals as the price that it stands beside, at least two."""
    places = max(2, -int(like.normalize().as_tuple().exponent))
    return value.quantize(Decimal(1).scaleb(-min(places, 6))).normalize() + 0
