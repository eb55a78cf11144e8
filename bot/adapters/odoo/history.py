"""What a product cost before: the newest confirmed purchases, in as few calls as there can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.prices import Rates, comparable, convert
from bot.adapters.odoo.rows import CURRENCY, NAME, UNIT, CurrencyRow, LineRow, OrderRow, UnitRow
from bot.adapters.odoo.values import Exact, Moment, NameRow, Price, Row, stamp
from bot.domain.orders import PastPrice

DEPTH = 3
_ROUNDS = 4

_SPEC: dict[str, Any] = {
    "product_id": {},
    "product_uom_id": UNIT,
    "price_unit_discounted": {},
    "date_approve": {},
    "currency_id": CURRENCY,
    "partner_id": NAME,
    "order_id": {"fields": {"name": {}, "currency_rate": {}}},
}


class PastOrderRow(Row):
    """The order that a past purchase stood on."""

    id: int
    name: str
    currency_rate: Exact


class PastRow(Row):
    """One line of a confirmed order."""

    id: int
    product_id: int
    product_uom_id: UnitRow | None
    price_unit_discounted: Price
    date_approve: Moment
    currency_id: CurrencyRow
    partner_id: NameRow
    order_id: PastOrderRow


@dataclass(frozen=True)
class Wanted:
    """A product of an order whose earlier purchases are wanted; `before` is None while nothing is confirmed."""

    product_id: int
    order_id: int
    before: datetime | None

    def fits(self, row: PastRow) -> bool:
        """Whether `row` is an earlier purchase of this product."""
        return row.order_id.id != self.order_id and (self.before is None or row.date_approve < self.before)


def wanted(orders: Iterable[OrderRow]) -> set[Wanted]:
    """The products of these orders whose earlier purchases are wanted."""
    return {
        Wanted(line.product_id.id, order.id, order.date_approve)
        for order in orders
        for line in order.product_lines
        if line.product_id
    }


def read_history(client: OdooClient, company_id: int, wants: set[Wanted]) -> Mapping[int, list[PastRow]]:
    """Earlier purchases by product, newest first, at least `DEPTH` for each want where there are as many.

    One call as a rule. A product bought so often that it crowds out others costs another; after
    four calls the rest is left as it is.
    """
    found: dict[int, list[PastRow]] = defaultdict(list)
    open_wants, upper = set(wants), None
    for _ in range(_ROUNDS):
        if not open_wants:
            break
        products = {want.product_id for want in open_wants}
        limit = 4 * len(products) + 200
        if upper is None and all(want.before for want in open_wants):
            upper = max(want.before for want in open_wants if want.before)
        page = _page(client, company_id, products, upper, limit, [row.id for rows in found.values() for row in rows])
        for row in page:
            found[row.product_id].append(row)
        if len(page) < limit:
            break
        upper = page[-1].date_approve
        open_wants = {w for w in open_wants if sum(map(w.fits, found[w.product_id])) < DEPTH}
    return found


def _page(
    client: OdooClient, company_id: int, products: set[int], upper: datetime | None, limit: int, known: list[int]
) -> list[PastRow]:
    domain: list[Any] = [
        ("product_id", "in", sorted(products)),
        ("order_id.state", "in", ["purchase", "done"]),
        ("order_id.company_id", "=", company_id),
        ("order_id.date_approve", "<=", stamp(upper)) if upper else ("order_id.date_approve", "!=", False),
    ]
    if known:
        domain.append(("id", "not in", known))
    answer = client.call(
        "purchase.order.line",
        "web_search_read",
        [domain],
        {"specification": _SPEC, "limit": limit, "order": "date_approve desc, id desc", "count_limit": 1},
    )
    return [PastRow.model_validate(row) for row in answer["records"]]


def past_prices(order: OrderRow, line: LineRow, history: list[PastRow], rates: Rates) -> tuple[PastPrice, ...]:
    """The last `DEPTH` purchases of the line's product, in the order's currency and the line's unit.

    A purchase that cannot be converted, for want of a rate, is left out.
    """
    if line.product_id is None:
        return ()
    want = Wanted(line.product_id.id, order.id, order.date_approve)
    target = rates.used(order.currency_id, order.currency_rate)
    found: list[PastPrice] = []
    for row in filter(want.fits, history):
        price = row.price_unit_discounted
        if row.currency_id.id != order.currency_id.id:
            converted = convert(price, rates.used(row.currency_id, row.order_id.currency_rate), target)
        else:
            converted = price
        unit_price = comparable(converted, row.product_uom_id, line.product_uom_id)
        if unit_price is not None:
            found.append(PastPrice(row.order_id.name, row.date_approve, row.partner_id.display_name, unit_price))
    return tuple(found[:DEPTH])
