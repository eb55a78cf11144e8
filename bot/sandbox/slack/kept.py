"""What outlives a restart: JSON records in a SQLite file, or nothing when there is no file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.sandbox.slack.refusals import Json, OtherVersion

VERSION = 1


class Kept:
    """Records by kind and key. The state in memory is the truth while the process lives."""

    def __init__(self, path: Path | str | None) -> None:
        self._file = sqlite3.connect(str(path or ":memory:"), isolation_level=None, check_same_thread=False)
        (version,) = self._file.execute("PRAGMA user_version").fetchone()
        if version not in (0, VERSION):
            self._file.close()
            raise OtherVersion(f"{path} was written by another version ({version}): remove it to start afresh")
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("PRAGMA synchronous=NORMAL")
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS kept (kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key))"
        )
        self._file.execute(f"PRAGMA user_version={VERSION}")

    def put(self, kind: str, key: str, body: Json) -> None:
        """Write a record, in place of the one that was there."""
        self._file.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (kind, key, json.dumps(body)))

    def drop(self, kind: str, key: str) -> None:
        """Remove a record."""
        self._file.execute("DELETE FROM kept WHERE kind = ? AND key = ?", (kind, key))

    def all(self, kind: str) -> Iterator[tuple[str, Json]]:
        """Every record of a kind, by key."""
        for key, body in self._file.execute("SELECT key, body FROM kept WHERE kind = ? ORDER BY key", (kind,)):
            yield key, json.loads(body)

    def clear(self) -> None:
        """Remove everything."""
        self._file.execute("DELETE FROM kept")

    def close(self) -> None:
        """Close the file."""
        self._file.close()
