"""Odoo calls a card, a poll and a decision cost, counted at a proxy before the real Odoo."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.fake_slack import SECRET
from benchmarks.tables import table
from bot.adapters.database.store import SqlStore
from bot.adapters.database.upgrade import upgrade
from bot.bootstrap import services
from bot.bootstrap_parts import parts
from bot.domain.approvals import Verdict
from bot.settings import Settings
from tests.odoo_proxy import OdooProxy
from tests.real.killing import orders_for
from tests.real.odoo_server import OdooServer

MANY = 5000


class Counted:
    """The use cases over a database of their own and the real Odoo, with every call counted. Jobs are not run."""

    def __init__(self, folder: Path, slack_api: str, proxy: OdooProxy) -> None:
        settings = Settings.model_validate(
            {
                "slack_bot_token": "xoxb-bench",
                "slack_app_token": "xapp-bench",
                "slack_signing_secret": SECRET,
                "slack_api_url": slack_api,
                "odoo_url": proxy.url,
                "odoo_db": "odoo",
                "odoo_login": "procurebot-approve",
                "odoo_api_key": "procurebot-approve",
                "database_url": f"sqlite:///{folder / 'calls.db'}",
            }
        )
        made = parts(settings)
        upgrade(made.engine)
        self.parts = replace(made, store=SqlStore(made.engine))
        self.services = services(self.parts)
        self._proxy = proxy
        self.rows: list[list[object]] = []
        self.which: list[str] = []

    def count(self, what: str, work: Callable[[], object]) -> None:
        """Run it and add a row: how many calls, and which."""
        started = time.perf_counter()
        with self._proxy.counting() as calls:
            work()
        names = Counter(call.name for call in calls)
        which = ", ".join(f"{n} x {name}" if n > 1 else name for name, n in names.most_common())
        self.rows.append([what, len(calls), f"{time.perf_counter() - started:.1f}"])
        self.which.append(f"- {what}: {which}")

    def poll(self) -> None:
        """One look at Odoo."""
        self.services.reconciliation.poll()

    def decide(self, order: int, slack_id: str, verdict: Verdict) -> None:
        """One click, carried out at once."""
        with self.parts.store.read() as tx:
            (approval,) = tx.approvals.pending([order])
        self.services.desk.decide(approval.id, slack_id, verdict, "too dear" if verdict is Verdict.REJECT else None)
        assert self.services.applying.settle(approval.id)


def measure(folder: Path, odoo: OdooServer, slack_api: str, database: dict[str, str]) -> str:
    """The table. Leaves thousands of orders in Odoo: reset it afterwards."""
    with OdooProxy(odoo.url) as proxy:
        counted = Counted(folder, slack_api, proxy)
        counted.poll()  # the seed's own orders, and everything that is asked once
        counted.count("poll, nothing new", counted.poll)
        made = orders_for(odoo, "approve_just_over", 3, "bella")
        odoo.execute("bella", "purchase.order", "button_draft", made[1:])
        counted.count("poll, 1 new order: 1 card", counted.poll)
        odoo.execute("bella", "purchase.order", "button_confirm", made[1:])
        large = orders_for(odoo, "approve_large_critical", 1, "bella")
        counted.poll()
        counted.count("decision: approve", lambda: counted.decide(made[0], "U0MAYA", Verdict.APPROVE))
        counted.count("decision: reject", lambda: counted.decide(made[1], "U0OMAR", Verdict.REJECT))
        counted.count("decision: first of two steps", lambda: counted.decide(large[0], "U0MAYA", Verdict.APPROVE))
        counted.count("decision: last of two steps", lambda: counted.decide(large[0], "U0FIONA", Verdict.APPROVE))
        with psycopg.connect(dbname=odoo.db, **database, autocommit=True) as connection:
            for count in (100, MANY):
                new = multiply(connection, made[2], count)
                counted.count(f"poll, {count:,} new orders", counted.poll)
                counted.poll()
                touch(connection, new)
                counted.count(f"poll, {count:,} changed orders", counted.poll)
        counted.parts.engine.dispose()
    return "\n".join([table(["what", "calls", "seconds"], counted.rows), "", "Which:", "", *counted.which])


def multiply(connection: psycopg.Connection, order: int, count: int) -> list[int]:
    """So many copies of a waiting order, made in Odoo's database: over RPC it would take minutes."""
    columns = _columns(connection, "purchase_order", without=("id", "name"))
    made = connection.execute(
        sql.SQL(
            "insert into purchase_order (name, {c}) select 'B' || nextval('purchase_order_id_seq'), {c} "
            "from purchase_order, generate_series(1, {count}) where purchase_order.id = {order} returning id"
        ).format(c=columns, count=count, order=order)
    )
    ids = [row[0] for row in made.fetchall()]
    columns = _columns(connection, "purchase_order_line", without=("id", "order_id"))
    connection.execute(
        sql.SQL(
            "insert into purchase_order_line (order_id, {c}) select made.order_made, {c} from purchase_order_line "
            "cross join unnest({ids}::int[]) as made(order_made) where order_id = {order}"
        ).format(c=columns, ids=ids, order=order)
    )
    return ids


def touch(connection: psycopg.Connection, orders: list[int]) -> None:
    """Have them written now, as a change of a date or of the buyer does."""
    connection.execute("update purchase_order set write_date = now() at time zone 'utc' where id = any(%s)", [orders])


def _columns(connection: psycopg.Connection, name: str, without: tuple[str, ...]) -> sql.Composable:
    found = connection.execute(
        "select column_name from information_schema.columns where table_name = %s and column_name <> all(%s)",
        [name, list(without)],
    )
    return sql.SQL(", ").join(sql.Identifier(row[0]) for row in found.fetchall())
