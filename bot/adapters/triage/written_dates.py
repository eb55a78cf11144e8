"""Days written in figures or with a month: `12.06.`, `June 12th`, `2026-06-12`, `12-14 June`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.adapters.triage import date_patterns as said
from bot.adapters.triage.day_names import MONTH_OF, ODD_MONTHS
from bot.adapters.triage.nearest_days import Mention, exactly, full_year, made, near

# How far before a day the words stand that make it one.
LEAD = 16


def is_american(text: str, folded: str) -> bool:
    """Whether the writer puts the month first: a date that allows no other reading, or a US place or phone."""
    first = [(int(hit[1]), int(hit[3])) for hit in said.NUMERIC.finditer(folded) if hit["mark"] != "."]
    if any(b > 12 >= a for a, b in first):
        return True
    if any(a > 12 for a, _ in first):
        return False
    short = _slashed(folded)
    if len(short) > 1 and any(b > 12 for _, b in short) and all(a <= 12 for a, _ in short):
        return True
    return bool(said.AMERICAN.search(text))


def order_is_said(folded: str) -> bool:
    """Whether another date of the text leaves one order of day and month: beside 29/05/2026, 05/06/2026 is in June."""
    pairs = [(int(hit[1]), int(hit[3])) for hit in said.NUMERIC.finditer(folded) if hit["mark"] != "."]
    return any(a > 12 for a, _ in pairs) != any(b > 12 for _, b in pairs)


def written_dates(folded: str, today: date, american: bool) -> Iterator[Mention]:
    """Every such day of a folded text, the surest way of writing first; overlapping ones are the caller's to drop."""
    for hit in said.ISO.finditer(folded):
        year, month, day = filter(None, hit.groups())
        yield from made(hit, exactly(int(year), int(month), int(day)))
    for hit in said.RANGE.finditer(folded):
        yield from made(hit, near(int(hit[1]), int(hit[2]), today, full_year(hit[3])))
    for hit in said.TIGHT.finditer(folded):
        yield from made(hit, near(int(hit[1]), MONTH_OF[hit[2]], today, full_year(hit[3])))
    for hit in said.NUMERIC.finditer(folded):
        yield from _two_ways(hit, int(hit[1]), int(hit[3]), full_year(hit[4]), american and hit["mark"] != ".", today)
    for hit in said.SPACED.finditer(folded):
        yield from _two_ways(hit, int(hit[1]), int(hit[2]), int(hit[3]), False, today)
    yield from _named(folded, today)
    for hit in said.DOTTED.finditer(folded):
        if not _is_priced(folded, hit):
            yield from _two_ways(hit, int(hit[1]), int(hit[2]), None, False, today)
    for hit in said.DOTTED_APART.finditer(folded):
        if int(hit[2]) <= 12 and (_lead(folded, hit) or said.CZECH.search(folded)):
            yield from _two_ways(hit, int(hit[1]), int(hit[2]), None, False, today)
    yield from _short(folded, today, american)
    for hit in said.DASHED.finditer(folded):
        lead = said.DASHED_BEFORE.search(folded[max(0, hit.start() - LEAD) : hit.start()])
        if lead or said.DATE_AFTER.match(folded, hit.end()):
            yield from made(hit, near(int(hit[1]), int(hit[2]), today, None))


def _named(folded: str, today: date) -> Iterator[Mention]:
    """Days whose month is a word; of `12-14 June` the last."""
    for hit in said.DAY_MONTH.finditer(folded):
        if hit["month"] in ODD_MONTHS and not (hit.group()[-1:].isdigit() or "-" in hit.group()):
            continue  # "20 set" is a count, not a day in September
        for mention in made(hit, near(int(hit["day"]), MONTH_OF[hit["month"]], today, full_year(hit["year"]))):
            edge = max(0, hit.start() - 2 * LEAD)
            ranged = said.RANGE_BEFORE.search(folded[edge : hit.start()])
            if ranged and said.MONTH_BEFORE.search(folded[: edge + ranged.start()]):
                ranged = None  # "13 May 26 to 15 May"
            yield replace(mention, start=edge + ranged.start()) if ranged else mention
    for hit in said.MONTH_DAY.finditer(folded):
        if hit["month"] in ODD_MONTHS | {"sett"} and not hit["year"]:
            continue  # "sett. 24" is a week
        yield from made(hit, near(int(hit["day"]), MONTH_OF[hit["month"]], today, full_year(hit["year"])))


def _short(folded: str, today: date, american: bool) -> Iterator[Mention]:
    """`17/4` and `17.04` without a year: days only where the words before say so, or both figures are two long."""
    several = american and len(_slashed(folded)) > 1
    nordic = bool(said.NORDIC.search(folded))
    for hit in said.SHORT.finditer(folded):
        a, b, year = int(hit[1]), int(hit[3]), full_year(hit[4])
        before, followed = _lead(folded, hit), bool(said.DATE_AFTER.match(folded, hit.end()))
        if hit[2] == ".":
            shaped = len(hit[1]) == 2 or (before and re.search(r"\b(?:am|bis|zum|vom|ab|den)\s*$", before.group()))
            if not (before or followed) or not shaped or len(hit[3]) != 2 or _is_priced(folded, hit):
                continue
        else:
            before = before or said.WEEKDAY_BEFORE.search(folded[max(0, hit.start() - 20) : hit.start()])
            sure = followed or (american and a <= 12 and (12 < b <= 31 or several)) or (nordic and a > 3)
            if not (before or sure or year or len(hit[1]) == 2 == len(hit[3])):
                continue
        yield from _two_ways(hit, a, b, year, american and hit[2] == "/", today)


def _lead(folded: str, hit: re.Match[str]) -> re.Match[str] | None:
    return said.DATE_BEFORE.search(folded[max(0, hit.start() - LEAD) : hit.start()])


def _slashed(folded: str) -> list[tuple[int, int]]:
    """Pairs like `4/17` that could be days."""
    pairs = [(int(hit[1]), int(hit[3])) for hit in said.SHORT.finditer(folded) if hit[2] == "/"]
    return [(a, b) for a, b in pairs if 0 < a <= 31 and 0 < b <= 31]


def _is_priced(folded: str, hit: re.Match[str]) -> bool:
    """Whether `13.10` stands beside prices and behind no word that is only said of days."""
    return bool(said.PRICED.search(folded)) and not said.SURE_BEFORE.search(
        folded[max(0, hit.start() - 14) : hit.start()]
    )


def _two_ways(hit: re.Match[str], a: int, b: int, year: int | None, american: bool, today: date) -> Iterator[Mention]:
    """Day first unless the writer is American or only the other order is a date; the other reading goes along."""
    readings = [near(a, b, today, year), near(b, a, today, year)]
    if american:
        readings.reverse()
    first, other = readings
    if first is None:
        first, other = (other, None) if "." not in hit.group() else (None, None)
    if "." in hit.group() or other == first:
        other = None
    yield from made(hit, first, alternative=other)
