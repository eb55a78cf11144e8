"""Days in tables: under "Old date" one that holds no longer, under "New date" the promise, in any of our languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.adapters.triage.tables import MOST_ROWS, RULER, Cell, cells_by_line, heading_above
from bot.adapters.triage.words import fold

_DAY = (
    r"(?:promise|promised|commit\w*|delivery|deliv\.?|ship(?:ping|ment)?|due|arrival|dispatch|date|eta|etd|termin|liefertermin|lieferdatum|versand|datum|livraison|expedition|date de livraison|delai|fecha|entrega|fecha de entrega|"
    r"data|consegna|data di consegna|data de entrega|leverdatum|levering|dostawy?|termin dostawy|leverans|leveransdatum|leveringsdato|dato|dodani|termin dodani)"
)
_DAYS = rf"(?:[ ./-]*{_DAY}){{0,3}}\.?:?"
OLD = re.compile(
    rf"(?:{_DAY} )?(?:old|previous|prev\.?|prior|orig(?:inal|\.)?|requested|request|req\.?|required|reqd|your|wanted|wish\w*|first|last|initial|planned|bisher\w*|alt\w*|wunsch\w*|gewunscht\w*|urspr\w*|ancien\w*|demandee?|souhaitee?|initiale?|precedent\w*|anterior|solicitad[oa]|pedid[oa]|inicial|"
    rf"richiest[oa]|vecchi[oa]|precedente|iniziale|oude?|gevraagd\w*|gewenst\w*|star[aey]|poprzedni\w*|zadan\w*|antig[ao]|gammal\w*|gammel\w*|onsk\w*|tidigare|tidligere|puvodni|pozadovan[ey]){_DAYS}"
)
NEWEST = re.compile(
    rf"(?:{_DAY} )?(?:new|revised|rev\.?|updated|amended|neu\w*|nouvel\w*|nouveau|revisee?|nuev[oa]|nuov[oa]|nieuwe?|now[ya]|nov[aoy]|nova|nytt?|ny){_DAYS}"
)
PROMISED = re.compile(
    rf"(?:{_DAY} )?(?:confirmed|conf\.?|promised?|committed|expected|exp\.?|estimated|est\.?|actual|our|bestatigt\w*|zugesagt\w*|unser\w*|confirmee?|prevue?|confirmad[oa]|previst[oa]|confermat[oa]|bevestigd\w*|verwacht\w*|potwierdzon\w*|bekraftat|bekræftet|potvrzen[ey]){_DAYS}|{_DAY}{_DAYS}"
)


@dataclass(frozen=True)
class DatedCell:
    """A field under a heading that speaks of days: where it stands, and whether it is the promise."""

    start: int
    end: int
    promised: bool


def dated_cells(text: str) -> Iterator[DatedCell]:
    """The fields of every table that has an old and a new day in columns of their own."""
    heading: list[tuple[Cell, str]] = []
    count = 0
    for cells in cells_by_line(text):
        if len(cells) < 2 and not (cells and RULER.fullmatch(cells[0].text)):
            heading = []
            continue
        named = [(cell, _kind(cell.text)) for cell in cells]
        kinds = {kind for _, kind in named if kind}
        if len(kinds) >= 2 and not any(any(map(str.isdigit, cell.text)) for cell in cells):
            heading, count = named, 0
        elif heading and count < MOST_ROWS:
            count += 1
            known = {kind for _, kind in heading}
            for number, cell in enumerate(cells):
                even = len(cells) == len(heading)
                kind = heading[number][1] if even else heading_above(cell, cells, heading)
                if kind:
                    yield DatedCell(cell.start, cell.end, kind == ("new" if "new" in known else "promised"))


def _kind(heading: str) -> str:
    """`old`, `new`, `promised`, or nothing for a column that is not about days."""
    folded = fold(heading).strip()
    kinds = (("old", OLD), ("new", NEWEST), ("promised", PROMISED))
    return next((kind for kind, pattern in kinds if pattern.fullmatch(folded)), "")
