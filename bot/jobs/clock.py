"""What the clock starts: the poll, the sweep of what was left over, and the nightly cleaning."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.domain.errors import OdooError, SlackError
from bot.domain.ports import Clock, Locks, Store
from bot.services.approvals.applying import ApplyingService
from bot.services.exceptions import ExceptionService
from bot.services.messages import SWEEP_AFTER
from bot.services.reconciliation import ReconciliationService

SWEEP_SECONDS = 5.0
CLEAN_SECONDS = 3600.0
STUMBLED = timedelta(minutes=1)
KEEP_JOBS = timedelta(days=2)
KEEP_EVENTS = timedelta(days=7)

log = structlog.get_logger(__name__)


class Ticker:
    """Runs one piece of work again and again in a thread of its own, until stopped.

    What it raises is logged; the next round comes all the same.
    """

    def __init__(self, name: str, seconds: float, work: Callable[[], object]) -> None:
        self._name = name
        self._seconds = seconds
        self._work = work
        self._stopping = threading.Event()
        self._now = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start with a first round at once."""
        self._thread.start()

    def soon(self) -> None:
        """Have the next round begin now."""
        self._now.set()

    def stop(self, seconds: float = 15.0) -> None:
        """Stop after the round that is running."""
        self._stopping.set()
        self._now.set()
        self._thread.join(timeout=seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._work()
            except (OdooError, SlackError) as error:
                log.warning("will try again", work=self._name, error=str(error))
            except Exception:
                log.exception("a round failed", work=self._name)
            self._now.wait(self._seconds)
            self._now.clear()


class Rounds:
    """The work of the tickers."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        locks: Locks,
        applying: ApplyingService,
        reconciliation: ReconciliationService,
        exceptions: ExceptionService,
        forget_jobs: Callable[..., int],
    ) -> None:
        self._store = store
        self._clock = clock
        self._locks = locks
        self._applying = applying
        self._reconciliation = reconciliation
        self._exceptions = exceptions
        self._forget_jobs = forget_jobs

    def poll(self) -> None:
        """Look what waits and what changed in Odoo."""
        self._reconciliation.poll()

    def sweep(self) -> None:
        """Take up what is due: decisions that Odoo was not there for, messages that Slack refused for now."""
        now = self._clock.now()
        with self._store.read() as tx:
            approvals = tx.approvals.due(now)
            messages = tx.messages.due(now)
        for approval_id in approvals:
            self._settle(approval_id)
        if messages:
            with self._store.begin() as tx:
                for message in messages:
                    tx.messages.postpone(message.id, now + SWEEP_AFTER)
                    tx.jobs.enqueue("deliver", message.id, partition=message.recipient)
        for trouble_id in self._exceptions.unowned():
            self._exceptions.own(trouble_id)

    def _settle(self, approval_id: str) -> None:
        """One that goes wrong in a way nobody expected holds up none of the others, and is tried again later."""
        try:
            self._applying.take_up(approval_id)
        except Exception:
            log.exception("a decision could not be settled", approval=approval_id)
            with self._store.begin() as tx:
                tx.approvals.defer(approval_id, self._clock.now() + STUMBLED)

    def clean(self) -> None:
        """Drop finished jobs and old event ids; records, messages and the audit log stay."""
        with self._locks.hold("clean") as held:
            if not held:
                return
            now = self._clock.now()
            with self._store.begin() as tx:
                tx.cursors.forget_events(now - KEEP_EVENTS)
            self._forget_jobs(now - KEEP_JOBS)
