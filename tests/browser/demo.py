"""The demo as a visitor has it: a process, and tabs of a real browser."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from tests.free_ports import free_port

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

ROOT = Path(__file__).resolve().parents[2]
STARTED, STOPPED = 60.0, 60.0
ORDER = re.compile(r"P\d{5}")


class Process:
    """`procurement-bot demo` on a port of its own."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self.port = free_port()
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> float:
        """Start, and wait until it says its address; how many seconds that took."""
        began = time.monotonic()
        command = [
            sys.executable,
            "-m",
            "bot",
            "demo",
            "--no-open",
            "--port",
            str(self.port),
            "--data",
            str(self._data),
        ]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self._process.stdout is not None
        said = []
        for line in self._process.stdout:
            said.append(line)
            if self.url in line:
                return time.monotonic() - began
        self.stop()
        raise AssertionError("the demo did not start:\n" + "".join(said))

    def stop(self) -> int:
        """Ctrl-C; its exit status."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=STOPPED)
        return process.returncode

    def log(self) -> str:
        """What it logged."""
        return (self._data / "demo.log").read_text(encoding="utf-8")

    def odoo(self, login: str, model: str, method: str, *args: Any) -> Any:
        """A call of the sandbox Odoo as one of its people, as any program would make it."""
        from bot.sandbox.odoo import SandboxOdoo

        key = next(person.key for person in SandboxOdoo.people if person.login == login)
        uid = self._rpc("common", "login", [SandboxOdoo.db, login, key])
        return self._rpc("object", "execute_kw", [SandboxOdoo.db, uid, key, model, method, list(args)])

    def _rpc(self, service: str, method: str, args: list[Any]) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "params": {"service": service, "method": method, "args": args}}
        request = Request(f"{self.url}jsonrpc", json.dumps(body).encode(), {"content-type": "application/json"})
        with urlopen(request, timeout=10) as answer:
            return json.load(answer).get("result")


@dataclass
class Tab:
    """One tab, in which somebody acts as one of the people."""

    page: Page
    context: BrowserContext

    @property
    def world(self) -> Locator:
        """The side panel."""
        return self.page.get_by_role("complementary", name="The demo's world")

    def create(self, kind: str = "ordinary") -> str:
        """Have a buyer confirm an order; its name."""
        self.world.get_by_label("Kind of order").select_option(kind)
        with self.page.expect_response("**/page/api/orders/new") as answered:
            self.world.get_by_role("button", name="Create").click()
        return str(answered.value.json()["order"])

    def act_as(self, first_name: str) -> None:
        """Become somebody else."""
        self.page.get_by_role("navigation", name="People to act as").get_by_role("button", name=first_name).click()

    def cards(self, order: str) -> Locator:
        """The cards of an order, the oldest first."""
        heading = self.page.get_by_role("heading", name=re.compile(rf"{order} · "))
        return self.page.get_by_role("article").filter(has=heading)

    def card(self, order: str) -> Locator:
        """The newest card of an order."""
        return self.cards(order).last

    def home(self, holding: str = "") -> Locator:
        """The app's Home tab, opened; again until it holds this text, for it shows what is when it is opened."""
        from playwright.sync_api import TimeoutError as NotYet

        home = self.page.get_by_role("group", name="Home tab")
        for _ in range(20):
            self.page.get_by_role("group", name="Of this app").get_by_role("button", name="Home").click()
            with contextlib.suppress(NotYet):
                home.get_by_text(holding).first.wait_for(timeout=500)
                break
        return home

    def replies(self, order: str) -> Locator:
        """What opens the thread under the newest card of an order; there once somebody replied."""
        return self.card(order).get_by_role("button", name=re.compile(r"^\d+ repl"))

    def stuck(self, order: str) -> Locator:
        """The newest message that says that an order is stuck."""
        heading = self.page.get_by_role("heading", name=f"{order} is stuck")
        return self.page.get_by_role("article").filter(has=heading).last

    def mornings_until(self, seen: Locator, most: int = 6) -> None:
        """Move the clock to the next working morning until something is there."""
        from playwright.sync_api import TimeoutError as NotYet

        for _ in range(most):
            if seen.is_visible():
                return
            self.world.get_by_role("button", name="Next working morning").click()
            with contextlib.suppress(NotYet):
                seen.wait_for(timeout=12_000)
        seen.wait_for(timeout=1)

    def only_for_me(self) -> Locator:
        """What is shown to this person alone."""
        return self.page.get_by_role("article").filter(has_text="Only visible to you")

    def state_of(self, order: str) -> Locator:
        """The order's state in the side panel."""
        return self.world.locator(f"[data-order={order}] .state")

    def press(self, order: str, button: str) -> None:
        """Press a button of the newest card."""
        self.card(order).get_by_role("button", name=button, exact=True).click()
