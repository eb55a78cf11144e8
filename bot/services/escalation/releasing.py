"""Letting go what was held: in its recipient's working time, a few at once, and the rest as one list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from bot.blocks.escalation import MOST_ROWS
from bot.domain.chains import Escalation
from bot.domain.messages import Message, MessageKind, MessageState
from bot.domain.ports import Clock, Locks, Store, Transaction
from bot.domain.working_time import Timetable, Timetables
from bot.services.escalation.ageing import aged, concerned
from bot.services.messages import Drawer, Outbox

AN_HOUR = timedelta(hours=1)

log = structlog.get_logger(__name__)


class Releasing:
    """Decides when people are told what is not urgent enough to disturb them, and in how many messages."""

    def __init__(
        self,
        store: Store,
        rules: Escalation,
        timetables: Timetables,
        drawers: Mapping[MessageKind, Drawer],
        outbox: Outbox,
        clock: Clock,
        locks: Locks,
    ) -> None:
        self._store = store
        self._rules = rules
        self._timetables = timetables
        self._drawers = drawers
        self._outbox = outbox
        self._clock = clock
        self._locks = locks

    def release(self) -> int:
        """Let go what may go now; how many messages were looked at."""
        now = self._clock.now()
        with self._store.read() as tx:
            held = tx.messages.held(now)
        if not held:
            return 0
        people = {m.body["user_id"] for m in held if m.body.get("user_id")}
        people |= {user_id for m in held if (user_id := concerned(m)) is not None}
        timetables = self._timetables.of(people, now)
        by_recipient = sorted(held, key=lambda m: (m.recipient, m.created_at, m.id))
        for recipient, messages in groupby(by_recipient, key=lambda m: m.recipient):
            self._release_to(recipient, list(messages), timetables, now)
        return len(held)

    def quiet_until(self, message: Message, now: datetime) -> datetime | None:
        """Until when a message that was let go must wait after all; None when it may be shown now."""
        user_id = message.body.get("user_id")
        if user_id is None or self._loud(message):
            return None
        timetable = self._timetables.of([user_id], now)[user_id]
        return None if timetable.working(now) else timetable.next_working(now)

    def _loud(self, message: Message) -> bool:
        return bool(message.body.get("urgent")) and self._rules.urgency.outside_hours

    def _release_to(
        self, recipient: str, messages: Sequence[Message], timetables: Mapping[int, Timetable], now: datetime
    ) -> None:
        with self._locks.hold(f"release:{recipient}") as held:
            if not held:
                return  # another replica is at it
            with self._store.begin() as tx:
                may_go = [m for m in self._still_held(tx, messages) if self._true_now(tx, m, now)]
                ready = [m for m in may_go if self._in_time(tx, m, timetables, now)]
                ready = [aged(tx, m, timetables, now) for m in ready]
                if ready:
                    self._let_go(tx, recipient, ready, now)

    def _still_held(self, tx: Transaction, messages: Iterable[Message]) -> Iterable[Message]:
        for message in messages:
            latest = tx.messages.get(message.id)
            if latest is not None and latest.held and latest.state is MessageState.QUEUED:
                yield latest

    def _true_now(self, tx: Transaction, message: Message, now: datetime) -> bool:
        """A decision, a snooze or a newer reminder has made it untrue: then it is never sent."""
        if self._drawers[message.kind](tx, message, now) is not None:
            return True
        tx.messages.save(replace(message, held=False, state=MessageState.WITHDRAWN, next_attempt_at=None))
        return False

    def _in_time(self, tx: Transaction, message: Message, timetables: Mapping[int, Timetable], now: datetime) -> bool:
        user_id = message.body.get("user_id")
        timetable = timetables.get(user_id) if user_id else None
        if timetable is None or self._loud(message) or timetable.working(now):
            return True
        tx.messages.postpone(message.id, timetable.next_working(now))
        return False

    def _let_go(self, tx: Transaction, recipient: str, ready: Sequence[Message], now: datetime) -> None:
        digests = [m for m in ready if m.kind is MessageKind.MORNING]
        for digest in digests:
            self._outbox.release(tx, digest)
        ready = [m for m in ready if m.kind is not MessageKind.MORNING]
        told = tx.messages.released_since(recipient, now - AN_HOUR)
        room = self._rules.per_hour - len(told)
        if len(ready) > min(room, self._rules.digest_over):  # one list of the same orders at the same moment is enough
            named = {approval_id for digest in digests for approval_id in digest.body["approvals"]}
            ready = [m for m in ready if not self._is_named(tx, m, named)]
        if len(ready) <= min(room, self._rules.digest_over):
            for message in ready:
                self._outbox.release(tx, message)
        elif room > 0 or any(self._loud(m) for m in ready):
            for start in range(0, len(ready), MOST_ROWS):
                self._gather(tx, recipient, ready[start : start + MOST_ROWS])
        else:
            for message in ready:
                tx.messages.postpone(message.id, told[0] + AN_HOUR)  # by then one of them is no longer counted

    def _is_named(self, tx: Transaction, message: Message, named: Collection[str]) -> bool:
        """Whether a reminder says what the morning digest says at the same moment: then it became part of that."""
        if message.kind is not MessageKind.REMINDER or message.approval_id not in named or self._loud(message):
            return False
        tx.messages.save(_gone(message))
        return True

    def _gather(self, tx: Transaction, recipient: str, messages: Sequence[Message]) -> None:
        """All of them as one list; each can be asked for from there."""
        key = f"gathered:{messages[0].id}"
        self._outbox.say(
            tx,
            MessageKind.GATHERED,
            recipient,
            key,
            approval_id=messages[0].approval_id,
            held=True,
            follows=[m.approval_id for m in messages if m.approval_id],
            messages=[m.id for m in messages],
            user_id=messages[0].body.get("user_id"),
            urgent=next((m.body["urgent"] for m in messages if m.body.get("urgent")), None),
        )
        for message in messages:
            tx.messages.save(_gone(message))
        gathered = tx.messages.by_key(key)
        if gathered is not None:
            self._outbox.release(tx, gathered)
        log.info("messages gathered", recipient=recipient, count=len(messages))


def _gone(message: Message) -> Message:
    """It became part of a list."""
    return replace(message, held=False, state=MessageState.WITHDRAWN, error="gathered", next_attempt_at=None)
