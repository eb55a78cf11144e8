"""Which of the days in a mail are promises of goods to come, and which are old, asked for, or about something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.adapters.triage import promise_patterns as said
from bot.adapters.triage.dates import Mention, mentions, shift
from bot.adapters.triage.words import fold, sentences
from bot.domain.triage import DateKind, Mail, MailClass, Part, PromisedDate, Reference, Span, digits_of

PROMISING = {
    MailClass.ORDER_CONFIRMATION, MailClass.DELAY, MailClass.PARTIAL_SHORTAGE, MailClass.SHIPMENT,
    MailClass.QUALITY_CLAIM,
}  # fmt: skip
# Beside another matter a promise needs its own words: "delivery", "arrives", "ready".
NEEDS_WORDS = {MailClass.PRICE_CHANGE, MailClass.CANCELLATION, MailClass.QUESTION, MailClass.INVOICE_PAYMENT}


# How far from a day the words that explain it may stand, and how many days of a mail are looked at.
NEAR = 120
MOST = 60


@dataclass(frozen=True)
class _Line:
    """A sentence of the mail with the days in it."""

    start: int
    text: str
    days: list[Mention]


def promised_dates(mail: Mail, classes: Sequence[MailClass], found: Sequence[Reference],
                   open_orders: dict[str, tuple[date, ...]] | None = None) -> tuple[PromisedDate, ...]:  # fmt: skip
    """The days on which goods shall arrive or leave, with their order where the mail tells."""
    if not classes or not (classes[0] in PROMISING or (classes[0] in NEEDS_WORDS and PROMISING & set(classes[1:]))):
        return ()
    named = mentions(mail.text, mail.received_on, signature=f"{mail.footer} {mail.sender.name}")
    folded = fold(mail.text)
    firm: list[PromisedDate] = []
    weak: list[PromisedDate] = []
    arrivals = bool(
        re.search(
            r"\b(?:eta|arriv\w*|deliver\w*|ankunft|lieferung|livraison|entrega|consegna|levering|dostawa)\b", folded
        )
    )
    for line in _lines(folded, named):
        for number, day in enumerate(line.days):
            if not _is_promise(line, number, classes, mail.received_on):
                continue
            kind = _kind(line, number)
            if (
                kind is DateKind.DISPATCH
                and arrivals
                and re.search(r"\b(?:etd|sail\w*|vessel)\b", _before(line, number))
            ):
                continue
            (weak if _is_weak(line, number) else firm).append(_promise(mail, day, kind, found))
    kept = firm or weak
    if not kept and mail.subject and classes[0] in PROMISING:
        kept += _from_subject(mail, classes, found)
    if not kept and open_orders and classes[0] is MailClass.DELAY:
        kept += _shifted(mail, found, open_orders)
    return _distinct(kept)


def sides(mail: Mail) -> tuple[list[date], list[date]]:
    """The days that a mail holds out, and those that it calls off, whatever it is about."""
    kept: list[date] = []
    weak: list[date] = []
    dropped: list[date] = []
    for line in _lines(fold(mail.text), mentions(mail.text, mail.received_on)):
        for number, day in enumerate(line.days):
            if _is_old(line, number, _before(line, number), _after(line, number)):
                dropped.append(day.date)
            elif _is_promise(line, number, [MailClass.DELAY], mail.received_on):
                (weak if _is_weak(line, number) else kept).append(day.date)
    return (kept, dropped + weak) if kept else (weak, dropped)


def _lines(folded: str, named: Sequence[Mention]) -> Iterator[_Line]:
    for start, text in sentences(folded):
        days = [day for day in named[:MOST] if start <= day.start < start + len(text)]
        if days:
            yield _Line(start, text, days)


def _before(line: _Line, number: int) -> str:
    start = line.days[number - 1].end - line.start if number else 0
    at = line.days[number].start - line.start
    return line.text[max(0, start, at - NEAR) : at]


def _after(line: _Line, number: int) -> str:
    end = line.days[number + 1].start - line.start if number + 1 < len(line.days) else len(line.text)
    start = line.days[number].end - line.start
    return line.text[start : min(end, start + NEAR)]


def _is_promise(line: _Line, number: int, classes: Sequence[MailClass], today: date) -> bool:
    day = line.days[number]
    before, after = _before(line, number), _after(line, number)
    whole = line.text[max(0, day.start - line.start - NEAR) : day.start - line.start]
    if day.date < today and (day.alternative is None or day.alternative < today):
        return False
    if _is_old(line, number, before, after) or said.OTHER_AFTER.search(after):
        return False
    if (passed := said.OTHER_BEFORE.search(whole)) and not (day.date > today and said.DONE.search(passed.group())):
        return False
    if said.PAPER.search(before) and not re.search(r"\b(?:goods|ware|replacement|material)\b", before):
        return False
    if said.ONLY_IF.match(after):
        return False
    if said.NEW_LABEL.search(before) or said.KEPT_AFTER.match(after):
        return True
    if day.date == today and (said.LEFT_TODAY.search(line.text) and not said.STILL_TODAY.search(line.text)):
        return False
    if (
        day.relative
        and day.date == today
        and not said.STILL_TODAY.search(line.text)
        and not said.ARRIVAL.search(line.text)
    ):
        return False
    clause = _clause(line, number)
    words = bool(said.PROMISE_WORDS.search(clause))
    about_else = bool(said.CLAUSE_OTHER.search(clause))
    if classes[0] in NEEDS_WORDS:
        return (
            words
            and not (
                about_else
                and not re.search(r"\b(?:deliver\w*|liefer\w*|livr\w*|ok for|confirm\w*|accept\w*|fine)\b", clause)
            )
            and not _effective(before)
        )
    if (
        _effective(before)
        and (about_else or day.bare_month)
        and not re.search(r"\b(?:ready|available|verfugbar|deliver|collection|stock|dispo)", clause)
    ):
        return False
    return words or not about_else


def _is_weak(line: _Line, number: int) -> bool:
    """Whether a day counts only where the mail names no better one: planned so far, due at a port or at the supplier's."""
    before = _before(line, number)
    return bool(
        said.EVENT.search(before)
        or said.PLANNED.search(before)
        or said.UPSTREAM.search(before)
        or said.IN_PORT.search(before)
        or said.TAKEN_BACK.search(before)
    )


