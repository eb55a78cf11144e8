"""Dates as suppliers write them, in their languages: what day is meant, and where it stands."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.adapters.triage.date_patterns import WEEKDAY_AFTER, WEEKDAY_BEFORE, YEAR_MARK
from bot.adapters.triage.day_names import WEEKDAY_OF
from bot.adapters.triage.nearest_days import Mention, next_such
from bot.adapters.triage.vague_dates import rough_days, spoken_days, weeks
from bot.adapters.triage.vague_patterns import AFTER_THAT
from bot.adapters.triage.words import fold
from bot.adapters.triage.written_dates import is_american, order_is_said, written_dates

# So many days of a mail are looked at; a list of more is no letter.
MOST = 300


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
    if order_is_said(folded):
        taken = [replace(mention, alternative=None) for mention in taken]
    taken.sort(key=lambda mention: mention.start)
    return tuple(_counted_from(folded, _with_weekdays(folded, taken, today)))


def _candidates(folded: str, today: date, american: bool) -> Iterator[Mention]:
    """The surest readings first: what they take, the others leave alone."""
    yield from written_dates(folded, today, american)
    yield from weeks(folded, today)
    yield from rough_days(folded, today)
    yield from spoken_days(folded, today)


def _with_weekdays(folded: str, found: list[Mention], today: date) -> list[Mention]:
    """Joins a weekday with its date, before it or in brackets behind it, and days that count from the one before."""
    joined: list[Mention] = []
    for mention in found:
        edge = max(0, mention.start - 40)
        before = None if mention.relative else WEEKDAY_BEFORE.search(folded[edge : mention.start])
        if before:
            mention = replace(mention, start=edge + before.start())
            joined = [other for other in joined if other.end <= mention.start]
        for pattern in (YEAR_MARK, WEEKDAY_AFTER):
            if not mention.relative and (after := pattern.match(folded, mention.end)):
                mention = replace(mention, end=after.end())
        if joined and mention.start < joined[-1].end:
            continue
        if mention.bare_day and joined and mention.date < today <= joined[-1].date:
            # "The ship arrives 3 July, with you on the 7th": counted from the day named before.
            mention = replace(mention, date=next_such(mention.date.day, joined[-1].date, None) or mention.date)
        joined.append(mention)
    return joined


def _counted_from(folded: str, joined: list[Mention]) -> list[Mention]:
    """Adds "the Friday after", counted from the day named before it."""
    for hit in AFTER_THAT.finditer(folded):
        earlier = [mention for mention in joined if mention.end <= hit.start()]
        if earlier:
            base = earlier[-1].date
            word = hit["day"] or hit["unit"]
            if word in WEEKDAY_OF:
                day = base + timedelta(days=(WEEKDAY_OF[word] - base.weekday()) % 7 or 7)
            else:
                day = base + timedelta(days=1 if word == "day" else 7)
            joined = [other for other in joined if other.end <= hit.start() or other.start >= hit.end()]
            joined.append(Mention(hit.start(), hit.end(), day))
    return sorted(joined, key=lambda mention: mention.start)
