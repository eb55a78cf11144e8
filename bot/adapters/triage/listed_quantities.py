"""Counts that stand in tables, lists and labelled fields: `ordered 600 picked 512 short 88`, `Valve 45/60`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.adapters.triage import quantity_patterns as said
from bot.adapters.triage.counts import Count, count_in, made
from bot.adapters.triage.numbers import number
from bot.adapters.triage.tables import Column, Row, rows
from bot.adapters.triage.words import fold, sentences
from bot.domain.triage import Mail, MailClass, Quantity


def columns(mail: Mail, classes: Sequence[MailClass], po: str | None) -> Iterator[Quantity]:
    """The lines of a table that has a column of counts; where none is short, all that was ordered comes."""
    for row in rows(mail.text):
        ordered, given, rest = (
            _cell(row, column, fold(mail.text)) for column in (Column.ORDERED, Column.GIVEN, Column.OPEN)
        )
        if ordered is None and given is not None and rest is not None:
            ordered = given + rest
        if ordered is not None and given is None:
            given = ordered - rest if rest is not None else None
            if given is None and MailClass.ORDER_CONFIRMATION in classes:
                given = ordered
        if ordered is not None and given is not None and 0 <= given <= ordered:
            yield made(mail, row.start, row.end, ordered, given, row.item, po)


def _cell(row: Row, column: Column, folded: str) -> Decimal | None:
    cell = row.cells.get(column)
    hit = re.match(rf"\s*{said.N}{said.UNIT}\s*$", folded[cell.start : cell.end]) if cell else None
    return number(hit.group(1)) if hit else None


def slashed(mail: Mail, text: str, po: str | None) -> Iterator[Quantity]:
    """A list of `Valve 45/60`: what is complete counts too."""
    hits = [(hit, count_in(hit, 2), count_in(hit, 3)) for hit in said.SLASHED_LINE.finditer(text)]
    if len(hits) < 2 or not all(given and ordered and given.value <= ordered.value for _, given, ordered in hits):
        return
    for hit, given, ordered in hits:
        if given and ordered:
            item = mail.text[hit.start("item") : hit.end("item")].strip(" :-*•")
            yield made(mail, hit.start(), hit.end(), ordered.value, given.value, item, po)


def labelled(mail: Mail, text: str, po: str | None) -> Iterator[Quantity]:
    """`ordered 600 rolls picked 512 short 88`, in one line or one under the other."""
    lines = [(start, line) for start, line in sentences(text) if sum(map(bool, _labels(line))) >= 2]
    single = [found for found in (_labels(text),) if sum(map(bool, found)) >= 2 and all(len(one) < 2 for one in found)]
    for start, line in lines or [(0, text) for _ in single]:
        ordered, given, rest = (one[0] if one else None for one in _labels(line))
        here = [one for one in (ordered, given, rest) if one]
        if not ordered or (given and rest and given.value + rest.value != ordered.value):
            continue
        available = given.value if given else ordered.value - here[-1].value
        if 0 <= available <= ordered.value:
            begin, end = min(one.start for one in here), max(one.end for one in here)
            named = re.split(r"\s{2,}|[,;:|]", mail.text[start : start + begin])
            item = next((part for part in reversed(named) if re.search(r"[^\W\d_]{3}", part)), "").strip(" -*•\n")
            yield made(mail, start + begin, start + end, ordered.value, available, item[-60:] or None, po)
    if lines:
        yield from _complete(mail, text, po)


def _labels(line: str) -> tuple[list[Count], ...]:
    return tuple(
        [found for hit in pattern.finditer(line) if (found := count_in(hit, 1))] for pattern in said.LABELLED.values()
    )


def _complete(mail: Mail, text: str, po: str | None) -> Iterator[Quantity]:
    """A line of a list of shortages that says `order 20 OK`."""
    for start, line in sentences(text):
        ordered, given, rest = _labels(line)
        if len(ordered) == 1 and not given and not rest and re.search(r"\b(?:ok|complete|full|in full)\b", line):
            item = re.split(r"\s{2,}|[,;:|]", line[: ordered[0].start].strip())[-1].strip() or None
            yield made(
                mail, start + ordered[0].start, start + ordered[0].end, ordered[0].value, ordered[0].value, item, po
            )


def table_rows(mail: Mail, start: int, line: str, po: str | None) -> Iterator[Quantity]:
    for pattern in (said.TABLE_AFTER, said.TABLE_BEFORE):
        for hit in pattern.finditer(line):
            ordered, available = count_in(hit, 1), count_in(hit, 2)
            if ordered and available and available.value <= ordered.value:
                item = re.split(r"[,;:|]", mail.text[start : start + hit.start()])[-1].strip(" -*•") or None
                yield made(mail, start + hit.start(), start + hit.end(), ordered.value, available.value, item, po)
