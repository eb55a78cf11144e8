"""What a poll notices, and what it does not, on the real Odoo 19."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.real.odoo_adapter.desk import Desk
from tests.real.odoo_server import OdooServer

pytestmark = pytest.mark.odoo


def since_now(desk: Desk) -> datetime:
    time.sleep(1.1)
    return datetime.now(UTC)


def test_line_edit_that_keeps_the_total_is_noticed(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order()
    line = desk.orders.orders([order])[order].lines[0]
    before, since = desk.orders.heads([order])[order], since_now(desk)
    halved = {"product_qty": float(line.quantity) * 2, "price_unit": float(line.unit_price) / 2}
    odoo.execute("ben", "purchase.order.line", "write", [line.id], halved)
    after = desk.orders.heads([order])[order]
    assert order in [row.id for row in desk.orders.changed(since)]
    assert after.fingerprint != before.fingerprint
    assert after.write_date >= since.replace(microsecond=0)
    assert after.changed_by is not None
    assert after.changed_by.name == odoo.records["users"]["ben"]["name"]


def test_message_alone_changes_nothing(desk: Desk, new_order: Any) -> None:
    order = new_order()
    before, since = desk.orders.heads([order])[order], since_now(desk)
    desk.approver.note(order, "Just saying")
    assert order not in [row.id for row in desk.orders.changed(since)]
    assert desk.orders.heads([order])[order] == before
