"""How far a new value is from the old one, and whether that is beyond what the policy tolerates.

The same measure for what a mail says and for what a person says in its place.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from bot.domain.orders import plain
from bot.domain.proposals import Field, Mark, Tolerances
from bot.domain.supply import SupplyLine

# A price that moves by more than this is probably a number misread, a slip of the key, or another unit.
FAR_OFF = Decimal(5)
# A day farther away than this is a slip of the pen, of the key, or of the reading.
FARTHEST = timedelta(days=3 * 365)


def measured(field: Field, old: str, new: str, tolerances: Tolerances) -> tuple[str, Mark]:
    """In words how far apart two values of a change are, and how that stands to the tolerances.

    Earlier and cheaper is always within; so is a day where there was none.
    """
    if field is Field.CONFIRMED or not old:
        return "", Mark.WITHIN
    if field is Field.DATE:
        late = (date.fromisoformat(new) - date.fromisoformat(old)).days
        return f"{late:+d} day{'' if abs(late) == 1 else 's'}", _mark(late > tolerances.days)
    before, after = Decimal(old), Decimal(new)
    if not before:
        return "it was 0", _mark(after > 0)
    percent = (after - before) / before * 100
    if field is Field.PRICE:
        return f"{percent:+,.1f}%", _mark(percent > tolerances.price_percent)
    more = f"+{plain(after - before)}" if after > before else plain(after - before)
    return f"{more}, {percent:+,.0f}%", _mark(abs(percent) > tolerances.quantity_percent)


def far_off(line: SupplyLine, price: Decimal) -> bool:
    """Whether a price is so far from the line's that it can hardly be meant."""
    return bool(line.price) and not (line.price / FAR_OFF <= price <= line.price * FAR_OFF)


def beside_a_price(line: SupplyLine) -> str:
    """What a person should know before a line gets another price; empty for nothing."""
    if line.billed > 0:
        return "a part of it is billed already"
    return f"before the line’s discount of {plain(line.discount)}%" if line.discount else ""


def _mark(beyond: bool) -> Mark:
    return Mark.BEYOND if beyond else Mark.WITHIN
