"""What could not be done: made visible, given an owner, retried or dismissed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.blocks.exceptions import trouble_message
from bot.domain.approvals import Approval, ApprovalState, Outcome, VoteState, Work
from bot.domain.errors import OdooError, OdooUnavailable, Refused
from bot.domain.exceptions import OF_APPROVAL, ExceptionKind, ExceptionState, OfMail, Trouble
from bot.domain.messages import Message, MessageKind, MessageState
from bot.domain.orders import Order, UserRef
from bot.domain.people import OdooUser
from bot.domain.ports import Clock, Picture, PurchaseOrderApprover, Store, Transaction
from bot.services.messages import Drawer, Outbox

OWN_WITHIN = timedelta(minutes=1)
ACTIVITY_SUMMARY = "Procurement bot needs a person (exception {})"  # the number finds it after a crash

log = structlog.get_logger(__name__)


class Owners(Protocol):
    """Finds who owns an exception on an order."""

    def __call__(self, order_id: int, buyer_id: int | None) -> OdooUser | None:
        """The owner that the policy names, else the buyer, else a purchase administrator."""
        ...


def trouble_drawer(order_url: Callable[[int], str]) -> Drawer:
    """What draws exceptions for their channel, with a link to the order in Odoo."""

    def drawer(tx: Transaction, message: Message, _now: datetime) -> Picture | None:
        trouble = tx.troubles.get(message.exception_id or 0)
        return None if trouble is None else trouble_message(trouble, order_url(trouble.order_id))

    return drawer


class Concerned(Protocol):
    """The order that an exception is about."""

    @property
    def id(self) -> int:
        """Odoo's id."""
        ...

    @property
    def name(self) -> str:
        """Its number."""
        ...

    @property
    def buyer(self) -> UserRef | None:
        """Who buys it."""
        ...

    @property
    def creator(self) -> UserRef | None:
        """Who made it."""
        ...


