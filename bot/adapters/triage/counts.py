"""Counts in a mail: numbers that are no order, no day and no price, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.adapters.triage import quantity_patterns as said
from bot.adapters.triage import references
from bot.adapters.triage.dates import mentions
from bot.adapters.triage.numbers import amounts, number, percents
from bot.adapters.triage.words import fold, number_word, written_numbers
from bot.domain.triage import Mail, Part, Quantity, Span

# "4 µm, within the tolerance of 6 µm": measured, not counted.
MEASURED = re.compile(
    r"(?<![\w.,/-])[\d.,]*\d\s?(?:[μµ]m|um|nm|mm|cm|dm|bar|mbar|k?pa|mpa|nm|°\s?[cf]?|ppm|k?ohm|m?v|kv|m?a|k?w|k?hz|mhz|db|rpm|u/min|shore|hrc|hb)(?![\w-]|\s?x\b)"
)

# "factura 26/0841", "lots 26/1381 to 26/1384": a number of a paper, not what comes of what was ordered.
PAPERS = re.compile(
    r"\b(?:invoices?|inv|rechnung\w*|re|facturas?|factures?|fattur[ae]|factuur|facturen|faktur\w*|fatura|lots?|batch\w*|charge\w*|partia|claims?|complaint|rma|ncr|reklam\w*|reclam\w*|reklamation\w*|klacht|credit note|gutschrift|avoir|abono|offers?|quote|quotation|angebot\w*|devis|offerta|oferta|offerte|delivery note|lieferschein\w*|albaran|ddt|bolla|bon|contract|vertrag\w*|zk|wz|fv|ab|so|ref|no|nr|num|n[°º])\b[.:]?(?: (?:no|nr|num|n[°º])\.?)? ?#?[a-z]{0,3}[/-]?\d+(?:[/.-]\d+)+(?:(?:,| -| to| and| und| bis| et| a| al?| y| e| t/m| en| do| i) \d+(?:[/.-]\d+)+)*|"
    r"(?<![\d/])\d{2,4}/0\d{2,}\b"
)
# "4x1gal", "4 x 300", "7-pin", "klasa, 6", "grade 8": sizes and kinds of the goods.
SIZES = re.compile(
    r"(?<![\w.,])[\d.,]*\d ?[x*×] ?(?=\d)\d[\d.,]*(?: ?[x*×] ?\d[\d.,]*)*[a-z]{0,3}\b|(?<![\w.,])\d+-(?=[a-z]{2})[a-z]+|"
    r"\b(?:class|grade|type|size|klasse|klass|klas[aey]|gute|grosse|typ|typen?|taille|classe|talla|clase|misura|tipo|maat|rozmiar|storlek|stor(?:relse)?|velikost|trida|model|modell\w*|tool|machine|roller|furnace|gate|hall|unit|bay|dock|building|forno|four|horno|halle|tor|rampe|ofen|maschine)[,:]? \d+\b"
)
# "built in June 2026", "catalogue 2026": the year of something.
YEARS = re.compile(
    r"\b(?:jan\w*|feb\w*|mar\w*|apr\w*|may|mai\w*|mei|maj|maggio|mayo|jun\w*|jui\w*|giu\w*|jul\w*|lug\w*|aug\w*|ago\w*|aout|sep\w*|set\w*|okt\w*|oct\w*|ott\w*|out\w*|nov\w*|dec\w*|dez\w*|dic\w*|in|of|since|until|by|for|year|list|catalogue|katalog\w*|cennik\w*|cenik\w*|seit|jahr|annee|depuis|en|ano|anno|dal|jaar|rok\w*|roku|od|ar) (?:19\d\d|20[1-4]\d)\b(?! ?(?:kg|mt|m|t|bags|boxes|cartons|rolls|pcs|pieces|units|stuck|stk|szt|st)\b)"
)
# "lines 10 and 20", "Pozycje 1 i 3", "row 3": which of them, not how many.
PLACES = re.compile(
    r"(?:\b(?:lines?|rows?|pos(?:ition\w*)?|items?(?= no)|zeilen?|lignes?|lineas?|righ[ei]|regels?|rader?|rad|linhas?|linje\w*|pozic\w*|pozycj\w*|postes?|boxes nos|nos|numbers?|loc)\b\.?:? ?)\d{1,4}(?:(?:,| and| &| to| und| bis| et| a| y| e| en| i| a| og| och| do| az?|-) ?\d{1,4}\b(?! ?(?:pcs|x\b|st|stk)))*(?! ?(?:pcs|pieces|szt|stuck|stk)\b)"
)
NOT_COUNTED = (MEASURED, PAPERS, SIZES, YEARS, PLACES)


@dataclass(frozen=True)
class Count:
    """A number with its place."""

    value: Decimal
    start: int
    end: int


def count_in(hit: re.Match[str], group: int) -> Count | None:
    value = number(hit.group(group)) if hit.group(group) else None
    return Count(value, hit.start(group), hit.end(group)) if value is not None else None


def masked(mail: Mail) -> str:
    """The folded text with references, days, prices and percentages blanked out: what is left are counts."""
    folded = fold(mail.text)
    taken: list[tuple[int, int]] = [(a, b) for a, b, _ in references.spans(mail.text)]
    taken += [
        (day.start, day.end)
        for day in mentions(mail.text, mail.received_on, signature=f"{mail.footer} {mail.sender.name}")
    ]
    taken += [(a.start, a.end) for a in amounts(folded) if a.currency]
    taken += [(p.start, p.end) for p in percents(folded)]
    taken += [hit.span() for pattern in NOT_COUNTED for hit in pattern.finditer(folded)]
    taken += [
        hit.span()
        for hit in re.finditer(
            r"\b(?:order|po|no|nr|line|position|pos|zeile|ligne|linea|riga|regel|invoice|rechnung|lot|batch|charge|art|tel|phone|week|kw|zone|rev|version)\.?\s?(?:no\.?\s?)?#?\d+(?!\s?(?:pcs|x)\b)",
            folded,
        )
        if not (
            hit.group().startswith("order ")
            and said.BESIDE_ORDER.search(folded[hit.end() : hit.end() + 60].split("\n")[0])
        )
    ]
    taken += [
        hit.span()
        for hit in re.finditer(
            r"\b[a-z]+\d[\w-]*|\b\d+[a-z]{2,}\d*\b(?<!pcs)(?<!kg)|\b\d{1,2}(?::\d\d|\s?[ap]\.?m\b|\s?uhr\b|h\b)", folded
        )
    ]
    for start, end in taken:
        if not re.fullmatch(rf"{said.N}(?:pcs|pc|kg|st|stk|x|t|m|l)", folded[start:end]):
            folded = folded[:start] + "§" * (end - start) + folded[end:]
    return folded


def made(
    mail: Mail, start: int, end: int, ordered: Decimal, available: Decimal, item: str | None, po: str | None
) -> Quantity:
    return Quantity(Span(Part.BODY, start, mail.text[start:end]), ordered, available, ordered - available, item, po)


def all_counts(text: str) -> list[Count]:
    return [
        found for hit in re.finditer(rf"(?<![\w.,/:-]){said.N}(?![\w%/:]|[.,]\d)", text) if (found := count_in(hit, 1))
    ]


def in_words(text: str) -> list[Count]:
    """Counts written out; "one" is too often no count."""
    found = ((hit, number_word(hit.group())) for hit in re.finditer(r"\b(?!due to\b|fire\b)[a-z]{3,12}\b", text))
    single = [Count(Decimal(value), hit.start(), hit.end()) for hit, value in found if value is not None and value > 1]
    long = [Count(Decimal(value), start, end) for start, end, value in written_numbers(text)]
    return [one for one in single if not any(many.start <= one.start < many.end for many in long)] + long
