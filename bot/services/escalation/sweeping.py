"""The sweep: takes each step that is due, once, whatever dies and however many replicas sweep.

A step, its messages and its audit event are one transaction, which begins by looking whether the step
is still due. What Odoo and Slack must be asked for is asked before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.approvals import Approval
from bot.domain.chains import Action, Urgency
from bot.domain.errors import Conflict, OdooError, SlackError
from bot.domain.escalation import Deed, Next, Watch, next_step, waits_for
from bot.domain.people import OdooUser
from bot.domain.ports import Clock, Store
from bot.domain.working_time import Timetable, Timetables
from bot.services.approvers import ApproverService
from bot.services.escalation.covering import Covering
from bot.services.escalation.steps import Occasion, Steps
from bot.services.escalation.targets import Target, Targets
from bot.services.people import PeopleService

AT_ONCE = 200
STUMBLED = timedelta(minutes=1)
GONE = "no longer active in Odoo, or without a Slack account"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Asked:
    """What was asked of Odoo and Slack for one watch: to whom its next step turns."""

    plan: Next
    targets: Mapping[Action, Sequence[Target]]
    deputies: Sequence[Target]
    next_in_line: Sequence[Target]
    away: frozenset[int]


class EscalationService:
    """Reminds, escalates and finds deputies. It never votes: silence decides nothing."""

    def __init__(
        self,
        store: Store,
        urgency: Urgency,
        timetables: Timetables,
        approvers: ApproverService,
        people: PeopleService,
        targets: Targets,
        steps: Steps,
        covering: Covering,
        clock: Clock,
        count: Callable[[str], None] = lambda _deed: None,
    ) -> None:
        self._store = store
        self._urgency = urgency
        self._timetables = timetables
        self._approvers = approvers
        self._people = people
        self._targets = targets
        self._steps = steps
        self._covering = covering
        self._clock = clock
        self._count = count

    def sweep(self, limit: int = AT_ONCE) -> int:
        """Look at what is due, longest first; how many there were. The cost grows with what is due alone."""
        now = self._clock.now()
        with self._store.read() as tx:
            due = tx.watches.due(now, limit)
            approvals = {w.approval_id: tx.approvals.get(w.approval_id) for w in due} if due else {}
        if not due:
            return 0
        timetables = self._timetables.of({w.user_id for w in due}, now)
        users = self._users({w.user_id for w in due})
        for watch in due:
            try:
                approval, timetable = approvals[watch.approval_id], timetables[watch.user_id]
                self._look_at(watch, approval, timetable, users, now, beside=len(due) - 1)
            except Conflict:
                log.info("somebody else looked after it", approval=watch.approval_id)
            except (OdooError, SlackError) as error:
                log.info("an escalation waits", approval=watch.approval_id, why=str(error))
                self._defer(watch, now + STUMBLED)
            except Exception:
                log.exception("an escalation failed", approval=watch.approval_id)
                self._defer(watch, now + STUMBLED)
        return len(due)

    def _look_at(
        self,
        watch: Watch,
        approval: Approval | None,
        timetable: Timetable,
        users: Mapping[int, OdooUser | None],
        now: datetime,
        *,
        beside: int,
    ) -> None:
        gone = watch.user_id in users and users[watch.user_id] is None

        def plan(current: Approval, one: Watch) -> Next:
            if gone and waits_for(current, one.user_id):
                return Next(Deed.COVER, None, GONE)
            return next_step(current, one, current.current.escalation, self._urgency, timetable, now)

        if approval is None:
            self._defer(watch, None)
            return
        asked = self._ask(watch, approval, plan(approval, watch), timetable, now)
        if self._take(watch, asked, plan, timetable, now, gone=gone, beside=beside):
            self._count(asked.plan.deed.value)

    def _take(
        self,
        watch: Watch,
        asked: _Asked,
        plan: Callable[[Approval, Watch], Next],
        timetable: Timetable,
        now: datetime,
        *,
        gone: bool,
        beside: int,
    ) -> bool:
        """Do what is due if it still is; False when another replica was here, or the record moved on meanwhile."""
        with self._store.begin() as tx:
            current = tx.approvals.get(watch.approval_id)
            one = tx.watches.get(watch.approval_id, watch.step, watch.user_id)
            if current is None or one is None or one.version != watch.version or one.due_at is None or one.due_at > now:
                return False
            due = plan(current, one)
            if (due.deed, due.level) != (asked.plan.deed, asked.plan.level):
                return False  # the next sweep, in seconds, asks for what it then needs
            if one.covered_until is not None and timetable.away(now) is None and waits_for(current, one.user_id):
                one = self._steps.back(tx, current, one, now)
            on = Occasion(current, one, due, timetable, now, beside)
            match due.deed:
                case Deed.REMIND:
                    after = self._steps.remind(tx, on)
                case Deed.ESCALATE:
                    after = self._steps.escalate(tx, on, asked.targets, asked.away)
                case Deed.COVER:
                    candidates = [*asked.deputies, *asked.next_in_line]
                    after = self._covering.cover(tx, on, candidates, asked.away, gone=gone)
                case _:
                    after = one
            tx.watches.save(replace(after, due_at=self._due(tx.approvals.get(current.id) or current, after, plan)))
        return True

    def _due(self, approval: Approval, watch: Watch, plan: Callable[[Approval, Watch], Next]) -> datetime | None:
        """When to look again; at once where the next deed is due already, never once all is over."""
        if watch.due_at is None:
            return None
        coming = plan(approval, watch)
        return None if coming.deed is Deed.STOP else coming.at if coming.deed is Deed.WAIT else watch.due_at

    def _ask(self, watch: Watch, approval: Approval, plan: Next, timetable: Timetable, now: datetime) -> _Asked:
        targets: Mapping[Action, Sequence[Target]] = {}
        deputies: Sequence[Target] = ()
        in_line: Sequence[Target] = ()
        away: frozenset[int] = frozenset()
        if plan.deed is Deed.ESCALATE and plan.level is not None:
            targets = self._targets.of_level(approval, watch.user_id, plan.level)
            away = self._away({t.user.id for found in targets.values() for t in found}, now)
        elif plan.deed is Deed.COVER:
            user = self._approvers.users([watch.user_id]).get(watch.user_id)
            deputies = self._targets.deputies(approval, user, timetable.away(now)) if user else ()
            others = {s.user_id for s in approval.active_seats()} - {watch.user_id}
            away = self._away({t.user.id for t in deputies} | others, now)
            present = [t for t in deputies if t.user.id not in away and t.seat is not None]
            if not present and not others - away:
                in_line = self._targets.next_in_line(approval, watch.user_id)
                away |= self._away({t.user.id for t in in_line}, now)
        return _Asked(plan, targets, deputies, in_line, away)

    def _away(self, user_ids: set[int], now: datetime) -> frozenset[int]:
        """Who of these is away now."""
        found = self._timetables.of(user_ids, now) if user_ids else {}
        return frozenset(uid for uid, timetable in found.items() if timetable.away(now) is not None)

    def _users(self, user_ids: set[int]) -> Mapping[int, OdooUser | None]:
        """Who is there and who is not any more; empty when Odoo or Slack cannot be asked, which removes nobody."""
        try:
            active = {uid: user for uid, user in self._approvers.users(user_ids).items() if user.active}
            slack = self._people.seats(active.values())
        except (OdooError, SlackError):
            return {}
        return {uid: active[uid] if uid in active and uid in slack else None for uid in user_ids}

    def _defer(self, watch: Watch, until: datetime | None) -> None:
        with self._store.begin() as tx:
            tx.watches.defer(watch, until)
