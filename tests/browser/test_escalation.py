"""Nobody decides while a visitor moves the clock: the reminder, the manager, and the manager's decision."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.demo import Process, Tab
from tests.browser.test_looks import LOOKS, faults, keep, show

expect = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make browser installs it").expect

Open = Callable[..., Tab]


@pytest.fixture
def alone(demo: Process, open_tab: Open) -> Tab:
    """Ines's tab, with nothing that waits: what else is stuck would come in the same list."""
    waiting = demo.odoo("admin", "purchase.order", "search", [["state", "=", "to approve"]])
    for order_id in waiting:
        demo.odoo("admin", "purchase.order", "button_cancel", [order_id])
    tab = open_tab("ines")
    expect(tab.world.get_by_text("To approve")).to_have_count(0)
    return tab


def test_silence_reaches_the_manager_who_decides(alone: Tab, open_tab: Open) -> None:
    order = alone.create()
    expect(alone.card(order).get_by_role("button", name="Approve")).to_be_visible()

    alone.mornings_until(alone.replies(order))
    alone.replies(order).click()
    thread = alone.page.get_by_role("region", name="Thread")
    expect(thread).to_contain_text(re.compile(rf"{order}.* waits for your decision since .* when this was sent"))

    manager, buyer, colleague = open_tab("ruth"), open_tab("freya"), open_tab("tomasz")
    alone.mornings_until(manager.stuck(order))
    expect(manager.stuck(order)).to_contain_text("Waits for Ines Almeida, Tomasz Wilk")
    expect(manager.stuck(order)).to_contain_text("At stake")
    expect(buyer.page.get_by_role("article").filter(has_text="still waits for").last).to_contain_text(order)
    home = manager.home(order)
    home.get_by_role("button", name=re.compile("^Escalated to me")).click()
    expect(home).to_contain_text(order)
    manager.page.get_by_role("button", name="Messages", exact=True).first.click()

    manager.stuck(order).get_by_role("button", name="Approve").click()
    expect(manager.state_of(order)).to_have_text("Purchase order")
    for tab in (alone, colleague):
        expect(tab.card(order)).to_contain_text("Approved by Ruth Adler")
        expect(tab.card(order).get_by_role("button", name="Approve")).to_have_count(0)
    expect(manager.page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    expect(buyer.page.get_by_role("article").filter(has_text=order).last).to_contain_text("Approved by Ruth Adler")


def test_manager_gives_it_time_and_the_buyer_sees_it(alone: Tab, open_tab: Open) -> None:
    order = alone.create()
    expect(alone.card(order).get_by_role("button", name="Approve")).to_be_visible()
    manager = open_tab("ruth")
    alone.mornings_until(alone.replies(order))
    alone.mornings_until(manager.stuck(order))
    manager.stuck(order).get_by_role("button", name="Snooze").click()
    manager.page.get_by_role("dialog").get_by_role("button", name="Snooze").click()
    expect(manager.page.get_by_role("dialog")).to_have_count(0)
    buyer = open_tab("freya")
    told = buyer.page.get_by_role("article").filter(has_text=order).filter(has_text="Ruth Adler")
    expect(told.last).to_contain_text("put off reminders")


@pytest.mark.parametrize("look", LOOKS)
def test_escalation_is_accessible_and_whole(alone: Tab, open_tab: Open, artefacts: Path, look: str) -> None:
    order = alone.create("price_up")
    expect(alone.card(order).get_by_role("button", name="Approve")).to_be_visible()
    manager, buyer = open_tab("ruth", **LOOKS[look]), open_tab("freya", **LOOKS[look])
    show(manager, "Messages")
    alone.mornings_until(alone.replies(order))
    alone.mornings_until(manager.stuck(order))
    manager.stuck(order).scroll_into_view_if_needed()
    keep(manager, artefacts, f"{look}-escalation")
    assert faults(manager) == []
    show(manager, "World")
    keep(manager, artefacts, f"{look}-clock")
    show(manager, "Messages")
    home = manager.home(order)
    home.get_by_role("button", name=re.compile("^Escalated to me")).click()
    expect(home).to_contain_text(order)
    keep(manager, artefacts, f"{look}-escalated")
    assert faults(manager) == []
    show(buyer, "Messages")
    buyer.page.get_by_role("article").filter(has_text="still waits for").last.scroll_into_view_if_needed()
    keep(buyer, artefacts, f"{look}-stuck")
    asker = open_tab("ines", **LOOKS[look])
    show(asker, "Messages")
    asker.replies(order).click()
    expect(asker.page.get_by_role("region", name="Thread")).to_contain_text("waits for your decision")
    keep(asker, artefacts, f"{look}-reminder")
    assert faults(asker) == []
