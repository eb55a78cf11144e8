"""An answer holds what the asker may see in Odoo: the bot's filters against Odoo asked as them, on two companies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.directory import OdooDirectory
from bot.adapters.odoo.lookups import OdooPurchases, asker_of, own_asker
from bot.domain.answers import Answer
from bot.domain.lookups import Asker, OrderQuery, PurchaseReader
from bot.domain.questions import Behaviour, Question
from bot.services.questions.answering import AnswerService
from bot.tools import Toolbox
from tests.real.odoo_server import OdooServer

BOT = "procurebot-ro"
SEEDED = ("rosa", "bella", "ben", "maya", "omar", "fiona", "wes", "sam")
# Login, groups, and which companies: M for the seeded one, S for the second.
MADE = {
    "dora": (("purchase.group_purchase_user", "stock.group_stock_user"), "MS"),
    "sid": (("purchase.group_purchase_user",), "S"),
    "mia": (("purchase.group_purchase_user",), "M"),
    "pia": (("purchase.group_purchase_user", "sales_team.group_sale_salesman"), "M"),
    "karl": (("account.group_account_readonly",), "M"),
    "una": (("stock.group_stock_user",), "S"),
    "boss": (("purchase.group_purchase_manager", "sales_team.group_sale_salesman_all_leads"), "MS"),
}
EVERYBODY = (*SEEDED, *MADE)
QUERY = OrderQuery(limit=1000, date_from=None)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Company:
    """The second company: its order's reference and its vendor's name."""

    id: int
    order: str
    vendor: str


@pytest.fixture(scope="module")
def south(odoo: OdooServer) -> Iterator[Company]:
    """A second company with a warehouse, a vendor, a product, a reorder rule and a late order; people with rights."""
    odoo.reset()

    def admin(model: str, method: str, *args: Any, **more: Any) -> Any:
        found = odoo.execute("admin", model, method, *args, **more)
        return found[0] if method == "create" and isinstance(found, list) else found

    company = admin("res.company", "create", [{"name": "Northgate South"}])
    root = admin("res.users", "search", [["login", "=", "admin"]])[0]
    for user in (odoo.records["users"][BOT]["id"], root):
        admin("res.users", "write", [user], {"company_ids": [(4, company)]})
    both = {"allowed_company_ids": [company, 1]}
    place = {"name": "South Depot", "code": "SOUTH", "company_id": company}
    warehouse = admin("stock.warehouse", "create", [place], context=both)
    vendor = {"name": "Sandhill Timber", "supplier_rank": 1, "is_company": True, "company_id": company}
    vendor_id = admin("res.partner", "create", [vendor], context=both)
    goods = {
        "name": "Larch Plank",
        "default_code": "LAR-001",
        "is_storable": True,
        "type": "consu",
        "purchase_ok": True,
    }
    template = admin("product.template", "create", [goods | {"company_id": company}], context=both)
    product = admin("product.product", "search", [["product_tmpl_id", "=", template]], context=both)[0]
    rule = {"product_id": product, "warehouse_id": warehouse, "product_min_qty": 5, "product_max_qty": 9}
    rule |= {"company_id": company, "trigger": "manual"}
    admin("stock.warehouse.orderpoint", "create", [rule], context=both)
    kind = admin(
        "stock.picking.type", "search", [["company_id", "=", company], ["code", "=", "incoming"]], context=both
    )
    due = f"{now() - timedelta(days=3):%Y-%m-%d %H:%M:%S}"
    line = {"product_id": product, "product_qty": 7, "price_unit": 3, "date_planned": due}
    head = {"partner_id": vendor_id, "company_id": company, "picking_type_id": kind[0], "order_line": [(0, 0, line)]}
    order = admin("purchase.order", "create", [head], context=both)
    admin("purchase.order", "button_confirm", [order], context=both)
    lines = admin("purchase.order.line", "search", [["order_id", "=", order]], context=both)
    admin("purchase.order.line", "write", lines, {"date_planned": due}, context=both)
    for login, (groups, where) in MADE.items():
        ids = [admin("ir.model.data", "check_object_reference", *group.split("."))[1] for group in groups]
        companies = [{"M": 1, "S": company}[letter] for letter in where]
        values: dict[str, Any] = {
            "name": login.capitalize(),
            "login": login,
            "password": f"{login}-secret",
            "email": f"{login}@x.example",
        }
        values |= {"company_id": companies[0], "company_ids": [(6, 0, companies)], "group_ids": [(4, i) for i in ids]}
        admin("res.users", "create", [values])
    yield Company(company, admin("purchase.order", "read", [order], ["name"], context=both)[0]["name"], vendor["name"])
    odoo.reset()


@pytest.fixture(scope="module")
def bot(odoo: OdooServer, south: Company) -> OdooClient:
    """The bot's own line to Odoo."""
    return OdooClient(odoo.url, odoo.db, BOT, odoo.logins[BOT]["api_key"])


def filtered(bot: OdooClient, login: str) -> tuple[PurchaseReader, Asker]:
    """Odoo asked as the bot, by filters for this person."""
    directory = OdooDirectory(bot)
    asker = asker_of(bot, directory, directory.by_login([login])[login])
    return OdooPurchases(bot, asker, zone=UTC, clock=now), asker


