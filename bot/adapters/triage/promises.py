"""Which of the days in a mail are promises of goods to come, with their order and whether they leave or arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.adapters.triage import promise_patterns as said
from bot.adapters.triage.dated_lines import Line
from bot.adapters.triage.dates import mentions
from bot.adapters.triage.day_roles import Role, roles
from bot.adapters.triage.judged_days import judged_days
from bot.adapters.triage.nearest_days import Mention
from bot.adapters.triage.other_day_patterns import CLAUSE_OTHER, NO_DATE
from bot.adapters.triage.references import spans
from bot.adapters.triage.vague_dates import shift
from bot.adapters.triage.words import fold
from bot.domain.triage import DateKind, Mail, MailClass, Part, PromisedDate, Reference, Span, digits_of

PROMISING = {
    MailClass.ORDER_CONFIRMATION, MailClass.DELAY, MailClass.PARTIAL_SHORTAGE, MailClass.SHIPMENT,
    MailClass.QUALITY_CLAIM,
}  # fmt: skip
# Beside another matter a promise needs its own words: "delivery", "arrives", "ready".
NEEDS_WORDS = {MailClass.PRICE_CHANGE, MailClass.CANCELLATION, MailClass.QUESTION, MailClass.INVOICE_PAYMENT}
COMING = (Role.PROMISED, Role.PLANNED, Role.EARLIEST)

ARRIVALS = re.compile(r"\b(?:eta|arriv\w*|deliver\w*|ankunft|lieferung|livraison|entrega|consegna|levering|dostawa)\b")
SAILING = re.compile(r"\b(?:etd|sail\w*|vessel)\b")


def promised_dates(mail: Mail, classes: Sequence[MailClass], found: Sequence[Reference],
                   open_orders: dict[str, tuple[date, ...]] | None = None) -> tuple[PromisedDate, ...]:  # fmt: skip
    """The days on which goods shall arrive or leave, with their order where the mail tells."""
    if not classes:
        return ()
    beside = classes[0] in NEEDS_WORDS and PROMISING & set(classes[1:])
    rest_only = classes[0] is MailClass.CANCELLATION and not beside
    if not (classes[0] in PROMISING or beside or rest_only):
        return ()
    folded = fold(mail.text)
    by_role: dict[Role, list[PromisedDate]] = {role: [] for role in COMING}
    arrivals = bool(ARRIVALS.search(folded))
    signature = f"{mail.footer} {mail.sender.name}"
    needs_words = classes[0] in NEEDS_WORDS
    for line, judged in judged_days(mail.text, mail.received_on, signature=signature, needs_words=needs_words):
        if rest_only and not said.REST_COMES.search(line.text):
            continue
        for number, role in enumerate(judged):
            if role not in COMING:
                continue
            kind = _kind(line, number)
            if kind is DateKind.DISPATCH and arrivals and SAILING.search(line.before(number)):
                continue
            by_role[role].append(_promise(mail, line.days[number], kind, found))
    firm = by_role[Role.PROMISED]
    # "Not before the weekend. Reckon on the 18th": a later day says more.
    firm += [floor for floor in by_role[Role.EARLIEST] if not any(later.date > floor.date for later in firm)]
    kept = firm or ([] if NO_DATE.search(folded) else by_role[Role.PLANNED])
    if not kept and mail.subject and classes[0] in PROMISING:
        kept += _from_subject(mail, found)
    if not kept and open_orders and classes[0] is MailClass.DELAY:
        kept += _shifted(mail, found, open_orders)
    return _distinct(kept)


def sides(mail: Mail) -> tuple[list[date], list[date]]:
    """The days that a mail holds out, and those that it calls off, whatever it is about."""
    by_role: dict[Role, list[date]] = {role: [] for role in Role}
    for line, judged in judged_days(mail.text, mail.received_on):
        for day, role in zip(line.days, judged, strict=True):
            by_role[role].append(day.date)
    kept = by_role[Role.PROMISED] + by_role[Role.EARLIEST]
    planned, dropped = by_role[Role.PLANNED], by_role[Role.REPLACED]
    return (kept, dropped + planned) if kept else (planned, dropped)


def _kind(line: Line, number: int) -> DateKind:
    clause = line.clause(number)
    if said.ARRIVAL.search(clause):
        nearest = max((hit.end() for hit in said.ARRIVAL.finditer(line.before(number))), default=-1)
        sent = max((hit.end() for hit in said.DISPATCH.finditer(line.before(number))), default=-1)
        return DateKind.DISPATCH if sent > nearest >= 0 and "deliver" not in clause else DateKind.DELIVERY
    return DateKind.DISPATCH if said.DISPATCH.search(clause) else DateKind.DELIVERY


def _promise(
    mail: Mail, day: Mention, kind: DateKind, found: Sequence[Reference], part: Part = Part.BODY
) -> PromisedDate:
    text = mail.text if part is Part.BODY else mail.subject
    span = Span(part, day.start, text[day.start : day.end])
    at_port = bool(re.search(r"\beta\b[^.]{0,25}$", fold(text[: day.start])) and said.PORT.search(fold(text)))
    return PromisedDate(
        day.date, kind, span, _order_for(mail, day, found, part), None, day.approx or at_port, day.alternative
    )


def _order_for(mail: Mail, day: Mention, found: Sequence[Reference], part: Part) -> str | None:
    """The order named last before the day, or the only one."""
    if len(found) == 1:
        return found[0].po
    known = {reference.digits: reference.po for reference in found}
    named = spans(mail.text if part is Part.BODY else mail.subject)
    earlier = [known[digits] for start, _, name in named if start < day.start and (digits := digits_of(name)) in known]
    return earlier[-1] if earlier else None


def _from_subject(mail: Mail, found: Sequence[Reference]) -> Iterator[PromisedDate]:
    folded = fold(mail.subject)
    line = Line(0, folded, [day for day in mentions(mail.subject, mail.received_on) if not day.relative])
    if not said.PROMISE_WORDS.search(folded) or CLAUSE_OTHER.search(folded):
        return
    for number, role in enumerate(roles(line, mail.received_on)):
        if role in COMING:
            yield _promise(mail, line.days[number], _kind(line, number), found, Part.SUBJECT)


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
