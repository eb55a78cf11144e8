"""Keeping cards and Odoo in line: what waits gets its card, what moved on closes it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.domain.approvals import Approval, ApprovalState, Work
from bot.domain.errors import Conflict
from bot.domain.exceptions import ExceptionKind
from bot.domain.orders import Head, Order, OrderState
from bot.domain.ports import ChangedOrder, Clock, Locks, PurchaseOrderReader, Store
from bot.services.approvals.asking import ANNOUNCED, Asking
from bot.services.approvals.closing import Closing
from bot.services.approvals.deed import how_it_ended
from bot.services.approvals.opening import OpeningService
from bot.services.exceptions import ExceptionService
from bot.services.growth import GrowthWatch

CURSOR = "odoo.changed"
OVERLAP = timedelta(seconds=90)  # write_date is when Odoo's transaction began, so changes surface late
WHILE_WAITING = frozenset(
    {ExceptionKind.NO_RULE, ExceptionKind.NOBODY, ExceptionKind.NOT_APPLIED, ExceptionKind.UNKNOWN_OUTCOME}
)
PAGE = 1000
BATCH = 200

log = structlog.get_logger(__name__)


class ReconciliationService:
    """Finds what changed in Odoo, by poll or by webhook, and lets approvals follow."""

    def __init__(
        self,
        store: Store,
        reader: PurchaseOrderReader,
        opening: OpeningService,
        asking: Asking,
        closing: Closing,
        exceptions: ExceptionService,
        growth: GrowthWatch,
        clock: Clock,
        locks: Locks,
        digest_over: int,
    ) -> None:
        self._store = store
        self._reader = reader
        self._opening = opening
        self._asking = asking
        self._closing = closing
        self._exceptions = exceptions
        self._growth = growth
        self._clock = clock
        self._locks = locks
        self._digest_over = digest_over

    def poll(self) -> bool:
        """One look at Odoo; False when another replica is looking. Raises `OdooError`.

        Calls grow with pages of what waits and what changed, not with orders.
        """
        with self._locks.hold("poll") as held:
            if not held:
                return False
            self._poll_held()
            return True

    def reconcile(self, order_ids: Collection[int]) -> None:
        """Bring approvals of these orders in line with Odoo. Raises `OdooError`."""
        for batch in batches(sorted(order_ids)):
            self._reconcile_batch(batch)
            self._growth.look(batch)

    def _poll_held(self) -> None:
        now = self._clock.now()
        with self._store.read() as tx:
            cursor = tx.cursors.get(CURSOR)
            pending = tx.approvals.pending_order_ids()
            first = tx.cursors.get(ANNOUNCED) is None
            troubled = {t.order_id for t in tx.troubles.list() if t.kind in WHILE_WAITING}
        waiting = {row.id for row in self._pages(lambda after: self._reader.waiting(after_id=after, limit=PAGE))}
        changed = set(pending)
        if cursor is not None:
            since = datetime.fromisoformat(cursor) - OVERLAP
            changed = {
                row.id for row in self._pages(lambda after: self._reader.changed(since, after_id=after, limit=PAGE))
            }
        stale = (pending - waiting) | (pending & changed) | (troubled - waiting)
        for batch in batches(sorted(stale | (waiting - pending))):
            self._reconcile_batch(batch, cards=not first)
        if first:
            self._asking.announce(self._digest_over)
        for batch in batches(sorted(changed - waiting - pending)):
            self._growth.look(batch)
        with self._store.begin() as tx:
            tx.cursors.set(CURSOR, now.isoformat())

    def _pages(self, read: Callable[[int], Sequence[ChangedOrder]]) -> Iterable[ChangedOrder]:
        after = 0
        while page := read(after):
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1].id

    def _reconcile_batch(self, order_ids: Sequence[int], *, cards: bool = True) -> None:
        heads = self._reader.heads(order_ids)
        with self._store.read() as tx:
            pending = {a.order.id: a for a in tx.approvals.pending(order_ids)}
            latest = tx.approvals.latest_of(order_ids)
        moved = self._reader.orders([a.order.id for a in pending.values() if written_since(a, heads.get(a.order.id))])
        missing: list[int] = []
        for order_id in order_ids:
            approval, head = pending.get(order_id), heads.get(order_id)
            if approval is not None:
                self._follow(approval, head, moved.get(order_id))
            elif under_way(latest.get(order_id)):
                self._unstick(latest[order_id], head)
            elif head is not None and head.state is OrderState.TO_APPROVE:
                missing.append(order_id)
            else:
                self._no_longer_waits(order_id)
        if missing:
            self._open(missing, latest, cards=cards)

    def _open(self, order_ids: Sequence[int], known: Mapping[int, Approval], *, cards: bool) -> None:
        for batch in batches(order_ids):
            orders = [o for o in self._reader.orders(batch).values() if o.state is OrderState.TO_APPROVE]
            self._opening.open(orders, known, cards=cards)

    def _unstick(self, approval: Approval, head: Head | None) -> None:
        """A decision that failed waits for a person, unless the order moved on in Odoo without it."""
        waits = head is not None and head.state is OrderState.TO_APPROVE and head.fingerprint == approval.fingerprint
        if approval.work is not Work.FAILED or waits:
            return
        with self._store.begin() as tx:
            current = tx.approvals.get(approval.id)
            if current is not None and current.version == approval.version:
                tx.approvals.save(replace(current, work=Work.DUE, attempts=0))
                tx.approvals.defer(current.id, None)
                tx.jobs.enqueue("settle", current.id)

    def _follow(self, approval: Approval, head: Head | None, order: Order | None) -> None:
        """Let one pending approval follow its order, read in full where its head moved on.

        Skipped while a decision on it is being carried out.
        """
        with self._locks.hold(f"order:{approval.order.id}") as held:
            if not held:
                return
            with self._store.read() as tx:
                current = tx.approvals.get(approval.id)
            if current is None or current.state is not ApprovalState.PENDING or current.version != approval.version:
                return  # it moved meanwhile: the next look sees to it
            try:
                self._follow_held(current, head, order)
            except Conflict:
                log.info("record moved on meanwhile", order=current.order.name)  # the next look sees to it

    def _follow_held(self, approval: Approval, head: Head | None, order: Order | None) -> None:
        if head is None:
            self._closing.elsewhere(approval, "Odoo", "the order was deleted in Odoo")
        elif head.state is not OrderState.TO_APPROVE:
            self._closing.elsewhere(approval, *how_it_ended(head))
        elif written_since(approval, head):
            self._opening.follow(approval, order)

    def _no_longer_waits(self, order_id: int) -> None:
        with self._store.read() as tx:
            concerned = [t for t in tx.troubles.list() if t.order_id == order_id and t.kind in WHILE_WAITING]
        if any(t.approval_id is None for t in concerned):
            with self._store.begin() as tx:
                self._exceptions.settle_in(tx, order_id, "the order no longer waits in Odoo", kinds=WHILE_WAITING)


def written_since(approval: Approval, head: Head | None) -> bool:
    """Whether an order that still waits was written since its card was drawn."""
    if head is None or head.state is not OrderState.TO_APPROVE:
        return False
    return head.fingerprint != approval.fingerprint or not head.is_as_read(approval.order)


def under_way(approval: Approval | None) -> bool:
    """Whether a decision on the order is still being carried out, or waits for a person to look."""
    return (
        approval is not None
        and approval.state in {ApprovalState.APPROVED, ApprovalState.REJECTED}
        and approval.work in {Work.DUE, Work.FAILED}
    )


def batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """The ids in pages of a size that Odoo answers quickly."""
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
