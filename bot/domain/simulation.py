"""What the policy would have done to orders of the past: who is asked, reminded, escalated to, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.approvals import Approval
from bot.domain.chains import Action, Urgency
from bot.domain.escalation import Deed, Watch, next_step
from bot.domain.working_time import Timetable

MOST_STEPS = 200  # of one person about one order: a chain ends long before


class What(StrEnum):
    """What would have happened."""

    ASKED = "asked"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    STOOD_IN = "stood_in"


@dataclass(frozen=True)
class Happening:
    """One thing that would have happened about an order.

    `waits_for` is the Odoo user who is asked; `level` counts an escalation's, `action` is what it does,
    `why` in words. To whom it goes is for the caller to find out, except for `asked` and `reminded`.
    """

    what: What
    at: datetime
    waits_for: int
    why: str = ""
    level: int = 0
    action: Action | None = None


def replay(
    approval: Approval, user_id: int, urgency: Urgency, timetable: Timetable, start: datetime, end: datetime
) -> Sequence[Happening]:
    """What one person who is asked in the current step hears and causes, from `start` until the step ends.

    The same rule that the bot follows, with a clock that jumps from one due moment to the next.
    """
    happened = [Happening(What.ASKED, start, user_id)]
    watch = Watch(approval.id, approval.step, user_id, since=start, due_at=start)
    now = start
    for _ in range(MOST_STEPS):
        step = next_step(approval, watch, approval.current.escalation, urgency, timetable, now)
        match step.deed:
            case Deed.STOP:
                return happened
            case Deed.WAIT:
                if step.at is None or step.at <= now or step.at >= end:
                    return happened
                now = step.at
            case Deed.REMIND:
                happened.append(Happening(What.REMINDED, now, user_id, step.why))
                watch = replace(watch, reminders=watch.reminders + 1, reminded_at=now, said=watch.said + 1)
            case Deed.ESCALATE:
                assert step.level is not None
                watch = replace(watch, level=watch.level + 1, level_at=now)
                happened += [
                    Happening(What.ESCALATED, now, user_id, step.why, watch.level, action) for action in step.level.then
                ]
            case Deed.COVER:
                happened.append(Happening(What.STOOD_IN, now, user_id, step.why))
                watch = replace(watch, covered_until=step.at)
    return happened
