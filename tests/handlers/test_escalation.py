"""The buttons of an escalation and of the morning digest, through Bolt."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bot.domain.approvals import ApprovalState
from bot.domain.home import Part
from bot.domain.messages import MessageKind
from bot.domain.orders import OrderState
from tests.builders import make_vendor
from tests.desk import FIONA, MAYA, Desk, bella, fiona, maya, olga, omar
from tests.handlers.conftest import FrontDesk
from tests.slack_payloads import Payload, click, submission

CHAIN = """
escalation:
  default: usual
  chains:
    usual: {levels: [{escalate_after: 1h, then: [tell_manager]}]}
rules:
  - name: Every order
    steps:
      - name: Purchasing
        approvers: {user: [maya, fiona]}
"""


def stuck(desk: Desk) -> str:
    """Have Omar told that P00036 is stuck; the id of what he got."""
    desk.restart(CHAIN)
    desk.directory.managers[MAYA.id] = "omar"
    desk.open(37)
    desk.escalation.look()
    desk.clock.advance(hours=1, minutes=1)
    for _ in range(3):
        desk.escalation.look()
        desk.run()
    return next(m.id for m in desk.messages(desk.approval(37)) if m.kind is MessageKind.ESCALATION)


async def told(front: FrontDesk) -> str:
    """The same, with Bolt in front of the new bot."""
    message = await asyncio.to_thread(stuck, front.desk)
    front.__init__(front.desk, front.calls)  # type: ignore[misc]
    return message


def ticks(*approvals: str, by: str) -> Payload:
    """The modal with these orders left ticked."""
    payload = submission("escalation.several_modal", "", by=by)
    options = [{"text": {"type": "plain_text", "text": "P"}, "value": approval} for approval in approvals]
    payload["view"]["state"]["values"] = {
        "orders": {"orders": {"type": "checkboxes", "selected_options": options}},
    }
    return payload


def chosen(block: str, value: str, callback: str, record: str) -> Payload:
    """A modal with one option chosen."""
    payload = submission(callback, record, by=omar)
    option = {"text": {"type": "plain_text", "text": value}, "value": value}
    payload["view"]["state"]["values"] = {block: {block: {"type": "static_select", "selected_option": option}}}
    return payload


def errors(response: Any) -> dict[str, str]:
    answer = json.loads(response.body)
    assert answer["response_action"] == "errors"
    return dict(answer["errors"])


async def test_nudge_is_confirmed_and_the_second_refused(front: FrontDesk) -> None:
    message = await told(front)
    await front.done(click("escalation.nudge", message, by=omar))
    await front.done(click("escalation.nudge", message, by=omar))
    first, second = front.desk.slack.told(omar)
    assert "P00037: I remind them in your name" in first
    assert "Maya Lindqvist was reminded <!date^" in second
    assert "possible again from <!date^" in second


async def test_snooze_offers_what_the_policy_allows_and_takes_it(front: FrontDesk) -> None:
    message = await told(front)
    await front.done(click("escalation.snooze", message, by=omar))
    (view,) = front.opened
    assert view["private_metadata"] == message
    response = await front.done(chosen("length", "4h", "escalation.snooze_modal", message))
    assert response.body in ("", None)
    assert front.desk.approval(37).snoozed_by == "Omar Haddad"
    again = await front.done(chosen("length", "1h", "escalation.snooze_modal", message))
    assert "was snoozed already" in errors(again)["length"]
    wrong = await front.done(chosen("length", "soon", "escalation.snooze_modal", message))
    assert "not a length of time" in errors(wrong)["length"]


async def test_hand_over_lists_who_could_decide_and_gives_them_the_place(front: FrontDesk) -> None:
    message = await told(front)
    await front.done(click("escalation.hand_over", message, by=omar))
    (view,) = front.opened
    assert view["callback_id"] == "escalation.hand_over_modal"
    listed = json.dumps(view)
    assert "Omar Haddad" in listed
    assert "Fiona Price" in listed
    await front.done(chosen("person", str(FIONA.id), "escalation.hand_over_modal", message))
    seat = front.desk.approval(37).seat_of(MAYA.id)
    assert seat is not None
    assert seat.vacated


async def test_stranger_gets_a_reason(front: FrontDesk) -> None:
    message = await told(front)
    await front.done(click("escalation.nudge", message, by=olga))
    assert "cannot match" in front.desk.slack.told(olga)[0]


async def test_several_are_offered_all_ticked_and_the_ticked_ones_approved(front: FrontDesk) -> None:
    orders = [await asyncio.to_thread(front.desk.open, number) for number in (51, 52, 53)]
    await front.done(click("escalation.several", "all", by=maya))
    (view,) = front.opened
    group = next(block for block in view["blocks"] if block["type"] == "input")["element"]
    assert group["initial_options"] == group["options"]
    assert {a.id for a in orders} < {option["value"] for option in group["options"]}
    await front.done(ticks(orders[0].id, orders[2].id, by=maya))
    states = [front.desk.odoo.state(number) for number in (51, 52, 53)]
    assert states == [OrderState.PURCHASE, OrderState.TO_APPROVE, OrderState.PURCHASE]
    assert front.desk.approval(52).state is ApprovalState.PENDING


async def test_nothing_ticked_is_said_in_the_dialog(front: FrontDesk) -> None:
    await front.done(click("escalation.several", "all", by=maya))
    (view,) = front.opened
    (group,) = [block for block in view["blocks"] if block["type"] == "input"]
    assert not group.get("optional")
    answer = json.loads((await front.done(ticks(by=maya))).body)
    assert answer["response_action"] == "errors"
    assert "Nothing is ticked" in answer["errors"][group["block_id"]]


async def test_more_than_one_field_of_orders_follow_after_these(front: FrontDesk) -> None:
    for number in range(51, 62):
        await asyncio.to_thread(front.desk.open, number)
    await front.done(click("escalation.several", "all", by=maya))
    (view,) = front.opened
    (group,) = [block for block in view["blocks"] if block["type"] == "input"]
    assert len(group["element"]["options"]) == 10
    assert "2 more orders like these can follow" in json.dumps(view)


async def test_what_could_not_be_taken_is_said_by_name(front: FrontDesk) -> None:
    odd = await asyncio.to_thread(front.desk.open, 51, vendor=make_vendor(earlier_orders=0))
    await front.done(ticks(odd.id, by=maya))
    assert "P00051 needs a look of its own now: no earlier orders" in front.desk.slack.told(maya)[-1]
    assert front.desk.approval(51).votes == ()


async def test_nothing_ordinary_is_said_so(front: FrontDesk) -> None:
    await front.done(click("approval.approve", front.desk.approval().id, by=maya))
    await asyncio.to_thread(front.desk.open, 51, vendor=make_vendor(earlier_orders=0))
    await front.done(click("escalation.several", "all", by=maya))
    (view,) = front.opened
    assert "submit" not in view
    assert "1 other order needs a look" in json.dumps(view)


def drawn(front: FrontDesk, who: str) -> str:
    """The Home tab as it was drawn last."""
    return json.dumps(front.desk.slack.homes[who][-1])


async def test_home_follows_each_deed_for_who_did_it_and_for_whom_it_concerns(front: FrontDesk) -> None:
    message = await told(front)
    approval = front.desk.approval(37)
    for who in (omar, maya, fiona):
        await asyncio.to_thread(front.desk.services.home.show, who)
    tabs = front.desk.slack.homes
    await front.done(click("escalation.nudge", message, by=omar))
    assert [len(tabs[who]) for who in (omar, maya, fiona)] == [2, 2, 2]
    await front.done(chosen("length", "4h", "escalation.snooze_modal", message))
    assert len(tabs[omar]) == 3
    assert "P00037" in drawn(front, maya)
    await front.done(chosen("person", str(FIONA.id), "escalation.hand_over_modal", message))
    assert len(tabs[omar]) == 4
    assert "P00037" not in drawn(front, maya)
    await front.done(click("approval.approve", approval.id, by=fiona))
    assert "P00037" not in drawn(front, fiona)
    assert "Nothing waits for your decision" in drawn(front, fiona)


async def test_home_follows_approving_several_and_asking(front: FrontDesk) -> None:
    one = await asyncio.to_thread(front.desk.open, 51)
    await asyncio.to_thread(front.desk.services.home.show, maya)
    await front.done(ticks(one.id, by=maya))
    assert "P00051" not in drawn(front, maya)
    await asyncio.to_thread(front.desk.services.home.show, bella, Part.MINE)
    question = submission("approval.ask_modal", front.desk.approval().id, by=maya, question="Why so many?")
    await front.done(question)
    assert "Why so many?" in drawn(front, bella)


async def test_tab_of_who_looked_long_ago_is_left_alone(front: FrontDesk) -> None:
    await asyncio.to_thread(front.desk.services.home.show, omar)
    front.desk.clock.advance(hours=1)
    await front.done(click("approval.approve", front.desk.approval().id, by=maya))
    assert len(front.desk.slack.homes[omar]) == 1
