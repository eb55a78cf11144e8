"""One way to speak to either Odoo, the sandbox or the real one, by the parts that people and orders play."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from bot.adapters.odoo import OdooApprover, OdooClient, OdooDirectory, OdooOrders
from bot.adapters.odoo.amending import OdooAmender
from bot.adapters.odoo.supply import OdooSupply

ORDER, LINE = "purchase.order", "purchase.order.line"


class OdooSays(Exception):
    """Odoo answered with an error; `error` is the whole of it."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["data"]["message"])
        self.error = error
        self.name: str = error["data"]["name"]


class Hook(HTTPServer):
    """Receives what Odoo posts."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.bodies: list[dict[str, Any]] = []
        self.came = threading.Event()
        hook = self

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hook.paths.append(self.path)
                hook.headers.append(dict(self.headers))
                hook.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()
                hook.came.set()

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Receiver)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def stop(self) -> None:
        """Receive nothing any more."""
        self.shutdown()
        self.server_close()
        self._thread.join()


class Adapter:
    """The bot's own adapter, as somebody."""

    def __init__(self, client: OdooClient) -> None:
        self.client = client
        self.orders = OdooOrders(client)
        self.approver = OdooApprover(client)
        self.directory = OdooDirectory(client)
        self.supply = OdooSupply(client, UTC)
        self.amender = OdooAmender(client, UTC)


@dataclass
class Driver:
    """`people` and `seeded` say who and what plays which part; `tick` lets at least a second pass."""

    url: str
    db: str
    people: Mapping[str, str]
    keys: Mapping[str, str]
    seeded: Mapping[str, int]
    now: Callable[[], datetime]
    tick: Callable[[], None]
    made: list[int] = field(default_factory=list)
    _uids: dict[str, int] = field(default_factory=dict)

    def rpc(self, service: str, method: str, *args: Any) -> Any:
        """One JSON-RPC call. Raises `OdooSays`."""
        params = {"service": service, "method": method, "args": args}
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "id": 7, "params": params}).encode()
        request = urllib.request.Request(f"{self.url}/jsonrpc", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            told = json.load(answer)
        assert (answer.status, told["jsonrpc"], told["id"]) == (200, "2.0", 7)
        if "error" in told:
            raise OdooSays(told["error"])
        return told.get("result")

    def get(self, path: str) -> Any:
        """What stands at an address that needs no login."""
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return json.load(answer)

    def call(self, part: str, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """A method, as whoever plays this part. Raises `OdooSays`."""
        key = self.keys[self.people[part]]
        return self.rpc("object", "execute_kw", self.db, self.uid(part), key, model, method, list(args), kwargs)

    def uid(self, part: str) -> int:
        """The id of whoever plays this part."""
        if part not in self._uids:
            login = self.people[part]
            self._uids[part] = self.rpc("common", "login", self.db, login, self.keys[login])
        return self._uids[part]

    def read(self, model: str, record: int, *fields: str) -> dict[str, Any]:
        """One record, as the administrator sees it."""
        found: dict[str, Any] = self.call("administrator", model, "read", [record], list(fields))[0]
        return found

    def order(self, record: int, name: str) -> Any:
        """One field of an order."""
        return self.read(ORDER, record, name)[name]

    def lines(self, order: int) -> list[int]:
        """The ids of an order's lines."""
        found: list[int] = self.order(order, "order_line")
        return found

    def messages(self, order: int) -> list[dict[str, Any]]:
        """An order's messages, the oldest first."""
        domain = [("model", "=", ORDER), ("res_id", "=", order)]
        names = ["body", "subtype_id", "message_type", "create_uid", "author_id", "date", "is_internal"]
        found: list[dict[str, Any]] = self.call(
            "administrator", "mail.message", "search_read", domain, names, order="id"
        )
        return found

    def new_order(self, like: str = "ordinary", by: str = "buyer", confirm: bool = True) -> int:
        """A copy of a seeded order, made by this person; confirmed, so that one over the limit waits for approval."""
        order = int(self.call(by, ORDER, "copy", self.seeded[like])[0])
        self.made.append(order)
        self.call(by, ORDER, "write", [order], {"user_id": self.uid(by)})
        if confirm:
            self.call(by, ORDER, "button_confirm", [order])
        return order

    def adapter(self, part: str = "bot") -> Adapter:
        """The bot's adapter as whoever plays this part."""
        login = self.people[part]
        return Adapter(OdooClient(self.url, self.db, login, self.keys[login]))

    @contextmanager
    def hook(self) -> Iterator[Hook]:
        """A web server that Odoo can reach."""
        receiver = Hook()
        try:
            yield receiver
        finally:
            receiver.stop()

    def tidy(self) -> None:
        """Delete the orders that were made."""
        for order in self.call("administrator", ORDER, "search", [("id", "in", self.made)]):
            self.call("administrator", ORDER, "write", [order], {"locked": False})
            self.call("administrator", ORDER, "button_cancel", [order])
            self.call("administrator", ORDER, "unlink", [order])
        self.made.clear()
