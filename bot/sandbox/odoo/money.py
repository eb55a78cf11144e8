"""Currencies, units of measure, and rounding as people see it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.sandbox.odoo.env import Env


def rounded(value: float, places: int = 2) -> float:
    """Half away from nothing, on the decimal that people see."""
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def rate_on(env: Env, currency: int, day: str) -> float:
    """Units of the currency per unit of the company's: the newest rate of that day or before.

    Odoo takes the first rate there is for earlier days, and counts one to one where there is none.
    """
    rates = sorted(
        env.values("res.currency.rate", i, "name", "rate") for i in env.value("res.currency", currency, "rate_ids")
    )
    until = [rate for date, rate in rates if date <= day]
    return float(until[-1] if until else rates[0][1] if rates else 1.0)


def rate_between(env: Env, source: int, target: int, day: str) -> float:
    """What one unit of `source` is in `target`."""
    return 1.0 if source == target else rate_on(env, target, day) / rate_on(env, source, day)


def newest_rate_date(env: Env, currency: int) -> str | None:
    """The day of the newest rate, None without any."""
    return max(
        (env.value("res.currency.rate", i, "name") for i in env.value("res.currency", currency, "rate_ids")),
        default=None,
    )


def in_unit(env: Env, quantity: float, source: int, target: int) -> float:
    """A quantity in another unit; six pieces are one pack of six."""
    if source == target:
        return quantity
    return quantity * float(env.value("uom.uom", source, "factor")) / float(env.value("uom.uom", target, "factor"))


def price_per(env: Env, price: float, source: int, target: int) -> float:
    """A price per `source` as a price per `target`."""
    if source == target:
        return price
    return price * float(env.value("uom.uom", target, "factor")) / float(env.value("uom.uom", source, "factor"))


def unit_factor(env: Env, unit: int) -> float:
    """How many reference units a unit holds."""
    relative, reference = env.values("uom.uom", unit, "relative_factor", "relative_uom_id")
    return float(relative) * (unit_factor(env, reference) if reference else 1.0)


def company_currency(env: Env) -> int:
    """The currency of the one company there is."""
    return int(env.value("res.company", 1, "currency_id"))


COMPUTED: dict[tuple[str, str], Any] = {
    ("res.currency", "rate"): lambda env, currency: rate_on(env, currency, env.today),
    ("res.currency", "date"): newest_rate_date,
    ("uom.uom", "factor"): unit_factor,
}
