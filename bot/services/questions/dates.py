"""Days and periods in words: `last month`, `on monday`, `since 3 May`, `KW 24`, `31 February` (which is none)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from bot.services.questions import calendar_words as say

DAY = timedelta(days=1)


class Leaning(Enum):
    """Which way a day without a year is looked for: what arrives lies ahead, what was spent lies behind."""

    AHEAD = "ahead"
    BEHIND = "behind"


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included; None where it is open."""

    start: date | None
    end: date | None


class NoSuchDay(ValueError):
    """A day that no calendar has; the text names it."""


Resolve = Callable[[date, Leaning], Period]


@dataclass(frozen=True)
class Found:
    """A period that was named, where it stands in the line, and how it is worked out."""

    start: int
    end: int
    resolve: Resolve


def find(line: str) -> Found | None:
    """The period that a line of words names; None when it names none."""
    single = _first(line)
    if single is None:
        return None
    second = _first(line, single.end)
    if second is not None:
        gap = line[single.end : second.start].strip()
        before = line[: single.start].rstrip()
        opened = re.search(rf"(?<!\S){say.BETWEEN}$", before)
        if gap == "-" or (re.fullmatch(say.AND, gap) and opened):
            return Found(opened.start() if opened else single.start, second.end, _both(single, second))
    return _bounded(line, single)


def _bounded(line: str, found: Found) -> Found:
    """A period with `since` or `until` before it."""
    before = line[: found.start].rstrip()
    if opened := re.search(rf"(?<!\S){say.UNTIL}(?: the| le| el| il| den| dem| zum)?$", before):
        exclusive = re.match(r"before|vor|avant|antes|prima|przed|voor", opened[0]) is not None
        ahead = exclusive or re.match(r"by|no later|spatestens|entro|uiterlijk", opened[0]) is not None

        def until(now: date, leaning: Leaning) -> Period:
            period = found.resolve(now, Leaning.AHEAD if ahead else leaning)
            bound = period.start - DAY if exclusive and period.start else period.end
            return Period(None, bound)

        return Found(opened.start(), found.end, until)
    if opened := re.search(rf"(?<!\S){say.SINCE}(?: the| le| el| il| den| dem)?$", before):
        exclusive = re.match(r"after|nach", opened[0]) is not None

        def since(now: date, leaning: Leaning) -> Period:
            period = found.resolve(now, leaning)
            return Period(period.end + DAY if exclusive and period.end else period.start, None)

        return Found(opened.start(), found.end, since)
    return found


def _both(first: Found, second: Found) -> Resolve:
    def resolve(now: date, leaning: Leaning) -> Period:
        end = second.resolve(now, leaning).end
        start = first.resolve(now, leaning).start
        if start and end and start > end and leaning is Leaning.BEHIND:
            start = first.resolve(end, leaning).start
        return Period(start, end)

    return resolve


def _any(known: dict[str, int] | dict[str, str]) -> str:
    return "(?:" + "|".join(sorted(known, key=len, reverse=True)) + ")"


MONTH = _any(say.MONTHS)
SHORT_MONTH = _any(say.MONTHS | say.SHORT_MONTHS)
UNIT = _any(say.UNITS)
COUNT = r"(?:\d{1,3}|" + "|".join(sorted(say.NUMBERS, key=len, reverse=True)) + ")"
WORDS = r"(?<!\S)(?:%s)(?!\S)"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else say.NUMBERS[text]


