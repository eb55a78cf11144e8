"""The adapter as one of the seeded users, with its calls counted."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bot.adapters.odoo import OdooApprover, OdooClient, OdooDirectory, OdooOrders
from tests.real.odoo_server import OdooServer


class Desk:
    """The adapter as one user, with its calls counted."""

    def __init__(self, server: OdooServer, login: str) -> None:
        self.calls: Counter[str] = Counter()
        self.client = OdooClient(server.url, server.db, login, server.logins[login]["api_key"], on_call=self._count)
        self.orders = OdooOrders(self.client)
        self.approver = OdooApprover(self.client)
        self.directory = OdooDirectory(self.client)

    def _count(self, model: str, method: str, seconds: float, outcome: str) -> None:
        self.calls[f"{model}.{method}"] += 1

    def cost(self, ask: Any) -> int:
        """How many calls it takes, once logged in and once what is asked only once has been asked."""
        ask()
        self.calls.clear()
        ask()
        return self.calls.total()


def every_order(odoo: OdooServer) -> list[int]:
    ids: list[int] = odoo.execute("admin", "purchase.order", "search", [])
    return ids


def seeded(odoo: OdooServer, name: str) -> int:
    found: int = odoo.scenario(name)["id"]
    return found
