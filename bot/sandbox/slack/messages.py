"""The messages: what stands in each conversation, for everybody or for one person alone."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.slack.block_rules import elements
from bot.sandbox.slack.kept import Kept
from bot.sandbox.slack.refusals import Json
from bot.sandbox.slack.rooms import fresh
from bot.sandbox.slack.timing import Timing

VERSIONS = 5


@dataclass
class Message:
    """A message as Slack shows it, and what only the sandbox knows of it."""

    channel: str
    ts: str
    body: Json
    to: str | None = None
    streamed: list[Json] | None = None
    stream_since: float = 0.0
    earlier: list[list[Json]] = field(default_factory=list)

    @property
    def thread_ts(self) -> str | None:
        """The message that started the thread it is in."""
        return self.body.get("thread_ts")

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, none if it has none."""
        return self.body.get("blocks") or []


class Messages:
    """Every message by conversation, oldest first. Those to one person alone are gone after a restart, as in Slack."""

    def __init__(self, kept: Kept, timing: Timing) -> None:
        self._kept = kept
        self._timing = timing
        self._all: dict[str, dict[str, Message]] = {}
        for key, body in kept.all("message"):
            channel, _, ts = key.partition(" ")
            timing.remember(ts)
            self._all.setdefault(channel, {})[ts] = Message(channel, ts, body)

    def add(self, channel: str, body: Json, *, to: str | None = None) -> Message:
        """A new message, with its timestamp."""
        ts = self._timing.stamp()
        message = Message(channel, ts, {"type": "message", **body, "ts": ts}, to)
        self._all.setdefault(channel, {})[ts] = message
        parent = self.find(channel, message.thread_ts or "")
        if parent is not None and to is None and "thread_ts" not in parent.body:
            parent.body["thread_ts"] = parent.ts
            self.save(parent)
        self.save(message)
        return message

    def find(self, channel: str, ts: str) -> Message | None:
        """One message."""
        return self._all.get(channel, {}).get(ts)

    def replace(self, message: Message, **changes: Any) -> None:
        """Change a message in place; what it showed is remembered for those who still look at it."""
        message.earlier = [message.blocks, *message.earlier][:VERSIONS]
        message.body = {
            name: value for name, value in {**message.body, **changes}.items() if value is not None or name == "text"
        }
        self.save(message)

    def remove(self, message: Message) -> None:
        """Delete a message."""
        self._all[message.channel].pop(message.ts, None)
        self._kept.drop("message", f"{message.channel} {message.ts}")

    def save(self, message: Message) -> None:
        """Write it down, unless it is for one person alone."""
        if message.to is None:
            self._kept.put("message", f"{message.channel} {message.ts}", message.body)

    def of(self, channel: str, viewer: str | None = None) -> Iterator[Message]:
        """The messages of a conversation, oldest first, with those to `viewer` alone."""
        for message in list(self._all.get(channel, {}).values()):
            if message.to is None or message.to == viewer:
                yield message

    def replies(self, channel: str, ts: str) -> list[Message]:
        """The replies in a thread, oldest first."""
        return [message for message in self.of(channel) if message.is_reply and message.thread_ts == ts]

    def json(self, message: Message) -> Json:
        """A message as the Web API shows it, with the count of its replies."""
        shown = copy.deepcopy(message.body)
        replies = self.replies(message.channel, message.ts) if message.thread_ts == message.ts else []
        if replies:
            users = list(dict.fromkeys(str(reply.body.get("user", "")) for reply in replies))
            shown |= {
                "reply_count": len(replies),
                "reply_users": users,
                "reply_users_count": len(users),
                "latest_reply": replies[-1].ts,
            }
        return shown

    def clear(self) -> None:
        """Forget all messages."""
        self._all.clear()


def identified(blocks: Any) -> list[Json]:
    """The blocks with an id on each and on each of its elements, as Slack gives them."""
    own: list[Json] = copy.deepcopy(list(blocks or ()))
    for block in own:
        block.setdefault("block_id", fresh("")[1:6])
        for element in elements(block):
            element.setdefault("action_id", fresh("")[1:6])
    return own
