"""What the weights see of a sentence that may be dangerous: its words, pairs, letter groups, and ideas of eleven languages."""

from __future__ import annotations

import functools
import itertools
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from bot.adapters.triage.features import CODE, WORD, letter_groups
from bot.adapters.triage.words import fold

PLACES = 1 << 15
# How much each group of signs counts, however many there are of it: words, pairs, words one apart, letter groups.
GROUPS = {"word": 1.0, "pair": 0.8, "apart": 0.3, "letters": 0.6}
IDEAS, IDEA_PAIRS = 2.0, 1.5
MOST_IDEAS = 14
LINK = re.compile(r"https?://\S+|www\.\S+|<link>|\[link\]")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]*\w")
IBAN = re.compile(r"\b[a-z]{2}\d{2}(?: ?[\da-z]{4}){2,}(?: ?[\da-z]{1,3})?\b")
AMOUNT = re.compile(r"(?:[€$£]|\b(?:eur|usd|gbp|chf|euros?|dollars?|pounds?)\b) ?\d[\d.,]*|\d[\d.,]* ?(?:[€$£]|(?:eur|usd|gbp|chf|euros?|dollars?|pounds?|zl|pln|kr|sek|dkk|kc|czk)\b)")  # fmt: skip


@dataclass(frozen=True)
class Signs:
    """A sentence: the numbered places of each group of `GROUPS`, and the ideas it touches."""

    places: tuple[tuple[int, ...], ...]
    ideas: frozenset[str]


def signs_of(sentence: str) -> Signs:
    """The signs of one sentence; links, accounts, amounts, codes and numbers stand for all of their kind."""
    folded = AMOUNT.sub(
        " amoney ", IBAN.sub(" aniban ", ADDRESS.sub(" anaddress ", LINK.sub(" alink ", fold(sentence))))
    )
    words = ["anum" if word.isdigit() else word for word in WORD.findall(CODE.sub(" acode ", folded))]
    seen = [_word(word) for word in words]
    around = ["|", *words, "|"]
    return Signs(
        (
            tuple(place for place, _, _ in seen),
            tuple(_place("pair", f"{a} {b}") for a, b in itertools.pairwise(around)),
            tuple(_place("apart", f"{a} {b}") for a, b in zip(words, words[2:], strict=False)),
            tuple(itertools.chain.from_iterable(letters for _, letters, _ in seen)),
        ),
        frozenset(itertools.chain.from_iterable(ideas for _, _, ideas in seen)),
    )


def idea_places(ideas: frozenset[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The places of the ideas of some sentences, and of each two that stand together."""
    some = sorted(ideas)[:MOST_IDEAS]
    return tuple(_idea(a) for a in some), tuple(_two_ideas(a, b) for a, b in itertools.combinations(some, 2))


def weighed(sentences: Sequence[Signs]) -> Iterator[tuple[int, float]]:
    """The places of sentences that stand together with how much each counts; a place may come more than once."""
    for number, share in enumerate(GROUPS.values()):
        together = [place for one in sentences for place in one.places[number]]
        yield from ((place, share / len(together) ** 0.5) for place in together)
    single, double = idea_places(frozenset().union(*(one.ideas for one in sentences)))
    for places, share in ((single, IDEAS), (double, IDEA_PAIRS)):
        yield from ((place, share / len(places) ** 0.5) for place in places)


@functools.cache
def _ideas() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The words of the file of ideas: whole ones, and beginnings."""
    whole: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    for line in (files("bot.adapters.triage") / "data" / "danger_words.txt").read_text(encoding="utf-8").splitlines():
        name, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            for word in words.split():
                where, term = (stems, word[:-1]) if word.endswith("*") else (whole, word)
                where.setdefault(term, []).append(name)
    return {w: tuple(n) for w, n in whole.items()}, {w: tuple(n) for w, n in stems.items()}


@functools.lru_cache(maxsize=1 << 14)
def _word(word: str) -> tuple[int, tuple[int, ...], tuple[str, ...]]:
    """The place of a word, the places of its letter groups, and its ideas."""
    whole, stems = _ideas()
    beginnings = (stems.get(word[:size]) for size in range(len(word), 2, -1))
    ideas = whole.get(word) or next((names for names in beginnings if names), ())
    letters = () if word in {"alink", "anum", "acode", "amoney", "aniban", "anaddress"} else letter_groups([word])
    return _place("word", word), tuple(_place("letters", group) for group in letters), ideas


@functools.lru_cache(maxsize=256)
def _idea(name: str) -> int:
    return _place("idea", name)


@functools.lru_cache(maxsize=1 << 12)
def _two_ideas(one: str, other: str) -> int:
    return _place("ideas", f"{one}+{other}")


def _place(group: str, name: str) -> int:
    return zlib.crc32(f"{group}:{name}".encode()) % PLACES
