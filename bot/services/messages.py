"""Saying things: what is to be said is recorded with what it is about, then delivered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.domain.approvals import Approval, Seat
from bot.domain.errors import SlackRefused, SlackUnavailable
from bot.domain.exceptions import Trouble
from bot.domain.messages import Message, MessageKind, MessageState
from bot.domain.ports import Clock, Locks, Messenger, Picture, Posted, Store, Transaction

SWEEP_AFTER = timedelta(minutes=5)
GONE = frozenset({"message_not_found", "channel_not_found", "cant_update_message", "edit_window_closed"})
STOPPED = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_revoked", "token_expired"})

log = structlog.get_logger(__name__)


class Artist(Protocol):
    """Draws the records: `bot.blocks` with the links of this installation."""

    def card(self, approval: Approval, seat: Seat | None, now: datetime) -> Picture:
        """An approval for one person who is or was asked."""
        ...

    def digest(self, approvals: list[Approval], now: datetime) -> list[Picture]:
        """Many waiting approvals by name."""
        ...

    def outcome(self, approval: Approval) -> Picture:
        """What became of the order, for the buyer."""
        ...

    def question(self, approval: Approval, question_id: str) -> Picture:
        """An approver's question, for the buyer."""
        ...

    def answer(self, approval: Approval, question_id: str) -> Picture:
        """The buyer's answer, for the approver who asked."""
        ...

    def handed_over(self, approval: Approval, body: Mapping[str, Any]) -> Picture:
        """Who handed the order over, for the one who has it now."""
        ...

    def trouble(self, trouble: Trouble) -> Picture:
        """An exception, for its channel."""
        ...


