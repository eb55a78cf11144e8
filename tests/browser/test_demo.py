"""A newcomer's first five minutes, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.demo import Process, Tab

if TYPE_CHECKING:
    from playwright.sync_api import Locator

expect = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make browser installs it").expect

Open = Callable[..., Tab]
HOSTILE = '<img src=x onerror="window.hacked=1"> & <script>window.hacked=1</script> *bold* <!channel>'


def test_order_is_approved_with_one_click(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create()
    tab.press(order, "Approve")
    expect(tab.card(order)).to_contain_text("Approved by Ines Almeida")
    expect(tab.card(order).get_by_role("button", name="Approve")).to_have_count(0)
    expect(tab.state_of(order)).to_have_text("Purchase order")
    tab.world.locator(f"[data-order={order}]").click()
    notes = tab.page.get_by_role("dialog").get_by_role("listitem")
    expect(notes.filter(has_text=re.compile("Approved.*Ines Almeida.*Slack", re.DOTALL))).to_have_count(1)


def test_hints_lead_a_newcomer(open_tab: Open) -> None:
    tab = open_tab()
    hints = tab.page.get_by_role("complementary", name="Hints")
    expect(hints).to_contain_text("1 of 4")
    order = tab.create()
    expect(hints).to_contain_text("2 of 4")
    tab.press(order, "Approve")
    expect(hints).to_contain_text("3 of 4")
    tab.act_as("Freya")
    expect(hints).to_contain_text("4 of 4")
    expect(tab.page.get_by_role("article").filter(has_text=order).last).to_contain_text("Approved by Ines Almeida")
    tab.world.get_by_role("button", name="Next working morning").click()
    expect(hints).to_have_count(0)
    tab.page.reload()
    expect(tab.page.get_by_role("button", name="Show the hints")).to_be_visible()


def test_hints_wait_for_what_they_say(open_tab: Open) -> None:
    """An order decided before, somebody acted as before: neither follows a hint that came up later."""
    tab = open_tab()
    hints = tab.page.get_by_role("complementary", name="Hints")
    done = tab.create()
    tab.press(done, "Approve")
    expect(tab.card(done)).to_contain_text("Approved by Ines Almeida")
    tab.act_as("Ruth")
    tab.page.evaluate("localStorage.setItem('demo.hints', '0')")
    tab.page.goto(tab.page.url.split("?")[0] + "?as=ruth")
    expect(hints).to_contain_text("1 of 4")
    tab.act_as("Ines")
    order = tab.create()
    expect(tab.card(order).get_by_role("button", name="Approve")).to_be_visible()
    expect(hints).to_contain_text("2 of 4")
    tab.press(order, "Approve")
    expect(tab.card(order)).to_contain_text("Approved by Ines Almeida")
    expect(hints).to_contain_text("3 of 4")


def test_rejection_needs_a_reason(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create()
    tab.press(order, "Reject")
    dialog = tab.page.get_by_role("dialog")
    reason = dialog.get_by_label("Reason")
    expect(reason).to_be_focused()
    dialog.get_by_role("button", name="Reject").click()
    expect(reason).to_have_attribute("aria-invalid", "true")
    reason.fill("   ")
    dialog.get_by_role("button", name="Reject").click()
    expect(dialog).to_be_visible()
    reason.fill("Too dear: ask Castell for the price of May.")
    dialog.get_by_role("button", name="Reject").click()
    expect(dialog).to_have_count(0)
    expect(tab.card(order)).to_contain_text("Rejected by Ines Almeida")
    expect(tab.card(order)).to_contain_text("Too dear")
    expect(tab.state_of(order)).to_have_text("Cancelled")


def test_changed_order_is_not_decided_by_its_old_card(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create()
    stale = _click_of(tab, order)
    tab.world.locator(f"[data-order={order}]").click()
    tab.page.get_by_role("button", name="The buyer changes it").click()
    tab.page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(tab.cards(order)).to_have_count(2)
    expect(tab.cards(order).first).to_contain_text("Superseded")
    expect(tab.cards(order).first.get_by_role("button", name="Approve")).to_have_count(0)
    expect(tab.card(order)).to_contain_text("Changed since the last card")
    _click_again(tab, stale)  # a page that did not hear of it yet
    expect(tab.only_for_me().last).to_contain_text(re.compile("changed|newer", re.IGNORECASE))
    expect(tab.state_of(order)).to_have_text("To approve")


def test_nobody_approves_their_own_order(open_tab: Open, demo: Process) -> None:
    tab = open_tab()
    bought = tab.create("own")
    colleague = open_tab("tomasz")
    expect(colleague.card(bought).get_by_role("button", name="Approve")).to_be_visible()
    expect(tab.cards(bought)).to_have_count(0)

    order = tab.create()
    stale = _click_of(tab, order)
    ids = demo.odoo("admin", "purchase.order", "search", [["name", "=", order]])
    me = demo.odoo("admin", "res.users", "search", [["login", "=", "ines"]])
    demo.odoo("admin", "purchase.order", "write", ids, {"user_id": me[0]})
    expect(tab.cards(order).first.get_by_role("button", name="Approve")).to_have_count(0)
    _click_again(tab, stale)
    expect(tab.only_for_me().last).to_be_visible()
    expect(tab.state_of(order)).to_have_text("To approve")


def test_of_two_who_click_at_once_one_is_told_who_won(open_tab: Open) -> None:
    tabs = {"Ines Almeida": open_tab("ines"), "Tomasz Wilk": open_tab("tomasz")}
    first, second = tabs.values()
    order = first.create()
    clicks = [_click_of(tab, order) | {"wait": False} for tab in (first, second)]
    first.page.evaluate(SEND, clicks[0])
    second.page.evaluate(SEND, clicks[1])
    expect(first.state_of(order)).to_have_text("Purchase order")
    expect(first.card(order)).to_contain_text(re.compile("Approved by (Ines Almeida|Tomasz Wilk)"))
    winner = next(name for name in tabs if f"Approved by {name}" in first.card(order).inner_text().replace("\n", " "))
    loser = next(tab for name, tab in tabs.items() if name != winner)
    expect(loser.only_for_me().last).to_contain_text(winner)
    expect(tabs[winner].only_for_me().filter(has_text=order)).to_have_count(0)
    expect(loser.card(order)).to_contain_text(f"Approved by {winner}")


def test_decision_outlives_an_odoo_that_is_down(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create()
    expect(tab.card(order).get_by_role("button", name="Approve")).to_be_visible()
    tab.world.get_by_role("button", name="Stop Odoo").click()
    expect(tab.world).to_contain_text("Odoo does not answer")
    tab.press(order, "Approve")
    expect(tab.card(order)).to_contain_text("Being carried out in Odoo")
    expect(tab.state_of(order)).to_have_text("To approve")
    tab.world.get_by_role("button", name="Start Odoo").click()
    expect(tab.card(order)).to_contain_text("Approved by Ines Almeida", timeout=60_000)
    expect(tab.state_of(order)).to_have_text("Purchase order")


def test_approval_in_odoo_itself_closes_the_card(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create()
    expect(tab.card(order)).to_be_visible()
    tab.world.locator(f"[data-order={order}]").click()
    tab.page.get_by_label("as", exact=True).select_option("marco")
    tab.page.get_by_role("button", name="Approve in Odoo").click()
    tab.page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(tab.card(order)).to_contain_text("in Odoo")
    expect(tab.card(order).get_by_role("button", name="Approve")).to_have_count(0)


def test_hostile_text_is_shown_as_text(open_tab: Open, demo: Process) -> None:
    vendor = demo.odoo("admin", "res.partner", "search", [["ref", "=", "V-PENNINE"]])
    demo.odoo("admin", "res.partner", "write", vendor, {"name": HOSTILE[:60]})
    tab = open_tab()
    order = tab.create("foreign")
    expect(tab.card(order)).to_contain_text('<img src=x onerror="window.hacked=1">')
    tab.page.get_by_label("Write to procurement").fill(HOSTILE)
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_role("article").filter(has_text="<script>window.hacked=1</script>").first).to_be_visible()
    tab.press(order, "Reject")
    tab.page.get_by_role("dialog").get_by_label("Reason").fill(HOSTILE)
    tab.page.get_by_role("dialog").get_by_role("button", name="Reject").click()
    expect(tab.card(order)).to_contain_text("<script>window.hacked=1</script>")
    tab.world.locator(f"[data-order={order}]").click()
    expect(tab.page.get_by_role("dialog")).to_contain_text("<script>window.hacked=1</script>")
    assert tab.page.evaluate("window.hacked") is None
    assert tab.page.locator("#page img, #page script").count() == 0


def test_order_is_approved_with_the_keyboard_alone(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create()
    expect(tab.card(order).get_by_role("button", name="Approve")).to_be_visible()
    tab.page.evaluate("document.activeElement.blur()")
    for _ in range(120):
        tab.page.keyboard.press("Tab")
        focused = tab.card(order).get_by_role("button", name="Approve").evaluate("el => el === document.activeElement")
        if focused:
            break
    assert focused, "Tab never came to the Approve button"
    assert tab.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    tab.page.keyboard.press("Enter")
    expect(tab.card(order)).to_contain_text("Approved by Ines Almeida")
    assert tab.card(order).evaluate("el => el.contains(document.activeElement)"), "the focus was lost with the button"


def test_modal_keeps_the_focus_and_gives_it_back(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create()
    ask = tab.card(order).get_by_role("button", name="Ask")
    ask.focus()
    tab.page.keyboard.press("Enter")
    dialog = tab.page.get_by_role("dialog")
    expect(dialog.get_by_label("Question")).to_be_focused()
    for _ in range(12):
        tab.page.keyboard.press("Tab")
        assert tab.page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    tab.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(ask).to_be_focused()


def test_question_goes_to_the_buyer_and_comes_back(open_tab: Open) -> None:
    tab, buyer = open_tab("ines"), open_tab("freya")
    order = tab.create()
    tab.press(order, "Ask")
    tab.page.get_by_role("dialog").get_by_label("Question").fill("Why so many shoes?")
    tab.page.get_by_role("dialog").get_by_role("button", name="Ask").click()
    asked = buyer.page.get_by_role("article").filter(has_text="Why so many shoes?").last
    asked.get_by_role("button", name="Answer").click()
    buyer.page.get_by_role("dialog").get_by_label("Answer").fill("Twelve new colleagues.")
    buyer.page.get_by_role("dialog").get_by_role("button", name="Answer").click()
    expect(tab.card(order)).to_contain_text("Twelve new colleagues.")


def test_order_is_handed_over(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create("large")
    tab.press(order, "Hand over")
    dialog = tab.page.get_by_role("dialog")
    choice = dialog.get_by_label("Hand over to")
    choice.select_option(index=1)
    chosen = choice.evaluate("el => el.selectedOptions[0].textContent")
    dialog.get_by_role("button", name="Hand over").click()
    expect(dialog).to_have_count(0)
    expect(tab.card(order).get_by_role("button", name="Approve")).to_have_count(0)
    colleague = open_tab(chosen.split()[0].lower())
    told = colleague.page.get_by_role("article").filter(has_text=order).filter(has_text="over to you")
    expect(told.last).to_be_visible()


def test_bot_answers_words_in_a_thread_and_commands_to_one_alone(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create()
    expect(tab.card(order)).to_be_visible()
    box = tab.page.get_by_label("Write to procurement")
    box.fill(f"Where is {order}?")
    box.press("Enter")
    thread = tab.page.get_by_role("region", name="Thread")
    expect(thread).to_contain_text(re.compile("With .*Tomasz Wilk"))
    thread.get_by_role("button", name="Close the thread").click()
    box.fill("/pro")
    box.press("Tab")
    expect(box).to_have_value("/procure ")
    box.press_sequentially(f"status {order}")
    box.press("Enter")
    expect(tab.only_for_me().last).to_contain_text(order)


def test_what_is_being_written_outlives_the_first_word_of_the_other(open_tab: Open) -> None:
    """Slack gives a direct message its id with the first word."""
    mine, other = open_tab("marco"), open_tab("ruth")
    boxes = [_writes_to(mine, "Ruth Adler"), _writes_to(other, "Marco Bellini")]
    boxes[0].fill("Have you seen")
    boxes[1].fill("Good morning")
    boxes[1].press("Enter")
    for tab, box, left in zip((mine, other), boxes, ("Have you seen", ""), strict=True):
        expect(tab.page.get_by_role("article").filter(has_text="Good morning")).to_be_visible()
        expect(box).to_have_value(left)


def test_unread_cards_are_counted_until_they_are_seen(open_tab: Open) -> None:
    tab = open_tab("freya")
    order = tab.create()
    colleague = tab.page.get_by_role("button", name=re.compile("^Tomasz.*unread"))
    expect(colleague).to_be_visible()
    colleague.click()
    expect(tab.card(order)).to_be_visible()
    expect(colleague).to_have_count(0)


def test_clock_moves_on(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create()
    expect(tab.card(order)).to_be_visible()
    before = tab.world.locator(".clock time").get_attribute("datetime")
    tab.world.get_by_role("button", name="+1 hour").click()
    expect(tab.world.locator(".clock time")).not_to_have_attribute("datetime", before or "")
    box = tab.page.get_by_label("Write to procurement")
    box.fill(f"/procure status {order}")
    box.press("Enter")
    expect(tab.only_for_me().last).to_contain_text("the order waits since")
    tab.world.get_by_role("button", name="Next working morning").click()
    expect(tab.world.locator(".clock")).to_contain_text("09:00")


def test_page_comes_back_by_itself_after_a_restart(open_tab: Open, demo: Process) -> None:
    tab = open_tab()
    order = tab.create()
    expect(tab.card(order)).to_be_visible()
    assert demo.stop() == 0
    expect(tab.page.get_by_role("alert").filter(has_text="Connecting again")).to_be_visible()
    demo.start()
    expect(tab.page.get_by_role("alert").filter(has_text="Connecting again")).to_have_count(0)
    tab.press(order, "Approve")
    expect(tab.card(order)).to_contain_text("Approved by Ines Almeida")
    expect(tab.state_of(order)).to_have_text("Purchase order")


def test_nothing_is_asked_of_other_hosts(open_tab: Open, demo: Process) -> None:
    tab = open_tab()
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    tab.page.reload()
    order = tab.create()
    expect(tab.card(order)).to_be_visible()
    assert asked
    assert [url for url in asked if not url.startswith(demo.url)] == []
    refused = tab.page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'let through', error => String(error))")
    assert "let through" not in refused


def test_reset_begins_anew(open_tab: Open) -> None:
    tab = open_tab()
    order = tab.create()
    expect(tab.card(order)).to_be_visible()
    tab.world.get_by_role("button", name="Reset the demo…").click()
    tab.page.get_by_role("dialog").get_by_role("button", name="Reset").click()
    expect(tab.cards(order)).to_have_count(0)
    expect(tab.page.get_by_role("heading", name=re.compile("orders wait for your approval"))).to_be_visible(
        timeout=20_000
    )
    again = tab.create()
    tab.press(again, "Approve")
    expect(tab.card(again)).to_contain_text("Approved by Ines Almeida")


SEND = """given => {
  const sent = fetch("/page/api/click", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(given.body),
  });
  return given.wait ? sent.then((answer) => answer.status) : null;
}"""


def _click_of(tab: Tab, order: str) -> dict[str, object]:
    """What the page would send for a click on Approve of the newest card as it is now."""
    expect(tab.card(order).get_by_role("button", name="Approve")).to_be_visible()
    sent: list[str] = []

    def hold(route) -> None:
        sent.append(route.request.post_data)
        route.fulfill(json={})

    tab.page.route("**/page/api/click", hold)
    tab.press(order, "Approve")
    expect(tab.card(order).get_by_role("button", name="Approve")).not_to_have_attribute("aria-busy", "true")
    tab.page.unroute("**/page/api/click")
    return {"body": json.loads(sent[0]), "wait": True}


def _click_again(tab: Tab, click: dict[str, object]) -> None:
    tab.page.evaluate(SEND, click)


def _writes_to(tab: Tab, person: str) -> Locator:
    conversations = tab.page.get_by_role("navigation", name="Conversations")
    conversations.get_by_role("button", name=person).click()
    return tab.page.get_by_label(f"Write to {person}")
