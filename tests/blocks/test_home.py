"""The Home tab as Slack draws it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks.home import PAGE, home_view, queue_message, stranger_view
from bot.domain.approvals import Because
from bot.domain.home import Entry, Home, Part, Worked
from bot.domain.orders import Vendor
from bot.domain.working_time import Absence
from tests import slack_contract
from tests.blocks.checks import acceptable, all_text, labels, nothing_forged
from tests.builders_approvals import (
    BUYER,
    ORDER_URL,
    T0,
    T,
    make_approval,
    make_hand_over,
    make_question,
    make_seat,
    make_trouble,
    make_vote,
    waiting_order,
)

CARD_URL = "https://northgate.slack.com/archives/D1/p1700000000000001"
DAY = timedelta(hours=8)


def entry(number: int = 36, **overrides: Any) -> Entry:
    """One order in the queue of user 2."""
    order = waiting_order(id=number, name=f"P{number:05}")
    made = Entry(make_approval(id=f"a-{number}", order=order), ORDER_URL, Worked(timedelta(hours=6), DAY), CARD_URL)
    return replace(made, **overrides)


def home(*entries: Entry, part: Part = Part.WAITING, **overrides: Any) -> Home:
    """The Home of user 2."""
    made = Home(user_id=2, at=T0, part=part, entries=entries, counts={part: len(entries)})
    return replace(made, **overrides)


def drawn(given: Home) -> dict[str, Any]:
    """The view, after a check that Slack takes it and that nothing in it is forged."""
    view = home_view(given)
    assert not [str(p) for p in slack_contract.call_errors("views.publish", {"user_id": "U1", "view": view})]
    assert len(view["blocks"]) <= 100
    nothing_forged(view)
    return view


def test_title_counts_what_waits() -> None:
    assert "1 order waits for your decision" in all_text(drawn(home(entry())))
    assert "2 orders wait for your decision" in all_text(drawn(home(entry(36), entry(37))))
    assert "Nothing waits for your decision" in all_text(drawn(home()))


def test_entry_tells_since_when_in_working_time_and_leads_on() -> None:
    view = drawn(home(entry()))
    text = all_text(view)
    assert "P00036" in text
    assert "With you since" in text
    assert "(6 working hours)" in text
    assert "Open in Odoo" in text
    (card,) = [block["accessory"] for block in view["blocks"] if "home.entry" in block.get("block_id", "")]
    assert card["url"] == CARD_URL
    assert "P00036" in card["accessibility_label"]


@pytest.mark.parametrize(
    ("worked", "words"),
    [
        (timedelta(seconds=59), "no working time yet"),
        (timedelta(minutes=40), "40 working min"),
        (timedelta(hours=1), "1 working hour"),
        (timedelta(hours=15, minutes=59), "15 working hours"),
        (timedelta(hours=16), "2 working days"),
        (timedelta(days=1), "3 working days"),
    ],
)
def test_working_time_is_told_in_the_persons_days(worked: timedelta, words: str) -> None:
    assert f"({words})" in all_text(drawn(home(entry(worked=Worked(worked, DAY)))))


def test_without_a_timetable_the_clock_counts() -> None:
    assert "(3 days)" in all_text(drawn(home(entry(worked=None))))


def test_card_that_was_never_sent_can_be_asked_for() -> None:
    assert "Send the card" in labels(drawn(home(entry(card_url=""))))


def test_what_a_person_may_not_decide_says_why() -> None:
    own = replace(entry().approval, order=waiting_order(buyer=replace(BUYER, id=2)))
    assert "segregation of duties" in all_text(drawn(home(entry(approval=own))))


def test_filters_count_and_show_which_is_chosen() -> None:
    view = drawn(home(entry(), part=Part.MINE, counts={Part.WAITING: 3, Part.MINE: 1}))
    (row,) = [block for block in view["blocks"] if block.get("block_id") == "home.filters"]
    assert [button["text"]["text"] for button in row["elements"]] == [
        "Waiting for me (3)",
        "My orders (1)",
        "Handed over (0)",
        "Escalated to me (0)",
    ]
    assert [button.get("style") for button in row["elements"]] == [None, "primary", None, None]
    assert [button["value"] for button in row["elements"]][:2] == ["waiting:0", "mine:0"]


def test_own_order_says_who_has_it_and_offers_to_answer() -> None:
    asked = make_approval(order=waiting_order(buyer=replace(BUYER, id=2)), questions=(make_question(),))
    view = drawn(home(entry(approval=asked), part=Part.MINE))
    assert "With *Mitchell Admin, Audrey Peterson* since" in all_text(view)
    assert "Why so many lamps?" in all_text(view)
    assert "Answer" in labels(view)


def test_question_to_somebody_else_is_not_theirs_to_answer() -> None:
    order = waiting_order(creator=replace(BUYER, id=2))  # they created it; the buyer is somebody else
    asked = make_approval(order=order, questions=(make_question(),))
    assert "Answer" not in labels(drawn(home(entry(approval=asked), part=Part.MINE)))


@pytest.mark.parametrize(
    ("giver", "receiver", "words"),
    [(2, 4, "You handed it over to Bob Stone"), (4, 2, "Handed over to you by Bob Stone")],
)
def test_hand_over_names_the_other(giver: int, receiver: int, words: str) -> None:
    seats = (make_seat(giver, vacated=True), make_seat(receiver))
    handed = make_approval(seats=seats, handed=(make_hand_over(giver, receiver),))
    assert words in all_text(drawn(home(entry(approval=handed), part=Part.HANDED_OVER)))


@pytest.mark.parametrize(
    ("because", "part", "words"),
    [
        (Because.AWAY, Part.HANDED_OVER, "in the place of Mitchell Admin, who is away"),
        (Because.AWAY, Part.WAITING, "in the place of Mitchell Admin, who is away"),
        (Because.ESCALATED, Part.ESCALATED, "in the place of Mitchell Admin, who has not decided"),
    ],
)
def test_stand_in_sees_for_whom_and_why(because: Because, part: Part, words: str) -> None:
    stuck = make_approval(seats=(make_seat(2), make_seat(4, stands_in_for=2, because=because)))
    view = drawn(replace(home(entry(approval=stuck), part=part), user_id=4))
    assert f"You may decide {words}" in all_text(view)


def test_order_that_others_did_not_decide_is_not_said_to_be_with_the_manager_since_then() -> None:
    stuck = make_approval(seats=(make_seat(2), make_seat(4, stands_in_for=2, because=Because.ESCALATED)))
    text = all_text(drawn(replace(home(entry(approval=stuck), part=Part.WAITING), user_id=4)))
    assert "With *Mitchell Admin* since" in text
    assert "With you" not in text


def test_decision_under_way_is_told_instead_of_the_waiting() -> None:
    decided = make_approval(votes=(make_vote(3),))
    text = all_text(drawn(home(entry(approval=decided), part=Part.MINE)))
    assert "being carried out in Odoo" in text
    assert "With *" not in text


@pytest.mark.parametrize(
    ("offset", "wanted"), [(0, ["Later →"]), (PAGE, ["← Earlier", "Later →"]), (2 * PAGE, ["← Earlier"])]
)
def test_pages_lead_forth_and_back(offset: int, wanted: list[str]) -> None:
    shown = [entry(number) for number in range(offset, min(offset + PAGE, 2 * PAGE + 1))]
    view = drawn(home(*shown, offset=offset, counts={Part.WAITING: 2 * PAGE + 1}))
    assert [label for label in labels(view) if label in {"← Earlier", "Later →"}] == wanted
    assert f"{offset + 1} to {offset + len(shown)} of {2 * PAGE + 1}" in all_text(view)


def test_single_page_needs_no_paging() -> None:
    assert "Later →" not in labels(drawn(home(entry())))


def test_full_home_with_the_longest_names_is_within_slacks_limits() -> None:
    order = waiting_order(vendor=Vendor(9, "Ünïcode & <Söhne> " * 20), name="P" * 120)
    long = [
        entry(
            number, approval=make_approval(id=f"a-{number}", order=order, questions=(make_question(text="x" * 3000),))
        )
        for number in range(PAGE)
    ]
    troubles = tuple((make_trouble(id=number, summary="y" * 3000), ORDER_URL) for number in range(30))
    view = drawn(home(*long, part=Part.MINE, counts={Part.MINE: 500}, troubles=troubles))
    assert len(str(view)) < 120_000
    acceptable(queue_message(home(*long, part=Part.MINE)), room=13_000)


def test_exceptions_of_theirs_have_their_buttons() -> None:
    troubles = ((make_trouble(id=7), ORDER_URL), (make_trouble(id=8, order_name="P00040"), ORDER_URL))
    view = drawn(home(troubles=troubles))
    assert "2 exceptions for you to look at" in all_text(view)
    assert labels(view).count("Retry") == 2
    assert "P00040" in all_text(view)


def test_who_is_there_may_say_that_they_will_be_away() -> None:
    assert "I will be away…" in labels(drawn(home()))


def test_who_is_away_sees_until_when_in_their_own_zone_and_who_stands_in() -> None:
    away = Absence(T(hours=-1), T(days=4, hours=13, minutes=30), "said so with /procure away", deputy=3)
    view = drawn(home(absence=away, deputy="Ben Kaya", told=True, zone="Europe/Berlin"))
    text = all_text(view)
    assert "You are away until the end of Friday, 6 March" in text  # midnight in Berlin
    assert "can then be decided by Ben Kaya too" in text
    assert "I am back" in labels(view)


def test_leave_in_odoo_cannot_be_ended_here() -> None:
    away = Absence(T(days=1), T(days=3), "time off in Odoo")
    view = drawn(home(absence=away))
    assert "You will be away from Tuesday, 3 March, 09:30 until Thursday, 5 March, 09:30" in all_text(view)
    assert "I am back" not in labels(view)


def test_stranger_learns_why_nothing_is_shown() -> None:
    view = stranger_view("I cannot match your Slack account: <b> no address")
    assert not slack_contract.call_errors("views.publish", {"user_id": "U1", "view": view})
    assert "&lt;b&gt; no address" in all_text(view)


def test_queue_as_a_message_names_the_first_and_where_the_rest_is() -> None:
    many = [entry(number) for number in range(20)]
    picture = queue_message(home(*many))
    acceptable(picture, room=13_000)
    assert "P00000" in picture.text
    assert "and 12 more, on my Home tab" in all_text(picture.blocks)
    assert queue_message(home()).text == "Nothing waits for your decision."
