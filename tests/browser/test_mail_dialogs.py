"""What else is done with a supplier's mail on the demo's page: reading, handing on, teaching its words, chasing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.demo import Tab
from tests.browser.test_mail import arrives

expect = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make browser installs it").expect

Open = Callable[..., Tab]


@pytest.mark.parametrize(("name", "width"), [("desk", 1440), ("phone", 390)])
def test_mail_is_read_on_top_of_a_dialog_whose_ticks_stay(
    open_tab: Open, artefacts: Path, name: str, width: int
) -> None:
    writer = open_tab("freya")
    order = arrives(writer, "moved")
    expect(writer.card(order).get_by_role("button", name="Apply")).to_be_visible()
    tab = open_tab("freya", width=width)
    tab.card(order).get_by_role("button", name="Apply").click()
    apply = tab.page.get_by_role("dialog", name=f"Apply to {order}")
    apply.get_by_role("checkbox").first.check()
    apply.get_by_role("button", name="Read the mail").click()
    mail = tab.page.get_by_role("dialog", name=f"Mail about {order}")
    for said in ("From", "is a contact of", "purchasing@brightwater.example", "Dear customer,", "Kind regards"):
        expect(mail).to_contain_text(said)
    tab.page.screenshot(path=artefacts / f"mail-read-{name}.png")
    assert mail.evaluate("d => d.scrollWidth <= d.clientWidth"), "nothing is cut off at the side"
    mail.get_by_role("button", name="Close").last.click()
    expect(mail).to_have_count(0)
    expect(apply.get_by_role("checkbox").first).to_be_checked()
    apply.get_by_role("button", name="Cancel").click()


def test_lookalikes_mail_becomes_an_exception_and_is_dismissed(open_tab: Open, artefacts: Path) -> None:
    tab = open_tab("freya")
    order = arrives(tab, "bank")
    card = tab.card(order).filter(has_text="Changed bank details").last
    expect(card.get_by_role("button", name="Add a value")).to_have_count(0)
    card.get_by_role("button", name="Make an exception").click()
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("Ask them by telephone")
    dialog.get_by_role("button", name="Make an exception").click()
    expect(card).to_contain_text(re.compile(r"Exception no\. \d+ · owner .*Ask them by telephone", re.DOTALL))
    expect(card.get_by_role("button", name="Make an exception")).to_have_count(0)
    tab.page.get_by_role("button", name="exceptions").click()
    told = tab.page.get_by_role("article").filter(has_text="Ask them by telephone").last
    expect(told).to_contain_text("Do not take the mail for the vendor’s")
    expect(told.get_by_role("button", name="Read the mail")).to_be_visible()
    tab.page.screenshot(path=artefacts / "mail-exception.png")
    told.get_by_role("button", name="Dismiss").click()
    dialog.get_by_label("Reason").fill("They did not write it")
    dialog.get_by_role("button", name="Dismiss").click()
    expect(told).to_contain_text("Dismissed by Freya Lindholm")
    tab.page.get_by_role("button", name="procurement", exact=True).click()
    expect(card).to_contain_text("They did not write it")
    expect(card.get_by_role("button", name="Make an exception")).to_be_visible()


def test_vendors_word_is_saved_and_taken_back_where_it_stands(open_tab: Open) -> None:
    tab = open_tab("freya")
    order = arrives(tab, "vague")
    card = tab.cards(order).filter(has_text="unsure").last
    dialog = tab.page.get_by_role("dialog")
    card.get_by_role("button", name="This means").click()
    dialog.get_by_label("They write").fill("Kugelhahn")
    dialog.get_by_label("Which product").select_option(index=1)
    dialog.get_by_role("button", name="Remember").click()
    expect(dialog).to_have_count(0)
    card.get_by_role("button", name="This means").click()
    expect(dialog).to_contain_text("“Kugelhahn” means")
    dialog.get_by_role("button", name="Take back").click()
    expect(dialog).not_to_contain_text("“Kugelhahn” means")
    dialog.get_by_role("button", name="Cancel").click()


def test_vendor_is_chased_with_a_draft_that_was_read(open_tab: Open, artefacts: Path) -> None:
    tab = open_tab("freya")
    owed = tab.page.get_by_role("article").filter(has_text="Vendors owe you an answer").last
    tab.mornings_until(owed)
    owed.get_by_role("button", name="Chase").first.click()
    dialog = tab.page.get_by_role("dialog")
    expect(dialog.get_by_label("Message")).to_have_value(re.compile("Freya Lindholm$"))
    tab.page.screenshot(path=artefacts / "mail-chase.png")
    dialog.get_by_role("button", name="Send through Odoo").click()
    expect(dialog).to_have_count(0)
    expect(owed).to_contain_text("the vendor was written to")
