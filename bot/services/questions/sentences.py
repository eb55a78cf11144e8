"""The embedded engine's prose on lists: one or two sentences, made of results and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.lookups import (
    HOLDS_NOTHING,
    ArrivalRow,
    ArrivedRow,
    BillRow,
    HeldUpRow,
    OrderRow,
    Outcome,
    PerformanceRow,
    PriceRow,
    Result,
    SellerRow,
    SpendRow,
    VendorRow,
    WaitingRow,
)
from bot.domain.orders import plain
from bot.domain.questions import Intent
from bot.domain.words import NOT_SHOWN, money
from bot.services.questions.order_sentences import plural
from bot.services.questions.tables import count, day, late

NO_RIGHTS = "Your Odoo user has no purchase rights, so I cannot show you purchase orders."
REFUSED = "Odoo does not let me read that. Your administrator can see why with `procurement-bot doctor`."
AWAY = (
    "Odoo does not answer just now, so I cannot look that up. Nothing is lost: what was decided is carried out once it "
    "is back. Please ask again in a few minutes."
)


def missing(result: Result) -> str:
    """What is said when a look-up gave no rows."""
    if result.outcome is Outcome.DENIED:
        return NO_RIGHTS
    if result.outcome is Outcome.HIDDEN:
        return f"Your Odoo user does not see {HIDDEN.get(result.tool, 'such records')}, so I cannot show them to you."
    if result.outcome is Outcome.REFUSED:
        return REFUSED
    if result.outcome is Outcome.UNAVAILABLE:
        return AWAY
    if result.outcome is Outcome.NOT_FOUND:
        names = ", ".join(f'"{name}"' for name in result.unknown)
        offer = f" Did you mean {' or '.join(result.nearest)}?" if result.nearest else ""
        return f"I find no {names} in Odoo among what you may see.{offer}"
    asked = ", ".join(f"{name} {value}" for name, value in result.asked.items())
    what = NOTHING.get(result.tool, "There is nothing of the kind in Odoo")
    return f"{what}{f' ({asked})' if asked else ''}."


HIDDEN: Mapping[str, str] = {"find_bills": "vendor bills", "replenishment": "stock and reorder rules"}
NOTHING: Mapping[str, str] = {
    "find_orders": "No order fits",
    "what_arrives": "Nothing is on its way",
    "what_arrived": "Nothing was received",
    "late_orders": "Nothing is late",
    "held_up": "No late order holds anything up",
    "vendor_performance": "Nothing was received or is open",
    "price_history": "There is no purchase on record",
    "replenishment": "Nothing is below its minimum",
    "spend": "Nothing was spent",
    "waiting_for_approval": "Nothing waits for approval",
    "find_bills": "There is no such bill",
    "vendor_contact": "There is nothing on record",
    "vendor_messages": "There is no mail from vendors on these orders",
}


def of_rows(result: Result, intent: Intent) -> str:
    """What is said of a list."""
    rows = result.rows
    first = rows[0]
    if isinstance(first, OrderRow):
        return _orders(result, first, intent)
    if isinstance(first, ArrivalRow):
        return (
            f"{plural(result.total, 'delivery', 'deliveries')} still to come; the first is {first.order}, "
            f"{count(first.quantity, first.unit)} of {first.product}, promised for {day(first.planned)}"
            f"{f' ({late(first.days_late)})' if first.days_late else ''}."
        )
    if isinstance(first, ArrivedRow):
        return f"{plural(result.total, 'receipt')}; the newest on {day(first.done)} for {first.order}."
    if isinstance(first, WaitingRow):
        return _waiting(result, first)
    if isinstance(first, PriceRow):
        return _prices(result, first)
    if isinstance(first, SpendRow):
        totals = [
            money(amount, name.removeprefix("total "))
            for name, amount in result.figures.items()
            if name.startswith("total ")
        ]
        every = " and ".join(totals) or NOT_SHOWN
        best = max((row for row in rows if isinstance(row, SpendRow)), key=lambda row: row.amount)
        most = (
            f"; most of it: {best.group}, {money(best.amount, best.currency)}" if len(rows) > 1 else f": {best.group}"
        )
        return f"{every} in confirmed orders{most if len(totals) == 1 else ''}."
    if isinstance(first, PerformanceRow):
        return _performance([row for row in rows if isinstance(row, PerformanceRow)], result)
    if isinstance(first, BillRow):
        owed = [
            money(amount, name.removeprefix("open "))
            for name, amount in result.figures.items()
            if name.startswith("open ")
        ]
        return f"{plural(result.total, 'bill')}{f'; open: {chr(32).join(owed)}' if len(owed) == 1 else ''}."
    if isinstance(first, HeldUpRow):
        return _held_up(result, first)
    if isinstance(first, VendorRow):
        reached = [part for part in (first.email, first.phone, *first.contacts) if part]
        terms = f" Payment terms: {first.payment_terms}." if first.payment_terms else ""
        return f"{first.vendor}: {'; '.join(reached) or 'no contact on record'}.{terms}"
    if isinstance(first, SellerRow):
        sold = ", ".join(dict.fromkeys(row.vendor for row in rows if isinstance(row, SellerRow)))
        return f"Sold by {sold}."
    return {
        "replenishment": f"{plural(result.total, 'minimum stock')} not met.",
        "vendor_messages": "The newest messages of vendors, as they wrote them.",
    }.get(result.tool, f"{plural(result.total, 'row')}.")


def _held_up(result: Result, first: HeldUpRow) -> str:
    if first.what == HOLDS_NOTHING:
        late_ones = [f"{row.order} is {late(row.days_late)}" for row in result.rows if isinstance(row, HeldUpRow)]
        return f"{' and '.join(late_ones)}, and nothing is known to wait for {'it' if len(late_ones) == 1 else 'them'}."
    if result.left_out:
        return f"Late orders hold up sales, or keep stock below its minimum, in {plural(result.total, 'case')}."
    sales, stocks = int(result.figures.get("sales", 0)), int(result.figures.get("stocks below minimum", 0))
    told = [f"hold up {plural(sales, 'sale')}"] if sales else []
    told += [f"keep {plural(stocks, 'stock')} below {'its' if stocks == 1 else 'their'} minimum"] if stocks else []
    return f"Late orders {' and '.join(told)}."


def _orders(result: Result, first: OrderRow, intent: Intent) -> str:
    if result.tool == "late_orders":
        be = "is" if result.total == 1 else "are"
        return f"{plural(result.total, 'order')} {be} late; {first.name} ({first.vendor}) is {late(first.days_late)}."
    if result.total == 1:
        return f"{first.name} ({first.vendor}) is {first.state}, {money(first.amount, first.currency)}."
    return f"{plural(result.total, 'order')}."


def _waiting(result: Result, first: WaitingRow) -> str:
    since = f" since {day(first.since)}" if first.since else ""
    if result.total == 1:
        return f"{first.order} ({first.vendor}) waits{since}; it may be approved by {', '.join(first.approvers)}."
    return f"{plural(result.total, 'order')} wait for approval; {first.order} longest{since}."


def _prices(result: Result, first: PriceRow) -> str:
    change = result.figures.get("change in percent")
    told = (
        f"{first.product} was last bought on {day(first.date)} from {first.vendor} "
        f"at {money(first.unit_price, first.currency)} ({first.order})"
    )
    if change is not None and not result.left_out:
        way = "up" if change > 0 else "down"
        oldest = result.rows[-1]
        assert isinstance(oldest, PriceRow)
        moved = f"{way} {plain(abs(change))} %" if change else "unchanged"
        told += f"; since {day(oldest.date)} the price is {moved}"
    return f"{told}."


def _performance(rows: Sequence[PerformanceRow], result: Result) -> str:
    first = rows[0]
    if len(rows) == 1:
        share = f" ({plain(first.on_time_percent)} %)" if first.on_time_percent is not None else ""
        lead = f" Lead time: {plain(first.lead_days)} days on average." if first.lead_days is not None else ""
        rate = ""
        if first.odoo_rate is not None:
            rate = f" By Odoo's own count, as on cards, {plain(first.odoo_rate)} % of the goods of a year came on time."
        return (
            f"{first.vendor} delivered {first.on_time} of {plural(first.deliveries, 'order')} on time{share}; "
            f"{plural(first.open_orders, 'order')} open, {first.late_orders} late now.{lead}{rate}"
        )
    worst = max(rows, key=lambda row: (row.late + row.late_orders, row.late))
    if worst.late + worst.late_orders == 0:
        return f"{plural(result.total, 'vendor')}; nobody is late."
    return (
        f"{worst.vendor} is late most often: {worst.late} of {plural(worst.deliveries, 'received order')} "
        f"came too late, {worst.late_orders} late now."
    )