def themselves(odoo: OdooServer, bot: OdooClient, login: str) -> tuple[PurchaseReader, Asker]:
    """Odoo asked as this person."""
    secret = odoo.logins[login]["api_key"] if login in odoo.logins else f"{login}-secret"
    client = OdooClient(odoo.url, odoo.db, login, secret)
    asker = own_asker(client)
    return OdooPurchases(client, asker, zone=UTC, clock=now, bot_id=bot.uid), asker


def answer(reader: PurchaseReader, asker: Asker, text: str) -> Answer:
    tools = Toolbox(reader, asker, clock=now, zone=UTC)
    return AnswerService(tools).answer(Question(text, now().date()))


LOOKUPS: dict[str, Callable[[PurchaseReader, OrderQuery], object]] = {
    "orders": lambda r, q: r.orders(q),
    "late orders": lambda r, q: r.orders(replace(q, status="late")),
    "orders in full": lambda r, q: r.details([f"P{number:05d}" for number in range(1, 80)]),
    "arrivals": lambda r, q: r.arrivals(q),
    "arrived": lambda r, q: r.arrived(q),
    "held up": lambda r, q: r.held_up(q),
    "performance": lambda r, q: r.performance(replace(q, date_from=(now() - timedelta(days=365)).date())),
    "prices": lambda r, q: r.prices(q),
    "spend by vendor": lambda r, q: r.spend(q, "vendor"),
    "spend by category": lambda r, q: r.spend(q, "category"),
    "waiting": lambda r, q: r.waiting(replace(q, product_ids=()), None),
    "vendors": lambda r, q: r.vendors(q),
    "sellers": lambda r, q: r.sellers(q),
    "messages": lambda r, q: r.messages(q),
}


@pytest.mark.parametrize("login", EVERYBODY)
def test_filters_show_what_odoo_shows_the_person(login: str, odoo: OdooServer, bot: OdooClient) -> None:
    (by_filter, asker), (as_them, told) = filtered(bot, login), themselves(odoo, bot, login)
    assert (asker.company_ids, asker.sees_orders, asker.sees_stock) == (
        told.company_ids,
        told.sees_orders,
        told.sees_stock,
    )
    if not asker.sees_orders:
        return
    names = by_filter.vocabulary()
    assert names == as_them.vocabulary()
    products = tuple(known.id for known in names.products if known.id)
    vendors = tuple(known.id for known in names.suppliers if known.id)
    for name, look in LOOKUPS.items():
        query = replace(QUERY, product_ids=products) if name in {"prices", "sellers"} else QUERY
        query = replace(query, vendor_ids=vendors) if name == "vendors" else query
        assert look(by_filter, query) == look(as_them, query), name
    if asker.sees_bills:
        assert by_filter.bills(QUERY) == as_them.bills(QUERY)
    if asker.sees_stock:
        assert by_filter.shortfalls(QUERY) == as_them.shortfalls(QUERY)


def test_two_people_get_different_answers_to_the_same_question(bot: OdooClient, south: Company) -> None:
    told = {login: answer(*filtered(bot, login), "what is late") for login in ("bella", "sid", "dora", "rosa")}
    for login, each in told.items():
        print(f"{login}, {[len(table.rows) for table in each.tables]} rows: {each.text}")
    rows = {login: {row[0] for table in each.tables for row in table.rows} for login, each in told.items()}
    assert rows["sid"] == {south.order}
    assert rows["bella"]
    assert south.order not in rows["bella"]
    assert rows["dora"] == rows["bella"] | rows["sid"]
    assert (rows["rosa"], "no purchase rights" in told["rosa"].text) == (set(), True)


@pytest.mark.parametrize(
    "text", ["where is {order}?", "what is in {order}", "who approves {order}", "is {order} billed"]
)
def test_an_order_of_another_company_is_not_there(text: str, bot: OdooClient, south: Company) -> None:
    question = text.format(order=south.order)
    theirs, others = (answer(*filtered(bot, login), question) for login in ("sid", "bella"))
    assert theirs.plan.behaviour is Behaviour.ANSWER
    assert others.plan.behaviour is Behaviour.NOT_FOUND
    assert (others.tables, south.vendor in others.text) == ((), False)


def test_a_vendor_of_another_company_is_not_there(bot: OdooClient, south: Company) -> None:
    question = f"open orders with {south.vendor}"
    theirs, others = (answer(*filtered(bot, login), question) for login in ("sid", "bella"))
    assert theirs.plan.behaviour is Behaviour.ANSWER
    assert theirs.tables[0].rows[0][0] == south.order
    assert (others.plan.behaviour, others.tables) == (Behaviour.NOT_FOUND, ())


def test_who_sees_no_bills_is_told_so(bot: OdooClient) -> None:
    told = answer(*filtered(bot, "wes"), "unpaid bills")
    print(told.text)
    assert (told.tables, "does not see vendor bills" in told.text) == ((), True)
    order = answer(*filtered(bot, "wes"), "is P00065 billed?")
    assert "bills are left out" in order.text.lower()


def test_a_salesperson_sees_no_sale_of_a_colleague(bot: OdooClient) -> None:
    reader, asker = filtered(bot, "pia")
    everything, _ = filtered(bot, "bella")
    assert asker.own_sales_only
    assert {row.what for row in reader.held_up(QUERY).rows} < {row.what for row in everything.held_up(QUERY).rows}
