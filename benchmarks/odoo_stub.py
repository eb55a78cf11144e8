"""An Odoo that answers with what the real one answered, for many orders, each call as slow as the real one.

Used where the real Odoo would take the cores from what is measured. `capture` asks the real Odoo; the process
`python -m benchmarks.odoo_stub FILE PORT` serves.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.rows import HEAD

FIRST = 1_000_000  # ids of the pretended orders
NAMES = (
    ("purchase", "group_purchase_manager"),
    ("account", "group_account_manager"),
    ("purchase", "mt_rfq_approved"),
    ("purchase", "mt_rfq_confirmed"),
)
FIELDS = ["login", "name", "email", "partner_id", "active", "tz", "all_group_ids"]


def capture(client: OdooClient, order_id: int, count: int, latencies: dict[str, float]) -> dict[str, Any]:
    """What the stub needs to know: one order's head, the users, the ids of names, and how long calls take."""
    head = client.call("purchase.order", "web_search_read", [[("id", "=", order_id)]], {"specification": HEAD})
    return {
        "head": head["records"][0],
        "count": count,
        "uid": client.uid,
        "me": client.call("res.users", "read", [[client.uid], ["lang", "company_ids"]]),
        "users": client.call("res.users", "search_read", [[("share", "=", False)]], {"fields": FIELDS}),
        "names": {".".join(n): client.call("ir.model.data", "check_object_reference", list(n)) for n in NAMES},
        "latencies": latencies,
    }


class Stub:
    """Orders that wait until they are approved."""

    def __init__(self, known: dict[str, Any]) -> None:
        self._known = known
        self._states: dict[int, str] = {}

    async def answer(self, request: web.Request) -> web.Response:
        """One JSON-RPC call."""
        asked = await request.json()
        params = asked["params"]
        if params["service"] == "common":
            result: Any = self._known["uid"]
        else:
            _db, _uid, _key, model, method, args, kwargs = params["args"]
            await asyncio.sleep(self._known["latencies"].get(f"{model}.{method}", self._known["latencies"]["other"]))
            result = self._result(model, method, args, kwargs)
        return web.json_response({"jsonrpc": "2.0", "id": asked.get("id"), "result": result})

    def _result(self, model: str, method: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
        match model, method:
            case "purchase.order", "web_search_read":
                return {"records": [self.head(i) for i in args[0][0][2]], "length": len(args[0][0][2])}
            case "purchase.order", "search_read":
                return self._poll(args[0], kwargs["limit"])
            case "purchase.order", "button_approve":
                self._states[args[0][0]] = "purchase"
                return {}
            case "purchase.order", "message_post":
                return 1
            case "mail.message", "search_read":
                about = [value for field, operator, value in args[0] if (field, operator) == ("res_id", "in")]
                return [self._approved(i) for i in about[0]] if about else []  # none from suppliers
            case "mail.message", "search":
                return []
            case "res.users", "search_read":
                return self._users(args[0])
            case "res.users", "context_get":
                return {}
            case "res.users", "read":
                return self._known["me"]
            case "ir.model.data", "check_object_reference":
                return self._known["names"][".".join(args)]
        raise LookupError(f"{model}.{method}")

    def head(self, order_id: int) -> dict[str, Any]:
        """What Odoo says when asked for an order's head."""
        state = self._states.get(order_id, "to approve")
        return self._known["head"] | {"id": order_id, "name": f"P{order_id}", "state": state}

    def _poll(self, domain: list[Any], limit: int) -> list[dict[str, Any]]:
        if domain[0] != ["state", "=", "to approve"]:
            return []  # nothing changed lately
        after = domain[-1][2]
        ids = range(max(FIRST, after + 1), FIRST + self._known["count"])
        waiting = [i for i in ids if i not in self._states][:limit]
        when = self._known["head"]["write_date"]
        return [{"id": i, "name": f"P{i}", "state": "to approve", "write_date": when} for i in waiting]

    def _approved(self, order_id: int) -> dict[str, Any]:
        when = self._known["head"]["write_date"]
        return {"id": order_id, "res_id": order_id, "date": when, "create_uid": [self._known["uid"], "Bot"], "body": ""}

    def _users(self, domain: list[Any]) -> list[dict[str, Any]]:
        field, _operator, value = domain[0]
        if field == "id":
            return [u for u in self._known["users"] if u["id"] in value]
        if field == "all_group_ids":
            return [u for u in self._known["users"] if set(value) & set(u["all_group_ids"])]
        return self._known["users"]


def main(file: str, port: int) -> None:
    """Serve until killed."""
    app = web.Application(client_max_size=2**24)
    app.router.add_post("/jsonrpc", Stub(json.loads(Path(file).read_text(encoding="utf-8"))).answer)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
