"""One step of a chain: what is said to whom, and who may decide from then on. Each call is part of a transaction."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.approvals import Approval, Because, Seat
from bot.domain.chains import Action, Does, Whom
from bot.domain.errors import Refused
from bot.domain.escalation import Next, Watch
from bot.domain.exceptions import ExceptionKind
from bot.domain.messages import MessageKind
from bot.domain.ports import Transaction
from bot.domain.seating import check_stand_in, give_place
from bot.domain.working_time import Timetable
from bot.services.approvals.asking import Asking
from bot.services.approvals.records import audit, buyer_of
from bot.services.escalation.ageing import waited
from bot.services.escalation.targets import Target
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox

LATE = timedelta(minutes=10)  # what is later than this waited for us
APART = timedelta(seconds=2)  # from one late message to the next, about
SPREAD = timedelta(minutes=5)  # over which late messages are spread at most


@dataclass(frozen=True)
class Occasion:
    """What a step is about: the record, whom it concerns, what is due, and the time as they see it.

    `beside` is how many other steps were due in the same sweep.
    """

    approval: Approval
    watch: Watch
    plan: Next
    timetable: Timetable
    now: datetime
    beside: int = 0

    @property
    def seat(self) -> Seat:
        """The seat of whoever is silent."""
        seat = self.approval.seat_of(self.watch.user_id)
        assert seat is not None, "a watch without a seat is over"
        return seat

    @property
    def waited(self) -> str:
        """How long it has waited for them, in their working time."""
        return waited(self.watch, self.timetable, self.now)

    def not_before(self, recipient: str) -> datetime:
        """At once; when it is late because we were away, spread with the others over up to some minutes."""
        due = self.plan.at or self.now
        if self.now - due < LATE:
            return self.now
        return self.now + min(SPREAD, APART * self.beside) * (zlib.crc32(recipient.encode()) % 100 / 100)


class Steps:
    """Reminds and escalates."""

    def __init__(self, asking: Asking, outbox: Outbox, exceptions: ExceptionService, channel: str | None) -> None:
        self._asking = asking
        self._outbox = outbox
        self._exceptions = exceptions
        self._channel = channel

    def remind(self, tx: Transaction, on: Occasion) -> Watch:
        """Remind whoever is asked, in the place of the reminder before; the watch, to be saved."""
        self.say_reminder(tx, on.approval, on.watch, on.seat, urgent=on.plan.urgent, waited=on.waited, on=on)
        self._audit(tx, "escalation.reminded", on, to=on.seat.name, number=on.watch.reminders + 1, waited=on.waited)
        return replace(
            on.watch, reminders=on.watch.reminders + 1, reminded_at=on.now, said=on.watch.said + 1, due_at=on.now
        )

    def say_reminder(
        self,
        tx: Transaction,
        approval: Approval,
        watch: Watch,
        seat: Seat,
        *,
        urgent: str | None,
        waited: str,
        by: str = "",
        on: Occasion | None = None,
    ) -> None:
        """A reminder, or somebody's nudge; it replies to the card and takes the place of the one before."""
        cards = [
            m
            for m in tx.messages.of(approval_id=approval.id)
            if m.kind is MessageKind.CARD and m.recipient == seat.slack_id and m.body.get("step") == approval.step
        ]
        number = watch.said + 1
        self._outbox.say(
            tx,
            MessageKind.REMINDER,
            seat.slack_id,
            reminder_key(watch, number),
            approval_id=approval.id,
            thread_of=cards[-1].id if cards else None,
            not_before=on.not_before(seat.slack_id) if on else None,
            held=True,
            user_id=seat.user_id,
            about=seat.user_id,
            step=approval.step,
            number=number,
            waited=waited,
            urgent=urgent,
            by=by,
        )
        if watch.said:
            self._outbox.replaced(tx, reminder_key(watch, watch.said))
        if approval.escalated_to:  # what they were told counts the reminders
            self._outbox.redraw(tx, approval_id=approval.id)

    def escalate(
        self, tx: Transaction, on: Occasion, targets: Mapping[Action, Sequence[Target]], away: frozenset[int]
    ) -> Watch:
        """Do what the chain's next level says; the watch, to be saved."""
        assert on.plan.level is not None
        approval, principal, done = on.approval, on.seat, []
        for action in on.plan.level.then:
            if action.whom is Whom.BUYER:
                done.append(self._tell_buyer(tx, on))
                continue
            found = targets.get(action, ())
            if action.does is Does.HAND_OVER:
                approval, what = self._hand_over(tx, on, approval, found, away)
                principal = what.has_it or principal
                done.append(what)
                continue
            for target in found:
                approval, what = self._tell(tx, on, approval, action, target, principal)
                done.append(what)
        if not any(what.reached for what in done):
            done.append(self._tell_nobody(tx, on))
        approval = tx.approvals.save(approval)
        self._outbox.redraw(tx, approval_id=approval.id)
        self._audit(
            tx,
            "escalation.taken",
            on,
            level=on.watch.level + 1,
            chain=on.approval.current.escalation.name if on.approval.current.escalation else "",
            waited=on.waited,
            did=[what.words for what in done],
        )
        return replace(on.watch, level=on.watch.level + 1, level_at=on.now, due_at=on.now)

    def _tell(
        self, tx: Transaction, on: Occasion, approval: Approval, action: Action, target: Target, principal: Seat
    ) -> tuple[Approval, _Done]:
        name = target.user.name
        if target.slack_id is None:
            return approval, _Done(f"{name} {target.why_not}", reached=False)
        words = f"told {name}"
        held = approval.seat_of(target.user.id)
        if held is not None and not held.vacated:
            words = f"{words}, who may decide"  # asked already, perhaps for another who is silent too
        elif action.does is Does.CARD:
            approval, why_not = with_stand_in(approval, principal, target, Because.ESCALATED)
            words = f"{words}, who may decide" if not why_not else f"{words}, who may not decide: {why_not.rstrip('.')}"
        approval = replace(approval, escalated_to=approval.escalated_to | {target.user.id})
        self._say(tx, on, target.slack_id, target.user.id)
        return approval, _Done(words)

    def _say(self, tx: Transaction, on: Occasion, recipient: str, user_id: int | None) -> None:
        approval, watch = on.approval, on.watch
        level = watch.level + 1
        self._outbox.say(
            tx,
            MessageKind.ESCALATION,
            recipient,
            f"escalation:{approval.id}:{approval.step}:{level}:{user_id or recipient}",
            approval_id=approval.id,
            not_before=on.not_before(recipient),
            held=True,
            user_id=user_id,
            about=watch.user_id,
            step=approval.step,
            level=level,
            waited=on.waited,
            urgent=on.plan.urgent,
        )

    def _tell_buyer(self, tx: Transaction, on: Occasion) -> _Done:
        buyer = buyer_of(tx, on.approval)
        if buyer is None or not buyer.slack_id:
            return _Done("the buyer has no Slack account that I know of", reached=False)
        level = on.watch.level + 1
        self._outbox.say(
            tx,
            MessageKind.STUCK,
            buyer.slack_id,
            f"stuck:{on.approval.id}:{on.approval.step}:{level}",
            approval_id=on.approval.id,
            not_before=on.not_before(buyer.slack_id),
            held=True,
            user_id=buyer.user.id,
            about=on.watch.user_id,
            step=on.approval.step,
            waited=on.waited,
            urgent=on.plan.urgent,
        )
        return _Done(f"told the buyer, {buyer.user.name}", reached=False)  # a buyer cannot move it on

    def _hand_over(
        self, tx: Transaction, on: Occasion, approval: Approval, found: Sequence[Target], away: frozenset[int]
    ) -> tuple[Approval, _Done]:
        """The place goes to the first who could decide and is there."""
        reasons = []
        for target in found:
            why_not = target.why_not or ("is away" if target.user.id in away else "")
            if not why_not and target.seat is not None:
                _, why_not = with_stand_in(approval, on.seat, target, Because.ESCALATED)
                if not why_not:
                    handed = give_place(approval, on.seat, replace(target.seat, because=Because.ESCALATED))
                    self._asking.card(tx, handed, target.seat)
                    return handed, _Done(f"handed over to {target.user.name}", has_it=handed.seat_of(target.user.id))
            reasons.append(f"{target.user.name} {why_not}")
        return approval, _Done("handed over to nobody: " + ("; ".join(reasons) or "nobody is named"), reached=False)

    def _tell_nobody(self, tx: Transaction, on: Occasion) -> _Done:
        """Nobody who could move it on can be reached: the channel for that hears of it, else an exception is raised."""
        if self._channel:
            self._say(tx, on, self._channel, None)
            return _Done(f"told {self._channel}")
        summary = (
            f"{on.seat.name} has not decided in {on.waited}, and there is nobody to escalate to: no manager in Odoo "
            "(Employees) with a Slack account, nobody else whom the policy names"
        )
        self._exceptions.raise_in(tx, on.approval.order, ExceptionKind.STUCK, summary, approval_id=on.approval.id)
        return _Done("raised an exception")

    def back(self, tx: Transaction, approval: Approval, watch: Watch, now: datetime) -> Watch:
        """Somebody for whom a stand-in was found, or looked for, is there again; the watch, to be saved."""
        seat = approval.seat_of(watch.user_id)
        name = seat.name if seat is not None else ""
        audit(
            tx, "escalation.back", approval, actor=name, at=now, step=approval.step + 1, away_until=watch.covered_until
        )
        return replace(watch, covered_until=None)

    def _audit(self, tx: Transaction, kind: str, on: Occasion, **data: object) -> None:
        audit(
            tx,
            kind,
            on.approval,
            actor="bot",
            at=on.now,
            step=on.approval.step + 1,
            waits_for=on.seat.name,
            due=on.plan.at,
            urgent=on.plan.urgent,
            policy=on.approval.policy_version,
            **data,
        )


@dataclass(frozen=True)
class _Done:
    """What came of one action, whether it reached somebody who can move the order on, and who has the place now."""

    words: str
    reached: bool = True
    has_it: Seat | None = None


def with_stand_in(approval: Approval, principal: Seat, target: Target, because: Because) -> tuple[Approval, str]:
    """The approval with a target beside the principal, or unchanged with the reason why not."""
    if target.seat is None:
        return approval, target.why_not
    try:
        return check_stand_in(approval, principal, target.seat, because), ""
    except Refused as refusal:
        return approval, refusal.reason


def reminder_key(watch: Watch, number: int) -> str:
    """The key of somebody's n-th reminder in a step."""
    return f"reminder:{watch.approval_id}:{watch.step}:{watch.user_id}:{number}"
