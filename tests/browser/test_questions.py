"""Questions in the demo: ask, ask on, choose what is meant, follow a link into Odoo; without any model or key."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.demo import Tab
from tests.browser.test_looks import LOOKS, faults, keep, show

if TYPE_CHECKING:
    from playwright.sync_api import Locator

expect = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make browser installs it").expect

Open = Callable[..., Tab]


def ask(tab: Tab, text: str) -> Locator:
    """Write to the app; its answer, in the thread that opens for it."""
    conversation = tab.page.get_by_role("region", name="Conversation: procurement")
    mine = conversation.get_by_role("article").filter(has_text=text)
    box = tab.page.get_by_label("Write to procurement")
    expect(box).to_be_visible()
    asked_before = mine.count()
    box.fill(text)
    box.press("Enter")
    expect(mine).to_have_count(asked_before + 1)
    replies = mine.last.get_by_role("button", name=re.compile("repl(y|ies)"))
    expect(replies).to_be_visible(timeout=30_000)
    replies.click()
    return answer(tab)


def ask_on(tab: Tab, text: str) -> Locator:
    """Write into the open thread; the answer to that."""
    articles = tab.page.get_by_role("region", name="Thread").get_by_role("article")
    before = articles.count()
    box = tab.page.get_by_label("Reply in the thread")
    box.fill(text)
    box.press("Enter")
    expect(articles).to_have_count(before + 2)
    return answer(tab)


def answer(tab: Tab) -> Locator:
    """The newest message of the thread, once it is a whole answer."""
    thread = tab.page.get_by_role("region", name="Thread")
    last = thread.get_by_role("article").last
    expect(last).to_contain_text(re.compile("Looked in Odoo|Read your question"), timeout=30_000)
    return thread.locator(f"[data-ts='{last.get_attribute('data-ts')}']")


def test_a_question_is_answered_with_a_table_that_leads_into_odoo(open_tab: Open) -> None:
    tab = open_tab("freya")
    told = ask(tab, "which orders are late?")
    expect(told).to_contain_text("orders are late")
    table = told.get_by_role("table")
    first = table.get_by_role("row").nth(1)
    order = first.get_by_role("link", name=re.compile(r"P\d{5}"))
    name = order.inner_text()
    with tab.context.expect_page() as opened:
        order.click()
    expect(opened.value.locator("body")).to_contain_text(name.split()[0])


def test_a_follow_up_goes_on_from_the_thread(open_tab: Open) -> None:
    tab = open_tab("freya")
    expect(ask(tab, "where is P00012?")).to_contain_text("P00012 (")
    expect(ask_on(tab, "what is in it?")).to_contain_text(re.compile(r"P00012 \(.*\) has \d+ lines?"))
    expect(ask_on(tab, "and P00013?")).to_contain_text("P00013 (")
    expect(ask_on(tab, "and the other one?")).to_contain_text("P00012 (")


def test_an_ambiguous_name_is_asked_back_and_chosen_by_a_button(open_tab: Open) -> None:
    tab = open_tab("freya")
    told = ask(tab, "where is P00612?")
    expect(told).to_contain_text("I find no")
    choice = told.get_by_role("button").filter(has_text=re.compile(r"P\d{5}")).first
    words = choice.inner_text()
    choice.click()
    expect(told).to_contain_text(f"You chose {words}")
    expect(told.get_by_role("button", name=words)).to_have_count(0)
    expect(tab.page.get_by_role("region", name="Thread").get_by_role("article")).to_have_count(3)
    expect(answer(tab)).to_contain_text(f"{words} (")


def test_what_must_not_be_done_points_to_the_card(open_tab: Open) -> None:
    tab = open_tab("ines")
    order = tab.create()
    expect(tab.card(order)).to_be_visible()
    told = ask(tab, f"approve {order} for me")
    expect(told).to_contain_text("I only look things up")
    expect(told.get_by_role("button", name=f"Go to the card of {order}")).to_be_visible()
    expect(tab.state_of(order)).to_have_text("To approve")


def test_who_has_an_order_and_since_when(open_tab: Open) -> None:
    tab = open_tab("ines")
    order = tab.create()
    expect(tab.card(order)).to_be_visible()
    expect(ask(tab, f"who has {order} and since when?")).to_contain_text("Ines Almeida")


def test_a_prompt_asks_and_a_verdict_is_taken(open_tab: Open) -> None:
    tab = open_tab("freya")
    tab.page.get_by_role("group", name="Things to ask").get_by_role("button", name="My late orders").click()
    told = answer(tab)
    expect(told).to_contain_text("late")
    good = told.get_by_role("button", name="This answer was good")
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    expect(tab.only_for_me().last).to_contain_text("noted")


def test_in_a_channel_no_amount_is_shown(open_tab: Open) -> None:
    tab = open_tab("freya")
    tab.page.get_by_role("button", name="purchasing").click()
    box = tab.page.get_by_label("Write to #purchasing")
    box.fill("<@U0BOT> where is P00012?")
    box.press("Enter")
    tab.page.get_by_role("button", name=re.compile("1 reply")).click()
    told = answer(tab)
    expect(told).to_contain_text("P00012 (")
    expect(told).to_contain_text("Amounts are not shown in this channel")
    expect(told).not_to_contain_text(re.compile(r"\d EUR"))


@pytest.mark.parametrize("look", LOOKS)
def test_an_answer_is_accessible_and_whole(open_tab: Open, artefacts: Path, look: str) -> None:
    tab = open_tab("freya", **LOOKS[look])
    show(tab, "Messages")
    told = ask(tab, "which orders are late?")
    assert told.locator(".b-table").evaluate("table => table.scrollWidth - table.clientWidth") <= 0, (
        "to be read at once"
    )
    keep(tab, artefacts, f"{look}-answer")
    assert faults(tab) == []
    expect(ask_on(tab, "where is P00612?")).to_contain_text("Did you mean")
    keep(tab, artefacts, f"{look}-asked-back")
    assert faults(tab) == []
    expect(told).to_be_attached()
