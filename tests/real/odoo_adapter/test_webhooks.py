"""Automation rules of the real Odoo 19, and what they post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.adapters.odoo import OdooClient, webhook
from bot.domain.errors import OdooDenied
from tests.contract.odoo_driver import Hook
from tests.real.odoo_adapter.desk import Desk, every_order
from tests.real.odoo_server import OdooServer

pytestmark = pytest.mark.odoo


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A web server that Odoo can reach."""
    receiver = Hook()
    yield receiver
    receiver.stop()


@pytest.fixture
def admin(odoo: OdooServer) -> Iterator[OdooClient]:
    """An administrator's client; rules that it made are removed afterwards."""
    client = Desk(odoo, "admin").client
    yield client
    webhook.remove(client, marker="Test bot")


def test_webhook_reports_what_matters(odoo: OdooServer, admin: OdooClient, hook: Hook, new_order: Any) -> None:
    webhook.install(admin, f"{hook.url}/hooks/odoo/old", marker="Test bot")
    webhook.install(admin, f"{hook.url}/hooks/odoo/new", marker="Test bot")
    assert webhook.installed(admin, marker="Test bot")
    order = new_order()
    assert hook.came.wait(5)
    assert set(hook.paths) == {"/hooks/odoo/new"}
    assert any((body["id"], body["state"]) == (order, "to approve") for body in hook.bodies)
    hook.bodies.clear()
    odoo.execute("bella", "purchase.order", "write", [order], {"partner_ref": "no matter"})
    assert hook.bodies == []
    lines = odoo.read("purchase.order", order, "order_line")["order_line"]
    odoo.execute("bella", "purchase.order.line", "write", lines, {"price_unit": 999.0})
    assert len(hook.bodies) == 1


def test_rule_that_lost_its_action_is_mended(odoo: OdooServer, admin: OdooClient, hook: Hook) -> None:
    webhook.install(admin, hook.url, marker="Test bot")
    lost = odoo.execute("admin", "ir.actions.server", "search", [("webhook_url", "=", hook.url)])
    odoo.execute("admin", "ir.actions.server", "unlink", lost)
    webhook.install(admin, hook.url, marker="Test bot")
    webhook.check_fires(admin)
    assert hook.came.wait(5)


def test_webhook_check_fires_and_leaves_the_order_as_it_was(odoo: OdooServer, admin: OdooClient, hook: Hook) -> None:
    webhook.install(admin, hook.url, marker="Test bot")
    ids = every_order(odoo)
    before = {order: odoo.notes(order) for order in ids[-3:]}
    order = webhook.check_fires(admin)
    assert hook.came.wait(5)
    assert hook.bodies[0]["id"] == order
    assert every_order(odoo) == ids
    assert {order: odoo.notes(order) for order in ids[-3:]} == before
    assert odoo.read("purchase.order", order, "priority")["priority"] == "0"


def test_removed_webhook_leaves_nothing(odoo: OdooServer, admin: OdooClient, hook: Hook) -> None:
    def left() -> list[int]:
        domain = [("webhook_url", "=like", f"{hook.url}%")]
        return [
            odoo.execute("admin", "ir.actions.server", "search_count", domain),
            odoo.execute("admin", "base.automation", "search_count", [("name", "=like", "Test bot%")]),
        ]

    webhook.install(admin, hook.url, marker="Test bot")
    assert left() == [2, 2]
    assert webhook.remove(admin, marker="Test bot") == 2
    assert left() == [0, 0]
    assert not webhook.installed(admin, marker="Test bot")
    assert webhook.remove(admin, marker="Test bot") == 0


def test_webhook_needs_an_administrator(desk: Desk) -> None:
    with pytest.raises(OdooDenied):
        webhook.install(desk.client, "http://127.0.0.1:9", marker="Test bot")
