"""The sandbox Odoo as the demo uses it: its story, its buttons, its bad days, and what a restart keeps."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.adapters.odoo import OdooClient
from bot.domain.errors import InvalidInput, OdooUnavailable, OdooUnknownOutcome
from bot.sandbox.odoo import SandboxOdoo
from tests.contract.odoo_driver import ORDER, Driver, OdooSays
from tests.contract.served import T0, Hands, sandbox_driver, sandbox_odoo


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[SandboxOdoo, Driver]]:
    """A sandbox behind a web server."""
    with sandbox_driver(tmp_path) as both:
        yield both


@pytest.fixture
def clock() -> Hands:
    """A clock that stands still until it is moved."""
    return Hands()


@pytest.fixture
def sandbox(tmp_path: Path, clock: Hands) -> Iterator[SandboxOdoo]:
    """A sandbox without a web server."""
    made = sandbox_odoo(tmp_path, clock)
    yield made
    made.close()


def test_story_holds_what_a_demo_needs(sandbox: SandboxOdoo) -> None:
    states = Counter(row["state"] for row in sandbox.orders())
    assert set(states) == {"draft", "sent", "to approve", "purchase", "cancel"}
    assert 6 <= states["to approve"] <= 8
    assert states["purchase"] >= 30
    admin = sandbox.server.uid("admin")
    assert admin is not None
    counts = {
        m: sandbox.server.execute(admin, m, "search_count", [[]], {}) for m in ("stock.warehouse", "product.product")
    }
    assert counts == {"stock.warehouse": 3, "product.product": 40}
    vendors = [("supplier_rank", ">", 0)]
    assert sandbox.server.execute(admin, "res.partner", "search_count", [vendors], {}) == 12


def test_people_play_every_part_and_have_addresses_that_reach_nobody(sandbox: SandboxOdoo) -> None:
    parts = {person.plays for person in sandbox.people}
    assert parts >= {
        "approver", "second approver", "buyer", "second buyer", "manager", "finance lead", "administrator", "bot",
    }  # fmt: skip
    assert all(person.email.endswith(".example") for person in sandbox.people)


def test_story_is_the_same_every_time(tmp_path: Path, sandbox: SandboxOdoo) -> None:
    other = SandboxOdoo(tmp_path / "other.sqlite", Hands())
    assert other.orders() == sandbox.orders()
    assert [other.order(row["id"]) for row in other.orders()[:12]] == [
        sandbox.order(row["id"]) for row in sandbox.orders()[:12]
    ]
    other.close()


def test_nothing_in_the_story_lies_ahead_of_the_clock(sandbox: SandboxOdoo) -> None:
    now = T0.strftime("%Y-%m-%d %H:%M:%S")
    said = [message["date"] for row in sandbox.orders() for message in sandbox.order(row["id"])["chatter"]]
    assert max(said) <= now
    waiting = [row["waiting_since"] for row in sandbox.orders() if row["waiting_since"]]
    assert datetime.fromisoformat(min(waiting)) < T0.replace(tzinfo=None) - timedelta(days=8)


@pytest.mark.parametrize("kind", SandboxOdoo.kinds)
def test_new_order_of_each_kind_waits_for_approval(sandbox: SandboxOdoo, kind: str) -> None:
    order = sandbox.order(sandbox.new_order(kind, "kofi"))
    assert order["state"] == "to approve"
    assert order["waiting_since"] == T0.strftime("%Y-%m-%d %H:%M:%S")
    assert order["buyer"] == ("Ines Almeida" if kind == "own" else "Kofi Mensah")


def test_kinds_differ_in_what_to_look_at(running: tuple[SandboxOdoo, Driver]) -> None:
    sandbox, driver = running
    ids = {kind: sandbox.new_order(kind) for kind in sandbox.kinds}
    read = driver.adapter().orders.orders(ids.values())
    found = {kind: read[order] for kind, order in ids.items()}
    assert found["large"].amount > 25_000 > found["ordinary"].amount > 5_000
    assert found["risky"].vendor.tags == ("Vendor: risky",)
    assert found["price_up"].lines[0].list_variance == Decimal(18)
    assert (found["foreign"].currency, found["foreign"].company_currency) == ("GBP", "EUR")
    assert [kind for kind, order in found.items() if order.urgent] == ["urgent"]
    own = found["own"]
    assert own.buyer is not None
    assert own.buyer.id == driver.uid("approver")


def test_orders_of_a_kind_are_not_one_like_the_other(sandbox: SandboxOdoo) -> None:
    for kind in sandbox.kinds:
        new = [sandbox.order(sandbox.new_order(kind)) for _ in range(2)]
        assert len({(order["vendor"], order["amount"]) for order in new}) == 2, kind


def test_vendors_deliver_as_vendors_do(running: tuple[SandboxOdoo, Driver]) -> None:
    _, driver = running
    vendors = driver.call(
        "administrator", "res.partner", "search_read", [("supplier_rank", ">", 0)], ["category_id", "on_time_rate"]
    )
    tags = driver.call("administrator", "res.partner.category", "search_read", [], ["name"])
    risky = next(tag["id"] for tag in tags if tag["name"].endswith("risky"))
    for vendor in vendors:
        low, high = (20, 60) if risky in vendor["category_id"] else (40, 100)
        assert low <= vendor["on_time_rate"] <= high, vendor


def test_unknown_kind_person_and_order_are_refused_by_name(sandbox: SandboxOdoo) -> None:
    with pytest.raises(InvalidInput, match="'huge' is not one of ordinary, large"):
        sandbox.new_order("huge")
    with pytest.raises(LookupError, match="'nobody'"):
        sandbox.new_order("ordinary", "nobody")
    for act in (sandbox.order, sandbox.change, lambda order: sandbox.approve_in_odoo(order, "ines")):
        with pytest.raises(LookupError, match="999999"):
            act(999_999)


def test_change_moves_the_amount_materially(sandbox: SandboxOdoo) -> None:
    for kind in sandbox.kinds:
        order = sandbox.new_order(kind)
        before = sandbox.order(order)["amount"]
        assert sandbox.change(order) > before * 1.2
        assert sandbox.order(order)["state"] == "to approve"


def test_changed_price_is_not_put_back_by_the_price_list(sandbox: SandboxOdoo) -> None:
    order = sandbox.new_order("price_up")
    price = sandbox.order(order)["lines"][0]["price_unit"]
    sandbox.change(order)
    assert sandbox.order(order)["lines"][0]["price_unit"] == price


def test_approval_in_odoo_counts_for_who_may(sandbox: SandboxOdoo) -> None:
    order = sandbox.new_order("ordinary")
    assert sandbox.approve_in_odoo(order, "freya") == "to approve"
    assert sandbox.approve_in_odoo(order, "ines") == "purchase"
    assert sandbox.order(order)["chatter"][-1]["what"] == "RFQ Approved"
    assert sandbox.order(order)["chatter"][-1]["author"] == "Ines Almeida"


def test_listener_hears_after_the_commit_and_may_read(sandbox: SandboxOdoo) -> None:
    heard: list[tuple[int, str]] = []
    sandbox.on_change(lambda ids: heard.extend((i, sandbox.order(i)["state"]) for i in ids))
    order = sandbox.new_order("ordinary")
    sandbox.approve_in_odoo(order, "ines")
    assert heard[-1] == (order, "purchase")
    assert (order, "to approve") in heard


def test_restart_keeps_what_happened(tmp_path: Path, clock: Hands) -> None:
    path = tmp_path / "odoo.sqlite"
    first = SandboxOdoo(path, clock)
    order = first.new_order("urgent")
    before, all_before = first.order(order), first.orders()
    first.close()
    second = SandboxOdoo(path, clock)
    assert (second.order(order), second.orders()) == (before, all_before)
    assert second.new_order("ordinary") == order + 1
    second.close()


def test_reset_tells_the_story_anew(sandbox: SandboxOdoo, clock: Hands) -> None:
    heard: list[int] = []
    before = sandbox.orders()
    sandbox.new_order("ordinary")
    sandbox.stop()
    sandbox.on_change(heard.extend)
    sandbox.reset()
    assert sandbox.orders() == before
    assert (sandbox.stopped, sorted(heard)) == (False, sorted(row["id"] for row in before))
    clock.move(86_400)
    sandbox.reset()
    assert sandbox.order(sandbox.scenario("ordinary"))["waiting_since"].startswith("2026-03-05")


def test_file_of_another_version_gets_the_story_anew(tmp_path: Path, clock: Hands) -> None:
    path = tmp_path / "odoo.sqlite"
    with sqlite3.connect(path) as old:
        old.execute("create table records (older text)")
        old.execute("pragma user_version = 999")
    old.close()
    sandbox = SandboxOdoo(path, clock)
    assert len(sandbox.orders()) > 40
    sandbox.close()


def test_file_that_is_no_database_is_refused_by_name(tmp_path: Path, clock: Hands) -> None:
    path = tmp_path / "odoo.sqlite"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(InvalidInput, match=r"odoo\.sqlite: cannot be used"):
        SandboxOdoo(path, clock)
    with pytest.raises(InvalidInput, match="cannot be used"):
        SandboxOdoo(tmp_path / "no such folder" / "odoo.sqlite", clock)


def test_refused_call_leaves_no_trace(running: tuple[SandboxOdoo, Driver]) -> None:
    sandbox, driver = running
    order = sandbox.new_order("ordinary")
    before = sandbox.order(order)
    commands = [(1, driver.lines(order)[0], {"product_qty": 9}), (0, 0, {"nofield": 1})]
    with pytest.raises(OdooSays, match="nofield"):
        driver.call("buyer", ORDER, "write", [order], {"order_line": commands})
    assert sandbox.order(order) == before


def _bot(driver: Driver, timeout: float = 12.0) -> OdooClient:
    login = driver.people["bot"]
    return OdooClient(driver.url, driver.db, login, driver.keys[login], timeout=timeout)


def test_stopped_odoo_does_nothing_and_comes_back(running: tuple[SandboxOdoo, Driver]) -> None:
    sandbox, driver = running
    order, client = sandbox.new_order("ordinary"), _bot(driver)
    client.ping()
    sandbox.stop()
    with pytest.raises(OdooUnavailable):
        client.call(ORDER, "button_approve", [[order]], write=True)
    assert sandbox.stopped
    sandbox.start()
    assert sandbox.order(order)["state"] == "to approve"
    client.ping()


def test_lost_answer_is_an_unknown_outcome_of_a_deed_that_was_done(running: tuple[SandboxOdoo, Driver]) -> None:
    sandbox, driver = running
    order, client = sandbox.new_order("ordinary"), _bot(driver)
    client.ping()
    sandbox.outages.lose_answers()
    with pytest.raises(OdooUnknownOutcome):
        client.call(ORDER, "button_approve", [[order]], write=True)
    assert sandbox.order(order)["state"] == "purchase"
    client.ping()


def test_hanging_odoo_runs_into_the_time_out(running: tuple[SandboxOdoo, Driver]) -> None:
    sandbox, driver = running
    order, client = sandbox.new_order("ordinary"), _bot(driver, timeout=0.3)
    client.ping()
    sandbox.outages.hangs = True
    with pytest.raises(OdooUnknownOutcome, match="in time"):
        client.call(ORDER, "button_approve", [[order]], write=True)
    sandbox.start()
    assert sandbox.order(order)["state"] == "to approve"


def test_slow_odoo_answers_all_the_same(running: tuple[SandboxOdoo, Driver]) -> None:
    sandbox, driver = running
    client = _bot(driver, timeout=0.3)
    client.ping()
    sandbox.outages.slow = 0.05
    client.ping()
    sandbox.outages.slow = 0.6
    with pytest.raises(OdooUnavailable, match="in time"):
        client.ping()
    sandbox.start()


def test_two_approvals_at_once_make_one_receipt(running: tuple[SandboxOdoo, Driver]) -> None:
    sandbox, driver = running
    order = sandbox.new_order("ordinary")
    parts = ("approver", "second approver", "finance lead")
    for part in parts:
        driver.uid(part)
    racing = [threading.Thread(target=driver.call, args=(part, ORDER, "button_approve", [order])) for part in parts]
    for thread in racing:
        thread.start()
    for thread in racing:
        thread.join()
    told = sandbox.order(order)
    assert (told["state"], len(told["receipts"])) == ("purchase", 1)
    assert [message["what"] for message in told["chatter"]].count("RFQ Approved") == 1


def test_receiver_of_the_webhook_may_ask_odoo_at_once(sandbox: SandboxOdoo) -> None:
    seen: list[str] = []
    answer = sandbox.server.look
    sandbox.on_change(lambda ids: seen.extend(answer(lambda env: [env.value(ORDER, i, "state") for i in ids])))
    thread = threading.Thread(target=sandbox.new_order, args=("ordinary",))
    thread.start()
    thread.join()
    assert seen[-1] == "to approve"
