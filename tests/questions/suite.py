"""Sixty-odd questions as buyers type them; each knows the right answer from the truth alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.questions import Behaviour
from tests.questions.truth import Row, Truth, in_company_currency

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


@dataclass(frozen=True)
class Right:
    """The right answer: exactly these orders in its rows, and these words somewhere in it."""

    text: str
    orders: frozenset[str] | None = None
    words: tuple[str, ...] = ()
    behaviour: Behaviour = Behaviour.ANSWER
    thread: tuple[tuple[str, str], ...] = ()


Case = Callable[[Truth], Right]
CASES: list[Case] = []


def case(make: Case) -> Case:
    """Put a question into the suite."""
    CASES.append(make)
    return make


def names(orders: Iterable[Row]) -> frozenset[str]:
    """The references of orders."""
    return frozenset(order["name"] for order in orders)


def money(amount: float) -> str:
    """An amount as people read it."""
    return f"{amount:,.2f}"


def spent(amount: float) -> str:
    """A sum of orders as people read it: early in a month or a year there may be none."""
    return money(amount) if amount else "Nothing was spent"


def count(quantity: float) -> str:
    """A quantity as people read it."""
    return f"{quantity:,.2f}".rstrip("0").rstrip(".")


def day(value: str) -> str:
    """The day of one of Odoo's moments."""
    return value[:10]


def first_word(vendor: Row) -> str:
    """How people call a vendor."""
    return str(vendor["name"].split()[0]).lower()


def short(order: Row) -> str:
    """The digits of a reference."""
    return str(int("".join(c for c in order["name"] if c.isdigit())))


def open_one(t: Truth) -> Row:
    """An order in time of which nothing came."""
    return next(o for o in t.open(late=False) if o["receipt_status"] == "pending" and not o["acknowledged"])


def partly(t: Truth) -> Row:
    """An order that came in part."""
    return next(o for o in t.open() if o["receipt_status"] == "partial")


def received(t: Truth) -> Row:
    """An order that came and is billed."""
    return next(o for o in t.confirmed() if o["receipt_status"] == "full" and o["invoice_status"] == "invoiced")


def latest(t: Truth) -> Row:
    """The order that is latest."""
    return min(t.late(), key=lambda order: order["date_planned"])


def of_state(t: Truth, state: str) -> Row:
    """The newest order of a state."""
    return [order for order in t.orders if order["state"] == state][-1]


def of_vendor(vendor: Row) -> Callable[[Row], bool]:
    """Whether a row is this vendor's."""
    return lambda row: bool(row["partner_id"] and row["partner_id"][0] == vendor["id"])


