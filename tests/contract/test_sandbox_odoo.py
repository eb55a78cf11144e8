"""The sandbox Odoo keeps the contract: the same cases run on the real Odoo 19 in `tests/real`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract import odoo_usage
from tests.contract.odoo_cases import CASES, Case, name
from tests.contract.odoo_driver import Driver
from tests.contract.served import sandbox_driver


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """One sandbox for all cases, as there is one real server for all."""
    with sandbox_driver(tmp_path_factory.mktemp("odoo")) as (_, driver):
        yield driver


@pytest.fixture
def odoo(world: Driver) -> Iterator[Driver]:
    """The driver; what a case makes is deleted after it."""
    yield world
    world.tidy()


@pytest.mark.parametrize("case", CASES, ids=name)
def test_sandbox_odoo_keeps_the_contract(case: Case, odoo: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    with odoo_usage.recorded(monkeypatch, odoo_usage.COVERED.setdefault(case, set())):
        case(odoo)
