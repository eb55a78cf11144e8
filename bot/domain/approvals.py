"""An approval: one purchase order, one content of it, one chain of people who must agree.

    pending --> approved | rejected | superseded | closed_elsewhere

A vote is `taken` at the click, on what the card showed; it is `confirmed` once content, state
and rights were checked against Odoo, or `void` with the reason when they no longer fit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.errors import Refused
from bot.domain.intervals import Interval, joined
from bot.domain.orders import Change, Order
from bot.domain.policy import Step


class ApprovalState(StrEnum):
    """Where an approval stands. Only `pending` can be decided."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    CLOSED_ELSEWHERE = "closed_elsewhere"


class Work(StrEnum):
    """What the bot still owes Odoo for an approval."""

    NONE = "none"  # nothing to do
    DUE = "due"  # votes to check and perhaps a decision to carry out
    FAILED = "failed"  # an open exception owns it


class Verdict(StrEnum):
    """What a person chose."""

    APPROVE = "approve"
    REJECT = "reject"


class VoteState(StrEnum):
    """How far a vote has come."""

    TAKEN = "taken"
    CONFIRMED = "confirmed"
    VOID = "void"


@dataclass(frozen=True)
class Vote:
    """One person's decision in one step."""

    id: str
    step: int
    user_id: int
    name: str
    slack_id: str
    verdict: Verdict
    reason: str
    at: datetime
    state: VoteState = VoteState.TAKEN
    noted: bool = False
    note_tried_at: datetime | None = None
    void_reason: str = ""
    response_url: str | None = None
    channel: str | None = None

    @property
    def counts(self) -> bool:
        """Whether this vote still stands."""
        return self.state is not VoteState.VOID

    @property
    def undone(self) -> bool:
        """Whether it stands and is not carried out: the note of a rejection is written before the deed."""
        return self.counts and not (self.noted and self.verdict is Verdict.APPROVE)


class Because(StrEnum):
    """Why somebody may decide in another's place."""

    AWAY = "away"  # the other is absent, and they are the deputy
    ESCALATED = "escalated"  # the other did not decide in time


@dataclass(frozen=True)
class Seat:
    """A place in the current step: somebody who is asked.

    `limit` is their spending limit in company currency, None for no limit. `handed_by` names who
    gave them the seat; `vacated` seats were handed over and may not decide. Whoever `stands_in_for`
    somebody may decide in that person's place, `because` of what: the place has one voice still.
    """

    user_id: int
    name: str
    slack_id: str
    limit: Decimal | None = None
    handed_by: int | None = None
    vacated: bool = False
    stands_in_for: int | None = None
    because: Because | None = None

    @property
    def stepped_in(self) -> bool:
        """Whether they may decide only because others did not in time: it does not wait for them."""
        return self.because is Because.ESCALATED and self.stands_in_for is not None

    @property
    def place(self) -> int:
        """Whose place it is: their own, or that of whom they stand in for."""
        return self.user_id if self.stands_in_for is None else self.stands_in_for


@dataclass(frozen=True)
class HandOver:
    """That a place of a step was given to somebody else: from one Odoo user to another, each with their name.

    `by` names who did so, the giver or their manager; it is empty where the policy's chain did.
    """

    step: int
    giver: int
    giver_name: str
    receiver: int
    receiver_name: str
    by: str = ""


