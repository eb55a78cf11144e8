"""A recording proxy between the bot and Odoo: what was asked, how often, and what if Odoo fails right then.

Calls are named `model.method` (`purchase.order.button_approve`), `common.authenticate`, or by their path.
"""

import json
import xmlrpc.client
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.recording_proxy import Call, RecordingProxy


@dataclass
class OdooCall(Call):
    """One RPC call. Logins and keys are not kept."""

    model: str = ""
    method: str = ""
    arguments: list[Any] = field(default_factory=list)
    keywords: dict[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def ids(self) -> list[int]:
        """The records a method was called on."""
        first = self.arguments[0] if self.arguments else []
        return (
            [first]
            if isinstance(first, int)
            else [i for i in first if isinstance(i, int)]
            if isinstance(first, list)
            else []
        )


class OdooProxy(RecordingProxy[OdooCall]):
    """Stands where Odoo stands: give the bot `proxy.url`."""

    def describe(self, request: web.Request, body: bytes) -> OdooCall | None:
        path = request.path
        if path.startswith("/json/2/"):
            model, method = path.removeprefix("/json/2/").split("/")[:2]
            return OdooCall(
                f"{model}.{method}", len(body), model=model, method=method, keywords=json.loads(body or b"{}")
            )
        if path == "/xmlrpc/2/object":
            (_db, _user, _key, model, method, *rest), _ = xmlrpc.client.loads(body)
            return OdooCall(f"{model}.{method}", len(body), model=str(model), method=str(method))
        if not (path == "/jsonrpc" or path.startswith("/web/")):
            return None
        params = self._params(body)
        if path.startswith("/web/"):
            model, method = params.get("model", ""), params.get("method", "")
            name = f"{model}.{method}" if model and method else path
            return OdooCall(
                name, len(body), model=model, method=method,
                arguments=params.get("args", []), keywords=params.get("kwargs", {}),
            )  # fmt: skip
        service, method, args = params.get("service", ""), params.get("method", ""), params.get("args", [])
        if service != "object":
            return OdooCall(f"{service}.{method}", len(body), method=method)
        _db, _user, _key, model, method, *rest = args
        arguments, keywords = [*rest, [], {}][:2] if len(rest) < 2 else rest[:2]
        return OdooCall(
            f"{model}.{method}", len(body), model=model, method=method, arguments=arguments, keywords=keywords or {}
        )

    def changed(self, call: OdooCall | None, body: bytes) -> bytes:
        """The answer as it is; an error in it is noted."""
        if call and b'"error"' in body:
            error = json.loads(body).get("error") or {}
            call.error = (error.get("data") or {}).get("name", "") if isinstance(error, dict) else str(error)
        return body

    @staticmethod
    def _params(body: bytes) -> dict[str, Any]:
        try:
            params = json.loads(body).get("params", {})
        except (ValueError, AttributeError):
            return {}
        return params if isinstance(params, dict) else {}
