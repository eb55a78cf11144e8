"""What on an order deserves a look before it is approved; an order without any may be approved with others at once."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from bot.domain.approvals import Approval
from bot.domain.orders import Order

HIGH_PERCENT = Decimal(10)  # as on the card: from here on a price is flagged as high


def flags(approval: Approval, now: datetime) -> tuple[str, ...]:
    """Everything that a person should look at, in words; empty for an order as all others."""
    order = approval.order
    found = [
        ("changed since it was first asked", bool(approval.changes)),
        ("a question is open", approval.open_question is not None),
        ("a decision on it did not count", any(not vote.counts for vote in approval.votes)),
        ("the policy asks for more than one step", len(approval.steps) > 1),  # for its amount or its vendor
        ("starred in Odoo", order.urgent),
        ("no lines", not order.lines),
        ("no value", order.amount <= 0),
        (f"no exchange rate for {order.currency}", order.company_amount is None),
        ("no earlier orders from this vendor", not order.vendor.earlier_orders),
        ("the needed-by date has passed", order.needed_by is not None and order.needed_by < now),
        *_prices(order),
    ]
    return tuple(words for words, holds in found if holds)


def _prices(order: Order) -> list[tuple[str, bool]]:
    variances = [v for line in order.lines for v in (line.list_variance, line.last_variance) if v is not None]
    return [
        ("a price well above usual", any(v >= HIGH_PERCENT for v in variances)),
        ("a product without list price", any(line.list_price is None for line in order.lines)),
    ]
