"""What the weights see of a day in a sentence: the words around it, their concepts, and what the rules make of it."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.adapters.triage.dated_lines import BUT, BUT_AFTER, Line
from bot.adapters.triage.day_roles import Role
from bot.adapters.triage.features import WORD, concepts_of, letter_groups
from bot.adapters.triage.nearest_days import Mention

PLACES = 1 << 15
# How much each group of signs counts, however many there are of it.
WEIGHT = {
    "before": 1.0, "after": 1.0, "clause before": 1.0, "clause after": 0.8, "sentence before": 0.5, "sentence after": 0.5,
    "letters before": 0.8, "letters after": 0.6, "concepts before": 1.0, "concepts after": 0.8, "concept pairs": 0.7,
    "rules": 2.0, "day": 1.0, "marks": 1.0, "neighbours": 1.0, "sentence earlier": 0.4,
}  # fmt: skip
FAR = 14
NEAR = 8
EARLIER = 100


def day_signs(
    line: Line, number: int, judged: Sequence[Role], today: date, named: Sequence[Mention], earlier: str
) -> dict[int, float]:
    """The numbered places of a day, with how much each counts.

    `judged` holds the roles that the rules give to the days of the line, `named` all days of the mail, `earlier` the
    folded words before the line.
    """
    found: dict[int, float] = {}
    for group, names in _groups(line, number, judged, today, named, earlier):
        distinct = dict.fromkeys(names)
        share = WEIGHT[group] / max(1, len(distinct)) ** 0.5
        for name in distinct:
            place = zlib.crc32(f"{group}:{name}".encode()) % PLACES
            found[place] = found.get(place, 0.0) + share
    return found


def _groups(
    line: Line, number: int, judged: Sequence[Role], today: date, named: Sequence[Mention], earlier: str
) -> Iterator[tuple[str, Iterable[str]]]:
    day = line.days[number]
    start, end = day.start - line.start, day.end - line.start
    before, after = _words(line, 0, start), _words(line, end, len(line.text))
    near_before, near_after = _clause_before(line, start), _clause_after(line, end)
    yield "before", _beside(before[::-1])
    yield "after", _beside(after)
    yield "clause before", [*near_before, *_pairs(near_before)]
    yield "clause after", [*near_after, *_pairs(near_after)]
    yield "sentence before", before[-FAR:]
    yield "sentence after", after[:FAR]
    yield "letters before", letter_groups(near_before[-NEAR:])
    yield "letters after", letter_groups(near_after[:NEAR])
    meant_before, meant_after = concepts_of(" ".join(near_before)), concepts_of(" ".join(near_after))
    yield "concepts before", meant_before
    yield "concepts after", meant_after
    yield (
        "concept pairs",
        [
            *(f"{a}>{b}" for a in dict.fromkeys(meant_before) for b in dict.fromkeys(meant_after)),
            *(f"{a}>{b}" for a, b in itertools.pairwise(meant_before)),
        ],
    )
    kind, when = _kind(day), _when(day.date, today)
    place, position = _place(day, named), _position(line, number)
    role = judged[number].value
    promised = sum(other is Role.PROMISED for at, other in enumerate(judged) if at != number)
    beside = f"beside {min(promised, 2)}"
    yield "rules", [role, *(f"{role} {what}" for what in (kind, when, place, position, beside))]
    yield "day", [when, kind, place, position, f"{kind} {when}", f"{place} {when}"]
    mark = _mark(line.text[:start].rstrip(" ")[-1:])
    yield "marks", [f"before {mark}", f"before {mark} {place}", f"after {_mark(line.text[end:].lstrip(' ')[:1])}"]
    yield "neighbours", _neighbours(line, number, judged)
    yield "sentence earlier", concepts_of(earlier[-EARLIER:])


def _words(line: Line, start: int, end: int) -> list[str]:
    """The words between two places of a line; days and numbers stand for all of their kind."""
    found: list[str] = []
    for day in line.days:
        first, last = day.start - line.start, day.end - line.start
        if start < last and first < end:
            found += [*WORD.findall(line.text[start:first]), "adate"] if start < first else ["adate"]
            start = last
    found += WORD.findall(line.text[start:end])
    return ["anum" if word.isdigit() else word for word in found]


def _clause_before(line: Line, start: int) -> list[str]:
    cuts = [hit.end() for hit in BUT.finditer(line.text[:start])]
    words = _words(line, cuts[-1] if cuts else 0, start)
    return _words(line, cuts[-2], start) if len(words) < 2 and len(cuts) > 1 else words


def _clause_after(line: Line, end: int) -> list[str]:
    cut = BUT_AFTER.search(line.text, end)
    return _words(line, end, cut.start() if cut else len(line.text))


def _beside(words: Sequence[str]) -> list[str]:
    """The three words next to the day, each at its place, alone and together."""
    one, two, three = [*words, "|", "|", "|"][:3]
    return [f"1 {one}", f"2 {two}", f"3 {three}", f"12 {one} {two}", f"123 {one} {two} {three}"]


def _pairs(words: Sequence[str]) -> Iterator[str]:
    return (f"{a} {b}" for a, b in itertools.pairwise(words))


def _kind(day: Mention) -> str:
    return "approx" if day.approx else "relative" if day.relative else "day"


def _when(day: date, today: date) -> str:
    """How far ahead: suppliers promise days, forecasts and prices reach months ahead."""
    ahead = (day - today).days
    steps = ((0, "past"), (1, "today"), (4, "soon"), (15, "two weeks"), (75, "months"))
    return next((name for limit, name in steps if ahead < limit), "far")


def _place(day: Mention, named: Sequence[Mention]) -> str:
    """Among the days of the mail: the only, the first, the last one of the calendar."""
    others = [other.date for other in named if other.start != day.start]
    if not others:
        return "only"
    return "latest" if day.date >= max(others) else "first" if day.date <= min(others) else "between"


def _position(line: Line, number: int) -> str:
    if len(line.days) == 1:
        return "alone"
    return "begins" if number == 0 else "ends" if line.last(number) else "within"


def _mark(sign: str) -> str:
    return "word" if sign.isalnum() else sign


def _neighbours(line: Line, number: int, judged: Sequence[Role]) -> Iterator[str]:
    """What the rules make of the days beside, with the words between."""
    day = line.days[number]
    if number:
        between = _words(line, line.days[number - 1].end - line.start, day.start - line.start)
        yield f"before {judged[number - 1].value}"
        yield f"before {judged[number - 1].value} {' '.join(between[:2])}"
    if not line.last(number):
        between = _words(line, day.end - line.start, line.days[number + 1].start - line.start)
        yield f"after {judged[number + 1].value}"
        yield f"after {judged[number + 1].value} {' '.join(between[-2:])}"
