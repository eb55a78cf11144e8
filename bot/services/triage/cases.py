"""From a mail that was read to a card: which order, what would change, what waits for it, and who is told."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta, tzinfo

import structlog

from bot.domain.cases import Case, CaseMail, CaseOrder, CaseState, CaseWork
from bot.domain.correcting import as_corrected
from bot.domain.errors import Conflict, OdooError, OdooUnavailable
from bot.domain.mail import Automatic, Quiet, Reading, ReadingState, StoredMail
from bot.domain.matching import Match, Senders, match, said_to_be, written
from bot.domain.messages import MessageKind
from bot.domain.orders import UserRef
from bot.domain.ports import Clock, Store, SupplyOrders, Transaction
from bot.domain.proposals import CHANGED_BY, Change, Field, NotOffered, PartDay, Tolerances, Unchanged
from bot.domain.proposing import propose
from bot.domain.supply import SupplyOrder
from bot.domain.triage import Mail, MailClass, Reference, Suggestion, carried, digits_of
from bot.services.messages import Outbox
from bot.services.triage.addressing import Addressee
from bot.services.triage.needs import HeldUp, ReadAs, ToldWith

AGAIN = timedelta(seconds=10)
NOBODY_YET = timedelta(minutes=10)  # when a card that nobody could be shown is tried again
BACKSTOP = timedelta(seconds=30)
ROUNDS = 5
MOST_MAILS = 20  # of a conversation that a case keeps at hand
BOUNCED = "mail.bounced:{}"  # the cursor that remembers the last mail about an order that could not be delivered

log = structlog.get_logger(__name__)


class CaseService:
    """Opens cases and keeps them in line with Odoo."""

    def __init__(
        self,
        store: Store,
        supply: SupplyOrders,
        held_up: HeldUp,
        addressee: Callable[[UserRef | None], Addressee | None],
        marks: Callable[[Mail], Mapping[int, str]],
        read_as: ReadAs,
        told_with: ToldWith,
        outbox: Outbox,
        tolerances: Tolerances,
        clock: Clock,
        zone: tzinfo,
    ) -> None:
        self._store = store
        self._supply = supply
        self._held_up = held_up
        self._addressee = addressee
        self._marks = marks
        self._read_as = read_as
        self._told_with = told_with
        self._outbox = outbox
        self._tolerances = tolerances
        self._clock = clock
        self._zone = zone

    def on_read(self, tx: Transaction, mail: StoredMail, reading: Reading) -> None:
        """Open a case for a mail that was read, or let it join its conversation's. The rest is a job."""
        if mail.automatic is Automatic.BOUNCE:
            for order_id in mail.answers_orders:
                tx.cursors.set(BOUNCED.format(order_id), mail.received_at.isoformat())
        if reading.quiet is not Quiet.NO or _only_noise(reading):
            return
        thread = mail.thread or f"mail:{mail.id}"
        parsed, found = tx.mails.parsed(mail.id), reading.suggestion
        found = carried(parsed, found) if parsed and found else None
        news = CaseMail(mail.id, mail.received_at, mail.sender, mail.subject, found, reading.why)
        case = tx.cases.of_thread(thread)
        if case is None:
            case = Case(uuid.uuid4().hex, thread, self._clock.now(), (news,))
            tx.cases.add(case)
        elif not any(known.mail_id == mail.id for known in case.mails):
            mails = tuple(sorted((*case.mails, news), key=lambda one: one.received_at))[-MOST_MAILS:]
            work = case.work if case.work is CaseWork.APPLY else CaseWork.MATCH
            reopened = replace(case, mails=mails, state=CaseState.OPEN, work=work, closed_by="", closed_at=None)
            case = tx.cases.save(replace(reopened, label=None, label_by=""))
        tx.cases.defer(case.id, self._clock.now() + BACKSTOP)
        tx.jobs.enqueue("case", case.id)

    def match(self, case_id: str) -> bool:
        """Find the order and what would change, and show the card; False when Odoo is away. May be repeated."""
        for _ in range(ROUNDS):
            with self._store.read() as tx:
                case = tx.cases.get(case_id)
            if case is None or case.work is not CaseWork.MATCH:
                return True
            try:
                self._match(case)
            except OdooUnavailable:
                with self._store.begin() as tx:
                    tx.cases.defer(case_id, self._clock.now() + AGAIN)
                return False
            except Conflict:
                continue
            return True
        return False

    def proposed(self, case: Case) -> Case:
        """The case with its orders and changes as Odoo and the newest mail have them now. Raises `OdooError`."""
        with self._store.read() as tx:
            newest = case.newest
            stored, parsed = tx.mails.get(newest.mail_id), tx.mails.parsed(newest.mail_id)
            reading = tx.readings.get(newest.mail_id)
        if stored is None or parsed is None or reading is None or newest.suggestion is None:
            return self._by_hand(case)
        found, orders = self._orders(case, stored, parsed, newest.suggestion, reading)
        said = newest.suggestion
        if case.relabelled and case.label:
            days = {order.name: tuple(line.day for line in order.lines if line.open and line.day) for order in orders}
            said = self._read_as(parsed, said, case.label, days)
        case, parts = self._with_changes(replace(case, match=found), parsed, said, orders)
        told = reading.suggestion.summary if reading.suggestion else newest.suggestion.summary
        if parts:
            told = self._told_with(parsed, newest.suggestion, parts)
        newest = replace(newest, suggestion=replace(newest.suggestion, summary=told))
        return replace(case, mails=(*case.mails[:-1], newest))

    def _by_hand(self, case: Case) -> Case:
        """Of a mail that could not be read, or whose text is gone: what people gave themselves."""
        orders = self._supply.of_ids([order.id for order in case.orders])
        changes, gone = as_corrected((), case, orders, self._tolerances)
        held_up = tuple(self._waiting(changes))
        return replace(case, changes=tuple(changes), not_offered=tuple(gone), as_ordered=(), held_up=held_up)

    def _orders(
        self, case: Case, stored: StoredMail, mail: Mail, suggestion: Suggestion, reading: Reading
    ) -> tuple[Match, Sequence[SupplyOrder]]:
        pointed = dict(self._marks(mail))
        if len(case.mails) > 1 and not case.order_by:
            pointed |= {order.id: f"the conversation is about {order.name}" for order in case.orders}
        ids = {*pointed, *stored.answers_orders, *([stored.order_id] if stored.order_id else [])}
        named = {order.id: order for order in self._supply.of_ids(ids)}
        digits = [one.digits for one in (*suggestion.references, *written(mail))]
        named |= {order.id: order for order in self._supply.named(digits)}
        suggestion = _with_known(suggestion, written(mail), named.values())
        theirs = self._supply.open_of([vendor.id for vendor in reading.vendors])
        senders = Senders(reading.vendors, reading.exact, reading.lookalike_of)
        found = match(stored, mail, suggestion, senders, list(named.values()), theirs, pointed)
        if case.order_by:
            orders = self._supply.of_ids([order.id for order in case.orders])
            return (said_to_be(found, stored, senders, orders[0]) if orders else found), orders
        pool = {**{order.id: order for order in theirs}, **named}
        return found, [pool[one.order_id] for one in found.chosen]

    def _with_changes(
        self, case: Case, mail: Mail, suggestion: Suggestion, orders: Sequence[SupplyOrder]
    ) -> tuple[Case, Sequence[PartDay]]:
        today = self._clock.now().astimezone(self._zone).date()
        vendors = {order.vendor.id for order in orders}
        with self._store.read() as tx:
            habits = tx.habits.of(vendors) if vendors else ()
        assert case.match is not None
        read: list[Change] = []
        not_offered: list[NotOffered] = []
        unchanged: list[Unchanged] = []
        parts: list[PartDay] = []
        for order in orders:
            mine = [habit for habit in habits if habit.vendor_id == order.vendor.id]
            proposal = propose(
                order,
                mail,
                suggestion,
                case.match,
                today=today,
                tolerances=self._tolerances,
                habits=mine,
                doubt=_doubt(case, order),
            )
            read += _of_class(proposal.changes, case)
            not_offered += proposal.not_offered
            unchanged += proposal.unchanged
            parts += proposal.parts
        changes, gone = as_corrected(read, case, orders, self._tolerances)
        # What was applied from this conversation stands on the card as such, with what it was before.
        applied = {(one.change.place, one.change.new) for one in case.applied}
        as_ordered = [one.words for one in unchanged if (one.place, one.value) not in applied]
        after = replace(
            case,
            orders=tuple(
                CaseOrder(order.id, order.name, order.vendor.id, order.vendor.name, order.buyer) for order in orders
            ),
            changes=tuple(changes),
            not_offered=tuple(dict.fromkeys([*gone, *not_offered])),
            as_ordered=tuple(dict.fromkeys(as_ordered)),
            held_up=tuple(self._waiting(changes)),
        )
        return after, parts

    def _waiting(self, changes: Sequence[Change]) -> Sequence[str]:
        """What the slips would hold up; left out where it cannot be found out, for it is only advice."""
        later = [change for change in changes if change.field is Field.DATE and change.new > change.old]
        if not later:
            return ()
        try:
            latest = max(date.fromisoformat(change.new) for change in later)
            return self._held_up({change.order_name for change in later}, latest)
        except OdooError as error:
            log.info("cannot tell what waits", why=type(error).__name__)
            return ()

    def _match(self, case: Case) -> None:
        after = self.proposed(case)
        shown_to = self._addressee(after.orders[0].buyer if after.orders else None)
        if shown_to is None:
            log.error("nobody to show a supplier's mail to: set TRIAGE_CHANNEL", case=case.id)
            with self._store.begin() as tx:
                tx.cases.defer(case.id, self._clock.now() + NOBODY_YET)
            return
        with self._store.begin() as tx:
            shown = tx.cases.save(replace(after, owner=shown_to.owner, work=CaseWork.NONE))
            tx.cases.defer(case.id, None)
            self._audit(tx, shown)
            self._show(tx, shown, shown_to.recipient)

    def _show(self, tx: Transaction, case: Case, recipient: str) -> None:
        """Draw the cards anew; a first one for whoever has none yet, like the buyer of an order found later."""
        cards = [one for one in tx.messages.of(case_id=case.id) if one.kind is MessageKind.MAIL]
        mine = next((one for one in cards if one.recipient == recipient), None)
        if cards:
            self._outbox.redraw(tx, case_id=case.id)
        if mine is None and (not cards or case.owner is None):
            key = f"case:{case.id}:{recipient}" if cards else f"case:{case.id}"
            self._outbox.say(tx, MessageKind.MAIL, recipient, key, case_id=case.id)
        else:
            card = mine or cards[0]
            self._tell_of_another(tx, case, card.id, card.recipient)

    def _tell_of_another(self, tx: Transaction, case: Case, card: str, recipient: str) -> None:
        """A redrawn card makes no sound: another mail of the conversation is told below it, once."""
        newest = case.newest
        if len(case.mails) > 1:
            key = f"case:{case.id}:{newest.mail_id}"
            self._outbox.say(
                tx, MessageKind.MAIL_NEWS, recipient, key, thread_of=card, case=case.id, mail=newest.mail_id
            )

    def _audit(self, tx: Transaction, case: Case) -> None:
        found = case.match
        tx.audit.append(
            "mail.matched",
            actor="bot",
            at=self._clock.now(),
            order_name=case.orders[0].name if case.orders else None,
            case=case.id,
            mail=case.newest.mail_id,
            orders=[order.name for order in case.orders],
            scores={one.order_name: one.score for one in (found.chosen or found.candidates)} if found else {},
            turned_down=list(found.turned_down) if found else [],
            sender=found.sender.value if found else None,
            offered=[[c.order_name, c.line_id, c.field.value, c.old, c.new] for c in case.changes],
        )


