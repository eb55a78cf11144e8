"""Questions put in Slack: what is on record of each, and the ports that keep and answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.domain.questions import Turn


class AskedState(StrEnum):
    """How far a question has come."""

    ASKED = "asked"
    OPENING = "opening"  # Slack was asked for the message that the answer goes into; its address is not stored yet
    OPEN = "open"  # that message stands in Slack and says that the bot is looking
    ANSWERED = "answered"
    FAILED = "failed"  # Slack refused it for good


@dataclass(frozen=True)
class Said:
    """Something that somebody wrote to the bot. `thread` is the first message of the thread that it is answered in."""

    channel: str
    ts: str
    thread: str
    slack_id: str
    text: str
    direct: bool
    team: str = ""

    @property
    def key(self) -> str:
        """What makes this message one: Slack may send it several times, as a message and as a mention."""
        return f"{self.channel}:{self.ts}"


@dataclass(frozen=True)
class Reply:
    """An answer as Slack shows it: words, and blocks below them; `plain` for where Slack refuses those blocks."""

    text: str
    blocks: tuple[Mapping[str, Any], ...] = ()
    plain: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Asked:
    """One question on record. `reply_ts` is the message that is, or will be, the answer.

    `heard` is what the asker is shown to have asked, `answer` the words that were answered: together
    they are the thread's memory. `choices` are offered when the bot asks back. `tokens` were used by
    a model; `fell_back` says why a model's answer was not used.
    """

    id: str
    key: str
    said: Said
    asked_at: datetime
    state: AskedState = AskedState.ASKED
    reply_ts: str | None = None
    streaming: bool = False
    reply: Reply | None = None
    answer: str = ""
    choices: tuple[str, ...] = ()
    engine: str = ""
    fell_back: str = ""
    tokens: int = 0
    intent: str = ""
    behaviour: str = ""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The question and its answer, as the next question of the thread sees them."""
        answered = (Turn("bot", self.answer),) if self.answer else ()
        return (Turn("user", self.said.text), *answered)


class Verdict(StrEnum):
    """What somebody thinks of an answer."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True)
class Card:
    """An order that waits for somebody's decision; `url` leads to its card, empty where none stands in Slack yet."""

    order: str
    approval_id: str
    url: str = ""


@dataclass(frozen=True)
class Prompt:
    """Something to ask, offered before the first word: what the button says, and what it asks."""

    title: str
    message: str


class Questions(Protocol):
    """The questions on record."""

    def add(self, asked: Asked) -> bool:
        """Record a question; False when one with its key exists already."""
        ...

    def get(self, question_id: str) -> Asked | None:
        """One question by id; in a writing transaction it stays locked until the end."""
        ...

    def save(self, asked: Asked) -> None:
        """Store a changed question."""
        ...

    def before(self, asked: Asked, limit: int) -> Sequence[Asked]:
        """What the same person asked earlier in the same thread, oldest first; never what others asked."""
        ...

    def lately(self, asked: Asked, since: datetime, limit: int) -> Sequence[Asked]:
        """What the same person asked in the newest other thread of the same conversation since then, oldest first."""
        ...

    def unanswered(self, before: datetime, limit: int = 100) -> Sequence[str]:
        """Ids of questions asked before a moment and not answered yet."""
        ...

    def tokens_since(self, moment: datetime) -> int:
        """How many tokens a model has used since."""
        ...

    def rate(self, question_id: str, slack_id: str, verdict: Verdict, at: datetime) -> None:
        """Keep what somebody thinks of an answer; their last word counts."""
        ...

    def ratings(self) -> Mapping[tuple[str, str], int]:
        """Number of verdicts by (engine, verdict)."""
        ...

    def forget(self, before: datetime) -> int:
        """Drop questions asked before a moment, with what was thought of them; how many."""
        ...


class Speaker(Protocol):
    """Answers in Slack: says that it is looking, opens the message of an answer, and fills it.

    Raises `SlackUnavailable` or `SlackRefused`, but never because Slack does not allow a status or a
    stream here: then a plain message does the job.
    """

    def looking(self, said: Said) -> None:
        """Show at once that the bot is looking. Never raises."""
        ...

    def open(self, said: Said, key: str) -> tuple[str, bool]:
        """Open the message that the answer goes into: its `ts`, and whether it is a stream. `key` finds it again."""
        ...

    def find(self, said: Said, key: str) -> tuple[str, bool] | None:
        """The message opened with `key`, after a crash between opening and remembering it."""
        ...

    def step(self, asked: Asked, title: str, number: int) -> None:
        """Show which look-up is under way; a message that is no stream stays as it is. Never raises."""
        ...

    def fill(self, asked: Asked, reply: Reply) -> None:
        """Put the answer into the opened message; may be called again without harm."""
        ...

    def prompts(self, channel: str, prompts: Sequence[Prompt]) -> None:
        """Offer things to ask in somebody's conversation with the bot. Never raises."""
        ...
