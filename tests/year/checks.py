"""What must hold after a year, found out apart from the bot's own bookkeeping: each check lists the breaches."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.chains import Pace
from bot.domain.durations import Duration
from bot.domain.messages import Message
from bot.domain.mornings import REST
from bot.domain.working_time import Absence, Timetable
from tests.year.acting import Inquiry
from tests.year.world import Sent, World

HELD = frozenset({"reminder", "escalation", "stuck", "morning", "gathered"})  # what waits for working time
PROMPT = timedelta(minutes=1)


@dataclass(frozen=True)
class Taken:
    """One step that the audit log holds."""

    approval: str
    step: int
    name: str
    number: int
    at: datetime


@dataclass(frozen=True)
class Asked:
    """Somebody who got a card, and since when it waits for them."""

    approval_id: str
    step: int
    user_id: int
    since: datetime


class Ledger:
    """What is on record after a run, read once."""

    def __init__(self, world: World) -> None:
        self.world = world
        with world.store.read() as tx:
            self.messages: dict[str, Message] = {s.key: tx.messages.by_key(s.key) for s in world.year_slack.sent}
            self.asked = [self._asked(sent) for sent in world.year_slack.sent if sent.kind == "card"]
            self.approvals = {asked.approval_id: tx.approvals.get(asked.approval_id) for asked in self.asked}
        self.reminders = list(self._taken("escalation.reminded", "number"))
        self.escalations = list(self._taken("escalation.taken", "level"))
        self.nudges = _by_watch(self._taken("escalation.nudged", "step", about="to"))

    def urgent(self, sent: Sent) -> bool:
        """Whether a message is about an urgent order, or gathers one that is."""
        message = self.messages[sent.key]
        approval = self.approvals.get(message.approval_id or "")
        return bool(message.body.get("urgent")) and (sent.kind == "gathered" or (approval and approval.order.urgent))

    def end_of(self, asked: Asked) -> datetime:
        """When the step was over for them, for whatever reason: also because they gave their place away."""
        over = self.over(asked.approval_id, asked.step, asked.user_id)
        return over or self.world.clock.now()

    def over(self, approval_id: str, step: int, user_id: int | None) -> datetime | None:
        """When a step was over for somebody; None while it waits."""
        ended = self.world.ended.get(f"{approval_id}:{step}")
        left = self.world.left.get((approval_id, step, user_id)) if user_id is not None else None
        return min((moment for moment in (ended, left) if moment is not None), default=None)

    def inquiries(self, asked: Asked) -> list[Inquiry]:
        """The questions to the buyer that stop the clock of a step."""
        approval = self.approvals[asked.approval_id]
        pausing = approval.steps[asked.step].pause_on_question
        return self.world.asked.get(approval.order.id, []) if pausing else []

    def _asked(self, card: Sent) -> Asked:
        message = self.messages[card.key]
        who = self.world.by_slack[card.recipient]
        return Asked(str(message.approval_id), message.body["step"], who.id, message.created_at)

    def _taken(self, kind: str, number: str, about: str = "waits_for") -> Iterator[Taken]:
        for event in self.world.events(kind):
            data: Mapping[str, Any] = json.loads(event.data)
            yield Taken(
                str(event.approval_id),
                data["step"] - 1,
                data[about],
                data[number],
                datetime.fromisoformat(str(event.at)),
            )


def disturbed(ledger: Ledger) -> list[str]:
    """Reminders, escalations and digests outside the recipient's working time that are not about an urgent order."""
    found = []
    for sent in ledger.world.year_slack.sent:
        who = ledger.world.by_slack.get(sent.recipient)
        if sent.kind in HELD and who and not ledger.urgent(sent) and not who.timetable.working(sent.at):
            found.append(f"{sent.kind} to {who.name} at {sent.at.astimezone(ZoneInfo(who.zone)):%a %Y-%m-%d %H:%M}")
    return found


def twice(ledger: Ledger) -> list[str]:
    """Messages that appeared twice, steps that were taken twice, and second digests of a day."""
    keys = Counter(sent.key for sent in ledger.world.year_slack.sent)
    steps = Counter((t.approval, t.step, t.name, t.number, kind) for kind, t in _kinds(ledger))
    days = Counter((s.recipient, _day_of(ledger, s)) for s in ledger.world.year_slack.sent if s.kind == "morning")
    return [str(what) for counted in (keys, steps, days) for what, times in counted.items() if times > 1]


def too_late(ledger: Ledger) -> list[str]:
    """Anything about a step that was over, or that somebody gave away."""
    by_name = {who.name: who for who in ledger.world.people}
    found = [
        f"{kind} {t.number} of {t.name} after the end"
        for kind, t in _kinds(ledger)
        if t.at > (ledger.over(t.approval, t.step, by_name[t.name].id) or t.at)
    ]
    for sent in ledger.world.year_slack.sent:
        message = ledger.messages[sent.key]
        about = message.body.get("user_id") if sent.kind == "reminder" else None
        over = ledger.over(str(message.approval_id), message.body.get("step", -1), about)
        if sent.kind in {"reminder", "escalation", "stuck"} and over is not None and sent.at > over:
            found.append(f"{sent.key} appeared {sent.at - over} after the end")
    return found


