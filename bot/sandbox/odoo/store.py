"""Where the records live: in memory for speed, in one SQLite file for the next start.

One writer at a time: a transaction holds the lock, and either all of it is kept or nothing.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.domain.errors import InvalidInput

LAYOUT = 1
Record = dict[str, Any]


class Store:
    """Records by model and id. Reads and writes happen inside `transaction()`.

    `fresh` says that there was nothing to keep: the file is new, or of another version's layout.
    Raises `InvalidInput` for a path that cannot be used.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self._lock = threading.RLock()
        self._depth = 0
        self._before: dict[tuple[str, int], Record | None] = {}
        self._versions: dict[str, int] = defaultdict(int)
        self._inverses: dict[tuple[str, str], tuple[int, dict[Any, list[int]]]] = {}
        self.tables: dict[str, dict[int, Record]] = defaultdict(dict)
        try:
            self._db = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
            self.fresh = self._open()
        except sqlite3.Error as error:
            raise InvalidInput(f"cannot be used for the sandbox Odoo ({error})", where=self.path) from error

    def _open(self) -> bool:
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        if self._db.execute("pragma user_version").fetchone()[0] != LAYOUT:
            self._db.execute("drop table if exists records")
            self._db.execute("create table records (model text, id integer, data text, primary key (model, id))")
            self._db.execute(f"pragma user_version = {LAYOUT}")
        for model, record_id, data in self._db.execute("select model, id, data from records order by model, id"):
            self.tables[model][record_id] = json.loads(data)
        return not self.tables

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def clear(self) -> None:
        """Forget everything; part of the running transaction."""
        for model, table in list(self.tables.items()):
            for record_id in list(table):
                self.delete(model, record_id)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is done inside, or nothing. May be nested; the outermost one commits."""
        with self._lock:
            self._depth += 1
            try:
                yield
                if self._depth == 1:
                    self._commit()
            except BaseException:
                if self._depth == 1:
                    self._roll_back()
                raise
            finally:
                self._depth -= 1

    def get(self, model: str, record_id: int) -> Record | None:
        """One record as stored, not to be changed by the caller."""
        return self.tables[model].get(record_id)

    def put(self, model: str, record_id: int, values: Record) -> None:
        """Store or change a record."""
        table = self.tables[model]
        old = table.get(record_id)
        self._before.setdefault((model, record_id), old)
        table[record_id] = {**(old or {}), **values}
        self._versions[model] += 1

    def delete(self, model: str, record_id: int) -> None:
        """Drop a record."""
        old = self.tables[model].pop(record_id, None)
        if old is not None:
            self._before.setdefault((model, record_id), old)
            self._versions[model] += 1

    def next_number(self, name: str) -> int:
        """The next number of a sequence; ids and order names are never used twice."""
        numbers = self.tables["sandbox.numbers"]
        key = next((i for i, row in numbers.items() if row["name"] == name), len(numbers) + 1)
        value = int(numbers[key]["value"]) + 1 if key in numbers else 1
        self.put("sandbox.numbers", key, {"name": name, "value": value})
        return value

    def inverse(self, model: str, field: str) -> dict[Any, list[int]]:
        """The ids of a model's records by the value of one stored field, ascending."""
        version = self._versions[model]
        known = self._inverses.get((model, field))
        if known is None or known[0] != version:
            found: dict[Any, list[int]] = defaultdict(list)
            for record_id in sorted(self.tables[model]):
                found[self.tables[model][record_id].get(field)].append(record_id)
            known = self._inverses[model, field] = (version, found)
        return known[1]

    def _commit(self) -> None:
        changed, self._before = self._before, {}
        if not changed:
            return
        kept = [(m, i, json.dumps(self.tables[m][i])) for m, i in changed if i in self.tables[m]]
        gone = [(m, i) for m, i in changed if i not in self.tables[m]]
        self._db.execute("begin immediate")
        self._db.executemany("insert or replace into records values (?, ?, ?)", kept)
        self._db.executemany("delete from records where model = ? and id = ?", gone)
        self._db.execute("commit")

    def _roll_back(self) -> None:
        changed, self._before = self._before, {}
        for (model, record_id), old in changed.items():
            self._versions[model] += 1
            if old is None:
                self.tables[model].pop(record_id, None)
            else:
                self.tables[model][record_id] = old
