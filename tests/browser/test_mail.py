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


def arrives(tab: Tab, kind: str = "") -> str:
    """A mail arrives by the side panel, of this kind or of the one offered first; the order that it is about."""
    if kind:
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
    order = arrives(tab)
    card = tab.card(order)
    expect(card.get_by_role("button", name="Apply")).to_be_visible()
    for said in ("% sure", "is a contact of", "delivery:", "price:", "Confirmed by the vendor"):
        expect(card).to_contain_text(said)
    expect(card).not_to_contain_text("unsure")
    tab.page.screenshot(path=artefacts / "mail-card.png")
    card.get_by_role("button", name="Apply").click()
    dialog = tab.page.get_by_role("dialog")
    ticks = dialog.get_by_role("checkbox")
    expect(ticks).to_have_count(3)
    assert [tick.is_checked() for tick in ticks.all()] == [False, False, True], "later and dearer is to be looked at"
    expect(dialog.get_by_text("⚠️ +7 days, beyond tolerance")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()

    card.get_by_role("button", name="Correct").click()
    dialog.locator("input[type=date]").first.fill("2027-02-03")
    tab.page.screenshot(path=artefacts / "mail-correct.png")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    card = tab.card(order)
    expect(card).to_contain_text("3 Feb 2027")
    expect(card).to_contain_text("given by Freya")

    card.get_by_role("button", name="Apply").click()
    expect(ticks).to_have_count(3)
    assert [tick.is_checked() for tick in ticks.all()] == [True, False, False], "only what she gave herself"
    ticks.last.check()
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


def test_corrected_class_takes_its_changes_along(open_tab: Open, artefacts: Path) -> None:
    tab = open_tab("freya")
    order = arrives(tab, "later")
    card = tab.card(order).filter(has_text="Read as delay").last
    expect(card.get_by_role("button", name="Apply")).to_be_visible()
    card.get_by_role("button", name="Correct").click()
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_label("What is it?").select_option("question")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    card = tab.card(order)
    expect(card).to_contain_text(re.compile("Question, set by Freya .*read as delay"))
    expect(card.get_by_role("button", name="Apply")).to_have_count(0)
    tab.page.screenshot(path=artefacts / "mail-corrected-class.png")


def test_refused_number_is_told_where_it_stands_and_what_was_chosen_stays(open_tab: Open, artefacts: Path) -> None:
    tab = open_tab("freya")
    order = arrives(tab, "vague")
    card = tab.cards(order).filter(has_text="unsure").last
    card.get_by_role("button", name="Add a value").click()
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_label("What?").select_option("price")
    dialog.get_by_label("New value").fill("1.234")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.locator(".has-error")).to_contain_text("please write 1234 or 1.2340")
    expect(dialog.locator(".has-error").get_by_label("New value")).to_have_value("1.234")
    expect(dialog.get_by_label("What?")).to_have_value("price")
    tab.page.screenshot(path=artefacts / "mail-refused-number.png")
    dialog.get_by_label("New value").fill("270,05")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog).to_have_count(0)
    expect(card).to_contain_text(re.compile(r"270\.05 [A-Z]{3}"))
    expect(card).to_contain_text("given by Freya")


def test_reply_is_drafted_anew_in_the_chosen_language(open_tab: Open, artefacts: Path) -> None:
    tab = open_tab("freya")
    order = arrives(tab, "later")
    moved = re.compile(r"\(\+\d+ days\)")  # an earlier mail of this order may be read as a delay too, without a day
    card = tab.card(order).filter(has_text="Read as delay").filter(has_text=moved).last
    card.get_by_role("button", name="Draft a reply").click()
    dialog = tab.page.get_by_role("dialog")
    expect(dialog.get_by_label("Message")).to_have_value(re.compile("^Hello,"))
    dialog.get_by_role("combobox").select_option("de")
    expect(dialog.get_by_label("Message")).to_have_value(re.compile("^Guten Tag,.* eingeplant, Sie nennen", re.DOTALL))
    tab.page.screenshot(path=artefacts / "mail-reply.png")
    dialog.get_by_role("button", name="Send through Odoo").click()
    expect(dialog).to_have_count(0)
    tab.world.get_by_role("button", name=re.compile("^Show all")).click()
    tab.world.locator(f"[data-order={order}]").first.click()
    expect(tab.page.get_by_role("dialog")).to_contain_text("Guten Tag,")


@pytest.mark.parametrize(("name", "width", "dark"), [("dark", 1440, True), ("phone", 390, False)])
def test_card_and_dialog_fit_in_the_dark_and_on_a_phone(
    open_tab: Open, artefacts: Path, name: str, width: int, dark: bool
) -> None:
    writer = open_tab("freya")
    order = arrives(writer, "fewer")
    expect(writer.card(order).filter(has_text="follow later").last).to_be_visible()
    tab = open_tab("freya", width=width, dark=dark)
    card = tab.card(order)
    expect(card).to_contain_text("follow later")
    card.screenshot(path=artefacts / f"{name}-mail.png")
    card.get_by_role("button", name="Apply").click()
    dialog = tab.page.get_by_role("dialog")
    expect(dialog.get_by_role("checkbox")).to_have_count(2)
    tab.page.screenshot(path=artefacts / f"{name}-mail-apply.png")
    assert dialog.evaluate("d => d.scrollWidth <= d.clientWidth"), "nothing is cut off at the side"
    dialog.get_by_role("button", name="Cancel").click()


def test_lookalike_with_a_new_bank_account_offers_nothing(open_tab: Open, artefacts: Path) -> None:
    tab = open_tab("freya")
    order = arrives(tab, "bank")
    card = tab.card(order).filter(has_text="Changed bank details").last
    expect(card).to_contain_text("Call the vendor on a number that you already have")
    expect(card.get_by_role("button", name="Done")).to_be_visible()
    expect(card.get_by_role("button", name="Apply")).to_have_count(0)
    tab.page.screenshot(path=artefacts / "mail-bank.png")
