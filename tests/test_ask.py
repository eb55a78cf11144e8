"""`ask` on the command line: JSON alone on standard output, bad lines named, exit statuses."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.bootstrap_questions import adviser
from bot.cli import app
from bot.domain.errors import InvalidInput
from bot.settings import load as load_settings

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
    "arguments",
    [
        [],
        ["x", "--batch", "f"],
        ["x", "--plan"],
        ["x", "--vocabulary", "f"],
        ["--batch", "no-such-file", "--plan"],
        ["   "],
    ],
)
def test_wrong_use_is_said(arguments: list[str]) -> None:
    said = call(*arguments)
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.strip()


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
