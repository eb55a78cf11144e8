"""An answer holds what the asker may see in Odoo: the bot's filters against Odoo asked as them, on two companies."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.fernet import Fernet

from bot.adapters.clock import SystemClock
from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.directory import OdooDirectory
from bot.adapters.odoo.lookups import OdooPurchases, asker_of, own_asker
from bot.adapters.vault import FernetVault
from bot.bootstrap_questions import ToolsFor, key_service
from bot.domain.answers import Answer
from bot.domain.errors import Refused
from bot.domain.keys import KeyCheck
from bot.domain.lookups import Asker, OrderQuery, OrderRow, PurchaseReader, Tools, Wanted
from bot.domain.questions import Behaviour, Question
from bot.services.keys import KeyService
from bot.services.questions.answering import AnswerService
from bot.settings import Settings
from bot.tools import Toolbox
from tests.real.conftest import as_seeded
from tests.real.odoo_server import OdooServer

pytestmark = pytest.mark.timeout(240)  # a second company takes Odoo a while, and each person is asked for everything

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
    """The second company: its order's reference, its vendor's name, and the keys of the people made for it."""

    id: int
    order: str
    vendor: str
    keys: dict[str, str]


@pytest.fixture(scope="module")
def south(odoo: OdooServer) -> Iterator[Company]:
    """A second company with a warehouse, a vendor, a product, a reorder rule and a late order; people with rights."""
    if not as_seeded(odoo):
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
    keys: dict[str, str] = {}
    for login, (groups, where) in MADE.items():
        ids = [admin("ir.model.data", "check_object_reference", *group.split("."))[1] for group in groups]
        companies = [{"M": 1, "S": company}[letter] for letter in where]
        values: dict[str, Any] = {"name": login.capitalize(), "login": login, "email": f"{login}@x.example"}
        values |= {"company_id": companies[0], "company_ids": [(6, 0, companies)], "group_ids": [(4, i) for i in ids]}
        keys[login] = with_key(admin("res.users", "create", [values]), f"{len(keys):040x}", odoo.db)
    name = admin("purchase.order", "read", [order], ["name"], context=both)[0]["name"]
    yield Company(company, name, str(vendor["name"]), keys)
    odoo.reset()


def with_key(user: int, key: str, database: str) -> str:
    """Give a user an API key in Odoo's database, as Odoo itself would; over RPC nobody can, and passwords are slow."""
    salt = b"sixteen bytes of"
    digest = hashlib.pbkdf2_hmac("sha512", key.encode(), salt, 6000)
    told = [base64.b64encode(part).decode().rstrip("=").replace("+", ".") for part in (salt, digest)]
    row = {"user": user, "sealed": f"$pbkdf2-sha512$6000${told[0]}${told[1]}", "begins": key[:8]}
    server = json.loads(OdooServer._command("status"))["postgres"]
    with psycopg.connect(dbname=database, **server) as connection:
        connection.execute(
            "insert into res_users_apikeys (name, user_id, scope, key, index, create_date)"
            " values ('test', %(user)s, 'rpc', %(sealed)s, %(begins)s, now())",
            row,
        )
    return key


@pytest.fixture(scope="module")
def bot(odoo: OdooServer, south: Company) -> OdooClient:
    """The bot's own line to Odoo."""
    return OdooClient(odoo.url, odoo.db, BOT, odoo.logins[BOT]["api_key"])


def filtered(bot: OdooClient, login: str) -> tuple[PurchaseReader, Asker]:
    """Odoo asked as the bot, by filters for this person."""
    directory = OdooDirectory(bot)
    asker = asker_of(bot, directory, directory.by_login([login])[login])
    return OdooPurchases(bot, asker, zone=UTC, clock=now), asker


def themselves(odoo: OdooServer, south: Company, bot: OdooClient, login: str) -> tuple[PurchaseReader, Asker]:
    """Odoo asked as this person."""
    secret = odoo.logins[login]["api_key"] if login in odoo.logins else south.keys[login]
    client = OdooClient(odoo.url, odoo.db, login, secret)
    asker = own_asker(client)
    return OdooPurchases(client, asker, zone=UTC, clock=now, bot_id=bot.uid), asker


