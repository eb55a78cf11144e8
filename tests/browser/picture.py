"""Takes the picture of the page for the README: `make screenshots`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.demo import ROOT, Process, Tab

PICTURE = ROOT / "docs" / "images" / "demo.png"
SIZE = {"width": 1360, "height": 850}


def take(path: Path = PICTURE) -> None:
    """A fresh demo, one order decided, and the card of one with a price gone up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as driver:
        demo = Process(Path(data))
        demo.start()
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        context.add_init_script("localStorage.setItem('demo.hints', '4')")
        tab = Tab(context.new_page(), context)
        tab.page.goto(f"{demo.url}?as=ines")
        first = tab.create()
        tab.press(first, "Approve")
        expect(tab.card(first)).to_contain_text("Approved by Ines Almeida")
        order = tab.create("price_up")
        expect(tab.card(order).get_by_role("button", name="Approve")).to_be_visible()
        expect(tab.page.get_by_text(f"confirmed {order}")).to_have_count(0, timeout=10_000)
        tab.page.mouse.move(700, 10)
        tab.page.screenshot(path=path)
        browser.close()
        demo.stop()
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    take()
