"""The commands: what they print, where, and with which exit status."""

import json
import logging
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from typer.testing import CliRunner, Result

from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.adapters.odoo import OdooClient, webhook
from bot.cli import app, listening
from bot.domain.exceptions import ExceptionKind, ExceptionState, Trouble
from bot.settings import Settings
from tests.builders import T0
from tests.real.slack_standin import free_port

ROOT = Path(__file__).resolve().parents[1]
SECRET = "a-webhook-secret-of-enough-letters"
OURS = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty current folder, no setting of ours in the environment, and the log as it was afterwards."""
    monkeypatch.chdir(tmp_path)
    for name in [*OURS, "ODOO_ADMIN_KEY"]:
        monkeypatch.delenv(name, raising=False)
    root = logging.getLogger()
    handlers, level, config = root.handlers[:], root.level, structlog.get_config()
    yield tmp_path
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**config)


def call(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env=dict(environ), prog_name="procurement-bot")


def process(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=kept | {"PYTHONPATH": str(ROOT)} | environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=50,
    )


@pytest.fixture
def store(desk: Path) -> SqlStore:
    """The records in the current folder, as `db upgrade` makes them."""
    assert call("db", "upgrade").exit_code == 0
    return SqlStore(open_engine(f"sqlite:///{desk}/procurement-bot.db"))


def write_events(store: SqlStore, count: int = 3) -> None:
    with store.begin() as tx:
        for number in range(count):
            tx.audit.append("tried", actor="maya", at=T0, order_name=f"P{number:05d}", number=number, text="Größe")


def open_exception(store: SqlStore, **overrides: Any) -> int:
    trouble = Trouble(
        **{
            "id": 0,
            "kind": ExceptionKind.NOT_DELIVERED,
            "summary": "Slack refused a message",
            "order_id": 36,
            "order_name": "P00036",
            "opened_at": T0,
        }
        | overrides
    )
    with store.begin() as tx:
        recorded = tx.troubles.open(trouble, f"{trouble.kind}:{trouble.order_id}")
    assert recorded is not None
    return recorded.id


def test_help_lists_the_commands_and_loads_nothing_heavy() -> None:
    code = (
        "import sys; from bot.cli import main; sys.argv[1:] = ['--help']; status = main();"
        "heavy = {'dbos', 'slack_bolt', 'slack_sdk', 'alembic', 'odoorpc', 'sqlalchemy'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else status)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert (ran.returncode, ran.stderr) == (0, "")
    for command in ("run", "doctor", "policy", "audit", "exceptions", "db", "odoo"):
        assert command in ran.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["policy", "explain"],
        ["exceptions", "retry", "P00036"],
        ["exceptions", "dismiss", "1"],
        ["odoo", "install-webhook", "--password", "x"],
    ],
)
def test_wrong_arguments_end_with_2(arguments: list[str]) -> None:
    assert call(*arguments).exit_code == 2


@pytest.mark.parametrize(
    "arguments", [["doctor"], ["audit", "verify"], ["policy", "check"], ["run"], ["db", "upgrade"]]
)
def test_bad_settings_end_with_2_and_all_their_names(arguments: list[str]) -> None:
    said = call(*arguments, POLL_SECONDS="90", SLAK_BOT_TOKEN="xoxb-hunter2")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "POLL_SECONDS: 90 is more than 60" in said.stderr
    assert "SLAK_BOT_TOKEN" in said.stderr
    assert "hunter2" not in said.stderr


def test_the_program_itself_ends_with_the_same_status(desk: Path) -> None:
    ran = process("policy", "check", POLL_SECONDS="90")
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", "POLL_SECONDS: 90 is more than 60\n")
    ran = process("policy", "check", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["ok"] is True


def test_run_says_what_is_missing() -> None:
    said = call("run")
    assert said.exit_code == 2
    assert "SLACK_BOT_TOKEN, SLACK_APP_TOKEN are missing" in said.stderr
    said = call("run", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    assert "ODOO_URL, ODOO_DB, ODOO_LOGIN, ODOO_API_KEY are missing" in said.stderr


def test_upgrade_makes_the_tables_and_may_be_called_again(desk: Path) -> None:
    first, second = call("db", "upgrade"), call("db", "upgrade")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "as before" not in first.stdout
    assert "as before" in second.stdout
    assert (desk / "procurement-bot.db").is_file()


@pytest.mark.parametrize("arguments", [["audit", "verify"], ["audit", "export"], ["exceptions", "list"]])
def test_looking_at_a_database_that_is_not_there_makes_none(desk: Path, arguments: list[str]) -> None:
    said = call(*arguments)
    assert (said.exit_code, said.stdout) == (2, "")
    assert "there is no database yet" in said.stderr
    assert "procurement-bot db upgrade" in said.stderr
    assert list(desk.iterdir()) == []


def test_tables_of_another_version_are_not_touched(desk: Path) -> None:
    (desk / "procurement-bot.db").touch()
    said = call("exceptions", "list")
    assert said.exit_code == 2
    assert "the tables are not there" in said.stderr


def test_a_database_that_does_not_answer_ends_with_1_and_no_secret() -> None:
    said = call("audit", "verify", DATABASE_URL="postgresql://bot:hunter2hunter2@127.0.0.1:1/bot")
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith("DATABASE_URL: ")
    assert "hunter2" not in said.stderr
    assert "Traceback" not in said.stderr


def test_a_sound_chain_is_said_to_hold(store: SqlStore) -> None:
    write_events(store)
    said = call("audit", "verify")
    assert (said.exit_code, said.stdout[:24]) == (0, "The chain holds: 3 event")
    told = json.loads(call("audit", "verify", "--json").stdout)
    assert (told["ok"], told["events"], told["breaches"]) == (True, 3, [])


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE audit_events SET actor = 'omar' WHERE seq = 2", "row 2 changed"),
        ("DELETE FROM audit_events WHERE seq = 2", "row 2 removed"),
        ("DELETE FROM audit_events WHERE seq = 3", "removed from the end"),
    ],
)
def test_a_broken_chain_ends_with_1_and_names_the_row(store: SqlStore, desk: Path, statement: str, named: str) -> None:
    write_events(store)
    with open_engine(f"sqlite:///{desk}/procurement-bot.db").begin() as connection:
        connection.execute(sa.text(statement))
    said = call("audit", "verify")
    assert said.exit_code == 1
    assert named in said.stdout
    told = call("audit", "verify", "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["ok"] is False


def test_the_log_is_exported_as_lines_of_json(store: SqlStore) -> None:
    write_events(store)
    lines = [json.loads(line) for line in call("audit", "export").stdout.splitlines()]
    assert [line["order"] for line in lines] == ["P00000", "P00001", "P00002"]
    assert lines[0]["data"] == {"number": 0, "text": "Größe"}


def test_open_exceptions_are_listed_oldest_first(store: SqlStore) -> None:
    first, second = open_exception(store), open_exception(store, order_id=37, order_name="P00037", owner_name="Bella")
    with store.begin() as tx:
        closed = tx.troubles.get(first)
        assert closed is not None
        tx.troubles.save(replace(closed, state=ExceptionState.RESOLVED, closed_by="bot", closed_at=T0))
    listed = call("exceptions", "list").stdout
    assert f"{second}  P00037  not_delivered  2 Mar 2026, 09:30 UTC  owner: Bella" in listed
    assert "P00036" not in listed
    assert "[resolved by bot" in call("exceptions", "list", "--all").stdout
    told = json.loads(call("exceptions", "list", "--all", "--json").stdout)
    assert [(t["id"], t["order_name"], t["state"]) for t in told] == [
        (first, "P00036", "resolved"),
        (second, "P00037", "open"),
    ]


def test_none_open_is_said_and_is_an_empty_list_in_json(store: SqlStore) -> None:
    assert call("exceptions", "list").stdout == "No open exceptions\n"
    assert json.loads(call("exceptions", "list", "--json").stdout) == []


def test_an_exception_is_retried_and_audited(store: SqlStore) -> None:
    number = open_exception(store)
    assert call("exceptions", "retry", str(number)).exit_code == 0
    with store.read() as tx:
        trouble, events = tx.troubles.get(number), list(tx.audit.events())
    assert trouble is not None
    assert trouble.attempts == 1
    assert events[0].kind == "exception.retried"
    assert "command line" in events[0].actor


def test_an_exception_is_dismissed_with_its_reason(store: SqlStore) -> None:
    number = open_exception(store)
    said = call("exceptions", "dismiss", str(number), "--reason", "told by phone")
    assert (said.exit_code, said.stdout) == (0, f"Exception {number} on P00036 is dismissed\n")
    with store.read() as tx:
        trouble = tx.troubles.get(number)
    assert trouble is not None
    assert (trouble.state, trouble.closing_reason) == (ExceptionState.DISMISSED, "told by phone")


@pytest.mark.parametrize("arguments", [["retry", "7"], ["dismiss", "7", "--reason", "x"]])
def test_an_unknown_exception_ends_with_2(store: SqlStore, arguments: list[str]) -> None:
    said = call("exceptions", *arguments)
    assert (said.exit_code, said.stdout, said.stderr) == (2, "", "There is no exception 7.\n")


def test_a_blank_reason_ends_with_2(store: SqlStore) -> None:
    number = open_exception(store)
    assert call("exceptions", "dismiss", str(number), "--reason", " ").exit_code == 2


def test_the_example_policy_is_in_order_without_odoo() -> None:
    said = call("policy", "check")
    assert said.exit_code == 0
    (verdict,) = said.stdout.splitlines()
    assert verdict.endswith(
        "in order as far as the file goes; Odoo was not asked, so its groups and logins were not checked"
    )


def test_another_policy_file_is_checked_by_name(desk: Path) -> None:
    mine = desk / "mine.yaml"
    mine.write_text("rules: [{name: All, steps: [{name: a, approvers: {user: maya}}]}]")
    assert f"{mine}: 1 rules" in call("policy", "check", str(mine)).stdout
    said = call("policy", "check", str(desk / "gone.yaml"))
    assert (said.exit_code, said.stderr) == (2, f"there is no file {desk / 'gone.yaml'}\n")


@pytest.mark.parametrize(("words", "told"), [((), "policy"), (("policy", "check"), "Another file than POLICY_FILE")])
def test_help_is_a_command_too(words: tuple[str, ...], told: str) -> None:
    said = call("help", *words)
    assert (said.exit_code, said.stderr) == (0, "")
    assert told in said.stdout
    assert f"procurement-bot {' '.join(words)}".strip() in said.stdout


def test_help_about_a_command_that_is_not_there_ends_with_2() -> None:
    said = call("help", "policy", "chekc")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "'policy chekc'" in said.stderr


def test_a_broken_policy_ends_with_1_and_names_every_line(desk: Path) -> None:
    policy = desk / "mine.yaml"
    policy.write_text("ruels: []\nrules:\n  - name: All\n    stepps: []\n")
    said = call("policy", "check", POLICY_FILE=str(policy))
    assert (said.exit_code, said.stdout) == (1, "")
    assert f"{policy}:1:1: " in said.stderr
    assert 'did you mean "steps"' in said.stderr
    told = call("policy", "check", "--json", POLICY_FILE=str(policy))
    assert told.exit_code == 1
    assert json.loads(told.stdout)["ok"] is False
    assert json.loads(told.stdout)["problems"][0]["where"] == f"{policy}:1:1"


def test_a_policy_file_that_is_not_there_ends_with_2() -> None:
    said = call("policy", "check", POLICY_FILE="/gone.yaml")
    assert (said.exit_code, said.stdout, said.stderr) == (2, "", "POLICY_FILE: there is no file /gone.yaml\n")


ODOO_AWAY = {"ODOO_URL": "http://127.0.0.1:1", "ODOO_DB": "odoo", "ODOO_LOGIN": "bot", "ODOO_API_KEY": "hunter2hunter2"}


def test_an_odoo_that_does_not_answer_leaves_the_file_checked() -> None:
    said = call("policy", "check", "--json", **ODOO_AWAY)
    assert said.exit_code == 0
    assert json.loads(said.stdout)["odoo_asked"] is False
    assert "Odoo could not be asked" in said.stderr


def test_explaining_needs_odoo() -> None:
    assert call("policy", "explain", "P00036").exit_code == 2
    said = call("policy", "explain", "P00036", **ODOO_AWAY)
    assert (said.exit_code, said.stdout) == (1, "")
    assert "Odoo cannot be reached" in said.stderr
    assert "hunter2" not in said.stderr


@pytest.fixture
def odoo(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """An Odoo that remembers the hook's address and calls it when its star is flipped; what it was told."""
    told: dict[str, Any] = {"reachable": True}

    def install(client: OdooClient, url: str) -> None:
        told.update(login=client.login, url=url)

    def check_fires(_client: OdooClient) -> int:
        if told["reachable"]:
            body = json.dumps({"_model": "purchase.order", "_id": 36}).encode()
            with urllib.request.urlopen(urllib.request.Request(told["url"], body, method="POST"), timeout=10) as answer:
                told["answered"] = answer.status
        return 36

    monkeypatch.setattr(webhook, "install", install)
    monkeypatch.setattr(webhook, "check_fires", check_fires)
    monkeypatch.setattr(webhook, "remove", lambda _client: told.pop("removable", 0))
    monkeypatch.setattr(OdooClient, "ping", lambda _self: None)
    monkeypatch.setattr("bot.cli.odoo.SECONDS", 5.0)
    return told


