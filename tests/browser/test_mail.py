"""A supplier's mail on the demo's page: it arrives, its card is corrected, its change applied; fraud offers none."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.demo import ORDER, Process, Tab

expect = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make browser installs it").expect

Open = Callable[..., Tab]


@pytest.fixture(autouse=True)
def _patience() -> None:
    expect.set_options(timeout=15_000)


def arrives(tab: Tab, kind: str) -> str:
    """A mail of this kind arrives by the side panel; the order that it is about."""
    tab.world.get_by_label("Kind of mail").select_option(kind)
    with tab.page.expect_response("**/page/api/mail") as answered:
        tab.world.get_by_role("button", name="Let it arrive").click()
    found = ORDER.search(str(answered.value.json()["said"]))
    assert found
    return found.group()


def lines(demo: Process, order: str) -> list[dict[str, Any]]:
    """Planned day of each line, and of what the receipt waits for."""
    (found,) = demo.odoo("admin", "purchase.order", "search_read", [["name", "=", order]], ["order_line"])
    rows = demo.odoo("admin", "purchase.order.line", "read", found["order_line"], ["date_planned", "move_ids"])
    for row in rows:
        moves = demo.odoo("admin", "stock.move", "read", row["move_ids"], ["date", "state"])
        row["waits"] = {move["date"][:10] for move in moves if move["state"] not in ("done", "cancel")}
    return list(rows)


def test_mail_arrives_is_corrected_and_applied(open_tab: Open, demo: Process, artefacts: Path) -> None:
    tab = open_tab("freya")
    order = arrives(tab, "later")
    card = tab.card(order)
    expect(card.get_by_role("button", name="Apply")).to_be_visible()
    expect(card).to_contain_text("delivery:")
    expect(card).to_contain_text("is a contact of")
    tab.page.screenshot(path=artefacts / "mail-card.png")

    card.get_by_role("button", name="Correct").click()
    dialog = tab.page.get_by_role("dialog")
    day = dialog.locator("input[type=date]").first
    day.fill("2027-02-03")
    tab.page.screenshot(path=artefacts / "mail-correct.png")
    dialog.get_by_role("button", name="Correct").click()
    expect(dialog).to_have_count(0)
    card = tab.card(order)
    expect(card).to_contain_text("3 Feb 2027")
    expect(card).to_contain_text("set by Freya")

    card.get_by_role("button", name="Apply").click()
    expect(dialog).to_be_visible()
    ticks = dialog.get_by_role("checkbox")
    for tick in ticks.all():
        tick.check()
    tab.page.screenshot(path=artefacts / "mail-apply.png")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog).to_have_count(0)
    expect(tab.card(order)).to_contain_text(re.compile("applied by Freya"))
    tab.page.screenshot(path=artefacts / "mail-applied.png")

    moved = [line for line in lines(demo, order) if line["date_planned"].startswith("2027-02-03")]
    assert len(moved) == 1
    assert moved[0]["waits"] == {"2027-02-03"}
    tab.world.get_by_role("button", name=re.compile("^Show all")).click()
    tab.world.locator(f"[data-order={order}]").first.click()
    notes = tab.page.get_by_role("dialog").get_by_role("listitem")
    expect(notes.filter(has_text=re.compile("took over from a mail", re.DOTALL))).to_have_count(1)
    expect(tab.page.get_by_role("dialog")).to_contain_text("Supplier mail")


def test_lookalike_with_a_new_bank_account_offers_nothing(open_tab: Open, artefacts: Path) -> None:
    tab = open_tab("freya")
    order = arrives(tab, "bank")
    card = tab.card(order).filter(has_text="Changed bank details").last
    expect(card).to_contain_text("Call the vendor on a number that you already have")
    expect(card.get_by_role("button", name="Done")).to_be_visible()
    expect(card.get_by_role("button", name="Apply")).to_have_count(0)
    tab.page.screenshot(path=artefacts / "mail-bank.png")
