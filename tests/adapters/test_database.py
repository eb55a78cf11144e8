"""The database on SQLite: the contract, and what is SQLite's own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.adapters.database.engine import database_url as read_url
from bot.adapters.database.engine import job_engine, open_engine
from bot.adapters.database.locks import open_locks
from bot.adapters.database.upgrade import check
from bot.domain.errors import InvalidInput
from bot.domain.ports import Locks
from tests.adapters.database_contract import DatabaseContract


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.db'}"


@pytest.fixture
def bare(database_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(tmp_path: Path, empty_database: Path, bare: sa.Engine) -> sa.Engine:
    shutil.copyfile(empty_database, tmp_path / "bot.db")
    return bare


@pytest.fixture
def locks(engine: sa.Engine) -> Iterator[Locks]:
    locks = open_locks(engine)
    yield locks
    locks.close()


class TestSqlite(DatabaseContract):
    """The contract on a file."""


@pytest.mark.parametrize("of", ["ours", "the job engine's"])
def test_connections_have_the_settings_that_we_rely_on(engine: sa.Engine, of: str) -> None:
    mine = engine if of == "ours" else job_engine(engine)
    with mine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    mine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30000, "foreign_keys": 1}


def test_tables_of_the_job_engine_are_left_alone(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE workflow_status (id INTEGER)")
    check(engine)


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("postgresql://u:p@h/d", "postgresql+psycopg"),
        ("postgres://u:p@h/d", "postgresql+psycopg"),
        ("sqlite:////var/lib/bot.db", "sqlite"),
    ],
)
def test_address_is_understood(text: str, driver: str) -> None:
    assert read_url(text).drivername == driver


@pytest.mark.parametrize("text", ["mysql://h/d", "sqlite://", "sqlite:///:memory:", "bot.db", "://"])
def test_other_address_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidInput, match="DATABASE_URL"):
        read_url(text)


def test_folder_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="gone"):
        open_engine(f"sqlite:///{tmp_path / 'gone' / 'bot.db'}")
