"""Opens the database that `DATABASE_URL` names, with the settings that the bot relies on."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import InvalidInput

ADDRESSES = "use sqlite:////absolute/path or postgresql://user:password@host/name"
BUSY_MS = 30_000
POOL_SIZE = 8
POOL_MORE = 24


def database_url(text: str) -> URL:
    """`DATABASE_URL` as SQLAlchemy wants it: `postgresql://` means psycopg 3.

    Raises `InvalidInput` for anything that is neither PostgreSQL nor a SQLite file.
    """
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise InvalidInput(f"is no database address: {ADDRESSES}", where="DATABASE_URL") from error
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return url
    raise InvalidInput(
        f"{url.drivername!r} will not do: {ADDRESSES}",
        where="DATABASE_URL",
    )


def open_engine(text: str) -> sa.Engine:
    """An engine for the bot's and the job engine's tables.

    SQLite gets write-ahead logging, full synchronisation (a commit survives a power cut) and
    transactions that take the write lock at once, so that a read-then-write never fails half way.
    """
    url = database_url(text)
    if url.drivername != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, pool_size=POOL_SIZE, max_overflow=POOL_MORE)
    path = Path(str(url.database)).absolute()
    if not path.parent.is_dir():
        raise InvalidInput(f"the folder {path.parent} does not exist", where="DATABASE_URL")
    engine = _sqlite_engine(url.set(database=str(path)), isolation_level=None)  # we say BEGIN ourselves
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def job_engine(engine: sa.Engine) -> sa.Engine:
    """The engine for the job engine's own use of the same database.

    On SQLite DBOS says BEGIN itself in places, so it gets connections that begin with a write.
    """
    if engine.dialect.name != "sqlite":
        return engine
    return _sqlite_engine(engine.url, isolation_level="IMMEDIATE")


def _sqlite_engine(url: URL, *, isolation_level: str | None) -> sa.Engine:
    engine = sa.create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_MORE,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False, "isolation_level": isolation_level},
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
