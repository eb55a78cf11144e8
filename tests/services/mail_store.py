"""A store of its own for tests of supplier mail: import `store` into the test module."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.domain.ports import Locks


class FreeLocks(Locks):
    """A lock that nobody else wants."""

    @contextmanager
    def hold(self, name: str, *, wait: float = 0.0) -> Iterator[bool]:
        yield True


@pytest.fixture
def store(tmp_path: Path, empty_database: Path) -> Iterator[SqlStore]:
    """An empty database on SQLite."""
    shutil.copyfile(empty_database, tmp_path / "mail.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'mail.db'}")
    yield SqlStore(engine)
    engine.dispose()
