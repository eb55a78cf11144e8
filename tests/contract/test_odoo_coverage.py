"""Nothing that the bot asks of Odoo escapes the contract, and the contract notices a sandbox that lies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.odoo import (
    access,
    automation,
    errors,
    mail,
    matching,
    methods,
    purchase,
    purchase_lines,
    receipts,
    sellers,
    stock_fields,
)
from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.matching import pattern as matching_pattern
from tests.contract import (
    cases_adapter,
    cases_adapter_acting,
    cases_changing,
    cases_chatter,
    cases_deciding,
    cases_reading,
    guard,
    odoo_usage,
)
from tests.contract.odoo_cases import CASES, Case, name
from tests.contract.odoo_driver import ORDER, Driver, OdooSays
from tests.contract.served import sandbox_driver

BY_NAME = {name(case): case for case in CASES}


@pytest.fixture
def odoo(tmp_path: Path) -> Iterator[Driver]:
    """A sandbox of its own."""
    with sandbox_driver(tmp_path) as (_, driver):
        yield driver


def test_what_the_bot_asks_beyond_the_contract_fails_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER_COUNT", raising=False)
    monkeypatch.setattr(guard, "ASKED", {"purchase.order.search_read", "purchase.order.button_done", "sale.order.read"})
    monkeypatch.setattr(guard, "COVERED", {cases_reading: {"purchase.order.search_read"}})
    monkeypatch.setattr(guard, "CASES", (lambda odoo: odoo.adapter().orders.waiting(),))
    with pytest.raises(pytest.fail.Exception, match=r"purchase\.order\.button_done\nsale\.order\.read$"):
        guard.judge(tmp_path)


def test_what_a_case_asks_that_did_not_run_is_covered_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER_COUNT", raising=False)
    monkeypatch.setattr(guard, "ASKED", {"purchase.order.search_read where state ="})
    monkeypatch.setattr(guard, "COVERED", {})
    monkeypatch.setattr(guard, "CASES", (lambda odoo: odoo.adapter().orders.waiting(),))
    guard.judge(tmp_path)


def test_last_of_several_processes_judges_what_all_of_them_saw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", "2")
    monkeypatch.setattr(guard, "CASES", ())
    for worker, asked, covered in (("gw1", {"a", "b"}, {"b"}), ("gw0", {"c"}, {"a"})):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
        monkeypatch.setattr(guard, "ASKED", asked)
        monkeypatch.setattr(guard, "COVERED", {"case": covered})
        if worker == "gw1":
            guard.judge(tmp_path)
    with pytest.raises(pytest.fail.Exception, match=r"too:\nc$"):
        guard.judge(tmp_path)


def test_guard_sees_fields_conditions_and_arguments() -> None:
    specification = {"name": {}, "order_line": {"fields": {"product_id": {}}}}
    domain = ["|", ("state", "=", "draft"), ("order_line.write_date", ">=", "2026-01-01")]
    assert odoo_usage.usage(ORDER, "web_search_read", [domain], {"specification": specification, "order": "id"}) == {
        "purchase.order.web_search_read",
        "purchase.order.web_search_read with domain",
        "purchase.order.web_search_read with specification",
        "purchase.order.web_search_read with order",
        "purchase.order.web_search_read sorted by id",
        "purchase.order.web_search_read reads name",
        "purchase.order.web_search_read reads order_line",
        "purchase.order.web_search_read reads order_line.product_id",
        "purchase.order.web_search_read where |",
        "purchase.order.web_search_read where state =",
        "purchase.order.web_search_read where order_line.write_date >=",
    }


def test_guard_counts_the_bots_calls_and_not_the_tests_own(odoo: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    with odoo_usage.recorded(monkeypatch, asked):
        desk = odoo.adapter()
        desk.client.call("res.partner", "search", [[]])
        desk.orders.waiting()
    assert "purchase.order.search_read where state =" in asked
    assert [line for line in asked if line.startswith("res.partner")] == []


def test_cases_have_names_of_their_own() -> None:
    assert len(BY_NAME) == len(CASES)


def _raises_for_buyers(env: Env, ids: Sequence[int], force: bool = False) -> Any:
    if not env.has_group(purchase.MANAGER):
        raise errors.access_error("You may not approve.")
    return purchase.button_approve(env, ids, force)


def _only_waiting(env: Env, ids: Sequence[int], force: bool = False) -> Any:
    return purchase.button_approve(env, [i for i in ids if env.value(ORDER, i, "state") == "to approve"], force)


def _answers_true(env: Env, ids: Sequence[int], force: bool = False) -> Any:
    return purchase.button_approve(env, ids, force) is not None


def _touches_the_order(real: Callable[[Env, int], None]) -> Callable[[Env, int], None]:
    def recount(env: Env, order: int) -> None:
        real(env, order)
        env.put(ORDER, order, {})

    return recount


Plant = Callable[[pytest.MonkeyPatch], None]


def _button(wrong: Callable[..., Any]) -> Plant:
    return lambda patch: patch.setitem(methods.OF_MODEL[ORDER], "button_approve", wrong)


def _instead(module: object, what: str, wrong: Any) -> Plant:
    return lambda patch: patch.setattr(module, what, wrong)


def _case_counts(text: str, operator: str) -> re.Pattern[str]:
    return matching_pattern(text, operator.replace("ilike", "like"))


def _any_of_the_vendor(env: Env, row: int, product: int, vendor: int, *_: object) -> bool:
    return bool(env.value("product.supplierinfo", row, "partner_id") == vendor)


# What is wrong, how it is planted, and the case that must notice.
DEVIATIONS: dict[str, tuple[Plant, Case]] = {
    "button_approve raises for who may not": (
        _button(_raises_for_buyers),
        cases_deciding.approval_by_somebody_who_may_not_says_nothing_and_does_nothing,
    ),
    "button_approve checks the state": (_button(_only_waiting), cases_deciding.approval_looks_at_no_state),
    "button_approve answers true": (_button(_answers_true), cases_deciding.approval_makes_a_receipt_and_names_who),
    "everybody may approve": (
        _instead(purchase, "_may_approve", lambda env, order: True),
        cases_deciding.buyer_over_the_limit_must_wait,
    ),
    "no receipt is made": (
        _instead(receipts, "make", lambda env, order: None),
        cases_deciding.approval_makes_a_receipt_and_names_who,
    ),
    "nobody tells of a confirmation": (
        _instead(mail, "write_tracking", lambda env: None),
        cases_adapter_acting.approval_is_read_back_with_name_and_time,
    ),
    "a line moves its order's date": (
        _instead(purchase_lines, "recount_order", _touches_the_order(purchase_lines.recount_order)),
        cases_changing.line_edit_that_keeps_the_total_leaves_the_orders_date_alone,
    ),
    "letter case counts": (
        _instead(matching, "pattern", _case_counts),
        cases_adapter.order_is_found_by_name_in_any_case,
    ),
    "ended prices count": (
        _instead(sellers, "_fits", _any_of_the_vendor),
        cases_changing.cheapest_price_of_the_vendor_wins_and_ended_ones_do_not_count,
    ),
    "stock of all warehouses together": (
        _instead(stock_fields, "_warehouses", lambda env: env.ids("stock.warehouse")),
        cases_reading.stock_is_counted_by_warehouse,
    ),
    "everybody reads orders": (
        _instead(access, "check", lambda env, model, right: None),
        cases_deciding.internal_user_may_not_touch_orders,
    ),
    "webhooks are forgotten": (
        _instead(automation, "send", lambda posts: None),
        cases_chatter.webhook_tells_once_and_only_what_matters,
    ),
}


@pytest.mark.parametrize("deviation", DEVIATIONS)
def test_contract_notices_a_sandbox_that_deviates(
    deviation: str, odoo: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant, case = DEVIATIONS[deviation]
    plant(monkeypatch)
    assert case in CASES
    with pytest.raises((AssertionError, OdooSays, pytest.fail.Exception)):
        case(odoo)
