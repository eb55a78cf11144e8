"""What people do with a card: tick changes, teach a vendor's words, draft an answer, hand it to somebody, close it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta, tzinfo

from bot.domain.cases import Applying, Case, CaseState, CaseWork, check_tick
from bot.domain.drafting import Asked, Draft, reply
from bot.domain.errors import Refused
from bot.domain.exceptions import ExceptionKind, OfMail
from bot.domain.habits import Habit, HabitKind, check_habit
from bot.domain.languages import Language, written_in
from bot.domain.originals import warned, who_wrote
from bot.domain.people import Person
from bot.domain.ports import Clock, PurchaseOrderReader, Store, SupplyOrders, Transaction
from bot.domain.remainders import day_of_rest, never_comes
from bot.domain.supply import SupplyOrder
from bot.domain.triage import MailClass
from bot.domain.words import day
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox
from bot.services.triage.book import CaseBook

BACKSTOP = timedelta(seconds=6)


class CaseDesk:
    """Takes what people click. Every method raises `Refused` with the sentence for that person."""

    def __init__(
        self,
        store: Store,
        book: CaseBook,
        supply: SupplyOrders,
        orders: PurchaseOrderReader,
        exceptions: ExceptionService,
        outbox: Outbox,
        clock: Clock,
        zone: tzinfo,
    ) -> None:
        self._store = store
        self._book = book
        self._supply = supply
        self._orders = orders
        self._exceptions = exceptions
        self._outbox = outbox
        self._clock = clock
        self._zone = zone

    def case(self, case_id: str, slack_id: str) -> Case:
        """An open case, for somebody who may handle it, as far as is known without asking Odoo."""
        return self._book.case(case_id, slack_id)

    def person(self, slack_id: str) -> Person:
        """Who clicks, if they may handle supplier mail."""
        return self._book.person(slack_id)

    def tick(self, case_id: str, slack_id: str, ticked: Sequence[str]) -> Case:
        """Take the changes that a person ticked; the job that is committed with it carries them out."""
        person = self._book.person(slack_id)
        with self._store.begin() as tx:
            case = self._book.known(tx, case_id)
            changes = check_tick(case, frozenset(ticked))
            now = self._clock.now()
            applying = Applying(uuid.uuid4().hex, changes, person.user.id, person.user.name, slack_id, now)
            taken = tx.cases.save(replace(case, applying=applying, work=CaseWork.APPLY, problem=""))
            tx.cases.defer(case_id, now + BACKSTOP)
            self._book.audit(tx, "mail.ticked", taken, person, applying=applying.id, changes=[c.id for c in changes])
            self._outbox.redraw(tx, case_id=case_id)
            tx.jobs.enqueue("case", case_id, delay=BACKSTOP.total_seconds() / 3)
        return taken

    def lines_of(self, case: Case) -> Sequence[SupplyOrder]:
        """The case's orders as they are now, to put values right. Raises `OdooError`."""
        return self._supply.of_ids([order.id for order in case.orders])

    def close(self, case_id: str, slack_id: str) -> Case:
        """Nothing more is to be done."""
        person = self._book.person(slack_id)
        with self._store.begin() as tx:
            case = self._book.free(tx, case_id)
            closed = replace(
                case, state=CaseState.DONE, work=CaseWork.NONE, closed_by=person.user.name, closed_at=self._clock.now()
            )
            stored = tx.cases.save(closed)
            self._book.audit(tx, "mail.closed", stored, person, left=[change.id for change in case.changes])
            self._outbox.redraw(tx, case_id=case_id)
        return stored

    def may_make_exception(self, case_id: str, slack_id: str) -> Case:
        """A case that an exception may be made of: it has an order, and there is none on it yet."""
        case = self.case(case_id, slack_id)
        if not case.orders:
            raise Refused(
                "Say first which order this is about (Correct): an exception hangs on an order.", code="order"
            )
        with self._store.read() as tx:
            there = _there(tx, case.orders[0].id, case.orders[0].name)
        if there is not None:
            raise there
        return case

    def make_exception(self, case_id: str, slack_id: str, reason: str | None) -> Case:
        """Have somebody look after it: an exception with an owner and an activity on the order. Reads Odoo."""
        person = self._book.person(slack_id)
        why = " ".join((reason or "").split())[:500]
        if not why:
            raise Refused("Please say what has to be looked after.", code="blank")
        case = self.may_make_exception(case_id, slack_id)
        order = self._orders.orders([case.orders[0].id]).get(case.orders[0].id)
        if order is None:
            raise Refused(f"{case.orders[0].name} is gone from Odoo.", code="gone")
        with self._store.begin() as tx:
            case = self._book.opened(tx, case_id)
            came = case.newest.received_at.astimezone(self._zone).date()
            summary = f"{person.user.name}: {why} (mail of {day(came)})"
            made = self._exceptions.raise_in(
                tx, order, ExceptionKind.SUPPLIER_MAIL, summary, of_mail=_of_mail(tx, case)
            )
            if made is None:  # somebody was quicker
                raise _there(tx, order.id, order.name) or Refused(f"{order.name} has one already.", code="there")
            case = tx.cases.save(replace(case, exceptions=(*case.exceptions, made.id)))
            self._book.audit(tx, "mail.exception", case, person, reason=why, exception=made.id)
            self._outbox.redraw(tx, case_id=case_id)
        return case

    def learn(self, case_id: str, slack_id: str, kind: HabitKind, words: str, meaning: str, shown: str) -> Habit:
        """Take "when they write this, it means that" for the vendor of a case."""
        person = self._book.person(slack_id)
        words, meaning = check_habit(kind, words, meaning)
        with self._store.begin() as tx:
            case = self._book.free(tx, case_id)
            if not case.orders:
                raise Refused("Say first which order this is about (Correct).", code="order")
            vendor = case.orders[0]
            habit = Habit(
                uuid.uuid4().hex, vendor.vendor_id, vendor.vendor, kind, words, meaning, shown or meaning,
                person.user.id, person.user.name, self._clock.now(),
            )  # fmt: skip
            tx.habits.add(habit)
            self._book.audit(
                tx, "habit.learned", case, person, habit=habit.id, kind_of=kind.value, words=words, means=meaning
            )
            self._book.again(tx, case, case)
        return habit

    def unlearn(self, habit_id: str, slack_id: str) -> Habit:
        """Take a habit back."""
        person = self._book.person(slack_id)
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

    def draft(self, case_id: str, slack_id: str, language: Language | None = None) -> tuple[Case, Draft, Language]:
        """A case with the draft of an answer to its newest mail: in its language, unless another one is asked for."""
        case, person = self.case(case_id, slack_id), self._book.person(slack_id)
        newest = case.newest
        with self._store.read() as tx:
            mail = tx.mails.parsed(newest.mail_id)
        chosen = language or written_in(f"{newest.subject}\n{mail.text if mail else ''}")
        label = case.label_as_it_stands or MailClass.OTHER
        asked = Asked(
            [order.name for order in case.orders],
            label,
            case.changes,
            lambda change: day_of_rest(mail, newest.suggestion, change) if newest.suggestion else None,
            lambda change: label is MailClass.CANCELLATION or never_comes(mail, change),
        )
        return case, reply(asked, person.user.name, chosen), chosen


def _there(tx: Transaction, order_id: int, name: str) -> Refused | None:
    """Why there can be no second exception for mails about an order: whose the first one is. None without any."""
    of_mails = (one for one in tx.troubles.list() if one.kind is ExceptionKind.SUPPLIER_MAIL)
    found = next((one for one in of_mails if one.order_id == order_id), None)
    if found is None:
        return None
    owner = found.owner_name or "nobody yet"
    return Refused(f"{name} has exception no. {found.id} already, owned by {owner}: “{found.summary}”", code="there")


def _of_mail(tx: Transaction, case: Case) -> OfMail:
    """Which mail it is about and, for whoever owns it, who really wrote that and what is dangerous about it."""
    newest = case.newest
    stored, reading = tx.mails.get(newest.mail_id), tx.readings.get(newest.mail_id)
    note = ""
    if stored is not None and stored.erased_at is None:
        fit, words = who_wrote(stored, reading, [order.vendor_id for order in case.orders])
        note = warned(fit, words, newest.suggestion.risk_flags if newest.suggestion else ())
    return OfMail(case.id, newest.mail_id, note)