def answer(reader: PurchaseReader, asker: Asker, text: str) -> Answer:
    tools = Toolbox(reader, asker, clock=now, zone=UTC)
    return AnswerService(tools).answer(Question(text, now().date()))


LOOKUPS: dict[str, Callable[[PurchaseReader, OrderQuery], object]] = {
    "orders": lambda r, q: r.orders(q),
    "late orders": lambda r, q: r.orders(replace(q, status="late")),
    "orders in full": lambda r, q: r.details([f"P{number:05d}" for number in range(29, 80, 4)]),
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
def test_filters_show_what_odoo_shows_the_person(login: str, odoo: OdooServer, south: Company, bot: OdooClient) -> None:
    (by_filter, asker), (as_them, told) = filtered(bot, login), themselves(odoo, south, bot, login)
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


class Taken(KeyCheck):
    """Takes whatever is given, as Odoo did before a key was revoked."""

    def ends(self, login: str, secret: str) -> datetime | None:
        return None


@pytest.fixture
def settings(odoo: OdooServer) -> Settings:
    given = {"odoo_url": odoo.url, "odoo_db": odoo.db, "odoo_login": BOT, "odoo_api_key": odoo.logins[BOT]["api_key"]}
    return Settings.model_validate(given | {"secret_key": Fernet.generate_key().decode()})


@pytest.fixture
def records(tmp_path: Path, empty_database: Path) -> Iterator[SqlStore]:
    path = tmp_path / "bot.db"
    path.write_bytes(empty_database.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    yield SqlStore(engine)
    engine.dispose()


def orders_told(tools: Tools) -> set[str]:
    """The references that somebody is shown."""
    return {row.name for row in tools.find_orders(Wanted(limit=100)).rows if isinstance(row, OrderRow)}


def test_a_rule_of_the_companys_own_holds_where_odoo_is_asked_as_the_person(
    odoo: OdooServer, bot: OdooClient, settings: Settings, records: SqlStore
) -> None:
    bella = OdooDirectory(bot).by_login(["bella"])["bella"]
    keys = key_service(settings, records, SystemClock())
    assert keys is not None
    key = keys.give(bella, odoo.logins["bella"]["api_key"], actor="test")
    group = odoo.execute("admin", "ir.model.data", "check_object_reference", "purchase", "group_purchase_user")[1]
    model = odoo.execute("admin", "ir.model", "search", [["model", "=", "purchase.order"]])[0]
    own = {"name": "own orders only", "model_id": model, "groups": [(4, group)]}
    own |= {
        "domain_force": "[('user_id', '=', user.id)]",
        "perm_write": False,
        "perm_create": False,
        "perm_unlink": False,
    }
    rule = odoo.execute("admin", "ir.rule", "create", [own])
    try:
        theirs = odoo.execute("bella", "purchase.order", "search_read", [], ["name"])
        with_key = orders_told(ToolsFor(bot, settings, now, keys)(bella))
        without = orders_told(ToolsFor(bot, settings, now)(bella))
        print(
            f"with her key {len(with_key)} orders, by filter {len(without)}, in Odoo {len(theirs)}; it ends: {key.ends}"
        )
        assert with_key == {row["name"] for row in theirs}
        assert with_key < without
    finally:
        odoo.execute("admin", "ir.rule", "unlink", rule)


def test_a_key_that_odoo_takes_no_more_is_put_aside(bot: OdooClient, settings: Settings, records: SqlStore) -> None:
    bella = OdooDirectory(bot).by_login(["bella"])["bella"]
    keys = KeyService(records, FernetVault(settings.secret_keys), Taken(), SystemClock())
    keys.give(bella, "0" * 40, actor="test")
    assert orders_told(ToolsFor(bot, settings, now, keys)(bella))
    assert keys.of(bella.id) is None
    assert [key.refused_at is not None for key in keys.listed()] == [True]


def test_a_wrong_key_or_that_of_somebody_else_is_not_kept(
    odoo: OdooServer, bot: OdooClient, settings: Settings, records: SqlStore
) -> None:
    keys = key_service(settings, records, SystemClock())
    assert keys is not None
    for key in ("0" * 40, odoo.logins["ben"]["api_key"]):
        with pytest.raises(Refused, match="does not take this key for bella"):
            keys.give(OdooDirectory(bot).by_login(["bella"])["bella"], key, actor="test")
