"""The Home tab of the app in a real browser: the queue, its filters, the way to the card, being away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.browser.demo import Tab
from tests.browser.test_looks import LOOKS, faults, keep, leave, show

expect = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make browser installs it").expect

Open = Callable[..., Tab]


def test_home_holds_the_queue_and_leads_to_the_card(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create()
    expect(tab.card(order).get_by_role("button", name="Approve")).to_be_visible()
    home = tab.home(order)
    expect(home.get_by_role("heading", name=re.compile(r"\d+ orders? waits? for your decision"))).to_be_visible()
    expect(home).to_contain_text(order)
    home.get_by_role("button", name=f"Open the card of {order}").click()
    expect(tab.card(order)).to_be_focused()
    tab.press(order, "Approve")
    expect(tab.card(order)).to_contain_text("Approved by Ines Almeida")
    expect(tab.home()).not_to_contain_text(order)


def test_buyer_finds_who_has_the_order(open_tab: Open) -> None:
    tab = open_tab("freya")
    order = tab.create()
    home = tab.home()
    expect(home.get_by_role("heading", name=re.compile(r"\d+ orders? of yours waits? for a decision"))).to_be_visible()
    home.get_by_role("button", name=re.compile("^Waiting for me")).click()
    expect(home.get_by_role("heading", name="Nothing waits for your decision")).to_be_visible()
    home.get_by_role("button", name=re.compile("^My orders")).click()
    expect(home).to_contain_text("With ")
    tab.home(order)
    expect(home).to_contain_text(re.compile("With .*Ines Almeida"))


def test_who_will_be_away_says_until_when_and_who_stands_in(open_tab: Open) -> None:
    tab = open_tab("marco")
    home = tab.home()
    home.get_by_role("button", name="I will be away…").click()
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_label("Away until").fill("2020-01-01")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("Away until")).to_have_attribute("aria-invalid", "true")
    now = datetime.fromisoformat(tab.world.locator(".clock time").get_attribute("datetime") or "")
    # Late in the evening by UTC the day is over where Marco sits.
    dialog.get_by_label("Away until").fill(f"{now + timedelta(days=1):%Y-%m-%d}")
    dialog.get_by_label("Deputy").select_option(label="Tomasz Wilk")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(home).to_contain_text("You are away until the end of")
    expect(home).to_contain_text("can then be decided by Tomasz Wilk too")
    home.get_by_role("button", name="I am back").click()
    expect(home).to_contain_text("You are not away")


@pytest.mark.parametrize("look", LOOKS)
def test_home_is_accessible_and_whole(open_tab: Open, artefacts: Path, look: str) -> None:
    tab = open_tab("ines", **LOOKS[look])
    show(tab, "World")
    order = tab.create("price_up")
    show(tab, "Messages")
    home = tab.home(order)
    keep(tab, artefacts, f"{look}-home")
    assert faults(tab) == []
    home.get_by_role("button", name="I will be away…").click()
    expect(tab.page.get_by_role("dialog").get_by_label("Deputy")).to_be_visible()
    keep(tab, artefacts, f"{look}-away")
    assert faults(tab) == []
    leave(tab)
