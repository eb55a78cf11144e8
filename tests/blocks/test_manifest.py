"""The Slack app asks for what the bot needs and for nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import slack_contract

FOLDER = Path(__file__).resolve().parents[2] / "slack"
PLACE = "https://procurement.example.com/slack/events"

NEEDS = {
    "chat:write": "chat.postMessage, chat.update, chat.postEphemeral",
    "im:write": "conversations.open",
    "im:history": "event message.im; conversations.history of a DM",
    "app_mentions:read": "event app_mention",
    "dnd:read": "dnd.info",
    "commands": "slash command /procure",
    "users:read": "users.info",
    "users:read.email": "users.lookupByEmail, and the e-mail in users.info",
    "assistant:write": "agent_view",
}


def manifest(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(params=["manifest.json", "manifest.http.json"])
def app(request: pytest.FixtureRequest) -> dict[str, Any]:
    return manifest(request.param)


def test_slack_takes_it(app: dict[str, Any]) -> None:
    assert not [str(problem) for problem in slack_contract.manifest_errors(app)]
    shown = app["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert len(app["features"]["agent_view"]["agent_description"]) <= 300


def test_scopes_are_the_least_needed(app: dict[str, Any]) -> None:
    scopes = app["oauth_config"]["scopes"]
    assert set(scopes) == {"bot"}
    assert sorted(scopes["bot"]) == sorted(NEEDS)


def test_readme_explains_each_scope() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{scope}`" in readme for scope in NEEDS)


def test_it_listens_to_what_the_bot_answers(app: dict[str, Any]) -> None:
    assert app["settings"]["event_subscriptions"]["bot_events"] == ["app_home_opened", "app_mention", "message.im"]
    assert [command["command"] for command in app["features"]["slash_commands"]] == ["/procure"]
    hinted = app["features"]["slash_commands"][0]["usage_hint"].split(" | ")
    assert {words.split()[0] for words in hinted} == {"status", "queue", "away", "back", "key", "mail", "help"}
    assert app["settings"]["interactivity"]["is_enabled"]
    assert "agent_view" in app["features"]
    assert "assistant_view" not in app["features"]


def test_http_variant_differs_in_the_way_in_alone() -> None:
    socket, http = manifest("manifest.json"), manifest("manifest.http.json")
    assert socket["settings"].pop("socket_mode_enabled")
    assert not http["settings"].pop("socket_mode_enabled")
    assert http["settings"]["event_subscriptions"].pop("request_url") == PLACE
    assert http["settings"]["interactivity"].pop("request_url") == PLACE
    assert http["features"]["slash_commands"][0].pop("url") == PLACE
    assert socket == http
