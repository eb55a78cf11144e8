"""Where is it stuck: who has an order, since when, and what is open."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence

from bot.blocks import help as texts
from bot.blocks.status import status
from bot.domain.approvals import Approval, ApprovalState
from bot.domain.audit import AuditEvent
from bot.domain.chains import Urgency
from bot.domain.errors import OdooError, Refused
from bot.domain.home import Part
from bot.domain.people import Person
from bot.domain.ports import Clock, Directory, Picture, Posted, PurchaseOrderReader, Store
from bot.domain.status import Standing, coming, concerned, holders, worked
from bot.domain.timeline import history
from bot.domain.working_time import Timetables
from bot.services.approvals.drawing import Drawing
from bot.services.home import card_of
from bot.services.people import PeopleService

PURCHASE_USER = "purchase.group_purchase_user"
REFERENCE = re.compile(r"\bP[O]?[\s-]*0*(\d{1,8})\b", re.IGNORECASE)


def references(text: str) -> list[str]:
    """Order references in a text, as Odoo writes them: `po 36` and `p-00036` are P00036."""
    return list(dict.fromkeys(f"P{int(number):05d}" for number in REFERENCE.findall(text)))


def deciders(store: Store, order_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Who is asked just now, by order id: of all who are, those whose decision is missing."""
    with store.read() as tx:
        pending = tx.approvals.pending(order_ids)
    return {
        approval.order.id: tuple(
            seat.name for seat in approval.active_seats() if not (having := holders(approval)) or seat.user_id in having
        )
        for approval in pending
    }


class StatusService:
    """Answers questions about one order's approval, to people who may see purchase orders."""

    def __init__(
        self,
        store: Store,
        reader: PurchaseOrderReader,
        directory: Directory,
        people: PeopleService,
        timetables: Timetables,
        urgency: Urgency,
        drawing: Drawing,
        clock: Clock,
    ) -> None:
        self._store = store
        self._reader = reader
        self._directory = directory
        self._people = people
        self._timetables = timetables
        self._urgency = urgency
        self._drawing = drawing
        self._clock = clock

    def where(self, name: str, slack_id: str) -> Picture:
        """Where an order stands, for this person.

        Raises `Refused` when they are unknown or may not see purchase orders, or there is no such order.
        """
        person = self._people.who(slack_id)
        with self._store.read() as tx:
            approval = tx.approvals.latest(name)
        if not self._may_see(person, approval):
            raise Refused("Your Odoo user has no purchase rights, so I cannot show you purchase orders.", code="rights")
        if approval is not None:
            return self._drawn(approval)
        try:
            known = self._reader.find(name)
        except OdooError as error:
            raise Refused(texts.odoo_away(), code="unavailable") from error
        if known is None:
            raise Refused(texts.unknown_order(name), code="unknown")
        return Picture(texts.no_approval(name))

    def of_approval(self, name: str, slack_id: str, *, only_pending: bool = False) -> Picture | None:
        """Who has an order and since when, where the desk has it on record; None where it does not.

        Raises `Refused` as `where` does.
        """
        person = self._people.who(slack_id)
        with self._store.read() as tx:
            approval = tx.approvals.latest(name)
        if approval is None or (only_pending and approval.state is not ApprovalState.PENDING):
            return None
        if not self._may_see(person, approval):
            raise Refused("Your Odoo user has no purchase rights, so I cannot show you purchase orders.", code="rights")
        return self._drawn(approval)

    def _drawn(self, approval: Approval) -> Picture:
        """Who has it and since when in their working time, what was done about it, and what comes next."""
        now = self._clock.now()
        with self._store.read() as tx:
            events = [e for e in tx.audit.of_order(approval.order.name) if _concerns(e, approval)]
            watches = tx.watches.of(approval.id, approval.step)
        tables = self._timetables.of(holders(approval), now)
        standing = Standing(
            worked(approval, tables, now), history(events), coming(approval, watches, self._urgency, tables, now)
        )
        return status(approval, now, self._drawing.order_url(approval.order.id), standing)

    def cards(self, names: Sequence[str], slack_id: str) -> list[tuple[Approval, Posted | None]]:
        """The pending approvals of these orders that this person is asked about, and where their cards stand."""
        person = self._people.who(slack_id)
        with self._store.read() as tx:
            found = [approval for name in names if (approval := tx.approvals.latest(name)) is not None]
            mine = [a for a in found if a.state is ApprovalState.PENDING and _asks(a, person.user.id)]
            return [(a, card_of(tx.messages.of(approval_id=a.id), slack_id)) for a in mine]

    def deciders(self, order_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Who is asked just now about orders that wait here: names by order id."""
        return deciders(self._store, order_ids)

    def is_asked(self, user_id: int) -> bool:
        """Whether any order waits for this Odoo user just now."""
        with self._store.read() as tx:
            return Part.WAITING in tx.approvals.queue_counts(user_id)

    def _may_see(self, person: Person, approval: Approval | None) -> bool:
        """Purchase users, and people who have to do with this order."""
        if approval is not None and person.user.id in concerned(approval):
            return True
        try:
            return self._directory.group_id(PURCHASE_USER) in person.user.groups
        except OdooError as error:
            raise Refused(texts.odoo_away(), code="unavailable") from error


def _concerns(event: AuditEvent, approval: Approval) -> bool:
    """Whether an event is about this approval, or about a question that followed to it when the order changed."""
    earlier = event.kind.startswith("question.") and json.loads(event.data).get("question")
    return event.approval_id == approval.id or earlier in {question.id for question in approval.questions}


def _asks(approval: Approval, user_id: int) -> bool:
    return user_id in {seat.user_id for seat in approval.active_seats()}
