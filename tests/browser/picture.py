"""Takes the pictures of the page for the documents: `make screenshots`."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.demo import ROOT, Process, Tab

PICTURES = ROOT / "docs" / "images"
SIZE = {"width": 1360, "height": 850}


@contextlib.contextmanager
def visit() -> Iterator[tuple[Process, Callable[[str], Tab]]]:
    """A fresh demo, and what opens tabs of it without hints."""
    with tempfile.TemporaryDirectory() as data, sync_playwright() as driver:
        demo = Process(Path(data))
        demo.start()
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        def open_tab(person: str) -> Tab:
            context = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
            context.add_init_script("localStorage.setItem('demo.hints', '4')")
            tab = Tab(context.new_page(), context)
            tab.page.goto(f"{demo.url}?as={person}")
            return tab

        yield demo, open_tab
        browser.close()
        demo.stop()


def card() -> None:
    """One order decided, and the card of one with a price gone up."""
    with visit() as (_demo, open_tab):
        tab = open_tab("ines")
        first = tab.create()
        tab.press(first, "Approve")
        expect(tab.card(first)).to_contain_text("Approved by Ines Almeida")
        order = tab.create("price_up")
        expect(tab.card(order).get_by_role("button", name="Approve")).to_be_visible()
        expect(tab.page.get_by_text(f"confirmed {order}")).to_have_count(0, timeout=10_000)
        keep(tab, "demo")


def manager() -> None:
    """An order that nobody decided, before the manager."""
    with visit() as (demo, open_tab):
        for order_id in demo.odoo("admin", "purchase.order", "search", [["state", "=", "to approve"]]):
            demo.odoo("admin", "purchase.order", "button_cancel", [order_id])
        tab = open_tab("ruth")
        order = tab.create("price_up")
        tab.mornings_until(tab.stuck(order))
        expect(tab.page.get_by_text("What is due by now is done")).to_have_count(0, timeout=10_000)
        keep(tab, "escalation")


def keep(tab: Tab, name: str) -> None:
    """Write the picture into the documents."""
    path = PICTURES / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    tab.page.mouse.move(700, 10)
    tab.page.screenshot(path=path)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    card()
    manager()