def _effective(before: str) -> bool:
    """`from 1 May` and its sisters: a price begins to count."""
    return bool(
        re.search(
            r"\b(?:from|as of|as from|ab|zum|effective|a compter du|a partir (?:du|del|de)|desde(?: el)?|dal|vanaf|per|od|fran|i|per il)\s*(?:the )?$",
            before,
        )
    )


def _is_old(line: _Line, number: int, before: str, after: str) -> bool:
    if said.AT_LATEST.search(before) or said.KEPT_AFTER.match(after):
        return False
    if said.NOT_BEFORE.search(before):
        # "not before the 29th" is a promise; "before 12 March" said of a date that went is not.
        if number + 1 < len(line.days) and re.search(
            r"\b(?:so|therefore|please plan|daher|deshalb|donc|por lo que|quindi|dus|wiec)\b", after
        ):
            return True
        return not re.search(
            r"\b(?:not|n't|cannot|can't|nothing|nobody|none|never|nicht|nichts|kein\w*|pas|rien|no|nada|non|niente|niet|niets|nie|nic|inte|unmoglich|impossible|earliest|only|won't)\b",
            before,
        ) and bool(said.OLD_BEFORE.search(before))
    if said.OLD_BEFORE.search(before) or said.CANNOT_BEFORE.search(before) or said.REPLACED.search(before):
        return True
    if said.OLD_LABEL.search(before) or said.REPLANNED.match(after):
        return True
    if number + 1 < len(line.days) and said.CHANGED_AFTER.match(after):
        return True
    last = number + 1 == len(line.days)
    if number and said.FROM_BEFORE.search(before) and said.SHIFTED.search(line.text):
        return line.days[number].date < line.days[number - 1].date
    if not last and (
        said.ARROW_AFTER.match(after)
        and (
            said.MOVED.search(line.text[: line.days[number].start - line.start])
            or re.search(r">|become|wird|devient|wordt|diventa", after)
        )
    ):
        return True
    if (
        not last
        and said.FROM_BEFORE.search(before)
        and (said.ARROW_AFTER.match(after) or said.SHIFTED.search(line.text))
    ):
        return not re.search(r"\b(?:instead of|statt|au lieu|not)\b", after)
    return bool(said.OLD_AFTER.match(after))


