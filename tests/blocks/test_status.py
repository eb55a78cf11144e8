"""Where an order is stuck, as people read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.blocks.status import FEW, since_words, status
from bot.blocks.text import when
from bot.domain.approvals import ApprovalState, Because
from bot.domain.status import Coming, Standing, Worked
from bot.domain.timeline import Past
from tests.blocks.checks import acceptable, all_text
from tests.builders_approvals import (
    ORDER_URL,
    T0,
    T,
    make_approval,
    make_closed,
    make_question,
    make_seat,
    make_step,
    make_vote,
)

DAY = timedelta(hours=8)
NOTHING = Standing()


def test_it_says_who_has_it_since_when_and_in_which_step() -> None:
    approval = make_approval(
        steps=(make_step(), make_step("Accounting")),
        step=1,
        seats=(make_seat(3),),
        votes=(make_vote(2),),
        step_opened_at=T(hours=-2),
        questions=(make_question(asked_at=T(hours=-1)),),
    )
    picture = status(approval, T0, ORDER_URL, NOTHING)
    acceptable(picture)
    text = all_text(picture.blocks)
    assert picture.text == "P00036: 48,300.00 USD to Acme Components waits for Audrey Peterson"
    assert "(2 h)" in text
    assert "step 2 of 2, Accounting" in text
    assert f"Mitchell Admin asked Marc Demo, {when(T(hours=-1))}, no answer yet" in text
    assert "Step 1: Mitchell Admin agreed" in text


def test_decision_under_way_and_ended_approval_have_no_next_step() -> None:
    later = Standing(coming=Coming(T(hours=1), "Audrey Peterson", "is reminded"))
    under_way = status(make_approval(votes=(make_vote(2),)), T0, ORDER_URL, later)
    assert "being carried out in Odoo" in under_way.text
    assert "is reminded" not in all_text(under_way.blocks)
    ended = status(make_closed(ApprovalState.REJECTED), T(days=1), ORDER_URL, later)
    assert "Rejected by Mitchell Admin" in ended.text
    assert "is reminded" not in all_text(ended.blocks)


@pytest.mark.parametrize(
    ("worked", "words"),
    [
        (None, "(2 days)"),
        (timedelta(seconds=59), "(no working time yet)"),
        (timedelta(minutes=40), "(40 working min)"),
        (timedelta(hours=6), "(6 working hours)"),
        (timedelta(hours=16), "(2 working days)"),
    ],
)
def test_time_is_working_time_where_it_is_known(worked: timedelta | None, words: str) -> None:
    assert words in since_words(T(days=-2), T0, Worked(worked, DAY) if worked is not None else None)


def test_what_was_done_and_what_comes_are_told() -> None:
    past = (Past(T(hours=-5), "asked Ann <!channel>"), Past(T(hours=-1), "reminded Ann (4 working hours)"))
    standing = Standing(past=past, coming=Coming(T(hours=3), "Ann", "has not decided by then: tell the manager"))
    picture = status(make_approval(), T0, ORDER_URL, standing)
    acceptable(picture)
    text = all_text(picture.blocks)
    assert "reminded Ann (4 working hours)" in text
    assert "Ann has not decided by then: tell the manager" in text
    assert "<!channel>" not in text


def test_manager_who_may_decide_is_not_the_one_it_waits_for() -> None:
    seats = (make_seat(2), make_seat(4, stands_in_for=2, because=Because.ESCALATED))
    assert status(make_approval(seats=seats), T0, ORDER_URL, NOTHING).text.endswith("waits for Mitchell Admin")
    given = (make_seat(2, vacated=True), make_seat(4, handed_by=2, because=Because.ESCALATED))
    assert status(make_approval(seats=given), T0, ORDER_URL, NOTHING).text.endswith("waits for Bob Stone")


def test_long_history_is_cut_to_the_newest() -> None:
    past = tuple(Past(T(hours=number), f"did {number}. " + "x" * 500) for number in range(40))
    picture = status(make_approval(), T(days=3), ORDER_URL, Standing(past=past))
    acceptable(picture)
    text = all_text(picture.blocks)
    assert f"{40 - FEW} earlier" in text
    assert "did 39" in text
    assert "did 31." not in text


def test_snooze_says_by_whom_and_until_when() -> None:
    snoozed = make_approval(snoozed_until=T(hours=4), snoozed_by="Ruth Adler")
    assert "Snoozed by Ruth Adler until" in all_text(status(snoozed, T0, ORDER_URL, NOTHING).blocks)
    assert "Snoozed" not in all_text(status(snoozed, T(hours=5), ORDER_URL, NOTHING).blocks)
