"""What costs more or less than before: old and new price, per cent, currency, from when, for which goods."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.adapters.triage import price_patterns as said
from bot.adapters.triage import references
from bot.adapters.triage.dates import mentions
from bot.adapters.triage.day_names import MONTH_OF
from bot.adapters.triage.nearest_days import Mention
from bot.adapters.triage.numbers import Amount, amounts, number, percents
from bot.adapters.triage.tables import Column, rows
from bot.adapters.triage.words import fold, sentences
from bot.domain.triage import Mail, MailClass, Part, PriceChange, Span

# How far from a number the words that explain it may stand, and how many numbers of a sentence are looked at.
NEAR = 60
MOST = 40
# A percentage beside two prices is rounded: up to so many points off.
ROUNDED = Decimal("0.6")
# "1,200" alone is rather a count.
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


@dataclass(frozen=True)
class _Priced:
    """An amount and what the words beside it say about it."""

    amount: Amount
    old: bool
    new: bool


def price_changes(mail: Mail, classes: Sequence[MailClass]) -> tuple[PriceChange, ...]:
    """Every price that changes, with the words it stands in; nothing unless the mail is about prices."""
    if MailClass.PRICE_CHANGE not in classes:
        return ()
    cancelled = classes[0] is MailClass.CANCELLATION
    folded = fold(mail.text)
    days = mentions(mail.text, mail.received_on)
    orders = references.spans(mail.text)
    effective = _effective(folded, days, mail.received_on)
    changes = [*_columns(mail, folded)]
    if not changes:
        for start, text in sentences(folded):
            changes += _in_sentence(mail, start, text, days, orders)
        changes = _joined(changes)
        changes = [*_stated(changes, folded)]
    changes += _dropped(mail, folded)
    if cancelled:  # what it costs to cancel is no price of goods
        changes = [change for change in changes if change.old is not None]
    else:
        changes = [*changes, *_percentages(mail, folded, changes)]
    code = next((change.currency for change in changes if change.currency), None)
    return tuple(replace(change, effective=effective, currency=change.currency or code) for change in changes)


def _columns(mail: Mail, folded: str) -> Iterator[PriceChange]:
    """The lines of a table with an old and a new price; those that stay as they are change nothing."""
    for row in rows(mail.text):
        old, new = (
            next(amounts(folded[cell.start : cell.end]), None) if cell else None
            for cell in (row.cells.get(Column.OLD_PRICE), row.cells.get(Column.NEW_PRICE))
        )
        listed = Column.OLD_PRICE not in row.cells
        if new and (listed if old is None else old.value != new.value):
            span = Span(Part.BODY, row.start, mail.text[row.start : row.end])
            code = new.currency or (old.currency if old else None)
            yield PriceChange(span, row.item, old.value if old else None, new.value, code)


def _dropped(mail: Mail, folded: str) -> Iterator[PriceChange]:
    """A charge that is given up: "we drop the pallet charge of 45 EUR" makes it nothing."""
    for start, text in sentences(folded):
        for hit in said.CHARGE_DROPPED.finditer(text):
            for amount in amounts(hit.group()):
                if amount.currency:
                    begin = start + hit.start()
                    span = Span(Part.BODY, begin, mail.text[begin : start + hit.end()])
                    item = mail.text[begin + hit.start("item") - hit.start() : begin + hit.end("item") - hit.start()]
                    yield PriceChange(span, item, amount.value, Decimal(0), amount.currency)


def _stated(changes: Sequence[PriceChange], folded: str) -> Iterator[PriceChange]:
    """Adds the percentage that the mail itself gives for its one change: "8 % more, 103 instead of 95"."""
    given = [amount.value for amount in percents(folded)]
    for change in changes:
        if len(changes) == len(given) == 1 and change.old and change.new:
            real = (change.new / change.old - 1) * 100
            size = given[0] if real > 0 else -given[0]
            if abs(real - size) <= ROUNDED:
                yield replace(change, pct=size)
                continue
        yield change


def _in_sentence(
    mail: Mail, start: int, text: str, days: Sequence[Mention], orders: Sequence[tuple[int, int, str]]
) -> Iterator[PriceChange]:
    end = start + len(text)
    taken = [(day.start - start, day.end - start) for day in days if start <= day.start < end]
    taken += [(a - start, b - start) for a, b, _ in orders if start <= a < end]
    found = [amount for amount in amounts(text) if _is_price(amount, text, taken)][:MOST]
    priced = [_judged(amount, text) for amount in found]
    while priced:
        first, rest = priced[0], priced[1:]
        partner = rest[0] if rest else None
        months = _by_month(first.amount, partner.amount, text) if partner else None
        if months and months[0].value != months[1].value:
            yield _change(mail, start, text, *months)
            priced = rest[1:]
            continue
        if partner and (
            first.old != partner.old or first.new != partner.new or _arrow(text, first.amount, partner.amount)
        ):
            old, new = _ordered(first, partner, text)
            priced = rest[1:]
            if old.amount.value != new.amount.value and _of_money(text, first.amount, partner.amount):
                yield _change(mail, start, text, old.amount, new.amount)
            continue
        priced = rest
        if said.PRICE_CUE.search(text) or (first.amount.currency and (first.old or first.new)):
            yield _change(mail, start, text, first.amount if first.old and not first.new else None,
                          None if first.old and not first.new else first.amount)  # fmt: skip


def _of_money(text: str, *pair: Amount) -> bool:
    """Whether two numbers are prices at all: "from 0 to 10" and "4 by 6" are none."""
    if any(amount.currency or _has_cents(amount) for amount in pair):
        return True
    return bool(said.MONEY_WORD.search(text))


def _has_cents(amount: Amount) -> bool:
    return bool(re.search(r"[.,]", amount.written)) and not THOUSANDS.fullmatch(amount.written)


def _is_price(amount: Amount, text: str, taken: Sequence[tuple[int, int]]) -> bool:
    if any(start < amount.end and amount.start < end for start, end in taken):
        return False
    after, before = text[amount.end : amount.end + NEAR], text[max(0, amount.start - NEAR) : amount.start]
    if re.match(r"\s?(?:%|percent|per cent|prozent|pour cent|por ciento|per cento|procent)", after) or (
        re.search(r"[a-z]-?$", before[-2:]) and not amount.currency
    ):
        return False
    if said.LIMIT_BEFORE.search(before) or said.FEE_AFTER.match(after) or said.BALANCE_BEFORE.search(before):
        return False
    if said.STAYS_BEFORE.search(before) or _is_difference(before, after):
        return False
    if amount.currency:
        return True
    if said.NOT_A_PRICE.match(after) or said.CODE_BEFORE.search(before) or re.match(r"[a-z]|[/:]\d", after):
        return False
    if _has_cents(amount):
        return True
    return bool(
        said.NEW_BEFORE.search(before)
        or said.OLD_BEFORE.search(before)
        or re.match(r"\s*(?:the|per|a piece|each|/|->|>)", after)
    )


def _is_difference(before: str, after: str) -> bool:
    """Whether an amount says by how much a price changes: "up by 0.25", but not "augmente de 4,10 à 4,35"."""
    if said.BY_BEFORE.search(before) or said.MORE_AFTER.match(after):
        return True
    return bool(said.RISES_OF.search(before) and not said.TO_AFTER.match(after))


def _judged(amount: Amount, text: str) -> _Priced:
    before, after = text[max(0, amount.start - NEAR) : amount.start], text[amount.end : amount.end + NEAR]
    was = _longest(before, said.OLD_BEFORE, said.WAS_BEFORE, said.STILL)
    will = _longest(before, said.NEW_BEFORE, said.WILL_BEFORE)
    if was and will and was.start() < will.start():
        will = None  # "was raised at": the longer turn of phrase tells
    elif was and will and will.start() < was.start():
        was = None
    corrected = said.INTO_AFTER.match(after) and said.CORRECTED.search(text)
    old = bool(was) + bool(said.OLD_AFTER.match(after) or corrected)
    new = bool(will) + bool(said.NEW_AFTER.match(after))
    return _Priced(amount, old > 0 and old >= new, new > 0 and new >= old)


def _longest(before: str, *patterns: re.Pattern[str]) -> re.Match[str] | None:
    """The turn of phrase that reaches back farthest."""
    return min((hit for pattern in patterns if (hit := pattern.search(before))), key=re.Match.start, default=None)


def _by_month(first: Amount, second: Amount, text: str) -> tuple[Amount, Amount] | None:
    """Old and new where each names its month: "1.86 for August (July 1.72)"."""
    one = said.MONTH_NEAR.search(text[max(0, first.start - NEAR) : first.start])
    two = said.MONTH_NEAR.search(text[first.end : second.start])
    if not one or not two or MONTH_OF[one["month"]] == MONTH_OF[two["month"]]:
        return None
    later = (MONTH_OF[one["month"]] - MONTH_OF[two["month"]]) % 12 < 6
    return (second, first) if later else (first, second)


def _arrow(text: str, first: Amount, second: Amount) -> bool:
    return bool(re.search(r"->|>|=>", text[first.end : second.start]))


def _ordered(first: _Priced, second: _Priced, text: str) -> tuple[_Priced, _Priced]:
    """Old and new. "From 62 to 64", "64 instead of 62", "18.20 ... I need 19.05"."""
    if _arrow(text, first.amount, second.amount):
        return first, second
    weight = (first.old - first.new) - (second.old - second.new)
    if weight == 0:
        return first, second
    return (first, second) if weight > 0 else (second, first)


def _change(mail: Mail, start: int, text: str, old: Amount | None, new: Amount | None) -> PriceChange:
    here = [amount for amount in (old, new) if amount]
    begin, end = min(a.start for a in here), max(a.end for a in here)
    span = Span(Part.BODY, start + begin, mail.text[start + begin : start + end])
    code = next((amount.currency for amount in (new, old) if amount and amount.currency), None)
    return PriceChange(
        span, _item(mail, start, text, begin), old.value if old else None, new.value if new else None, code
    )


def _item(mail: Mail, start: int, text: str, begin: int) -> str | None:
    """The goods named right before the price, as far as the words allow."""
    found = said.SURCHARGE.search(text)
    if found:
        return mail.text[start + found.start(1) : start + found.end(1)].strip()
    before = mail.text[start : start + begin]
    tail = re.split(
        r"[.;:,(]|\b(?:but|and|now|that|your|the|our|dass|der|die|das|le|la|el|il|de|het|zu|mais|aber)\b", before
    )[-1]
    words = re.findall(
        r"[^\W\d_][\w/&-]*",
        re.sub(
            r"\b(?:is|was|are|now|costs?|from|to|at|of|rises?|drops?|drop|need|for|price|shows?|says|von|kostet|passe|pasa|passa|gaat|van|da|de|increases?|goes|up|down)\b",
            " ",
            tail,
            flags=re.I,
        ),
    )
    words = [word for word in words if fold(word) not in said.NO_GOODS and not re.fullmatch(r"[Pp][Oo]?\d+", word)]
    return " ".join(words[-4:]) or None


def _joined(changes: list[PriceChange]) -> list[PriceChange]:
    """Joins an old price with the new one of the next sentence: "Your order shows 18.20. I need 19.05"."""
    joined: list[PriceChange] = []
    for change in changes:
        last = joined[-1] if joined else None
        if last and last.new is None and change.old is None:
            joined[-1] = replace(
                change, old=last.old, item=change.item or last.item, currency=change.currency or last.currency
            )
        elif last and last.old is None and change.new is None and last.new is not None:
            joined[-1] = replace(last, old=change.old, currency=last.currency or change.currency)
        else:
            joined.append(change)
    return [change for change in joined if change.new is not None]


def _percentages(mail: Mail, folded: str, priced: Sequence[PriceChange]) -> Iterator[PriceChange]:
    seen: set[Decimal] = set()
    for start, text in sentences(folded):
        charge = said.SURCHARGE.search(text)
        if charge and (hit := said.RISEN_PERCENT.search(text)):
            old, new = number(hit["old"]), number(hit["new"])
            span = Span(Part.BODY, start + hit.start(), mail.text[start + hit.start() : start + hit.end()])
            yield PriceChange(span, charge[1].strip(), old, new)
            continue
        for amount in percents(text):
            if amount.value in seen or said.PERCENT_OTHER.search(text) or not said.PRICE_CUE.search(text):
                continue
            if priced and not said.EVERYTHING.search(text) and not charge:
                continue
            seen.add(amount.value)
            span = Span(Part.BODY, start + amount.start, mail.text[start + amount.start : start + amount.end])
            item = charge[1].strip() if charge else "all"
            value = (
                -amount.value
                if said.DOWNWARD.search(text) and not re.search(r"\bup\b|increas|rise", text)
                else amount.value
            )
            yield PriceChange(span, item, pct=value)


def _effective(folded: str, days: Sequence[Mention], today: date) -> date | None:
    for day in days:
        before = folded[max(0, day.start - 30) : day.start]
        month_only = day.bare_month
        if (
            said.FROM.search(before)
            and not month_only
            and not re.search(r"\b(?:deliver\w*|ok for|ship\w*|arriv\w*|liefer\w*|livr\w*)[^.]{0,15}$", before)
        ):
            return day.date.replace(day=1) if month_only else day.date
    found = said.FROM_MONTH.search(folded)
    if found:
        month = MONTH_OF[found["month"] or found["sail"]]
        year = int(found["year"]) if found["year"] else today.year + (1 if month < today.month - 2 else 0)
        return date(year, month, 1)
    return None
