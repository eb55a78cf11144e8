"""A bot's process with nothing but its job engine, to be killed: `python -m tests.adapters.engine_process URL MODE`.

`hang` starts the job `work` and never ends it; `go` takes up what is left. It prints what it does, a line each.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.adapters.database.upgrade import upgrade
from bot.adapters.engine import JobEngine

ROOT = Path(__file__).resolve().parents[2]


class EngineProcess:
    """Such a process, from the test's side."""

    def __init__(self, url: str, mode: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.adapters.engine_process", url, mode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self.lines: list[str] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> EngineProcess:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    def says(self, line: str, within: float = 20.0) -> bool:
        """Whether it has said this, or does within so many seconds."""
        with self._news:
            return self._news.wait_for(lambda: line in self.lines, timeout=within)

    def kill(self) -> None:
        """`kill -9`."""
        self._process.kill()
        self._process.wait()
        self._reader.join(5)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._news:
                self.lines.append(line.strip())
                self._news.notify_all()


def main(url: str, mode: str) -> None:
    """Work until standard input ends."""
    engine = open_engine(url)
    upgrade(engine)
    jobs = JobEngine(engine)
    store = SqlStore(engine, jobs.jobs_of)

    def work(key: str) -> None:
        print(f"began {key}", flush=True)
        if mode == "hang":
            threading.Event().wait(600)
        with store.begin() as tx:
            tx.cursors.set(f"done.{key}", mode)
            tx.jobs.enqueue("after", key)
        print(f"done {key}", flush=True)

    jobs.launch({"work": work, "after": lambda key: print(f"after {key}", flush=True)})
    print("up", flush=True)
    if mode == "hang":
        with store.begin() as tx:
            tx.jobs.enqueue("work", "36")
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
