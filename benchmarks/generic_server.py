"""A generic Odoo tool server from PyPI, in an environment of its own: what a general assistant would be given."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PACKAGE = "odoo-mcp==1.3.0"
HOME = (
    Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "procurement-testbed" / PACKAGE.replace("==", "-")
)
PYTHON = HOME / "bin" / "python"


def install() -> None:
    """Fetch it, unless that has been done. Never a dependency of ours."""
    if (HOME / "ready").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True, stdout=sys.stderr)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]
    subprocess.run(pip, check=True, stdout=sys.stderr)
    (HOME / "ready").touch()


class GenericServer:
    """It runs while the block does, and is spoken to as its protocol wants (JSON-RPC, one message a line)."""

    def __init__(self, url: str, db: str, login: str, secret: str) -> None:
        self._environ = {"ODOO_URL": url, "ODOO_DB": db, "ODOO_USERNAME": login, "ODOO_PASSWORD": secret}
        self._number = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [PYTHON, "-m", "odoo_mcp"],
            env={**os.environ, **self._environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        client = {"name": "benchmark", "version": "1"}
        self._ask("initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client})
        self._tell({"method": "notifications/initialized", "params": {}})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()

    def tools(self) -> list[dict[str, Any]]:
        """Its tools, as a model is told them."""
        found: list[dict[str, Any]] = self._ask("tools/list", {})["tools"]
        return [
            {
                "type": "function",
                "function": {
                    "name": tool["name"],
                    "description": tool.get("description", ""),
                    "parameters": tool["inputSchema"],
                },
            }
            for tool in found
        ]

    def call(self, tool: str, arguments: Mapping[str, Any]) -> str:
        """What a tool answers, as a model reads it. Raises `RuntimeError` when the call does not fit."""
        told = self._ask("tools/call", {"name": tool, "arguments": dict(arguments)})
        text = "".join(part.get("text", "") for part in told["content"])
        if told.get("isError") or not json.loads(text).get("success", True):
            raise RuntimeError(f"{tool} {json.dumps(arguments)}: {text[:500]}")
        return text

    def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        self._tell({"id": self._number, "method": method, "params": params})
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = json.loads(line)
            if message.get("id") == self._number:
                answer: dict[str, Any] = message["result"]
                return answer
        raise RuntimeError(f"{PACKAGE} ended")

    def _tell(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"jsonrpc": "2.0"} | message) + "\n")
        self._process.stdin.flush()
