"""The database on PostgreSQL: the same contract as on SQLite."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from bot.adapters.database.engine import open_engine
from bot.adapters.database.locks import open_locks
from bot.adapters.database.upgrade import upgrade
from bot.domain.ports import Locks
from tests.adapters.cases_contract import CasesContract
from tests.adapters.database_contract import DatabaseContract
from tests.adapters.mails_contract import MailsContract
from tests.adapters.questions_contract import QuestionsContract


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


@pytest.fixture
def bare(postgres_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(bare: sa.Engine) -> sa.Engine:
    upgrade(bare)
    return bare


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
