"""`policy simulate`: past orders of Odoo under the policy, and the load that would have fallen on people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.approvals import Approval, ApprovalState, Seat
from bot.domain.calendars import Schedules
from bot.domain.chains import Action, Whom
from bot.domain.orders import Head, Order, OrderState
from bot.domain.people import OdooUser
from bot.domain.policy import NoRule, Plan, Step, limit_for
from bot.domain.ports import Directory, PurchaseOrderReader
from bot.domain.simulation import Happening, What, replay
from bot.domain.words import fold
from bot.domain.working_time import Timetable, Timetables
from bot.services.calendars import Composer
from bot.services.policy import PolicyService

ASSUMED = (
    "orders as they are in Odoo now; stock, which changes, makes none of them urgent",
    "decided when they were really decided, several steps in equal shares of that time; what still waits, in the first",
    "hours, holidays and time off as Odoo has them now; nobody was away by Slack or /procure",
    "messages one by one: the bot would gather several into a digest",
)
NOT_WAITED = "confirmed without waiting for approval in Odoo, or cancelled: nobody would have been asked"


@dataclass(frozen=True)
class Told:
    """One message that somebody would have got: `person` about `waits_for`, both by name."""

    at: datetime
    what: What
    person: str
    waits_for: str = ""
    level: int = 0
    why: str = ""
    outside_hours: bool = False


@dataclass(frozen=True)
class Replayed:
    """One order: from when until when it waited, which rule takes it, and all that would have been said."""

    order: str
    amount: str
    opened: datetime
    decided: datetime | None
    rule: str
    outcome: str
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Simulation:
    """All orders of the period, the first first; `left_out` never waited for approval."""

    start: datetime
    end: datetime
    policy: str
    orders: tuple[Replayed, ...]
    left_out: tuple[str, ...]

    def load(self) -> Mapping[str, Counter[What]]:
        """How many messages of each kind everybody would have got; whoever got most comes first."""
        found: dict[str, Counter[What]] = {}
        for told in (told for order in self.orders for told in order.told):
            found.setdefault(told.person, Counter())[told.what] += 1
        return dict(sorted(found.items(), key=lambda item: (-item[1].total(), item[0])))

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "policy": self.policy,
            "orders": [
                {
                    "order": o.order,
                    "amount": o.amount,
                    "opened": o.opened.isoformat(),
                    "decided": o.decided.isoformat() if o.decided else None,
                    "rule": o.rule,
                    "outcome": o.outcome,
                    "told": [_told_json(told) for told in o.told],
                }
                for o in self.orders
            ],
            "load": [{"person": name} | {w.value: kinds[w] for w in What} for name, kinds in self.load().items()],
            "left_out": list(self.left_out),
            "assumed": list(ASSUMED),
        }


def _told_json(told: Told) -> dict[str, Any]:
    return {
        "at": told.at.isoformat(),
        "what": told.what.value,
        "person": told.person,
        "waits_for": told.waits_for,
        "level": told.level,
        "why": told.why,
        "outside_hours": told.outside_hours,
    }


class PastTimetables(Timetables):
    """Timetables of the past, from Odoo and the policy alone; read once."""

    def __init__(self, schedules: Schedules, composer: Composer, since: datetime) -> None:
        self._schedules = schedules
        self._composer = composer
        self._since = since
        self._known: dict[int, Timetable] = {}

    def of(self, user_ids: Collection[int], at: datetime) -> Mapping[int, Timetable]:
        """The timetables of these users. Raises Odoo's errors, for a simulation needs the answer."""
        missing = set(user_ids) - self._known.keys()
        if missing:
            found = self._schedules.of(missing, self._since - timedelta(days=30))
            self._known |= {uid: self._composer.compose(found[uid], at, at) for uid in missing if uid in found}
        return {uid: self._known[uid] for uid in user_ids if uid in self._known}


