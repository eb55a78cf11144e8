"""Dates as suppliers write them, in their languages: what day is meant, and where it stands."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.adapters.triage import date_patterns as said
from bot.adapters.triage.words import fold, number_word

# So many days of a mail are looked at; a list of more is no letter.
MOST = 300
Day = date  # `Mention.date` hides the type inside its class


@dataclass(frozen=True)
class Mention:
    """A day named in a text."""

    start: int
    end: int
    date: date
    approx: bool = False
    alternative: Day | None = None
    relative: bool = False
    bare_month: bool = False
    bare_day: bool = False


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


def _slashed(folded: str) -> list[tuple[int, int]]:
    """Pairs like `4/17` that could be days."""
    pairs = [(int(hit[1]), int(hit[3])) for hit in said.SHORT.finditer(folded) if hit[2] == "/"]
    return [(a, b) for a, b in pairs if 0 < a <= 31 and 0 < b <= 31]


def friday(year: int, week: int) -> date | None:
    """The Friday of an said.ISO week; None where the year has no such week."""
    try:
        return date.fromisocalendar(year, week, 5)
    except ValueError:
        return None


@functools.lru_cache(maxsize=64)
def mentions(text: str, today: date, *, signature: str = "") -> tuple[Mention, ...]:
    """Every day a text names, in order; days without a year are the nearest that make sense on `today`."""
    folded = fold(text)
    american = is_american(f"{text}\n{signature}", folded)
    taken: list[Mention] = []
    for mention in _candidates(folded, today, american):
        if len(taken) >= MOST:
            break
        if not any(other.start < mention.end and mention.start < other.end for other in taken):
            taken.append(mention)
    taken.sort(key=lambda mention: mention.start)
    return tuple(_with_followers(folded, taken, today))


def shift(folded: str) -> tuple[int, int, timedelta] | None:
    """`one week later`: where it stands and how long it is."""
    for hit in said.LATER.finditer(folded):
        length = _length(hit["n"], hit["unit"])
        if length:
            return hit.start(), hit.end(), length
    return None


def _candidates(folded: str, today: date, american: bool) -> Iterator[Mention]:
    yield from _exact(folded, today, american)
    yield from _weeks(folded, today)
    yield from _vague(folded, today)
    yield from _days(folded, today)


def _exact(folded: str, today: date, american: bool) -> Iterator[Mention]:
    for hit in said.ISO.finditer(folded):
        yield from _made(hit, _day(int(hit[1]), int(hit[2]), int(hit[3])))
    for hit in said.RANGE.finditer(folded):
        yield from _made(hit, _near(int(hit[1]), int(hit[2]), today, _year(hit[3])))
    for hit in said.TIGHT.finditer(folded):
        yield from _made(hit, _near(int(hit[1]), said.MONTH_OF[hit[2]], today, _year(hit[3])))
    for pattern in (said.NUMERIC, said.SPACED):
        for hit in pattern.finditer(folded):
            a, b, written = (int(hit[i]) for i in ((1, 3, 4) if pattern is said.NUMERIC else (1, 2, 3)))
            full = written + 2000 if written < 100 else written
            yield from _two_ways(hit, a, b, full, american and "." not in hit.group(), today)
    for hit in said.DAY_MONTH.finditer(folded):
        if hit["month"] in {"set", "out", "lis", "lip", "sie"} and not hit.group()[-1:].isdigit():
            continue  # "20 set" is a count, not a day in September
        year = _year(hit["year"])
        yield from _made(hit, _near(int(hit["day"]), said.MONTH_OF[hit["month"]], today, year))
    for hit in said.MONTH_DAY.finditer(folded):
        yield from _made(hit, _near(int(hit["day"]), said.MONTH_OF[hit["month"]], today, _year(hit["year"])))
    for hit in said.DOTTED.finditer(folded):
        if _is_priced(folded, hit):
            continue
        yield from _two_ways(hit, int(hit[1]), int(hit[2]), None, False, today)
    several = american and len(_slashed(folded)) > 1
    for hit in said.SHORT.finditer(folded):
        a, b = int(hit[1]), int(hit[3])
        before = said.DATE_BEFORE.search(folded[max(0, hit.start() - 14) : hit.start()]) or (
            hit[2] == "/" and said.WEEKDAY_BEFORE.search(folded[max(0, hit.start() - 20) : hit.start()])
        )
        if hit[2] == "." and not (
            before and (len(hit[1]) == 2 or re.search(r"\b(?:am|bis|zum|vom|ab|den)\s*$", before.group()))
        ):
            continue
        sure = american and a <= 12 and (12 < b <= 31 or several)
        if hit[2] == "/" and not (before or sure or (len(hit[1]) == 2 == len(hit[3]))):
            continue
        if hit[2] == "." and len(hit[3]) != 2:
            continue
        if hit[2] == "." and _is_priced(folded, hit):
            continue
        yield from _two_ways(hit, a, b, None, american and hit[2] == "/", today)


def _is_priced(folded: str, hit: re.Match[str]) -> bool:
    """Whether `13.10` stands beside prices and behind no word that is only said of days."""
    return bool(said.PRICED.search(folded)) and not said.SURE_BEFORE.search(
        folded[max(0, hit.start() - 14) : hit.start()]
    )


def _two_ways(hit: re.Match[str], a: int, b: int, year: int | None, american: bool, today: date) -> Iterator[Mention]:
    """Day first unless the writer is American or only the other order is a date; the other reading goes along."""
    readings = [_near(a, b, today, year), _near(b, a, today, year)]
    if american:
        readings.reverse()
    first, other = readings
    if first is None:
        first, other = (other, None) if "." not in hit.group() else (None, None)
    if "." in hit.group() or other == first:
        other = None
    if first is not None:
        yield from _made(hit, first, alternative=other)


def _weeks(folded: str, today: date) -> Iterator[Mention]:
    for pattern in (said.WEEK, said.WEEK_TIGHT):
        for hit in pattern.finditer(folded):
            week = int(hit["b"] or hit["a"])
            if hit["b"] and int(hit["b"]) < int(hit["a"]) and int(hit["a"]) < 50:
                week = int(hit["a"])
            year = int(hit["year"]) if hit["year"] else None
            options = [friday(y, week) for y in ([year] if year else [today.year - 1, today.year, today.year + 1])]
            near = [found for found in options if found and (year or found >= today - timedelta(days=45))]
            yield from _made(hit, min(near, default=None), approx=True)


def _vague(folded: str, today: date) -> Iterator[Mention]:
    monday = today - timedelta(days=today.weekday())
    for hit in said.MONTH_PART.finditer(folded):
        yield from _month_part(hit, today)
    for hit in said.NEXT_WEEK.finditer(folded):
        before = re.search(rf"\b({said.WEEKDAY})\b,?\s*(?:of |der )?$", folded[: hit.start()])
        if before:
            day = monday + timedelta(days=7 + said.WEEKDAY_OF[before.group(1)])
            yield Mention(before.start(1), hit.end(), day, relative=True)
        else:
            after = re.match(rf"\s*,?\s*(?:on )?({said.WEEKDAY})\b", folded[hit.end() :])
            if after:
                day = monday + timedelta(days=7 + said.WEEKDAY_OF[after.group(1)])
                yield Mention(hit.start(), hit.end() + after.end(), day, relative=True)
            else:
                yield from _made(hit, monday + timedelta(days=11), approx=True, relative=True)
    for hit in said.THIS_WEEK.finditer(folded):
        day = monday + timedelta(days=4)
        yield from _made(hit, day if day >= today else day + timedelta(days=7), approx=True, relative=True)
    for pattern in (said.IN_DAYS, said.FORTNIGHT):
        for hit in pattern.finditer(folded):
            length = timedelta(days=14) if pattern is said.FORTNIGHT else _length(hit["n"], hit["unit"])
            if length:
                day = today + length
                if pattern is said.IN_DAYS and re.match(r"work|busin|werk|arbeit|jours ouv", hit["unit"]):
                    day = _working_days(today, length.days)
                yield from _made(hit, day, approx=True, relative=True)
    for hit in said.MONTH_ONLY.finditer(folded):
        if (
            hit["month"] in {"may", "mar", "set", "out", "dic", "mai", "lis", "lip", "sie", "gru", "ago"}
            and not hit["year"]
        ):
            continue
        day = _last_of(said.MONTH_OF[hit["month"]], today, _year(hit["year"]))
        yield replace(next(iter(_made(hit, day, approx=True))), bare_month=True)


def _month_part(hit: re.Match[str], today: date) -> Iterator[Mention]:
    which, name = hit["which"], hit["month"]
    if name in said.MONTH_OF:
        if name in {"may", "set", "out"} and which in {"half", "fine"}:
            return
        last = _last_of(said.MONTH_OF[name], today, _year(hit["year"]))
    else:
        first = today.replace(day=1)
        month = first.month % 12 + 1 if "next" in name else first.month
        last = _last_of(month, today, None)
    if re.match(r"mid|mitte|mi-|mediados|meta|half|polowa", which):
        last = last.replace(day=15)
    elif re.match(r"early|begin|start|anfang|debut|princip|inizio|poczatek", which):
        last = last.replace(day=10)
    yield from _made(hit, last, approx=True)


def _days(folded: str, today: date) -> Iterator[Mention]:
    for hit in said.BARE_DAY.finditer(folded):
        yield from _made(hit, _day_alone(int(hit["day"]), today, said.WEEKDAY_OF[hit["wd"]]))
    for hit in said.THE_DAY.finditer(folded):
        yield from (replace(day, bare_day=True) for day in _made(hit, _day_alone(int(hit["day"]), today, None)))
    for hit in said.ORDINAL_ALONE.finditer(folded):
        day = _day_alone(int(hit["day"]), today, None)
        if day is not None:
            yield Mention(hit.start("day"), hit.end(), day, bare_day=True)
    for pattern, days in said.RELATIVE_DAY:
        for hit in pattern.finditer(folded):
            yield from _made(hit, today + timedelta(days=days), relative=True)
    ranges = [hit.span() for hit in said.WEEKDAY_RANGE.finditer(folded)]
    for hit in said.WEEKDAY_ALONE.finditer(folded):
        word = hit["day"]
        if any(start <= hit.start() < end for start, end in ranges):
            continue
        if word in said.SHORT_DAYS and not hit["next"] and not _announced(folded, hit.start()):
            continue
        ahead = (said.WEEKDAY_OF[word] - today.weekday()) % 7 or 7
        day = today + timedelta(days=ahead)
        before = (hit["next"] or "").strip()
        if before in {"a week on", "week on"} or (hit["after"] or "").strip() in {"week", "in a week"}:
            day += timedelta(days=7)
        elif before in {"next", "volgende"}:
            monday = today - timedelta(days=today.weekday())
            day = monday + timedelta(days=7 + said.WEEKDAY_OF[word])
        elif (hit["after"] or "").strip() == "after next":
            day += timedelta(days=7)
        yield from _made(hit, day, relative=True)


def _announced(folded: str, at: int) -> bool:
    """Whether the words before a place lead up to a day."""
    before = folded[max(0, at - 30) : at]
    if folded[at : at + 3] in {"tue", "wed", "thu", "fri"} and re.search(r"(?:^|[.!?\n]\s*)$", before):
        return True
    return bool(
        said.DATE_BEFORE.search(before[-12:]) or re.search(r"(?:comes?|get it|with you|yours|delivery)\s*$", before)
    )


def _with_followers(folded: str, found: list[Mention], today: date) -> Iterator[Mention]:
    """Joins a weekday with its date, and counts "the Friday after" from the day named before it."""
    joined: list[Mention] = []
    for mention in found:
        edge = max(0, mention.start - 40)
        before = None if mention.relative else said.WEEKDAY_BEFORE.search(folded[edge : mention.start])
        if before:
            mention = replace(mention, start=edge + before.start())
            joined = [other for other in joined if other.end <= mention.start]
        if mention.bare_day and joined and mention.date < today <= joined[-1].date:
            # "The ship arrives 3 July, with you on the 7th": counted from the day named before.
            mention = replace(mention, date=_day_alone(mention.date.day, joined[-1].date, None) or mention.date)
        joined.append(mention)
    for hit in said.AFTER_THAT.finditer(folded):
        earlier = [mention for mention in joined if mention.end <= hit.start()]
        if earlier:
            base = earlier[-1].date
            word = hit["day"] or hit["unit"]
            if word in said.WEEKDAY_OF:
                day = base + timedelta(days=(said.WEEKDAY_OF[word] - base.weekday()) % 7 or 7)
            else:
                day = base + timedelta(days=1 if word == "day" else 7)
            joined = [other for other in joined if other.end <= hit.start() or other.start >= hit.end()]
            joined.append(Mention(hit.start(), hit.end(), day))
    yield from sorted(joined, key=lambda mention: mention.start)


def _made(hit: re.Match[str], day: date | None, *, approx: bool = False, alternative: date | None = None,
          relative: bool = False) -> Iterator[Mention]:  # fmt: skip
    if day is not None:
        yield Mention(hit.start(), hit.end(), day, approx, alternative, relative)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str | None) -> int | None:
    if not written:
        return None
    year = int(written.lstrip("'"))
    return year + 2000 if year < 100 else year


def _near(day: int, month: int, today: date, year: int | None) -> date | None:
    """The day in its year; where none is written, the one from two months ago to ten months ahead."""
    if year is not None:
        return _day(year, month, day) if today.year - 3 <= year <= today.year + 5 else None
    options = [_day(y, month, day) for y in (today.year - 1, today.year, today.year + 1)]
    near = [found for found in options if found and timedelta(days=-75) <= found - today <= timedelta(days=300)]
    return near[0] if near else next((found for found in options if found and found >= today), None)


def _last_of(month: int, today: date, year: int | None) -> date:
    if year is None:
        year = today.year + (1 if month < today.month - 2 else 0)
    return date(year, month, calendar.monthrange(year, month)[1])


def _day_alone(day: int, today: date, weekday: int | None) -> date | None:
    """`the 16th`: this month or the next; a weekday beside it decides."""
    options = []
    for ahead in range(4):
        month = (today.month - 1 + ahead) % 12 + 1
        found = _day(today.year + (today.month - 1 + ahead) // 12, month, day)
        if found and found >= today - timedelta(days=10):
            options.append(found)
    if weekday is not None:
        return next((found for found in options if found.weekday() == weekday), options[0] if options else None)
    return options[0] if options else None


def _length(count: str, unit: str) -> timedelta | None:
    number = int(count) if count.isdigit() else number_word(count)
    if number is None or number > 60:
        return None
    weeks = re.match(r"week|woche|semai|semana|settim|wek|tyg|veck|fort", unit)
    return timedelta(days=14 if unit.startswith("fort") else number * (7 if weeks else 1))


def _working_days(today: date, count: int) -> date:
    day = today
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