def missed(ledger: Ledger) -> list[str]:
    """Steps that were due by the calendar of whoever was asked, and not taken then; and steps that were not due."""
    found: list[str] = []
    reminders, escalations = _by_watch(ledger.reminders), _by_watch(ledger.escalations)
    for asked in ledger.asked:
        who, approval = ledger.world.by_id[asked.user_id], ledger.approvals[asked.approval_id]
        chain = approval.steps[asked.step].escalation
        key = (asked.approval_id, asked.step, who.name)
        pace = chain.pace(urgent=approval.order.urgent)
        for what, taken, waits in (
            ("reminder", reminders[key], _reminder_lengths(pace)),
            ("escalation", escalations[key], [level.after for level in pace.levels]),
        ):
            due_at = Due(ledger, asked, quiet=what == "reminder" and not approval.order.urgent)
            base, end = asked.since, ledger.end_of(asked)
            for number, length in enumerate(waits):
                due = due_at.after(base, length)
                # Whoever was nudged meanwhile is reminded again only when the time between two reminders is over.
                for nudge in ledger.nudges[key] if what == "reminder" and pace.repeat else ():
                    if due is not None and base < nudge < due:
                        due = due_at.after(nudge, pace.repeat)
                actual = taken[number] if number < len(taken) else None
                if actual is None and due is not None and due < end - PROMPT:
                    found.append(f"{approval.order.name}: {what} {number + 1} of {who.name} was due {due}")
                if actual is not None and (due is None or abs(actual - due) > PROMPT):
                    found.append(f"{approval.order.name}: {what} {number + 1} of {who.name} came {actual}, due {due}")
                if actual is None:
                    break
                base = actual
            if len(taken) > len(waits):
                found.append(f"{approval.order.name}: {len(taken)} {what}s of {who.name}, the chain has {len(waits)}")
    return found


@dataclass(frozen=True)
class Due:
    """When something about somebody who was asked is due, by their calendar and by what people did."""

    ledger: Ledger
    asked: Asked
    quiet: bool  # in their working time only

    def after(self, base: datetime, length: Duration) -> datetime | None:
        """The moment; None where the buyer never answers, for then the clock stands still."""
        who = self.ledger.world.by_id[self.asked.user_id]
        counted: list[Inquiry] = []
        while True:
            # What the buyer took to answer is no time, as if the whole company had been closed.
            closed = [Absence(i.asked, i.answered, "") for i in counted if i.answered]
            table = replace(who.timetable, absences=(*who.timetable.absences, *closed))
            due = self._there(who.timetable, table.after(base, length))
            new = [i for i in self.ledger.inquiries(self.asked) if i not in counted and i.asked < due]
            new = [i for i in new if i.answered is None or i.answered > base]
            if not new:
                return due
            if new[0].answered is None:
                return None
            counted.append(new[0])

    def _there(self, timetable: Timetable, due: datetime) -> datetime:
        """The first moment from then on when it is not put off, no answer is waited for, and they are not away.

        Where `quiet` they are at work then too.
        """
        snooze = self.ledger.world.snoozes.get(f"{self.asked.approval_id}:{self.asked.step}")
        while True:
            away = timetable.away(due)
            moment = away.until if away else timetable.next_working(due) if self.quiet else due
            if snooze is not None and snooze[0] < moment < snooze[1]:
                moment = snooze[1]
            for one in self.ledger.inquiries(self.asked):
                if one.answered is not None and one.asked < moment < one.answered:
                    moment = one.answered
            if moment == due:
                return due
            due = moment


def no_digest(ledger: Ledger) -> list[str]:
    """Beginnings of a working day on which something waited for somebody, and no list came then or earlier that day.

    Who comes back from leave at midnight, in the middle of a night shift, has it then and not again in the evening.
    """
    had = [s for s in ledger.world.year_slack.sent if s.kind == "morning"]
    at, days = {(s.recipient, s.at) for s in had}, {(s.recipient, _day_of(ledger, s)) for s in had}
    found: list[str] = []
    for asked in ledger.asked:
        who = ledger.world.by_id[asked.user_id]
        found += [
            f"{who.name} had no digest at {begin}, {asked.approval_id} waited since {asked.since}"
            for begin in _mornings(who.timetable, asked.since, ledger.end_of(asked))
            if (who.slack_id, begin) not in at
            and (who.slack_id, begin.astimezone(ZoneInfo(who.zone)).date()) not in days
        ]
    return found


def _day_of(ledger: Ledger, sent: Sent) -> date:
    """The day on which a message came, where its recipient is."""
    return sent.at.astimezone(ZoneInfo(ledger.world.by_slack[sent.recipient].zone)).date()


def _kinds(ledger: Ledger) -> Iterator[tuple[str, Taken]]:
    yield from (("reminder", taken) for taken in ledger.reminders)
    yield from (("escalation", taken) for taken in ledger.escalations)


def _by_watch(taken: Iterable[Taken]) -> defaultdict[tuple[str, int, str], list[datetime]]:
    found: defaultdict[tuple[str, int, str], list[datetime]] = defaultdict(list)
    for one in sorted(taken, key=lambda t: t.at):
        found[one.approval, one.step, one.name].append(one.at)
    return found


def _reminder_lengths(pace: Pace) -> list[Any]:
    return [pace.remind_after, *[pace.repeat] * (pace.reminders - 1)] if pace.remind_after else []


def _mornings(timetable: Timetable, since: datetime, end: datetime) -> Iterator[datetime]:
    ended = since - timedelta(days=2)
    for hours in timetable.intervals(since - timedelta(days=2), end):
        if since < hours.start < end and hours.start - ended >= REST:
            yield hours.start
        ended = hours.end