class SimulationService:
    """Replays orders. `slack_of` gives an Odoo user's Slack id, None without one."""

    def __init__(
        self,
        reader: PurchaseOrderReader,
        policies: PolicyService,
        directory: Directory,
        timetables: Timetables,
        slack_of: Callable[[OdooUser], str | None],
    ) -> None:
        self._reader = reader
        self._policies = policies
        self._directory = directory
        self._timetables = timetables
        self._slack_of = slack_of

    def run(self, start: datetime, end: datetime) -> Simulation:
        """Every order that waited for approval between two moments. Raises Odoo's and Slack's errors."""
        heads = self._heads(start)
        waited = {
            head.id: head
            for head in heads.values()
            if head.state is OrderState.TO_APPROVE or (head.approved_at is not None and head.approved_at >= start)
        }
        orders = self._reader.orders(waited)
        found = [self._replay(orders[i], waited[i], end) for i in sorted(orders) if orders[i].waiting_since is not None]
        return Simulation(
            start=start,
            end=end,
            policy=f"{self._policies.policy.source} version {self._policies.policy.version}",
            orders=tuple(sorted(found, key=lambda order: (order.opened, order.order))),
            left_out=tuple(sorted(h.name for h in heads.values() if h.id not in waited and _confirmed(h))),
        )

    def _heads(self, start: datetime) -> Mapping[int, Head]:
        ids: list[int] = []
        while page := self._reader.changed(start, after_id=ids[-1] if ids else 0):
            ids += [row.id for row in page]
        return self._reader.heads(ids)

    def _replay(self, order: Order, head: Head, end: datetime) -> Replayed:
        assert order.waiting_since is not None
        before = replace(
            order,
            state=OrderState.TO_APPROVE,
            receivers=(),  # receipts and bills came after the decision
            billers=(),
            lines=tuple(replace(line, stock=None) for line in order.lines),
        )
        said = self._policies.choose(before)
        decided = head.approved_at if head.state is not OrderState.TO_APPROVE else None
        replayed = Replayed(
            order=order.name,
            amount=f"{order.amount:,.2f} {order.currency}",
            opened=order.waiting_since,
            decided=decided,
            rule="" if isinstance(said, NoRule) else said.rule,
            outcome=said.reason if isinstance(said, NoRule) else "approved by the policy",
        )
        if not isinstance(said, Plan):
            return replayed
        steps = said.steps if decided else said.steps[:1]
        told, problem = self._chain(before, replace(said, steps=steps), order.waiting_since, decided or end)
        return replace(replayed, outcome=problem or "people were asked", told=told)

    def _chain(self, order: Order, plan: Plan, start: datetime, end: datetime) -> tuple[tuple[Told, ...], str]:
        """All that would have been said about one order, and what would have kept it from people."""
        share = (end - start) / len(plan.steps)
        told: list[Told] = []
        for number, step in enumerate(plan.steps):
            seats = self._seats(order, step, plan.rule)
            if not seats:
                return tuple(sorted(told, key=lambda t: t.at)), f'step "{step.name}": nobody could be asked'
            begun = start + share * number
            approval = _approval(order, plan, number, seats, begun)
            timetables = self._timetables.of([seat.user_id for seat in seats], begun)
            for seat in seats:
                timetable = timetables[seat.user_id]
                urgency = self._policies.policy.escalation.urgency
                happened = replay(approval, seat.user_id, urgency, timetable, begun, begun + share)
                told += [t for h in happened for t in self._told(order, seat, timetable, h, seats)]
        return tuple(sorted(told, key=lambda t: t.at)), ""

    def _seats(self, order: Order, step: Step, rule: str) -> tuple[Seat, ...]:
        users = self._policies.approvers.resolve(step, order, rule=rule).users
        return tuple(
            Seat(user.id, user.name, self._slack_of(user) or "", limit_for(self._policies.policy, user.login))
            for user in users
            if self._policies.why_not(user, order) is None
        )

    def _told(
        self, order: Order, seat: Seat, timetable: Timetable, happened: Happening, seats: Sequence[Seat]
    ) -> Iterable[Told]:
        def said(person: str, *, outside: bool = False, why: str = happened.why) -> Told:
            return Told(happened.at, happened.what, person, seat.name, happened.level, why, outside)

        if happened.what in {What.ASKED, What.REMINDED}:
            outside = happened.what is What.REMINDED and not timetable.working(happened.at)
            return [said(seat.name, outside=outside)]
        if happened.what is What.STOOD_IN:
            deputy = self._deputy(seat.user_id)
            return [said(deputy.name)] if deputy else [] if len(seats) > 1 else [said("nobody")]
        assert happened.action is not None
        names = [user.name for user in self._whom(order, seat, happened.action) if user.id != seat.user_id]
        return [said(name, why=happened.action.in_words()) for name in names or ["nobody"]]

    def _whom(self, order: Order, seat: Seat, action: Action) -> Sequence[OdooUser]:
        match action.whom:
            case Whom.MANAGER:
                found = self._directory.manager_of(seat.user_id)
            case Whom.DEPUTY:
                found = self._deputy(seat.user_id)
            case Whom.BUYER:
                buyer = order.buyer or order.creator
                found = self._directory.users([buyer.id]).get(buyer.id) if buyer else None
            case _:
                return self._policies.approvers.named(action.people, order)
        return [found] if found is not None else []

    def _deputy(self, user_id: int) -> OdooUser | None:
        user = self._directory.users([user_id]).get(user_id)
        pairs = self._policies.policy.escalation.deputies.items()
        login = next((deputy for name, deputy in pairs if user and fold(name) == fold(user.login)), None)
        return self._directory.by_login([login]).get(login) if login else None


def _confirmed(head: Head) -> bool:
    return head.state in {OrderState.PURCHASE, OrderState.CANCEL} and head.approved_at is None


def _approval(order: Order, plan: Plan, step: int, seats: tuple[Seat, ...], begun: datetime) -> Approval:
    """The record as the bot would have had it, while nobody has decided."""
    return Approval(
        id=order.name,
        order=order,
        fingerprint="",
        rule=plan.rule,
        reason=plan.reason,
        policy_version="",
        steps=plan.steps,
        state=ApprovalState.PENDING,
        step=step,
        seats=seats,
        opened_at=begun,
        step_opened_at=begun,
    )
