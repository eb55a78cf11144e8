"""Days said in a turn of phrase: weeks, ends of months, weekdays, "in two weeks"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.adapters.triage import vague_patterns as said
from bot.adapters.triage.date_patterns import DATE_BEFORE
from bot.adapters.triage.day_names import MONTH_OF, SHORT_DAYS, WEEKDAY, WEEKDAY_OF
from bot.adapters.triage.nearest_days import Mention, friday, full_year, last_of, made, next_such, working_days
from bot.adapters.triage.words import number_word

# "In 60 days" is a promise of sorts, "in 90 weeks" none.
MOST_LENGTH = 60
# Where a part of a month is meant roughly: its first third and its middle.
EARLY, MIDDLE = 10, 15
# A month alone that is farther off than this is more likely the last one of that name.
MONTH_AHEAD = timedelta(days=220)


def weeks(folded: str, today: date) -> Iterator[Mention]:
    """Weeks by number: the Friday of the last one named."""
    patterns = [said.ISO_WEEK, said.WEEK_AFTER, said.WEEK, said.WEEK_TIGHT]
    if said.SWEDISH.search(folded):
        patterns.append(said.WEEK_SWEDISH)
    for pattern in patterns:
        for hit in pattern.finditer(folded):
            first, last = int(hit["a"]), int(hit["b"] or hit["a"])
            year = int(hit["year"]) if hit["year"] else None
            if hit["b"] and "/" in hit.group() and last in {today.year % 100, today.year % 100 + 1}:
                last, year = first, 2000 + last  # "KW 24/26"
            week = first if last < first < 50 else last
            options = [friday(y, week) for y in ([year] if year else [today.year - 1, today.year, today.year + 1])]
            near = [found for found in options if found and (year or found >= today - timedelta(days=45))]
            yield from made(hit, min(near, default=None), approx=True)


def rough_days(folded: str, today: date) -> Iterator[Mention]:
    """Parts of months, this week and next, lengths of time, and months alone."""
    for hit in said.QUARTER.finditer(folded):
        yield from made(hit, _end_of_quarter(hit, today), approx=True)
    for hit in said.MONTH_PART.finditer(folded):
        yield from _month_part(hit, today)
    yield from _week_names(folded, today)
    for hit in said.IN_DAYS.finditer(folded):
        length = length_of(hit["n"], hit["unit"])
        if length:
            working = said.WORKING.match(hit["unit"])
            day = working_days(today, length.days) if working else today + length
            yield from made(hit, day, approx=True, relative=True)
    for hit in said.FORTNIGHT.finditer(folded):
        yield from made(hit, today + timedelta(days=14), approx=True, relative=True)
    for hit in said.MONTH_ONLY.finditer(folded):
        odd = {"may", "mar", "set", "out", "dic", "mai", "lis", "lip", "sie", "gru", "ago", "mag", "gen", "lut", "paz"}
        if hit["month"] in odd and not hit["year"]:
            continue
        day = last_of(MONTH_OF[hit["month"]], today, full_year(hit["year"]))
        if not hit["year"] and day - today > MONTH_AHEAD:
            continue  # "as agreed in January", said in June
        yield from (replace(one, bare_month=True) for one in made(hit, day, approx=True))


def spoken_days(folded: str, today: date) -> Iterator[Mention]:
    """Days without a month: `Friday the 17th`, `the 22nd`, `tomorrow`, `Friday`."""
    for hit in said.BARE_DAY.finditer(folded):
        yield from made(hit, next_such(int(hit["day"]), today, WEEKDAY_OF[hit["wd"]]))
    for hit in said.THE_DAY.finditer(folded):
        yield from (replace(day, bare_day=True) for day in made(hit, next_such(int(hit["day"]), today, None)))
    for hit in said.ORDINAL_ALONE.finditer(folded):
        for day in made(hit, next_such(int(hit["day"]), today, None)):
            yield replace(day, start=hit.start("day"), bare_day=True)
    for pattern, days in said.RELATIVE_DAY:
        for hit in pattern.finditer(folded):
            yield from made(hit, today + timedelta(days=days), relative=True)
    yield from _weekdays(folded, today)


def shift(folded: str) -> tuple[int, int, timedelta] | None:
    """`one week later`: where it stands and how long it is."""
    for hit in said.LATER.finditer(folded):
        length = length_of(hit["n"], hit["unit"])
        if length:
            return hit.start(), hit.end(), length
    return None


def length_of(count: str, unit: str) -> timedelta | None:
    """A number and a unit of time; None where the word is no number or the time too long for a promise."""
    number = int(count) if count.isdigit() else number_word(count)
    if number is None or number > MOST_LENGTH:
        return None
    if unit.startswith("fort"):
        return timedelta(days=14)
    if re.match(r"month|monat|mois|mes|maand|miesia", unit):
        return timedelta(days=number * 30) if number <= 12 else None
    weeks = re.match(r"week|wk|woche|semai|semana|settim|wek|tyg|tyd|veck|uge", unit)
    return timedelta(days=number * (7 if weeks else 1))


def _week_names(folded: str, today: date) -> Iterator[Mention]:
    monday = today - timedelta(days=today.weekday())
    for hit in said.NEXT_WEEK.finditer(folded):
        before = re.search(
            rf"\b({WEEKDAY})\b,?\s*(?:of |der |in der |van |de |della |da |i |w )?$", folded[: hit.start()]
        )
        after = re.match(
            rf"\s*,?\s*(?:on |am |le |el |il |op |we? |na |pa |om |v |den )?({WEEKDAY})\b", folded[hit.end() :]
        )
        if before:
            day = monday + timedelta(days=7 + WEEKDAY_OF[before.group(1)])
            yield Mention(before.start(1), hit.end(), day, relative=True)
        elif after:
            day = monday + timedelta(days=7 + WEEKDAY_OF[after.group(1)])
            yield Mention(hit.start(), hit.end() + after.end(), day, relative=True)
        else:
            yield from made(hit, monday + timedelta(days=11), approx=True, relative=True)
    for hit in said.THIS_WEEK.finditer(folded):
        day = monday + timedelta(days=4)
        yield from made(hit, day if day >= today else day + timedelta(days=7), approx=True, relative=True)


def _end_of_quarter(hit: re.Match[str], today: date) -> date:
    if hit["which"] and re.search(r"year|jahr|jaar|annee|ano|anno|roku|aret", hit["which"]):
        return date(full_year(hit["year"]) or today.year, 12, 31)
    quarter = int(hit["q"]) if hit["q"] else (today.month + 2) // 3
    return last_of(3 * quarter, today, full_year(hit["year"]))


def _month_part(hit: re.Match[str], today: date) -> Iterator[Mention]:
    which, name = hit["which"], hit["month"]
    if name in MONTH_OF:
        if (name in {"may", "set", "out", "mag"} and which in {"half", "fine"}) or (name == "mar" and which == "fin"):
            return
        last = last_of(MONTH_OF[name], today, full_year(hit["year"]))
    else:
        year, month = divmod(today.year * 12 + today.month - 1 + bool(said.NEXT_MONTH.search(name)), 12)
        last = date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    if said.FIRST.fullmatch(which):
        last = last.replace(day=EARLY)
    elif said.MIDDLE.fullmatch(which):
        last = last.replace(day=MIDDLE)
    yield from made(hit, last, approx=True)


def _weekdays(folded: str, today: date) -> Iterator[Mention]:
    ranges = [hit.span() for hit in said.WEEKDAY_RANGE.finditer(folded)]
    for hit in said.WEEKDAY_ALONE.finditer(folded):
        word = hit["day"]
        if any(start <= hit.start() < end for start, end in ranges):
            continue
        if word in SHORT_DAYS and not hit["next"] and not _announced(folded, hit.start()):
            continue
        ahead = (WEEKDAY_OF[word] - today.weekday()) % 7 or 7
        day = today + timedelta(days=ahead)
        before, after = (hit["next"] or "").strip(), (hit["after"] or "").strip()
        if before in {"a week on", "week on"} or after in {"week", "in a week", "after next"}:
            day += timedelta(days=7)
        elif before in {"next", "volgende"}:
            monday = today - timedelta(days=today.weekday())
            day = monday + timedelta(days=7 + WEEKDAY_OF[word])
        yield from made(hit, day, relative=True)


def _announced(folded: str, at: int) -> bool:
    """Whether the words before a place lead up to a day."""
    before = folded[max(0, at - 30) : at]
    if folded[at : at + 3] in {"tue", "wed", "thu", "fri"} and re.search(r"(?:^|[.!?\n]\s*)$", before):
        return True
    return bool(DATE_BEFORE.search(before[-12:]) or re.search(r"(?:comes?|get it|with you|yours|delivery)\s*$", before))
