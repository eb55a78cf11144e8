"""Which line of an order the words of a mail mean: by name, number, place, or what a vendor calls it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.spelling import flat, singular, word_set, words
from bot.domain.supply import SupplyLine, SupplyOrder
from bot.domain.triage import Mail, Part, Span, Suggestion

# Words that tell no product from another.
COMMON = word_set(
    """
    the a an of for with and or to in on at by from all your our this that will be is are can we you it as per each
    pcs piece unit box pack set order line item product price new old now only der die das und mit von le la les de
    des et du el los las y il lo i e het een en size type model mm cm kg
    """
)
REST = re.compile(
    r"\b(?:the rest|rest of|remaining (?:items|lines|goods|positions)|everything else|all (?:the )?others?|"
    r"other (?:items|lines|goods|positions)|uebrigen?|ubrigen?|restlichen?|alles andere|le reste|les autres|el resto|"
    r"los demas|il resto|gli altri|de rest|overige)\b"
)
LINE_NUMBER = re.compile(
    r"\b(?:line|pos(?:ition)?|item|zeile|ligne|linea|riga|regel)\.?\s*(?:no\.?\s*|nr\.?\s*)?#?(\d{1,3})\b"
)
# "order no. 36" does not end a sentence.
SENTENCE = re.compile(r"(?<=[.!?;])(?<!\b[Nn][or]\.)\s+(?=\S)|\n+")


@dataclass(frozen=True)
class Synonym:
    """What a vendor calls a product of ours: `theirs` means the product with this id."""

    theirs: str
    product_id: int


def telling(text: str) -> frozenset[str]:
    """The words of a name that tell it from others: flat, singular, without the common ones."""
    return frozenset(singular(word) for word in words(text) if len(word) > 1 and word not in COMMON)


def lines_named(
    text: str, lines: Sequence[SupplyLine], synonyms: Sequence[Synonym] = (), *, numbered: Sequence[int] = ()
) -> tuple[SupplyLine, ...]:
    """The lines whose product a text names: those that most of its telling words belong to.

    `numbered` are the ids of all lines in the order's own sequence, so that "line 2" means the second.
    """
    folded, said = flat(text), telling(text)
    for synonym in synonyms:
        if re.search(rf"(?<!\w){re.escape(flat(synonym.theirs))}(?!\w)", folded):
            return tuple(line for line in lines if line.product_id == synonym.product_id)
    places = {int(hit[1]) for hit in LINE_NUMBER.finditer(folded)}
    by_place = {line_id for at, line_id in enumerate(numbered or [line.id for line in lines], 1) if at in places}
    if by_place:
        return tuple(line for line in lines if line.id in by_place)
    weighed = {line.id: _weight(line, said, folded, lines) for line in lines}
    best = max(weighed.values(), default=0.0)
    return tuple(line for line in lines if best > 0 and weighed[line.id] >= best - 0.01)


def _weight(line: SupplyLine, said: frozenset[str], folded: str, lines: Sequence[SupplyLine]) -> float:
    """How much of what was said means this line: a word counts the less, the more of the order's products share it."""
    if any(len(code) >= 3 and re.search(rf"(?<![\w-]){re.escape(flat(code))}(?![\w-])", folded) for code in line.codes):
        return 100.0
    products = {other.product: telling(other.product) for other in lines}
    hits = telling(line.product) & said
    shared = {word: sum(word in own for own in products.values()) for word in hits}
    return sum(1 / shared[word] for word in hits if shared[word] < max(2, len(products)))


def around(text: str, spans: Sequence[Span], at: int) -> tuple[str, str]:
    """What stands before and after the words of a span in its own sentence, as far as the spans beside it."""
    span = spans[at]
    start = _begins(text, span)
    cut = SENTENCE.search(text, span.end)
    end = cut.start() if cut else len(text)
    before = max((other.end for other in spans if start <= other.end <= span.start), default=start)
    after = min((other.start for other in spans if span.end <= other.start <= end), default=end)
    return text[before : span.start], text[span.end : after]


def place(
    mail: Mail, spans: Sequence[Span], at: int, order: SupplyOrder, synonyms: Sequence[Synonym] = ()
) -> tuple[SupplyLine, ...]:
    """The lines that a finding is about by the words around it; none where the words name none."""
    if spans[at].part is not Part.BODY:
        return ()
    body = [span for span in spans if span.part is Part.BODY]
    at = sum(1 for span in spans[:at] if span.part is Part.BODY)
    numbered = [line.id for line in order.lines]

    def goods(text: str) -> tuple[SupplyLine, ...]:
        return lines_named(text, order.lines, synonyms, numbered=numbered)

    def beside(index: int) -> tuple[str, str]:
        before, after = around(mail.text, body, index)
        return before, f"{body[index].text} {after}"

    before, after = beside(at)
    together = [i for i, span in enumerate(body) if _begins(mail.text, span) == _begins(mail.text, body[at])]
    if len(together) == 1:
        return goods(before) or goods(after) or _said_before(mail.text, body, at, goods)
    # "The 21st for the gaskets, the 28th for the pump": here, and only here, the goods stand behind their dates.
    behind = not goods(beside(together[0])[0]) and bool(goods(beside(together[-1])[1]))
    return goods(after) if behind else goods(before)


def _said_before(
    text: str, spans: Sequence[Span], at: int, goods: Callable[[str], tuple[SupplyLine, ...]]
) -> tuple[SupplyLine, ...]:
    """The goods of the sentence before, if it has no finding of its own: as in "The pump is late. It comes Friday"."""
    begins = _begins(text, spans[at])
    cuts = [0, *(cut.end() for cut in SENTENCE.finditer(text, 0, begins))]
    start = max((cut for cut in cuts if cut < begins and text[cut:begins].strip()), default=begins)
    if means_rest(text[begins : spans[at].start]) or any(start <= span.start < begins for span in spans):
        return ()
    return goods(text[start:begins])


def _begins(text: str, span: Span) -> int:
    """Where the sentence of a span begins."""
    return max((cut.end() for cut in SENTENCE.finditer(text, 0, span.start)), default=0)


def means_the_rest(mail: Mail, span: Span) -> bool:
    """Whether the sentence speaks of all that was not named apart."""
    if span.part is not Part.BODY:
        return False
    before, after = around(mail.text, [span], 0)
    return means_rest(f"{before} {after}")


def means_rest(text: str) -> bool:
    """Whether words speak of all that was not named apart."""
    return bool(REST.search(flat(text)))


def goods_named(mail: Mail, suggestion: Suggestion, order: SupplyOrder) -> str:
    """The goods of an order that a mail names together with a quantity of theirs; empty where it names none."""
    numbers = {count.ordered for count in suggestion.quantities} | {count.available for count in suggestion.quantities}
    for sentence in SENTENCE.split(f"{mail.subject}\n{mail.text}"):
        for line in lines_named(sentence, order.lines):
            if line.quantity in numbers | _numbers(sentence):
                return f"{_plain(line.quantity)} × {line.product}"
    return ""


def _numbers(text: str) -> frozenset[Decimal]:
    return frozenset(Decimal(hit) for hit in re.findall(r"(?<![\d.,/-])\d{1,6}(?![\d.,/-]*\d)", text))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
