"""What an answer costs: tokens and Odoo calls against a generic Odoo tool server, time against the bare calls.

Both sides answer the same questions from the same Odoo. A token is counted as four characters, for both alike: real
tokenizers need a download, and JSON and English differ from four by the same factor on both sides. Our side is what
the model behind our agent would be sent, and, without a model, nothing. The generic side is scripted as a model would
use it that knows Odoo's models and fields by heart, names just the fields it needs and makes no mistake: the least
that such a server can cost. With "looks fields up" it asks once for the fields of each model that it reads, as models
do that do not know them.
"""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import odoorpc

from benchmarks.generic_server import PACKAGE, GenericServer
from benchmarks.tables import ms, percentile, table
from bot.adapters.llm import prompts
from bot.adapters.llm.calls import TAKES, Calls, schema_of
from bot.adapters.llm.results import told
from bot.adapters.odoo.client import OdooClient
from bot.domain.lookups import Result
from bot.services.questions.advising import offered_for
from tests.contract.odoo_driver import Driver
from tests.odoo_proxy import OdooProxy
from tests.questions import suite
from tests.questions.asking import Asker
from tests.questions.suite import Case, month, week
from tests.questions.truth import Truth
from tests.real.odoo_server import OdooServer
from tests.real.test_contract_odoo import ORDERS, PEOPLE

READER = "procurebot-ro"
READ_TOOLS = ("search_records", "read_record", "aggregate_records", "get_model_fields", "list_models")
Call = tuple[str, dict[str, Any]]
Script = Callable[[Truth], Sequence[Call]]


