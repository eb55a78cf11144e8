"""The absence buttons of the Home tab, through Bolt."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blocks.checks import all_text
from tests.desk import ben, maya
from tests.handlers.conftest import FrontDesk
from tests.handlers.test_home import opened
from tests.slack_payloads import Payload, click, submission


def filled(by: str, until: str | None, deputy: str | None = None) -> Payload:
    payload = submission("absence.modal", "absence", by=by)
    payload["view"]["state"]["values"] = {
        "until": {"day": {"type": "datepicker", "selected_date": until}},
        "deputy": {"person": {"type": "users_select", "selected_user": deputy}},
    }
    return payload


async def test_button_asks_until_when_and_who_stands_in(front: FrontDesk) -> None:
    await front.done(click("absence.away", "away", by=maya))
    (view,) = front.opened
    assert [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"] == ["Away until", "Deputy"]


async def test_absence_shows_on_the_home_tab_until_it_is_ended(front: FrontDesk) -> None:
    await front.done(opened(maya))
    response = await front.done(filled(maya, "2026-03-06", ben))
    assert response.body == ""
    text = all_text(front.desk.slack.homes[maya][-1])
    assert "until the end of Friday, 6 March" in text
    assert "Ben Kaya" in text
    await front.done(click("absence.back", "back", by=maya))
    assert "You are not away" in all_text(front.desk.slack.homes[maya][-1])


@pytest.mark.parametrize(
    ("until", "deputy", "block", "words"),
    [
        ("2026-03-01", None, "until", "passed"),
        ("2027-12-31", None, "until", "more than a year"),
        (None, None, "until", "cannot read"),
        ("2026-03-06", maya, "deputy", "own deputy"),
        ("2026-03-06", "U0NOBODY", "deputy", "do not know"),
    ],
)
async def test_what_does_not_fit_is_refused_on_its_input(
    front: FrontDesk, until: str | None, deputy: str | None, block: str, words: str
) -> None:
    response = await front.done(filled(maya, until, deputy))
    body: Any = response.body
    assert '"response_action": "errors"' in body
    assert f'"{block}"' in body
    assert words in body
