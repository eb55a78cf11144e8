"""Locks that end with the process that holds them, so that a killed bot blocks nobody.

PostgreSQL: session advisory locks. SQLite: byte-range locks on a file beside the database (the
operating system drops them with the process), with an ordinary lock between our own threads.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bot.domain.ports import Locks

NAMESPACE = 0x50524F43
PAUSE = 0.02


def open_locks(engine: sa.Engine) -> PostgresLocks | FileLocks:
    """The locks that go with this database."""
    if engine.dialect.name == "postgresql":
        return PostgresLocks(engine)
    return FileLocks(Path(f"{engine.url.database}.locks"))


def number(name: str) -> int:
    """A lock's name as a 31-bit number; two names that meet only wait for one another."""
    return zlib.crc32(name.encode()) & 0x7FFFFFFF


class PostgresLocks(Locks):
    """Advisory locks, one connection for each lock held.

    They have a pool of their own: who holds a lock still needs a connection for the work under it,
    and must not wait for one that somebody keeps who waits for the lock.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = sa.create_engine(
            engine.url, pool_pre_ping=True, pool_size=2, max_overflow=30, isolation_level="AUTOCOMMIT"
        )

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def hold(self, name: str, *, wait: float = 0.0) -> Iterator[bool]:
        """Try for up to `wait` seconds; yields whether the lock is held."""
        key = number(name)
        deadline = time.monotonic() + wait
        with self._engine.connect() as connection:
            take = sa.select(sa.func.pg_try_advisory_lock(NAMESPACE, key))
            while not (held := bool(connection.execute(take).scalar())) and time.monotonic() < deadline:
                time.sleep(PAUSE)
            try:
                yield held
            finally:
                if held:
                    connection.execute(sa.select(sa.func.pg_advisory_unlock(NAMESPACE, key)))


class FileLocks(Locks):
    """Byte-range locks; the file stays open, for closing it would drop every lock of the process."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._guard = threading.Lock()
        self._held: dict[int, threading.Lock] = {}

    def close(self) -> None:
        """Let go of the file, and with it of every lock."""
        os.close(self._file)

    @contextmanager
    def hold(self, name: str, *, wait: float = 0.0) -> Iterator[bool]:
        """Try for up to `wait` seconds; yields whether the lock is held."""
        key = number(name)
        deadline = time.monotonic() + wait
        with self._guard:
            ours = self._held.setdefault(key, threading.Lock())
        if not ours.acquire(timeout=wait) if wait else not ours.acquire(blocking=False):
            yield False
            return
        try:
            held = self._lock_byte(key, deadline)
            try:
                yield held
            finally:
                if held:
                    fcntl.lockf(self._file, fcntl.LOCK_UN, 1, key)
        finally:
            ours.release()

    def _lock_byte(self, key: int, deadline: float) -> bool:
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, key)
            except OSError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(PAUSE)
            else:
                return True