def month_of(year: int, month: int) -> Period:
    """A whole month."""
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _unit(now: date, unit: str, offset: int) -> Period:
    """The day, week, month, quarter or year that lies `offset` from the one of `now`."""
    if unit == "day":
        return Period(now + offset * DAY, now + offset * DAY)
    if unit == "week":
        monday = now - now.weekday() * DAY + 7 * offset * DAY
        return Period(monday, monday + 6 * DAY)
    if unit == "year":
        return Period(date(now.year + offset, 1, 1), date(now.year + offset, 12, 31))
    if unit == "quarter":
        return _quarter(now.year, (now.month - 1) // 3 + offset)
    months = now.year * 12 + now.month - 1 + offset
    return month_of(months // 12, months % 12 + 1)


def _quarter(year: int, index: int) -> Period:
    year, index = year + index // 4, index % 4
    return Period(date(year, index * 3 + 1, 1), month_of(year, index * 3 + 3).end)


def _back(now: date, unit: str, count: int) -> date:
    """The day `count` units before `now`; a negative count goes ahead."""
    if unit in {"day", "week"}:
        return now - count * (7 if unit == "week" else 1) * DAY
    months = now.year * 12 + now.month - 1 - count * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(now.day, calendar.monthrange(year, month)[1]))


def _day(year: int | None, month: int, day: int, now: date, leaning: Leaning) -> Period:
    """A day by its number; without a year the nearest one that lies the right way."""
    if not 1 <= month <= 12 or not 1 <= day <= (29 if month == 2 else calendar.monthrange(2025, month)[1]):
        name = calendar.month_name[month] if 1 <= month <= 12 else f"month {month}"
        raise NoSuchDay(f"{day} {name}")
    if year is not None:
        year += 2000 if year < 100 else 0
        if not 1990 <= year <= 2100 or day > calendar.monthrange(year, month)[1]:
            raise NoSuchDay(f"{day} {calendar.month_name[month]} {year}")
        return Period(date(year, month, day), date(year, month, day))
    step = 1 if leaning is Leaning.AHEAD else -1
    for candidate in (now.year, now.year + step, now.year + 2 * step, now.year + 3 * step, now.year + 4 * step):
        if day > calendar.monthrange(candidate, month)[1]:
            continue
        found = date(candidate, month, day)
        if (found - now).days * step >= (-45 if step > 0 else 0):
            return Period(found, found)
    raise NoSuchDay(f"{day} {calendar.month_name[month]}")


def _month(year: int | None, month: int, now: date, leaning: Leaning) -> Period:
    if year is None:
        year = now.year
        if leaning is Leaning.BEHIND and month > now.month:
            year -= 1
        if leaning is Leaning.AHEAD and month < now.month:
            year += 1
    return month_of(year, month)


def _weekday(now: date, weekday: int, leaning: Leaning, which: str) -> Period:
    """A weekday: the coming one, or the last one for what lies behind."""
    if which == "last" or (not which and leaning is Leaning.BEHIND):
        found = now - ((now.weekday() - weekday) % 7 or 7) * DAY
    else:
        found = now + ((weekday - now.weekday()) % 7 or 7) * DAY
    return Period(found, found)


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Resolve]]


def _rule(pattern: str) -> Callable[[Callable[[re.Match[str]], Resolve]], Callable[[re.Match[str]], Resolve]]:
    def keep(work: Callable[[re.Match[str]], Resolve]) -> Callable[[re.Match[str]], Resolve]:
        RULES.append((re.compile(WORDS % pattern), work))
        return work

    return keep


RULES: list[Rule] = []


@_rule(r"(?P<y>20\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})")
def _iso(m: re.Match[str]) -> Resolve:
    return lambda now, lean: _day(int(m["y"]), int(m["m"]), int(m["d"]), now, lean)


@_rule(r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>(?:20)?\d\d)")
def _day_first(m: re.Match[str]) -> Resolve:
    return lambda now, lean: _day(int(m["y"]), *_sorted(int(m["m"]), int(m["d"])), now, lean)


@_rule(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.|(?P<d2>\d{1,2})/(?P<m2>\d{1,2})")
def _without_year(m: re.Match[str]) -> Resolve:
    day, month = int(m["d"] or m["d2"]), int(m["m"] or m["m2"])
    return lambda now, lean: _day(None, *_sorted(month, day), now, lean)


def _sorted(month: int, day: int) -> tuple[int, int]:
    """Day first, unless only the American order makes a date."""
    return (day, month) if month > 12 >= day else (month, day)


@_rule(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|e|\.)?(?: of| de| di)? (?P<m>{SHORT_MONTH})(?:,? (?:de |del )?(?P<y>20\d\d))?"
    rf"|(?P<m2>{SHORT_MONTH}) (?:the )?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y2>20\d\d))?"
)
def _named_day(m: re.Match[str]) -> Resolve:
    month = (say.MONTHS | say.SHORT_MONTHS)[m["m"] or m["m2"]]
    year, day = m["y"] or m["y2"], int(m["d"] or m["d2"])
    return lambda now, lean: _day(int(year) if year else None, month, day, now, lean)


