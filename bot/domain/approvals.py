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

    `by` names who did so, the giver or their manager; it is empty where the policy's chain did. `note` is what they
    wrote to the receiver.
    """

    step: int
    giver: int
    giver_name: str
    receiver: int
    receiver_name: str
    by: str = ""
    note: str = ""


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