def _with_known(suggestion: Suggestion, found: Sequence[Reference], orders: Iterable[SupplyOrder]) -> Suggestion:
    """The suggestion with those numbers of the mail that Odoo knows as orders, where the engine passed over them."""
    known = {digits_of(order.name) for order in orders} - {one.digits for one in suggestion.references}
    missed = [one for one in found if one.digits in known]
    return replace(suggestion, references=(*suggestion.references, *missed))


def _doubt(case: Case, order: SupplyOrder) -> str:
    """Why nothing is ticked for a person who put the reading right: what they did not say themselves is our guess."""
    if case.relabelled:
        return "the mail was first read as something else: check it"
    if case.order_by and not (case.match and case.match.led_to(order.id)):
        return "the mail does not name this order: check it"
    return ""


def _of_class(changes: Sequence[Change], case: Case) -> Sequence[Change]:
    """The changes that a mail of the class may make, where a person said which class it is."""
    if not case.relabelled or case.label is None:
        return changes
    return [change for change in changes if change.field in CHANGED_BY.get(case.label, ())]


def _only_noise(reading: Reading) -> bool:
    """Advertising of strangers gets no card; whatever is dangerous or unsure does."""
    found = reading.suggestion
    return (
        reading.state is ReadingState.READ
        and found is not None
        and found.primary is MailClass.SPAM_PHISHING
        and not found.risks
        and not found.unsure
        and not reading.vendors
    )
