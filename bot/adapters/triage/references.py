"""Which of our purchase orders a mail is about, in all the ways people write them."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator

from bot.adapters.triage.words import fold
from bot.domain.triage import Mail, Part, Reference, Span, digits_of

# P00036, PO 36, P.O. #00036, P0O344 (a letter for a nought), 4500088120.
PREFIXED = re.compile(
    r"(?<![a-z0-9])p[ .]?o?[.\-/# :]{0,3}(?:(?:no|nr|n°|num(?:ber)?)\.?[ :#]{0,2})?[o0]*\d[\do]{2,11}(?![a-z0-9]|[.,]\d)"
)
TIGHT = re.compile(r"(?<![a-z0-9])p[o0]*\d[\do]{1,11}(?![a-z0-9])")
LONG = re.compile(r"(?<![\d.,+/-])45\d{8}(?!\d)")
NAMED = re.compile(
    r"(?:\b(?:your|our|customer|buyer|client|purchase|ihre|ihrer|ihren|votre|vostro|vostra|su|uw|jullie|panstwa|er)\s+)?"
    r"\b(?:purchase order|order(?: no| number| nr)?|po(?: no| number| nr)?|p\.o\.|bestell(?:ung|nummer|nr|-nr)|best|auftrag|commande|"
    r"cde|pedido|ordine|ordre|bestelling|zamowieni[ae]|order(?:n)?|encomenda)\b\.?(?:-?nr)?\.?\s*"
    r"(?:n[°ro]?\.?\s*)?[:#]?\s*(?P<n>[o0]{1,4}\d{1,7}|\d{5,10})(?![\d.,/-]*\d)"
)
# "P00602/605/609", "P00602, 605 and 609", "P00228 ... 229 the Friday after".
FURTHER = re.compile(
    r"\s?(?:/|,|&|\+|;|-|and|und|et|y|e|en|i|och|og)\s?(?P<n>[o0]*\d{2,7})(?![\d.,%]|\s?(?:pcs|pieces|st|kg|x|%|€|eur))"
)
THEIRS = re.compile(
    r"(?:\b(?:our|my|unsere?r?|notre|nuestr[oa]|nostr[oa]|onze?|nasz\w*|var|vart)\s+(?:\w+\s+){0,2}|"
    r"\b(?:ticket|case|invoice|inv|rechnung|facture|fattura|factura|factuur|faktura|tracking|offer|quote|quotation|angebot|"
    r"devis|delivery note|sales order)\s*(?:no|nr|number|n°)?\.?\s*[:#]?\s*)$"
)
# "Your ref. P00036": what stands behind it is ours, and a bare number beside it the supplier's own.
OURS = re.compile(
    r"(?:\b(?:ihre?|ihr|your|customer|buyer|votre|su|vs|vostr[oa]|uw|panstwa|vossa|ert?|jeres|vase)\.?\s(?:zeichen|bestell\w*|best|auftrag\w*|ref\w*|order\w*|po|commande|pedido|ordine|rif\w*|kenmerk|bestel\w*|nr|zamowieni\w+|znak|encomenda|best\w*|ordre\w*|cislo|objednavk\w+)|\bv/?ref)"
    r"\.?\s?(?:no|nr|n°|number|nummer)?\.?\s?[:#]?\s*$"
)
EXAMPLE = re.compile(
    r"\b(?:as|like|unlike|same as|similar to|such as|wie|wie bei|comme|como|come|zoals|net als|jak|as with|as in|as for|"
    r"last time|previous(?:ly)?|earlier|back on|remember|happened (?:with|on)|other than|not|nicht|compared (?:to|with))\s+"
    r"(?:\w+\s+){0,3}$"
)
# "The same lines as P01236 of last week, did you want both?" is about both orders.
TWICE = re.compile(
    r"\b(?:duplicat\w*|twice|double|both|doppelt|doublon|en double|duplicad\w*|doppi\w*|dubbel|podwojn\w*)\b"
)
PAST = re.compile(r"^\s*(?:had|was|were|already|hatte|war|avait|etait|tenia|aveva|had al|mial)\b")


def references(mail: Mail, open_orders: Collection[str] | None = None) -> tuple[Reference, ...]:
    """The orders named in subject and text; where there are none, those in the attached files."""
    known = {digits_of(name) for name in open_orders} if open_orders is not None else None
    every = _without_theirs(mail, [*_in(mail.subject, Part.SUBJECT), *_in(mail.text, Part.BODY)])
    found = _distinct(every, known) or _distinct([*_in(mail.text, Part.BODY, past=True)], known)
    if not found:
        found = _distinct([*_in(mail.part(Part.ATTACHMENT), Part.ATTACHMENT)], known)
    return found


def _without_theirs(mail: Mail, every: list[Reference]) -> list[Reference]:
    """Drops bare numbers of another length beside one that is said to be ours."""
    ours = {
        reference.po
        for reference in every
        if OURS.search(fold(mail.part(reference.span.part)[: reference.span.start])[-40:])
    }
    lengths = {len(po) for po in ours}
    return [one for one in every if not ours or one.po in ours or not one.po.isdigit() or len(one.po) in lengths]


@functools.lru_cache(maxsize=64)
def spans(text: str) -> tuple[tuple[int, int, str], ...]:
    """Every reference in a text as start, end and name; also those that are only examples."""
    folded = fold(text)
    found: dict[int, tuple[int, int, str]] = {}
    for pattern in (TIGHT, PREFIXED, LONG):
        for hit in pattern.finditer(folded):
            if not any(start < hit.end() and hit.start() < end for start, end, _ in found.values()):
                found[hit.start()] = (hit.start(), hit.end(), text[hit.start() : hit.end()])
    for hit in NAMED.finditer(folded):
        start, end = hit.span("n")
        if not any(begin < end and start < stop for begin, stop, _ in found.values()):
            found[start] = (start, end, text[start:end])
    for start, end, name in list(found.values()):
        for follower in _further(folded, text, end, name):
            if not any(begin < follower[1] and follower[0] < stop for begin, stop, _ in found.values()):
                found[follower[0]] = follower
        del start
    return tuple(sorted(found.values()))


def _further(folded: str, text: str, end: int, name: str) -> Iterator[tuple[int, int, str]]:
    """Short forms after a full one: they take its front digits."""
    front = re.sub(r"[^A-Z0-9]", "", normal(name))
    while (hit := FURTHER.match(folded, end)) is not None:
        start, end = hit.span("n")
        digits = text[start:end]
        if len(digits) > len(front.lstrip("PO")) or (text[start - 1 : start] == "-" and len(digits) < 3):
            return
        yield start, end, front[: len(front) - len(digits)] + digits


def _in(text: str, part: Part, *, past: bool = False) -> Iterator[Reference]:
    """The references of a text without those of the supplier and those named as an example; `past` takes what "was" too."""
    twice = bool(TWICE.search(fold(text)))
    folded = fold(text)
    for start, end, name in spans(text):
        before, after = folded[max(0, start - 40) : start], folded[end : end + 20]
        if THEIRS.search(before) and not re.search(r"\b(?:po|p\.o\.|your|ihre)\W*$", before):
            continue
        if part is Part.BODY and (
            (EXAMPLE.search(before) and not re.search(r"\bas (?:of|for)\b", before) and not twice)
            or (PAST.match(after) and not past)
        ):
            continue
        yield Reference(normal(name), Span(part, start, text[start:end]))
    if part is Part.BODY:
        yield from _short_forms(text, folded)


def _short_forms(text: str, folded: str) -> Iterator[Reference]:
    """`229 the Friday after` beside `P00228`: a bare number that is the neighbour of an order named in full."""
    full = list(dict.fromkeys(normal(name) for _, _, name in spans(text)))[:5]
    for name in full:
        digits = re.sub(r"\D", "", name)
        if len(digits) > 7:
            continue
        for hit in re.finditer(
            r"(?<![\w.,/:€$£-])\d{3,4}(?![\w%€$£]|[.,:/]\d|\s?(?:pcs|x|kg|st|eur|usd|gbp|sek)\b)", folded
        ):
            short = hit.group()
            whole = digits[: len(digits) - len(short)] + short
            near = abs(int(whole) - int(digits))
            if 0 < near <= 9 and re.match(
                r"\s*(?:,|:|and|is|are|comes|ships|on|the|will|kommt|am|le|-)", folded[hit.end() :]
            ):
                yield Reference(name[: len(name) - len(short)] + short, Span(Part.BODY, hit.start(), short))


def normal(name: str) -> str:
    """Upper case without blanks, dashes and #; a letter O among the digits is a nought."""
    tidy = re.sub(
        r"[^A-Z0-9]", "", name.upper().replace("NUMBER", "").replace("NUM", "").replace("NO", "").replace("NR", "")
    )
    found = re.fullmatch(r"(PO(?=[O0]*\d)|P)?([O\d]+)", tidy)
    if not found:
        return tidy
    prefix, digits = found.group(1) or "", found.group(2)
    if prefix == "PO" and digits and tidy.startswith("PO0") is False and len(digits) <= 4 and "O" in digits:
        prefix = "P"
    return prefix + digits.replace("O", "0")


def _distinct(found: list[Reference], known: set[str] | None) -> tuple[Reference, ...]:
    kept: dict[str, Reference] = {}
    for reference in found:
        if reference.digits and (known is None or reference.digits in known):
            kept.setdefault(reference.digits, reference)
    return tuple(kept.values())
