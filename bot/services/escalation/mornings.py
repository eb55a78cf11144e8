"""The morning digest: all that waits for somebody, once, when their working day begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.domain.errors import Conflict
from bot.domain.home import Part
from bot.domain.messages import MessageKind
from bot.domain.mornings import Morning, next_start
from bot.domain.ports import Clock, Store
from bot.domain.working_time import Timetable, Timetables
from bot.services.messages import Outbox

MOST = 20  # orders on one digest, whatever they are called

log = structlog.get_logger(__name__)


class MorningDigests:
    """Sends each approver at most one list a working day, at its beginning."""

    def __init__(self, store: Store, timetables: Timetables, outbox: Outbox, clock: Clock) -> None:
        self._store = store
        self._timetables = timetables
        self._outbox = outbox
        self._clock = clock

    def sweep(self) -> int:
        """Send what is due; how many people were looked at."""
        now = self._clock.now()
        with self._store.read() as tx:
            due = tx.mornings.due(now)
        if not due:
            return 0
        timetables = self._timetables.of({morning.user_id for morning in due}, now)
        for morning in due:
            try:
                self._look_at(morning, timetables[morning.user_id])
            except Conflict:
                log.info("somebody else sent this digest", user=morning.user_id)
        return len(due)

    def _look_at(self, morning: Morning, timetable: Timetable) -> None:
        now = self._clock.now()
        # The first row of somebody is due at once, only to learn when their day begins.
        begun = morning.version > 1 and timetable.working(now) and _worked_since_the_last(morning, timetable, now)
        with self._store.begin() as tx:
            waiting = tx.approvals.queued(morning.user_id, Part.WAITING, limit=MOST)
            if morning.version > 1 and not waiting:
                tx.mornings.remove(morning)
                return
            tx.mornings.save(
                replace(morning, due_at=next_start(timetable, now), last_at=now if begun else morning.last_at)
            )
            person = tx.people.by_user([morning.user_id]).get(morning.user_id)
            if not begun or person is None or not person.slack_id:
                return
            listed = [approval.id for approval in waiting]
            total = tx.approvals.queue_counts(morning.user_id).get(Part.WAITING, len(listed))
            day = now.astimezone(ZoneInfo(timetable.zone)).date()
            self._outbox.say(
                tx,
                MessageKind.MORNING,
                person.slack_id,
                f"morning:{morning.user_id}:{day}",
                approval_id=waiting[0].id,
                held=True,
                follows=listed,
                user_id=morning.user_id,
                approvals=listed,
                more=total - len(listed),
                urgent=None,
            )


def _worked_since_the_last(morning: Morning, timetable: Timetable, now: datetime) -> bool:
    """Whoever comes to work and finds the list of the first start needs no second one beside it."""
    return morning.last_at is None or timetable.between(morning.last_at, now) > timedelta(0)
