"""How long supplier mail is kept: words go by age or on request, evidence stays, a legal hold stops both."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.errors import Refused
from bot.domain.mail import Hold, StoredMail, Whose
from bot.domain.ports import Clock, Locks, Store, Transaction
from bot.services.messages import Outbox

AT_ONCE = 200


@dataclass(frozen=True)
class Erased:
    """What became of a request to erase."""

    erased: int
    held: int


class RetentionService:
    """Forgets, and keeps on record that it did. The audit log names mails by number and hash, never people."""

    def __init__(self, store: Store, outbox: Outbox, clock: Clock, locks: Locks, keep_days: int) -> None:
        self._store = store
        self._outbox = outbox
        self._clock = clock
        self._locks = locks
        self._keep = timedelta(days=keep_days)

    def forget_old(self) -> int:
        """Drop bytes and texts of mails older than the company keeps them, one replica at a time; how many.

        Class, quoted words, hashes, corrections and decisions stay.
        """
        count = 0
        with self._locks.hold("forget mail") as held:
            while held and (batch := self._forget_some()):
                count += batch
        return count

    def erase(self, whose: Whose, what: str, by: str) -> Erased:
        """Drop all that tells of people in a person's or vendor's mails, except those on hold.

        `what` says for whom in words (it is not kept), `by` who asked. Raises `Refused` when nobody is named.
        """
        if not whose:
            raise Refused(
                f"{what or 'that'} names nobody: give an e-mail address, a domain or a vendor.", code="nobody"
            )
        erased = held = 0
        after = ""
        while mails := self._page(whose, after):
            after = mails[-1].id
            with self._store.begin() as tx:
                for mail in mails:
                    if tx.mails.held(mail):
                        held += 1
                    else:
                        self._erase(tx, mail, by)
                        erased += 1
        with self._store.begin() as tx:
            tx.audit.append("mail.erasure", actor=by, at=self._clock.now(), erased=erased, held=held)
        return Erased(erased, held)

    def place_hold(self, whose: Whose, what: str, reason: str, by: str) -> Hold:
        """Keep a person's or vendor's mails until the hold is lifted. Raises `Refused` for a blank reason or nobody."""
        if not whose or not reason.strip():
            raise Refused("A hold needs somebody whose mails it covers, and a reason.", code="blank")
        hold = Hold(uuid.uuid4().hex[:12], whose, what, reason.strip(), self._clock.now(), by)
        with self._store.begin() as tx:
            tx.mails.hold(hold)
            tx.audit.append("mail.hold_placed", actor=by, at=hold.placed_at, hold=hold.id, reason=hold.reason)
        return hold

    def lift_hold(self, hold_id: str, by: str) -> Hold:
        """Let the ordinary times hold again. Raises `Refused` when there is no such standing hold."""
        with self._store.begin() as tx:
            standing = {hold.id: hold for hold in tx.mails.holds()}
            if hold_id not in standing:
                raise Refused(f"There is no standing hold {hold_id}.", code="unknown")
            lifted = replace(standing[hold_id], lifted_at=self._clock.now(), lifted_by=by)
            tx.mails.hold(lifted)
            tx.audit.append("mail.hold_lifted", actor=by, at=self._clock.now(), hold=hold_id)
        return lifted

    def holds(self, *, only_standing: bool = True) -> Sequence[Hold]:
        """Legal holds, oldest first."""
        with self._store.read() as tx:
            return list(tx.mails.holds(only_standing=only_standing))

    def _forget_some(self) -> int:
        now = self._clock.now()
        with self._store.begin() as tx:
            mails = tx.mails.with_bodies(now - self._keep, AT_ONCE)
            for mail in mails:
                tx.mails.forget_body(mail.id, now)
            if mails:
                tx.audit.append("mail.bodies_forgotten", actor="bot", at=now, mails=[mail.id for mail in mails])
        return len(mails)

    def _erase(self, tx: Transaction, mail: StoredMail, by: str) -> None:
        """The mail, what was read in it, its part of the case, and with that the card in Slack."""
        tx.mails.erase(mail.id, self._clock.now())
        case = tx.cases.of_thread(mail.thread)
        if case is not None:
            self._outbox.redraw(tx, case_id=case.id)
            for number in case.exceptions:
                self._outbox.redraw(tx, exception_id=number)
        tx.audit.append("mail.erased", actor=by, at=self._clock.now(), mail=mail.id, content=mail.content_hash)

    def _page(self, whose: Whose, after: str) -> Sequence[StoredMail]:
        with self._store.read() as tx:
            return list(tx.mails.whose(whose, AT_ONCE, after))
