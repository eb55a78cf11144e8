"""Questions and verdicts on SQLite."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.adapters.database.engine import open_engine
from tests.adapters.questions_contract import QuestionsContract


@pytest.fixture
def engine(tmp_path: Path, empty_database: Path) -> Iterator[sa.Engine]:
    shutil.copyfile(empty_database, tmp_path / "bot.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'bot.db'}")
    yield engine
    engine.dispose()


class TestQuestionsOnSqlite(QuestionsContract):
    """The contract on a file."""
