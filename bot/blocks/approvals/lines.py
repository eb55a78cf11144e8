"""The lines of an order, with what helps to judge the price: price list, earlier purchases, stock."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.blocks.text import count, inert, money, percent, price, quantity
from bot.domain.orders import Line, Order, Stock

HIGH_PERCENT = Decimal(10)  # from here on a price is flagged as high
ON_CARD = 5
INDENT = "\u2003"  # a wide space, which stays where Slack drops ordinary ones


def largest_first(lines: Sequence[Line]) -> list[Line]:
    """The lines by what they cost."""
    return sorted(lines, key=lambda line: (-line.subtotal, line.id))


def is_high(value: Decimal | None) -> bool:
    """Whether a variance deserves a flag."""
    return value is not None and value >= HIGH_PERCENT


def priced_high(line: Line) -> bool:
    """Whether a line costs clearly more than the price list or earlier purchases."""
    return is_high(line.list_variance) or is_high(line.last_variance)


def lines_on_card(order: Order) -> str:
    """The largest lines with prices and stock, and how many more there are."""
    if not order.lines:
        return "⚠️ *No lines:* this order has nothing on it."
    ordered = largest_first(order.lines)
    shown, rest = ordered[:ON_CARD], ordered[ON_CARD:]
    paragraphs = [_title(order), *(line_in_full(line, order.currency) for line in shown)]
    if rest:
        paragraphs.append(_rest(rest))
    return "\n".join(paragraphs)


def lines_in_short(order: Order) -> str:
    """The largest lines, what and how much only: for cards that need no decision any more."""
    ordered = largest_first(order.lines)
    rows = [f"• {_what(line, order.currency)}" for line in ordered[:ON_CARD]]
    if len(ordered) > ON_CARD:
        rows.append(f"_and {len(ordered) - ON_CARD:,} more in Odoo_")
    return "\n".join(rows) or "This order has no lines."


def line_in_full(line: Line, currency: str) -> str:
    """One line: what it is, how its price compares, what is in stock."""
    rows = [f"• {_what(line, currency)}", f"{INDENT}{_prices(line)}"]
    if line.stock is not None:
        rows.append(f"{INDENT}{_stock(line.stock)}")
    return "\n".join(rows)


def _title(order: Order) -> str:
    high = sum(priced_high(line) for line in order.lines)
    low = sum(line.stock is not None and line.stock.below_minimum for line in order.lines)
    parts = [f"*{count(len(order.lines), 'line')}*" + (", largest first" if len(order.lines) > 1 else "")]
    if high:
        parts.append(f"⚠️ *{high:,} priced {HIGH_PERCENT}% or more above usual*")
    if low:
        parts.append(f"{low:,} below reorder minimum")
    return " · ".join(parts)


def _rest(rest: Sequence[Line]) -> str:
    high = sum(priced_high(line) for line in rest)
    return f"_and {len(rest):,} more_" + (f" · ⚠️ *{high:,} of them priced high*" if high else "")


def _what(line: Line, currency: str) -> str:
    name = inert(line.product or line.name, 90, blank="(no description)")
    unit = inert(line.unit, 20, blank="")
    return f"*{name}* · {quantity(line.quantity)} {unit} × {price(line.unit_price)} = {money(line.subtotal, currency)}"


def _prices(line: Line) -> str:
    return f"{_against_list(line)} · {_against_past(line)}"


def _against_list(line: Line) -> str:
    if line.list_price is None:
        return "no list price"
    if line.list_variance is None:
        return f"list price {price(line.list_price)}"
    if percent(line.list_variance) == percent(Decimal(0)):
        return f"at list price {price(line.list_price)}"
    return f"{_flagged(line.list_variance)} vs list price {price(line.list_price)}"


def _against_past(line: Line) -> str:
    past = line.past_prices
    if not past:
        return "not bought before"
    average = sum((p.unit_price for p in past), Decimal(0)) / len(past)
    mean = f"{average:,.{2 if average >= 1 else 4}f}"
    bought = f"last purchase {mean}" if len(past) == 1 else f"last {len(past)} purchases (average {mean})"
    return f"{_flagged(line.last_variance)} vs {bought}" if line.last_variance is not None else bought


def _flagged(value: Decimal) -> str:
    return f"⚠️ *{percent(value)}*" if is_high(value) else percent(value)


def _stock(stock: Stock) -> str:
    parts = [f"stock {quantity(stock.on_hand)} on hand", f"{quantity(stock.forecast)} forecast"]
    if stock.minimum is not None:
        level = quantity(stock.minimum)
        parts.append(f"*below reorder minimum {level}*" if stock.below_minimum else f"reorder minimum {level}")
    return ", ".join(parts)
