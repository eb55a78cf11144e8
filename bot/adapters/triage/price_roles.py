"""Which amount of a mail is the old price and which the new one, told by the words of the clause it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.adapters.triage import price_patterns as said
from bot.adapters.triage.day_names import MONTH
from bot.adapters.triage.numbers import Amount

# How far from a number the words that explain it may stand.
NEAR = 60
# What a turn of phrase beside the amount weighs against the plain words of its clause.
TURN = 6
# An old and a new price of the same goods: neither is more than so many times the other.
ALIKE = Decimal("1.5")
# By how much a price moves is a small part of it.
MOVED = Decimal("0.34")

CLAUSE = re.compile(r"[,;)]|\((?!\w+\))|\.\s|\s[-/|]\s|\b(?:but|however|and|where|whereas|while|und|aber|et|mais|y|pero|e|ma|en|maar|ale|men|och|og|mas)\s")  # fmt: skip
# When a price holds weighs most, then the paper it stands in, then who speaks of it.
OLD_WORDS = (
    (
        4,
        r"no longer|not\b.{0,25}\b(?:any ?more|longer)|any ?more|nog|noch|can't|cannot|can not|couldn't|won't|doesn't|nicht mehr|pas|ne peut plus|n'est plus|ne pouvons plus|non plus|ya no|non e piu|non .{0,20}\bpiu|niet meer|juz nie|inte langre|ikke l(?:ae|æ)ngere|ja nao|uz ne\w*|out ?dated|expired|died|lapsed|wrong\w*|falsch\w*|at present|at the moment|until now|up to now|so far|until then|hittills|hidtil|hidtidig\w*",
    ),
    (
        3,
        (
            r"old|original|mod|hoje|oggi|dzis\w*|idag|i dag|aujourd'hui|momentan\w*|zurzeit|contro|previous\w*|former\w*|before|earlier|originally|until|till|up to|today\w*|currently|present|last|then|this once|was|were|wasn't|been|used|paid|paying|agreed|keep|held|hold|instead|against|compared|versus|vs|"
            r"alt\w*|bis|bisher\w*|derzeit\w*|vorher\w*|fruher\w*|war|waren|letzt\w*|zuletzt|angegeben|promotion\w*|special|statt|anstatt|anstelle|gegenuber|ancien\w*|avant|jusqu\w*|actuellement|etait|precedent\w*|lieu|contre|"
            r"antes|antigu\w*|anterior\w*|hasta|actualmente|era|lugar|vez|frente|vecchi\w*|prima|finora|fino|attualmente|invece|anziche|oude?|tot|voorheen|eerst\w*|huidige|plaats|"
            r"star[aey]\w*|dotad|dotychcz\w*|wczesniej\w*|byl\w*|poprzedni\w*|zamiast|gamm\w*|tidig\w*|tidlig\w*|var|stallet|stedet|antig\w*|ate|atualmente|dosud|drive|misto|puvodn\w*"
        ),
    ),
    (
        2,
        r"orders?|ordered|(?<!emy )(?<!uje )po|p\d{3,}|wrote|entered|entry|placed|bestell\w*|auftrag\w*|commande\w*|pedido|ordine|ordinat\w*|zamowieni\w*|ordre|encomenda|objednav\w*",
    ),
    (
        1,
        r"you|you're|you've|your|yours|sie|ihr\w*|vous|votre|usted\w*|su|teneis|habeis|tienen|pagaban?|voi|vostr\w*|avete|jullie|u|uw|panstwo|ni|er|jeres|voce\w*|vas",
    ),
)
NEW_WORDS = (
    (
        3,
        (
            rf"new\w*|now|da (?:{MONTH})|from|since|after\w*|becomes?|will|would|next|coming|this month|otherwise|future|onwards?|this year\w*|as of|effective|revised|starting|going forward|neu\w*|ab|seit|depuis|sedan|siden|jetzt|nun|kunftig\w*|zukunftig\w*|wird|danach|nouve\w*|nouvel\w*|desormais|a partir|des|maintenant|sera|ensuite|puis|"
            r"nuev\w*|ahora|desde|despues|luego|nuov\w*|ora|adesso|dal|sara|(?:costa|pass|ser|cobr|factur)ar\w*|costera|diventa|poi|nieuw\w*|nu|vanaf|wordt|daarna|voortaan|now[aey]\w*|teraz|od|bedzie|obecnie|potem|ny|nya|nye|nytt|fran|fra|blir|bliver|nov[oaey]\w*|agora|depois|nyni|bude"
        ),
    ),
    (
        2,
        r"list|contract\w*|quot\w*|offer\w*|correct\w*|right|should|must|need\w*|require\w*|have to|has to|had to|making|makes|invoic\w*|bill\w*|raised? to|liste|listenpreis|angebot\w*|angeboten|gultig\w*|gilt|korrekt\w*|richtig\w*|mussen|muss|devons|faut|tarif|tarifa|debe\w*|debemos|listino|dobbiamo|deve|fakturuj\w*|factur\w*|fattur\w*|moeten?|moet|powinn\w*|platn\w*|ska|skal|lista",
    ),
    (
        1,
        r"we|our|ours|we're|we've|i|i'm|my|wir|unser\w*|nous|notre|nos|nosotros|nuestr\w*|cobrar\w*|noi|nostr\w*|wij|onze|nasz\w*|vi|var[at]?|vores|nossos?|mame|nase",
    ),
)
_OLD, _NEW = (
    tuple((weight, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for weight, words in table)
    for table in (OLD_WORDS, NEW_WORDS)
)


@dataclass(frozen=True)
class Priced:
    """An amount and what the words beside it say about it."""

    amount: Amount
    old: bool
    new: bool
    # How much speaks for the old price rather than for the new one, plain words of the clause included.
    leaning: int
    # A number without currency and cents: a price only beside another one that moves.
    bare: bool


def judged(amount: Amount, text: str, others: Sequence[Amount], bare: bool) -> Priced:
    """What the words of a sentence say about one of its amounts; `others` are all of its amounts."""
    before, after = text[max(0, amount.start - NEAR) : amount.start], text[amount.end : amount.end + NEAR]
    was = None if said.PRICE_OF.search(before) else _longest(before, said.OLD_BEFORE, said.WAS_BEFORE, said.STILL)
    will = _longest(before, said.NEW_BEFORE, said.WILL_BEFORE)
    if was and will and was.start() < will.start():
        will = None  # "was raised at": the longer turn of phrase tells
    elif was and will and will.start() < was.start():
        was = None
    corrected = said.INTO_AFTER.match(after) and said.CORRECTED.search(text)
    old = bool(was) + bool(said.OLD_AFTER.match(after) or corrected)
    new = bool(will) + bool(said.NEW_AFTER.match(after))
    turns = TURN * (old - new)
    if will and not old and len(will.group().strip()) == 1:
        turns += TURN - 2  # "a 11,20" may be anything
    leaning = turns + _plain_words(amount, text, others)
    return Priced(amount, old > 0 and old >= new, new > 0 and new >= old, leaning, bare)


def _plain_words(amount: Amount, text: str, others: Sequence[Amount]) -> int:
    """What the amount's own clause leans to; where it says nothing, the words back to the amount before it."""
    first = max((other.end for other in others if other.end <= amount.start), default=0)
    last = min((other.start for other in others if other.start >= amount.end), default=len(text))
    before, after = text[first : amount.start], text[amount.end : last]
    cuts = [cut.end() for cut in CLAUSE.finditer(before)] or [0]
    cut = CLAUSE.search(after)
    clause = before[cuts[-1] :] + " # " + (after[: cut.start()] if cut else "" if last < len(text) else after)
    for words in (clause, before[cuts[0] if first else 0 :], "" if last < len(text) else after):
        if found := weight(words):
            return found
    return 0


