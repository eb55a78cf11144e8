"""When somebody who is asked hears of it again, and when others do. Silence never decides: no deed here is a vote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.approvals import Approval, ApprovalState, Because, Verdict
from bot.domain.chains import Chain, Level, Pace, Urgency
from bot.domain.durations import Duration
from bot.domain.working_time import Timetable

LOOK_AGAIN = timedelta(hours=6)  # leave may be entered in Odoo at any time, and an absent person's orders move on
UNDER_WAY = timedelta(minutes=15)  # a decision that is being carried out, or turns out void
HAVE_DECIDED = timedelta(hours=4)  # others of the step have not


@dataclass(frozen=True)
class Watch:
    """What was done so far about one person who is asked in one step of one approval.

    It is looked at again `due_at`; None once there is nothing more to do. `since` is when they were
    asked. `reminders` counts those of the chain, `said` nudges too: the newest takes the place of the
    others. `level` is how many escalations were done. `covered_until` is the end of the absence for
    which somebody was found to stand in, or looked for in vain.
    """

    approval_id: str
    step: int
    user_id: int
    since: datetime
    due_at: datetime | None
    version: int = 1
    reminders: int = 0
    reminded_at: datetime | None = None
    said: int = 0
    level: int = 0
    level_at: datetime | None = None
    covered_until: datetime | None = None


class Deed(StrEnum):
    """What is to be done about a watch now."""

    STOP = "stop"  # nothing, ever again
    WAIT = "wait"  # nothing until `at`
    REMIND = "remind"
    ESCALATE = "escalate"
    COVER = "cover"  # the person is away: somebody else must be able to decide


@dataclass(frozen=True)
class Next:
    """The next deed: `at` when it is due, or when to look again; `why` for the audit log.

    `level` is what an escalation does; `urgent` says why the order is urgent, None when it is not.
    """

    deed: Deed
    at: datetime | None = None
    why: str = ""
    level: Level | None = None
    urgent: str | None = None


def next_step(
    approval: Approval,
    watch: Watch,
    chain: Chain | None,
    urgency: Urgency,
    timetable: Timetable,
    now: datetime,
) -> Next:
    """What is to be done about one person who is asked, and when; `timetable` is theirs.

    Without a chain nobody is reminded, but whoever is away is stood in for. Time stands still while a
    question to the buyer waits, where the step says so.
    """
    over = why_over(approval, watch)
    if over is not None:
        return Next(Deed.STOP, why=over)
    held = _held(approval, watch, now)
    if held is not None:
        return held
    urgent = urgency.why(approval.order, now)
    away = timetable.away(now)
    if away is not None:
        if watch.covered_until is None or watch.covered_until < away.until:
            return Next(Deed.COVER, away.until, f"away ({away.source})", urgent=urgent)
        return Next(Deed.WAIT, min(away.until, now + LOOK_AGAIN), "away", urgent=urgent)
    loud = urgent is not None and urgency.outside_hours
    pace = chain.pace(urgent=urgent is not None) if chain is not None else Pace()
    events = _events(approval, watch, pace, timetable, loud=loud)
    for at, level in events:
        if at > now:
            break
        if level is not None:
            return Next(Deed.ESCALATE, at, "nobody decided in time", level, urgent)
        if loud or timetable.working(now):
            return Next(Deed.REMIND, at, "no decision yet", urgent=urgent)
    # A reminder that is late, after a snooze or because we were away, waits for their working time.
    coming = [at if at > now else timetable.next_working(now) for at, _level in events]
    changes = [*coming, urgency.since(approval.order), *(a.start for a in timetable.absences)]
    soon = min((moment for moment in changes if moment is not None and moment > now), default=now + LOOK_AGAIN)
    return Next(Deed.WAIT, min(soon, now + LOOK_AGAIN), "not yet", urgent=urgent)


def why_over(approval: Approval, watch: Watch) -> str | None:
    """Why nobody needs to hear of it any more; None while they may."""
    if approval.state is not ApprovalState.PENDING and not _under_way(approval):
        return f"the approval is {approval.state.value}"
    if approval.step != watch.step:
        return "the step is over"
    seat = approval.seat_of(watch.user_id)
    if seat is None or seat.vacated:
        return "they are not asked any more"
    return None


def waits_for(approval: Approval, user_id: int) -> bool:
    """Whether a pending approval still waits for this person's decision."""
    seat = approval.seat_of(user_id)
    return (
        approval.state is ApprovalState.PENDING
        and seat is not None
        and not seat.vacated
        and not _decided(approval)
        and seat.place not in approval.decided_places()
    )


def silent(approval: Approval) -> tuple[int, ...]:
    """Those who are asked and whose decision of the current step is missing; to whom it was escalated left out."""
    return tuple(
        seat.user_id
        for seat in approval.active_seats()
        if seat.because is not Because.ESCALATED and waits_for(approval, seat.user_id)
    )


def _held(approval: Approval, watch: Watch, now: datetime) -> Next | None:
    """Why nothing is done just now, whatever the time."""
    if _under_way(approval) or _decided(approval):
        return Next(Deed.WAIT, now + UNDER_WAY, "a decision is being carried out")
    if not waits_for(approval, watch.user_id):
        return Next(Deed.WAIT, now + HAVE_DECIDED, "they have decided")
    if approval.current.pause_on_question and approval.open_question is not None:
        return Next(Deed.WAIT, now + LOOK_AGAIN, "a question waits for its answer")
    if approval.snoozed_until is not None and approval.snoozed_until > now:
        return Next(Deed.WAIT, approval.snoozed_until, f"snoozed by {approval.snoozed_by}")
    return None


def _under_way(approval: Approval) -> bool:
    return approval.state in {ApprovalState.APPROVED, ApprovalState.REJECTED} and approval.applied_at is None


def _decided(approval: Approval) -> bool:
    return bool(approval.standing(Verdict.REJECT)) or approval.step_complete()


def _events(
    approval: Approval, watch: Watch, pace: Pace, timetable: Timetable, *, loud: bool
) -> list[tuple[datetime, Level | None]]:
    """What the chain still holds, each with the moment when it is due, the first first; None stands for a reminder."""

    pauses = approval.pauses()

    def after(base: datetime, length: Duration) -> datetime:
        return timetable.after(base, length, pauses)

    found: list[tuple[datetime, Level | None]] = []
    length = pace.remind_after if watch.reminded_at is None else pace.repeat
    if length is not None and pace.remind_after is not None and watch.reminders < pace.reminders:
        at = after(watch.reminded_at or watch.since, length)
        found.append((at if loud else timetable.next_working(at), None))
    if watch.level < len(pace.levels):
        level = pace.levels[watch.level]
        found.append((after(watch.level_at or watch.since, level.after), level))
    return sorted(found, key=lambda event: event[0])