@_rule(
    rf"(?:{say.BETWEEN} )?(?P<a>\d{{1,2}})(?:st|nd|rd|th|\.)? {say.AND} (?P<b>\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of)? "
    rf"(?P<m>{SHORT_MONTH})(?: (?P<y>20\d\d))?"
)
def _days_of_a_month(m: re.Match[str]) -> Resolve:
    month, year = (say.MONTHS | say.SHORT_MONTHS)[m["m"]], int(m["y"]) if m["y"] else None

    def resolve(now: date, leaning: Leaning) -> Period:
        end = _day(year, month, int(m["b"]), now, leaning).start
        assert end is not None
        return Period(_day(end.year, month, int(m["a"]), now, leaning).start, end)

    return resolve


@_rule(r"(?P<day>" + "|".join(sorted(say.DAYS, key=len, reverse=True)) + ")")
def _near_day(m: re.Match[str]) -> Resolve:
    return lambda now, lean: _unit(now, "day", say.DAYS[m["day"]])


@_rule(
    rf"(?:in |in den |within |within the |au cours des |dans les |en los |negli |nelle |in de |w ciagu )?"
    rf"(?:{say.LAST}) (?P<n>{COUNT})? ?(?P<u>{UNIT})|(?P<n2>{COUNT}) (?P<u2>{UNIT}) (?:ago|back)"
    rf"|(?:vor|il y a|hace) (?P<n3>{COUNT}) (?P<u3>{UNIT})"
    rf"|(?:la |le |el |il |l |lo |w )?(?P<u4>{UNIT}) (?:{say.LAST})"
)
def _behind(m: re.Match[str]) -> Resolve:
    if m["n"]:
        count, unit = _number(m["n"]), say.UNITS[m["u"]]
        return lambda now, lean: Period(_back(now, unit, count), now)
    if m["u"] or m["u4"]:
        unit = say.UNITS[m["u"] or m["u4"]]
        return lambda now, lean: _unit(now, unit, -1)
    count, unit = _number(m["n2"] or m["n3"]), say.UNITS[m["u2"] or m["u3"]]
    return lambda now, lean: Period(_back(now, unit, count), _back(now, unit, count))


@_rule(
    rf"(?:in |within |over )?(?:{say.NEXT}) (?P<n>{COUNT})? ?(?P<u>{UNIT})"
    rf"|(?:within|innerhalb von|entro|binnen|w ciagu) (?P<n2>{COUNT}) (?P<u2>{UNIT})"
    rf"|(?:in|dans|en|tra|fra|over|za) (?P<n3>{COUNT}) (?P<u3>{UNIT})"
    rf"|(?:la |le |el |il |l |lo |w )?(?P<u4>{UNIT}) (?:{say.NEXT})"
)
def _ahead(m: re.Match[str]) -> Resolve:
    if m["n"] or m["n2"]:
        count, unit = _number(m["n"] or m["n2"]), say.UNITS[m["u"] or m["u2"]]
        return lambda now, lean: Period(now, _back(now, unit, -count))
    if m["u"] or m["u4"]:
        unit = say.UNITS[m["u"] or m["u4"]]
        return lambda now, lean: _unit(now, unit, 1)
    count, unit = _number(m["n3"]), say.UNITS[m["u3"]]
    return lambda now, lean: Period(_back(now, unit, -count), _back(now, unit, -count))


@_rule(
    r"(?:so far this|bisher dieses) (?P<u>week|month|quarter|year|jahr)|(?P<ytd>ytd|year to date)"
    r"|(?P<mtd>mtd|month to date)"
)
def _so_far(m: re.Match[str]) -> Resolve:
    unit = "year" if m["ytd"] else "month" if m["mtd"] else say.UNITS[m["u"]]
    return lambda now, lean: Period(_unit(now, unit, 0).start, now)


