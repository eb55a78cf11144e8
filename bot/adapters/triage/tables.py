"""Tables and labelled fields of a mail: rows under a heading, `Qty shipped: 72`, each value with its place.

Suppliers' systems write them in plain text; a column is known by its heading in any of our suppliers' languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.adapters.triage.words import fold

H = TypeVar("H")


class Column(StrEnum):
    """What a column of a table, or a label before a value, tells."""

    ITEM = "item"
    ORDERED = "ordered"
    GIVEN = "given"
    OPEN = "open"
    OLD_PRICE = "old price"
    NEW_PRICE = "new price"


_PRICE = "price|cost|rate|unit price|list(?: price)?|(?:einzel|listen|stuck)?preis|prix(?: unitaire)?|tarif|precio|tarifa|prezzo|listino|(?:stuks)?prijs|cena|pris|preco"
_NEW = "(?:new|revised|corrected|correct|neue?r?|neu|nouveau|nuevo|nuovo|nieuwe?|nowa|nytt?|ny|nova|novo|kunftig\\w*)"
_OLD = "(?:old|current|previous|present|former|existing|bisher\\w*|alte?r?|(?:aktueller|derzeitiger)(?= )|ancien|actuel|anterior|actual|antiguo|vecchio|attuale|precedente|oude?|huidige?|vorige|stara|obecna|dotychczasowa|poprzednia|nuvarande|gammalt|tidigare|gammel|nuv(?:ae|æ)rende|tidligere|soucasna|dosavadni|puvodni|atual|antigo)"
_SINCE = "from|as of|ab|seit|au|a partir d[ue]l?|a compter du|des le|desde(?: el)?|dal|vanaf|per|od|fran|fra"
_UNTIL = "until|up to|to|bis|jusqu'au|hasta(?: el)?|fino al|tot(?: en met)?|t/m|do|till(?: och med)?|til|ate"
# Looked for in this order: "qty open" is open although it says qty, "new price" new although it says price.
HEADINGS = {
    Column.OPEN: r"later|pending|due|to come|owed|open|b/?o|back-?order\w*|short\w*|missing|balance|outstanding|to follow|remaining|unconfirmed|offen\w*|ruckstand\w*|rest\w*|fehl\w*|reliquat|solde|manquant\w*|reste|pendiente\w*|falta\w*|residuo|mancant\w*|saldo|openstaand|tekort|pozostal\w*|brak\w*|restnoterat|saknas|mangler|restordre|em falta|chybi|zbyva",
    Column.GIVEN: r"given|ship|ready|in stock|on hand|sending|despatch qty|available|avail|shipped|despatched|dispatched|delivered|sent|picked|packed|filled|supplied|confirmed(?! date| delivery)|conf\.?|allocated|lieferbar|geliefert|verfugbar|bestatigt(?! am)|versandt|disponible\w*|dispo|livree?s?|expedie\w*|servid\w*|enviad\w*|disponibil\w*|spedit\w*|consegnat\w*|beschikbaar|geleverd|verzonden|dostepn\w*|wyslan\w*|levererat|leveret|skickat|sendt|entregue|enviad\w*|disponivel|dodano|k dispozici",
    Column.NEW_PRICE: rf"our price|invoiced? (?:{_PRICE})|contract (?:{_PRICE})|should be|we have|{_NEW}(?: (?:{_PRICE}))?|(?:{_PRICE}) (?:{_NEW}|now|valid)|(?:valid|gultig\w*|vigente|valide) (?:{_PRICE})|(?:(?:{_PRICE}) )?(?:{_SINCE}) ?\d.*|(?:{_PRICE}) (?:{_SINCE}) .+",
    Column.OLD_PRICE: rf"your price|(?:po|order(?:ed)?) (?:{_PRICE})|bestell?(?:preis|prijs)|(?:{_PRICE}) (?:commande|pedido|ordine|today|was|before)|you have|today|(?:on|in) (?:your |the )?(?:po|order)|{_OLD}(?: (?:{_PRICE}))?|(?:{_PRICE}) (?:{_OLD})|(?:(?:{_PRICE}) )?(?:{_UNTIL}) ?\d.*",
    Column.ORDERED: r"asked|wanted|ord(?:ered|er(?: qty)?|\.)?|qty(?: ordered)?|quantity(?: ordered)?|requested(?! date)|your order|bestellt|best\.?-?menge|menge|bestellmenge|commandee?s?|qte(?: commandee)?|quantite|pedid[oa]s?|cantidad|cant\.?|ordinat[oi]|quantita|q\.?ta|besteld|aantal|zamowion\w*|ilosc|pcs|pieces|units|boxes|cartons|cases|rolls|bags|pallets|stuck|stk\.?|stuckzahl|anzahl|kartons?|rollen|paletten|colis|pieces|palettes|nombre|cajas|unidades|uds\.?|palets|bultos|pezzi|pz\.?|colli|scatole|stuks|dozen|rollen|szt\.?|sztuk|antal|st\.?|bestallt|bestilt|qtd\.?|quantidade|encomendad\w+|mnozstvi|objednano|ks",
    Column.ITEM: r"item|article|product|description|material|part|artikel\w*|bezeichnung|designation|articulo|descripcion|articolo|descrizione|omschrijving|towar|nazwa",
}  # fmt: skip
HEADING = {column: re.compile(rf"(?:(?:qty|quantity|menge|qte|eur|gbp|usd|pln|sek|dkk|€|£|\$)\.? )?(?:{words})(?: ?[(/]? ?(?:(?:in|per|je|par|pro|por|za) )?(?:qty|quantity|menge|eur|gbp|usd|pln|zl|sek|dkk|czk|kr|kc|chf|€|£|\$|pcs?|st|stk|unit|piece|stuck|kg|100|1[.,]?000)\)?){{0,3}}\.?:?") for column, words in HEADINGS.items()}  # fmt: skip
YEAR = re.compile(r"20\d\d")
PRICED_YEAR = re.compile(rf"(?:(?:{_PRICE}) )?(?P<year>20\d\d)(?: (?:{_PRICE}))?")
WAS = re.compile(r"was|before|vorher|avant|antes|prima|voorheen|byla|wczesniej|fore|for|dosud")
NOW = re.compile(
    r"now|today|current|present|heute|jetzt|aktuell|actuel|aujourd'hui|ahora|actual|ora|oggi|attuale|nu|huidig|teraz|obecnie|idag|i dag|nyni|agora|atual"
)
PRICED = {Column.OLD_PRICE, Column.NEW_PRICE}
CUT = re.compile(r"\s{2,}|\t+|\s*[|;]\s*")
MARKED = re.compile(r"[|;\t]")
RULER = re.compile(r"[\s|+=_-]*")
# Longer tables are catalogues; nobody applies those line by line.
MOST_ROWS = 80


@dataclass(frozen=True)
class Cell:
    """A value with its place in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Row:
    """A line of a table by column, with what it calls the goods."""

    cells: dict[Column, Cell]
    item: str | None

    @property
    def start(self) -> int:
        """Where its first known value stands."""
        return min(cell.start for cell in self.cells.values())

    @property
    def end(self) -> int:
        """Where its last known value ends."""
        return max(cell.end for cell in self.cells.values())


