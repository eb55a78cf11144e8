"""A Slack that shows answers, in memory: what stands there, and what was asked of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.blocks import questions as drawing
from bot.domain.conversations import Asked, Prompt, Reply, Said, Speaker
from bot.domain.errors import SlackError
from tests import slack_contract
from tests.fakes import Wire


@dataclass
class Shown:
    """A message of the bot. `text` is None while it only says that the bot is looking."""

    key: str
    channel: str
    thread: str
    text: str | None = None
    reply: Reply | None = None
    fillings: int = 0
    steps: list[str] = field(default_factory=list)

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """What can be clicked: words and value."""
        blocks = self.reply.blocks if self.reply else ()
        rows = [block["elements"] for block in blocks if block["type"] == "actions"]
        return [(e["text"]["text"], e["value"]) for row in rows for e in row]


class FakeSpeaker(Speaker):
    """Opens and fills messages. `refusal` is raised by the next calls of that name; each passes through the wire."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.shown: dict[str, Shown] = {}
        self.looked: list[Said] = []
        self.offered: dict[str, tuple[Prompt, ...]] = {}
        self.refusals: dict[str, SlackError] = {}
        self.readable = True
        self._numbers = itertools.count(1)

    def looking(self, said: Said) -> None:
        with self.wire.call("looking"):
            self.looked.append(said)

    def open(self, said: Said, key: str) -> tuple[str, bool]:
        with self.wire.call("open"):
            self._refuse("open")
            ts = f"1800000000.{next(self._numbers):06}"
            self.shown[ts] = Shown(key, said.channel, said.thread)
            return ts, True

    def find(self, said: Said, key: str) -> tuple[str, bool] | None:
        with self.wire.call("find_message"):
            found = [ts for ts, shown in self.shown.items() if shown.key == key]
            return (found[0], True) if found and self.readable else None

    def step(self, asked: Asked, title: str, number: int) -> None:
        self.shown[str(asked.reply_ts)].steps.append(title)

    def fill(self, asked: Asked, reply: Reply) -> None:
        with self.wire.call("fill"):
            self._refuse("fill")
            for blocks in (drawing.whole(reply), reply.plain):
                problems = slack_contract.call_errors(
                    "chat.update", {"channel": asked.said.channel, "ts": "1.2", "text": reply.text, "blocks": blocks}
                )
                assert not problems, [str(problem) for problem in problems]
            shown = self.shown[str(asked.reply_ts)]
            shown.text, shown.reply, shown.fillings = reply.text, reply, shown.fillings + 1

    def prompts(self, channel: str, prompts: Sequence[Prompt]) -> None:
        self.offered[channel] = tuple(prompts)

    def said(self) -> list[str | None]:
        """What stands in Slack, in order."""
        return [shown.text for shown in self.shown.values()]

    def _refuse(self, name: str) -> None:
        error = self.refusals.pop(name, None)
        if error is not None:
            raise error