@dataclass(frozen=True)
class Question:
    """A question to the buyer, and the answer once it came."""

    id: str
    asked_by: int
    asked_by_name: str
    asked_by_slack: str
    text: str
    asked_at: datetime
    answer: str | None = None
    answered_by_name: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """How an approval ended: who, when, and why, in words for people."""

    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Approval:
    """The record that a card is a picture of.

    `reserved` are people whom a later step cannot do without, where one person takes one step only.
    `automatic` marks an order that the policy approved by itself. `unanswered`: Odoo was asked to carry
    the decision out and gave no answer. `handed` are the places that were handed over, of all steps:
    those of steps to come were handed over before the order changed.
    """

    id: str
    order: Order
    fingerprint: str
    rule: str
    reason: str
    policy_version: str
    steps: tuple[Step, ...]
    state: ApprovalState
    step: int
    seats: tuple[Seat, ...]
    opened_at: datetime
    step_opened_at: datetime
    version: int = 1
    work: Work = Work.NONE
    votes: tuple[Vote, ...] = ()
    questions: tuple[Question, ...] = ()
    changes: tuple[Change, ...] = ()
    outcome: Outcome | None = None
    apply_started_at: datetime | None = None
    applied_at: datetime | None = None
    unanswered: bool = False
    attempts: int = 0
    reserved: frozenset[int] = field(default_factory=frozenset)
    automatic: bool = False
    escalated_to: frozenset[int] = field(default_factory=frozenset)
    snoozed_until: datetime | None = None
    snoozed_by: str = ""
    handed: tuple[HandOver, ...] = ()

    @property
    def current(self) -> Step:
        """The step whose turn it is."""
        return self.steps[self.step]

    @property
    def waiting_since(self) -> datetime:
        """Since when the order waits in Odoo; since it was opened here where Odoo does not tell."""
        return self.order.waiting_since or self.opened_at

    @property
    def open_question(self) -> Question | None:
        """The newest question that waits for its answer."""
        waiting = [q for q in self.questions if q.answer is None]
        return waiting[-1] if waiting else None

    def pauses(self) -> list[Interval]:
        """When the current step's clock stood still: while the buyer owed an answer; disjoint and ascending."""
        if not self.current.pause_on_question:
            return []
        return joined(
            Interval(q.asked_at, q.answered_at) for q in self.questions if q.answered_at and q.answered_at > q.asked_at
        )

    def standing(self, verdict: Verdict, step: int | None = None) -> tuple[Vote, ...]:
        """The votes that count for `verdict` in `step` (default: the current one)."""
        step = self.step if step is None else step
        return tuple(v for v in self.votes if v.counts and v.step == step and v.verdict is verdict)

    def active_seats(self) -> tuple[Seat, ...]:
        """Who may decide the current step: the seats that were not handed over."""
        return tuple(s for s in self.seats if not s.vacated)

    def seat_of(self, user_id: int) -> Seat | None:
        """This person's seat in the current step, vacated or not."""
        return next((s for s in self.seats if s.user_id == user_id), None)

    def handed_here(self) -> tuple[HandOver, ...]:
        """The places of the current step that were handed over."""
        return tuple(given for given in self.handed if given.step == self.step)

    def handed_to(self, user_id: int) -> HandOver | None:
        """How this person came to a place of the current step that was somebody else's; the newest."""
        return next((given for given in reversed(self.handed_here()) if given.receiver == user_id), None)

    def handed_on(self, user_id: int) -> HandOver | None:
        """To whom this person's place of the current step went."""
        return next((given for given in reversed(self.handed_here()) if given.giver == user_id), None)

    def places(self, seats: Iterable[Seat] | None = None) -> frozenset[int]:
        """The places that these seats (default: the active ones) fill; a stand-in fills no further one."""
        return frozenset(seat.place for seat in (self.active_seats() if seats is None else seats))

    def needed(self) -> int:
        """How many approvals the current step needs; never fewer because few could be asked."""
        return max(len(self.places()), 1) if self.current.need is None else self.current.need

    def decided_places(self) -> frozenset[int]:
        """The places of the current step whose approval stands, whoever of the place gave it."""
        seats = {seat.user_id: seat.place for seat in self.seats}
        return frozenset(seats.get(v.user_id, v.user_id) for v in self.standing(Verdict.APPROVE))

    def step_complete(self) -> bool:
        """Whether the standing approvals of the current step suffice."""
        return len(self.decided_places()) >= self.needed()

    def last_step(self) -> bool:
        """Whether the current step is the final one."""
        return self.step + 1 >= len(self.steps)


def segregated(order: Order, user_id: int) -> str | None:
    """Why this user may never approve this order (segregation of duties); None when they may.

    Whoever creates, requests or buys an order does not approve it, nor whoever receives or bills it
    where that is known.
    """
    duties = (
        ("you are the buyer of this order", (order.buyer,)),
        ("you created this order", (order.creator,)),
        ("you requested this order", (order.requester,)),
        ("you receive the goods of this order", order.receivers),
        ("you handle the bill of this order", order.billers),
    )
    for reason, people in duties:
        if any(p is not None and p.id == user_id for p in people):
            return reason
    return None


