"""Words as they are compared: without accents and letter case, in the singular, and with typos forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

TOKEN = re.compile(r"\d+[.,]\d+[km]\b|\d[\d.,/:\-]*\d(?![^\W_])\.?|\d\.(?=\s|$)|[^\W_]+|[€$£%#<>=?]")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "’": " ", "'": " ", "`": " ", "´": " "})


def flat(text: str) -> str:
    """Text without accents, letter case and apostrophes, on one line."""
    text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())


def words(text: str) -> list[str]:
    """The words and numbers of a text, flat."""
    return TOKEN.findall(flat(text))


def singular(word: str) -> str:
    """An English noun in the singular: `boxes` is `box`, `desks` is `desk`; other words stay as they are."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


@lru_cache(maxsize=50_000)
def distance(a: str, b: str, most: int = 3) -> int:
    """How many letters must be added, dropped, changed or swapped; above `most` it stops counting."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (x != y))
            if before and i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, row = row, current
    return row[-1]


def typo_of(typed: str, meant: str) -> int | None:
    """The number of slips when `typed` may be a slip of the fingers for `meant`, else None.

    Short words are not guessed at, except that two letters may have changed places.
    """
    if typed == meant:
        return 0
    if not (typed.isalpha() and meant.isalpha()):
        return None
    length = min(len(typed), len(meant))
    if length < 4 or (typed[0] != meant[0] and typed[:2] != meant[1::-1]):
        return None
    slips = distance(typed, meant, 2)
    if length == 4:
        return 1 if slips == 1 and sorted(typed) == sorted(meant) else None
    return slips if slips <= (1 if length < 8 else 2) else None


def corrected(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one is most probably meant to be; None where nothing is near."""
    best: tuple[int, int, str] | None = None
    for candidate in known:
        slips = typo_of(word, candidate)
        if slips is not None:
            rank = (slips, abs(len(candidate) - len(word)), candidate)
            best = rank if best is None or rank < best else best
    return best[2] if best else None


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as prose."""
    return frozenset(text.split())