class Outbox:
    """Records messages and starts their delivery, inside the transaction of what they are about."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def say(
        self,
        tx: Transaction,
        kind: MessageKind,
        recipient: str,
        key: str,
        *,
        approval_id: str | None = None,
        exception_id: int | None = None,
        **body: Any,
    ) -> bool:
        """Have a message delivered once for its `key`; False when it was recorded before."""
        now = self._clock.now()
        message = Message(
            id=uuid.uuid4().hex,
            key=key,
            kind=kind,
            recipient=recipient,
            created_at=now,
            approval_id=approval_id,
            exception_id=exception_id,
            next_attempt_at=now + SWEEP_AFTER,
            body=body,
        )
        if not tx.messages.add(message):
            return False
        tx.jobs.enqueue("deliver", message.id, partition=recipient)
        return True

    def redraw(self, tx: Transaction, *, approval_id: str | None = None, exception_id: int | None = None) -> list[str]:
        """Have every message that follows a record brought up to date; the ids of those that Slack may show."""
        again_at = self._clock.now() + SWEEP_AFTER
        messages = tx.messages.redraw(approval_id=approval_id, exception_id=exception_id, again_at=again_at)
        for message in messages:
            tx.jobs.enqueue("deliver", message.id, partition=message.recipient)
        return [message.id for message in messages]


class Delivery:
    """Brings Slack in line with the recorded messages. Every call may be repeated without harm."""

    def __init__(
        self, store: Store, messenger: Messenger, artist: Artist, clock: Clock, locks: Locks, on_failed: OnFailed
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._artist = artist
        self._clock = clock
        self._locks = locks
        self._on_failed = on_failed

    def deliver(self, message_id: str) -> None:
        """Post or redraw one message until what Slack shows is what the record says."""
        with self._locks.hold(f"message:{message_id}", wait=10.0) as held:
            if not held:
                return
            while self._deliver_once(message_id):
                pass

    def show_progress(self, approval_id: str) -> None:
        """Have the cards say that a decision is being carried out."""
        with self._store.begin() as tx:
            tx.messages.redraw(approval_id=approval_id)
        self.redraw_now(approval_id)

    def redraw_now(self, approval_id: str) -> None:
        """Redraw the posted cards of an approval at once, for the people who just clicked."""
        with self._store.read() as tx:
            stale = [m for m in tx.messages.of(approval_id=approval_id) if m.ts and not m.current]
        for message in stale:
            self.deliver(message.id)

    def _deliver_once(self, message_id: str) -> bool:
        """One step; True when the record moved on meanwhile and another is needed."""
        now = self._clock.now()
        with self._store.begin() as tx:
            message = tx.messages.get(message_id)
            if message is None or message.current:
                return False
            uncertain = message.state is MessageState.SENDING and message.kind is not MessageKind.NOTICE
            picture = None if uncertain else self._draw(tx, message, now)
            if picture is None and not uncertain:
                tx.messages.save(replace(message, state=MessageState.WITHDRAWN, next_attempt_at=None))
                return False
            if message.ts is None and not uncertain:
                message = replace(message, state=MessageState.SENDING)
                tx.messages.save(message)
        try:
            if picture is None:
                self._look_for(message)
                return True
            posted = self._show(message, picture)
        except SlackUnavailable as error:
            self._try_again(message, error)
            return False
        except SlackRefused as error:
            self._refused(message, error)
            return False
        with self._store.begin() as tx:
            after = replace(
                message,
                state=MessageState.SENT,
                drawn=message.wanted,
                channel=posted.channel,
                ts=posted.ts,
                attempts=0,
                error=None,
                next_attempt_at=None,
            )
            tx.messages.save(after)
            latest = tx.messages.get(message_id)
        return latest is not None and not latest.current

    def _look_for(self, message: Message) -> None:
        """It was given to Slack and we never heard whether it took it: what stands there is then redrawn."""
        found = self._messenger.find(message.recipient, message.key, since=message.created_at)
        seen = replace(message, state=MessageState.QUEUED)
        if found is not None:
            seen = replace(message, state=MessageState.SENT, drawn=0, channel=found.channel, ts=found.ts)
        with self._store.begin() as tx:
            tx.messages.save(seen)

    def _show(self, message: Message, picture: Picture) -> Posted:
        if message.ts and message.channel:
            where = Posted(message.channel, message.ts)
            self._messenger.update(where, picture)
            return where
        if message.kind is MessageKind.NOTICE:
            body = message.body
            self._messenger.whisper(
                message.recipient, body.get("channel"), picture.text, response_url=body.get("response_url")
            )
            return Posted(message.body.get("channel") or "", "")
        return self._messenger.post(message.recipient, picture, key=message.key)

    def _draw(self, tx: Transaction, message: Message, now: datetime) -> Picture | None:
        """The picture of the record now; None when there is nothing left to say."""
        if message.kind is MessageKind.NOTICE:
            return Picture(message.body["text"])
        if message.kind is MessageKind.TROUBLE:
            trouble = tx.troubles.get(message.exception_id or 0)
            return None if trouble is None else self._artist.trouble(trouble)
        if message.kind is MessageKind.DIGEST:
            waiting = [a for a in (tx.approvals.get(i) for i in message.body["approvals"]) if a is not None]
            pictures = self._artist.digest(waiting, now)
            return pictures[0] if pictures else None
        approval = tx.approvals.get(message.approval_id or "")
        if approval is None:
            return None
        return self._draw_approval(approval, message, now)

    def _draw_approval(self, approval: Approval, message: Message, now: datetime) -> Picture | None:
        match message.kind:
            case MessageKind.CARD:
                seat = next((s for s in approval.active_seats() if s.user_id == message.body["user_id"]), None)
                asked = seat is not None and approval.outcome is None and approval.step == message.body["step"]
                if message.ts is None and not asked:
                    return None
                return self._artist.card(approval, seat if asked else None, now)
            case MessageKind.QUESTION:
                return self._artist.question(approval, message.body["question_id"])
            case MessageKind.ANSWER:
                return self._artist.answer(approval, message.body["question_id"])
            case MessageKind.HANDED_OVER:
                return self._artist.handed_over(approval, message.body)
            case _:
                return self._artist.outcome(approval)

    def _try_again(self, message: Message, error: SlackUnavailable) -> None:
        wait = error.retry_after if error.retry_after is not None else min(2.0 ** min(message.attempts, 7), 120.0)
        # Slack said "later" before doing anything, or may have posted: only then look before posting again.
        state = MessageState.QUEUED if error.retry_after is not None and message.ts is None else message.state
        with self._store.begin() as tx:
            tx.messages.save(
                replace(
                    message,
                    state=state,
                    attempts=message.attempts + 1,
                    error=str(error),
                    next_attempt_at=self._clock.now() + timedelta(seconds=wait + SWEEP_AFTER.total_seconds()),
                )
            )
            tx.jobs.enqueue("deliver", message.id, partition=message.recipient, delay=max(wait, 1.0))

    def _refused(self, message: Message, error: SlackRefused) -> None:
        log.warning("Slack refused a message", kind=message.kind.value, code=error.code, method=error.method)
        if error.code in STOPPED:  # the whole connection is wrong, not this message: an administrator mends it
            self._try_again(message, SlackUnavailable(error.code))
            return
        gone = message.ts is not None and error.code in GONE
        with self._store.begin() as tx:
            tx.messages.save(replace(message, state=MessageState.FAILED, error=error.code, next_attempt_at=None))
            if not gone and message.kind is not MessageKind.NOTICE:
                self._on_failed(tx, message, error.code)


class OnFailed(Protocol):
    """Who takes over a message that Slack refuses."""

    def __call__(self, tx: Transaction, message: Message, code: str) -> None:
        """Make an exception of it."""
        ...
