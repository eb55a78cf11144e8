"""`ask` on the command line: JSON alone on standard output, bad lines named, exit statuses."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.bootstrap_questions import adviser
from bot.cli import app
from bot.cli.ask import _answerer
from bot.domain.errors import InvalidInput
from bot.settings import load as load_settings
from tests.builders_approvals import make_approval, make_seat
from tests.free_ports import free_port

GOOD = {"id": "q1", "text": "orders from deco adict", "now": "2026-06-10", "lang": "en", "thread": []}
NAMES = {"suppliers": ["Deco Addict"], "products": [], "warehouses": [], "users": []}


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["ask", *arguments], prog_name="procurement-bot")


@pytest.fixture
def names(tmp_path: Path) -> str:
    path = tmp_path / "names.json"
    path.write_text(json.dumps(NAMES))
    return str(path)


def batch(folder: Path, *lines: object) -> str:
    path = folder / "questions.jsonl"
    path.write_bytes(b"\n".join(x if isinstance(x, bytes) else json.dumps(x).encode() for x in lines))
    return str(path)


def test_a_plan_is_one_line_of_json(tmp_path: Path, names: str) -> None:
    said = call("--batch", batch(tmp_path, GOOD), "--plan", "--vocabulary", names)
    assert said.exit_code == 0
    assert json.loads(said.stdout) == {
        "id": "q1",
        "behaviour": "answer",
        "intent": "list_pos",
        "entities": {"suppliers": ["Deco Addict"]},
    }


@pytest.mark.parametrize(
    "bad",
    [b"{", b"[]", b"null", b'{"id": "x"}', b"\xff\xfe", b'{"id": "x", "text": 5}',
     b'{"id": "x", "text": "a", "now": "2026-02-31"}',
     b'{"id": "x", "text": "a", "thread": [{"role": "boss", "text": "b"}]}', b"[" * 100_000],
)  # fmt: skip
def test_a_bad_line_is_named_and_the_others_are_answered(bad: bytes, tmp_path: Path, names: str) -> None:
    path = batch(tmp_path, GOOD, bad, GOOD)
    said = call("--batch", path, "--plan", "--vocabulary", names)
    assert said.exit_code == 2
    assert len(said.stdout.splitlines()) == 2
    assert f"{path}:2: " in said.stderr


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], 'say a question, as in procurement-bot ask "where is P00012?", or --batch FILE'),
        ([""], "TEXT: the question is empty"),
        (["   "], "TEXT: the question is empty"),
        (["x", "--batch", "f"], "either a question or --batch FILE, not both"),
        (["x", "--plan"], "--plan goes with --batch FILE"),
        (["x", "--vocabulary", "f"], "--vocabulary goes with --plan"),
        (["--batch", "no-such-file", "--plan"], "no-such-file"),
    ],
)
def test_wrong_use_is_said(arguments: list[str], why: str) -> None:
    said = call(*arguments)
    assert (said.exit_code, said.stdout) == (2, "")
    assert why in said.stderr


def test_a_malformed_vocabulary_is_named(tmp_path: Path) -> None:
    path = tmp_path / "names.json"
    path.write_text('{"suppliers": "Acme"}')
    said = call("--batch", batch(tmp_path, GOOD), "--plan", "--vocabulary", str(path))
    assert (said.exit_code, said.stdout) == (2, "")
    assert "names.json: suppliers" in said.stderr


def test_an_empty_file_is_fine(tmp_path: Path, names: str) -> None:
    said = call("--batch", batch(tmp_path), "--plan", "--vocabulary", names)
    assert (said.exit_code, said.stdout) == (0, "")


def test_a_model_without_a_key_or_a_server_of_ones_own_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match="OPENAI_API_KEY"):
        adviser(load_settings(environ={"OPENAI_MODEL": "some-model"}))
    assert adviser(load_settings(environ={})) is None
    assert adviser(load_settings(environ={"OPENAI_MODEL": "m", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"})) is not None


@pytest.mark.parametrize("ran", [True, False])
def test_who_is_asked_comes_from_the_desks_records(
    ran: bool, tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command and the chat say the same; where the desk never ran, Odoo's rights say who may."""
    given: list[Any] = []
    monkeypatch.setattr("bot.cli.ask.odoo_client", lambda _settings: None)
    monkeypatch.setattr("bot.adapters.odoo.lookups.own_asker", lambda _client: None)
    monkeypatch.setattr("bot.bootstrap_questions.tools_of", lambda *args: given.append(args[4]))
    database = tmp_path / "bot.db"
    if ran:
        shutil.copyfile(empty_database, database)
        engine = open_engine(f"sqlite:///{database}")
        with SqlStore(engine).begin() as tx:
            tx.approvals.add(make_approval(seats=(make_seat(2, vacated=True), make_seat(4, handed_by=2))))
        engine.dispose()
    settings = SimpleNamespace(database_url=SecretStr(f"sqlite:///{database}"), secret_keys=(), openai_model="")
    _answerer(settings, "")  # type: ignore[arg-type]
    (deciders,) = given
    assert (deciders([36, 99]) if ran else deciders) == ({36: ("Bob Stone",)} if ran else None)


def test_odoo_that_is_away_is_said_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = {"ODOO_URL": f"http://127.0.0.1:{free_port()}", "ODOO_DB": "x", "ODOO_LOGIN": "bot", "ODOO_API_KEY": "key"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    told = CliRunner().invoke(app, ["ask", "what is late?"])
    assert told.exit_code == 1
    assert "Odoo cannot be reached" in told.stderr
    assert "then give the command again" in told.stderr
    assert "common.login" not in told.stderr, "which call found out is nobody's business"
