"""Amounts as suppliers write them: `1.234,56` and `1,234.56` are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

DIGITS = r"\d{1,3}(?:[.,'’ ]\d{3})+(?:[.,]\d{1,4})?|\d+(?:[.,]\d{1,4})?"
# Longer than this, it is no amount.
LONGEST = 20
SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "us$": "USD",
    "zł": "PLN",
    "zl": "PLN",
    "¥": "CNY",
    "kč": "CZK",
    "kc": "CZK",
}
CODES = "eur|usd|gbp|sek|dkk|nok|pln|chf|czk|huf|cny|rmb|jpy|inr|cad|aud|ron|try"
NAMES = {"euro": "EUR", "euros": "EUR", "dollars": "USD", "pounds": "GBP", "kronor": "SEK", "rmb": "CNY", "quid": "GBP"}
CURRENCY = rf"us\$|[€$£¥]|\b(?:{CODES}|euros?)\b"
TRAILING = rf"[€$£¥]|(?:{CODES}|euros?|dollars|pounds|quid|kronor|zł|zl|kč|kc|sek|kr)\b"
MONEY = re.compile(
    rf"(?P<before>us\$|[€$£¥]|\b(?:{CODES})\b)?\s?(?<![\d.,])(?P<n>{DIGITS})(?!\d)\s?(?:(?P<after>{TRAILING}))?"
)
PERCENT = re.compile(r"(?<![\d.,])(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|percent\b|per cent\b|prozent\b|pour cent\b|por ciento\b|"
                     r"per cento\b|procent\b|proc\.)")  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """A number in a text, with its currency where one stands beside it."""

    start: int
    end: int
    value: Decimal
    currency: str | None
    written: str


def number(written: str) -> Decimal | None:
    """Reads a number in either convention; None where it is none.

    The last separator is the decimal one unless it comes in threes: `1.234` and `1,234` are thousands.
    """
    text = re.sub(r"[\s'’]", "", written)
    negative, text = text.startswith("-"), re.sub(r"^[+-]", "", text)
    if len(text) > LONGEST or not re.fullmatch(r"\d+(?:[.,]\d+)*", text):
        return None
    marks = [c for c in text if c in ".,"]
    if not marks:
        whole, fraction = text, ""
    elif len(set(marks)) == 2:
        whole, _, fraction = text.rpartition(marks[-1])
        if marks[-1] in whole:
            return None
    elif len(marks) > 1 or (len(text.rpartition(marks[0])[2]) == 3 and not text.startswith("0")):
        whole, fraction = text, ""
        if any(len(group) != 3 for group in re.split(r"[.,]", text)[1:]):
            return None
    else:
        whole, _, fraction = text.rpartition(marks[0])
    try:
        value = Decimal(f"{re.sub(r'[.,]', '', whole)}.{fraction or 0}")
    except InvalidOperation:
        return None
    value = value.quantize(Decimal(1)) if not fraction else value
    return -value if negative else value


def amounts(folded: str) -> Iterator[Amount]:
    """Every number of a folded text, with currency where there is one."""
    for found in MONEY.finditer(folded):
        value = number(found["n"])
        if value is None:
            continue
        sign = found["before"] or found["after"] or ""
        yield Amount(found.start("before") if found["before"] else found.start("n"),
                     found.end("after") if found["after"] else found.end("n"), value, currency(sign), found["n"])  # fmt: skip


def currency(sign: str) -> str | None:
    """The code of a currency sign or name."""
    sign = sign.strip().lower()
    if not sign:
        return None
    if sign == "kr":
        return "SEK"
    found = SIGNS.get(sign) or NAMES.get(sign) or sign.upper()
    return "CNY" if found == "RMB" else found


def percents(folded: str) -> Iterator[Amount]:
    """Every percentage of a folded text."""
    for found in PERCENT.finditer(folded):
        value = number(found["n"])
        if value is not None:
            yield Amount(found.start(), found.end(), value, None, found["n"])
