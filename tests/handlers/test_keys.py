"""`/procure key`, through Bolt: a key is asked for, tried out, kept sealed, forgotten, and seen nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.bootstrap_slack import slack_app
from bot.domain.errors import OdooUnavailable
from tests.blocks.checks import acceptable_modal, all_text
from tests.builders import T0
from tests.desk import bella, ben, olga
from tests.handlers.conftest import FrontDesk
from tests.slack_payloads import click, command, submission

SECRET = "0123456789abcdef0123456789abcdef01234567"


def given(by: str, text: str) -> dict[str, Any]:
    return submission("keys.modal", "key", by, key=text)


def shown(front: FrontDesk) -> str:
    """The words of the modal as it was changed last."""
    view = front.calls.named("views.update")[-1]["view"]
    acceptable_modal(view)
    return all_text(view)


def kept(front: FrontDesk) -> list[str]:
    with front.desk.store.read() as tx:
        return [key.login for key in tx.keys.all()]


async def test_a_key_is_asked_for_tried_out_and_kept(front: FrontDesk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await front.done(command("key", by=bella))
    (view,) = front.opened
    acceptable_modal(view)
    assert "Forget" not in all_text(view)
    response = await front.done(given(bella, f" {SECRET} "))
    assert "trying it out" in response.body
    assert "works and is kept. It ends on 31 May 2026. You are asked for a new one" in shown(front)
    assert (front.desk.key_check.tried, kept(front)) == (["bella"], ["bella"])
    everything = [response.body, caplog.text, str(front.calls.named("views.update")), str(front.said())]
    assert [text for text in everything if SECRET in text] == []
    front.desk.engine.dispose()
    files = front.desk.database.parent.glob("desk.db*")
    assert [file for file in files if file.is_file() and SECRET.encode() in file.read_bytes()] == []


@pytest.mark.parametrize("text", ["hunter2", SECRET[:-1], "", "x" * 40])
async def test_what_is_no_key_is_refused_on_its_input_and_not_said_again(front: FrontDesk, text: str) -> None:
    response = await front.done(given(bella, text))
    assert '"response_action": "errors"' in response.body
    assert "Passwords are not taken" in response.body
    assert not text or text not in response.body
    assert (front.desk.key_check.tried, kept(front)) == ([], [])


async def test_somebody_elses_key_is_not_kept(front: FrontDesk) -> None:
    front.desk.key_check.bad = SECRET
    await front.done(given(bella, SECRET))
    assert "Odoo does not take this key for bella" in shown(front)
    assert kept(front) == []


async def test_an_odoo_that_is_away_keeps_nothing_and_says_so(front: FrontDesk) -> None:
    front.desk.key_check.away = OdooUnavailable("down")
    await front.done(given(bella, SECRET))
    assert "The key was not kept" in shown(front)
    assert kept(front) == []


async def test_of_a_key_without_an_end_none_is_told(front: FrontDesk) -> None:
    front.desk.key_check.when = None
    await front.done(given(bella, SECRET))
    assert "Odoo does not tell when it ends." in shown(front)
    assert "a week before" not in shown(front)


async def test_a_key_is_forgotten_by_its_owner_alone(front: FrontDesk) -> None:
    await front.done(given(bella, SECRET))
    forget = {"view": {"id": "V0MODAL"}, "container": {"type": "view", "view_id": "V0MODAL"}, "channel": None}
    await front.done(command("key", by=ben))
    assert "I have a key" not in all_text(front.opened[-1])
    await front.done(click("keys.forget", "key", by=ben, **forget))
    assert "no key of yours" in shown(front)
    assert kept(front) == ["bella"]
    await front.done(command("keys", by=bella))
    assert "I have a key of yours. It ends on 31 May 2026." in all_text(front.opened[-1])
    await front.done(click("keys.forget", "key", by=bella, **forget))
    assert "is forgotten" in shown(front)
    assert kept(front) == []


async def test_a_key_that_odoo_refused_is_said_to_be(front: FrontDesk) -> None:
    await front.done(given(bella, SECRET))
    keys = front.desk.parts.keys
    front.desk.clock.advance(days=2)
    keys.refused(keys.listed()[0])
    await front.done(command("key", by=bella))
    assert f"has not taken it since {(T0 + timedelta(days=2)).day} Mar 2026" in all_text(front.opened[-1])


async def test_without_a_secret_key_none_are_taken(front: FrontDesk) -> None:
    front.app = slack_app(replace(front.desk.parts, keys=None), front.desk.services, front.threads)
    await front.done(command("key", by=bella))
    assert "has not set SECRET_KEY" in front.said()[-1]
    assert front.opened == []


async def test_whom_odoo_does_not_know_gets_nothing_to_fill_in(front: FrontDesk) -> None:
    await front.done(command("key", by=olga))
    assert front.opened == []
    assert "cannot match your Slack account" in front.said()[-1]
