"""Mails, readings, corrections and holds, and the cases made of them, on SQLite."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.adapters.database.engine import open_engine
from tests.adapters.cases_contract import CasesContract
from tests.adapters.mails_contract import MailsContract


@pytest.fixture
def engine(tmp_path: Path, empty_database: Path) -> Iterator[sa.Engine]:
    shutil.copyfile(empty_database, tmp_path / "bot.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'bot.db'}")
    yield engine
    engine.dispose()


class TestMailsOnSqlite(MailsContract):
    """The contract on a file."""


class TestCasesOnSqlite(CasesContract):
    """The contract on a file."""
