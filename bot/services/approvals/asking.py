"""Asking the people of a step: their cards, the digest of a first start, and what if there is nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.domain.approvals import Approval, Seat
from bot.domain.deciding import why_closed
from bot.domain.errors import Refused
from bot.domain.exceptions import ExceptionKind
from bot.domain.home import pressing_first
from bot.domain.messages import MessageKind
from bot.domain.ports import Clock, Store, Transaction
from bot.domain.seating import fit_for
from bot.services.escalation.watching import Watching
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox

ANNOUNCED = "first.announced"
DIGEST_SIZE = 20


class Asking:
    """Brings the card of an approval to whoever is asked, once."""

    def __init__(
        self, store: Store, outbox: Outbox, watching: Watching, exceptions: ExceptionService, clock: Clock
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._watching = watching
        self._exceptions = exceptions
        self._clock = clock

    def ask(self, tx: Transaction, approval: Approval) -> None:
        """Ask everybody who may decide the current step, and count whether they are enough."""
        self.count_seats(tx, approval)
        for seat in approval.active_seats():
            self.card(tx, approval, seat)
        self._outbox.redraw(tx, approval_id=approval.id)

    def card(self, tx: Transaction, approval: Approval, seat: Seat) -> bool:
        """Send the card of an approval to one seat, once; False when it was sent before."""
        self._watching.watch(tx, approval, seat)
        key = f"card:{approval.id}:{approval.step}:{seat.user_id}"
        return self._outbox.say(
            tx, MessageKind.CARD, seat.slack_id, key, approval_id=approval.id, user_id=seat.user_id, step=approval.step
        )

    def show(self, approval_id: str, user_id: int) -> Approval:
        """Send the card of an approval to somebody who is asked.

        Raises `Refused` when it is closed, they are not asked, or they have the card already.
        """
        with self._store.begin() as tx:
            approval = tx.approvals.get(approval_id)
            if approval is None:
                raise Refused("I do not know this order any more. Please look at it in Odoo.", code="unknown")
            closed = why_closed(approval)
            if closed:
                raise Refused(closed, code="closed")
            name = approval.order.name
            seat = next((s for s in approval.active_seats() if s.user_id == user_id), None)
            if seat is None:
                raise Refused(f"You are not asked about {name} any more.", code="not_in_step")
            if not self.card(tx, approval, seat):
                raise Refused(f"You have the card of {name} already, here in this conversation.", code="shown")
        return approval

    def announce(self, digest_over: int) -> None:
        """Tell of all that was opened without cards, once in the life of the records: on the first start.

        Where more than `digest_over` orders wait, people get digests that name each of theirs, with a
        button to show the card, in place of one card an order.
        """
        with self._store.begin() as tx:
            if tx.cursors.get(ANNOUNCED) is not None:
                return
            quiet = [a for a in tx.approvals.pending() if not tx.messages.of(approval_id=a.id)]
            self._announce(tx, quiet, digest_over)
            tx.cursors.set(ANNOUNCED, self._clock.now().isoformat())

    def _announce(self, tx: Transaction, opened: Sequence[Approval], digest_over: int) -> None:
        asked: dict[str, list[tuple[Approval, Seat]]] = {}
        for approval in opened:
            for seat in approval.active_seats():
                asked.setdefault(seat.slack_id, []).append((approval, seat))
        for slack_id, mine in asked.items():
            if len(opened) <= digest_over:
                for approval, seat in mine:
                    self.card(tx, approval, seat)
                continue
            for approval, seat in mine:
                self._watching.watch(tx, approval, seat, listed=True)
            listed = pressing_first(approval for approval, _seat in mine)
            for start in range(0, len(listed), DIGEST_SIZE):
                part = [approval.id for approval in listed[start : start + DIGEST_SIZE]]
                key = f"digest:{slack_id}:{part[0]}"
                # It belongs to the first of its orders, so that it is not lost when Slack refuses it.
                self._outbox.say(
                    tx, MessageKind.DIGEST, slack_id, key, approval_id=part[0], follows=part, approvals=part
                )

    def count_seats(self, tx: Transaction, approval: Approval, out: Collection[int] = ()) -> None:
        """See whether the step still has enough people, apart from those who turned `out` to have no right."""
        left = [s for s in fit_for(approval.order, approval.active_seats(), ()) if s.user_id not in out]
        if len(approval.places(left)) < approval.needed():
            self._nobody(tx, approval, len(approval.places(left)))

    def _nobody(self, tx: Transaction, approval: Approval, left: int) -> None:
        step = approval.current
        self._exceptions.raise_in(
            tx,
            approval.order,
            ExceptionKind.NOBODY,
            f"step {approval.step + 1} ({step.name}) needs {approval.needed()} and has "
            f"{left or 'nobody'} who could decide: the others it names are excluded by segregation of duties or "
            "their limit, took an earlier step, lost their rights, or have no Slack account",
            approval_id=approval.id,
        )
