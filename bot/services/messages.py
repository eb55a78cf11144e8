"""Saying things: what is to be said is recorded with what it is about, then delivered."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.domain.errors import SlackRefused, SlackUnavailable
from bot.domain.messages import LISTS, Message, MessageKind, MessageState
from bot.domain.ports import Clock, Locks, Messenger, Picture, Posted, Store, Transaction

SWEEP_AFTER = timedelta(minutes=5)
GONE = frozenset({"message_not_found", "channel_not_found", "cant_update_message", "edit_window_closed"})
BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format"})
STOPPED = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_revoked", "token_expired"})

log = structlog.get_logger(__name__)


Drawer = Callable[[Transaction, Message, datetime], Picture | None]
"""Draws one kind of message from its record now; None when there is nothing (any more) to say.

Each capability registers those of its own kinds in `bootstrap`.
"""


def notice(_tx: Transaction, message: Message, _now: datetime) -> Picture:
    """One sentence for one person, as it was said."""
    return Picture(message.body["text"])


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
        case_id: str | None = None,
        thread_of: str | None = None,
        not_before: datetime | None = None,
        held: bool = False,
        follows: Collection[str] = (),
        **body: Any,
    ) -> bool:
        """Have a message delivered once for its `key`; False when it was recorded before.

        `thread_of`: as a reply to the message of this id. `not_before`: not earlier than then, and only
        if it is still true by then. `held`: only once it is released. `follows`: drawn anew with these approvals too.
        """
        now = self._clock.now()
        later = not_before is not None and not_before > now
        message = Message(
            id=uuid.uuid4().hex,
            key=key,
            kind=kind,
            recipient=recipient,
            created_at=now,
            approval_id=approval_id,
            exception_id=exception_id,
            case_id=case_id,
            next_attempt_at=(not_before or now) if later or held else now + SWEEP_AFTER,
            thread_of=thread_of,
            not_before=not_before,
            held=held,
            body=body,
        )
        if not tx.messages.add(message):
            return False
        tx.messages.follow(message.id, follows)
        if not (later or held):  # else the sweep starts it in time
            tx.jobs.enqueue("deliver", message.id, partition=recipient)
        return True

    def release(self, tx: Transaction, message: Message) -> None:
        """Let a message go that was held."""
        now = self._clock.now()
        tx.messages.save(replace(message, held=False, released_at=now, next_attempt_at=now + SWEEP_AFTER))
        tx.jobs.enqueue("deliver", message.id, partition=message.recipient)

    def show(self, tx: Transaction, message: Message) -> None:
        """Send after all what had been withdrawn because it was part of a list."""
        again_at = self._clock.now() + SWEEP_AFTER
        tx.messages.save(replace(message, state=MessageState.QUEUED, error=None, next_attempt_at=again_at))
        tx.jobs.enqueue("deliver", message.id, partition=message.recipient)

    def replaced(self, tx: Transaction, key: str) -> None:
        """Another message takes the place of the one with this key: it is drawn anew, which takes it back."""
        message = tx.messages.by_key(key)
        if message is not None and message.state not in {MessageState.WITHDRAWN, MessageState.FAILED}:
            tx.messages.outdate(message.id)
            tx.jobs.enqueue("deliver", message.id, partition=message.recipient)

    def redraw(
        self,
        tx: Transaction,
        *,
        approval_id: str | None = None,
        exception_id: int | None = None,
        case_id: str | None = None,
    ) -> list[str]:
        """Have every message that follows a record brought up to date; the ids of those that Slack may show."""
        again_at = self._clock.now() + SWEEP_AFTER
        messages = tx.messages.redraw(
            approval_id=approval_id, exception_id=exception_id, case_id=case_id, again_at=again_at
        )
        for message in messages:
            waits = message.kind in LISTS and message.wanted - message.drawn > 1
            if not waits:  # a list that many changes concern is drawn once for all that came before its turn
                tx.jobs.enqueue("deliver", message.id, partition=message.recipient)
        return [message.id for message in messages]


class Delivery:
    """Brings Slack in line with the recorded messages. Every call may be repeated without harm."""

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        drawers: Mapping[MessageKind, Drawer],
        clock: Clock,
        locks: Locks,
        on_failed: OnFailed,
        quiet_until: Callable[[Message, datetime], datetime | None] = lambda _message, _now: None,
    ) -> None:
        undrawn = [kind.value for kind in MessageKind if kind not in drawers]
        if undrawn:
            raise ValueError(f"nobody draws {', '.join(undrawn)}")
        self._store = store
        self._messenger = messenger
        self._drawers = drawers
        self._clock = clock
        self._locks = locks
        self._on_failed = on_failed
        self._quiet_until = quiet_until

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
            tx.messages.redraw(approval_id=approval_id, lists=False)
        self.redraw_now(approval_id)

    def redraw_now(self, approval_id: str) -> None:
        """Redraw the posted cards of an approval at once, for the people who just clicked."""
        with self._store.read() as tx:
            stale = [m for m in tx.messages.of(approval_id=approval_id) if m.ts and not m.current]
        for message in stale:
            self.deliver(message.id)

    def redraw_case(self, case_id: str) -> None:
        """Bring the posted card of a supplier's mail up to date at once."""
        with self._store.read() as tx:
            stale = [m for m in tx.messages.of(case_id=case_id) if m.ts and not m.current]
        for message in stale:
            self.deliver(message.id)

    def _deliver_once(self, message_id: str) -> bool:
        """One step; True when the record moved on meanwhile and another is needed."""
        now = self._clock.now()
        if self._hold_again(message_id, now):
            return False
        with self._store.begin() as tx:
            message = tx.messages.get(message_id)
            if message is None or message.current or _too_early(message, now):
                return False
            uncertain = message.state is MessageState.SENDING and message.kind is not MessageKind.NOTICE
            picture = None if uncertain else self._draw(tx, message, now)
            if picture is None and not uncertain and message.ts is None:
                tx.messages.save(_withdrawn(message))
                return False
            if message.ts is None and not uncertain:
                message = replace(message, state=MessageState.SENDING)
                tx.messages.save(message)
            parent = tx.messages.get(message.thread_of) if message.thread_of else None
        thread = parent.ts if parent else None
        try:
            if uncertain:
                self._look_for(message, thread)
                return True
            posted = self._show(message, picture, thread)
        except SlackUnavailable as error:
            self._try_again(message, error)
            return False
        except SlackRefused as error:
            return self._refused(message, error)
        return self._shown(message, posted)

    def _hold_again(self, message_id: str, now: datetime) -> bool:
        """Whether a message that was released has come too late: its recipient's working time is over."""
        with self._store.read() as tx:
            message = tx.messages.get(message_id)
        if message is None or message.released_at is None or message.state is not MessageState.QUEUED:
            return False
        until = self._quiet_until(message, now)
        if until is None:
            return False
        with self._store.begin() as tx:
            tx.messages.save(replace(message, held=True, released_at=None, next_attempt_at=until))
        return True

    def _draw(self, tx: Transaction, message: Message, now: datetime) -> Picture | None:
        picture = self._drawers[message.kind](tx, message, now)
        return Picture(picture.text) if picture is not None and message.plain else picture

    def _shown(self, message: Message, posted: Posted | None) -> bool:
        """Record what Slack shows now; whether the record moved on meanwhile."""
        after = _withdrawn(message)
        if posted is not None:
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
        with self._store.begin() as tx:
            tx.messages.save(after)
            latest = tx.messages.get(message.id)
        return latest is not None and not latest.current

    def _look_for(self, message: Message, thread: str | None) -> None:
        """It was given to Slack and we never heard whether it took it: what stands there is then redrawn."""
        found = self._messenger.find(message.recipient, message.key, since=message.created_at, thread=thread)
        seen = replace(message, state=MessageState.QUEUED)
        if found is not None:
            seen = replace(message, state=MessageState.SENT, drawn=0, channel=found.channel, ts=found.ts)
        with self._store.begin() as tx:
            tx.messages.save(seen)

    def _show(self, message: Message, picture: Picture | None, thread: str | None) -> Posted | None:
        """Post, redraw or whisper it; take it back when there is nothing left to say, then None."""
        if message.ts and message.channel:
            where = Posted(message.channel, message.ts)
            if picture is None:
                self._take_back(where)
                return None
            self._messenger.update(where, picture)
            return where
        assert picture is not None, "what was never posted was withdrawn"
        if message.kind is MessageKind.NOTICE:
            body = message.body
            self._messenger.whisper(
                message.recipient, body.get("channel"), picture.text, response_url=body.get("response_url")
            )
            return Posted(message.body.get("channel") or "", "")
        return self._messenger.post(message.recipient, picture, key=message.key, thread=thread)

    def _take_back(self, where: Posted) -> None:
        try:
            self._messenger.delete(where)
        except SlackRefused as error:  # a workspace may forbid it; then it stays where it is
            log.info("a message could not be taken back", code=error.code)

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

    def _refused(self, message: Message, error: SlackRefused) -> bool:
        """Whether another way of saying it is left: without blocks, once."""
        log.warning("Slack refused a message", kind=message.kind.value, code=error.code, method=error.method)
        if error.code in STOPPED:  # the whole connection is wrong, not this message: an administrator mends it
            self._try_again(message, SlackUnavailable(error.code))
            return False
        if error.code in BLOCKS_REFUSED and not message.plain:
            state = MessageState.SENT if message.ts else MessageState.QUEUED
            with self._store.begin() as tx:
                tx.messages.save(replace(message, plain=True, state=state))
            return True
        gone = message.ts is not None and error.code in GONE
        with self._store.begin() as tx:
            tx.messages.save(replace(message, state=MessageState.FAILED, error=error.code, next_attempt_at=None))
            if not gone and message.kind is not MessageKind.NOTICE:
                self._on_failed(tx, message, error.code)
        return False


def _too_early(message: Message, now: datetime) -> bool:
    return message.held or (message.ts is None and message.not_before is not None and now < message.not_before)


def _withdrawn(message: Message) -> Message:
    return replace(message, state=MessageState.WITHDRAWN, next_attempt_at=None)


class OnFailed(Protocol):
    """Who takes over a message that Slack refuses."""

    def __call__(self, tx: Transaction, message: Message, code: str) -> None:
        """Make an exception of it."""
        ...
