"""Orders that were enlarged after their approval: nobody approved them at that size, so somebody must look."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.domain.approvals import Approval, ApprovalState
from bot.domain.cases import Applied, Case
from bot.domain.exceptions import ExceptionKind
from bot.domain.orders import Order, OrderState, changes
from bot.domain.ports import PurchaseOrderReader, Store
from bot.domain.proposals import Change, Field
from bot.domain.words import day
from bot.services.approvals.opening import words
from bot.services.exceptions import ExceptionService

ENLARGING = frozenset({Field.PRICE, Field.QUANTITY})


class GrowthWatch:
    """Compares approved orders with what Odoo has of them now."""

    def __init__(self, store: Store, reader: PurchaseOrderReader, exceptions: ExceptionService) -> None:
        self._store = store
        self._reader = reader
        self._exceptions = exceptions

    def look(self, order_ids: Collection[int]) -> None:
        """Raise an exception for each that is larger than approved; close it where it is not any more.

        Raises `OdooError`. At most two calls, and none where none of these was approved here.
        """
        with self._store.read() as tx:
            latest = tx.approvals.latest_of(order_ids)
            raised = {one.order_id for one in tx.troubles.list() if one.kind is ExceptionKind.GREW}
        ours = {i: a for i, a in latest.items() if a.state is ApprovalState.APPROVED and a.applied_at is not None}
        heads = self._reader.heads(sorted(ours)) if ours else {}
        moved = {one for one, head in heads.items() if head.fingerprint != ours[one].fingerprint}
        wanted = sorted(moved | (raised & heads.keys()))
        for order in self._reader.orders(wanted).values() if wanted else ():
            if _grown(ours[order.id].order, order):
                self._raise(ours[order.id], order)
            elif order.id in raised:
                self._settle(order.id)

    def _raise(self, approval: Approval, order: Order) -> None:
        with self._store.begin() as tx:
            clicks = [
                (case, one)
                for case in tx.cases.about(order.id)
                for one in case.applied
                if one.change.order_id == order.id and one.change.field in ENLARGING and _since(one, approval)
            ]
            summary = _told(approval.order, order, clicks)
            self._exceptions.raise_in(tx, order, ExceptionKind.GREW, summary, approval_id=approval.id)

    def _settle(self, order_id: int) -> None:
        with self._store.begin() as tx:
            how = "the order is within what was approved again"
            self._exceptions.settle_in(tx, order_id, how, kinds={ExceptionKind.GREW})


def _grown(approved: Order, now: Order) -> bool:
    amounts = (now.company_amount or now.amount, approved.company_amount or approved.amount)
    return now.state is OrderState.PURCHASE and amounts[0] > amounts[1]


def _since(applied: Applied, approval: Approval) -> bool:
    return approval.applied_at is not None and applied.at >= approval.applied_at


def _told(approved: Order, now: Order, clicks: Iterable[tuple[Case, Applied]]) -> str:
    """What was approved beside what is there, and who took over which of it from a supplier's mail."""
    told = [f"{now.name} is larger in Odoo than it was approved. {words(changes(approved, now))}."]
    by: dict[str, list[str]] = {}
    for case, one in clicks:
        by.setdefault(f"{one.by_name} applied the vendor’s mail{_of_day(case, one)}", []).append(_in_words(one.change))
    told += [f"{who}: {'; '.join(rows)}." for who, rows in by.items()]
    return " ".join(told)


def _of_day(case: Case, applied: Applied) -> str:
    came = next((mail.received_at for mail in case.mails if mail.mail_id == applied.change.mail_id), None)
    return f" of {day(came.date())}" if came else ""


def _in_words(change: Change) -> str:
    given = f" (given by {change.corrected_by})" if change.corrected_by else ""
    old, new = change.in_words(change.old), change.in_words(change.new)
    return f"{change.field.value} of {change.product}: {old} → {new}{given}"
