"""What a vendor means by its own words, as a person said once: "when they write this, it means that"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.errors import Refused
from bot.domain.numbers import read_number
from bot.domain.orders import plain
from bot.domain.placing import Synonym
from bot.domain.spelling import flat
from bot.domain.triage import PromisedDate

# Where the month comes before the day in figures (Unicode CLDR, short date patterns beginning with M).
MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "AS", "MP", "UM", "VI", "BZ"})
MOST_WORDS = 80
LARGEST_PACK = Decimal(100_000)


class HabitKind(StrEnum):
    """What can be said of a vendor's way of writing."""

    PRODUCT = "product"  # these words mean that product of ours
    UNIT = "unit"  # one of these holds so many of the order's unit
    DATES = "dates"  # 03/04 is the 3rd of April (day first) or the 4th of March (month first)


@dataclass(frozen=True)
class Habit:
    """One "this means": who said it and when, and who took it back.

    `meaning` is a product's id, a number of units, or `day first` or `month first`; `shown` the same for people.
    """

    id: str
    vendor_id: int
    vendor: str
    kind: HabitKind
    words: str
    meaning: str
    shown: str
    by_id: int
    by_name: str
    at: datetime
    undone_by: str = ""
    undone_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether nobody took it back."""
        return self.undone_at is None


def check_habit(kind: HabitKind, words: str, meaning: str) -> tuple[str, str]:
    """Words and meaning as they are kept. Raises `Refused` with what is wrong."""
    words, meaning = " ".join(words.split()), " ".join(meaning.split())
    if kind is HabitKind.DATES:
        if meaning not in {"day first", "month first"}:
            raise Refused("Please say “day first” or “month first”.", code="meaning")
        return "", meaning
    if not words:
        raise Refused("Please say what the vendor writes.", code="words")
    if len(words) > MOST_WORDS:
        raise Refused(f"That is too long: at most {MOST_WORDS} characters.", code="words")
    if kind is HabitKind.UNIT:
        return words, plain(_pack_size(meaning))
    if not meaning.isdecimal():
        raise Refused("Please choose the product that these words mean.", code="product")
    return words, meaning


def _pack_size(written: str) -> Decimal:
    try:
        size = read_number(written)
    except Refused as refusal:
        raise Refused(refusal.reason, code="meaning") from None
    if not 0 < size <= LARGEST_PACK:
        raise Refused("Please give a number above 0, like 12: so many of the order’s unit are in one.", code="meaning")
    return size


def synonyms(habits: Sequence[Habit]) -> tuple[Synonym, ...]:
    """What the vendor calls our products; the newest word counts."""
    mine = [habit for habit in reversed(habits) if habit.holds and habit.kind is HabitKind.PRODUCT]
    return tuple(Synonym(habit.words, int(habit.meaning)) for habit in mine)


def pack(habits: Sequence[Habit], words: str) -> Habit | None:
    """The habit by which a unit named in these words holds so many of ours."""
    folded = flat(words)
    for habit in reversed(habits):
        told = habit.holds and habit.kind is HabitKind.UNIT
        if told and re.search(rf"(?<!\w){re.escape(flat(habit.words))}(?!\w)", folded):
            return habit
    return None


def meant(promise: PromisedDate, country: str, habits: Sequence[Habit]) -> tuple[tuple[date, ...], str]:
    """The days that a promise may mean, the likely one first, and why one is preferred.

    One day where only one reading is possible or the vendor's country or habit decides; two where nothing does.
    """
    if promise.alternative is None or promise.alternative == promise.date:
        return (promise.date,), ""
    numbers = [int(hit) for hit in re.findall(r"\d+", promise.span.text)]
    if len(numbers) < 2:
        return (promise.date, promise.alternative), ""
    both = (promise.date, promise.alternative)
    day_first = next((day for day in both if day.day == numbers[0]), promise.date)
    month_first = next((day for day in both if day.month == numbers[0]), promise.alternative)
    told = next((h for h in reversed(habits) if h.holds and h.kind is HabitKind.DATES), None)
    if told is not None:
        chosen = month_first if told.meaning == "month first" else day_first
        return (chosen,), f"{told.vendor} writes the {told.meaning.split()[0]} first, says {told.by_name}"
    if country:
        american = country.upper() in MONTH_FIRST_COUNTRIES
        return ((month_first if american else day_first),), f"{'month' if american else 'day'} first, as in {country}"
    return both, ""
