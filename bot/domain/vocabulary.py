"""The names that Odoo knows, for recognising them in what people type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.spelling import distance, flat, singular, word_set, words

LEGAL = word_set(
    """
    inc ltd llc gmbh ag kg co corp corporation company group sa sas sarl srl spa bv nv plc oy ab as aps kft sp
    zoo oo limited holding international sl slu se ug ohg the z o
    """
)


@dataclass(frozen=True)
class Known:
    """One record by name. `id` is None where the names come from a file; `code` is a warehouse's or product's."""

    name: str
    id: int | None = None
    code: str = ""

    @property
    def core(self) -> tuple[str, ...]:
        """The words that tell this name from others: without article and legal form."""
        every = tuple(words(self.name))
        return tuple(word for word in every if word not in LEGAL) or every


@dataclass(frozen=True)
class Vocabulary:
    """What can be named: vendors, products, warehouses, people."""

    suppliers: tuple[Known, ...] = ()
    products: tuple[Known, ...] = ()
    warehouses: tuple[Known, ...] = ()
    users: tuple[Known, ...] = ()

    @classmethod
    def of(
        cls,
        suppliers: Sequence[str] = (),
        products: Sequence[str] = (),
        warehouses: Sequence[str] = (),
        users: Sequence[str] = (),
    ) -> Vocabulary:
        """A vocabulary of plain names; products may bear their code in brackets, as Odoo shows them."""
        return cls(
            tuple(Known(name) for name in suppliers),
            tuple(product(name) for name in products),
            tuple(Known(name, code=name) for name in warehouses),
            tuple(Known(name) for name in users),
        )

    def products_of(self, term: str) -> tuple[Known, ...]:
        """The products that a term like `corner desk` or `FURN_1118` may mean."""
        code = flat(term)
        exact = [p for p in self.products if (p.code and flat(p.code) == code) or flat(p.name) == code]
        if exact:
            return tuple(exact)
        wanted = {singular(word) for word in words(term)}
        return tuple(p for p in self.products if wanted and wanted <= {singular(w) for w in words(p.name)})

    def suppliers_of(self, term: str) -> tuple[Known, ...]:
        """The vendors that a name may mean: those of exactly this name, else those whose name holds all its words."""
        wanted = tuple(word for word in words(term) if word not in LEGAL) or tuple(words(term))
        exact = [s for s in self.suppliers if s.core == wanted or flat(s.name) == flat(term)]
        if exact:
            return tuple(exact)
        return tuple(s for s in self.suppliers if wanted and all(any(w.startswith(x) for w in s.core) for x in wanted))


def product(name: str, record_id: int | None = None) -> Known:
    """A product from its name as Odoo shows it, like `[FURN_0789] Individual Workplace`."""
    if name.startswith("[") and "] " in name:
        code, _, rest = name[1:].partition("] ")
        return Known(rest, record_id, code)
    return Known(name, record_id)


def nearest(term: str, known: Sequence[Known], most: int = 3) -> tuple[str, ...]:
    """The names that come closest to one that is not there, best first; never more than `most`, maybe none."""
    sought = words(term) or [flat(term)]

    def strangeness(name: Known) -> float:
        """0 for a name that holds every word, 1 for one that has nothing in common."""
        parts = name.core or (flat(name.name),)
        each = [min(distance(w, p, 12) / max(len(w), len(p), 1) for p in parts) for w in sought]
        return sum(each) / len(each)

    ranked = sorted((strangeness(name), name.name) for name in known)
    return tuple(dict.fromkeys(name for far, name in ranked if far <= 0.6))[:most]