def over_limit(order: Order, limit: Decimal | None) -> str | None:
    """Why the order is above this spending limit (in company currency); None when it is not."""
    if limit is None:
        return None
    if order.company_amount is None:
        return f"your limit is {limit:,.2f} {order.company_currency} and Odoo has no rate for {order.currency}"
    if order.company_amount > limit:
        return (
            f"your limit is {limit:,.2f} {order.company_currency} and the order is "
            f"{order.company_amount:,.2f} {order.company_currency}"
        )
    return None


def why_closed(approval: Approval) -> str | None:
    """Why nobody can decide this approval any more; None while it is pending."""
    if approval.state is ApprovalState.PENDING:
        return None
    name = approval.order.name
    if approval.state is ApprovalState.SUPERSEDED:
        return (
            f"{name} changed in Odoo after this card was drawn, so this card no longer decides it. "
            "Please use the new card."
        )
    outcome = approval.outcome
    if outcome is None:
        return f"{name} is already decided."
    when = f"{outcome.at:%Y-%m-%d %H:%M} UTC"
    if approval.state is ApprovalState.CLOSED_ELSEWHERE:
        return f"{name} was closed in Odoo: {outcome.reason or 'decided there'} ({outcome.by}, {when})."
    return f"{name} was already {approval.state.value} by {outcome.by} on {when}."


def check_decide(approval: Approval, user_id: int, verdict: Verdict | None = None) -> Seat:
    """The seat from which this user decides the current step.

    Raises `Refused` with the reason when the approval is closed, somebody was first, the person
    decided already, is not asked, conflicts with segregation of duties, is over their limit, or is
    the only one who can take a later step (that holds for approving only).
    """
    closed = why_closed(approval)
    if closed:
        raise Refused(closed, code="closed")
    name = approval.order.name
    rejections = approval.standing(Verdict.REJECT)
    decided = rejections or (approval.standing(Verdict.APPROVE) if approval.step_complete() else ())
    if decided:
        last = decided[-1]
        word = "rejected" if last.verdict is Verdict.REJECT else "approved"
        who = "you" if last.user_id == user_id else last.name
        raise Refused(
            f"{name} was already {word} by {who} on {last.at:%Y-%m-%d %H:%M} UTC; it is being carried out in Odoo.",
            code="closed",
        )
    conflict = segregated(approval.order, user_id)
    if conflict:
        raise Refused(f"You cannot decide {name}: {conflict} (segregation of duties).", code="segregation")
    seat = approval.seat_of(user_id)
    if seat is None:
        earlier = next((v for v in approval.votes if v.counts and v.user_id == user_id), None)
        if earlier is not None:
            raise Refused(
                f"You already decided step {earlier.step + 1} of {name}; step {approval.step + 1} "
                f"({approval.current.name}) needs somebody else.",
                code="voted",
            )
        asked = ", ".join(s.name for s in approval.active_seats()) or "nobody yet"
        raise Refused(
            f"You are not asked in the current step of {name} ({approval.current.name}): {asked}.", code="not_in_step"
        )
    if seat.vacated:
        raise Refused(f"You handed {name} over, so you cannot decide it any more.", code="handed_over")
    if any(v.counts and v.step == approval.step and v.user_id == user_id for v in approval.votes):
        raise Refused(f"You already decided {name}; it waits for the others of this step.", code="voted")
    if seat.place in approval.decided_places():
        raise Refused(f"{name} was decided already in the place that you share; it waits for the others.", code="voted")
    excess = over_limit(approval.order, seat.limit)
    if excess:
        raise Refused(f"You cannot decide {name}: {excess}.", code="over_limit")
    if verdict is Verdict.APPROVE and user_id in approval.reserved:
        others = ", ".join(s.name for s in approval.active_seats() if s.user_id not in approval.reserved)
        raise Refused(
            f"{name} needs two different people, and only you can take a later step: "
            f"please leave step {approval.step + 1} ({approval.current.name}) to {others or 'somebody else'}.",
            code="reserved",
        )
    return seat


def clean_reason(text: str | None, *, limit: int = 2000) -> str:
    """A reason or question as a person typed it, trimmed; raises `Refused` when blank or too long."""
    reason = (text or "").strip()
    if not reason:
        raise Refused("Please write something here: a blank text tells nobody anything.", code="blank")
    if len(reason) > limit:
        raise Refused(f"Please keep it within {limit:,} characters; this has {len(reason):,}.", code="too_long")
    return reason
