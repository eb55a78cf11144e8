"""Numbers as people type them, with a point or a comma: taken where they mean one thing, asked about where two."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.domain.errors import Refused

# What stands between thousands in some country and never before decimals: spaces and apostrophes.
BLANKS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'\u2019](?=\d{3}(?!\d))")
MOST_WHOLE, MOST_DECIMALS = 9, 6
PLAIN = re.compile(rf"(?:\d{{1,{MOST_WHOLE}}})(?:\.\d{{1,{MOST_DECIMALS}}})?", re.ASCII)
GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)
TWO_MEANINGS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def read_number(written: str, unit: str = "") -> Decimal:
    """A number not below zero, perhaps with its `unit`: 270,00 or 270.00, 1.234,56 or 1,234.56, 1 234,56 or 1'234.56.

    Raises `Refused` for what is no number, and for what is two: 1.234 is a thousand and more to one person, and little
    more than one to another.
    """
    text = _without(unit, " ".join(written.split()))
    text = BLANKS.sub("", text)
    if TWO_MEANINGS.fullmatch(text):
        whole, decimals = re.split(r"[.,]", text)
        raise Refused(
            f"“{text}” can be read as {whole}{decimals} or as {whole}.{decimals}: "
            f"please write {whole}{decimals} or {whole}.{decimals}0.",
            code="value",
        )
    plain = _plain(text)
    if not PLAIN.fullmatch(plain):
        raise Refused(
            "Please give a number that is not below zero, like 1234.56 or 1.234,56, without other words.", code="value"
        )
    return Decimal(plain)


def _plain(text: str) -> str:
    """The same with a point before the decimals and nothing else; what is not written that way comes back as it is."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:  # the last of the two stands before the decimals
        last = max(comma, point)
        whole, decimals = text[:last], text[last + 1 :]
        return f"{re.sub('[.,]', '', whole)}.{decimals}" if GROUPED.fullmatch(whole) else text
    if text.count(",") + text.count(".") > 1:
        return re.sub("[.,]", "", text) if GROUPED.fullmatch(text) else text
    return text.replace(",", ".")


def _without(unit: str, text: str) -> str:
    """Without the unit, where it stands before or after the number."""
    folded, name = text.casefold(), unit.casefold()
    if name and folded.endswith(name):
        return text[: -len(unit)].strip()
    if name and folded.startswith(name):
        return text[len(unit) :].strip()
    return text
