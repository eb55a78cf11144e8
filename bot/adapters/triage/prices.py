"""What costs more or less than before: old and new price, per cent, currency, from when, for which goods."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.adapters.triage import references
from bot.adapters.triage.dates import MONTH, MONTH_OF, Mention, mentions
from bot.adapters.triage.numbers import Amount, amounts, percents
from bot.adapters.triage.words import fold, sentences
from bot.domain.triage import Mail, MailClass, Part, PriceChange, Span

OLD_BEFORE = re.compile(
    r"(?:\b(?:from|was|were|instead of|rather than|not|and not|old(?: price)?|previous(?:ly)?|previous price|before(?: it)? was|before|formerly|up to now|so far|until now|till now|currently|current|your (?:order|po|purchase order)(?: \w+)?"
    r"(?: (?:says|shows|has|states|reads))?|(?:you|it|po|order|p\w*\d+) (?:shows?|says?|wrote|have|had|has|used|put|states?|ordered at|entered)(?: \w+){0,2}|(?:raised|entered|placed|issued|ordered|priced|booked) (?:at|with)|used to be|been paying|paid so far|used to (?:pay|cost)|shows?(?: \w+)?(?: at)?|says|over|against|than|held|at(?= [^.]{0,20}(?:expired|on p))|"
    r"yours?(?: is)?|last year|to date|von|statt|anstatt|bisher|vorher|alt|alter preis|nicht|steht|ihr preis|gegenuber|de|au lieu de|et non(?: pas)?|avant|ancien prix|jusqu'ici|en lugar de|en vez de|y no|antes|anterior|da|invece di|anziche|e non|"
    r"prima|van|in plaats van|en niet|was|voorheen|z|zamiast|a nie|poprzednio|fran|i stallet for|istallet for|fra|em vez de|e nao|q[1-4]|this month|last month|last time|may|oude? prijs)\s*[:=]?\s*(?:(?:it|is|at|the|a|per|ca\.?|about)\s+)?[(]?\s*)$"
)
OLD_AFTER = re.compile(
    r"^\s*(?:(?:each|a piece|per \w+|/\s?\w+|the \w+|an? \w+)\s*)?(?:[,)]?\s*)(?:(?:->|>|=>|-->)|to\b|auf\b|a\b(?= [€$£\d])|naar\b|do\b|till\b|(?:as )?(?:in|on) your (?:order|po)|(?:until|till) now|before\b|so far|bisher|avant\b|antes\b|is (?:the )?old|expired|no longer|"
    r"price expired|doesn't|only held|is (?:out ?dated|wrong|not right)|\(?(?:old|alt|previous))"
)
NEW_BEFORE = re.compile(
    r"(?:\b(?:to|now|is|be|cost(?:s)?|need|needs|must be|will be|would be|becomes?|new(?: unit)? price(?: is| of|:)?|price(?: is| of|:)?|current price(?: is)?|valid price(?: is)?|applicable (?:price|figure|rate)(?: \w+){0,4} is|ours?|at|our price(?: is)?|with|we (?:need|ask|charge|want|must charge)|charge|"
    r"read|should read|amend to|correct is|go(?:es)? (?:up|down) to|increase(?:s|d)? to|rises? to|drops? to|falls? to|lower(?:ed)? to|auf|neu|neuer preis|jetzt|kostet|gultige preis ist|zu|a|passe a|nouveau prix|desormais|ahora|nuevo precio|ora|"
    r"nuovo prezzo|naar|nu|nieuwe prijs|do|teraz|nowa cena|till|nu|til|agora|para)\s*[:=]?\s*(?:the )?|(?:->|>|=>|-->)\s*)$"
)
NEW_AFTER = re.compile(
    r"^\s*(?:(?:each|a piece|per \w+|/\s?\w+|the \w+|an? \w+)\s*)?(?:now\b|instead of|rather than|\(?(?:was|were|before|old|previously|previous|bisher|vorher|statt|avant|au lieu|antes|en lugar|en vez|y no|invece|anziche|e non|prima|was|in plaats|"
    r"voorheen|zamiast|a nie|poprzednio|i stallet|fran|from|from now|statt|so far|up to now|et non|and not|not|, not|your (?:order|po)|you (?:have|had|wrote|used)|now \w+|up from|down from|em vez|this year|valid|as of|it used to|used to be|you've been|up on|up from)\b)|^\s*\((?:was|old|before|now|so far|up to now|q[1-4]|\w+:)"
)
PRICE_CUE = re.compile(
    r"\b(?:pric\w*|cost\w*|charg\w*|surcharg\w*|rate\w*|tariff\w*|fee|levy|each|per|a piece|increas\w*|raise\w*|rise\w*|drop\w*|lower\w*|up|down|dearer|cheaper|need|ask|preis\w*|kost\w*|zuschlag\w*|erhoh\w*|prix|tarif\w*|surcharge|augment\w*|hausse|"
    r"precio\w*|subi\w*|aument\w*|recargo|prezz\w*|supplement\w*|prij[sz]\w*|toeslag|cen[ay]\w*|doplat\w*|drozej\w*|pris\w*|preco\w*|baf|freight|passa|passe|pasa|gaat|kostet|now|plus|duty|duties|discount|rebate|adjust\w*|pass\w* on)\b|[%€$£]|->|>"
)
MONEY_WORD = re.compile(
    r"\b(?:pric\w*|cost\w*|charg\w*|surcharg\w*|baf|tariff\w*|need|ask|pay\w*|dearer|cheaper|each|apiece|per|the m2|preis\w*|kost\w*|zuschlag\w*|prix|tarif\w*|precio\w*|prezz\w*|prij[sz]\w*|cen[ay]\w*|pris\w*|preco\w*)\b"
)
NOT_A_PRICE = re.compile(
    r"^\s*(?:pcs|pieces?|st\b|stk|stuck|units?|uds|unidades|pezzi|stuks|szt|kg\b|t\b|mm|cm|m2|m\b|weeks?|days?|tage|boxes|cartons|pallets|h\b|uhr|hours|months|monate|years|am\b|pm\b|w\b|kw\b|x\b|l\b|litres?|ml|kwh|(?:bij|by|mal|par|por|su|x)\s?\d)"
)
CODE_BEFORE = re.compile(
    r"(?:\b(?:art(?:ikel|icle|\.)?|item|no|nr|pos|position|line|invoice|inv|rev|iso|sku|below|under|over|above|min|moq|week|kw|q|version|below|ab|order value|unter)\.?\s*|#)$"
)
PERCENT_OTHER = re.compile(
    r"\b(?:deposit|anzahlung|acompte|vat|mwst|tva|iva|btw|skonto|early|within \d+ days|of customers|yield|tolerance|of the order)\b"
)
EVERYTHING = re.compile(
    r"\b(?:all|everything|every|our prices?|list prices?|price list|prices|all prices|whole range|across the board|entire|alle|unsere preise|preise|sortiment|listenpreise|toute?s?|nos (?:prix|tarifs)|tous|todos|todas|nuestros precios|nostri prezzi|tutt[ie]|"
    r"onze prijzen|prijzen|nasze ceny|ceny|vara priser|nossos precos|pricing)\b"
)
SURCHARGE = re.compile(
    r"\b((?:\w+ )?(?:surcharge|levy|toll|adjustment|charge|duty|tariff|baf|maut|zuschlag|\w+zuschlag|surcharge \w+|recargo(?: \w+)?|supplemento(?: \w+)?|\w*toeslag|doplat\w*(?: \w+)?)(?: per \w+)?)\b"
)
FROM = re.compile(
    r"(?:\b(?:from|as of|as from|effective|effect from|effect on|with effect from|starting|start|valid|valid from|valid as of|applies from|apply from|in force|per|from (?:the )?|ab|zum|ab dem|gultig ab|a compter du|a partir (?:du|del|de|dos?)|applicable au|des le|desde(?: el)?|valida desde(?: el)?|"
    r"dal|dall'|valido dal|decorrenza|vanaf|per|ingang van|od|wazn\w+ od|fran(?: och med)?|fra|on|since|le|au|now)\s*:?\s*(?:the )?)$"
)
FROM_MONTH = re.compile(
    rf"\b(?:from|as of|effective|starting|since|ab|a partir de|a partire da|da|desde|vanaf|od|fran|fra|des|for)\s+(?:the )?(?:1st of )?(?P<month>{MONTH})\b(?!\s*\d)(?:\s+(?P<year>20\d\d))?|\b(?P<sail>{MONTH}) (?:sailings|shipments|deliveries|orders|loadings)\b"
)
DISCOUNT = re.compile(r"\b(?:introductory|volume|early|rebate rises|discount ends)\b")
DOWNWARD = re.compile(
    r"\b(?:lower\w*|decreas\w*|reduc\w*|cheaper|drops?|falls?|down|discount\w*|senk\w*|sink\w*|gunstiger|baiss\w*|baja\w*|rebaj\w*|ribass\w*|scend\w*|dal\w*en|verlag\w*|obniz\w*|sank\w*)\b"
)


# How far from a number the words that explain it may stand, and how many numbers of a sentence are looked at.
NEAR = 60
MOST = 40
NO_GOODS = set(MONTH_OF) | {
    "i",
    "we",
    "you",
    "it",
    "your",
    "our",
    "the",
    "a",
    "an",
    "with",
    "new",
    "each",
    "per",
    "before",
    "so",
    "up",
    "die",
    "der",
    "das",
    "le",
    "la",
    "el",
}


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
    folded = fold(mail.text)
    days = mentions(mail.text, mail.received_on)
    orders = references.spans(mail.text)
    effective = _effective(folded, days, mail.received_on)
    changes: list[PriceChange] = []
    for start, text in sentences(folded):
        changes += _in_sentence(mail, start, text, days, orders)
    changes = _joined(changes)
    changes += _percentages(mail, folded, changes)
    code = next((change.currency for change in changes if change.currency), None)
    return tuple(replace(change, effective=effective, currency=change.currency or code) for change in changes)


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
        if partner and (
            first.old != partner.old or first.new != partner.new or _arrow(text, first.amount, partner.amount)
        ):
            old, new = _ordered(first, partner, text)
            priced = rest[1:]
            if old.amount.value != new.amount.value and _of_money(text, first.amount, partner.amount):
                yield _change(mail, start, text, old.amount, new.amount)
            continue
        priced = rest
        if PRICE_CUE.search(text):
            yield _change(mail, start, text, first.amount if first.old and not first.new else None,
                          None if first.old and not first.new else first.amount)  # fmt: skip


def _of_money(text: str, *pair: Amount) -> bool:
    """Whether two numbers are prices at all: "from 0 to 10" and "4 by 6" are none."""
    if any(amount.currency or "." in amount.written or "," in amount.written for amount in pair):
        return True
    return bool(MONEY_WORD.search(text))


def _is_price(amount: Amount, text: str, taken: Sequence[tuple[int, int]]) -> bool:
    if any(start < amount.end and amount.start < end for start, end in taken):
        return False
    after, before = text[amount.end : amount.end + NEAR], text[max(0, amount.start - NEAR) : amount.start]
    if re.match(r"\s?(?:%|percent|per cent|prozent|pour cent|por ciento|per cento|procent)", after) or (
        re.search(r"[a-z]-?$", before[-2:]) and not amount.currency
    ):
        return False
    if amount.currency:
        return True
    if NOT_A_PRICE.match(after) or CODE_BEFORE.search(before) or re.match(r"[a-z]|[/:]\d", after):
        return False
    if "." in amount.written or "," in amount.written:
        return True
    return bool(
        NEW_BEFORE.search(before) or OLD_BEFORE.search(before) or re.match(r"\s*(?:the|per|a piece|each|/|->|>)", after)
    )


def _judged(amount: Amount, text: str) -> _Priced:
    before, after = text[max(0, amount.start - NEAR) : amount.start], text[amount.end : amount.end + NEAR]
    old = bool(OLD_BEFORE.search(before)) + bool(OLD_AFTER.match(after))
    new = bool(NEW_BEFORE.search(before)) + bool(NEW_AFTER.match(after))
    return _Priced(amount, old > 0 and old >= new, new > 0 and new >= old)


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
    found = SURCHARGE.search(text)
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
    words = [word for word in words if fold(word) not in NO_GOODS and not re.fullmatch(r"[Pp][Oo]?\d+", word)]
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
        for amount in percents(text):
            if amount.value in seen or PERCENT_OTHER.search(text) or not PRICE_CUE.search(text):
                continue
            if priced and not EVERYTHING.search(text) and not SURCHARGE.search(text):
                continue
            seen.add(amount.value)
            span = Span(Part.BODY, start + amount.start, mail.text[start + amount.start : start + amount.end])
            surcharge = SURCHARGE.search(text)
            item = surcharge.group(1).strip() if surcharge else "all"
            value = (
                -amount.value if DOWNWARD.search(text) and not re.search(r"\bup\b|increas|rise", text) else amount.value
            )
            yield PriceChange(span, item, pct=value)


def _effective(folded: str, days: Sequence[Mention], today: date) -> date | None:
    for day in days:
        before = folded[max(0, day.start - 30) : day.start]
        month_only = day.bare_month
        if (
            FROM.search(before)
            and not month_only
            and not re.search(r"\b(?:deliver\w*|ok for|ship\w*|arriv\w*|liefer\w*|livr\w*)[^.]{0,15}$", before)
        ):
            return day.date.replace(day=1) if month_only else day.date
    found = FROM_MONTH.search(folded)
    if found:
        month = MONTH_OF[found["month"] or found["sail"]]
        year = int(found["year"]) if found["year"] else today.year + (1 if month < today.month - 2 else 0)
        return date(year, month, 1)
    return None