@_rule(
    rf"{say.END_OF} (?P<m>{MONTH})|{say.END_OF} (?:{say.THIS} )?(?P<u>{UNIT})|(?P<eo>eow|eom|eoy)|"
    rf"(?P<me>monatsende|wochenende jetzt)"
)
def _ends(m: re.Match[str]) -> Resolve:
    if m["m"]:
        month = say.MONTHS[m["m"]]
        return lambda now, lean: _last_day(_month(None, month, now, lean))
    unit = (
        {"eow": "week", "eom": "month", "eoy": "year"}.get(m["eo"] or "", "month") if not m["u"] else say.UNITS[m["u"]]
    )
    return lambda now, lean: _last_day(_unit(now, unit, 0))


def _last_day(period: Period) -> Period:
    return Period(period.end, period.end)


@_rule(rf"(?:(?P<l>{say.LAST}) |(?P<n>{say.NEXT}) |(?:{say.THIS}) |(?:the|am|le|el|il|het) )?{say.WEEKEND}")
def _weekend(m: re.Match[str]) -> Resolve:
    offset = -1 if m["l"] else 1 if m["n"] else 0
    return lambda now, lean: _saturday(_unit(now, "week", offset))


def _saturday(week: Period) -> Period:
    assert week.end is not None
    return Period(week.end - DAY, week.end)


@_rule(rf"(?:in |w )?(?:(?:{say.THIS}) (?P<u>{UNIT})|(?P<u2>{UNIT}) (?:corriente|corrente|en cours))")
def _current(m: re.Match[str]) -> Resolve:
    unit = say.UNITS[m["u"] or m["u2"]]
    return lambda now, lean: _unit(now, unit, 0)


@_rule(
    r"(?:calendar )?(?:week|kw|cw|wk|woche|kalenderwoche|semaine|semana|settimana|tydzien|tydzien nr) "
    r"?(?:nr |no )?(?P<w>[1-9]|[1-4]\d|5[0-3])"
    r"(?: (?P<y>20\d\d))?|(?:kw|cw|wk)(?P<w2>\d{1,2})"
)
def _week(m: re.Match[str]) -> Resolve:
    number = int(m["w"] or m["w2"])

    def resolve(now: date, leaning: Leaning) -> Period:
        year = int(m["y"]) if m["y"] else now.year
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            raise NoSuchDay(f"week {number} of {year}") from None
        return Period(monday, monday + 6 * DAY)

    return resolve


@_rule(
    r"q(?P<q>[1-4])(?: (?P<y>20\d\d))?|(?P<ord>first|1st|second|2nd|third|3rd|fourth|4th|erste[ns]?|"
    r"zweite[ns]?|dritte[ns]?|vierte[ns]?) (?:quarter|quartal)(?: (?:of )?(?P<y2>20\d\d))?"
)
def _named_quarter(m: re.Match[str]) -> Resolve:
    spelled = {"fir": 0, "1st": 0, "ers": 0, "sec": 1, "2nd": 1, "zwe": 1, "thi": 2, "3rd": 2, "dri": 2}
    index = int(m["q"]) - 1 if m["q"] else spelled.get(m["ord"][:3], 3)
    year = m["y"] or m["y2"]

    def resolve(now: date, leaning: Leaning) -> Period:
        if year:
            return _quarter(int(year), index)
        current = (now.month - 1) // 3
        shift = -1 if leaning is Leaning.BEHIND and index > current else 0
        shift = 1 if leaning is Leaning.AHEAD and index < current else shift
        return _quarter(now.year + shift, index)

    return resolve


