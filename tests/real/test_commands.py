"""The commands on the real parts: the webhook fires, an order is explained, doctor finds all in order."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Settings
from tests.free_ports import free_port
from tests.real.odoo_server import OdooServer
from tests.real.slack_standin import SlackStandin
from tests.slack_proxy import SlackProxy

SECRET = "kU8s-4GdV2s_pQ0w9zLmXwRt7yBnC3xZ"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty current folder, no setting of ours in the environment, and the log as it was afterwards."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    root = logging.getLogger()
    handlers, level, config = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**config)


def call(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env=environ, prog_name="procurement-bot")


def as_bot(odoo: OdooServer, login: str = "procurebot-approve") -> dict[str, str]:
    key = odoo.logins[login]["api_key"]
    return {"ODOO_URL": odoo.url, "ODOO_DB": odoo.db, "ODOO_LOGIN": login, "ODOO_API_KEY": key}


def test_the_webhook_is_installed_fires_and_is_removed(odoo: OdooServer) -> None:
    given = as_bot(odoo) | {"ODOO_WEBHOOK_SECRET": SECRET, "ODOO_ADMIN_KEY": odoo.logins["admin"]["password"]}
    given["HTTP_PORT"] = str(free_port())
    try:
        said = call("odoo", "install-webhook", **given)
        assert (said.exit_code, said.stdout[:19]) == (0, "Installed and tried")
        assert SECRET not in said.output
    finally:
        removed = call("odoo", "remove-webhook", **given)
    assert removed.stdout == "Removed 2 rules\n"


def test_somebody_who_is_no_administrator_cannot_install_it(odoo: OdooServer) -> None:
    given = as_bot(odoo) | {"ODOO_WEBHOOK_SECRET": SECRET, "HTTP_PORT": str(free_port())}
    given["ODOO_ADMIN_KEY"] = odoo.logins["bella"]["password"]
    said = call("odoo", "install-webhook", "--login", "bella", **given)
    assert (said.exit_code, said.stdout) == (1, "")
    assert "not allowed to access" in said.stderr


def test_an_order_of_the_seed_is_explained(odoo: OdooServer) -> None:
    name = odoo.scenario("approve_large_critical")["po"]
    said = call("policy", "explain", name.lower(), "--json", **as_bot(odoo))
    told = json.loads(said.stdout)
    assert (said.exit_code, told["order"], told["rule"], told["slack_asked"]) == (0, name, "Large order", False)
    assert len(told["steps"]) == 2
    unknown = call("policy", "explain", "P99999", **as_bot(odoo))
    assert (unknown.exit_code, unknown.stdout) == (2, "")


def test_the_example_policy_is_known_to_odoo(odoo: OdooServer) -> None:
    told = json.loads(call("policy", "check", "--json", **as_bot(odoo)).stdout)
    assert (told["ok"], told["odoo_asked"]) == (True, True)


def doctor(**environ: str) -> dict[tuple[str, str], dict[str, str]]:
    told = json.loads(call("doctor", "--json", **environ).stdout)
    return {(check["section"], check["name"]): check for check in told["checks"]}


def test_doctor_finds_the_bots_user_fit_to_approve(odoo: OdooServer) -> None:
    found = doctor(**as_bot(odoo))
    assert [found["Odoo user", name]["status"] for name in ("login", "reads orders", "may approve", "key")] == [
        "ok"
    ] * 4
    assert found["Odoo", "clock"]["status"] == "ok"


def test_doctor_finds_a_user_who_may_not_approve(odoo: OdooServer) -> None:
    assert doctor(**as_bot(odoo, "procurebot"))["Odoo user", "may approve"]["status"] == "fail"


@pytest.mark.parametrize(("login", "status"), [("procurebot-approve", "warn"), ("procurebot-ro", "ok")])
def test_doctor_tells_what_answers_must_leave_out(login: str, status: str, odoo: OdooServer) -> None:
    found = doctor(**as_bot(odoo, login))["Odoo user", "answers"]
    assert (found["status"], "sales orders" in found["found"]) == (status, status == "warn")


def test_doctor_finds_slack_in_order(slack_proxy: SlackProxy) -> None:
    found = doctor(
        SLACK_API_URL=slack_proxy.api_url,
        SLACK_BOT_TOKEN=SlackStandin.bot_token,
        SLACK_APP_TOKEN=SlackStandin.app_token,
        EXCEPTIONS_CHANNEL="purchasing",
    )
    assert found["Slack", "bot token"]["status"] == "ok"
    assert found["Slack", "socket"]["status"] == "ok"
    assert found["Slack", "EXCEPTIONS_CHANNEL"]["status"] == "warn", "the stand-in knows no chat.scheduleMessage"
