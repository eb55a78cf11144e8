"""The job engine: DBOS behind our small port.

A job is a name and a key; the key names a record, and the job brings Odoo or Slack in line with it.
Every job may run twice without harm, so a job that was cut off is simply run again, and one that
could not reach Odoo or Slack is run again a little later.
"""

from __future__ import annotations

import logging
import os
import socket
import sqlite3
import sys
import threading
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

import sqlalchemy as sa
import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions
from dbos._serialization import DBOSPortableJSONSerializer

from bot.adapters.database.engine import job_engine
from bot.adapters.database.locks import number
from bot.domain.errors import Conflict, InvalidInput, OdooUnavailable, OdooUnknownOutcome, SlackUnavailable
from bot.domain.ports import Jobs

APP = "procurement-bot"
APP_VERSION = "1"  # raised by hand, with a patch for what is in flight; never a hash of the code
WORK, POST = "work", "post"
RUN = "run_job"
POLL_SECONDS = 0.2
CONNECT_SECONDS = 30.0
AGAIN_SECONDS = 10.0
AGAIN_AFTER = (Conflict, OdooUnavailable, OdooUnknownOutcome, SlackUnavailable)  # may work by and by
ADOPT_SECONDS = 2.0
SIGHTINGS = 3
EXECUTORS = 0x45584543  # lock namespace of living replicas: "EXEC"
FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

log = structlog.get_logger(__name__)


def check_sqlite() -> None:
    """Refuse a Python and SQLite that DBOS cannot work with.

    From Python 3.12 on it uses `unixepoch('subsec')`, which SQLite knows since 3.42.
    """
    if sys.version_info >= (3, 12) and sqlite3.sqlite_version_info < (3, 42):
        raise InvalidInput(
            f"Python {sys.version_info.major}.{sys.version_info.minor} needs SQLite 3.42 or newer, "
            f"this one has {sqlite3.sqlite_version}: use Python 3.11, Debian 13, or PostgreSQL",
            where="DATABASE_URL",
        )


class DbosJobs(Jobs):
    """Starts jobs within one of our transactions."""

    def __init__(self, client: DBOSClient, connection: sa.Connection) -> None:
        self._client = client
        self._connection = connection

    def enqueue(self, name: str, key: str, *, partition: str | None = None, delay: float = 0.0) -> None:
        """Have job `name` run with `key` after the commit; `partition`: one a second for each value."""
        options: EnqueueOptions = {
            "workflow_name": RUN,
            "queue_name": POST if partition else WORK,
            "workflow_id": f"{name}:{key}:{uuid.uuid4().hex[:12]}",
            "app_version": APP_VERSION,
        }
        if partition:
            options["queue_partition_key"] = partition
        if delay:
            options["delay_seconds"] = delay
        self._client.enqueue_in_transaction(self._connection, options, name, key)


