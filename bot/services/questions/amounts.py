"""Numbers in a question: quantities to buy, amounts to compare with, how many rows are wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bot.domain.spelling import word_set
from bot.services.questions.calendar_words import NUMBERS, UNITS
from bot.services.questions.text import Text

_MONEY = r"(?:[€$£]|eur|euros?|usd|dollars?|gbp|pounds?|chf|pln|zl|zloty\w*)"
_NUMBER = r"\d[\d.,]*(?:k|m|mio|tsd)?"
_OVER = (
    r"(?:above|over|more than|greater than|higher than|at least|exceed\w*|bigger than|larger than|"
    r"worth more than|beyond|min|minimum|> ?=?|uber|mehr als|grosser als|ab|mindestens|"
    r"plus de|superieure?s? a|au dessus de|depass\w*|au moins|mas de|superior\w* a|mayor\w* (?:de|a|"
    r"que)|por encima de|al menos|sopra|piu di|oltre|maggior\w* di|almeno|superano|"
    r"boven|meer dan|groter dan|hoger dan|minstens|vanaf|powyzej|ponad|wiecej niz|co najmniej|acima de|mais de)"
)
_UNDER = (
    r"(?:below|under|less than|smaller than|lower than|at most|up to|max|maximum|cheaper than|< ?=?|"
    r"unter|weniger als|kleiner als|hochstens|bis|moins de|inferieure?s? a|en dessous de|"
    r"menos de|inferior\w* a|por debajo de|sotto|meno di|inferior\w* a|onder|minder dan|kleiner dan|"
    r"ponizej|mniej niz|abaixo de)"
)
OVER = re.compile(rf"(?<!\S){_OVER} (?:{_MONEY} ?)?(?P<n>{_NUMBER})(?: (?P<after>\S+))?")
UNDER = re.compile(rf"(?<!\S){_UNDER} (?:{_MONEY} ?)?(?P<n>{_NUMBER})(?: (?P<after>\S+))?")
BETWEEN = re.compile(
    rf"(?<!\S)(?:between|zwischen|entre|tra|fra|tussen|miedzy|pomiedzy) (?:{_MONEY} ?)?(?P<n>{_NUMBER}) (?:{_MONEY} )?"
    rf"(?:and|to|und|et|y|e|en|a|i) (?:{_MONEY} ?)?(?P<m>{_NUMBER})(?: (?P<after>\S+))?"
)
_TOP = (
    r"(?:top|last|latest|first|biggest|largest|highest|newest|recent|past|most expensive|letzten|"
    r"ersten|grossten|neuesten|teuersten|derni\w+|premi\w+|ultim\w+|prim[eio]\w*|mayores|maggiori|"
    r"laatste|eerste|grootste|ostatni\w*|pierwsz\w*|najwieksz\w*)"
)
_SMALL = r"(?:\d{1,3}|" + "|".join(sorted((w for w in NUMBERS if NUMBERS[w] > 1), key=len, reverse=True)) + ")"
LIMIT = re.compile(rf"(?<!\S)(?:{_TOP} (?P<a>{_SMALL})|(?P<b>{_SMALL}) (?:most )?(?:{_TOP}))(?!\S)")
_NOT_MONEY = frozenset(UNITS) | {
    "units",
    "unit",
    "pcs",
    "pieces",
    "%",
    "percent",
    "prozent",
    "stuck",
    "hours",
    "lines",
    "times",
    "x",
}
_NOT_GOODS = word_set(
    """
    eur euro euros usd dollar dollars € $ £ % percent gbp pln chf days day weeks week
    """
)


@dataclass
class Numbers:
    """What was found."""

    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    limit: int | None = None


def number(text: str) -> Decimal | None:
    """A number as people type it: `2,000.50`, `2.000,50`, `2k`."""
    factor = 1
    for ending, times in (("mio", 1_000_000), ("tsd", 1000), ("k", 1000), ("m", 1_000_000)):
        if text.endswith(ending):
            text, factor = text.removesuffix(ending), times
            break
    text = text.rstrip(".,:-/")
    comma, dot = text.rfind(","), text.rfind(".")
    if comma > dot:
        text = text.replace(".", "")
        text = text.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+", text) else text.replace(",", ".")
    elif dot > comma:
        text = text.replace(",", "")
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
            text = text.replace(".", "")
    try:
        return Decimal(text) * factor
    except InvalidOperation:
        return None


def find(text: Text) -> Numbers:
    """Amounts to compare with and numbers of rows, taken out of the text."""
    found = Numbers()
    match = BETWEEN.search(text.line)
    if match and match["after"] not in _NOT_MONEY:
        found.min_amount, found.max_amount = number(match["n"]), number(match["m"])
        text.take_span(match.start(), match.end("m"), "amountname")
    for pattern, name in ((OVER, "min_amount"), (UNDER, "max_amount")):
        match = pattern.search(text.line)
        if match and match["after"] not in _NOT_MONEY:
            setattr(found, name, number(match["n"]))
            text.take_span(match.start(), match.end("n"), "amountname")
    if match := LIMIT.search(text.line):
        word = match["a"] or match["b"]
        found.limit = int(word) if word.isdigit() else NUMBERS[word]
        text.take_span(match.start("a" if match["a"] else "b"), match.end("a" if match["a"] else "b"), "limitnumber")
    return found


def quantity(text: Text) -> Decimal | None:
    """How many are wanted: the first number that is neither money nor days nor a line's number."""
    every = [word.flat for word in text.words]
    for at, word in enumerate(text.words):
        before, after = every[at - 1] if at else "", every[at + 1] if at + 1 < len(every) else ""
        if word.taken or before in {"line", "position", "zeile", "€", "$", "£"} or after in _NOT_GOODS:
            continue
        if word.flat[0].isdigit():
            digits = word.flat.removesuffix("x").removesuffix("pcs").removesuffix("st")
            if (found := number(digits)) is not None:
                return found
        if NUMBERS.get(word.flat, 1) > 1 or (word.flat == "one" and after == "more"):
            return Decimal(NUMBERS[word.flat])
    return None
