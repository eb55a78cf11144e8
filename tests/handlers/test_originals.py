"""Reading the mail itself, through Bolt: from its card, on top of a dialog, page by page."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.domain.cases import Case
from tests.blocks.checks import all_text, buttons
from tests.desk import bella, olga
from tests.handlers.conftest import FrontDesk
from tests.mail_desk import MailDesk
from tests.slack_payloads import Payload, click, submission
from tests.supply import make_supply

LONG = "\n".join(f"Line {number} of a very long mail about P00036." for number in range(700))


@pytest.fixture
async def case(front: FrontDesk) -> Case:
    mail = await asyncio.to_thread(MailDesk, front.desk, make_supply())
    return await asyncio.to_thread(mail.arrives, LONG)


def in_modal(case: Case, action: dict[str, Any]) -> Payload:
    """Bella clicks or chooses something within a modal of this case."""
    payload = click("", "", by=bella, actions=[action | {"block_id": "b", "action_ts": "1700000001.1"}])
    del payload["channel"], payload["message"], payload["response_url"]
    view = submission("mail.read_modal", case.id, by=bella)["view"]
    return payload | {"container": {"type": "view", "view_id": "V0MODAL"}, "view": view}


async def test_card_opens_the_mail_for_those_who_may_use_it(front: FrontDesk, case: Case) -> None:
    await front.done(click("mail.read", case.id, by=bella))
    (view,) = front.opened
    assert "Line 0 of a very long mail" in all_text(view)
    assert "is a contact of Holm Valves" in all_text(view)
    await front.done(click("mail.read", case.id, by=olga))
    assert len(front.opened) == 1
    assert front.desk.slack.told(olga) != []


async def test_dialog_shows_the_mail_above_itself(front: FrontDesk, case: Case) -> None:
    await front.done(click("mail.correct", case.id, by=bella))
    (button,) = [one for one in buttons(front.opened[0]["blocks"]) if one["action_id"] == "mail.read"]
    await front.done(in_modal(case, button | {"type": "button"}))
    (pushed,) = front.calls.named("views.push")
    assert "Line 0 of a very long mail" in all_text(pushed["view"])


async def test_pages_turn_in_place(front: FrontDesk, case: Case) -> None:
    await front.done(click("mail.read", case.id, by=bella))
    (turn,) = [one for one in buttons(front.opened[0]["blocks"]) if one["action_id"] == "mail.read.next"]
    await front.done(in_modal(case, dict(turn)))
    (updated,) = front.calls.named("views.update")
    assert updated["view_id"] == "V0MODAL"
    assert "Page 2 of" in all_text(updated["view"])
    assert "Line 0 of" not in all_text(updated["view"])


async def test_part_that_is_chosen_is_shown(front: FrontDesk, case: Case) -> None:
    option = {"text": {"type": "plain_text", "text": "It"}, "value": f"{case.newest.mail_id}:text:2"}
    await front.done(
        in_modal(case, {"type": "static_select", "action_id": "mail.read.part", "selected_option": option})
    )
    (updated,) = front.calls.named("views.update")
    assert "Page 3 of" in all_text(updated["view"])