def _clause(line: _Line, number: int) -> str:
    """The words around a day, up to the next comma and conjunction on both sides."""
    day = line.days[number]
    before = re.split(
        r"[,;(]| but | aber | mais | pero | ma | maar | ale | and | und ", line.text[: day.start - line.start]
    )
    near = before[-1] if len(before[-1]) > 12 or len(before) == 1 else before[-2] + before[-1]
    after = re.split(
        r"[,;)]| but | aber | mais | pero | ma | maar | ale ",
        line.text[day.end - line.start : day.end - line.start + NEAR],
    )[0]
    return near + " " + after


def _kind(line: _Line, number: int) -> DateKind:
    clause = _clause(line, number)
    if said.ARRIVAL.search(clause):
        nearest = max((hit.end() for hit in said.ARRIVAL.finditer(_before(line, number))), default=-1)
        sent = max((hit.end() for hit in said.DISPATCH.finditer(_before(line, number))), default=-1)
        return DateKind.DISPATCH if sent > nearest >= 0 and "deliver" not in clause else DateKind.DELIVERY
    return DateKind.DISPATCH if said.DISPATCH.search(clause) else DateKind.DELIVERY


def _promise(
    mail: Mail, day: Mention, kind: DateKind, found: Sequence[Reference], part: Part = Part.BODY
) -> PromisedDate:
    text = mail.text if part is Part.BODY else mail.subject
    span = Span(part, day.start, text[day.start : day.end])
    at_port = bool(re.search(r"\beta\b[^.]{0,25}$", fold(text[: day.start])) and said.PORT.search(fold(text)))
    return PromisedDate(
        day.date, kind, span, _order_for(day, found, part), None, day.approx or at_port, day.alternative
    )


def _order_for(day: Mention, found: Sequence[Reference], part: Part) -> str | None:
    """The order named last before the day, or the only one."""
    if len(found) == 1:
        return found[0].po
    earlier = [reference for reference in found if reference.span.part is part and reference.span.start < day.start]
    return max(earlier, key=lambda reference: reference.span.start).po if earlier else None


def _from_subject(mail: Mail, classes: Sequence[MailClass], found: Sequence[Reference]) -> Iterator[PromisedDate]:
    folded = fold(mail.subject)
    days = [day for day in mentions(mail.subject, mail.received_on) if not day.relative]
    line = _Line(0, folded, days)
    for number, day in enumerate(days):
        if (
            said.PROMISE_WORDS.search(folded)
            and not said.CLAUSE_OTHER.search(folded)
            and _is_promise(line, number, classes, mail.received_on)
        ):
            yield _promise(mail, day, _kind(line, number), found, Part.SUBJECT)


def _shifted(
    mail: Mail, found: Sequence[Reference], open_orders: dict[str, tuple[date, ...]]
) -> Iterator[PromisedDate]:
    """`a week later`, counted from the only date promised so far for the order."""
    moved = shift(fold(mail.text))
    if moved is None:
        return
    start, end, length = moved
    by_digits = {digits_of(name): days for name, days in open_orders.items()}
    for reference in found:
        known = by_digits.get(reference.digits, ())
        if len(known) == 1:
            span = Span(Part.BODY, start, mail.text[start:end])
            yield PromisedDate(known[0] + length, DateKind.DELIVERY, span, reference.po, None, True)


def _distinct(promises: list[PromisedDate]) -> tuple[PromisedDate, ...]:
    kept: dict[tuple[date, str | None], PromisedDate] = {}
    for promise in promises:
        kept.setdefault((promise.date, promise.po), promise)
    return tuple(kept.values())
