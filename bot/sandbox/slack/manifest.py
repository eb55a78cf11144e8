"""What the app's manifest allows: scopes, events, commands, and the tabs of its home."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.sandbox.slack.refusals import Refusal

IN_THE_WHEEL = Path(__file__).with_name("manifest.json")
IN_THE_REPO = Path(__file__).resolve().parents[3] / "slack" / "manifest.json"
KINDS = {"im": "im", "mpim": "mpim", "channel": "channels", "group": "groups"}


def ours() -> dict[str, Any]:
    """The manifest that the product ships."""
    path = IN_THE_WHEEL if IN_THE_WHEEL.exists() else IN_THE_REPO
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


class Manifest:
    """The parts of a manifest that decide what the app may do and is told."""

    def __init__(self, manifest: Mapping[str, Any]) -> None:
        features = manifest.get("features") or {}
        settings = manifest.get("settings") or {}
        home = features.get("app_home") or {}
        bot = features.get("bot_user") or {}
        self.bot_name = str(bot.get("display_name") or "bot")
        self.app_name = str((manifest.get("display_information") or {}).get("name") or self.bot_name)
        self.scopes = frozenset(((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ())
        self.events = frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or ())
        self.commands = {str(one["command"]): dict(one) for one in features.get("slash_commands") or ()}
        self.prompts = list((features.get("agent_view") or {}).get("suggested_prompts") or ())
        self.is_agent = "agent_view" in features
        self.home_tab = bool(home.get("home_tab_enabled"))
        self.messages_tab = bool(home.get("messages_tab_enabled"))
        self.read_only = bool(home.get("messages_tab_read_only_enabled"))
        self.interactive = bool((settings.get("interactivity") or {}).get("is_enabled"))

    def require(self, *any_of: str) -> None:
        """Refuse a call for which the app has none of these scopes."""
        if any_of and not self.scopes & set(any_of):
            provided = ",".join(sorted(self.scopes))
            raise Refusal("missing_scope", needed=any_of[0], provided=provided)

    def require_for(self, kind: str, right: str) -> None:
        """Refuse reading a kind of conversation: `right` is read, history or write."""
        self.require(f"{KINDS[kind]}:{right}")

    def wants(self, event: str, kind: str = "") -> bool:
        """Whether the app is told of an event; messages by the kind of conversation they are in."""
        if event == "message":
            plural = KINDS[kind]
            return f"message.{plural}" in self.events and f"{plural}:history" in self.scopes
        return event in self.events
