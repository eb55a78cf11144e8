"""The database on PostgreSQL: the same contract as on SQLite."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.adapters.database.engine import open_engine
from bot.adapters.database.locks import open_locks
from bot.adapters.database.store import SqlStore
from bot.adapters.database.upgrade import upgrade
from bot.domain.ports import Locks, Transaction
from tests.adapters.cases_contract import CasesContract, make_case
from tests.adapters.database_contract import DatabaseContract, together
from tests.adapters.mails_contract import MailsContract
from tests.adapters.questions_contract import QuestionsContract, asked
from tests.builders_approvals import make_approval, make_trouble
from tests.real.databases import fresh_database
from tests.real.desk import until


@pytest.fixture(scope="module")
def migrated(postgres_server: str) -> Iterator[str]:
    """The name of a database with all tables, to be copied: migrating takes longer than most tests."""
    with fresh_database(postgres_server) as url:
        engine = open_engine(url)
        upgrade(engine)
        engine.dispose()
        yield url.rpartition("/")[2]


@pytest.fixture
def database_url(postgres_server: str, migrated: str) -> Iterator[str]:
    with fresh_database(postgres_server, like=migrated) as url:
        yield url


@pytest.fixture
def bare(postgres_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def locks(engine: sa.Engine) -> Iterator[Locks]:
    locks = open_locks(engine)
    yield locks
    locks.close()


@pytest.mark.postgres
class TestPostgres(DatabaseContract):
    """The contract on a server."""


@pytest.mark.postgres
class TestQuestionsOnPostgres(QuestionsContract):
    """Stored questions on a server."""


@pytest.mark.postgres
class TestMailsOnPostgres(MailsContract):
    """Suppliers' mail on a server."""


@pytest.mark.postgres
class TestCasesOnPostgres(CasesContract):
    """Cases, habits and letters on a server."""

    def test_who_looks_at_a_case_waits_for_whoever_changes_it(self, engine: sa.Engine, store: SqlStore) -> None:
        """Two replicas, for within one writers take turns beforehand. Nobody is told of a conflict."""
        self.add(store, make_case())
        other = SqlStore(engine)
        first_looked, second_looked = threading.Event(), threading.Event()

        def first() -> None:
            with store.begin() as tx:
                case = tx.cases.get(make_case().id)
                first_looked.set()
                until(lambda: second_looked.is_set() or waiting_for_a_row(engine), "the second looks, or waits")
                tx.cases.save(replace(case or make_case(), problem="first"))

        def second() -> None:
            assert first_looked.wait(10)
            with other.begin() as tx:
                case = tx.cases.get(make_case().id)
                second_looked.set()
                assert case is not None
                tx.cases.save(replace(case, problem=f"{case.problem}, then second"))

        together([first, second])
        with store.read() as tx:
            case = tx.cases.get(make_case().id)
        assert case is not None
        assert case.problem == "first, then second"

    def test_who_only_reads_a_case_waits_for_nobody(self, store: SqlStore) -> None:
        self.add(store, make_case())
        with store.begin() as tx:
            assert tx.cases.get(make_case().id) == make_case()
            with store.read() as beside:
                assert beside.cases.get(make_case().id) == make_case()


LOOKS: dict[str, Callable[[Transaction], object]] = {
    "approval": lambda tx: tx.approvals.get(make_approval().id),
    "case": lambda tx: tx.cases.get(make_case().id),
    "exception": lambda tx: tx.troubles.get(1),
    "question": lambda tx: tx.questions.get(asked(1).id),
}


@pytest.mark.postgres
@pytest.mark.parametrize("what", LOOKS)
def test_a_record_that_one_replica_may_change_is_seen_by_the_other_afterwards(engine: sa.Engine, what: str) -> None:
    one, other, look = SqlStore(engine), SqlStore(engine), LOOKS[what]
    with one.begin() as tx:
        tx.approvals.add(make_approval())
        tx.cases.add(make_case())
        assert tx.troubles.open(make_trouble(id=0), "k") is not None
        assert tx.questions.add(asked(1))
    looked, ended, looked_too = threading.Event(), threading.Event(), threading.Event()

    def first() -> None:
        with one.begin() as tx:
            assert look(tx) is not None
            looked.set()
            until(lambda: looked_too.is_set() or waiting_for_a_row(engine), "the second looks, or waits")
            ended.set()

    def second() -> None:
        assert looked.wait(10)
        with other.begin() as tx:
            assert look(tx) is not None
            in_time = ended.is_set()
            looked_too.set()
            assert in_time, "it looked at what somebody else may be changing"

    together([first, second])


def waiting_for_a_row(engine: sa.Engine) -> bool:
    """Whether anybody in this database waits for another transaction to end."""
    query = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    with engine.connect() as connection:
        return bool(connection.execute(sa.text(query)).scalar())
