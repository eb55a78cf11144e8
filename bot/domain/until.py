"""`until Friday, deputy @ben` as a person types it: from when until when they are away, and who stands in.

A day that is named belongs to the absence: away until Friday means that Friday is a day away too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.errors import InvalidInput

LONGEST = timedelta(days=366)
HOW = (
    "Write it like `away until Friday`, `away until 3 December, deputy @ben`, `away until 2026-12-03 noon` "
    "or `away from Monday until Friday`."
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS).replace("sep(?:tember)?", "sept?(?:ember)?")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of)? ({_MONTH})\.?,?(?: (\d{{4}}))?")
_MONTH_FIRST = re.compile(rf"({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4})?)?")
_SLASHED = re.compile(r"\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?")
_COUNT = re.compile(r"(?:for )?(a|one|two|three|four|\d{1,3}) (day|week)s?")
_CLOCK = re.compile(r"(?:at )?(\d{1,2})(?::(\d{2}))? ?(am|pm|h|o'clock)?")
_NEAR = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_DEPUTY = re.compile(r"[,;]?\s*(?:and |with )?(?:my )?(?:deputy|cover|covered by)\s*(?:is|:)?\s+(.+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What was said: from `start` to before `until`, aware in UTC, and the deputy in the person's own words."""

    start: datetime
    until: datetime
    deputy: str


def parse_away(text: str, now: datetime) -> Said:
    """Read what follows `away`. `now` carries the person's time zone.

    Raises `InvalidInput` with a sentence for the person: nothing that ends, no such day, an end that has
    passed or lies more than a year ahead.
    """
    words = " ".join(text.replace("’", "'").split())
    deputy = _DEPUTY.search(words)
    when = (words[: deputy.start()] if deputy else words).strip(" ,.;")
    start, until = _span(when.lower(), now)
    if until <= now:
        raise InvalidInput(
            f'"{when}" has passed already, so there is nothing to set: it is {now:%A, %-d %B %Y, %H:%M} where you are. '
            f"If you are still away, say until when. {HOW}"
        )
    if until <= start:
        raise InvalidInput(f'"{when}" ends before it begins. {HOW}')
    if until - now > LONGEST:
        raise InvalidInput(f'"{when}" is more than a year ahead. Please give an end within a year.')
    return Said(max(start, now).astimezone(UTC), until.astimezone(UTC), deputy[1].strip(" .") if deputy else "")


def _span(when: str, now: datetime) -> tuple[datetime, datetime]:
    start = now
    if opened := re.match(r"(?:from|starting|since) (.+?) (?=until|till|til|to|through|for )", f"{when} "):
        start = _midnight(_day(opened[1], now.date(), opened[1]), now)
        when = when[opened.end() :].strip()
    bound = re.sub(r"^(?:i'm |i am )?(?:until|till|til|to|through|by)\b(?: the)?(?: end of)? ?", "", when)
    if not bound:
        raise InvalidInput(f"Please say until when you are away. {HOW}")
    if not (bound != when or _COUNT.fullmatch(bound) or bound == "today"):
        raise InvalidInput(f'I cannot read "{when[:60]}". {HOW}')
    if counted := _COUNT.fullmatch(bound):
        number = _COUNTS.get(counted[1]) or int(counted[1])
        days = number * (7 if counted[2] == "week" else 1)
        return start, _midnight(start.date() + timedelta(days=days), now)
    return start, _end(bound, max(start, now))


def _end(bound: str, now: datetime) -> datetime:
    """The end of a day, or a time on it."""
    whole = _day_or_none(bound, now.date())
    if whole is not None:
        return _midnight(whole + timedelta(days=1), now)
    parts = bound.split()
    for first in range(len(parts)):
        at = _time_or_none(" ".join(parts[first:]))
        named = _day_or_none(" ".join(parts[:first]).rstrip(","), now.date()) if first else now.date()
        if at is not None and named is not None:
            return datetime.combine(named, at, now.tzinfo)
    raise InvalidInput(f'I cannot read "{bound[:60]}" as a day or a time. {HOW}')


def _day(text: str, today: date, shown: str) -> date:
    found = _day_or_none(text.strip(), today)
    if found is None:
        raise InvalidInput(f'I cannot read "{shown[:60]}" as a day. {HOW}')
    return found


def _day_or_none(text: str, today: date) -> date | None:
    text = text.removeprefix("on ").removeprefix("and including ").removeprefix("including ")
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    weekday = re.fullmatch(r"(?:(next|this|coming) )?(\w+)\.?", text)
    if weekday and len(weekday[2]) >= 3:
        number = next((n for n, name in enumerate(_WEEKDAYS) if name.startswith(weekday[2])), None)
        if number is not None:
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)  # said on a Friday: the next Friday
    if text in ("week", "this week", "the week"):
        return today + timedelta(days=6 - today.weekday())
    return _dated(text, today)


def _dated(text: str, today: date) -> date | None:
    if found := _ISO.fullmatch(text):
        return _real(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _DOTTED.fullmatch(text):
        return _with_year(int(found[1]), int(found[2]), found[3], today, text)
    if found := _DAY_FIRST.fullmatch(text):
        return _with_year(int(found[1]), _month(found[2]), found[3], today, text)
    if found := _MONTH_FIRST.fullmatch(text):
        return _with_year(int(found[2]), _month(found[1]), found[3], today, text)
    if _SLASHED.fullmatch(text):
        raise InvalidInput(f'"{text}" can be read in two ways. Please write the month as a word, like 3 December.')
    return None


def _with_year(day: int, month: int, year: str | None, today: date, text: str) -> date:
    """A date without a year is the next one."""
    if year:
        return _real(int(year), month, day, text)
    ahead = _real(today.year, month, day, text, leap=today.year + 1)
    return ahead if ahead >= today else _real(today.year + 1, month, day, text)


def _real(year: int, month: int, day: int, text: str, leap: int | None = None) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if leap is not None and (month, day) == (2, 29):
            return _real(leap, month, day, text)
        raise InvalidInput(f'There is no such day as "{text}".') from None


def _month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _time_or_none(text: str) -> time | None:
    text = text.removeprefix("at ")
    if text in ("noon", "midday", "lunch"):
        return time(12)
    found = _CLOCK.fullmatch(text)
    if not found or not (found[2] or found[3]):
        return None  # a bare number may be a day
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] in ("am", "pm"):
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _midnight(day: date, now: datetime) -> datetime:
    """The beginning of a local day."""
    return datetime.combine(day, time(), now.tzinfo)
