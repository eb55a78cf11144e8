"""The buttons of an exception, through Bolt."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.domain.exceptions import ExceptionState
from bot.domain.orders import OrderState
from tests.desk import maya, olga, omar
from tests.handlers.conftest import FrontDesk
from tests.slack_payloads import click, submission


@pytest.fixture
async def failed(front: FrontDesk) -> str:
    """The number of an exception: Odoo silently did not do what Maya decided."""
    front.desk.odoo.may_approve = False
    await asyncio.to_thread(front.desk.click, maya, front.desk.approval())
    front.desk.odoo.may_approve = True
    return str(front.desk.troubles()[0].id)


async def test_retry_carries_it_out(front: FrontDesk, failed: str) -> None:
    assert (await front.done(click("exception.retry", failed, by=omar))).status == 200
    await asyncio.to_thread(front.desk.calm_down)
    assert front.desk.odoo.state(36) is OrderState.PURCHASE
    assert [e.actor for e in front.desk.events("exception.retried")] == ["Omar Haddad"]


async def test_dismissing_asks_for_a_reason_and_takes_it(front: FrontDesk, failed: str) -> None:
    await front.done(click("exception.dismiss", failed, by=omar))
    (view,) = front.opened
    assert view["private_metadata"] == failed
    response = await front.done(submission(view["callback_id"], failed, by=omar, reason="Done by hand"))
    assert response.body == ""
    (trouble,) = front.desk.troubles(only_open=False)
    assert (trouble.state, trouble.closed_by) == (ExceptionState.DISMISSED, "Omar Haddad")


async def test_blank_reason_is_refused_beside_its_input(front: FrontDesk, failed: str) -> None:
    await front.done(click("exception.dismiss", failed, by=omar))
    response = await front.done(submission("exception.dismiss_modal", failed, by=omar, reason=" "))
    assert list(json.loads(response.body)["errors"]) == ["reason"]
    assert len(front.desk.troubles()) == 1


@pytest.mark.parametrize("action", ["exception.retry", "exception.dismiss"])
async def test_unknown_people_are_answered(front: FrontDesk, failed: str, action: str) -> None:
    await front.done(click(action, failed, by=olga))
    assert "cannot match" in front.desk.slack.told(olga)[0]
    assert front.opened == []
    assert len(front.desk.troubles()) == 1


@pytest.mark.parametrize("action", ["exception.retry", "exception.dismiss"])
async def test_closed_exception_is_answered(front: FrontDesk, failed: str, action: str) -> None:
    await asyncio.to_thread(front.desk.services.exceptions.dismiss, int(failed), "Omar Haddad", "fine")
    await front.done(click(action, failed, by=omar))
    assert "already dismissed by Omar Haddad" in front.desk.slack.told(omar)[0]
