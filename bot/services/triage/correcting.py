"""What people put right on a card: the class, the order, a value. It is kept beside the suggestion, never over it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, tzinfo

from bot.domain.cases import Case, CaseOrder
from bot.domain.correcting import as_typed, check_fit, check_value, clean_reference, unit_of, with_value
from bot.domain.errors import Refused
from bot.domain.mail import Correction
from bot.domain.people import Person
from bot.domain.ports import Clock, Store, SupplyOrders, Transaction
from bot.domain.proposals import Change, Field, Tolerances, nothing_offered
from bot.domain.supply import SupplyOrder
from bot.domain.triage import MailClass, digits_of
from bot.services.triage.book import CaseBook


class Correcting:
    """Takes corrections. Methods raise `Refused` with the sentence for the person, and `OdooError`."""

    def __init__(
        self, store: Store, book: CaseBook, supply: SupplyOrders, tolerances: Tolerances, clock: Clock, zone: tzinfo
    ) -> None:
        self._store = store
        self._book = book
        self._supply = supply
        self._tolerances = tolerances
        self._clock = clock
        self._zone = zone

    def correct(
        self, case_id: str, slack_id: str, label: str | None, reference: str | None, values: Mapping[str, str]
    ) -> Case:
        """Keep what a person put right: `values` are what a form holds, by change id.

        What is left as it was is no correction. Odoo is asked where another order or another value is named. A refusal
        about a value has the change's id as its `where`.
        """
        person = self._book.person(slack_id)
        wanted = clean_reference(reference)
        order = self._find(wanted) if wanted else None
        given = self._given(self._book.case(case_id, slack_id), values, person)
        with self._store.begin() as tx:
            case = self._book.free(tx, case_id)
            _still_offered(case, values)
            after = case
            if label and MailClass(label) is not case.label_as_it_stands:
                after = self._relabelled(tx, after, person, MailClass(label))
            if order is not None and [one.id for one in case.orders] != [order.id]:
                if given:
                    raise Refused(f"One after the other: the values will be those of {order.name} then.", code="order")
                after = self._about(tx, after, person, order)
            for change_id, better in given.items():
                after = self._valued(tx, after, person, change_id, better)
            return self._book.again(tx, case, after)

    def add_value(self, case_id: str, slack_id: str, order_id: int, line_id: int, field: Field, written: str) -> Case:
        """Add a value that the reading missed, or that a person learned by another way."""
        person, seen = self._book.person(slack_id), self._book.case(case_id, slack_id)
        order = next(iter(self._supply.of_ids([order_id])), None)
        line = order.line(line_id) if order else None
        if order is None or line is None:
            raise Refused("This line is no longer on the order.", code="gone")
        _may_be_offered(seen)
        new = check_value(field, written, unit_of(order, line, field))
        added = with_value(order, line, field, new, seen.newest.mail_id, person.user.name, self._tolerances)
        check_fit(order, line, added, self._today())
        with self._store.begin() as tx:
            case = self._book.free(tx, case_id)
            if case.order(order_id) is None:
                raise Refused(f"This mail is no longer taken to be about {order.name}.", code="gone")
            read = [change for change in case.changes if change.place == added.place and not change.corrected_by]
            added = replace(added, mail_id=case.newest.mail_id, read_as=read[0].new if read else "")
            changes = (*(change for change in case.changes if change.place != added.place), added)
            self._keep(tx, case, person, f"{line.product}: {field.value}", added.read_as, new)
            return self._book.again(tx, case, replace(case, changes=changes))

    def choose(self, case_id: str, slack_id: str, order_id: int) -> Case:
        """Say which order a mail is about, from those that it may be about."""
        person = self._book.person(slack_id)
        order = next(iter(self._supply.of_ids([order_id])), None)
        if order is None:
            raise Refused("This order is no longer in Odoo.", code="gone")
        with self._store.begin() as tx:
            case = self._book.free(tx, case_id)
            if case.match is None or order_id not in {one.order_id for one in case.match.candidates}:
                raise Refused(f"{order.name} is not among the orders that this mail may be about.", code="other")
            return self._book.again(tx, case, self._about(tx, case, person, order))

    def _find(self, reference: str) -> SupplyOrder:
        digits = digits_of(reference)
        found = [one for one in self._supply.named([digits]) if digits_of(one.name) == digits]
        if not found:
            raise Refused(f"Odoo has no order {reference} in our companies.", code="order")
        if len(found) > 1:
            names = ", ".join(order.name for order in found[:5])
            raise Refused(f"Several orders have this number: {names}.", code="order")
        return found[0]

    def _given(self, case: Case, values: Mapping[str, str], person: Person) -> dict[str, Change]:
        """What a person gave in place of what was offered, by its id, held against the orders as they are."""
        wanted: list[tuple[Change, str]] = []
        for change in case.changes:
            written = values.get(change.id, "").strip()
            if change.line_id is None or written in {"", as_typed(change), change.new}:
                continue
            try:
                new = check_value(change.field, written, change.unit)
            except Refused as refusal:
                raise _about_value(refusal, change) from None
            if new != change.new:
                wanted.append((change, new))
        orders = {one.id: one for one in self._supply.of_ids([c.order_id for c, _ in wanted])} if wanted else {}
        return {change.id: self._better(change, new, orders, person) for change, new in wanted}

    def _better(self, change: Change, new: str, orders: Mapping[int, SupplyOrder], person: Person) -> Change:
        order = orders.get(change.order_id)
        line = order.line(change.line_id) if order else None
        if order is None or line is None:
            raise Refused("This line is no longer on the order.", code="value", where=change.id)
        better = with_value(order, line, change.field, new, change.mail_id, person.user.name, self._tolerances)
        try:
            check_fit(order, line, better, self._today())
        except Refused as refusal:
            raise _about_value(refusal, change) from None
        return replace(better, read_as=change.read_as if change.corrected_by else change.new)

    def _relabelled(self, tx: Transaction, case: Case, person: Person, label: MailClass) -> Case:
        self._keep(tx, case, person, "class", getattr(case.label_as_it_stands, "value", ""), label.value)
        return replace(case, label=label, label_by=person.user.name)

    def _about(self, tx: Transaction, case: Case, person: Person, order: SupplyOrder) -> Case:
        self._keep(tx, case, person, "order", case.name if case.orders else "", order.name)
        about = CaseOrder(order.id, order.name, order.vendor.id, order.vendor.name, order.buyer)
        return replace(case, orders=(about,), order_by=person.user.name, changes=())

    def _valued(self, tx: Transaction, case: Case, person: Person, change_id: str, better: Change) -> Case:
        place = f"{better.product}: {better.field.value}"
        was = next(change for change in case.changes if change.id == change_id)
        self._keep(tx, case, person, place, was.new, better.new)
        return replace(case, changes=tuple(better if one.id == change_id else one for one in case.changes))

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
        self._book.audit(tx, "mail.corrected", case, person, field=field, suggested=suggested, corrected=right)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()


def _still_offered(case: Case, values: Mapping[str, str]) -> None:
    """A form that was opened before the proposal changed holds values of what is no longer offered."""
    offered = {change.id for change in case.changes}
    for change_id in values:
        if change_id not in offered:
            text = f"The proposal for {case.name} changed meanwhile. Please open Correct anew."
            raise Refused(text, code="value", where=change_id)


def _may_be_offered(case: Case) -> None:
    """Nothing is applied through a mail that shows fraud, not by hand either."""
    if case.match is None or case.newest.suggestion is None:
        return
    why = nothing_offered(case.match, case.newest.suggestion)
    if why:
        raise Refused(f"Nothing can be applied with this mail: {why}. If it is right, change it in Odoo.", code="risk")


def _about_value(refusal: Refused, change: Change) -> Refused:
    return Refused(refusal.reason, code=refusal.code, where=change.id)
