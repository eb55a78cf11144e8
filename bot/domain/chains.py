"""Escalation chains as the policy writes them: when somebody is reminded, and what happens when they stay silent.

A chain belongs to a step and is kept with each approval, so the one under which an order was opened
holds for it to the end. All else here (deputies, what is urgent, how often people are told) is about
people and days, and holds as the policy says now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.domain.durations import Duration
from bot.domain.orders import Order
from bot.domain.roles import Approvers

REMINDERS = 3
A_DAY = timedelta(days=1)


class Does(StrEnum):
    """What an escalation does. None of it decides."""

    TELL = "tell"  # says what waits, with buttons to nudge, hand over and snooze
    CARD = "card"  # the same, and they may decide if rights, limit and segregation of duties allow
    HAND_OVER = "hand_over"  # the place goes to one of them


class Whom(StrEnum):
    """To whom it does so."""

    MANAGER = "manager"  # of the approver who is silent, from Odoo's Employees
    BUYER = "buyer"  # of the order
    DEPUTY = "deputy"  # of the approver who is silent
    PEOPLE = "people"  # whom the policy names


@dataclass(frozen=True)
class Action:
    """One thing that an escalation does; `people` for those whom the policy names."""

    does: Does
    whom: Whom
    people: tuple[Approvers, ...] = ()

    def in_words(self) -> str:
        """As a person says it: "tell the manager"."""
        named = "; ".join(source.in_words() for source in self.people)
        whom = {Whom.MANAGER: "the manager", Whom.BUYER: "the buyer", Whom.DEPUTY: "the deputy"}.get(self.whom, named)
        return {Does.TELL: "tell", Does.CARD: "card to", Does.HAND_OVER: "hand over to"}[self.does] + f" {whom}"


@dataclass(frozen=True)
class Level:
    """One escalation: how long after the step was opened, or after the level before, and what it does."""

    after: Duration
    then: tuple[Action, ...]


@dataclass(frozen=True)
class Pace:
    """How fast: the first reminder, further ones up to `reminders` in all, and the levels in their order."""

    remind_after: Duration | None = None
    repeat: Duration | None = None
    reminders: int = 1
    levels: tuple[Level, ...] = ()

    def in_words(self) -> str:
        """As a person says it: "a reminder after 4h; after 1d tell the manager"."""
        parts = []
        if self.remind_after is not None:
            again = f", then every {self.repeat}, {self.reminders} in all" if self.repeat else ""
            parts.append(f"a reminder after {self.remind_after}{again}")
        for number, level in enumerate(self.levels):
            deeds = ", ".join(action.in_words() for action in level.then)
            parts.append(f"after {'another ' if number else ''}{level.after} {deeds}")
        return "; ".join(parts)


@dataclass(frozen=True)
class Chain:
    """A chain by name, with another pace for urgent orders where the policy gives one."""

    name: str
    usual: Pace
    urgent: Pace | None = None

    def pace(self, *, urgent: bool) -> Pace:
        """How fast it goes for this order now."""
        return self.urgent if urgent and self.urgent is not None else self.usual

    def actions(self) -> Iterator[Action]:
        """Everything that it may do, at either pace."""
        for pace in (self.usual, self.urgent):
            for level in pace.levels if pace else ():
                yield from level.then


@dataclass(frozen=True)
class Urgency:
    """What makes an order urgent; `outside_hours` lets urgent messages reach people outside their working time."""

    priority: bool = True
    needed_within: Duration | None = None
    below_safety_stock: bool = True
    outside_hours: bool = True

    def why(self, order: Order, now: datetime) -> str | None:
        """Why this order is urgent now, in words; None when it is not."""
        if self.priority and order.urgent:
            return "starred in Odoo"
        since = self.since(order)
        if since is not None and since <= now:
            return "the needed-by date has passed" if order.needed_by and order.needed_by < now else "needed soon"
        if self.below_safety_stock:
            low = [line.product or line.name for line in order.lines if line.stock and line.stock.below_minimum]
            if low:
                return f"{low[0]} is below its safety stock"
        return None

    def since(self, order: Order) -> datetime | None:
        """From when on the needed-by date makes it urgent; days are counted by the clock."""
        if self.needed_within is None or order.needed_by is None:
            return None
        return order.needed_by - self.needed_within.length(A_DAY)


@dataclass(frozen=True)
class Escalation:
    """All that the policy says of escalation.

    `deputies` maps an approver's login to their deputy's. More than `digest_over` messages at once become
    one, and nobody gets more than `per_hour` single ones an hour. A snooze ends after `longest_snooze`.
    """

    chains: Mapping[str, Chain] = field(default_factory=dict)
    default: str | None = None
    urgency: Urgency = field(default_factory=Urgency)
    deputies: Mapping[str, str] = field(default_factory=dict)
    morning_digest: bool = False
    digest_over: int = 3
    per_hour: int = 6
    longest_snooze: Duration = field(default_factory=lambda: Duration(days=Decimal(1)))

    @property
    def chain(self) -> Chain | None:
        """The chain of steps that name none; None where the policy escalates nothing by itself."""
        return self.chains.get(self.default) if self.default else None