class JobEngine:
    """Runs the jobs of this replica, and adopts those of dead ones."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = job_engine(engine)
        self._postgres = engine.dialect.name == "postgresql"
        if not self._postgres:
            check_sqlite()
        self.executor_id = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}" if self._postgres else "local"
        self._serializer = DBOSPortableJSONSerializer()
        self._client: DBOSClient | None = None
        self._connected = threading.Event()
        self._stopping = threading.Event()
        self._adopter: threading.Thread | None = None

    def jobs_of(self, connection: sa.Connection) -> Jobs:
        """The port, bound to one transaction. Only after `launch` or `connect`."""
        if self._client is None:
            raise RuntimeError("the job engine is not launched")
        return DbosJobs(self._client, connection)

    def installed(self) -> bool:
        """Whether the engine's own tables are there: they are once a bot ran on this database."""
        return sa.inspect(self._engine).has_table("workflow_status", schema="dbos" if self._postgres else None)

    def connect(self) -> None:
        """Only hand jobs in, for a bot that runs elsewhere."""
        self._client = DBOSClient(
            system_database_engine=self._engine, serializer=self._serializer, application_name=APP
        )
        self._connected.set()

    def launch(self, handlers: Mapping[str, Callable[[str], None]]) -> None:
        """Create the engine's tables if need be, take up what was cut off, and start working."""
        config: DBOSConfig = {
            "name": APP,
            "system_database_engine": self._engine,
            "application_version": APP_VERSION,
            "executor_id": self.executor_id,
            "serializer": self._serializer,
            "use_listen_notify": False,
            "log_level": "WARNING",
            "max_executor_threads": 16,
        }
        DBOS(config=config)

        def run_job(name: str, key: str) -> None:
            handler = handlers.get(name)
            if handler is None:
                log.error("unknown job", job=name, key=key)
                return
            self._connected.wait(CONNECT_SECONDS)  # what was cut off is taken up while we still launch
            try:
                handler(key)
            except AGAIN_AFTER as error:
                log.info("job runs again later", job=name, key=key, why=type(error).__name__)
                with self._engine.begin() as connection:
                    self.jobs_of(connection).enqueue(name, key, delay=AGAIN_SECONDS)

        DBOS.workflow(name=RUN, max_recovery_attempts=10)(run_job)
        DBOS.launch()
        DBOS.register_queue(WORK, worker_concurrency=6, polling_interval_sec=POLL_SECONDS, on_conflict="always_update")
        DBOS.register_queue(
            POST,
            worker_concurrency=8,
            partition_limiter={"limit": 1, "period": 1.0},
            polling_interval_sec=POLL_SECONDS,
            on_conflict="always_update",
        )
        self.connect()
        if self._postgres:
            self._adopter = threading.Thread(target=self._adopt_the_dead, name="adopter", daemon=True)
            self._adopter.start()

    def stop(self, seconds: int = 10) -> None:
        """Let running jobs finish for up to `seconds`, then stop; the rest is taken up at the next start."""
        self._stopping.set()
        if self._adopter is not None:
            self._adopter.join(timeout=ADOPT_SECONDS + 1)
        # What it claims in its last moments it cannot run any more, says so at length, and runs after the next start.
        logging.getLogger("dbos").setLevel(logging.CRITICAL)
        DBOS.destroy(workflow_completion_timeout_sec=seconds)
        if self._client is not None:
            self._client.destroy()
            self._client = None

    def depth(self) -> Mapping[str, int]:
        """Jobs waiting or running, by queue."""
        depth = {WORK: 0, POST: 0}
        for status in DBOS.list_queued_workflows(load_input=False):
            if status.queue_name in depth:
                depth[status.queue_name] += 1
        return depth

    def forget_finished(self, before: datetime) -> int:
        """Delete finished jobs older than `before`; DBOS keeps them for ever by itself."""
        done = DBOS.list_workflows(
            status=FINISHED, end_time=before.isoformat(), limit=5000, load_input=False, load_output=False
        )
        if done:
            DBOS.delete_workflows([status.workflow_id for status in done])
        return len(done)

    def _adopt_the_dead(self) -> None:
        """Take over the jobs of replicas that died.

        A living replica holds a lock named after itself. DBOS recovers only its own executor's
        jobs, so whoever can take that lock three times running finds its owner dead and adopts.
        """
        seen: dict[str, int] = {}
        autocommit = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        while not self._stopping.is_set():
            try:
                with autocommit.connect() as connection:
                    connection.execute(sa.select(sa.func.pg_advisory_lock(EXECUTORS, number(self.executor_id))))
                    while not self._stopping.wait(ADOPT_SECONDS):
                        self._look_for_dead(connection, seen)
            except sa.exc.DBAPIError as error:
                log.warning("replica lock lost, taking it again", error=type(error).__name__)
                self._stopping.wait(ADOPT_SECONDS)

    def _look_for_dead(self, connection: sa.Connection, seen: dict[str, int]) -> None:
        pending = sa.text("SELECT DISTINCT executor_id FROM dbos.workflow_status WHERE status = 'PENDING'")
        others = set(connection.execute(pending).scalars()) - {self.executor_id, None}
        for gone in set(seen) - others:
            del seen[gone]
        for executor in others:
            key = number(executor)
            if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(EXECUTORS, key))).scalar():
                seen.pop(executor, None)
                continue
            connection.execute(sa.select(sa.func.pg_advisory_unlock(EXECUTORS, key)))
            seen[executor] = seen.get(executor, 0) + 1
            if seen[executor] >= SIGHTINGS:
                log.info("adopting the jobs of a dead replica", executor=executor)
                DBOS._recover_pending_workflows([executor])
                del seen[executor]
