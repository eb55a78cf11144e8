"""`policy simulate` on the sandbox Odoo: a table for people, JSON alone for programs, a picture."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.adapters.clock import SystemClock
from bot.cli import app
from bot.settings import Settings
from tests.contract.served import T0, sandbox_driver

POLICY = Path(__file__).resolve().parents[1] / "policy.example.yaml"


@pytest.fixture
def odoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A sandbox Odoo of a year, seen two days later; the settings that reach it."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(SystemClock, "now", lambda self: T0 + timedelta(days=2))
    root = logging.getLogger()
    handlers, level, config = root.handlers[:], root.level, structlog.get_config()
    with sandbox_driver(tmp_path) as (sandbox, driver):
        login = driver.people["bot"]
        yield {
            "ODOO_URL": driver.url,
            "ODOO_DB": sandbox.db,
            "ODOO_LOGIN": login,
            "ODOO_API_KEY": driver.keys[login],
            "POLICY_FILE": str(POLICY),
        }
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**config)


def simulate(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(app, ["policy", "simulate", *arguments], env=environ, prog_name="procurement-bot")


def test_table_and_picture(odoo: dict[str, str], tmp_path: Path) -> None:
    said = simulate("--days", "90", "--chart", "load.svg", **odoo)
    assert said.exit_code == 0, said.output
    lines = said.stdout.splitlines()
    assert lines[0].startswith("6 Dec 2025 to 6 Mar 2026, ")
    assert any("Ines Almeida is reminded" in line for line in lines)
    assert any(line.startswith("person ") for line in lines)
    assert "Assumed: orders as they are in Odoo now" in lines[-3]
    assert lines[-2] == "Slack was not asked: everybody counts as matched"
    assert ET.parse(tmp_path / "load.svg").getroot().tag.endswith("svg")


def test_json_alone_between_opening_and_decision(odoo: dict[str, str]) -> None:
    said = simulate("--json", **odoo)
    assert said.exit_code == 0, said.output
    told = json.loads(said.stdout)
    assert not told["slack_asked"]
    happened = [(order, one) for order in told["orders"] for one in order["told"]]
    assert {one["what"] for _, one in happened} == {"asked", "reminded", "escalated"}
    assert all(order["opened"] <= one["at"] <= (order["decided"] or told["to"]) for order, one in happened)
    assert sum(row["asked"] + row["reminded"] + row["escalated"] + row["stood_in"] for row in told["load"]) == len(
        happened
    )


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--days", "0"], "--days: must be from 1 to 366"),
        (["--days", "367"], "--days: must be from 1 to 366"),
        (["--chart", "load.png"], "--chart: load.png: only .svg can be drawn"),
        (["--chart", "nowhere/load.svg"], "--chart: there is no folder"),
    ],
)
def test_wrong_use_ends_with_2_and_says_where(odoo: dict[str, str], arguments: list[str], why: str) -> None:
    said = simulate(*arguments, **odoo)
    assert (said.exit_code, said.stdout) == (2, "")
    assert why in said.stderr


def test_odoo_that_is_away_ends_with_1(odoo: dict[str, str]) -> None:
    said = simulate(**odoo | {"ODOO_URL": "http://127.0.0.1:9"})
    assert (said.exit_code, said.stdout) == (1, "")
    assert "Odoo cannot be reached" in said.stderr
