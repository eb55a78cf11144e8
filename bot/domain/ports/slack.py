"""Slack: its members, and showing them messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.domain.people import SlackUser


@dataclass(frozen=True)
class Posted:
    """Where a message stands in Slack."""

    channel: str
    ts: str


class Members(Protocol):
    """The people that Slack knows."""

    def team_id(self) -> str:
        """The id of our own workspace."""
        ...

    def member(self, slack_id: str) -> SlackUser | None:
        """One member by id, None when Slack does not know them."""
        ...

    def by_email(self, email: str) -> SlackUser | None:
        """The member with this e-mail address, None when there is none."""
        ...

    def address(self, where: Posted) -> str:
        """The web address of a message, for a link that opens it; empty when it cannot be told just now."""
        ...


@dataclass(frozen=True)
class Picture:
    """A message to be shown: blocks, and the same in plain text for notifications."""

    text: str
    blocks: Sequence[Mapping[str, Any]] = ()


class Messenger(Protocol):
    """Shows messages to people. Raises `SlackUnavailable` or `SlackRefused`."""

    def post(self, recipient: str, picture: Picture, *, key: str, thread: str | None = None) -> Posted:
        """Post to a channel (id or name) or, given a user id, to their DM. `key` finds it again.

        `thread` is the `ts` of the message there that it replies to.
        """
        ...

    def find(self, recipient: str, key: str, *, since: datetime, thread: str | None = None) -> Posted | None:
        """The message posted with `key`, after a crash between posting and remembering it."""
        ...

    def update(self, where: Posted, picture: Picture) -> None:
        """Replace a posted message."""
        ...

    def delete(self, where: Posted) -> None:
        """Take a posted message back; one that is gone already is fine."""
        ...

    def show_home(self, slack_id: str, view: Mapping[str, Any]) -> None:
        """Replace the Home tab of one person."""
        ...

    def whisper(self, recipient: str, channel: str | None, text: str, *, response_url: str | None = None) -> None:
        """Tell one person something only they see; by DM when it cannot be shown in place."""
        ...