def rows(text: str) -> Iterator[Row]:
    """Every line under a heading that names at least two columns we know."""
    heading: list[tuple[Cell, Column | None]] = []
    count = 0
    commas = 0
    for cells in cells_by_line(text):
        if len(cells) == 1 and (parted := _by_commas(cells[0], commas)):
            commas, cells = len(parted), parted
        if len(cells) < 2 and not (cells and RULER.fullmatch(cells[0].text)):
            heading, commas = [], 0
            continue
        named = [(cell, column_of(cell.text)) for cell in cells]
        named = _by_time(named)
        if len({column for _, column in named if column}) >= 2 and not any(
            c.text[:1].isdigit() and column is None for c, column in named
        ):
            heading, count = named, 0
        elif heading and count < MOST_ROWS and (row := _row(cells, heading)):
            count += 1
            yield row


def _by_commas(line: Cell, width: int) -> list[Cell]:
    """The fields of `Item,Old price,New price` and of as wide lines below it; none for a sentence with commas."""
    cells, start = [], line.start
    for field in line.text.split(","):
        cells.append(Cell(field, start, start + len(field)))
        start += len(field) + 1
    if len(cells) != width and len({column_of(cell.text) for cell in cells} - {None}) < 2:
        return []
    return cells


def _by_time(named: list[tuple[Cell, Column | None]]) -> list[tuple[Cell, Column | None]]:
    """A heading `2026 | 2027`, `now | 2027` or `was | now`: the last one has the new prices, an earlier one the old."""
    if {column for _, column in named} >= PRICED:
        return named
    ages = [(cell, _age(_plain(cell))) for cell, _ in named]
    known = sorted({age for _, age in ages if age})
    if len(known) != 2:
        return named
    as_price = {known[0]: Column.OLD_PRICE, known[1]: Column.NEW_PRICE}
    return [(cell, as_price.get(age, column)) for (cell, column), (_, age) in zip(named, ages, strict=True)]


def _plain(cell: Cell) -> str:
    return fold(cell.text).strip(" :.")


def _age(heading: str) -> int:
    """How new the prices under a heading are; 0 where it names no time."""
    if found := PRICED_YEAR.fullmatch(heading):
        return int(found["year"])
    return 2 if NOW.fullmatch(heading) else 1 if WAS.fullmatch(heading) else 0


def column_of(heading: str) -> Column | None:
    """What a heading says, in any language; None for one that we do not use."""
    folded = fold(heading).strip()
    return next((column for column, pattern in HEADING.items() if pattern.fullmatch(folded)), None)


def cells_by_line(text: str) -> Iterator[list[Cell]]:
    """The fields of every line, cut at bars, tabs and wide gaps."""
    start = 0
    for line in text.split("\n"):
        cells, at = [], 0
        for cut in [*CUT.finditer(line), None]:
            end = cut.start() if cut else len(line)
            if line[at:end].strip():
                cells.append(Cell(line[at:end], start + at, start + end))
            at = cut.end() if cut else end
        yield cells
        start += len(line) + 1


def _row(cells: list[Cell], heading: list[tuple[Cell, Column | None]]) -> Row | None:
    found: dict[Column, Cell] = {}
    if len(cells) == len(heading) + 1 and re.search(r"[^\W\d_]", cells[0].text):
        heading = [(cells[0], Column.ITEM), *heading]  # the goods stand under no heading of their own
    for number, cell in enumerate(cells):
        column = heading[number][1] if len(cells) == len(heading) else heading_above(cell, cells, heading)
        if column and column not in found:
            found[column] = cell
    item = found.pop(Column.ITEM, None)
    name = item or next((c for c in cells if c not in found.values() and re.search(r"[^\W\d_]{3}", c.text)), None)
    return Row(found, name.text.strip(" :") if name else None) if found else None


def heading_above(cell: Cell, cells: list[Cell], heading: list[tuple[Cell, H]]) -> H:
    """The column whose heading stands above a value, where some fields of the line are empty."""
    shift, top = cells[0].start, heading[0][0].start
    left, right = cell.start - shift, cell.end - shift
    best = min(heading, key=lambda pair: max(pair[0].start - top - right, left - (pair[0].end - top), 0))
    return best[1]
