"""What those who were told can do about a request that is stuck: nudge, hand over, snooze. Deciding is the desk's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.approvals import Approval, Seat
from bot.domain.deciding import why_closed
from bot.domain.durations import Duration
from bot.domain.errors import Refused
from bot.domain.escalation import Watch, silent, waits_for
from bot.domain.messages import Message, MessageKind
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.ports import Clock, Store, Transaction
from bot.domain.words import moment
from bot.domain.working_time import Timetable, Timetables
from bot.services.approvals.handing_over import HandingOver
from bot.services.approvals.records import audit, buyer_of, find
from bot.services.escalation.ageing import aged, concerned, waited
from bot.services.escalation.steps import Steps
from bot.services.messages import Outbox
from bot.services.people import PeopleService

BETWEEN_NUDGES = timedelta(hours=1)
CHOICES = (Duration(time=timedelta(hours=1)), Duration(time=timedelta(hours=4)), Duration(days=Decimal(1)))


@dataclass(frozen=True)
class Stuck:
    """A request that is stuck, as whoever was told of it sees it: the record, and whose place it waits in."""

    approval: Approval
    seat: Seat
    person: Person


class ManagerDesk:
    """The use cases behind the buttons of an escalation.

    Buttons carry the id of the escalation message, which says whom it is about. People are taken as on
    record: see `ApprovalDesk`. Everything refused raises `Refused` with a sentence for the person.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        people: PeopleService,
        timetables: Timetables,
        steps: Steps,
        handing_over: HandingOver,
        outbox: Outbox,
        clock: Clock,
    ) -> None:
        self._store = store
        self._policy = policy
        self._people = people
        self._timetables = timetables
        self._steps = steps
        self._handing_over = handing_over
        self._outbox = outbox
        self._clock = clock

    def stuck(self, message_id: str, slack_id: str) -> Stuck:
        """What an escalation is about, if it still is, and this person was told of it."""
        with self._store.read() as tx:
            return self._stuck(tx, message_id, slack_id)

    def nudge(self, message_id: str, slack_id: str) -> Approval:
        """Remind those who are silent, in this person's name; they get it in their working time."""
        about = self.stuck(message_id, slack_id)
        now = self._clock.now()
        timetables = self._timetables.of(silent(about.approval), now)
        with self._store.begin() as tx:
            about = self._stuck(tx, message_id, slack_id)
            approval, by = about.approval, about.person.user.name
            nudged, refused = 0, []
            for user_id in silent(approval):
                seat, watch = approval.seat_of(user_id), tx.watches.get(approval.id, approval.step, user_id)
                if seat is None or watch is None or user_id not in timetables:
                    continue
                timetable = timetables[user_id]
                why_not = _why_not_nudged(seat, watch, timetable, now)
                if why_not:
                    refused.append(why_not)
                    continue
                time = waited(watch, timetable, now)
                self._steps.say_reminder(tx, approval, watch, seat, urgent=None, waited=time, by=by)
                tx.watches.save(replace(watch, said=watch.said + 1, reminded_at=now))
                audit(tx, "escalation.nudged", approval, actor=by, at=now, step=approval.step + 1, to=seat.name)
                nudged += 1
            if not nudged:
                why = " ".join(refused) or "It waits for nobody whom I could remind."
                raise Refused(f"Nobody is reminded of {approval.order.name} just now. {why}", code="too_soon")
        return approval

    def choices(self) -> list[Duration]:
        """How long a request can be snoozed; by the clock, never longer than the policy allows."""
        longest = self._policy.escalation.longest_snooze
        return [c for c in CHOICES if _length(c) <= _length(longest)] or [longest]

    def snooze(self, message_id: str, slack_id: str, length: Duration) -> Approval:
        """Remind nobody of a request for a while, once in each step; its buyer hears of it."""
        longest = self._policy.escalation.longest_snooze
        if not timedelta(0) < _length(length) <= _length(longest):
            raise Refused(f"A request can be snoozed for {longest} at most.", code="too_long")
        with self._store.begin() as tx:
            about = self._stuck(tx, message_id, slack_id)
            approval, by, now = about.approval, about.person.user.name, self._clock.now()
            if approval.snoozed_until is not None:
                raise Refused(
                    f"{approval.order.name} was snoozed already by {approval.snoozed_by}, until "
                    f"{moment(approval.snoozed_until)}; once in a step is enough.",
                    code="snoozed",
                )
            until = now + _length(length)
            snoozed = tx.approvals.save(replace(approval, snoozed_until=until, snoozed_by=by))
            audit(tx, "escalation.snoozed", approval, actor=by, at=now, step=approval.step + 1, until=until)
            self._tell_buyer(tx, snoozed, by, until)
            self._outbox.redraw(tx, approval_id=approval.id)
        return snoozed

    def successors(self, message_id: str, slack_id: str) -> tuple[Approval, Sequence[Seat]]:
        """Who could take the place of whoever is silent. Reads Odoo and Slack."""
        about = self.stuck(message_id, slack_id)
        return about.approval, self._handing_over.candidates(about.approval, about.seat)

    def hand_over(self, message_id: str, slack_id: str, to_user_id: int, note: str = "") -> Approval:
        """Give the place of whoever is silent to somebody else who could decide."""
        approval, seats = self.successors(message_id, slack_id)
        receiver = next((s for s in seats if s.user_id == to_user_id), None)
        if receiver is None:
            raise Refused(f"This person cannot decide {approval.order.name}.", code="unfit")
        with self._store.begin() as tx:
            about = self._stuck(tx, message_id, slack_id)
            return self._handing_over.give(
                tx, about.approval, about.seat, receiver, by=about.person.user.name, note=note
            )

    def show(self, message_id: str, slack_id: str) -> Message:
        """Send by itself what a list had gathered, to whoever got the list."""
        now = self._clock.now()
        with self._store.read() as tx:
            known = tx.messages.get(message_id)
        about = concerned(known) if known is not None else None
        timetables = self._timetables.of([about], now) if about is not None else {}
        with self._store.begin() as tx:
            message = tx.messages.get(message_id)
            if message is None or message.recipient != slack_id:
                raise Refused("I do not know this message any more.", code="unknown")
            if message.error != "gathered":
                raise Refused("You have it already, here in this conversation.", code="shown")
            self._outbox.show(tx, aged(tx, message, timetables, now))
        return message

    def _stuck(self, tx: Transaction, message_id: str, slack_id: str) -> Stuck:
        person = self._people.on_record(slack_id)
        message = tx.messages.get(message_id)
        if message is None or message.kind is not MessageKind.ESCALATION or message.approval_id is None:
            raise Refused("I do not know this message any more.", code="unknown")
        approval = find(tx, message.approval_id)
        closed = why_closed(approval)
        if closed:
            raise Refused(closed, code="closed")
        name = approval.order.name
        told = person.user.id in approval.escalated_to or message.body.get("user_id") is None
        if not told or approval.step != message.body["step"]:
            raise Refused(f"{name} has moved on to its next step.", code="not_in_step")
        waiting = [message.body["about"], *silent(approval)]
        about = next((user_id for user_id in waiting if waits_for(approval, user_id)), None)
        seat = approval.seat_of(about) if about is not None else None
        if seat is None:
            raise Refused(f"{name} waits for nobody any more: it was decided.", code="closed")
        return Stuck(approval, seat, person)

    def _tell_buyer(self, tx: Transaction, approval: Approval, by: str, until: datetime) -> None:
        buyer = buyer_of(tx, approval)
        if buyer is not None and buyer.slack_id:
            self._outbox.say(
                tx,
                MessageKind.STUCK,
                buyer.slack_id,
                f"snoozed:{approval.id}:{approval.step}",
                approval_id=approval.id,
                held=True,
                user_id=buyer.user.id,
                step=approval.step,
                snoozed_by=by,
                until=until.isoformat(),
                urgent=None,
            )


def _why_not_nudged(seat: Seat, watch: Watch, timetable: Timetable, now: datetime) -> str:
    """Why somebody is not reminded again just now, and from when on they could be; empty where they are."""
    away = timetable.away(now)
    if away is not None:
        return f"{seat.name} is away until {moment(away.until)} and is not reminded before."
    free = watch.reminded_at + BETWEEN_NUDGES if watch.reminded_at is not None else now
    if free > now:
        assert watch.reminded_at is not None
        return (
            f"{seat.name} was reminded {moment(watch.reminded_at)}: once an hour is enough, so it is possible again "
            f"from {moment(free)}."
        )
    return ""


def _length(duration: Duration) -> timedelta:
    """A snooze is counted by the clock: a day has 24 hours."""
    return duration.length(timedelta(days=1))
