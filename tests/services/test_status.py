"""Where is it stuck: who has an order, since when, for people who may see it."""

from collections.abc import Callable

import pytest

from bot.domain.errors import Refused
from bot.services.status import references
from tests.desk import BUYING, FIONA, MAYA, OMAR, ONE_STEP, Desk, bella, ben, fiona, maya, olga

CHAIN = """
escalation:
  default: usual
  chains:
    usual:
      remind_after: 4h
      levels:
        - escalate_after: 1d
          then: [tell_buyer]
"""


def said(desk: Desk, who: str, name: str = "P00036") -> str:
    picture = desk.services.status.where(name, who)
    return picture.text + " " + str(picture.blocks)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("where is P00036?", ["P00036"]),
        ("po 36 and p-00037", ["P00036", "P00037"]),
        ("P36 P00036", ["P00036"]),
        ("hello", []),
        ("", []),
    ],
)
def test_references_are_read_as_people_write_them(text: str, names: list[str]) -> None:
    assert references(text) == names


def test_buyer_hears_who_has_it_and_since_when(desk: Desk) -> None:
    desk.open()
    desk.clock.advance(hours=3)
    text = said(desk, bella)
    assert "Fiona Price, Maya Lindqvist" in text
    assert "(3 working hours)" in text


def test_what_was_tried_and_what_comes_next_are_part_of_the_answer(make_desk: Callable[..., Desk]) -> None:
    """Opened on Monday at 09:30: a reminder after four working hours, the buyer hears of it after eight."""
    desk = make_desk(ONE_STEP + CHAIN)
    desk.open()
    before = said(desk, bella)
    assert "asked Maya Lindqvist and Omar Haddad" in before
    assert "Maya Lindqvist is reminded" in before
    desk.clock.advance(hours=4, minutes=5)
    desk.escalation.look()
    desk.run()
    text = said(desk, bella)
    assert "reminded Maya Lindqvist and Omar Haddad after 4 working hours" in text
    assert "has not decided by then: tell the buyer" in text


def test_hand_over_and_absence_are_part_of_the_answer(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(ONE_STEP + CHAIN)
    approval = desk.open()
    desk.services.people.who(maya)
    desk.services.handing_over.hand_over(approval.id, maya, FIONA.id)
    text = said(desk, bella)
    assert "Maya Lindqvist handed it over to Fiona Price" in text
    assert "With *Fiona Price, Omar Haddad*" in text or "With *Omar Haddad, Fiona Price*" in text


def test_open_question_is_part_of_the_answer(desk: Desk) -> None:
    approval = desk.open()
    desk.services.conversation.ask(approval.id, maya, "Why so many?", once="V1")
    assert "Why so many?" in said(desk, bella)


def test_outcome_is_told_with_name(desk: Desk) -> None:
    desk.click(maya, desk.open())
    assert "Approved by Maya Lindqvist" in said(desk, bella)


def test_second_step_is_named(desk: Desk) -> None:
    desk.click(maya, desk.open(amount=48300))
    text = said(desk, ben)
    assert "Fiona Price" in text
    assert "step 2 of 2" in text


def test_order_that_needs_no_approval_is_said_to(desk: Desk) -> None:
    desk.order(50)
    assert "does not wait for approval" in said(desk, bella, "P00050")


def test_order_that_does_not_exist_is_refused_by_name(desk: Desk) -> None:
    with pytest.raises(Refused, match="P09999"):
        said(desk, bella, "P09999")


def test_unknown_person_sees_nothing(desk: Desk) -> None:
    desk.open()
    with pytest.raises(Refused) as refused:
        said(desk, olga)
    assert refused.value.code == "unmatched"


def test_person_without_purchase_rights_sees_nothing(desk: Desk) -> None:
    desk.open()
    desk.directory.dismiss("ben", BUYING)
    with pytest.raises(Refused) as refused:
        said(desk, ben)
    assert refused.value.code == "rights"


def test_person_who_is_asked_sees_it_whatever_their_rights(desk: Desk) -> None:
    desk.open()
    desk.directory.dismiss("fiona", BUYING)
    assert "P00036" in said(desk, fiona)


def test_odoo_away_is_said_for_orders_it_alone_knows(desk: Desk) -> None:
    desk.open()
    desk.services.people.who(bella)
    desk.services.status.where("P00036", bella)
    desk.odoo.down()
    assert "P00036" in said(desk, bella)
    with pytest.raises(Refused) as refused:
        said(desk, bella, "P00050")
    assert refused.value.code == "unavailable"


def test_a_level_is_told_once_though_two_were_silent(make_desk: Callable[..., Desk]) -> None:
    chain = (
        ONE_STEP
        + """
escalation:
  default: usual
  chains:
    usual:
      levels:
        - escalate_after: 2h
          then: [card_to_manager, tell_buyer]
"""
    )
    desk = make_desk(chain)
    desk.directory.managers |= {MAYA.id: "fiona", OMAR.id: "fiona"}
    desk.open()
    for _ in range(26):
        desk.clock.advance(minutes=5)
        desk.escalation.look()
        desk.run()
    text = said(desk, bella)
    assert text.count("escalated") == 1
    assert (
        "escalated, for Maya Lindqvist and Omar Haddad had not decided: told Fiona Price, who may decide; "
        "told the buyer, Bella Ortiz"
    ) in text
    assert ".," not in text
    assert ".;" not in text
