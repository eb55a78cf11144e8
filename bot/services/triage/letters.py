"""Sending what a person wrote to a vendor, through Odoo's chatter and in the person's name. Once."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.errors import OdooError, OdooUnavailable, OdooUnknownOutcome
from bot.domain.letters import LetterState, VendorLetter, check_letter, mark_of, marks_in
from bot.domain.messages import MessageKind
from bot.domain.people import Person
from bot.domain.ports import Clock, Locks, OrderAmender, PurchaseOrderApprover, Store, SupplyOrders, Transaction
from bot.domain.triage import Mail, digits_of
from bot.services.messages import Outbox

IN_FLIGHT = timedelta(seconds=60)
RETRY = timedelta(seconds=10)
BACKSTOP = timedelta(seconds=30)
LOCK_WAIT = 20.0
LISTED = "chasing.listed:{}"  # the cursor that holds the key of the last list that an order stands on as owed
SECRET = "letters.secret"  # noqa: S105 - the name of the cursor that holds it

log = structlog.get_logger(__name__)


class LetterService:
    """Writes to vendors and knows our marks when they come back."""

    def __init__(
        self,
        store: Store,
        supply: SupplyOrders,
        amender: OrderAmender,
        odoo: PurchaseOrderApprover,
        outbox: Outbox,
        clock: Clock,
        locks: Locks,
    ) -> None:
        self._store = store
        self._supply = supply
        self._amender = amender
        self._odoo = odoo
        self._outbox = outbox
        self._clock = clock
        self._locks = locks

    def write(
        self, person: Person, order_id: int, order_name: str, text: str | None, *, why: str, once: str
    ) -> VendorLetter:
        """Take a letter to be sent; `once` makes a repeated submission the same letter. Raises `Refused`."""
        clean = check_letter(text)
        letter_id = uuid.uuid5(uuid.NAMESPACE_OID, f"{once}:{order_id}:{person.user.id}").hex
        now = self._clock.now()
        with self._store.begin() as tx:
            known = tx.letters.get(letter_id)
            if known is not None:
                return known
            mark = mark_of(order_name, self._secret(tx), letter_id)
            letter = VendorLetter(
                id=letter_id,
                order_id=order_id,
                order_name=order_name,
                text=f"{clean}\n\nOur ref. {mark}",
                mark=mark,
                by_id=person.user.id,
                by_name=person.user.name,
                partner_id=person.user.partner_id,
                slack_id=person.slack_id or "",
                at=now,
                why=why,
            )
            tx.letters.add(letter)
            tx.letters.defer(letter_id, now + BACKSTOP)
            tx.audit.append(
                "letter.taken",
                actor=person.user.name,
                at=now,
                order_name=order_name,
                letter=letter_id,
                why=why,
                mark=mark,
                text=clean,
            )
            tx.jobs.enqueue("letter", letter_id)
        return letter

    def send(self, letter_id: str) -> bool:
        """Send one that waits; False when it could not be done now. May be repeated without harm."""
        with self._store.read() as tx:
            letter = tx.letters.get(letter_id)
        if letter is None or letter.state is not LetterState.WAITING:
            return True
        with self._locks.hold(f"order:{letter.order_id}", wait=LOCK_WAIT) as held:
            return held and self._send(letter_id)

    def marks(self, mail: Mail) -> Mapping[int, str]:
        """The orders whose letters of ours a mail carries the mark of. Raises `OdooError`."""
        written = marks_in(f"{mail.subject}\n{mail.text}\n{mail.history}")
        if not written:
            return {}
        with self._store.read() as tx:
            ours = {mark: found for mark in written if (found := tx.letters.with_mark(mark)) is not None}
        orders = {order.id: order for order in self._supply.named([digits_of(one.order_name) for one in ours.values()])}
        return {
            letter.order_id: f"“{mark}” is the mark of our own message about {letter.order_name}"
            for mark, letter in ours.items()
            if letter.order_id in orders
        }

    def _send(self, letter_id: str) -> bool:
        with self._store.read() as tx:
            letter = tx.letters.get(letter_id)
        if letter is None or letter.state is not LetterState.WAITING:
            return True
        try:
            if letter.started_at is not None and self._odoo.has_note(letter.order_id, letter.mark):
                self._finish(replace(letter, state=LetterState.SENT, sent_at=self._clock.now()))
                return True
            if letter.started_at is not None and self._clock.now() - letter.started_at < IN_FLIGHT:
                return self._later(letter_id)
            begun = replace(letter, started_at=self._clock.now())
            with self._store.begin() as tx:
                tx.letters.save(begun)
            self._amender.write_to_vendor(letter.order_id, letter.text, letter.partner_id)
        except OdooUnavailable:
            with self._store.begin() as tx:
                tx.letters.save(replace(letter, started_at=None))  # nothing was done
            return self._later(letter_id)
        except OdooUnknownOutcome:
            log.warning("Odoo did not say whether it was sent", letter=letter_id)
            return self._later(letter_id)
        except OdooError as error:
            self._finish(replace(letter, state=LetterState.FAILED, problem=str(error)))
            return True
        self._finish(replace(begun, state=LetterState.SENT, sent_at=self._clock.now()))
        return True

    def _later(self, letter_id: str) -> bool:
        with self._store.begin() as tx:
            tx.letters.defer(letter_id, self._clock.now() + RETRY)
        return False

    def _finish(self, letter: VendorLetter) -> None:
        """Record how it ended, and tell whoever wrote it."""
        sent = letter.state is LetterState.SENT
        text = (
            f"Your message about {letter.order_name} went to the vendor through Odoo."
            if sent
            else f"Your message about {letter.order_name} could not be sent: {letter.problem}."
        )
        with self._store.begin() as tx:
            tx.letters.save(letter)
            tx.audit.append(
                "letter.sent" if sent else "letter.failed",
                actor=letter.by_name,
                at=self._clock.now(),
                order_name=letter.order_name,
                letter=letter.id,
                problem=letter.problem,
                identity="integration",
            )
            listed = tx.cursors.get(LISTED.format(letter.order_id))
            if sent and listed:
                self._outbox.replaced(tx, listed)
            self._outbox.say(tx, MessageKind.NOTICE, letter.slack_id, f"letter:{letter.id}", text=text)

    def _secret(self, tx: Transaction) -> str:
        known = tx.cursors.get(SECRET)
        if known is None:
            known = secrets.token_hex(16)
            tx.cursors.set(SECRET, known)
        return known
