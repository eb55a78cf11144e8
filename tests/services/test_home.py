"""The Home tab: whose queue holds what, since when, and what it shows after a deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.blocks.home import PAGE
from bot.blocks.text import when
from bot.domain.errors import SlackUnavailable
from bot.domain.home import Part
from tests.blocks.checks import all_text, labels
from tests.builders import BELLA
from tests.desk import FIONA, MAYA, ONE_STEP, Desk, bella, ben, fiona, maya, olga, omar

OWNER = "exceptions: {owner: omar}\n"


def shown(desk: Desk, who: str, part: Part | None = None, offset: int = 0) -> Any:
    """The tab as it was just drawn."""
    desk.services.home.show(who, part, offset)
    return desk.slack.homes[who][-1]


def read(desk: Desk, who: str, part: Part | None = None) -> str:
    return all_text(shown(desk, who, part))


def test_approver_finds_what_waits_for_them(desk: Desk) -> None:
    desk.open()
    assert "P00036" in read(desk, maya)
    assert "1 order waits for your decision" in read(desk, maya)
    assert "P00036" not in read(desk, ben)


def test_buyer_finds_their_orders_and_who_has_them(desk: Desk) -> None:
    desk.open()
    text = read(desk, bella, Part.MINE)
    assert "P00036" in text
    assert "With *" in text
    assert "Maya Lindqvist" in text


def test_waiting_time_is_counted_in_working_hours(desk: Desk) -> None:
    desk.open()  # Monday, 09:30
    desk.clock.advance(days=1, hours=1)  # Tuesday, 10:30: 7.5 hours on Monday, 1.5 on Tuesday
    assert "(9 working hours)" in read(desk, maya)


def test_entry_leads_to_ones_own_card(desk: Desk) -> None:
    desk.open()
    card = desk.slack.cards(maya)[0]
    view = shown(desk, maya)
    (button,) = [b["accessory"] for b in view["blocks"] if b.get("accessory", {}).get("action_id") == "home.card.open"]
    assert button["url"] == f"https://northgate.slack.com/archives/{card.channel}/p{card.ts.replace('.', '')}"


def test_decided_order_is_gone_from_every_queue(desk: Desk) -> None:
    approval = desk.open()
    desk.click(maya, approval)
    for who in (maya, bella):
        for part in Part:
            assert "P00036" not in read(desk, who, part)


def test_order_handed_over_is_found_by_both(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(ONE_STEP)
    approval = desk.open()
    desk.services.people.who(maya)
    desk.services.handing_over.hand_over(approval.id, maya, FIONA.id, "please")
    desk.run()
    assert "You handed it over to Fiona Price" in read(desk, maya, Part.HANDED_OVER)
    assert "Handed over to you by Maya Lindqvist" in read(desk, fiona, Part.HANDED_OVER)
    assert "P00036" not in read(desk, maya, Part.WAITING)
    assert "P00036" in read(desk, fiona, Part.WAITING)


def test_part_and_page_are_remembered_until_another_is_chosen(desk: Desk) -> None:
    desk.open()
    desk.open(37, buyer=MAYA, creator=MAYA)
    assert "P00037" not in read(desk, maya)
    shown(desk, maya, Part.MINE)
    assert "P00037" in read(desk, maya)
    shown(desk, maya, Part.WAITING)
    assert "P00037" not in read(desk, maya)


def test_it_opens_on_what_there_is(desk: Desk) -> None:
    desk.open()
    assert "P00036" in read(desk, bella), "she approves nothing, but buys"
    assert "1 order of yours waits for a decision" in read(desk, bella)
    assert "P00036" not in read(desk, bella, Part.WAITING), "what she chooses is shown, empty or not"
    assert read(desk, bella, Part.WAITING).count("Nothing waits for your decision") == 1
    assert "P00036" in read(desk, bella)


def test_page_that_is_no_longer_there_gives_the_last_one(desk: Desk) -> None:
    desk.open()
    assert "P00036" in all_text(shown(desk, maya, Part.WAITING, 5 * PAGE))


def test_tab_is_drawn_again_only_for_who_opened_it(desk: Desk) -> None:
    approval = desk.open()
    desk.services.home.show_again(maya)
    assert desk.slack.homes == {}
    shown(desk, maya)
    desk.click(maya, approval)
    desk.services.home.show_again(maya)
    assert "Nothing waits for your decision" in all_text(desk.slack.homes[maya][-1])


def test_stranger_is_told_why(desk: Desk) -> None:
    desk.open()
    assert "cannot match your Slack account" in read(desk, olga)


def test_owner_finds_their_exceptions(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(ONE_STEP.replace("Every order", "Small ones\n    when: {amount: {up_to: 1}}") + OWNER)
    desk.order()
    desk.services.reconciliation.reconcile([36])
    desk.run()
    view = shown(desk, omar)
    assert "1 exception for you to look at" in all_text(view)
    assert "Retry" in labels(view)
    assert "exception" not in read(desk, maya)


def test_absence_is_shown_with_its_deputy(desk: Desk) -> None:
    desk.services.people.who(ben)
    desk.services.absence.set(maya, f"until Friday, deputy <@{ben}>")
    view = shown(desk, maya)
    assert "You are away until the end of Friday, 6 March" in all_text(view)
    assert "can then be decided by Ben Kaya too" in all_text(view)
    assert "I am back" in labels(view)
    desk.services.absence.clear(maya)
    assert "I am back" not in labels(shown(desk, maya))


def test_odoo_away_still_shows_the_queue(desk: Desk) -> None:
    desk.open()
    desk.services.people.who(maya)
    desk.odoo.down()
    assert "P00036" in read(desk, maya)


def test_slack_away_is_for_the_caller_to_know(desk: Desk) -> None:
    desk.open()
    desk.services.people.who(maya)
    desk.slack.fail("show_home", SlackUnavailable("views.publish"))
    with pytest.raises(SlackUnavailable):
        shown(desk, maya)


def test_queue_as_a_message(desk: Desk) -> None:
    desk.open()
    assert "P00036" in desk.services.home.queue(maya, Part.WAITING).text
    assert BELLA.name not in desk.services.home.queue(bella, Part.WAITING).text


def test_it_says_how_the_queue_is_sorted(desk: Desk) -> None:
    desk.open(36)
    assert "longest waiting" not in read(desk, maya), "one order has no order"
    desk.clock.advance(hours=1)
    desk.open(37)
    text = read(desk, maya)
    assert "Starred ones first, then the longest waiting." in text
    assert text.index("P00036") < text.index("P00037")
    desk.clock.advance(hours=1)
    desk.order(36, amount=900, waiting_since=desk.approval(36).waiting_since)
    desk.poll()
    text = read(desk, maya)
    assert text.index("P00036") < text.index("P00037"), "asked again, but it has waited longer all the same"
    assert f"waiting since {when(desk.approval(36).waiting_since)}" in text
    assert "Starred ones first, then the longest waiting." in all_text(
        desk.services.home.queue(maya, Part.WAITING).blocks
    )