def weight(words: str) -> int:
    """Above 0 where words speak of an old price, below 0 of a new one."""
    old = next((value for value, pattern in _OLD if pattern.search(words)), 0)
    return old - next((value for value, pattern in _NEW if pattern.search(words)), 0)


def opposed(first: Priced, second: Priced) -> bool:
    """Whether the words tell two amounts apart: one leans clearly more to old than the other."""
    apart = first.leaning - second.leaning
    return abs(apart) > 1 or (apart != 0 and first.leaning * second.leaning <= 0)


def alike(first: Amount, second: Amount) -> bool:
    """Whether two amounts can be an old and a new price of the same goods."""
    low, high = sorted((first.value, second.value))
    return 0 < low < high <= low * ALIKE


def moves(amount: Amount, text: str, others: Sequence[Amount]) -> bool:
    """Whether an amount is by how much the price moves: the gap between two others, or "falls 0.12 to 1.88"."""
    at = others.index(amount)
    prices = [other.value for other in others[max(0, at - 2) : at + 3] if other is not amount]
    if any(abs(one - two) == amount.value < min(one, two) * MOVED for one in prices for two in prices if one != two):
        return True
    after = min((other for other in others if other.start >= amount.end), key=lambda o: o.start, default=None)
    return bool(
        after
        and amount.value < after.value * MOVED
        and said.MOVING_BEFORE.search(text[max(0, amount.start - NEAR) : amount.start])
    )


def _longest(before: str, *patterns: re.Pattern[str]) -> re.Match[str] | None:
    """The turn of phrase that reaches back farthest."""
    return min((hit for pattern in patterns if (hit := pattern.search(before))), key=re.Match.start, default=None)
