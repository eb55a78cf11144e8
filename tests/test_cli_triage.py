"""`triage` on the command line: JSON alone on standard output, bad lines by name, exit status as promised."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.fake_model import call, fails, serving

GOOD = {
    "id": "m1",
    "from": "Ida <ida@holm.example>",
    "date": "2026-04-07T10:00:00",
    "subject": "Delay P00036",
    "body": "P00036 slips to 4 May.",
}
FIELDS = {
    "id",
    "primary",
    "secondary",
    "po_refs",
    "new_promised_dates",
    "price_changes",
    "quantities",
    "urgency",
    "risk_flags",
    "confidence",
    "unsure",
    "summary",
    "engine",
}


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["triage", *arguments])
    return done.exit_code, done.stdout, done.stderr


def test_a_batch_answers_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "mails.jsonl"
    file.write_text(json.dumps(GOOD) + "\n\n" + json.dumps(GOOD | {"id": "m2"}) + "\n")
    status, out, _ = run("--batch", str(file))
    answers = [json.loads(line) for line in out.splitlines()]
    assert (status, [answer["id"] for answer in answers]) == (0, ["m1", "m2"])
    assert set(answers[0]) >= FIELDS
    assert answers[0]["new_promised_dates"][0]["date"] == "2026-05-04"


def test_a_bad_line_is_named_and_the_others_are_answered(tmp_path: Path) -> None:
    file = tmp_path / "mails.jsonl"
    file.write_text("{broken\n" + json.dumps(GOOD) + "\n")
    status, out, err = run("--batch", str(file))
    assert (status, len(out.splitlines())) == (2, 1)
    assert f"{file}:1:" in err


def test_a_file_is_read_for_people_and_for_machines(tmp_path: Path) -> None:
    file = tmp_path / "late.eml"
    file.write_bytes(
        b"From: Ida <ida@holm.example>\nSubject: Delay P00036\nDate: Tue, 7 Apr 2026 10:00:00 +0200\n\n"
        b"P00036 slips to 4 May.\n"
    )
    assert "P00036" in run(str(file))[1]
    assert json.loads(run(str(file), "--json")[1])["po_refs"] == ["P00036"]


def test_wrong_use_is_refused(tmp_path: Path) -> None:
    assert run()[0] == 2
    assert run(str(tmp_path / "none.eml"))[0] == 2
    assert run("--batch", str(tmp_path / "none.jsonl"))[0] == 2


def test_with_a_model_each_answer_says_what_it_cost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mails.jsonl"
    file.write_text(json.dumps(GOOD) + "\n" + json.dumps(GOOD | {"id": "m2"}) + "\n")
    with serving() as server:
        server.script(call("Form", primary="delay", confidence=0.9), fails(400))
        monkeypatch.setenv("OPENAI_MODEL", "fake-1")
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        status, out, err = run("--batch", str(file))
    first, second = (json.loads(line) for line in out.splitlines())
    assert (status, first["engine"], second["engine"]) == (0, "fake-1 beside embedded", "embedded")
    assert (first["tokens"] > 0, second["tokens"]) == (True, 0)
    assert f"1 of 2 mails read by fake-1, {first['tokens']} tokens each; 1 by the embedded engine alone" in err
    assert [answer["new_promised_dates"][0]["date"] for answer in (first, second)] == ["2026-05-04"] * 2
