"""Questions answered from the real Odoo, without a model; the right answers come from plain searches of our own.

The suite itself is in `tests/questions`; `tests/contract` asks the same of the sandbox.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.domain.lookups import OrderQuery
from tests.contract.odoo_driver import Driver
from tests.questions.asking import MOST_CALLS, Asker, judge, orders_in, shown
from tests.questions.suite import CASES
from tests.questions.truth import Truth
from tests.real.odoo_server import OdooServer
from tests.real.test_contract_odoo import ORDERS, PEOPLE

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def driver(odoo: OdooServer) -> Driver:
    """The seeded company, asked as the bot that reads and does no more."""
    odoo.reset()
    return Driver(
        url=odoo.url,
        db=odoo.db,
        people=PEOPLE | {"bot": "procurebot-ro"},
        keys={login: secrets["api_key"] for login, secrets in odoo.logins.items()},
        seeded={part: odoo.scenario(scenario)["id"] for part, scenario in ORDERS.items()},
        now=lambda: datetime.now(UTC),
        tick=partial(time.sleep, 1.1),
    )


@pytest.fixture(scope="module")
def bella(driver: Driver) -> Asker:
    """A buyer, who asked before."""
    asker = Asker(driver)
    asker.warm()
    return asker


def test_the_suite_is_answered_as_odoo_holds_it(driver: Driver) -> None:
    score = judge(CASES, driver)
    driver.tidy()
    print(score)
    assert score.asked >= 60
    assert score.right >= 0.9 * score.asked
    assert (score.silent, score.untraced) == ([], [])
    assert max(score.calls) <= MOST_CALLS


def test_what_late_orders_hold_up_is_what_the_seed_was_made_for(odoo: OdooServer, bella: Asker) -> None:
    late = {order["name"] for order in Truth(bella.driver).late()}
    waits = {(po, sale["so"]) for sale in odoo.records["sales"].values() for po in sale["waits_for"] if po in late}
    told = bella.reader.held_up(OrderQuery(limit=100)).rows
    assert {(row.order, row.what) for row in told if row.what.startswith("S0")} == waits
    assert len(waits) == 5


@pytest.mark.parametrize("name", ["late_3d_critical", "late_1d"])
def test_what_one_late_order_holds_up(name: str, odoo: OdooServer, bella: Asker) -> None:
    order = odoo.scenario(name)["po"]
    answer = bella.ask(f"what does {order} hold up?")
    sales = {sale["so"] for sale in odoo.records["sales"].values() if order in sale["waits_for"]}
    assert len(bella.calls) <= MOST_CALLS
    assert order in shown(answer)
    assert [sale for sale in sales if sale not in shown(answer)] == []
    assert sales or "nothing is known to wait for it" in answer.text or "minimum stock" in shown(answer)


def test_my_approval_queue_holds_only_what_i_may_decide(driver: Driver, odoo: OdooServer) -> None:
    truth = Truth(driver)
    own = truth.order_of(odoo.scenario("approve_own")["id"])
    login = next(login for login, user in truth.users.items() if user["id"] == own["user_id"][0])
    people = {**driver.people, "buyer of it": login}
    mine = orders_in(Asker(replace(driver, people=people), "buyer of it").ask("my approval queue"))
    assert mine == {order["name"] for order in truth.waiting() if order["user_id"] != own["user_id"]}
    assert orders_in(Asker(driver).ask("my approval queue")) == set()


def test_an_answer_costs_little_besides_odoo(driver: Driver, bella: Asker) -> None:
    truth, overheads = Truth(driver), []
    for make in CASES[:40]:
        right = make(truth)
        begun = time.process_time()  # ours alone, however busy the machine; Odoo is another process
        bella.ask(right.text, right.thread)
        overheads.append(time.process_time() - begun)
    told = f"median {1000 * statistics.median(overheads):.1f} ms, longest {1000 * max(overheads):.1f} ms"
    print(f"processor time besides Odoo's for {len(overheads)} answers: {told}")
    assert statistics.median(overheads) < 0.05


def test_the_command_answers_within_somebodys_rights(
    odoo: OdooServer, driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environ = {"ODOO_URL": odoo.url, "ODOO_DB": odoo.db, "ODOO_LOGIN": "procurebot-ro"}
    environ["ODOO_API_KEY"] = odoo.logins["procurebot-ro"]["api_key"]
    told = {}
    for login in ("bella", "rosa"):
        done = subprocess.run(
            [sys.executable, "-m", "bot", "ask", "what is late", "--as", f"{login}@northgate.example", "--json"],
            env={**os.environ, **environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=50,
        )
        assert done.returncode == 0, done.stderr
        told[login] = json.loads(done.stdout)
    late = len(Truth(driver).late())
    assert (len(told["bella"]["rows"]), told["rosa"]["rows"]) == (late, [])
    assert told["bella"]["sources"][0]["total"] == late
