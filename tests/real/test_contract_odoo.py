"""The real Odoo 19 does what the contract says: the same cases run on the sandbox in `tests/contract`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import pytest

from tests.contract.odoo_cases import CASES, Case, name
from tests.contract.odoo_driver import Driver
from tests.contract.record_odoo import described, recorded
from tests.real.odoo_server import OdooServer

pytestmark = pytest.mark.odoo

PEOPLE = {
    "administrator": "admin",
    "approver": "maya",
    "second approver": "omar",
    "finance lead": "fiona",
    "buyer": "bella",
    "second buyer": "ben",
    "warehouse": "wes",
    "stranger": "rosa",
    "bot": "procurebot-approve",
}
ORDERS = {
    "ordinary": "approve_just_over",
    "large": "approve_large_critical",
    "risky": "approve_risky",
    "price_up": "approve_price_up",
    "foreign": "approve_eur",
    "urgent": "approve_urgent",
    "own": "approve_own",
    "stale": "approve_stale_9d",
    "draft_above": "draft_over_threshold",
    "draft_below": "draft_under_threshold",
    "locked": "open_locked",
    "billed": "billed_paid",
    "service": "open_service",
    "approved": "open_approved_large",
    "cancelled": "cancelled_draft",
    "rejected": "cancelled_rejected",
    "partly_received": "partial_on_time",
    "late": "late_7d",
}


@pytest.fixture(scope="module")
def world(odoo: OdooServer) -> Driver:
    """The seeded company, with its people and orders in the parts that the cases name."""
    return Driver(
        url=odoo.url,
        db=odoo.db,
        people=PEOPLE,
        keys={login: secrets["api_key"] for login, secrets in odoo.logins.items()},
        seeded={part: odoo.scenario(scenario)["id"] for part, scenario in ORDERS.items()},
        now=lambda: datetime.now(UTC),
        tick=partial(time.sleep, 1.1),
    )


@pytest.fixture
def real(world: Driver) -> Iterator[Driver]:
    """The driver; what a case makes is deleted after it."""
    yield world
    world.tidy()


@pytest.mark.parametrize("case", CASES, ids=name)
def test_real_odoo_keeps_the_contract(case: Case, real: Driver) -> None:
    case(real)


def test_real_odoo_describes_its_fields_as_recorded(odoo: OdooServer) -> None:
    assert described(lambda model, fields: odoo.execute("admin", model, "fields_get", fields)) == recorded()
