"""Amounts and names in the words of people, and names as they are compared."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from bot.domain.orders import Order, plain

HIDDEN = Decimal("NaN")  # stands for an amount that the reader is not to see
NOT_SHOWN = "(not shown here)"
ISO_DAY = re.compile(r"(?<![\w/-])(\d{4})-(\d{2})-(\d{2})(?![\w/-])")
_MOMENT = re.compile(r"\b(\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d) UTC\b(?![+-])")


def money(amount: Decimal, currency: str) -> str:
    """An amount as people read it, to the cent; finer only where the amount is."""
    if amount.is_nan():
        return NOT_SHOWN
    digits = plain(amount).partition(".")[2]
    return f"{amount:,.{min(max(2, len(digits)), 6)}f} {currency}"


def day(when: date) -> str:
    """A day without doubt about the order of its figures: 14 Apr 2026."""
    return f"{when.day} {when:%b %Y}"


def days_in_words(text: str, this_year: int | None = None) -> str:
    """A text of results, which hold days as programs write them, with these as people do: "6 Nov 2026".

    The year is left out where it is `this_year`.
    """

    def told(found: re.Match[str]) -> str:
        try:
            on = date(*map(int, found.groups()))
        except ValueError:
            return found[0]  # no calendar has it
        return f"{on.day} {on:%b}" if on.year == this_year else day(on)

    return ISO_DAY.sub(told, text)


def moment(when: datetime, zone: tzinfo = UTC) -> str:
    """A moment without doubt about its zone: "14 Apr 2026, 09:30 CEST", by its name, else as "UTC+05:45".

    In UTC unless a zone is given: Slack's messages show such moments in each reader's own zone.
    """
    here = when.astimezone(zone)
    return f"{day(here)}, {here:%H:%M} {_zone_name(here)}"


def _zone_name(here: datetime) -> str:
    name = here.tzname() or ""
    if name.isalpha():
        return name
    offset = f"{here:%z}"
    return f"UTC{offset[:3]}" + (f":{offset[3:5]}" if offset[3:5] != "00" else "")


def in_zone(text: str, zone: tzinfo) -> str:
    """A sentence whose moments are in UTC, as `moment` writes them, with these in a zone of its readers."""
    return in_their_time(text, lambda found: moment(found, zone))


def in_their_time(text: str, write: Callable[[datetime], str]) -> str:
    """A sentence whose moments are in UTC, as `moment` writes them, with each written in another way."""
    return _MOMENT.sub(lambda found: write(datetime.strptime(f"{found[1]} +0000", "%d %b %Y, %H:%M %z")), text)


def amount_in_words(order: Order) -> str:
    """The order's amount in company currency, with the original amount and rate where it was converted."""
    if order.company_amount is None:
        return money(order.amount, order.currency)
    text = money(order.company_amount, order.company_currency)
    if order.currency == order.company_currency:
        return text
    at = ""
    if order.rate:
        at = f" at {plain(order.rate.quantize(Decimal('0.000001')))} {order.currency} per {order.company_currency}"
    return f"{text} ({money(order.amount, order.currency)}{at})"


def fold(text: str) -> str:
    """A name for comparing: letter case and spacing do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def short(text: str, limit: int = 60) -> str:
    """A name from Odoo that fits into a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def in_path(wanted: str, path: str) -> bool:
    """Whether `wanted` names the entry `A / B / C`, one of its ancestors, or a stretch of its path."""
    sought, parts = _parts(wanted), _parts(path)
    return any(parts[i : i + len(sought)] == sought for i in range(len(parts) - len(sought) + 1))


def _parts(path: str) -> list[str]:
    return [fold(part) for part in path.split("/")]


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """A suggestion for a misspelt word, to be appended to a message; empty where nothing is close."""
    words = {fold(k): k for k in known}
    close = difflib.get_close_matches(fold(str(word)), words, n=1, cutoff=0.6)
    return f', did you mean "{words[close[0]]}"?' if close else ""