def tokens(text: str) -> int:
    """Four characters each."""
    return -(-len(text) // 4)


def search(model: str, domain: list[Any], fields: str, **more: Any) -> Call:
    """The call that a model makes to find records."""
    return "search_records", {"model": model, "domain": domain, "fields": fields.split(), "limit": 50} | more


HEAD = "name state partner_id amount_total currency_id date_planned receipt_status invoice_status acknowledged"
LINE = "order_id product_id product_qty qty_received price_unit date_planned"


def of_order(find: Callable[[Truth], dict[str, Any]]) -> Script:
    """An order's head."""
    return lambda t: [search("purchase.order", [["name", "=", find(t)["name"]]], HEAD)]


def lines_of(find: Callable[[Truth], dict[str, Any]]) -> Script:
    """An order's head and lines."""
    return lambda t: [
        search("purchase.order", [["name", "=", find(t)["name"]]], HEAD),
        search("purchase.order.line", [["order_id.name", "=", find(t)["name"]]], LINE),
    ]


def late(t: Truth) -> list[Call]:
    return [search("purchase.order", [["is_late", "=", True]], HEAD, order="date_planned")]


def held_up(t: Truth) -> list[Call]:
    lines = [x for x in t.lines if x["order"] in t.late() and x["qty_received"] < x["product_qty"]]
    goods = sorted({line["product"]["id"] for line in lines})
    open_moves = [
        ["state", "in", ["waiting", "confirmed", "partially_available", "assigned"]],
        ["product_id", "in", goods],
    ]
    return [
        *late(t),
        search("purchase.order.line", [["order_id", "in", [o["id"] for o in t.late()]]], LINE + " sale_order_id"),
        search(
            "stock.move",
            [*open_moves, ["sale_line_id", "!=", False]],
            "product_id product_uom_qty quantity sale_line_id forecast_expected_date",
        ),
        search("stock.warehouse.orderpoint", [["product_id", "in", goods]], "product_id product_min_qty qty_on_hand"),
    ]


def arrivals(t: Truth) -> list[Call]:
    first, last = week(t)
    coming = [["picking_code", "=", "incoming"], ["state", "not in", ["draft", "done", "cancel"]]]
    coming += [
        ["purchase_line_id.date_planned", ">=", first],
        ["purchase_line_id.date_planned", "<=", f"{last} 23:59:59"],
    ]
    return [search("stock.move", coming, "product_id product_uom_qty purchase_line_id origin picking_type_id")]


def last_price(t: Truth) -> list[Call]:
    domain = [["product_id.default_code", "=", suite.bought_often(t)["default_code"]], ["state", "=", "purchase"]]
    fields = "order_id partner_id product_qty price_unit discount currency_id date_approve"
    return [search("purchase.order.line", domain, fields, order="date_approve desc", limit=5)]


def spent(t: Truth) -> list[Call]:
    first, last = month(t, 1)
    domain = [["state", "=", "purchase"], ["date_approve", ">=", first], ["date_approve", "<=", f"{last} 23:59:59"]]
    group = {
        "model": "purchase.order",
        "group_by": ["partner_id"],
        "measures": ["amount_total_cc:sum"],
        "domain": domain,
    }
    return [("aggregate_records", group)]


def reliable(t: Truth) -> list[Call]:
    vendor = t.vendor_with(o for o in t.confirmed() if o["effective_date"])
    domain = [["partner_id", "=", vendor["id"]], ["state", "=", "purchase"]]
    return [
        search("res.partner", [["name", "ilike", suite.first_word(vendor)]], "name on_time_rate"),
        search("purchase.order", domain, "name date_planned effective_date receipt_status"),
    ]


def approvers(t: Truth) -> list[Call]:
    order = t.waiting()[0]
    about = [["model", "=", "purchase.order"], ["res_id", "=", order["id"]]]
    return [
        search("purchase.order", [["name", "=", order["name"]]], "name state user_id amount_total currency_id"),
        search("mail.message", about, "date author_id subtype_id", order="date desc", limit=10),
        search("res.users", [["all_group_ids.full_name", "=", "Purchase / Administrator"]], "name"),
    ]


def unpaid(t: Truth) -> list[Call]:
    domain = [
        ["move_type", "=", "in_invoice"],
        ["state", "=", "posted"],
        ["payment_state", "in", ["not_paid", "partial"]],
    ]
    return [search("account.move", domain, "name partner_id amount_residual currency_id invoice_date_due", limit=20)]


def bills(t: Truth) -> list[Call]:
    fields = "name ref state payment_state amount_total invoice_date_due"
    domain = [["invoice_origin", "=", suite.received(t)["name"]]]
    return [*of_order(suite.received)(t), search("account.move", domain, fields)]


def replenish(t: Truth) -> list[Call]:
    free = ["|", ["snoozed_until", "=", False], ["snoozed_until", "<=", t.today.isoformat()]]
    fields = "product_id warehouse_id qty_on_hand qty_forecast product_min_qty qty_to_order"
    return [search("stock.warehouse.orderpoint", [["qty_to_order", ">", 0], *free], fields)]


def contact(t: Truth) -> list[Call]:
    name = suite.first_word(t.vendor_with(t.confirmed()))
    return [search("res.partner", [["name", "ilike", name]], "name email phone street city country_id child_ids")]


def open_orders(t: Truth) -> list[Call]:
    vendor = t.vendor_with(t.open())
    domain = [["partner_id.name", "ilike", suite.first_word(vendor)], ["state", "=", "purchase"]]
    return [search("purchase.order", [*domain, ["receipt_status", "in", ["pending", "partial"]]], HEAD)]


# A question of the suite, which of our tools answers it, and what the generic server is asked.
ASKED: tuple[tuple[Case, Script], ...] = (
    (suite.where_is_it, of_order(suite.open_one)),
    (suite.when_does_it_arrive, lines_of(suite.open_one)),
    (suite.what_is_in_it, lines_of(suite.partly)),
    (suite.what_is_missing, lines_of(suite.partly)),
    (suite.what_is_late, late),
    (suite.sales_that_wait, held_up),
    (suite.arrivals_this_week, arrivals),
    (suite.last_price, last_price),
    (suite.spent_last_month, spent),
    (suite.how_reliable, reliable),
    (suite.who_must_approve, approvers),
    (suite.unpaid, unpaid),
    (suite.billed, bills),
    (suite.what_to_replenish, replenish),
    (suite.how_to_reach, contact),
    (suite.open_of_a_vendor, open_orders),
)


@dataclass
class Bill:
    """Tokens of one answer: `once`, each text counted once; `sent`, as a model is sent them, again at every step."""

    once: int = 0
    sent: int = 0
    calls: int = 0

    @classmethod
    def of(cls, fixed: str, steps: Sequence[tuple[str, str]], calls: int) -> "Bill":
        """`fixed` is what every request holds; each step adds what the model asked and what it was told."""
        held = tokens(fixed)
        bill = cls(held, held, calls)
        for asked, answered in steps:
            more = tokens(asked) + tokens(answered)
            held += more
            bill.once += more
            bill.sent += held
        return bill


@dataclass
class Sum:
    """Bills of one side."""

    bills: list[Bill] = field(default_factory=list)

    def row(self, name: str) -> list[object]:
        """Medians and means, for the table."""
        once, sent, calls = ([getattr(bill, key) for bill in self.bills] for key in ("once", "sent", "calls"))
        return [
            name,
            f"{statistics.mean(once):,.0f}",
            f"{statistics.mean(sent):,.0f}",
            f"{statistics.mean(calls):.1f}",
            max(calls),
        ]

    @property
    def sent(self) -> float:
        """What is sent for one answer, on average."""
        return statistics.mean(bill.sent for bill in self.bills)


def measure(odoo: OdooServer) -> list[str]:
    """The lines of the section."""
    with OdooProxy(odoo.url) as proxy:
        driver = Driver(
            url=proxy.url,
            db=odoo.db,
            people=PEOPLE | {"bot": READER},
            keys={login: secrets["api_key"] for login, secrets in odoo.logins.items()},
            seeded={part: odoo.scenario(scenario)["id"] for part, scenario in ORDERS.items()},
            now=lambda: datetime.now(UTC),
            tick=partial(time.sleep, 1.1),
        )
        truth, asker = Truth(driver), Asker(driver)
        asker.warm()
        secret = odoo.logins[READER]["api_key"]
        with GenericServer(proxy.url, odoo.db, READER, secret) as server:
            costs = _costs(truth, asker, server, proxy)
        return [*costs, "", *_times(truth, asker, odoo)]


def _costs(truth: Truth, asker: Asker, server: GenericServer, proxy: OdooProxy) -> list[str]:
    every = server.tools()
    few = [tool for tool in every if tool["function"]["name"] in READ_TOOLS]
    sums = {name: Sum() for name in ("ours", "generic", "few", "looking up", "none")}
    rows, offered = [], []
    for make, script in ASKED:
        question = make(truth).text
        plan = asker.ask(question).plan
        offered.append(len(set(offered_for(plan))))
        ours = Bill.of(_own_prompt(question, offered_for(plan)), _own_steps(asker.tools.results), len(asker.calls))
        sums["ours"].bills.append(ours)
        sums["none"].bills.append(Bill(0, 0, len(asker.calls)))
        calls = list(script(truth))
        with proxy.counting() as counted:
            steps = [
                (json.dumps({"name": name, "arguments": given}), server.call(name, given)) for name, given in calls
            ]
        used = len(counted)
        models = dict.fromkeys(given["model"] for _, given in calls)
        lookups = [("get_model_fields", {"model": model}) for model in models]
        with proxy.counting() as counted:
            found = [
                (json.dumps({"name": name, "arguments": given}), server.call(name, given)) for name, given in lookups
            ]
        generic = Bill.of(json.dumps(every) + question, steps, used)
        sums["generic"].bills.append(generic)
        sums["few"].bills.append(Bill.of(json.dumps(few) + question, steps, used))
        sums["looking up"].bills.append(Bill.of(json.dumps(every) + question, [*found, *steps], used + len(counted)))
        rows.append(
            [
                question,
                ours.calls,
                generic.calls,
                f"{ours.sent:,}",
                f"{generic.sent:,}",
                f"{generic.sent / ours.sent:.1f}x",
            ]
        )
    what = table(
        ["per answer, on average", "tokens, each text once", "tokens as sent to a model", "Odoo calls", "at most"],
        [
            sums["none"].row("ours, without a model"),
            sums["ours"].row(f"ours, with a model: {min(offered)} to {max(offered)} of {len(TAKES)} tools"),
            sums["generic"].row(f"{PACKAGE}: {len(every)} tools, knows fields by heart"),
            sums["few"].row(f"{PACKAGE}, trimmed to {len(few)} reading tools"),
            sums["looking up"].row(f"{PACKAGE}: {len(every)} tools, looks fields up"),
        ],
    )
    times = ", ".join(f"{sums[name].sent / sums['ours'].sent:.1f} times ({what})" for name, what in (
        ("generic", "knows fields by heart"), ("few", "trimmed"), ("looking up", "looks fields up")))  # fmt: skip
    each = table(["question", "our calls", "its calls", "our tokens", "its tokens", "ratio"], rows)
    return [what, "", f"Tokens as sent, the generic server against ours with a model: {times}.", "", each]


def _own_prompt(question: str, offered: Sequence[str]) -> str:
    """What our agent sends with every request: its rules, the tools that the question may need, the question."""
    calls = Calls(_Contracts(), lambda result: result, lambda title: None, tuple(offered))
    tools = [
        {
            "type": "function",
            "function": {"name": tool, "description": calls.contract(tool), "parameters": schema_of(tool)},
        }
        for tool in calls.names()
    ]
    asked = prompts.load("question", "weekday", "today", "asker", "question")
    filled = asked.filled(weekday="Wednesday", today="2026-03-04", asker="A buyer", question=question)
    return json.dumps(tools) + prompts.load("answering").filled() + filled


def _own_steps(results: Sequence[Result]) -> list[tuple[str, str]]:
    """The same look-ups as the embedded engine made, as our agent's model would ask for them and read them."""
    return [(json.dumps({"name": each.tool, "arguments": dict(each.asked)}), told(each)) for each in results]


class _Contracts:
    """The docstrings of the tools, without any tool."""

    def __getattr__(self, name: str) -> Any:
        from bot.tools import Toolbox

        return getattr(Toolbox, name)


def _times(truth: Truth, asker: Asker, odoo: OdooServer) -> list[str]:
    """Answers without a model against the very calls that they made, one after the other, taking turns."""
    bare = odoorpc.ODOO(urlsplit(odoo.url).hostname, port=urlsplit(odoo.url).port, timeout=60)
    bare.login(odoo.db, READER, odoo.logins[READER]["api_key"])
    ours, theirs, between = [], [], []
    for make, _ in ASKED * 3:
        question = make(truth).text
        made = _recorded(partial(asker.ask, question))
        begun = time.perf_counter()
        asker.ask(question)
        ours.append(time.perf_counter() - begun)
        between.append(ours[-1] - sum(asker.seconds))
        begun = time.perf_counter()
        for model, method, args, kwargs in made:
            bare.execute_kw(model, method, args, kwargs)
        theirs.append(time.perf_counter() - begun)
    rows = [
        [name, len(values), ms(statistics.median(values)), ms(percentile(values, 95))]
        for name, values in (
            ("the bare calls, odoorpc", theirs),
            ("an answer without a model", ours),
            ("of which not Odoo's", between),
        )
    ]
    return ["Time of an answer without a model, in milliseconds:", "", table(["what", "answers", "p50", "p95"], rows)]


def _recorded(work: Callable[[], object]) -> list[tuple[str, str, list[Any], dict[str, Any]]]:
    """The calls that it makes to Odoo, with their arguments."""
    made = []
    real = OdooClient._execute

    def execute(
        self: OdooClient, model: str, method: str, args: list[Any], kwargs: dict[str, Any], *, write: bool
    ) -> Any:
        made.append((model, method, args, kwargs))
        return real(self, model, method, args, kwargs, write=write)

    OdooClient._execute = execute  # type: ignore[method-assign]
    try:
        work()
    finally:
        OdooClient._execute = real  # type: ignore[method-assign]
    return made
