"""The bot that reads and may approve, and orders to try it on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.real.odoo_adapter.desk import Desk
from tests.real.odoo_server import OdooServer


@pytest.fixture(scope="module")
def desk(odoo: OdooServer) -> Desk:
    """The bot that reads and may approve."""
    return Desk(odoo, "procurebot-approve")


@pytest.fixture
def new_order(odoo: OdooServer) -> Iterator[Any]:
    """Makes waiting orders, and deletes them afterwards: `new_order(like="approve_eur")`."""
    made: list[int] = []

    def make(**options: Any) -> int:
        made.append(odoo.new_order(**options))
        return made[-1]

    yield make
    for order in odoo.execute("admin", "purchase.order", "search", [("id", "in", made)]):
        odoo.execute("admin", "purchase.order", "button_cancel", [order])
        odoo.execute("admin", "purchase.order", "unlink", [order])
