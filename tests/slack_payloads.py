"""What Slack sends, by the names of what people do: `click("approval.approve", approval.id, by=maya)`."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from tests.fakes import FakeSlack

APP, TOKEN, TRIGGER = "A0DESK", "verification", "1700.42.trigger"
Payload = dict[str, Any]
_numbers = itertools.count(1)


def click(action_id: str, value: str, by: str, **overrides: Any) -> Payload:
    """A button in a message of the person's DM with the bot."""
    channel = f"D{by[1:]}"
    return {
        "type": "block_actions",
        "api_app_id": APP,
        "token": TOKEN,
        "team": {"id": FakeSlack.TEAM, "domain": "northgate"},
        "user": {"id": by, "username": by.lower(), "team_id": FakeSlack.TEAM},
        "container": {"type": "message", "message_ts": "1700000000.000001", "channel_id": channel},
        "channel": {"id": channel, "name": "directmessage"},
        "message": {"type": "message", "ts": "1700000000.000001", "text": "P00036"},
        "trigger_id": TRIGGER,
        "response_url": f"https://hooks.slack.com/actions/T0NORTH/1/{by}",
        "actions": [
            {"type": "button", "action_id": action_id, "block_id": "row", "value": value, "action_ts": "1700000001.1"}
        ],
    } | overrides


def submission(callback_id: str, record: str, by: str, view_id: str = "V0MODAL", **filled_in: str) -> Payload:
    """A modal that is sent: `reason="No"` fills the input of the block `reason`, `person="9"` chooses an option."""
    values: dict[str, Any] = {}
    for block, text in filled_in.items():
        if block == "person":
            option = {"text": {"type": "plain_text", "text": "Somebody"}, "value": text}
            values[block] = {"person": {"type": "static_select", "selected_option": option}}
        else:
            values[block] = {"text": {"type": "plain_text_input", "value": text}}
    return {
        "type": "view_submission",
        "api_app_id": APP,
        "token": TOKEN,
        "team": {"id": FakeSlack.TEAM, "domain": "northgate"},
        "user": {"id": by, "username": by.lower(), "team_id": FakeSlack.TEAM},
        "trigger_id": TRIGGER,
        "view": {
            "id": view_id,
            "team_id": FakeSlack.TEAM,
            "app_id": APP,
            "type": "modal",
            "callback_id": callback_id,
            "private_metadata": record,
            "hash": "1.x",
            "title": {"type": "plain_text", "text": "P00036"},
            "blocks": [],
            "state": {"values": values},
        },
        "response_urls": [],
    }


def ticks(record: str, by: str, *values: str, view_id: str = "V0MODAL") -> Payload:
    """The Apply modal of a supplier's mail, with these changes ticked."""
    payload = submission("mail.apply_modal", record, by, view_id)
    options = [{"text": {"type": "plain_text", "text": "A change"}, "value": value} for value in values]
    chosen = {"ticks": {"type": "checkboxes", "selected_options": options}}
    payload["view"]["state"]["values"] = {"ticks.0": chosen}
    return payload


def command(text: str, by: str) -> Payload:
    """`/procure TEXT`."""
    return {
        "command": "/procure",
        "text": text,
        "api_app_id": APP,
        "token": TOKEN,
        "team_id": FakeSlack.TEAM,
        "team_domain": "northgate",
        "channel_id": "C0PURCHASE",
        "channel_name": "purchasing",
        "user_id": by,
        "user_name": by.lower(),
        "trigger_id": TRIGGER,
        "response_url": f"https://hooks.slack.com/commands/T0NORTH/1/{by}",
    }


def event(kind: str, by: str | None, event_id: str = "", **fields: Any) -> Payload:
    """An event: a message to the bot, a mention, an opened conversation."""
    inner: dict[str, Any] = {"type": kind, "ts": "1700000000.000009", "event_ts": "1700000000.000009"}
    inner |= {"user": by} if by else {}
    return {
        "type": "event_callback",
        "token": TOKEN,
        "team_id": FakeSlack.TEAM,
        "api_app_id": APP,
        "event_id": event_id or f"Ev{next(_numbers):08}",
        "event_time": 1700000000,
        "authorizations": [{"team_id": FakeSlack.TEAM, "user_id": "U0BOT", "is_bot": True}],
        "event": inner | fields,
    }


def direct_message(text: str, by: str, **fields: Any) -> Payload:
    """Somebody writes to the bot in their DM."""
    given = {"channel": f"D{by[1:]}", "channel_type": "im", "text": text} | fields
    return event("message", by, str(given.pop("event_id", "")), **given)


def inner(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The event inside its envelope."""
    found: Mapping[str, Any] = payload["event"]
    return found
