"""How the page looks and reads: no accessibility fault, nothing cut, and pictures to look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.demo import ROOT, Process, Tab

expect = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make browser installs it").expect

Open = Callable[..., Tab]
AXE = ROOT / "bot/sandbox/page/node_modules/axe-core/axe.min.js"
RUN_AXE = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"
LOOKS = {"light": {}, "dark": {"dark": True}, "phone": {"width": 390, "height": 844}}
TOO_WIDE = "document.scrollingElement.scrollWidth > window.innerWidth"
# Text that is cut off without an ellipsis, in places that do not scroll.
CUT = """() => [...document.querySelectorAll('button, h1, h2, h3, p, .state, .badge, .order-amount')]
  .filter(el => el.checkVisibility() && !el.closest('.hidden') && !el.matches('.hidden'))
  .filter(el => el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).display !== 'inline')
  .filter(el => !['auto', 'scroll'].includes(getComputedStyle(el).overflowX))
  .map(el => el.textContent)"""


def faults(tab: Tab) -> list[str]:
    """The serious and critical violations that axe finds."""
    if not AXE.exists():
        pytest.skip("axe-core is missing: npm ci in bot/sandbox/page")
    tab.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = tab.page.evaluate(RUN_AXE)
    return [
        f"{one['impact']} {one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def keep(tab: Tab, artefacts: Path, name: str) -> None:
    """A picture, after a check that nothing sticks out."""
    tab.page.wait_for_timeout(300)
    tab.page.screenshot(path=artefacts / f"{name}.png")
    assert not tab.page.evaluate(TOO_WIDE), f"{name}: the page is wider than the window"
    assert tab.page.evaluate(CUT) == [], f"{name}: text is cut off"


def leave(tab: Tab) -> None:
    """Close the dialog."""
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_role("dialog")).to_have_count(0)


def show(tab: Tab, part: str) -> None:
    """On a phone, turn to a part of the page; elsewhere all are there."""
    tab.page.locator(".shell").wait_for()
    button = tab.page.get_by_role("navigation", name="Parts of the page").get_by_role("button", name=part)
    if button.is_visible():
        button.click()


@pytest.mark.parametrize("look", LOOKS)
def test_every_view_is_accessible_and_whole(open_tab: Open, artefacts: Path, look: str) -> None:
    tab = open_tab("ines", **LOOKS[look])
    expect(tab.page.get_by_role("article").first).to_be_visible()
    keep(tab, artefacts, f"{look}-start")
    assert faults(tab) == []

    show(tab, "World")
    order = tab.create("price_up")
    keep(tab, artefacts, f"{look}-world")
    assert faults(tab) == []
    tab.world.locator(f"[data-order={order}]").click()
    expect(tab.page.get_by_role("dialog")).to_contain_text("Vermeer")
    keep(tab, artefacts, f"{look}-order")
    assert faults(tab) == []
    leave(tab)

    show(tab, "Messages")
    expect(tab.card(order).get_by_role("button", name="Approve")).to_be_visible()
    tab.card(order).scroll_into_view_if_needed()
    keep(tab, artefacts, f"{look}-card")
    assert faults(tab) == []

    tab.press(order, "Hand over")
    expect(tab.page.get_by_role("dialog")).to_contain_text("Hand over to")
    keep(tab, artefacts, f"{look}-hand-over")
    assert faults(tab) == []
    leave(tab)
    tab.press(order, "Reject")
    tab.page.get_by_role("dialog").get_by_role("button", name="Reject").click()
    expect(tab.page.get_by_role("dialog").get_by_label("Reason")).to_have_attribute("aria-invalid", "true")
    keep(tab, artefacts, f"{look}-refused")
    assert faults(tab) == []
    leave(tab)

    tab.page.get_by_label("Write to procurement").fill(f"Where is {order}?")
    tab.page.keyboard.press("Enter")
    replies = (
        tab.page.get_by_role("article").filter(has_text=f"Where is {order}?").get_by_role("button", name="1 reply")
    )
    if look == "phone":
        replies.click()
    expect(tab.page.get_by_role("region", name="Thread")).to_contain_text("1 reply")
    keep(tab, artefacts, f"{look}-thread")
    assert faults(tab) == []
    tab.page.get_by_role("button", name="Close the thread").click()
    tab.page.get_by_label("Write to procurement").fill("/procure help")
    tab.page.keyboard.press("Enter")
    expect(tab.only_for_me().last).to_be_visible()
    keep(tab, artefacts, f"{look}-only-for-me")
    assert faults(tab) == []

    show(tab, "Conversations")
    keep(tab, artefacts, f"{look}-conversations")
    assert faults(tab) == []
    tab.page.get_by_role("button", name="purchasing").click()
    expect(tab.page.get_by_text("Nobody wrote anything here yet.")).to_be_visible()
    keep(tab, artefacts, f"{look}-channel")


@pytest.mark.parametrize("look", LOOKS)
def test_order_has_a_page_of_its_own(open_tab: Open, demo: Process, artefacts: Path, look: str) -> None:
    (waiting, *_) = demo.odoo("admin", "purchase.order", "search", [["state", "=", "to approve"]])
    tab = open_tab(path=f"odoo/purchase-orders/{waiting}", **LOOKS[look])
    expect(tab.page.get_by_role("heading", name=f"P{waiting:05}")).to_be_visible()
    expect(tab.page.get_by_role("table")).to_be_visible()
    keep(tab, artefacts, f"{look}-order-page")
    assert faults(tab) == []


@pytest.mark.parametrize("width", [320, 390, 700, 1001, 1281])
def test_nothing_sticks_out_at_any_width(open_tab: Open, artefacts: Path, width: int) -> None:
    tab = open_tab("ines", width=width, height=800)
    expect(tab.page.get_by_role("article").first).to_be_visible()
    for part in ("World", "Conversations", "Messages"):
        show(tab, part)
        keep(tab, artefacts, f"width-{width}-{part.lower()}")


def test_theme_is_switched_and_remembered(open_tab: Open) -> None:
    tab = open_tab()
    paper = "getComputedStyle(document.body).backgroundColor"
    light = tab.page.evaluate(paper)
    tab.page.get_by_role("button", name="Switch to dark").click()
    expect(tab.page.get_by_role("button", name="Switch to light")).to_be_visible()
    dark = tab.page.evaluate(paper)
    assert dark != light
    tab.page.reload()
    expect(tab.page.get_by_role("button", name="Switch to light")).to_be_visible()
    assert tab.page.evaluate(paper) == dark
