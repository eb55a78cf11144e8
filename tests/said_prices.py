"""Ways to say that a price changes, in the languages of our suppliers: every phrase with every way of writing a price.

`said_prices_in/<language>.txt` begins with pairs of an old and a new price, each in one way of writing; then come
phrases with `{old}` and `{new}` (`[change]`), phrases about money that change no price (`[same]`: a new price may be
read, but no change from an old one), and phrases of a price that stays (`[kept]`: nothing may be read).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent / "said_prices_in"
MAILS = Path(__file__).parent / "said_price_mails.txt"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.txt"))
FIGURE = re.compile(r"\d[\d.,  ]*\d|\d+")


@dataclass(frozen=True)
class SaidPrice:
    """A text with the prices that it changes: old and new, or none; with `kept` it says that a price stays."""

    text: str
    kept: bool
    changes: tuple[tuple[Decimal, Decimal], ...]


def said_prices(language: str) -> Iterator[SaidPrice]:
    """Every phrase of a language with every way of writing."""
    lines = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("|") for line in itertools.takewhile(lambda line: not line.startswith("["), lines)]
    kind = ""
    for line in lines:
        if line.startswith("["):
            kind = line.strip("[]")
        elif kind:
            for old, new in pairs:
                text = line.replace("\\n", "\n").replace("{old}", old).replace("{new}", new)
                yield SaidPrice(text, kind == "kept", ((_value(old), _value(new)),) if kind == "change" else ())


def _value(written: str) -> Decimal:
    """`1.250,00` and `1,250.00`: the last mark is the decimal one; no price of the files ends with it."""
    figure = FIGURE.search(written)
    assert figure is not None, written
    whole, mark, fraction = re.sub(r"[\s ]", "", figure[0]).replace(",", ".").rpartition(".")
    return Decimal(f"{whole.replace('.', '')}{mark}{fraction}")


Change = tuple[Decimal | None, Decimal | None, Decimal | None]


def price_mails() -> Iterator[tuple[str, list[Change]]]:
    """Whole mails of `said_price_mails.txt` with the changes they tell: old, new and per cent."""
    for line in MAILS.read_text(encoding="utf-8").splitlines():
        text, mark, told = line.rpartition("##")
        if mark:
            yield text.strip().replace("\\n", "\n"), [_change(one) for one in told.split("|") if one.strip()]


def _change(told: str) -> Change:
    """`12.50>13.20%5.6`: parts that are left out or `?` are not told."""
    prices, _, pct = told.strip().partition("%")
    old, _, new = prices.partition(">")
    return _told(old), _told(new), _told(pct)


def _told(written: str) -> Decimal | None:
    return None if written in {"", "?"} else Decimal(written)
