"""What people do with a card: tick changes, put things right, choose the order, hand it to somebody, close it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.cases import Applying, Case, CaseOrder, CaseState, CaseWork, check_tick
from bot.domain.correcting import check_value, clean_reference, with_value
from bot.domain.errors import Refused
from bot.domain.exceptions import ExceptionKind
from bot.domain.habits import Habit, HabitKind, check_habit
from bot.domain.letters import reply
from bot.domain.mail import Correction
from bot.domain.people import OdooUser, Person
from bot.domain.ports import Clock, PurchaseOrderReader, Store, SupplyOrders, Transaction
from bot.domain.proposals import Change, Field
from bot.domain.supply import SupplyOrder
from bot.domain.triage import MailClass, digits_of
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox
from bot.services.people import PeopleService

UNKNOWN_CARD = "I do not know this mail any more."
BACKSTOP = timedelta(seconds=6)


class CaseDesk:
    """Takes what people click. Every method raises `Refused` with the sentence for that person."""

    def __init__(
        self,
        store: Store,
        people: PeopleService,
        supply: SupplyOrders,
        orders: PurchaseOrderReader,
        exceptions: ExceptionService,
        why_not: Callable[[OdooUser], str],
        outbox: Outbox,
        clock: Clock,
    ) -> None:
        self._store = store
        self._people = people
        self._supply = supply
        self._orders = orders
        self._exceptions = exceptions
        self._why_not = why_not
        self._outbox = outbox
        self._clock = clock

    def case(self, case_id: str, slack_id: str) -> Case:
        """An open case, for somebody who may handle it, as far as is known without asking Odoo."""
        self._person(slack_id)
        with self._store.read() as tx:
            return self._open(tx, case_id)

    def tick(self, case_id: str, slack_id: str, ticked: Sequence[str]) -> Case:
        """Take the changes that a person ticked; the job that is committed with it carries them out."""
        person = self._person(slack_id)
        with self._store.begin() as tx:
            case = self._get(tx, case_id)
            changes = check_tick(case, frozenset(ticked))
            now = self._clock.now()
            applying = Applying(uuid.uuid4().hex, changes, person.user.id, person.user.name, slack_id, now)
            taken = tx.cases.save(replace(case, applying=applying, work=CaseWork.APPLY, problem=""))
            tx.cases.defer(case_id, now + BACKSTOP)
            self._audit(tx, "mail.ticked", taken, person, applying=applying.id, changes=[c.id for c in changes])
            self._outbox.redraw(tx, case_id=case_id)
            tx.jobs.enqueue("case", case_id, delay=BACKSTOP.total_seconds() / 3)
        return taken

    def lines_of(self, case: Case) -> Sequence[SupplyOrder]:
        """The case's orders as they are now, to put values right. Raises `OdooError`."""
        return self._supply.of_ids([order.id for order in case.orders])

    def correct(
        self, case_id: str, slack_id: str, label: str | None, reference: str | None, values: Mapping[str, str]
    ) -> Case:
        """Keep what a person put right beside the suggestion. Asks Odoo where another order is named; `OdooError`.

        `values` are by change id. What is left as it was is no correction. What is offered then follows what was said.
        """
        person = self._person(slack_id)
        wanted = clean_reference(reference)
        order = self._find(wanted) if wanted else None
        with self._store.begin() as tx:
            case = self._unapplied(tx, case_id)
            after = case
            if label and MailClass(label) is not _label(case):
                after = self._relabelled(tx, after, person, MailClass(label))
            if order is not None and [one.id for one in case.orders] != [order.id]:
                if any(values.get(change.id, change.new) != change.new for change in case.changes):
                    raise Refused(f"One after the other: the values will be those of {order.name} then.", code="order")
                after = self._about(tx, after, person, order)
            for change in after.changes:
                if change.id in values:
                    after = self._valued(tx, after, person, change, values[change.id])
            return self._again(tx, case, after, person)

    def add_value(self, case_id: str, slack_id: str, order_id: int, line_id: int, field: Field, written: str) -> Case:
        """Add a value that the reading missed. Reads the order; raises `OdooError`."""
        person = self._person(slack_id)
        order = next(iter(self._supply.of_ids([order_id])), None)
        line = order.line(line_id) if order else None
        if order is None or line is None:
            raise Refused("This line is no longer on the order.", code="gone")
        new = check_value(field, written)
        with self._store.begin() as tx:
            case = self._unapplied(tx, case_id)
            added = with_value(order, line, field, new, case.newest.mail_id, person.user.name)
            changes = (*(change for change in case.changes if change.place != added.place), added)
            self._keep(tx, case, person, f"{line.product}: {field.value}", "", new)
            return self._again(tx, case, replace(case, changes=changes), person)

    def choose(self, case_id: str, slack_id: str, order_id: int) -> Case:
        """Say which order a mail is about, from those that it may be about. Raises `OdooError`."""
        person = self._person(slack_id)
        order = next(iter(self._supply.of_ids([order_id])), None)
        if order is None:
            raise Refused("This order is no longer in Odoo.", code="gone")
        with self._store.begin() as tx:
            case = self._unapplied(tx, case_id)
            if case.match is None or order_id not in {one.order_id for one in case.match.candidates}:
                raise Refused(f"{order.name} is not among the orders that this mail may be about.", code="other")
            return self._again(tx, case, self._about(tx, case, person, order), person)

    def close(self, case_id: str, slack_id: str) -> Case:
        """Nothing more is to be done."""
        person = self._person(slack_id)
        with self._store.begin() as tx:
            case = self._unapplied(tx, case_id)
            closed = replace(
                case, state=CaseState.DONE, work=CaseWork.NONE, closed_by=person.user.name, closed_at=self._clock.now()
            )
            stored = tx.cases.save(closed)
            self._audit(tx, "mail.closed", stored, person, left=[change.id for change in case.changes])
            self._outbox.redraw(tx, case_id=case_id)
        return stored

    def make_exception(self, case_id: str, slack_id: str, reason: str | None) -> Case:
        """Have somebody look after it: an exception with an owner and an activity on the order. Reads Odoo."""
        person = self._person(slack_id)
        why = " ".join((reason or "").split())[:500]
        if not why:
            raise Refused("Please say what has to be looked after.", code="blank")
        case = self.case(case_id, slack_id)
        if not case.orders:
            raise Refused(
                "Say first which order this is about (Correct): an exception hangs on an order.", code="order"
            )
        order = self._orders.orders([case.orders[0].id]).get(case.orders[0].id)
        if order is None:
            raise Refused(f"{case.orders[0].name} is gone from Odoo.", code="gone")
        with self._store.begin() as tx:
            self._exceptions.raise_in(
                tx,
                order,
                ExceptionKind.SUPPLIER_MAIL,
                f"{person.user.name}: {why} (mail “{case.newest.subject[:120]}”)",
            )
            self._audit(tx, "mail.exception", self._get(tx, case_id), person, reason=why)
        return case

    def learn(self, case_id: str, slack_id: str, kind: HabitKind, words: str, meaning: str, shown: str) -> Habit:
        """Take "when they write this, it means that" for the vendor of a case."""
        person = self._person(slack_id)
        words, meaning = check_habit(kind, words, meaning)
        with self._store.begin() as tx:
            case = self._unapplied(tx, case_id)
            if not case.orders:
                raise Refused("Say first which order this is about (Correct).", code="order")
            vendor = case.orders[0]
            habit = Habit(
                uuid.uuid4().hex, vendor.vendor_id, vendor.vendor, kind, words, meaning, shown or meaning,
                person.user.id, person.user.name, self._clock.now(),
            )  # fmt: skip
            tx.habits.add(habit)
            self._audit(
                tx, "habit.learned", case, person, habit=habit.id, kind_of=kind.value, words=words, means=meaning
            )
            self._again(tx, case, case, person)
        return habit

    def unlearn(self, habit_id: str, slack_id: str) -> Habit:
        """Take a habit back."""
        person = self._person(slack_id)
        with self._store.begin() as tx:
            habit = tx.habits.get(habit_id)
            if habit is None or not habit.holds:
                raise Refused("Somebody took this back already.", code="undone")
            undone = replace(habit, undone_by=person.user.name, undone_at=self._clock.now())
            tx.habits.save(undone)
            tx.audit.append(
                "habit.undone", actor=person.user.name, at=self._clock.now(), habit=habit.id, vendor=habit.vendor
            )
        return undone

    def habits(self, slack_id: str, case_id: str) -> Sequence[Habit]:
        """What people said that the vendors of a case mean."""
        case = self.case(case_id, slack_id)
        with self._store.read() as tx:
            return tx.habits.of({order.vendor_id for order in case.orders})

    def draft(self, case_id: str, slack_id: str) -> tuple[Case, str]:
        """A case with the draft of an answer to its newest mail."""
        case, person = self.case(case_id, slack_id), self._person(slack_id)
        names = [order.name for order in case.orders]
        return case, reply(names, _label(case) or MailClass.OTHER, case.changes, person.user.name)

    def person(self, slack_id: str) -> Person:
        """Who clicks, if they may handle supplier mail."""
        return self._person(slack_id)

    # What they share

    def _person(self, slack_id: str) -> Person:
        person = self._people.on_record(slack_id)
        refused = self._why_not(person.user)
        if refused:
            raise Refused(f"You cannot handle suppliers’ mail: {refused}.", code="rights")
        return person

    def _find(self, reference: str) -> SupplyOrder:
        found = [
            one for one in self._supply.named([digits_of(reference)]) if digits_of(one.name) == digits_of(reference)
        ]
        if not found:
            raise Refused(f"Odoo has no order {reference} in our companies.", code="order")
        if len(found) > 1:
            names = ", ".join(order.name for order in found[:5])
            raise Refused(f"Several orders have this number: {names}.", code="order")
        return found[0]

    def _relabelled(self, tx: Transaction, case: Case, person: Person, label: MailClass) -> Case:
        self._keep(tx, case, person, "class", getattr(_label(case), "value", ""), label.value)
        return replace(case, label=label, label_by=person.user.name)

    def _about(self, tx: Transaction, case: Case, person: Person, order: SupplyOrder) -> Case:
        self._keep(tx, case, person, "order", case.name if case.orders else "", order.name)
        about = CaseOrder(order.id, order.name, order.vendor.id, order.vendor.name, order.buyer)
        return replace(case, orders=(about,), order_by=person.user.name, changes=())

    def _valued(self, tx: Transaction, case: Case, person: Person, change: Change, written: str) -> Case:
        new = check_value(change.field, written)
        if new == change.new:
            return case
        place = f"{change.product}: {change.field.value}" if change.product else change.field.value
        self._keep(tx, case, person, place, change.new, new)
        better = replace(change.corrected(new), corrected_by=person.user.name)
        return replace(case, changes=tuple(better if one.id == change.id else one for one in case.changes))

    def _keep(self, tx: Transaction, case: Case, person: Person, field: str, suggested: str, right: str) -> None:
        correction = Correction(
            id=uuid.uuid4().hex,
            mail_id=case.newest.mail_id,
            at=self._clock.now(),
            by_id=person.user.id,
            by_name=person.user.name,
            field=field,
            suggested=suggested,
            corrected=right,
        )
        tx.readings.correct(correction)
        self._audit(tx, "mail.corrected", case, person, field=field, suggested=suggested, corrected=right)

    def _again(self, tx: Transaction, before: Case, after: Case, person: Person) -> Case:
        """Look at the order anew with what a person said."""
        stored = tx.cases.save(replace(after, work=CaseWork.MATCH, problem=""))
        tx.cases.defer(before.id, self._clock.now())
        tx.jobs.enqueue("case", before.id)
        return stored

    def _open(self, tx: Transaction, case_id: str) -> Case:
        case = self._get(tx, case_id)
        if case.state is CaseState.DONE:
            raise Refused(f"{case.closed_by} closed this mail about {case.name} already.", code="closed")
        return case

    def _unapplied(self, tx: Transaction, case_id: str) -> Case:
        case = self._open(tx, case_id)
        if case.applying is not None:
            raise Refused(f"{case.applying.by_name} is applying changes to {case.name} right now.", code="applying")
        return case

    def _get(self, tx: Transaction, case_id: str) -> Case:
        case = tx.cases.get(case_id)
        if case is None:
            raise Refused(UNKNOWN_CARD, code="unknown")
        return case

    def _audit(self, tx: Transaction, kind: str, case: Case, person: Person, **data: Any) -> None:
        tx.audit.append(
            kind,
            actor=person.user.name,
            at=self._clock.now(),
            order_name=case.orders[0].name if case.orders else None,
            case=case.id,
            mail=case.newest.mail_id,
            odoo_user=person.user.id,
            **data,
        )


def _label(case: Case) -> MailClass | None:
    """The class as it stands."""
    return case.label or (case.newest.suggestion.primary if case.newest.suggestion else None)
