"""A year of the desk: real services, a real database, people who act, a clock that jumps from event to event."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.domain.approvals import Approval, ApprovalState, Verdict
from bot.domain.errors import Refused, SlackRefused
from bot.domain.orders import UserRef
from bot.domain.ports import Picture, Posted
from bot.domain.working_time import Absence
from bot.services.approvers import PURCHASE_MANAGER
from bot.services.calendars import TOLD
from tests.desk import Desk
from tests.fakes import FakeClock, FakeSlack, Shown, Wire
from tests.year.acting import ActingOn, Inquiry
from tests.year.moments import GRID, beside
from tests.year.people import Colleague, everybody

PATIENCE = 30  # rounds until nothing is due at a moment


@dataclass(frozen=True)
class Sent:
    """One message that appeared in Slack: when, to whom, with which key, and in answer to what."""

    at: datetime
    recipient: str
    key: str

    @property
    def kind(self) -> str:
        """The first word of the key: card, reminder, escalation, ..."""
        return self.key.partition(":")[0]


class YearSlack(FakeSlack):
    """The fake workspace with an index, for a year is long; it remembers when each message appeared."""

    def __init__(self, members: Iterable[Any], wire: Wire, clock: FakeClock) -> None:
        super().__init__(members, wire)
        self.sent: list[Sent] = []
        self._clock = clock
        self._at: dict[tuple[str, str], Shown] = {}

    def post(self, recipient: str, picture: Picture, *, key: str, thread: str | None = None) -> Posted:
        posted = super().post(recipient, picture, key=key, thread=thread)
        self._at[posted.channel, posted.ts] = self.shown.pop()
        self.sent.append(Sent(self._clock.now(), recipient, key))
        return posted

    def update(self, where: Posted, picture: Picture) -> None:
        if (where.channel, where.ts) not in self._at:
            raise SlackRefused("message_not_found", method="chat.update")
        self._at[where.channel, where.ts].pictures[:] = [picture]

    def delete(self, where: Posted) -> None:
        self._at.pop((where.channel, where.ts), None)


@dataclass(order=True)
class Event:
    """Something that people do."""

    at: datetime
    number: int
    act: Callable[[], None] = field(compare=False)


def policy_text(people: Iterable[Colleague]) -> str:
    """One rule for each team's buyers; large orders take a second step; two paces; everything that a chain can do."""
    people = list(people)
    teams: dict[str, list[Colleague]] = {}
    for colleague in people:
        teams.setdefault(colleague.zone, []).append(colleague)
    rules, deputies = [], []
    for number, team in enumerate(teams.values()):
        buyers = ", ".join(c.login for c in team if c.role == "buyer")
        approvers = [c.login for c in team if c.role == "approver"]
        who = f"{{user: [{approvers[0]}, {approvers[1]}]}}"
        first = f"{{name: Purchasing, approvers: {who}, pause_on_question: true}}"
        second = f"{{name: Accounting, approvers: {{user: [{approvers[2]}]}}}}"
        large = f"{{buyer: [{buyers}], amount: {{above: 20000}}}}"
        rules.append(f"  - {{name: Large {number}, when: {large}, steps: [{first}, {second}]}}")
        rules.append(f"  - {{name: Team {number}, when: {{buyer: [{buyers}]}}, steps: [{first}]}}")
        deputies.append(f"    {approvers[2]}: {approvers[3]}")
    return "\n".join(["rules:", *rules, CHAINS, "  deputies:", *deputies]) + "\n"


CHAINS = """
escalation:
  default: usual
  chains:
    usual:
      remind_after: 4h
      repeat: 1d
      reminders: 3
      levels:
        - escalate_after: 1d
          then: [tell_manager]
        - escalate_after: 1d
          then: [card_to_manager, tell_buyer]
      urgent:
        remind_after: 1h
        repeat: 3h
        reminders: 2
        levels:
          - escalate_after: 3h
            then: [card_to_manager, tell_buyer]
  urgent: {priority: true, below_safety_stock: false, outside_hours: true}
  morning_digest: true
  digest_over: 3
  per_hour: 6"""


