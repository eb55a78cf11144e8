"""Drafts to vendors in their language, by rule. They promise nothing: what is accepted is for a person to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.languages import Language, day, figure
from bot.domain.letter_texts import TEXTS, Texts
from bot.domain.letters import LONGEST
from bot.domain.proposals import Change, Field, Mark
from bot.domain.triage import MailClass, PromisedDate

PIECES = frozenset({"unit", "units", "unit(s)"})  # what Odoo calls mere pieces: a count says as much


@dataclass(frozen=True)
class Draft:
    """A draft that is short enough to be sent; `left_out` counts the points that found no room in it."""

    text: str
    left_out: int = 0


@dataclass(frozen=True)
class Asked:
    """What a draft answers: the orders, what the mail is, what it would change.

    `rest_of` tells the day of a rest, `never_comes` whether the mail says that it will not come at all.
    """

    order_names: Sequence[str]
    label: MailClass
    changes: Sequence[Change]
    rest_of: Callable[[Change], PromisedDate | None]
    never_comes: Callable[[Change], bool]


def reply(asked: Asked, signed: str, language: Language) -> Draft:
    """A draft of an answer to a vendor's mail."""
    said = TEXTS[language]
    beyond = [change for change in asked.changes if change.mark is Mark.BEYOND]
    short = {change.line_id for change in beyond if change.field is Field.QUANTITY}
    # The day of a line that comes in parts is the rest's: the sentence about the quantity tells it.
    told = [change for change in beyond if change.field is not Field.DATE or change.line_id not in short]
    opening = _opening(asked.label, said).format(orders=_listed(asked.order_names, said))
    points = [_about(change, asked, said, language) for change in told]
    end = [said.answer_follows] if asked.label is MailClass.QUESTION else [] if told else [said.noted]
    return _fitting(points, lambda kept: _letter(said, [opening, *kept, *end], signed))


def ask_for_confirmation(
    order_name: str, confirmed_on: date | None, planned: date | None, signed: str, language: Language
) -> Draft:
    """A draft that asks a vendor to confirm an order."""
    said = TEXTS[language]
    ordered_on = said.ordered_on.format(day=day(confirmed_on, language)) if confirmed_on else ""
    sentences = [said.unconfirmed.format(order=order_name, ordered_on=ordered_on)]
    if planned:
        sentences.append(said.counted_on.format(day=day(planned, language)))
    return Draft(_letter(said, [" ".join([*sentences, said.please_confirm])], signed))


def ask_for_date(order_name: str, late: Sequence[tuple[str, date]], signed: str, language: Language) -> Draft:
    """A draft that asks a vendor for a new date of goods that are late."""
    said = TEXTS[language]
    rows = [said.late_row.format(product=product, day=day(due, language)) for product, due in late]
    opening = said.late.format(order=order_name)
    return _fitting(rows, lambda kept: _letter(said, ["\n".join([opening, *kept]), said.late_when], signed))


def _fitting(points: Sequence[str], written: Callable[[Sequence[str]], str]) -> Draft:
    """The letter with as many points, from the first on, as leave it short enough to be sent."""
    for kept in range(len(points), -1, -1):
        text = written(points[:kept])
        if len(text) <= LONGEST:
            break
    return Draft(text[:LONGEST], len(points) - kept)


def _letter(said: Texts, paragraphs: Sequence[str], signed: str) -> str:
    return "\n\n".join([said.hello, *paragraphs, f"{said.regards}\n{signed}"])


def _listed(names: Sequence[str], said: Texts) -> str:
    if len(names) < 2:
        return names[0] if names else said.our_order
    return f"{', '.join(names[:-1])} {said.both} {names[-1]}"


def _opening(label: MailClass, said: Texts) -> str:
    match label:
        case MailClass.ORDER_CONFIRMATION:
            return said.thanks_confirmed
        case MailClass.PRICE_CHANGE:
            return said.thanks_prices
        case _:
            return said.thanks


def _about(change: Change, asked: Asked, said: Texts, language: Language) -> str:
    values = {"product": change.product, "old": _value(change, change.old, language)}
    values["new"] = _value(change, change.new, language)
    match change.field:
        case Field.DATE:
            return said.day_moved.format_map(values)
        case Field.PRICE:
            return said.price_moved.format_map(values)
        case _:
            return _about_quantity(change, asked, values, said, language)


def _about_quantity(change: Change, asked: Asked, values: dict[str, str], said: Texts, language: Language) -> str:
    old, new = Decimal(change.old), Decimal(change.new)
    if new > old:
        return said.more.format_map(values)
    if not new and asked.label is MailClass.CANCELLATION:
        return said.gone.format_map(values)
    rest = _value(change, str(old - new), language)
    named = asked.rest_of(change)
    if named is None and asked.never_comes(change):
        follows = said.rest_never.format(rest=rest)
    elif named is None:
        follows = said.rest_when
    elif named.approx or named.alternative:
        follows = said.rest_words.format(words=" ".join(named.span.text.split()).rstrip(".,;:"), rest=rest)
    else:
        follows = said.rest_day.format(day=day(named.date, language), rest=rest)
    return f"{said.short.format_map(values)} {follows}"


def _value(change: Change, written: str, language: Language) -> str:
    """A value of a change as the language writes it."""
    if change.field is Field.DATE:
        return day(date.fromisoformat(written), language)
    if change.field is Field.PRICE:
        return f"{figure(Decimal(written), language, 2)} {change.unit}".strip()
    unit = "" if change.unit.lower() in PIECES else change.unit
    return f"{figure(Decimal(written), language)} {unit}".strip()
