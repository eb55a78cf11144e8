"""What is said in Slack: each message is a record first, and a picture of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class MessageKind(StrEnum):
    """What a message shows; decides how it is drawn."""

    CARD = "card"  # an approval, to somebody who is asked
    DIGEST = "digest"  # many approvals by name, on the first start
    OUTCOME = "outcome"  # to the buyer: what became of the order
    QUESTION = "question"  # to the buyer: an approver asks
    ANSWER = "answer"  # to the approver: the buyer answered
    HANDED_OVER = "handed_over"  # to a receiver who has the card already: who gave it, and why
    TROUBLE = "trouble"  # an exception, to its channel
    MAIL = "mail"  # what a supplier's mail asks of us
    MAIL_NEWS = "mail_news"  # another mail of a conversation, below its card
    CHASING = "chasing"  # to a buyer: what vendors owe a word about
    NOTICE = "notice"  # one sentence for one person
    REMINDER = "reminder"  # to the approver: it waits still
    ESCALATION = "escalation"  # to others: it waits for somebody who does not decide
    STUCK = "stuck"  # to the buyer: the order is stuck, or nobody is reminded of it for a while
    GATHERED = "gathered"  # several of these at once, as one list
    MORNING = "morning"  # to the approver: all that waits when the working day begins


class MessageState(StrEnum):
    """How far a message has come."""

    QUEUED = "queued"
    SENDING = "sending"  # given to Slack, answer not yet stored
    SENT = "sent"
    WITHDRAWN = "withdrawn"  # no longer true before it was sent
    FAILED = "failed"  # Slack refused it for good


REDRAWN = frozenset(
    {
        MessageKind.CARD,
        MessageKind.QUESTION,
        MessageKind.TROUBLE,
        MessageKind.REMINDER,
        MessageKind.ESCALATION,
        MessageKind.MAIL,
        MessageKind.CHASING,
    }
)
"""Kinds that follow their record after they were sent."""
LISTS = frozenset({MessageKind.DIGEST, MessageKind.GATHERED, MessageKind.MORNING})
"""Kinds that follow the records of all that they name."""


@dataclass(frozen=True)
class Message:
    """One message to one recipient (a Slack user or channel).

    `key` is unique and says what it is, so nothing is said twice. `wanted` counts up with each
    change of the record, `drawn` is the count that Slack shows. `body` holds the small facts that
    the picture needs beside the record. `thread_of` is the id of the message that this one replies to;
    it is not sent before `not_before`. `plain`: Slack refused its blocks, so it goes as text. `held`: it
    waits for the recipient's working time, and may become part of a list; until it was `released_at`.
    """

    id: str
    key: str
    kind: MessageKind
    recipient: str
    created_at: datetime
    approval_id: str | None = None
    exception_id: int | None = None
    case_id: str | None = None
    state: MessageState = MessageState.QUEUED
    wanted: int = 1
    drawn: int = 0
    channel: str | None = None
    ts: str | None = None
    attempts: int = 0
    next_attempt_at: datetime | None = None
    error: str | None = None
    thread_of: str | None = None
    not_before: datetime | None = None
    plain: bool = False
    held: bool = False
    released_at: datetime | None = None
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def current(self) -> bool:
        """Whether what stands in Slack is up to date."""
        if self.state in {MessageState.WITHDRAWN, MessageState.FAILED}:
            return True
        return self.state is MessageState.SENT and self.drawn >= self.wanted