@_rule(
    rf"(?:(?P<l>{say.LAST}) |(?P<n>{say.NEXT}) |(?:{say.THIS}) )?(?P<m>{MONTH})(?: (?:de |del |of )?(?P<y>20\d\d))?"
    rf"|(?P<sm>{_any(say.SHORT_MONTHS)}) (?P<y2>20\d\d)"
    rf"|(?:in|since|for|during|only|of|until|from|by|to|last) (?P<sm2>jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
def _named_month(m: re.Match[str]) -> Resolve:
    month = (say.SHORT_MONTHS | say.MONTHS)[m["m"] or m["sm"] or m["sm2"]]
    year = m["y"] or m["y2"]
    lean_to = Leaning.BEHIND if m["l"] else Leaning.AHEAD if m["n"] else None
    return lambda now, lean: _month(int(year) if year else None, month, now, lean_to or lean)


@_rule(
    rf"(?:on |am |le |el |il |op |w |we )?(?:(?P<l>{say.LAST}) |(?P<n>{say.NEXT}) |(?:{say.THIS}) "
    rf")?(?P<d>{_any(say.WEEKDAYS)})s?"
    rf"(?: (?P<l2>{say.LAST})| (?P<n2>{say.NEXT}))?"
    rf"|(?:on|by|until|till|next|this|last) (?P<s>{_any(say.SHORT_WEEKDAYS)})"
)
def _named_weekday(m: re.Match[str]) -> Resolve:
    weekday = (say.WEEKDAYS | say.SHORT_WEEKDAYS)[m["d"] or m["s"]] - 1
    which = "last" if m["l"] or m["l2"] else "next" if m["n"] or m["n2"] else ""
    return lambda now, lean: _weekday(now, weekday, lean, which)


@_rule(r"(?:in |year |jahr |en |nel |w |of |for |fur )?(?P<y>20[12]\d)")
def _year(m: re.Match[str]) -> Resolve:
    return lambda now, lean: _unit(date(int(m["y"]), 1, 1), "year", 0)


@_rule(r"(?:on |by )?the (?P<d>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)")
def _day_of_month(m: re.Match[str]) -> Resolve:
    def resolve(now: date, leaning: Leaning) -> Period:
        step = 1 if leaning is Leaning.AHEAD else -1
        for offset in range(0, 3 * step, step):
            first = _unit(now, "month", offset).start
            assert first is not None
            if int(m["d"]) <= calendar.monthrange(first.year, first.month)[1]:
                day = first.replace(day=int(m["d"]))
                if (day - now).days * step >= 0:
                    return Period(day, day)
        raise NoSuchDay(f"the {m['d']}th")

    return resolve


MAYBE = re.compile(  # `may` is a month only where a month can stand
    r"(?:(?<=in )|(?<=since )|(?<=only )|(?<=for )|(?<=of )|(?<=until )|(?<=till )|(?<=by )|(?<=from "
    r")|(?<=last )|(?<=next )|(?<=this )"
    r"|(?<=during )|(?<=and )|(?<=to )|(?<=- )|(?<=before )|(?<=after )|(?<=about )|(?<=\d )|(?<=vs )|"
    r"(?<=through ))may(?!\S)"
    r"|may(?= \d)|(?<!\S)may(?=$| \?$)"
)


def _first(line: str, start: int = 0) -> Found | None:
    """The first period from a place on: the longest where several begin near one another."""
    best: tuple[int, int, Found] | None = None
    for found in _candidates(line, start):
        rank = (found.start, -(found.end - found.start))
        if best is None or rank < best[:2]:
            best = (*rank, found)
    return best[2] if best else None


def _candidates(line: str, start: int) -> Iterator[Found]:
    searched = re.sub(
        r"guten morgen|goede morgen|goedemorgen|buon giorno|buenos dias|hier ist|ist hier|hier in", _blank, line
    )
    searched = re.sub(r"(?<!\S)may(?!\S)", lambda m: "may" if _is_month(line, m.start()) else "   ", searched)
    for pattern, work in RULES:
        for match in pattern.finditer(searched, start):
            if match[0].strip() and match.end() > match.start():
                yield Found(match.start(), match.end(), work(match))
                break


def _is_month(line: str, at: int) -> bool:
    return any(match.start() == at for match in MAYBE.finditer(line))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
