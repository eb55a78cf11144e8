"""`mail erase|hold|release|holds|forget` on the command line."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.cli import app
from bot.domain.mail import Reading, Whose
from tests.builders_mail import make_stored

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command over a database that holds one old mail; its status, and what it said."""
    shutil.copyfile(empty_database, tmp_path / "bot.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'bot.db'}")
    with SqlStore(engine).begin() as tx:
        mail = tx.mails.add(make_stored(), b"From: ida@holmvalves.example\r\n\r\nlate")
        assert mail is not None
        tx.readings.add(Reading(mail.id))
    engine.dispose()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'bot.db'}")

    def command(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["mail", *words])
        return done.exit_code, done.output

    return command


def left(tmp_path: Path, whose: Whose) -> int:
    engine = open_engine(f"sqlite:///{tmp_path / 'bot.db'}")
    with SqlStore(engine).read() as tx:
        found = len(tx.mails.whose(whose))
    engine.dispose()
    return found


HOLM = Whose(domains=frozenset({"holmvalves.example"}))


@pytest.mark.parametrize("who", ["ida@holmvalves.example", "IDA@holmvalves.example", "holmvalves.example"])
def test_erase_a_person_or_a_domain(run: Run, tmp_path: Path, who: str) -> None:
    assert run("erase", who) == (0, "1 mail erased\n")
    assert left(tmp_path, HOLM) == 0


def test_hold_stops_erasure_until_it_is_released(run: Run, tmp_path: Path) -> None:
    status, said = run("hold", "holmvalves.example", "--reason", "dispute 12")
    assert status == 0
    hold = said.split()[1]
    assert run("erase", "ida@holmvalves.example")[1] == "0 mails erased; 1 mail on legal hold\n"
    assert [one["id"] for one in json.loads(run("holds", "--json")[1])] == [hold]
    assert run("release", hold)[0] == 0
    assert run("erase", "ida@holmvalves.example")[1] == "1 mail erased\n"
    assert hold not in run("holds")[1]
    assert hold in run("holds", "--all")[1]


def test_forget_keeps_the_record(run: Run, tmp_path: Path) -> None:
    assert run("forget") == (0, "1 mail: text and files dropped, evidence kept\n")
    assert left(tmp_path, HOLM) == 1


@pytest.mark.parametrize("who", ["", "ida", "Ida Holm", "@", "a b@c.example", "-5", "holmvalves"])
def test_whom_nobody_can_be_is_refused(run: Run, tmp_path: Path, who: str) -> None:
    assert run("erase", "--", who)[0] == 2
    assert left(tmp_path, HOLM) == 1


def test_unknown_hold_is_refused(run: Run) -> None:
    assert run("release", "nothing")[0] == 2
