"""The modals that are open, a stack for each person, and the home that was published for them."""

from __future__ import annotations

import secrets
from typing import Any

from bot.sandbox.slack.changes import Changes
from bot.sandbox.slack.kept import Kept
from bot.sandbox.slack.messages import identified
from bot.sandbox.slack.refusals import Json, NotThere, Refusal
from bot.sandbox.slack.rooms import fresh
from bot.sandbox.slack.timing import Timing
from bot.sandbox.slack.workspace import Workspace

MOST_VIEWS = 3
GIVEN = ("title", "submit", "close", "callback_id", "private_metadata", "external_id", "clear_on_close")


class Views:
    """What each person has before them."""

    def __init__(self, workspace: Workspace, kept: Kept, timing: Timing, changes: Changes) -> None:
        self._workspace = workspace
        self._kept = kept
        self._timing = timing
        self._changes = changes
        self._stacks: dict[str, list[Json]] = {}
        self._homes: dict[str, Json] = dict(kept.all("home"))

    def stack(self, user: str) -> list[Json]:
        """The open modals of a person, the lowest first."""
        return self._stacks.get(user, [])

    def home(self, user: str) -> Json | None:
        """The home that was published for a person."""
        return self._homes.get(user)

    def seen_by(self, user: str, view_id: str) -> Json:
        """A modal or the home that a person has before them. Raises `NotThere`."""
        home = self.home(user)
        shown = [*self.stack(user), *([home] if home else [])]
        found = next((view for view in shown if view["id"] == view_id), None)
        if found is None:
            raise NotThere(f"no view {view_id!r} before {user}")
        return found

    def open(self, user: str, view: Json) -> Json:
        """Open a modal; what was open before is gone."""
        self._unique(view)
        self._stacks[user] = [self._made(view, None)]
        self._tell(user)
        return self._stacks[user][0]

    def push(self, user: str, view: Json) -> Json:
        """Put a modal on top of the open ones."""
        stack = self.stack(user)
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= MOST_VIEWS:
            raise Refusal("push_limit_reached")
        self._unique(view)
        stack.append(self._made(view, stack[-1]))
        self._tell(user)
        return stack[-1]

    def update(self, view_id: str, external_id: str, view: Json, expected: str = "") -> Json:
        """Replace a modal that is open; `expected` is the hash it must still have."""
        for user, stack in self._stacks.items():
            for index, old in enumerate(stack):
                if old["id"] == view_id or (external_id and old["external_id"] == external_id):
                    _unchanged(old, expected)
                    self._unique(view, besides=old)
                    stack[index] = self._made(view, None, old)
                    self._tell(user)
                    return stack[index]
        raise Refusal("not_found")

    def publish(self, user: str, view: Json, expected: str = "") -> Json:
        """Publish the home of a person."""
        old = self.home(user)
        if old is not None:
            _unchanged(old, expected)
        self._homes[user] = self._made(view, None, old)
        self._kept.put("home", user, self._homes[user])
        self._changes.tell("home", to=user, view_id=self._homes[user]["id"])
        return self._homes[user]

    def close(self, user: str, view_id: str | None) -> list[Json]:
        """Close a modal and those above it, or all without `view_id`; returns what is gone, the top first."""
        stack = self.stack(user)
        left = next((index for index, view in enumerate(stack) if view["id"] == view_id), 0) if view_id else 0
        gone = stack[left:]
        self._stacks[user] = stack[:left]
        self._tell(user)
        return gone[::-1]

    def clear(self) -> None:
        """Close everything and forget every home."""
        self._stacks.clear()
        self._homes.clear()

    def _unique(self, view: Json, besides: Json | None = None) -> None:
        wanted = view.get("external_id")
        others = (one for stack in self._stacks.values() for one in stack if one is not besides)
        if wanted and any(one["external_id"] == wanted for one in others):
            raise Refusal("duplicate_external_id")

    def _made(self, view: Json, below: Json | None, old: Json | None = None) -> Json:
        view_id = old["id"] if old else fresh("V")
        app, team = self._workspace.app, self._workspace.id
        made: Json = {
            "id": view_id,
            "team_id": team,
            "type": view["type"],
            "blocks": identified(view["blocks"]),
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "title": {"type": "plain_text", "text": "View Title", "emoji": True},
            "close": None,
            "submit": None,
            "clear_on_close": False,
            "notify_on_close": bool(view.get("notify_on_close", False)),
            **{name: view[name] for name in GIVEN if name in view},
            "state": {"values": _still_there(old, view) if old else {}},
            "hash": f"{int(self._timing.now())}.{secrets.token_hex(4)}",
            "previous_view_id": old["previous_view_id"] if old else below["id"] if below else None,
            "root_view_id": old["root_view_id"] if old else below["root_view_id"] if below else view_id,
            "app_id": app.id,
            "app_installed_team_id": team,
            "bot_id": app.bot_id,
        }
        return made

    def _tell(self, user: str) -> None:
        self._changes.tell("view", to=user, stack=[view["id"] for view in self.stack(user)])


def _unchanged(view: Json, expected: str) -> None:
    if expected and view["hash"] != expected:
        raise Refusal("hash_conflict")


def _still_there(old: Json, new: Json) -> dict[str, Any]:
    """What was filled in stays where block and element keep their ids."""
    blocks = {block.get("block_id") for block in new["blocks"]}
    return {block: values for block, values in old["state"]["values"].items() if block in blocks}