@pytest.fixture
def port() -> str:
    return str(free_port())


def hook_call(*arguments: str, **environ: str) -> Result:
    given = ODOO_AWAY | {"ODOO_WEBHOOK_SECRET": SECRET, "ODOO_ADMIN_KEY": "admin-key-hunter2"} | environ
    return call("odoo", *arguments, **given)


def test_the_webhook_is_installed_and_tried_without_a_running_bot(odoo: dict[str, Any], port: str) -> None:
    said = hook_call("install-webhook", HTTP_PORT=port)
    assert (said.exit_code, odoo["answered"], odoo["login"]) == (0, 202, "admin")
    assert odoo["url"] == f"http://127.0.0.1:{port}/hooks/odoo/{SECRET}"
    assert SECRET not in said.output
    assert "hunter2" not in said.output


def test_a_running_bot_hears_the_webhook_itself(odoo: dict[str, Any], port: str) -> None:
    given = Settings.model_validate({"http_port": port, "odoo_webhook_secret": SECRET})
    with listening._served(given):
        said = hook_call("install-webhook", "--login", "root", HTTP_PORT=port)
    assert (said.exit_code, odoo["answered"], odoo["login"]) == (0, 202, "root")


def test_a_webhook_that_does_not_arrive_ends_with_1(
    odoo: dict[str, Any], port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.odoo.SECONDS", 0.1)
    odoo["reachable"] = False
    said = hook_call("install-webhook", "--url", "https://bot.example.com/", HTTP_PORT=port)
    assert (said.exit_code, odoo["url"]) == (1, f"https://bot.example.com/hooks/odoo/{SECRET}")
    assert "can Odoo reach https://bot.example.com?" in said.stderr
    assert SECRET not in said.output


def test_doctor_is_told_that_the_webhook_was_installed(odoo: dict[str, Any], port: str, store: SqlStore) -> None:
    def remembered() -> str | None:
        with store.read() as tx:
            return tx.cursors.get("odoo.webhook")

    hook_call("install-webhook", HTTP_PORT=port)
    assert remembered() == f"{datetime.now(UTC):%Y-%m-%d}"
    odoo["removable"] = 2
    assert hook_call("remove-webhook").stdout == "Removed 2 rules\n"
    assert remembered() == ""
    assert hook_call("remove-webhook").stdout == "There was nothing to remove\n"


def test_without_a_webhook_secret_it_says_how_to_make_one(odoo: dict[str, Any]) -> None:
    said = hook_call("install-webhook", ODOO_WEBHOOK_SECRET="")
    assert said.exit_code == 2
    assert "secrets.token_urlsafe" in said.stderr


@pytest.mark.parametrize(
    ("arguments", "environ", "why"),
    [
        (["--url", "bot.example.com"], {}, "web address"),
        (["--url", "ftp://bot.example.com"], {}, "web address"),
        ([], {"HTTP_HOST": "0.0.0.0"}, "--url"),
        ([], {"ODOO_ADMIN_KEY": ""}, "ODOO_ADMIN_KEY"),
    ],
)
def test_what_the_webhook_needs_is_asked_for(
    odoo: dict[str, Any], arguments: list[str], environ: dict[str, str], why: str
) -> None:
    said = hook_call("install-webhook", *arguments, **environ)
    assert said.exit_code == 2
    assert why in said.stderr
    assert "url" not in odoo


def test_a_stranger_on_the_bots_port_is_not_taken_for_it(
    odoo: dict[str, Any], port: str, serve_text: Callable[[int], None]
) -> None:
    serve_text(int(port))
    said = hook_call("install-webhook", HTTP_PORT=port)
    assert said.exit_code == 2
    assert f"something that is not the bot listens on 127.0.0.1:{port}" in said.stderr
    assert "url" not in odoo


@pytest.fixture
def serve_text() -> Iterator[Callable[[int], None]]:
    """Starts a web server that is not ours."""
    import http.server
    import threading

    class Stranger(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hello")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    started: list[http.server.HTTPServer] = []

    def serve(port: int) -> None:
        started.append(http.server.HTTPServer(("127.0.0.1", port), Stranger))
        threading.Thread(target=started[0].serve_forever, daemon=True).start()

    yield serve
    for server in started:
        server.shutdown()
        server.server_close()


def test_doctor_says_what_is_missing_and_ends_with_1(desk: Path) -> None:
    said = call("doctor")
    assert said.exit_code == 1
    for words in ("there is no database yet", "ODOO_URL, ODOO_DB", "SLACK_BOT_TOKEN", "Something needed is missing"):
        assert words in said.stdout
    assert "whether Odoo is up" not in said.stdout, "nobody was told where it is"
    assert list(desk.iterdir()) == []


def test_doctor_tells_once_that_odoo_is_away(store: SqlStore) -> None:
    told = json.loads(call("doctor", "--json", **ODOO_AWAY).stdout)["checks"]
    assert [(check["section"], check["name"]) for check in told if check["status"] == "fail"] == [
        ("Odoo", "reachable"),
        ("Slack", "bot token"),
    ]
    assert [check["section"] for check in told if "cannot be reached" in check["found"]] == ["Odoo"]
    assert [check["found"] for check in told if check["section"] == "people"] == [
        "not checked: Odoo and Slack must work first"
    ]


def test_doctor_in_json_prints_json_alone(store: SqlStore) -> None:
    ran = process("doctor", "--json", **ODOO_AWAY)
    told = json.loads(ran.stdout)
    assert (ran.returncode, told["ok"]) == (1, False)
    by_name = {(check["section"], check["name"]): check for check in told["checks"]}
    assert by_name["database", "migrations"]["status"] == "ok"
    assert by_name["Odoo", "reachable"]["status"] == "fail"
    assert by_name["Slack", "bot token"]["mend"]
    assert "hunter2" not in ran.stdout + ran.stderr
