"""The job engine on SQLite: jobs run once their transaction is committed, and never without."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog

from bot.adapters import engine as job_engine
from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.adapters.database.upgrade import upgrade
from bot.adapters.engine import JobEngine
from bot.domain.errors import OdooUnavailable
from tests.adapters.engine_process import EngineProcess


class Workshop:
    """A launched engine whose jobs are written down as they run."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'jobs.db'}"
        self.database = open_engine(self.url)
        upgrade(self.database)
        self.engine = JobEngine(self.database)
        self.store = SqlStore(self.database, self.engine.jobs_of)
        self.ran: list[tuple[str, float]] = []
        self.away = 0
        self._news = threading.Condition()
        self.engine.launch({"note": self._note, "away": self._away, "break": self._break})

    def close(self) -> None:
        self.engine.stop(2)
        self.database.dispose()

    def start(self, name: str, key: str, partition: str | None = None, delay: float = 0.0) -> None:
        """Enqueue one job in a transaction of its own."""
        with self.store.begin() as tx:
            tx.jobs.enqueue(name, key, partition=partition, delay=delay)

    def wait_for(self, *keys: str, within: float = 15.0) -> None:
        """Until these have run."""
        with self._news:
            assert self._news.wait_for(lambda: set(keys) <= set(self.names()), timeout=within), self.names()

    def names(self) -> list[str]:
        return [key for key, _ in self.ran]

    def at(self, key: str) -> float:
        return next(moment for known, moment in self.ran if known == key)

    def _note(self, key: str) -> None:
        with self._news:
            self.ran.append((key, time.monotonic()))
            self._news.notify_all()

    def _away(self, key: str) -> None:
        self.away += 1
        if self.away < 3:
            raise OdooUnavailable("down")
        self._note(key)

    def _break(self, key: str) -> None:
        self._note(f"broke {key}")
        raise ValueError(key)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    made = Workshop(tmp_path_factory.mktemp("jobs"))
    yield made
    made.close()


def test_job_runs_once_after_the_commit(workshop: Workshop) -> None:
    with workshop.store.begin() as tx:
        tx.jobs.enqueue("note", "committed")
        tx.cursors.set("with it", "yes")
        assert "committed" not in workshop.names()
    workshop.wait_for("committed")
    workshop.start("note", "later")
    workshop.wait_for("later")
    assert workshop.names().count("committed") == 1


def test_job_of_a_transaction_that_rolled_back_never_runs(workshop: Workshop) -> None:
    def fail() -> None:
        with workshop.store.begin() as tx:
            tx.jobs.enqueue("note", "rolled back")
            raise OSError("power cut")

    with pytest.raises(OSError, match="power cut"):
        fail()
    workshop.start("note", "the next one")
    workshop.wait_for("the next one")
    assert "rolled back" not in workshop.names()


def test_job_that_is_to_wait_waits(workshop: Workshop) -> None:
    began = time.monotonic()
    workshop.start("note", "in a second", delay=1.0)
    workshop.wait_for("in a second")
    assert workshop.at("in a second") - began >= 0.95


def test_one_a_second_for_each_channel(workshop: Workshop) -> None:
    """By the queue's own record of when each was taken: a busy machine may begin it a little later."""
    mine = [f"maya {number}" for number in range(3)]
    for key in (*mine, "omar 1"):
        workshop.start("note", key, partition=key.split()[0])
    workshop.wait_for(*mine, "omar 1")
    taken = "SELECT started_at_epoch_ms FROM workflow_status WHERE queue_partition_key = 'maya' ORDER BY 1"
    with workshop.database.connect() as connection:
        moments = connection.execute(sa.text(taken)).scalars().all()
    assert len(moments) == 3
    assert all(after - before >= 1000 for before, after in pairwise(moments))
    assert workshop.at("omar 1") < max(workshop.at(key) for key in mine)


def test_job_that_finds_odoo_away_runs_again(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_engine, "AGAIN_SECONDS", 0.1)
    workshop.start("away", "came back")
    workshop.wait_for("came back")
    assert workshop.away == 3


def test_job_that_breaks_stops_no_other(workshop: Workshop) -> None:
    workshop.start("break", "x")
    workshop.start("note", "goes on")
    workshop.wait_for("broke x", "goes on")
    assert workshop.names().count("broke x") == 1


def test_job_that_nobody_knows_is_logged_and_dropped(workshop: Workshop) -> None:
    with structlog.testing.capture_logs() as logs:
        workshop.start("unheard of", "x")
        workshop.start("note", "after the unknown")
        workshop.wait_for("after the unknown")
        workshop_is_idle(workshop)
    assert [entry["job"] for entry in logs if entry["event"] == "unknown job"] == ["unheard of"]


def test_depth_counts_what_waits(workshop: Workshop) -> None:
    workshop_is_idle(workshop)
    workshop.start("note", "far away", delay=500)
    workshop.start("note", "far away too", partition="maya", delay=500)
    assert workshop.engine.depth() == {"work": 1, "post": 1}


def test_finished_jobs_are_forgotten_and_waiting_ones_are_not(workshop: Workshop) -> None:
    workshop.start("note", "to forget")
    workshop.wait_for("to forget")
    workshop_is_idle(workshop)
    before = dict(workshop.engine.depth())
    assert workshop.engine.forget_finished(datetime.now(UTC) - timedelta(days=1)) == 0
    assert workshop.engine.forget_finished(datetime.now(UTC) + timedelta(minutes=1)) >= 1
    assert workshop.engine.forget_finished(datetime.now(UTC) + timedelta(minutes=1)) == 0
    assert workshop.engine.depth() == before


def test_nothing_is_enqueued_before_the_launch(tmp_path: Path) -> None:
    database = open_engine(f"sqlite:///{tmp_path / 'jobs.db'}")
    engine = JobEngine(database)
    assert engine.installed() is False
    with database.connect() as connection, pytest.raises(RuntimeError, match="not launched"):
        engine.jobs_of(connection)
    database.dispose()


def test_job_cut_off_by_a_kill_is_taken_up_at_the_next_start(tmp_path: Path) -> None:
    """It also enqueues, which it could not do while the engine is still being launched."""
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    with EngineProcess(url, "hang") as first:
        assert first.says("began 36")
    with EngineProcess(url, "go") as second:
        assert second.says("done 36")
        assert second.says("after 36")
        assert second.lines.count("began 36") == 1


def workshop_is_idle(workshop: Workshop) -> None:
    """Wait until no job is running; those that wait for their time may go on waiting."""
    tick = threading.Event()
    for _ in range(100):
        running = job_engine.DBOS.list_workflows(status=["PENDING", "ENQUEUED"], load_input=False, load_output=False)
        if not running:
            return
        tick.wait(0.05)
    raise AssertionError(f"still running: {running}")