class World(Desk):
    """The company and its bot from January to January."""

    def __init__(self, folder: Path, template: Path, requests: int, start: datetime, end: datetime) -> None:
        self.rng = random.Random(7)
        self.start, self.end, self.moments = start, end, 0
        self.people = everybody(self.rng)
        self.by_login = {c.login: c for c in self.people}
        self.by_id = {c.id: c for c in self.people}
        self.by_slack = {c.slack_id: c for c in self.people}
        self.ended: dict[str, datetime] = {}
        self.left: dict[tuple[str, int, int], datetime] = {}  # who gave their place away: approval, step, person
        self.snoozes: dict[str, tuple[datetime, datetime]] = {}  # by "approval:step"
        self.asked: dict[int, list[Inquiry]] = {}  # by order
        self.acting = ActingOn(self)
        self.counts: dict[str, int] = {}
        self._events: list[Event] = []
        self._numbers = itertools.count()
        self._order_ids = itertools.count(1000)
        super().__init__(folder, template, policy_text(self.people))
        self._settle_in()
        self._plan(requests)

    def _settle_in(self) -> None:
        self.clock._now = self.start
        self.year_slack = YearSlack((c.member for c in self.people), self.wire, self.clock)
        self.slack = self.year_slack
        self.directory.everybody |= {c.id: c.user for c in self.people}
        self.directory.groups[PURCHASE_MANAGER] += [c.login for c in self.people if c.role != "buyer"]
        heads = {c.zone: c.login for c in self.people if c.role == "head"}
        chief = self.people[0].login
        self.directory.managers |= {c.id: chief if c.role == "head" else heads[c.zone] for c in self.people[1:]}
        self.schedules.known |= {c.id: c.schedule for c in self.people}
        self.restart()
        self.services.reconciliation.reconcile([])

    # What people will do

    def _plan(self, requests: int) -> None:
        buyers = [c for c in self.people if c.role == "buyer"]
        span = int((self.end - self.start) * 0.9 / GRID)
        for _ in range(requests):
            self.at(self.start + self.rng.randrange(span) * GRID, partial(self._request, self.rng.choice(buyers)))
        for colleague in (c for c in self.people if c.role == "approver"):
            self._plan_absence(colleague)

    def _plan_absence(self, colleague: Colleague) -> None:
        """Every nine weeks they say in the middle of a working day that they are away until the end of the next."""
        for week in range(1, int((self.end - self.start).days / 7) - 2, 9):
            day = self.start + timedelta(weeks=week, days=self.rng.randrange(5))
            start = colleague.timetable.add(colleague.timetable.next_working(day), timedelta(hours=2))
            odd = timedelta(seconds=self.rng.randrange(61, 3000, 7))  # never the very moment when something is due
            self.at(start + odd, partial(self._leave, colleague))

    def _leave(self, colleague: Colleague) -> None:
        team = [c for c in self.people if c.zone == colleague.zone and c.role == "approver" and c != colleague]
        try:
            standing = self.services.absence.set(colleague.slack_id, f"until tomorrow, deputy @{team[-1].login}")
        except Refused:
            standing = self.services.absence.set(colleague.slack_id, "until tomorrow")
        away = standing.away
        colleague.told.append(Absence(away.start, away.until, TOLD, away.deputy))
        self._count("absences told")

    def _request(self, buyer: Colleague) -> None:
        number = next(self._order_ids)
        who = UserRef(buyer.id, buyer.name, buyer.login)
        amount = "25000" if self.rng.random() < 0.2 else "7000"
        urgent = self.rng.random() < 0.06
        self.order(number, buyer=who, creator=who, amount=amount, urgent=urgent, needed_by=None)
        self.services.reconciliation.reconcile([number])
        self._count("requests")
        self._decide_later(number)
        self.acting.perhaps_ask(number)
        self.acting.perhaps_hand_over(number)

    def _decide_later(self, number: int) -> None:
        """Most within half a day of working time, some within days, a few never by themselves."""
        dice = self.rng.random()
        worked = self.rng.uniform(0.2, 5) if dice < 0.55 else self.rng.uniform(5, 30) if dice < 0.9 else 60.0
        approval = self.approval(number)
        somebody = self.by_id[self.rng.choice(approval.active_seats()).user_id] if approval.active_seats() else None
        if somebody is None:
            return
        moment = somebody.timetable.add(self.clock.now(), timedelta(hours=worked))
        self.at(beside(moment), lambda: self._end(number))

    def _end(self, number: int) -> None:
        """It is decided by whoever is at work; or it ends in Odoo, or changes there and begins anew."""
        approval = self.approval(number)
        if approval.state is not ApprovalState.PENDING:
            return
        dice = self.rng.random()
        if dice < 0.04:
            self.odoo.cancel_as(UserRef(2, "Administrator", "admin"), number)
            self._ended(approval, "withdrawn in Odoo")
        elif dice < 0.08:
            self.odoo.reprice(number, str(self.rng.randrange(71, 99)))
            self._ended(approval, "changed in Odoo")
        else:
            self._decide(approval, number)
            return
        self.services.reconciliation.reconcile([number])
        if self.approval(number).state is ApprovalState.PENDING:
            self._decide_later(number)

    def _decide(self, approval: Approval, number: int) -> None:
        now = self.clock.now()
        present = [s for s in approval.active_seats() if self.by_id[s.user_id].timetable.working(now)]
        if not present:
            seats = approval.active_seats()
            moments = [self.by_id[s.user_id].timetable.next_working(now) for s in seats]
            self.at(beside(max(min(moments), now + GRID)), lambda: self._end(number))
            return
        seat, verdict = self.rng.choice(present), self._verdict()
        over = verdict is Verdict.REJECT or approval.last_step()
        self._ended(approval, "decided" if over else "steps taken")
        self.services.people.who(seat.slack_id)
        self.services.desk.decide(approval.id, seat.slack_id, verdict, "Too expensive", channel="D1")
        self.services.applying.settle(approval.id)
        if self.get(approval.id).state is ApprovalState.PENDING:
            self._decide_later(number)

    def _verdict(self) -> Verdict:
        return Verdict.REJECT if self.rng.random() < 0.1 else Verdict.APPROVE

    def _ended(self, approval: Approval, how: str) -> None:
        self.ended[f"{approval.id}:{approval.step}"] = self.clock.now()
        self._count(how)

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    def at(self, at: datetime, act: Callable[[], None]) -> None:
        """Have somebody do something at that moment."""
        heapq.heappush(self._events, Event(at, next(self._numbers), act))

    # The clock

    def live(self) -> None:
        """Go from event to event: what people do, and what the bot has due."""
        while (now := self._next()) is not None and now < self.end:
            self.clock._now = now
            self.moments += 1
            self._bot()
            while self._events and self._events[0].at <= self.clock.now():
                heapq.heappop(self._events).act()
                self._bot()
            self.acting.look_at_messages()

    def _bot(self) -> None:
        """All that its clock and its queue would do at this moment; what has nothing due is spared."""
        self.run()
        for _ in range(PATIENCE):
            now = self.clock.now()
            due = {what for what, moment in self._due().items() if moment is not None and moment <= now}
            if not due:
                return
            if due & {"messages", "approvals"}:
                self.rounds.sweep()
            if due & {"watches", "mornings", "held"}:
                self.escalation.look()
            self.run()
        raise AssertionError(f"{due} stay due for ever at {now}")

    def _next(self) -> datetime | None:
        moments = [*self._due().values(), *(job.due for job in self.jobs.waiting)]
        moments += [self._events[0].at] if self._events else []
        return min((moment for moment in moments if moment is not None and moment > self.clock.now()), default=None)

    def _due(self) -> dict[str, datetime | None]:
        with self.engine.connect() as connection:
            found = {what: connection.execute(query).scalar() for what, query in _DUE.items()}
        return {
            what: datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None for what, text in found.items()
        }


_OPEN = "FROM messages WHERE drawn < wanted AND state IN ('queued', 'sending', 'sent') AND held ="
_DUE = {
    "watches": sa.text("SELECT min(due_at) FROM watches"),
    "mornings": sa.text("SELECT min(due_at) FROM mornings"),
    "messages": sa.text(f"SELECT min(next_attempt_at) {_OPEN} 0"),
    "held": sa.text(f"SELECT min(next_attempt_at) {_OPEN} 1"),
    "approvals": sa.text("SELECT min(next_action_at) FROM approvals WHERE work = 'due'"),
}
