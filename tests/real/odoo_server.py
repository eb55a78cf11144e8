"""The real Odoo of testbed/odoo, as tests use it."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import odoorpc

PROGRAM = Path(__file__).resolve().parents[2] / "testbed" / "odoo" / "odoo-server"


class OdooServer:
    """A running Odoo with the seeded company in it. `TESTBED_INSTANCE` says which, if there are several."""

    def __init__(self, state: dict[str, Any]) -> None:
        self.url: str = state["url"]
        self.host: str = state["host"]
        self.port: int = state["port"]
        self.db: str = state["db"]
        self.logins: dict[str, dict[str, str]] = state["logins"]
        self.records: dict[str, Any] = json.loads((PROGRAM.parent / "records.json").read_text(encoding="utf-8"))
        self._clients: dict[str, odoorpc.ODOO] = {}

    @classmethod
    def start(cls) -> "OdooServer":
        """Start it, or use the one that runs."""
        return cls(json.loads(cls._command("start")))

    @classmethod
    def running(cls) -> bool:
        """Does it run already?"""
        return bool(json.loads(cls._command("status"))["running"])

    def stop(self) -> None:
        """Stop Odoo and its PostgreSQL."""
        self._command("stop")
        self._clients.clear()

    def reset(self) -> None:
        """Put the seeded state back. Odoo keeps running."""
        self._command("reset")
        self._clients.clear()

    @property
    def admin(self) -> odoorpc.ODOO:
        """A client that may do everything."""
        return self.as_user("admin")

    def as_user(self, login: str) -> odoorpc.ODOO:
        """A client of one of the seeded people."""
        if login not in self._clients:
            client = odoorpc.ODOO(self.host, port=self.port, timeout=60)
            client.login(self.db, login, self.logins[login]["api_key"])
            self._clients[login] = client
        return self._clients[login]

    def execute(self, login: str, model: str, method: str, *args: Any, **keywords: Any) -> Any:
        """Call a method as one of the seeded people."""
        return self.as_user(login).execute_kw(model, method, list(args), keywords)

    def read(self, model: str, ids: int | list[int], *fields: str) -> Any:
        """What Odoo says now, to the administrator: one record for one id, else a list."""
        found = self.execute("admin", model, "read", [ids] if isinstance(ids, int) else ids, list(fields))
        return found[0] if isinstance(ids, int) else found

    def scenario(self, name: str) -> dict[str, Any]:
        """A named order of the seed: `name`, `id`, `state`, amounts."""
        found: dict[str, Any] = self.records["scenarios"][name]
        return found

    def new_order(self, like: str = "approve_just_over", buyer: str = "bella", confirm: bool = True) -> int:
        """A copy of a named order, made by this buyer; confirmed, so that one over the threshold waits for approval."""
        order: int = self.execute(buyer, "purchase.order", "copy", self.scenario(like)["id"])
        order = order[0] if isinstance(order, list) else order
        self.execute(buyer, "purchase.order", "write", [order], {"user_id": self.records["users"][buyer]["id"]})
        if confirm:
            self.execute(buyer, "purchase.order", "button_confirm", [order])
        return order

    def notes(self, order: int) -> list[str]:
        """The bodies of an order's messages, oldest first."""
        domain = [["model", "=", "purchase.order"], ["res_id", "=", order]]
        found = self.execute("admin", "mail.message", "search_read", domain, ["body"], order="id")
        return [message["body"] for message in found]

    @staticmethod
    def _command(name: str) -> str:
        result = subprocess.run(
            [str(PROGRAM), name], capture_output=True, text=True, stdin=subprocess.DEVNULL, env=os.environ
        )
        if result.returncode:
            raise RuntimeError(f"odoo-server {name}: {result.stderr[-1500:]}")
        return result.stdout
