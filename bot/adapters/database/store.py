"""Transactions over the tables: `SqlStore.begin()` for writing, `read()` for looking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from bot.adapters.database.absences import SqlAbsences
from bot.adapters.database.approvals import SqlApprovals
from bot.adapters.database.audit import SqlAudit
from bot.adapters.database.cases import SqlCases, SqlHabits
from bot.adapters.database.escalation import SqlMornings, SqlWatches
from bot.adapters.database.exceptions import SqlTroubles
from bot.adapters.database.keys import SqlPersonalKeys
from bot.adapters.database.letters import SqlLetters
from bot.adapters.database.mails import SqlMails
from bot.adapters.database.messages import SqlMessages
from bot.adapters.database.people import SqlCursors, SqlPeople
from bot.adapters.database.questions import SqlQuestions
from bot.adapters.database.readings import SqlReadings
from bot.adapters.database.turns import Turns
from bot.domain.ports import Jobs, Store, Transaction

JobsOf = Callable[[sa.Connection], Jobs]


class NoJobs(Jobs):
    """For commands beside a running bot: its next sweep finds what is due."""

    def enqueue(self, name: str, key: str, *, partition: str | None = None, delay: float = 0.0) -> None:
        """Leave it to the sweep."""


class SqlTransaction(Transaction):
    """The records, seen through one connection."""

    audit: SqlAudit

    def __init__(self, connection: sa.Connection, jobs: Jobs) -> None:
        self.approvals = SqlApprovals(connection)
        self.messages = SqlMessages(connection)
        self.troubles = SqlTroubles(connection)
        self.people = SqlPeople(connection)
        self.audit = SqlAudit(connection)
        self.cursors = SqlCursors(connection)
        self.absences = SqlAbsences(connection)
        self.watches = SqlWatches(connection)
        self.mornings = SqlMornings(connection)
        self.mails = SqlMails(connection)
        self.questions = SqlQuestions(connection)
        self.readings = SqlReadings(connection)
        self.cases = SqlCases(connection)
        self.habits = SqlHabits(connection)
        self.letters = SqlLetters(connection)
        self.keys = SqlPersonalKeys(connection)
        self.jobs = jobs


class SqlStore(Store):
    """The records in one database; `jobs_of` binds the job engine to a connection.

    `goes_first` tells whether the thread that asks to write has somebody waiting for Slack's ack.
    """

    def __init__(
        self, engine: sa.Engine, jobs_of: JobsOf | None = None, goes_first: Callable[[], bool] = lambda: False
    ) -> None:
        self._engine = engine
        # PostgreSQL sees each statement's own moment anyway, so reading there needs no BEGIN and COMMIT around it.
        alone = {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {}
        self._reader = engine.execution_options(read_only=True, **alone)
        self._jobs_of = jobs_of or (lambda _connection: NoJobs())
        self._turns = Turns(goes_first)

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        """A writing transaction; commits at the end, rolls back on an exception."""
        with self._turns.take(), self._engine.begin() as connection:
            transaction = SqlTransaction(connection, self._jobs_of(connection))
            yield transaction
            transaction.audit.write()

    @contextmanager
    def read(self) -> Iterator[SqlTransaction]:
        """A reading transaction."""
        with self._reader.begin() as connection:
            yield SqlTransaction(connection, NoJobs())
