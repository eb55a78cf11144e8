"""What an interaction gives the bot to answer with: a trigger for a modal, and a response_url."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.sandbox.slack.refusals import Refusal
from bot.sandbox.slack.timing import Timing

TRIGGER_SECONDS = 3.0
ANSWER_SECONDS = 30 * 60.0
ANSWERS = 5
FORGET_SECONDS = 3600.0


@dataclass
class Trigger:
    """The right to open one modal for one person, for three seconds."""

    user: str
    since: float
    used: bool = False


@dataclass
class Answer:
    """The right to answer an interaction five times within half an hour."""

    user: str
    channel: str
    message_ts: str | None
    since: float
    left: int = ANSWERS


class Triggers:
    """Gives out both and takes them back; nothing of it outlives a restart."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._triggers: dict[str, Trigger] = {}
        self._answers: dict[str, Answer] = {}

    def trigger(self, user: str) -> str:
        """A new trigger_id."""
        now = self._timing.now()
        self._triggers = {key: one for key, one in self._triggers.items() if now - one.since < FORGET_SECONDS}
        number = secrets.randbelow(10**12)
        trigger_id = f"{number}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user, now)
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """The person for whom a modal may be opened; works once."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self._timing.now() - trigger.since > TRIGGER_SECONDS:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def response_path(self, user: str, channel: str, message_ts: str | None = None) -> str:
        """The path of a new response_url."""
        now = self._timing.now()
        self._answers = {key: one for key, one in self._answers.items() if now - one.since < ANSWER_SECONDS * 2}
        key = secrets.token_hex(16)
        self._answers[key] = Answer(user, channel, message_ts, now)
        return f"/response/{key}"

    def use(self, key: str) -> Answer:
        """One use of a response_url."""
        answer = self._answers.get(key)
        if answer is None or self._timing.now() - answer.since > ANSWER_SECONDS:
            raise Refusal("expired_url", status=404)
        if not answer.left:
            raise Refusal("used_url", status=404)
        answer.left -= 1
        return answer