class ExceptionService:
    """Raises exceptions, and lets people retry or dismiss them."""

    def __init__(
        self,
        store: Store,
        outbox: Outbox,
        odoo: PurchaseOrderApprover,
        owners: Owners,
        slack_of: Callable[[OdooUser], str | None],
        clock: Clock,
        channel: str | None,
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._odoo = odoo
        self._owners = owners
        self._slack_of = slack_of
        self._clock = clock
        self._channel = channel

    def raise_for(self, order: Order, kind: ExceptionKind, summary: str, *, approval_id: str | None = None) -> None:
        """Record an exception on an order, unless an open one of that kind says so already."""
        with self._store.begin() as tx:
            self.raise_in(tx, order, kind, summary, approval_id=approval_id)

    def raise_in(
        self,
        tx: Transaction,
        order: Concerned,
        kind: ExceptionKind,
        summary: str,
        *,
        approval_id: str | None = None,
        of_mail: OfMail | None = None,
    ) -> Trouble | None:
        """The same within a transaction: the exception, None where there is one already."""
        buyer = order.buyer or order.creator
        person = tx.people.by_user([buyer.id]).get(buyer.id) if buyer else None
        trouble = Trouble(
            id=0,
            kind=kind,
            summary=summary,
            order_id=order.id,
            order_name=order.name,
            opened_at=self._clock.now(),
            approval_id=approval_id,
            owner_id=buyer.id if buyer else None,
            owner_name=buyer.name if buyer else "",
            owner_slack=person.slack_id if person else None,
            of_mail=of_mail,
        )
        recorded = tx.troubles.open(trouble, f"{kind.value}:{order.id}")
        if recorded is None:
            return None
        log.warning("exception opened", number=recorded.id, kind=kind.value, order=order.name)
        tx.audit.append(
            "exception.opened",
            actor="bot",
            at=trouble.opened_at,
            order_name=order.name,
            approval_id=approval_id,
            exception=recorded.id,
            kind_of=kind.value,
            summary=summary,
        )
        self._announce(tx, recorded)
        tx.jobs.enqueue("own_exception", str(recorded.id))
        return recorded

    def not_delivered(self, tx: Transaction, message: Message, code: str) -> None:
        """Slack refuses a message for good: somebody must know, except about exceptions themselves."""
        if message.case_id is not None:
            self._mail_not_shown(tx, message, code)
            return
        if message.kind is MessageKind.TROUBLE or message.approval_id is None:
            return
        approval = tx.approvals.get(message.approval_id)
        if approval is not None:
            what = "a list of waiting orders" if message.kind is MessageKind.DIGEST else "a message"
            summary = f"Slack refused {what} for {message.recipient} ({code}), so they have not heard of it"
            self.raise_in(tx, approval.order, ExceptionKind.NOT_DELIVERED, summary, approval_id=approval.id)

    def _mail_not_shown(self, tx: Transaction, message: Message, code: str) -> None:
        case = tx.cases.get(message.case_id or "")
        if case is None or not case.orders:
            log.warning("nobody was shown a supplier's mail", case=message.case_id, code=code)
            return
        summary = f"Slack refused the card of a supplier's mail for {message.recipient} ({code}), so nobody has seen it"
        self.raise_in(tx, case.orders[0], ExceptionKind.SUPPLIER_MAIL, summary)

    def own(self, trouble_id: int) -> None:
        """Find the owner and plan an activity for them on the order. Repeated until Odoo answers."""
        with self._store.read() as tx:
            trouble = tx.troubles.get(trouble_id)
        if trouble is None or trouble.state is not ExceptionState.OPEN or trouble.activity_id is not None:
            return
        try:
            owner = self._owners(trouble.order_id, trouble.owner_id)
            if owner is None:
                return
            due = (self._clock.now() + timedelta(days=1)).date()
            summary = ACTIVITY_SUMMARY.format(trouble.id)
            activity = self._odoo.assign(trouble.order_id, owner.id, summary, trouble.told, due)
        except OdooUnavailable:
            return  # the sweep comes back to it
        except OdooError as error:
            log.warning("no activity for an exception", number=trouble_id, error=str(error))
            activity = 0
            owner = None
        slack = self._slack_of(owner) if owner else None
        with self._store.begin() as tx:
            latest = tx.troubles.get(trouble_id)
            if latest is None:
                return
            changed = replace(latest, activity_id=activity)
            if owner is not None:
                changed = replace(changed, owner_id=owner.id, owner_name=owner.name, owner_slack=slack)
            tx.troubles.save(changed)
            self._announce(tx, changed)
            self._redraw(tx, changed)

    def unowned(self) -> list[int]:
        """Open exceptions whose owner has no activity yet, though their job had its time."""
        then = self._clock.now() - OWN_WITHIN
        with self._store.read() as tx:
            return [t.id for t in tx.troubles.list() if t.activity_id is None and t.opened_at <= then]

    def listed(self, *, only_open: bool = True) -> list[Trouble]:
        """Exceptions, oldest first."""
        with self._store.read() as tx:
            return list(tx.troubles.list(only_open=only_open))

    def open_one(self, trouble_id: int) -> Trouble:
        """One open exception. Raises `Refused` when there is none of that number, or it is closed."""
        with self._store.read() as tx:
            return self._open_one(tx, trouble_id)

    def retry(self, trouble_id: int, by: str) -> Trouble:
        """Try again what failed; it closes by itself once it works.

        Raises `Refused` when there is no such open exception.
        """
        about = self.open_one(trouble_id).approval_id
        with self._store.begin() as tx:
            approval = tx.approvals.get(about) if about else None  # first, as a decision does: so nobody waits for ever
            trouble = self._open_one(tx, trouble_id)
            trouble = replace(trouble, attempts=trouble.attempts + 1)
            tx.troubles.save(trouble)
            self._audit(tx, "exception.retried", trouble, by)
            if trouble.kind is ExceptionKind.NOT_DELIVERED:
                self._send_again(tx, trouble)
            elif approval is not None and approval.work is Work.FAILED:
                # When it was begun stays on record: what became of that is read back before anything else.
                tx.approvals.save(replace(approval, work=Work.DUE, attempts=0))
                tx.approvals.defer(approval.id, None)
                tx.jobs.enqueue("settle", approval.id)
            elif approval is not None and trouble.kind is ExceptionKind.NOBODY:
                tx.jobs.enqueue("reseat", approval.id)
            elif trouble.kind in {ExceptionKind.NO_RULE, ExceptionKind.NOBODY, ExceptionKind.GREW}:
                tx.jobs.enqueue("reconcile", str(trouble.order_id))
            else:
                self._resolve(tx, trouble, by, "looked at")
            self._redraw(tx, trouble)
        return trouble

    def dismiss(self, trouble_id: int, by: str, reason: str) -> Trouble:
        """Close an exception without another try, with the reason of whoever does.

        Raises `Refused` when there is no such open exception or the reason is blank.
        """
        if not reason.strip():
            raise Refused("Please give a reason: it is kept in the audit log.", code="blank")
        about = self.open_one(trouble_id).approval_id
        with self._store.begin() as tx:
            approval = tx.approvals.get(about) if about else None  # first, as a decision does: so nobody waits for ever
            trouble = self._open_one(tx, trouble_id)
            if approval is not None and approval.work is Work.FAILED:
                self._give_up(tx, approval, by, reason.strip())
            closed = replace(
                trouble,
                state=ExceptionState.DISMISSED,
                closed_at=self._clock.now(),
                closed_by=by,
                closing_reason=reason.strip(),
            )
            tx.troubles.save(closed)
            self._audit(tx, "exception.dismissed", closed, by, reason=reason.strip())
            self._finish_activity(tx, closed)
            self._redraw(tx, closed)
            if closed.approval_id:
                self._outbox.redraw(tx, approval_id=closed.approval_id)
        return closed

    def _give_up(self, tx: Transaction, approval: Approval, by: str, reason: str) -> None:
        """Close an approval whose decision is not to be carried out; while the order waits, people are asked anew."""
        now = self._clock.now()
        what = f"the decision could not be carried out and was given up: {reason}"
        undone = [vote for vote in approval.votes if vote.undone]
        votes = tuple(replace(v, state=VoteState.VOID, void_reason=what) if v in undone else v for v in approval.votes)
        tx.approvals.save(
            replace(
                approval,
                state=ApprovalState.CLOSED_ELSEWHERE,
                work=Work.NONE,
                outcome=Outcome(by, now, what),
                votes=votes,
            )
        )
        tx.audit.append(
            "approval.closed_elsewhere",
            actor=by,
            at=now,
            order_name=approval.order.name,
            approval_id=approval.id,
            what=what,
            void=[vote.id for vote in undone],
        )
        for vote in undone:
            text = f"Your decision on {approval.order.name} did not count: {what} ({by})."
            self._outbox.say(
                tx, MessageKind.NOTICE, vote.slack_id, f"void:{vote.id}", approval_id=approval.id, text=text
            )

    def settle_in(
        self, tx: Transaction, order_id: int, how: str, *, kinds: Collection[ExceptionKind] = OF_APPROVAL
    ) -> None:
        """Close what is open on an order, because it went right after all or no longer matters."""
        for trouble in tx.troubles.list():
            if trouble.order_id == order_id and trouble.kind in kinds:
                self._resolve(tx, trouble, "bot", how)
                self._redraw(tx, trouble)

    def finish_activity(self, trouble_id: int) -> None:
        """Close the activity of a closed exception in Odoo."""
        with self._store.read() as tx:
            trouble = tx.troubles.get(trouble_id)
        if trouble is not None and trouble.activity_id and trouble.state is not ExceptionState.OPEN:
            self._odoo.finish(trouble.activity_id, trouble.closing_reason or "done")

    def _resolve(self, tx: Transaction, trouble: Trouble, by: str, how: str) -> None:
        closed = replace(
            trouble, state=ExceptionState.RESOLVED, closed_at=self._clock.now(), closed_by=by, closing_reason=how
        )
        tx.troubles.save(closed)
        self._audit(tx, "exception.resolved", closed, by, how=how)
        self._finish_activity(tx, closed)

    def _finish_activity(self, tx: Transaction, trouble: Trouble) -> None:
        if trouble.activity_id:
            tx.jobs.enqueue("finish_activity", str(trouble.id))

    def _send_again(self, tx: Transaction, trouble: Trouble) -> None:
        for message in tx.messages.of(approval_id=trouble.approval_id):
            if message.state is MessageState.FAILED:
                tx.messages.save(replace(message, state=MessageState.QUEUED, attempts=0, error=None))
                tx.jobs.enqueue("deliver", message.id, partition=message.recipient)
        self._resolve(tx, trouble, "bot", "sent again")

    def _announce(self, tx: Transaction, trouble: Trouble) -> None:
        recipient = self._channel or trouble.owner_slack
        if recipient:
            key = f"exception:{trouble.id}" if self._channel else f"exception:{trouble.id}:{recipient}"
            self._outbox.say(tx, MessageKind.TROUBLE, recipient, key, exception_id=trouble.id)

    def _redraw(self, tx: Transaction, trouble: Trouble) -> None:
        """Its own message, and the card of the mail that it was made of."""
        self._outbox.redraw(tx, exception_id=trouble.id)
        if trouble.of_mail is not None:
            self._outbox.redraw(tx, case_id=trouble.of_mail.case_id)

    def _open_one(self, tx: Transaction, trouble_id: int) -> Trouble:
        trouble = tx.troubles.get(trouble_id)
        if trouble is None:
            raise Refused(f"There is no exception {trouble_id}.", code="unknown")
        if trouble.state is not ExceptionState.OPEN:
            raise Refused(
                f"Exception {trouble_id} is already {trouble.state.value} by {trouble.closed_by}.", code="closed"
            )
        return trouble

    def _audit(self, tx: Transaction, kind: str, trouble: Trouble, by: str, **data: object) -> None:
        tx.audit.append(
            kind,
            actor=by,
            at=self._clock.now(),
            order_name=trouble.order_name,
            approval_id=trouble.approval_id,
            exception=trouble.id,
            kind_of=trouble.kind.value,
            **data,
        )
