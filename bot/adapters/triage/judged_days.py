"""Every day of a text with its role: what the rules say, put right where the trained weights are sure of the contrary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.adapters.triage import day_weights
from bot.adapters.triage.dated_lines import Line, lines
from bot.adapters.triage.dated_tables import dated_cells
from bot.adapters.triage.dates import mentions
from bot.adapters.triage.day_roles import Role, roles
from bot.adapters.triage.day_signs import day_signs
from bot.adapters.triage.nearest_days import Mention
from bot.adapters.triage.words import fold

# A day that the rules take for a promise is none below the one, a day that they leave out is one above the other.
DROPPED_BELOW = 0.3
TAKEN_ABOVE = 0.8
# Beside one that is far surer, a doubtful day is none.
DOUBTFUL_BELOW, APART = 0.5, 0.4
FIRM = (Role.PROMISED, Role.EARLIEST)


def judged_days(
    text: str, today: date, *, signature: str = "", needs_words: bool = False
) -> Iterator[tuple[Line, list[Role]]]:
    """The sentences of a text that name days, each day with its role.

    `signature` helps to tell an American's 03/04; with `needs_words` a promise must speak of goods (`day_roles.roles`).
    """
    named = mentions(text, today, signature=signature)
    if not named:
        return
    table, folded = tuple(dated_cells(text)), fold(text)
    found: list[tuple[Line, list[tuple[Role, float]]]] = []
    for line in lines(text, folded, named):
        ruled = roles(line, today, table)
        strict = roles(line, today, table, needs_words=True) if needs_words else ruled
        chances = [_chance(line, number, ruled, today, named, folded) for number in range(len(line.days))]
        judged = [
            _weighed(role, chance, day.date >= today) if role is strict[number] else strict[number]
            for number, (role, chance, day) in enumerate(zip(ruled, chances, line.days, strict=True))
        ]
        found.append((line, list(zip(judged, chances, strict=True))))
    best = max((chance for _, days in found for role, chance in days if role is Role.PROMISED), default=0.0)
    for line, days in found:
        yield line, [Role.OTHER if role is Role.PROMISED and _pales(chance, best) else role for role, chance in days]


def _chance(
    line: Line, number: int, ruled: Sequence[Role], today: date, named: Sequence[Mention], folded: str
) -> float:
    return day_weights.load().chance(day_signs(line, number, ruled, today, named, folded[: line.start]))


def _weighed(role: Role, chance: float, to_come: bool) -> Role:
    if role is Role.PROMISED and chance < DROPPED_BELOW:
        return Role.OTHER
    if role not in FIRM and chance > TAKEN_ABOVE and to_come:
        return Role.PROMISED
    return role


def _pales(chance: float, best: float) -> bool:
    """Whether a day is doubtful beside another that is promised for certain."""
    return chance < DOUBTFUL_BELOW and best - chance > APART
