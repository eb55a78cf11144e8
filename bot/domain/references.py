"""References of purchase orders, in all the ways in which people write them."""

from __future__ import annotations

import re

from bot.domain.spelling import flat, word_set

_NUMBER_WORD = r"(?:(?:nr|no|num|number|nummer|numero|numer)\s*\.?\s*)?"
_ORDER_WORD = (
    r"(?:purchase orders?|orders?|rfqs?|bestellung(?:en)?|auftrag|commandes?|pedidos?|orden(?:es)?|ordin[ei]|"
    r"bestelling(?:en)?|zamowieni[eau]m?|zamowien)"
)
_DIGITS = r"[o0]*(?P<{0}>[1-9][0-9]{{0,7}})(?![\w]|[.,/]\d)"
MARKED = re.compile(
    r"(?<![\w/])p\.?\s*o?s?\.?\s*[-#:/]?\s*" + _NUMBER_WORD + r"[-#:]?\s*" + _DIGITS.format("marked"),
)
ZEROS = re.compile(r"(?<![\w/.,\-])0{2,}(?P<zeros>[1-9][0-9]{0,6})(?![\w/\-]|[.,]\d)")
NAMED = re.compile(_ORDER_WORD + r"\s+" + _NUMBER_WORD + r"#?\s*" + _DIGITS.format("named"))
HASH = re.compile(r"(?<![\w&])#\s*" + _DIGITS.format("hash"))
MORE = re.compile(
    r"\s*(?:,|/|&|\+|and|und|et|y|e|en|i|or|oder|ou|o|of|lub|vs)\s*#?0*(?P<more>[1-9][0-9]{1,7})(?![\w]|[.,]\d)"
)
_COUNTED = re.compile(
    r"\s*(?:x\b|more\b|mehr\b|plus\b|mas\b|altr[ie]\b|meer\b|wiecej\b|units?\b|pcs\b|pieces?\b|stuck\b)"
)


def reference(number: int) -> str:
    """A number as Odoo writes it by default: 12 is P00012."""
    return f"P{number:05d}"


def references(text: str) -> tuple[str, ...]:
    """The orders that a text names, in order and without doubles: `po 36`, `p-00036`, `PO0036` are all P00036."""
    return tuple(dict.fromkeys(name for name, _, _ in located(flat(text))))


def located(text: str) -> list[tuple[str, int, int]]:
    """References in a flat text with where they stand."""
    found: list[tuple[str, int, int]] = []
    for pattern in (MARKED, ZEROS, NAMED, HASH):
        for match in pattern.finditer(text):
            if pattern is NAMED and not _is_reference(text, match):
                continue
            if not any(start < match.end() and match.start() < end for _, start, end in found):
                found.append((reference(int(match[match.lastgroup or 0])), match.start(), match.end()))
    for _, _, end in list(found):
        while (more := MORE.match(text, end)) and not _COUNTED.match(text, more.end()):
            if any(start < more.end() and more.start() < stop for _, start, stop in found):
                break
            found.append((reference(int(more["more"])), more.start("more"), more.end()))
            end = more.end()
    return sorted(found, key=lambda each: each[1])


def _is_reference(text: str, match: re.Match[str]) -> bool:
    """`order 12 is late` names an order; `order 12 desks` orders twelve desks; `orders 2026` asks for a year."""
    rest = text[match.end() :].split()
    number = match["named"]
    if re.fullmatch(r"20[1-3]\d", number) or len(number) < 2 or _COUNTED.match(text, match.end()):
        return False
    return not rest or rest[0].strip("?!.,;:") in _GOES_ON or not rest[0][0].isalpha()


_GOES_ON = word_set(
    """
    is was has have had will does did do when what where who why how late come comes arrive arrives arrived due
    ship shipped billed paid approved confirmed received yet please and or for from to in on at still now not
    status ist war hat wird kommt wann wo da schon bitte est a t sera ete en es ha fue esta e stato stata heeft
    wordt jest zostalo s contents update details approve cancel line lines items
    """
)
