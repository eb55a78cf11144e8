"""A case: what a conversation with a supplier asks of us. One card shows it; people apply, correct and close it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import Refused
from bot.domain.matching import Match
from bot.domain.orders import UserRef
from bot.domain.proposals import Change, NotOffered
from bot.domain.triage import Address, MailClass, Suggestion


class CaseState(StrEnum):
    """Whether somebody still has to look."""

    OPEN = "open"
    DONE = "done"


class CaseWork(StrEnum):
    """What is owed to Odoo."""

    NONE = "none"
    MATCH = "match"  # find the order and what would change, then show the card
    APPLY = "apply"  # carry out what a person ticked


@dataclass(frozen=True)
class CaseMail:
    """One mail of the conversation with its reading; `why` says why there is none."""

    mail_id: str
    received_at: datetime
    sender: Address
    subject: str = ""
    suggestion: Suggestion | None = None
    why: str = ""


@dataclass(frozen=True)
class CaseOrder:
    """An order that the case is about."""

    id: int
    name: str
    vendor_id: int
    vendor: str
    buyer: UserRef | None = None

    @property
    def creator(self) -> UserRef | None:
        """Not known here: the buyer is who counts."""
        return None


@dataclass(frozen=True)
class CaseOwner:
    """Who looks after a case without a buyer in Slack: no order was found, or nobody we know buys it."""

    id: int
    name: str
    slack_id: str | None = None


@dataclass(frozen=True)
class Applying:
    """What a person ticked, and how far it has come. `started_at`: Odoo may have been changed since then."""

    id: str
    changes: tuple[Change, ...]
    by_id: int
    by_name: str
    slack_id: str
    at: datetime
    started_at: datetime | None = None
    attempts: int = 0


@dataclass(frozen=True)
class Applied:
    """A change that Odoo was seen to have, and whose tick it was."""

    change: Change
    by_id: int
    by_name: str
    at: datetime


@dataclass(frozen=True)
class Case:
    """One conversation. The newest mail decides what is proposed; the earlier ones are told.

    `label` is the class as it now stands, `label_by` who set it against the suggestion. `order_by` is who chose the
    orders where the ladder did not. `owner` looks after it where no buyer can. `problem` is what a person has to know
    before they click again. `exceptions` are the numbers of those that people made of it.
    """

    id: str
    thread: str
    opened_at: datetime
    mails: tuple[CaseMail, ...]
    state: CaseState = CaseState.OPEN
    work: CaseWork = CaseWork.MATCH
    match: Match | None = None
    orders: tuple[CaseOrder, ...] = ()
    changes: tuple[Change, ...] = ()
    not_offered: tuple[NotOffered, ...] = ()
    as_ordered: tuple[str, ...] = ()
    held_up: tuple[str, ...] = ()
    label: MailClass | None = None
    label_by: str = ""
    order_by: str = ""
    owner: CaseOwner | None = None
    applying: Applying | None = None
    applied: tuple[Applied, ...] = ()
    problem: str = ""
    exceptions: tuple[int, ...] = ()
    closed_by: str = ""
    closed_at: datetime | None = None
    version: int = 0

    @property
    def newest(self) -> CaseMail:
        """The mail that decides."""
        return self.mails[-1]

    @property
    def name(self) -> str:
        """The orders by name, for every sentence about the case."""
        return ", ".join(order.name for order in self.orders) or "a mail without an order"

    @property
    def label_as_it_stands(self) -> MailClass | None:
        """What a person said that it is, else what it was read as; None where it could not be read."""
        return self.label or (self.newest.suggestion.primary if self.newest.suggestion else None)

    @property
    def relabelled(self) -> bool:
        """Whether a person said that the newest mail is of another class than it was read as."""
        read = self.newest.suggestion
        return self.label is not None and (read is None or self.label is not read.primary)

    def order(self, order_id: int) -> CaseOrder | None:
        """One of its orders."""
        return next((order for order in self.orders if order.id == order_id), None)


def check_tick(case: Case, ticked: frozenset[str]) -> tuple[Change, ...]:
    """The changes that a person ticked. Raises `Refused` with the sentence for them."""
    if case.applying is not None:
        raise Refused(f"{case.applying.by_name} is applying changes to {case.name} right now.", code="applying")
    chosen = tuple(change for change in case.changes if change.id in ticked)
    stale = ticked - {change.id for change in chosen}
    done = [applied for applied in case.applied if applied.change.id in stale]
    if done:
        raise Refused(f"{done[0].by_name} applied this already to {done[0].change.order_name}.", code="applied")
    if case.state is CaseState.DONE:
        raise Refused(f"{case.closed_by} closed this mail about {case.name} already.", code="closed")
    if not ticked:
        raise Refused("Please tick at least one change, or close this without applying any.", code="none")
    if stale:
        raise Refused(f"The proposal for {case.name} changed meanwhile. Please use the card anew.", code="changed")
    places = [change.place for change in chosen]
    for change in chosen:
        if places.count(change.place) > 1:
            what = f"{change.field.value} of {change.product}" if change.product else change.field.value
            raise Refused(f"You ticked two values for the {what}: please choose one.", code="twice")
    return chosen
