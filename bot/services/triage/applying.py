"""Carrying out what a person ticked: check, write, read back, leave a note with the mail on the order. Once.

That it has begun is stored before it. Whoever finds it unfinished reads back first: what Odoo has already is not
written again, and what stands there neither as it was nor as it should be is not touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.amending import current, moved_on, values, what
from bot.domain.cases import Applied, Applying, Case, CaseWork
from bot.domain.errors import Conflict, OdooError, OdooUnavailable, OdooUnknownOutcome
from bot.domain.exceptions import ExceptionKind
from bot.domain.people import OdooUser
from bot.domain.ports import (
    Clock,
    Locks,
    OrderAmender,
    PurchaseOrderApprover,
    PurchaseOrderReader,
    Store,
    SupplyOrders,
)
from bot.domain.proposals import Change, Field
from bot.domain.supply import SupplyOrder
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox
from bot.services.triage.cases import CaseService

IN_FLIGHT = timedelta(seconds=60)  # a write that Odoo did not answer may take this long
ODOO_GONE = timedelta(seconds=10)
RETRY = timedelta(seconds=3)
LOCK_WAIT = 20.0
ATTEMPTS = 5
MAIL_FILE = "Supplier mail {}.eml"

log = structlog.get_logger(__name__)


class NotNow(Exception):
    """What was begun may still be on its way."""


class ApplyingMail:
    """Brings orders in Odoo in line with the ticks on a case. Every call may be repeated without harm."""

    def __init__(
        self,
        store: Store,
        supply: SupplyOrders,
        amender: OrderAmender,
        odoo: PurchaseOrderApprover,
        orders: PurchaseOrderReader,
        cases: CaseService,
        users: Callable[[Collection[int]], Sequence[OdooUser]],
        why_not: Callable[[OdooUser], str],
        outbox: Outbox,
        exceptions: ExceptionService,
        clock: Clock,
        locks: Locks,
    ) -> None:
        self._store = store
        self._supply = supply
        self._amender = amender
        self._odoo = odoo
        self._orders = orders
        self._cases = cases
        self._users = users
        self._why_not = why_not
        self._outbox = outbox
        self._exceptions = exceptions
        self._clock = clock
        self._locks = locks

    def settle(self, case_id: str) -> bool:
        """Do what is owed for a case; False when it could not be done now: the sweep comes back to it."""
        with self._store.read() as tx:
            case = tx.cases.get(case_id)
        if case is None or case.work is CaseWork.NONE:
            return True
        with self._locks.hold(f"case:{case_id}", wait=LOCK_WAIT) as held:
            if not held:
                return False
            return self._apply(case_id) and self._cases.match(case_id)

    def _apply(self, case_id: str) -> bool:
        with self._store.read() as tx:
            case = tx.cases.get(case_id)
        if case is None or case.work is not CaseWork.APPLY or case.applying is None:
            return True
        try:
            self._carry_out(case, case.applying)
        except Conflict:  # another mail joined the conversation meanwhile
            return self._later(case_id, RETRY)
        except (OdooUnavailable, NotNow) as error:
            log.info("changes wait", case=case.id, why=type(error).__name__)
            return self._later(case_id, ODOO_GONE)
        except OdooUnknownOutcome:
            log.warning("Odoo did not say whether it was written", case=case.id)
            return self._later(case_id, RETRY)
        except OdooError as error:
            self._give_up(case_id, f"Odoo refused: {error}")
        return True

    def _carry_out(self, case: Case, applying: Applying) -> None:
        ids = sorted({change.order_id for change in applying.changes})
        user = next(iter(self._users([applying.by_id])), None)
        refused = self._why_not(user) if user else "your Odoo user is no longer active"
        if refused and applying.started_at is None:
            self._ask_again(case, f"Nothing was applied: {refused}.")
            return
        with _all_held(self._locks, ids) as held:
            if not held:
                raise NotNow
            orders = {order.id: order for order in self._supply.of_ids(ids)}
            moved = dict.fromkeys(words for change in applying.changes if (words := moved_on(change, orders)))
            todo = [change for change in applying.changes if current(change, orders) != change.new]
            if moved:
                partly = applying.started_at and len(todo) < len(applying.changes)
                begun = "Only a part was applied." if partly else "Nothing was applied."
                self._ask_again(case, f"{begun} {' '.join(moved)} Please look again.", orders)
                return
            if todo:
                case, applying = self._begin(case, applying)
                self._write(todo)
                orders = {order.id: order for order in self._supply.of_ids(ids)}
            wrong = [change for change in applying.changes if current(change, orders) != change.new]
            if wrong:
                self._give_up(case.id, f"Odoo kept the {', '.join(map(what, wrong))} as it was")
                return
            for order_id in ids:
                self._note(case, applying, [change for change in applying.changes if change.order_id == order_id])
            self._applied(case, applying, applying.changes)

    def _begin(self, case: Case, applying: Applying) -> tuple[Case, Applying]:
        """Record that Odoo is about to be changed. A second beginning waits until the first cannot be on its way."""
        now = self._clock.now()
        if applying.started_at is not None and now - applying.started_at < IN_FLIGHT:
            raise NotNow
        if applying.attempts >= ATTEMPTS:
            raise OdooError(f"the order stayed as it was after {applying.attempts} tries")
        begun = replace(applying, started_at=now, attempts=applying.attempts + 1)
        with self._store.begin() as tx:
            stored = tx.cases.save(replace(case, applying=begun))
            tx.audit.append(
                "mail.applying",
                actor=begun.by_name,
                at=now,
                order_name=begun.changes[0].order_name,
                case=case.id,
                applying=begun.id,
                identity="integration",
                attempt=begun.attempts,
                changes=[_row(change) for change in begun.changes],
            )
        return stored, begun

    def _write(self, changes: Sequence[Change]) -> None:
        by_order: dict[int, list[Change]] = defaultdict(list)
        for change in changes:
            by_order[change.order_id].append(change)
        for order_id, mine in sorted(by_order.items()):
            confirmed = any(change.field is Field.CONFIRMED for change in mine)
            self._amender.amend(order_id, values(mine), confirmed=confirmed)

    def _note(self, case: Case, applying: Applying, changes: Sequence[Change]) -> None:
        """What was changed by whom on whose word, with the mail itself, once."""
        order_id = changes[0].order_id
        mark = f"Ref. {applying.id[:12]}"
        if self._odoo.has_note(order_id, mark):
            return
        newest = next((mail for mail in case.mails if mail.mail_id == changes[0].mail_id), case.newest)
        with self._store.read() as tx:
            raw = tx.mails.raw(newest.mail_id)
        files = [self._amender.attach(order_id, MAIL_FILE.format(newest.mail_id[:8]), raw)] if raw else []
        told = [f"{what(c)}: {c.in_words(c.old)} → {c.in_words(c.new)}{_on_whose_word(c)}" for c in changes]
        who = newest.sender.email or newest.sender.name or "an unknown sender"
        theirs = all(change.corrected_by for change in changes)
        taken = f"changed this after a mail by {who}" if theirs else f"took over from a mail by {who}"
        lines = [f"{applying.by_name} {taken}, via Slack:", *told, mark]
        self._amender.note(order_id, "\n".join(lines), files)

    def _applied(self, case: Case, applying: Applying, changes: Sequence[Change]) -> None:
        now = self._clock.now()
        done = tuple(Applied(change, applying.by_id, applying.by_name, now) for change in changes)
        gone = {change.id for change in changes}
        left = tuple(change for change in case.changes if change.id not in gone)
        after = replace(case, applied=(*case.applied, *done), changes=left, applying=None)
        with self._store.begin() as tx:
            tx.cases.save(replace(after, work=CaseWork.MATCH, problem=""))
            tx.cases.defer(case.id, now)
            tx.audit.append(
                "mail.applied",
                actor=applying.by_name,
                at=now,
                order_name=changes[0].order_name,
                case=case.id,
                applying=applying.id,
                mail=changes[0].mail_id,
                odoo_user=applying.by_id,
                changes=[_row(change) for change in changes],
                left_out=[_row(change) for change in left],
            )
            self._outbox.redraw(tx, case_id=case.id)

    def _ask_again(self, case: Case, problem: str, orders: dict[int, SupplyOrder] | None = None) -> None:
        """Nothing (more) is written: the card shows what is true now, and the person decides anew."""
        applying = case.applying
        assert applying is not None
        had = [c for c in applying.changes if applying.started_at and orders and current(c, orders) == c.new]
        now = self._clock.now()
        done = tuple(Applied(change, applying.by_id, applying.by_name, now) for change in had)
        with self._store.begin() as tx:
            tx.cases.save(
                replace(
                    case,
                    applying=None,
                    work=CaseWork.MATCH,
                    problem=problem,
                    applied=(*case.applied, *done),
                )
            )
            tx.cases.defer(case.id, now)
            tx.audit.append(
                "mail.not_applied",
                actor=applying.by_name,
                at=now,
                order_name=applying.changes[0].order_name,
                case=case.id,
                applying=applying.id,
                why=problem,
            )
            self._outbox.redraw(tx, case_id=case.id)

    def _give_up(self, case_id: str, why: str) -> None:
        """Odoo will not have it: an exception with an owner, and the card says so."""
        with self._store.read() as tx:
            case = tx.cases.get(case_id)
        if case is None or case.applying is None:
            return
        order_id = case.applying.changes[0].order_id
        order = self._orders.orders([order_id]).get(order_id)
        summary = f"{case.applying.by_name} applied changes from a supplier’s mail, and Odoo did not take them: {why}."
        self._ask_again(case, f"It could not be applied: {why}.")
        if order is not None:
            self._exceptions.raise_for(order, ExceptionKind.MAIL_NOT_APPLIED, summary)

    def _later(self, case_id: str, pause: timedelta) -> bool:
        with self._store.begin() as tx:
            tx.cases.defer(case_id, self._clock.now() + pause)
        return False


def _row(change: Change) -> list[str | int | None]:
    """A change for the audit log, with the words that it rests on, or whose word."""
    told = f"given by {change.corrected_by}" if change.corrected_by else change.quote
    return [change.order_name, change.line_id, change.field.value, change.old, change.new, told]


def _on_whose_word(change: Change) -> str:
    if change.corrected_by:
        return f" (given by {change.corrected_by})"
    return f" (“{change.quote}”)" if change.quote else ""


@contextmanager
def _all_held(locks: Locks, order_ids: Sequence[int]) -> Iterator[bool]:
    """The locks of several orders, always in the same sequence, so that nobody waits for ever."""
    with ExitStack() as stack:
        yield all(stack.enter_context(locks.hold(f"order:{one}", wait=LOCK_WAIT)) for one in order_ids)
