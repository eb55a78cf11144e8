"""What costs more or less than before: old and new price, per cent, currency, from when, for which goods."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from bot.adapters.triage import price_patterns as said
from bot.adapters.triage import references
from bot.adapters.triage.dates import mentions
from bot.adapters.triage.day_names import MONTH, MONTH_OF
from bot.adapters.triage.nearest_days import Mention
from bot.adapters.triage.numbers import Amount, amounts, percents
from bot.adapters.triage.price_percents import matching, percentages, with_percentage
from bot.adapters.triage.price_roles import NEAR, Priced, alike, judged, moves, opposed
from bot.adapters.triage.priced_goods import goods_named
from bot.adapters.triage.tables import YEAR, Column, rows
from bot.adapters.triage.words import fold, sentences
from bot.domain.triage import Mail, MailClass, Part, PriceChange, Span

# How many numbers of a sentence are looked at.
MOST = 40
# A day in a field is no price.
DATED = re.compile(rf"\d{{1,2}}[./-]\d{{1,2}}[./-]|\d{{1,2}}\.? (?:{MONTH})\b")
# "1,200" alone is rather a count.
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


class _Kind(Enum):
    """How sure it is that a number is a price."""

    PRICE = "with a currency, with cents or with words that only a price has"
    BARE = "without any of them"


@dataclass(frozen=True)
class _Statement:
    """What a sentence says of a price: an old and a new one, or one alone with its role."""

    change: PriceChange
    role: Priced | None = None
    # Whether the words speak of prices at all, and whether of money.
    sure: bool = True
    money: bool = True


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
        changes = _joined(
            [one for start, text in sentences(folded) for one in _in_sentence(mail, start, text, days, orders)]
        )
        changes = [*with_percentage(changes, folded)]
    dropped = [*_dropped(mail, folded)]
    given_up = {change.old for change in dropped}
    changes = [*(change for change in changes if change.old is not None or change.new not in given_up), *dropped]
    if cancelled:  # what it costs to cancel is no price of goods
        changes = [change for change in changes if change.old is not None]
    else:
        changes = [*changes, *percentages(mail, folded, changes)]
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
        if (
            new
            and not any(DATED.search(fold(cell.text)) for cell in row.cells.values())
            and (listed if old is None else old.value != new.value)
        ):
            span = Span(Part.BODY, row.start, mail.text[row.start : row.end])
            code = new.currency or (old.currency if old else None)
            change = PriceChange(span, row.item, old.value if old else None, new.value, code)
            yield replace(change, pct=matching(change, list(percents(folded[row.start :].split("\n", 1)[0]))))


def _dropped(mail: Mail, folded: str) -> Iterator[PriceChange]:
    """A charge that is given up: "we drop the pallet charge of 45 EUR" makes it nothing."""
    for start, text in sentences(folded):
        charge = said.CHARGE.search(text)
        found = [amount for amount in amounts(text) if amount.currency]
        if charge and len(found) == 1 and said.GIVEN_UP.search(text):
            begin, end = min(charge.start(), found[0].start), max(charge.end(), found[0].end)
            span = Span(Part.BODY, start + begin, mail.text[start + begin : start + end])
            item = mail.text[start + charge.start() : start + charge.end()]
            yield PriceChange(span, item, found[0].value, Decimal(0), found[0].currency)


def _in_sentence(
    mail: Mail, start: int, text: str, days: Sequence[Mention], orders: Sequence[tuple[int, int, str]]
) -> Iterator[_Statement]:
    """The prices of a sentence: old and new together where both stand in it, else one alone with its role."""
    end = start + len(text)
    taken = [(day.start - start, day.end - start) for day in days if start <= day.start < end]
    taken += [(a - start, b - start) for a, b, _ in orders if start <= a < end]
    every = list(amounts(text))[:MOST]
    kinds = [_kind(amount, text, taken) for amount in every]
    found = [amount for amount, kind in zip(every, kinds, strict=True) if kind]
    bare = {amount.start for amount, kind in zip(every, kinds, strict=True) if kind is _Kind.BARE}
    found = [amount for amount in found if not moves(amount, text, found)]
    priced = [judged(amount, text, found, amount.start in bare) for amount in found]
    while priced:
        first, rest = priced[0], priced[1:]
        partner = rest[0] if rest else None
        months = _by_month(first.amount, partner.amount, text) if partner else None
        if months and months[0].value != months[1].value and _of_money(text, *months):
            yield _Statement(_change(mail, start, text, *months))
            priced = rest[1:]
            continue
        if partner and _belong(first, partner, text):
            old, new = _ordered(first, partner, text)
            priced = rest[1:]
            if old.amount.value != new.amount.value and _of_money(text, first.amount, partner.amount):
                yield _Statement(_change(mail, start, text, old.amount, new.amount))
            continue
        priced = rest
        if first.bare:
            continue
        sure = bool(said.PRICE_CUE.search(text)) or bool(first.amount.currency and (first.old or first.new))
        was = first.old and not first.new
        yield _Statement(_change(mail, start, text, first.amount if was else None, None if was else first.amount),
                         first, sure, _of_money(text, first.amount))  # fmt: skip


def _belong(first: Priced, second: Priced, text: str) -> bool:
    """Whether two amounts next to each other are an old and a new price."""
    if _arrow(text, first.amount, second.amount):
        return True
    told = first.old != second.old or first.new != second.new
    if first.bare or second.bare:
        return told and alike(first.amount, second.amount) and bool(first.leaning * second.leaning < 0)
    if told and not alike(first.amount, second.amount):
        return all(one.amount.currency or _has_cents(one.amount) for one in (first, second))
    return told or (alike(first.amount, second.amount) and opposed(first, second))


def _of_money(text: str, *pair: Amount) -> bool:
    """Whether two numbers are prices at all: "from 0 to 10" and "4 by 6" are none."""
    if any(amount.currency or _has_cents(amount) for amount in pair):
        return True
    return bool(said.MONEY_WORD.search(text))


def _has_cents(amount: Amount) -> bool:
    return bool(re.search(r"[.,]", amount.written)) and not THOUSANDS.fullmatch(amount.written)


def _kind(amount: Amount, text: str, taken: Sequence[tuple[int, int]]) -> _Kind | None:
    """Whether a number is a price, or may be one beside another; None where it is none."""
    if any(start < amount.end and amount.start < end for start, end in taken):
        return None
    if not amount.currency and YEAR.fullmatch(amount.written):
        return None
    after, before = text[amount.end : amount.end + NEAR], text[max(0, amount.start - NEAR) : amount.start]
    if said.PERCENT_AFTER.match(after) or (re.search(r"[a-z]-?$", before[-2:]) and not amount.currency):
        return None
    if said.OWN_COST_BEFORE.search(text[max(0, amount.start - 2 * NEAR) : amount.start]) or said.STAYS_AFTER.match(
        after
    ):
        return None
    if (
        (said.LIMIT_BEFORE.search(before) and not said.PUT_UP_TO.search(before))
        or said.FEE_AFTER.match(after)
        or said.BALANCE_BEFORE.search(before)
    ):
        return None
    if said.STAYS_BEFORE.search(before) or _is_difference(before, after):
        return None
    if amount.currency:
        return _Kind.PRICE
    if (
        said.NOT_A_PRICE.match(after)
        or said.CODE_BEFORE.search(before)
        or re.match(r"[a-z]|[/:](?!100\b|1[.,]?000\b)\d", after)
    ):
        return None
    if _has_cents(amount) or said.NEW_BEFORE.search(before) or said.OLD_BEFORE.search(before):
        return _Kind.PRICE
    if said.EACH_AFTER.match(after):
        return _Kind.PRICE
    return _Kind.BARE


def _is_difference(before: str, after: str) -> bool:
    """Whether an amount says by how much a price changes: "up by 0.25", but not "augmente de 4,10 à 4,35"."""
    if said.BY_BEFORE.search(before) or said.MORE_AFTER.match(after):
        return True
    return bool(said.RISES_OF.search(before) and not said.TO_AFTER.match(after))


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


def _ordered(first: Priced, second: Priced, text: str) -> tuple[Priced, Priced]:
    """Old and new. "From 62 to 64", "64 instead of 62", "18.20 ... I need 19.05"."""
    if _arrow(text, first.amount, second.amount):
        return first, second
    return (first, second) if first.leaning >= second.leaning else (second, first)


def _change(mail: Mail, start: int, text: str, old: Amount | None, new: Amount | None) -> PriceChange:
    here = [amount for amount in (old, new) if amount]
    begin, end = min(a.start for a in here), max(a.end for a in here)
    span = Span(Part.BODY, start + begin, mail.text[start + begin : start + end])
    code = next((amount.currency for amount in (new, old) if amount and amount.currency), None)
    return PriceChange(
        span, goods_named(mail, start, text, begin), old.value if old else None, new.value if new else None, code
    )


def _joined(statements: Sequence[_Statement]) -> list[PriceChange]:
    """Joins the old price of one sentence with the new one of the next: "Your order shows 18.20. I need 19.05"."""
    alone = [statement for statement in statements if statement.role]
    only = len(alone) == len(statements) == 2
    joined: list[_Statement] = []
    for statement in statements:
        last = joined[-1] if joined else None
        if last and (change := _of_two(last, statement, only)):
            joined[-1] = _Statement(change)
        elif statement.sure or only:
            joined.append(statement)
    return [statement.change for statement in joined if statement.change.new is not None and statement.sure]


def _of_two(first: _Statement, second: _Statement, only: bool) -> PriceChange | None:
    """One change out of an old and a new price that stand in sentences of their own; None where they are no pair."""
    one, two = first.role, second.role
    if not one or not two or one.amount.value == two.amount.value or not (first.money or second.money):
        return None
    told = (first.change.old is None) != (second.change.old is None)
    plain = alike(one.amount, two.amount) and (opposed(one, two) or (only and one.leaning != two.leaning))
    if not (plain or (told and (first.sure or second.sure))):
        return None
    swapped = one.leaning < two.leaning
    old, new = (two, one) if swapped else (one, two)
    return replace(
        first.change if swapped else second.change,
        old=old.amount.value,
        new=new.amount.value,
        item=(first.change.item or second.change.item) if swapped else (second.change.item or first.change.item),
        currency=second.change.currency or first.change.currency,
    )


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