def month(t: Truth, back: int = 0) -> tuple[str, str]:
    """The first and the last day of a month."""
    number = t.today.year * 12 + t.today.month - 1 - back
    after = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return date(number // 12, number % 12 + 1, 1).isoformat(), (after - timedelta(days=1)).isoformat()


def week(t: Truth, on: int = 0) -> tuple[str, str]:
    """Monday and Sunday of a week."""
    monday = t.today - timedelta(days=t.today.weekday()) + timedelta(weeks=on)
    return monday.isoformat(), (monday + timedelta(days=6)).isoformat()


def between(value: str, span: tuple[str, str]) -> bool:
    """Whether a moment lies in a span of days."""
    return bool(value) and span[0] <= value[:10] <= span[1]


def bought_often(t: Truth) -> Row:
    """A product with a number of its own that was bought more than once."""
    return next(p for p in t.products if p["default_code"] and 2 <= len(t.purchases(p)) <= 20)


# Where is it?


@case
def where_is_it(t: Truth) -> Right:
    o = open_one(t)
    return Right(f"where is {o['name']}?", words=("nothing received", money(o["amount_total"]), o["partner_id"][1]))


@case
def status_in_two_letters(t: Truth) -> Right:
    o = received(t)
    return Right(f"status of po {short(o)}", words=(o["name"], "confirmed", "received", "billed"))


@case
def reference_with_a_dash(t: Truth) -> Right:
    o = t.waiting()[0]
    return Right(f"stauts p-{o['name'][1:]}", words=(o["name"], "waiting for approval", money(o["amount_total"])))


@case
def reference_with_two_letters(t: Truth) -> Right:
    o = of_state(t, "cancel")
    return Right(f"PO{o['name'][2:]}?", words=(o["name"], "cancelled"))


@case
def still_a_draft(t: Truth) -> Right:
    o = of_state(t, "draft")
    return Right(f"what about {o['name']}", words=(o["name"], "RFQ", money(o["amount_total"])))


@case
def sent_in_french(t: Truth) -> Right:
    o = of_state(t, "sent")
    return Right(f"où en est la commande {o['name']} ?", words=(o["name"], "RFQ sent"))


@case
def partly_in_german(t: Truth) -> Right:
    o = partly(t)
    return Right(f"Wo bleibt {o['name']}?", words=(o["name"], "partly received"))


@case
def in_a_foreign_currency(t: Truth) -> Right:
    own = t.search("res.company", [], "currency_id")[0]["currency_id"][0]
    o = next(order for order in t.waiting() if order["currency_id"][0] != own)
    return Right(f"update on {o['name']} please", words=(f"{money(o['amount_total'])} {o['currency_id'][1]}",))


@case
def two_at_once(t: Truth) -> Right:
    a, b = open_one(t), t.waiting()[0]
    return Right(f"where are {a['name']} and {b['name']}", words=(f"{a['name']} (", "confirmed", f"{b['name']} ("))


@case
def confirmed_by_the_vendor(t: Truth) -> Right:
    o = next(o for o in t.confirmed() if o["acknowledged"])
    return Right(f"has the vendor confirmed {o['name']}?", words=(f"The vendor has confirmed {o['name']}",))


@case
def not_confirmed_by_the_vendor(t: Truth) -> Right:
    o = open_one(t)
    return Right(f"is {o['name']} confirmed by the vendor", words=(f"has not confirmed {o['name']}",))


# What is late?


@case
def what_is_late(t: Truth) -> Right:
    return Right("what is late", orders=names(t.late()))


@case
def late_in_german(t: Truth) -> Right:
    return Right("was ist überfällig?", orders=names(t.late()))


@case
def late_in_polish(t: Truth) -> Right:
    return Right("które zamówienia są opóźnione?", orders=names(t.late()))


@case
def late_from_a_vendor(t: Truth) -> Right:
    vendor = t.vendor_with(t.late())
    return Right(f"what is late from {first_word(vendor)}", orders=names(filter(of_vendor(vendor), t.late())))


@case
def nothing_late_from_a_vendor(t: Truth) -> Right:
    late = {order["partner_id"][0] for order in t.late()}
    vendor = t.vendor_with(o for o in t.confirmed() if o["partner_id"][0] not in late)
    return Right(f"anything late from {vendor['name']}?", orders=frozenset(), words=("Nothing is late",))


@case
def late_in_a_warehouse(t: Truth) -> Right:
    code = t.place(latest(t))
    return Right(f"overdue POs for {code}", orders=names(o for o in t.late() if t.place(o) == code))


@case
def late_of_a_buyer(t: Truth) -> Right:
    buyer = latest(t)["user_id"]
    own = names(o for o in t.late() if o["user_id"] and o["user_id"][0] == buyer[0])
    return Right(f"which late orders does {buyer[1]} have", orders=own)


@case
def how_late(t: Truth) -> Right:
    return Right(f"how late is {latest(t)['name']}", words=(f"{t.days_late(latest(t))} days late",))


@case
def not_late(t: Truth) -> Right:
    return Right(f"is {open_one(t)['name']} late?", words=(open_one(t)["name"], "is not late"))


@case
def sales_that_wait(t: Truth) -> Right:
    told = sorted(t.sales_held_up()) if t.bot_sees("sale.order") else ["Sales orders are left out"]
    return Right("which sales orders wait for late orders", words=tuple(told))


# What arrives, what came?


@case
def when_does_it_arrive(t: Truth) -> Right:
    o = open_one(t)
    return Right(f"when does {o['name']} arrive", words=tuple({day(line["date_planned"]) for line in t.of(o)}))


@case
def when_in_spanish(t: Truth) -> Right:
    o = t.open(late=False)[-1]
    return Right(f"¿cuándo llega {o['name']}?", words=(o["name"], day(o["date_planned"])))


@case
def it_has_arrived(t: Truth) -> Right:
    o = received(t)
    return Right(f"when will {o['name']} arrive", words=(o["name"], "is received", day(o["effective_date"])))


@case
def arrivals_today(t: Truth) -> Right:
    span = (t.today.isoformat(), t.today.isoformat())
    return Right("what arrives today", orders=frozenset(t.to_come(lambda x: between(x["date_planned"], span))))


@case
def arrivals_this_week(t: Truth) -> Right:
    return Right("arrivals this week", orders=frozenset(t.to_come(lambda x: between(x["date_planned"], week(t)))))


@case
def arrivals_next_week_in_dutch(t: Truth) -> Right:
    right = t.to_come(lambda x: between(x["date_planned"], week(t, 1)))
    return Right("wat komt er volgende week binnen?", orders=frozenset(right))


@case
def arrivals_of_a_product(t: Truth) -> Right:
    owed = t.to_come()
    product = next(x["product"] for x in t.lines if x["order"]["name"] in owed and x["product"]["default_code"])
    right = t.to_come(lambda x: x["product"] is product)
    return Right(f"when do we get {product['default_code']}", orders=frozenset(right))


@case
def arrivals_from_a_vendor(t: Truth) -> Right:
    vendor = t.vendor_with(o for o in t.open() if o["name"] in t.to_come())
    return Right(f"what is coming from {first_word(vendor)}", orders=frozenset(t.to_come(of_vendor(vendor))))


@case
def arrivals_in_a_warehouse(t: Truth) -> Right:
    code = t.place(open_one(t))
    right = t.to_come(lambda x: t.place(x["order"]) == code)
    return Right(f"what is still coming to {code}", orders=frozenset(right))


@case
def what_came_last_month(t: Truth) -> Right:
    right = t.came(lambda picking: between(picking["date_done"], month(t, 1)))
    return Right("what did we receive last month", orders=frozenset(right))


@case
def did_it_arrive(t: Truth) -> Right:
    o = received(t)
    return Right(f"did {o['name']} arrive", words=(o["name"], "received", day(o["effective_date"])))


@case
def what_is_missing(t: Truth) -> Right:
    owed = [line for line in t.of(partly(t)) if line["qty_received"] < line["product_qty"]]
    words = tuple(count(x["product_qty"] - x["qty_received"]) for x in owed)
    return Right(f"what's missing on {partly(t)['name']}", words=words + tuple(x["product_id"][1] for x in owed))


@case
def what_has_not_arrived(t: Truth) -> Right:
    o = open_one(t)
    return Right(f"what hasn't arrived from {o['name']}", words=tuple(x["product_id"][1] for x in t.of(o)))


# What is in it, is it billed?


@case
def what_is_in_it(t: Truth) -> Right:
    o = partly(t)
    words = [x["product_id"][1] for x in t.of(o)] + [count(x["product_qty"]) for x in t.of(o)]
    return Right(f"what's in {o['name']}", words=(*words, money(o["amount_total"])))


@case
def contents_in_spanish(t: Truth) -> Right:
    o = t.waiting()[0]
    return Right(f"¿qué contiene {o['name']}?", words=tuple(x["product_id"][1] for x in t.of(o)))


@case
def price_per_unit(t: Truth) -> Right:
    line = t.of(open_one(t))[0]
    price = money(line["price_unit"] * (1 - line["discount"] / 100))
    return Right(f"price per unit on {line['order']['name']}", words=(price, line["product_id"][1]))


@case
def billed(t: Truth) -> Right:
    o = received(t)
    bills = [bill["name"] for bill in t.bills if bill["invoice_origin"] == o["name"]]
    return Right(f"is {o['name']} billed?", words=(o["name"], *bills))


@case
def not_billed(t: Truth) -> Right:
    o = open_one(t)
    return Right(f"is there an invoice for {o['name']}", words=(f"There is no bill for {o['name']}",))


@case
def unpaid(t: Truth) -> Right:
    owed = [bill for bill in t.bills if bill["payment_state"] in {"not_paid", "partial"}]
    return Right("unpaid bills", words=(f"{len(owed)} bill", *(bill["name"] for bill in owed[:5])))


@case
def unpaid_of_a_vendor(t: Truth) -> Right:
    owed = [bill for bill in t.bills if bill["payment_state"] in {"not_paid", "partial"}]
    vendor = t.vendor_with(owed)
    own = list(filter(of_vendor(vendor), owed))
    words = (f"{len(own)} bill", money(sum(bill["amount_residual"] for bill in own)))
    return Right(f"open bills {first_word(vendor)}", words=words)


@case
def received_and_not_billed(t: Truth) -> Right:
    right = [o for o in t.confirmed() if o["invoice_status"] == "to invoice"]
    came = [o for o in right if o["receipt_status"] in {"partial", "full"}]
    return Right("received but not billed", orders=names(came))


# Who approves?


@case
def who_must_approve(t: Truth) -> Right:
    o = t.waiting()[0]
    since = day(t.events(o, "RFQ Confirmed")[-1]["date"])
    return Right(f"who has to approve {o['name']}?", words=(o["name"], since, *sorted(t.approvers(o))))


@case
def who_approved(t: Truth) -> Right:
    limit = t.search("res.company", [], "po_double_validation_amount")[0]["po_double_validation_amount"]
    o = next(o for o in t.confirmed() if o["amount_total_cc"] >= limit and t.events(o, "RFQ Approved"))
    return Right(f"who approved {o['name']}", words=(o["name"], t.events(o, "RFQ Approved")[-1]["create_uid"][1]))


@case
def what_waits_for_approval(t: Truth) -> Right:
    return Right("what is waiting for approval", orders=names(t.waiting()))


@case
def what_waits_of_a_vendor(t: Truth) -> Right:
    vendor = t.vendor_with(t.waiting())
    return Right(f"pending approvals from {vendor['name']}", orders=names(filter(of_vendor(vendor), t.waiting())))


@case
def what_waits_in_french(t: Truth) -> Right:
    return Right("quelles commandes attendent une approbation ?", orders=names(t.waiting()))


# Prices, spend, vendors


@case
def last_price(t: Truth) -> Right:
    product = bought_often(t)
    newest = t.purchases(product)[0]
    price = money(newest["price_unit"] * (1 - newest["discount"] / 100))
    text = f"what did we pay for {product['default_code']} last time"
    return Right(text, words=(price, newest["order"]["name"], newest["partner_id"][1]))


@case
def price_history(t: Truth) -> Right:
    product = bought_often(t)
    return Right(f"price history of {product['default_code']}", orders=names(x["order"] for x in t.purchases(product)))


@case
def spent_last_month(t: Truth) -> Right:
    right = t.spent(lambda order: between(order["date_approve"], month(t, 1)))
    return Right("how much did we spend last month", words=(spent(right),))


@case
def spent_in_a_month_by_name(t: Truth) -> Right:
    span = month(t, 2)
    right = t.spent(lambda order: between(order["date_approve"], span))
    name = MONTHS[int(span[0][5:7]) - 1].lower()
    return Right(f"total spend in {name} {span[0][:4]}", words=(spent(right),))


@case
def spent_with_a_vendor(t: Truth) -> Right:
    vendor = t.vendor_with(t.confirmed())
    return Right(f"total spend with {first_word(vendor)}", words=(money(t.spent(of_vendor(vendor))),))


@case
def spent_by_category(t: Truth) -> Right:
    sums = sorted(t.by_category().items(), key=lambda each: -each[1])[:3]
    return Right("spend by category", words=tuple(word for name, amount in sums for word in (name, money(amount))))


@case
def spent_by_buyer(t: Truth) -> Right:
    buyers = {order["user_id"][1] for order in t.confirmed() if order["user_id"]}
    sums = {name: t.spent(lambda o, name=name: bool(o["user_id"]) and o["user_id"][1] == name) for name in buyers}
    return Right("spend by buyer", words=tuple(word for name in buyers for word in (name, money(sums[name]))))


@case
def spent_by_warehouse(t: Truth) -> Right:
    sums = {p["name"]: t.spent(lambda o, code=p["code"]: t.place(o) == code) for p in t.warehouses.values()}
    return Right("spend per warehouse", words=tuple(money(amount) for amount in sums.values() if amount))


@case
def spent_on_a_product(t: Truth) -> Right:
    product = bought_often(t)
    total = sum(map(in_company_currency, t.purchases(product)))
    return Right(f"how much did we spend on {product['default_code']} by buyer", words=(money(total),))


@case
def spent_in_french(t: Truth) -> Right:
    year = str(t.today.year)
    right = t.spent(lambda order: bool(order["date_approve"]) and order["date_approve"].startswith(year))
    return Right("combien avons-nous dépensé cette année ?", words=(spent(right),))


@case
def how_reliable(t: Truth) -> Right:
    vendor = t.vendor_with(o for o in t.confirmed() if o["effective_date"])
    timely, came = t.punctuality(vendor["id"])
    return Right(f"how reliable is {first_word(vendor)}", words=(vendor["name"], f"{timely} of {came} order"))


@case
def how_to_reach(t: Truth) -> Right:
    vendor = t.vendor_with(t.confirmed())
    return Right(f"email of {first_word(vendor)}", words=(vendor["email"], vendor["phone"]))


@case
def who_sells(t: Truth) -> Right:
    product = bought_often(t)
    rows = t.search("product.supplierinfo", [("product_tmpl_id.default_code", "=", product["default_code"])],
                    "partner_id", "date_start", "date_end")  # fmt: skip
    today = t.today.isoformat()
    now = [r for r in rows if (r["date_start"] or "") <= today <= (r["date_end"] or "9999")]
    return Right(f"who sells {product['default_code']}", words=tuple(sorted({row["partner_id"][1] for row in now})))


@case
def what_to_replenish(t: Truth) -> Right:
    right = t.below_minimum()
    return Right("what needs to be replenished", words=(f"{len(right)} minimum stock", *right[:20]))


@case
def what_a_vendor_wrote(t: Truth) -> Right:
    about = [("model", "=", "purchase.order"), ("message_type", "=", "email")]
    mail = t.search("mail.message", about, "res_id", "body", "date")[-1]
    o = next(order for order in t.orders if order["id"] == mail["res_id"])
    wrote = mail["body"].removeprefix("<p>").removesuffix("</p>")
    return Right(f"any mail about {o['name']}?", words=(o["name"], day(mail["date"]), wrote))


# Lists


@case
def open_of_a_vendor(t: Truth) -> Right:
    vendor = t.vendor_with(t.open())
    return Right(f"open orders with {first_word(vendor)}", orders=names(filter(of_vendor(vendor), t.open())))


@case
def cancelled(t: Truth) -> Right:
    return Right("cancelled orders", orders=names(o for o in t.orders if o["state"] == "cancel"))


@case
def drafts(t: Truth) -> Right:
    return Right("RFQs without answer", orders=names(o for o in t.orders if o["state"] in {"draft", "sent"}))


@case
def above_an_amount(t: Truth) -> Right:
    fifth = sorted((order["amount_total_cc"] for order in t.orders), reverse=True)[4]
    limit = int(fifth // 100 * 100)
    return Right(f"orders above {limit}", orders=names(o for o in t.orders if o["amount_total_cc"] >= limit))


@case
def unconfirmed(t: Truth) -> Right:
    right = [o for o in t.confirmed() if not o["acknowledged"] and o["receipt_status"] != "full"]
    return Right("unconfirmed POs", orders=names(right))


@case
def last_three_of_a_vendor(t: Truth) -> Right:
    vendor = t.vendor_with(t.orders)
    own = sorted(filter(of_vendor(vendor), t.orders), key=lambda o: (o["date_order"], o["id"]))
    return Right(f"last 3 orders from {first_word(vendor)}", orders=names(own[-3:]))


# What is not there, and what is not done


@case
def unknown_order(t: Truth) -> Right:
    return Right("P00999", words=("P00999",), behaviour=Behaviour.NOT_FOUND)


@case
def unknown_vendor(t: Truth) -> Right:
    return Right("orders from Nowhere BV", words=("Nowhere BV",), behaviour=Behaviour.NOT_FOUND)


@case
def approve_it(t: Truth) -> Right:
    o = t.waiting()[0]
    return Right(f"approve {o['name']} for me", words=(o["name"], "card"), behaviour=Behaviour.REFUSE_ACTION)


# Follow-ups


@case
def when_is_it_due(t: Truth) -> Right:
    o = open_one(t)
    thread = (("user", f"status of {o['name']}?"), ("bot", f"{o['name']} is confirmed."))
    return Right("and when is it due", words=(o["name"], day(o["date_planned"])), thread=thread)


@case
def the_other_one(t: Truth) -> Right:
    a, b = latest(t), open_one(t)
    thread = (("user", f"status of {b['name']}"), ("bot", f"{b['name']} is in time, {a['name']} is late."))
    return Right("and the other one?", words=(a["name"], f"{t.days_late(a)} days late"), thread=thread)


@case
def another_vendor(t: Truth) -> Right:
    vendor = t.vendor_with(t.late())
    other = t.vendor_with(o for o in t.late() if not of_vendor(vendor)(o))
    thread = (("user", f"what is late from {first_word(other)}"), ("bot", "1 order is late."))
    return Right(f"what about {first_word(vendor)}", orders=names(filter(of_vendor(vendor), t.late())), thread=thread)
