"""The sentences of a mail that name days, with the words around each day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.adapters.triage.nearest_days import Mention
from bot.adapters.triage.words import sentences

# How far from a day the words that explain it may stand, and how many days of a mail are looked at.
NEAR = 120
MOST = 60
BUT = re.compile(r"[,;(]| but | aber | mais | pero | ma | maar | ale | and | und ")
BUT_AFTER = re.compile(r"[,;)]| but | aber | mais | pero | ma | maar | ale ")
# A full stop behind a date that ends with one is an end all the same where a new sentence begins.
BEGINS = re.compile(r"\.\s+(?=[A-ZÀ-Ž])")
GERMAN = re.compile(r"\b(?:wir|und|nicht|ist|termin|liefer\w*|bitte|der|die)\b")
GERMAN_BEGINNING = re.compile(
    r"(?:wir|die|der|das|den|ihre?|unsere?|bitte|neuer|lieferung|leider|es|sie|ein|eine|einen|im|am|bis|danke|vielen|viele|mit|p\d+|po)\b"
)


@dataclass(frozen=True)
class Line:
    """A sentence of the mail with the days in it."""

    start: int
    text: str
    days: list[Mention]

    def before(self, number: int) -> str:
        """The words before a day, back to the day before it."""
        start = self.days[number - 1].end - self.start if number else 0
        at = self.days[number].start - self.start
        return self.text[max(0, start, at - NEAR) : at]

    def after(self, number: int) -> str:
        """The words behind a day, up to the next one."""
        end = self.days[number + 1].start - self.start if number + 1 < len(self.days) else len(self.text)
        start = self.days[number].end - self.start
        return self.text[start : min(end, start + NEAR)]

    def up_to(self, number: int) -> str:
        """The words before a day, with the days among them."""
        at = self.days[number].start - self.start
        return self.text[max(0, at - NEAR) : at]

    def clause(self, number: int) -> str:
        """The words around a day, up to the next comma and conjunction on both sides."""
        day = self.days[number]
        at = day.start - self.start
        before = BUT.split(self.text[:at])
        near = before[-1]
        if len(near) <= 12 and len(before) > 1:
            earlier = self.days[number - 1].end - self.start if number else 0
            near = self.text[max(earlier, at - len(before[-2] + near) - 1) : at]
        end = day.end - self.start
        return near + " " + BUT_AFTER.split(self.text[end : end + NEAR])[0]

    def last(self, number: int) -> bool:
        """Whether no other day follows."""
        return number + 1 == len(self.days)


def lines(text: str, folded: str, named: Sequence[Mention]) -> Iterator[Line]:
    """The sentences of a text that name days."""
    named = named[:MOST]
    german = bool(GERMAN.search(folded))
    for start, piece in _joined(text, folded, named):
        cuts = [start]
        for day in named:
            inside = start <= day.start < start + len(piece)
            end = (BEGINS.match(text, day.end - 1) or BEGINS.match(text, day.end)) if inside else None
            if end and (not german or GERMAN_BEGINNING.match(folded, end.end())):
                cuts.append(end.end())
        for begin, end_ in zip(cuts, [*cuts[1:], start + len(piece)], strict=True):
            days = [day for day in named if begin <= day.start < end_]
            if days:
                yield Line(begin, folded[begin:end_], days)


def _joined(text: str, folded: str, named: Sequence[Mention]) -> list[tuple[int, str]]:
    """The sentences; "30. Apr. auf den 4. Mai" is not cut behind the month."""
    ends = {day.end for day in named} | {day.end + 1 for day in named}
    joined: list[tuple[int, str]] = []
    for start, piece in sentences(folded):
        before = folded[:start].rstrip(" ")
        goes_on = before.endswith(".") and len(before) in ends and not (text[start].isupper() or text[start].isdigit())
        if joined and goes_on:
            first = joined.pop()[0]
            start, piece = first, folded[first : start + len(piece)]
        joined.append((start, piece))
    return joined
