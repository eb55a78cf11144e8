"""Turns the names that people and models use into Odoo's records; what is not known is said, with what comes near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.lookups import OrderQuery, Wanted
from bot.domain.references import references
from bot.domain.spelling import flat, typo_of
from bot.domain.vocabulary import Known, Vocabulary, nearest

LIMIT, MOST = 20, 100


@dataclass(frozen=True)
class Resolved:
    """A query by ids, or the names that nobody knows."""

    query: OrderQuery
    unknown: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    person_id: int | None = None


def resolve(wanted: Wanted, names: Vocabulary, *, me: int, limit: int = LIMIT) -> Resolved:
    """What is wanted, by ids. `me` among people is the asker."""
    unknown: list[str] = []
    near: list[str] = []

    def ids(terms: tuple[str, ...], found: list[tuple[Known, ...]], every: tuple[Known, ...]) -> tuple[int, ...]:
        for term, records in zip(terms, found, strict=True):
            if not records:
                unknown.append(term)
                near.extend(nearest(term, every))
        return tuple(dict.fromkeys(k.id for records in found for k in records if k.id is not None))

    vendors = ids(wanted.vendors, [_vendor(names, term) for term in wanted.vendors], names.suppliers)
    products = ids(wanted.products, [names.products_of(term) for term in wanted.products], names.products)
    place = [_place(names, wanted.warehouse)] if wanted.warehouse else []
    places = ids((wanted.warehouse,) if wanted.warehouse else (), place, names.warehouses)
    person: int | None = None
    if wanted.person == "me":
        person = me
    elif wanted.person:
        people = ids((wanted.person,), [_person(names, wanted.person)], names.users)
        person = people[0] if people else None
    query = OrderQuery(
        names=tuple(dict.fromkeys(reference(name) for name in wanted.orders)),
        vendor_ids=vendors,
        product_ids=products,
        buyer_id=person,
        warehouse_id=places[0] if places else None,
        status=wanted.status,
        date_from=wanted.date_from,
        date_to=wanted.date_to,
        min_amount=wanted.min_amount,
        max_amount=wanted.max_amount,
        by_amount=wanted.by_amount,
        limit=min(wanted.limit or limit, MOST),
    )
    return Resolved(query, tuple(unknown), tuple(dict.fromkeys(near)), person)


def told(wanted: Wanted) -> dict[str, str]:
    """What was asked for, in words, for results to say."""
    given: dict[str, object] = {
        "orders": ", ".join(wanted.orders),
        "vendor": ", ".join(wanted.vendors),
        "product": ", ".join(wanted.products),
        "warehouse": wanted.warehouse or "",
        "person": wanted.person or "",
        "status": (wanted.status or "").replace("_", " "),
        "period": period(wanted.date_from, wanted.date_to),
        "at least": wanted.min_amount if wanted.min_amount is not None else "",
        "at most": wanted.max_amount if wanted.max_amount is not None else "",
        "most rows": wanted.limit or "",
    }
    return {name: str(value) for name, value in given.items() if value != ""}


def period(start: date | None, end: date | None) -> str:
    """A period in words: one day, "2026-10-01 to 2026-10-31", since or until a day; empty without either."""
    if start and end:
        return start.isoformat() if start == end else f"{start.isoformat()} to {end.isoformat()}"
    return f"since {start.isoformat()}" if start else f"until {end.isoformat()}" if end else ""


def reference(name: str) -> str:
    """An order's reference as Odoo writes it, however it was typed."""
    found = references(name)
    return found[0] if len(found) == 1 else name.strip().upper()


def _vendor(names: Vocabulary, term: str) -> tuple[Known, ...]:
    exact = names.suppliers_of(term)
    return exact or tuple(s for s in names.suppliers if typo_of(flat(term), flat(s.name)) is not None)


def _place(names: Vocabulary, term: str) -> tuple[Known, ...]:
    return tuple(w for w in names.warehouses if flat(term) in {flat(w.code), flat(w.name)})


def _person(names: Vocabulary, term: str) -> tuple[Known, ...]:
    exact = tuple(u for u in names.users if flat(u.name) == flat(term))
    return exact or tuple(u for u in names.users if flat(term) in flat(u.name).split())
