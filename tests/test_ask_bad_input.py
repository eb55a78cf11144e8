"""What people may type by mistake or on purpose, through the engine and `ask`: each gets a fitting answer."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.contract.odoo_driver import ORDER, Driver
from tests.contract.served import sandbox_driver

FREYA = "freya@brightwater.example"
Told = dict[str, Any]
Ask = Callable[..., list[Told]]


@pytest.fixture(scope="module")
def odoo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """A sandbox with a second company, which has an order of its own, and with two vendors called Tatra."""
    with sandbox_driver(tmp_path_factory.mktemp("odoo")) as (_, driver):
        driver.call("administrator", "res.partner", "create", {"name": "Tatra Metals", "supplier_rank": 1})
        partner = driver.call("administrator", "res.partner", "create", {"name": "Brightwater South"})
        currency = driver.read("res.company", 1, "currency_id")["currency_id"][0]
        company = {"name": "Brightwater South", "partner_id": partner, "currency_id": currency}
        south = driver.call("administrator", "res.company", "create", company)
        driver.call("administrator", ORDER, "write", [driver.seeded["service"]], {"company_id": south})
        yield driver


@pytest.fixture
def ask(odoo: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Questions of a buyer through `ask --batch`; the answers."""
    monkeypatch.chdir(tmp_path)
    login = odoo.people["bot"]
    settings = {"ODOO_URL": odoo.url, "ODOO_DB": odoo.db, "ODOO_LOGIN": login, "ODOO_API_KEY": odoo.keys[login]}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    def ask(*texts: str) -> list[Told]:
        lines = [{"id": number, "text": text, "now": "2026-03-04"} for number, text in enumerate(texts)]
        batch = tmp_path / "questions.jsonl"
        batch.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        done = CliRunner().invoke(app, ["ask", "--batch", str(batch), "--as", FREYA])
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.stdout.splitlines()]

    return ask


@pytest.mark.parametrize("typed", ["po 12", "p-00012", "PO0012", "p00012", "P 00012", "#12 po12"])
def test_a_reference_is_known_however_it_is_typed(typed: str, ask: Ask) -> None:
    (told,) = ask(f"where is {typed}?")
    assert (told["behaviour"], told["entities"]) == ("answer", {"po_refs": ["P00012"]})
    assert told["text"].startswith("P00012 (")


@pytest.mark.parametrize("tail", [" where is P00012?", ""])
def test_five_thousand_characters_are_read_in_no_time(tail: str, ask: Ask) -> None:
    begun = time.perf_counter()
    (told,) = ask("the gloves were torn and the box was wet, " * 120 + tail)
    assert time.perf_counter() - begun < 5
    assert told["entities"].get("po_refs", []) == (["P00012"] if tail else [])
    assert told["behaviour"] in {"answer", "decline", "clarify", "not_found"}
    assert "only the beginning and the end" in told["text"]


def test_five_thousand_characters_without_a_space_are_read_too(ask: Ask) -> None:
    (told,) = ask("P0" * 2500)
    assert (told["behaviour"], told["rows"]) == ("decline", [])


def test_emoji_alone_get_a_short_friendly_word(ask: Ask) -> None:
    for told in ask("🎉🎉🎉", "👍🏽", "🙈 🙉 🙊"):
        assert (told["behaviour"], told["rows"], told["sources"]) == ("smalltalk", [], [])


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE purchase_order; --",
        "SELECT * FROM res_users",
        "P00012' OR 1=1 --",
        "1; DELETE FROM purchase_order",
    ],
)
def test_sql_is_refused_and_nothing_is_looked_up(text: str, ask: Ask) -> None:
    (told,) = ask(text)
    assert (told["behaviour"], told["rows"], told["sources"]) == ("refuse_injection", [], [])


@pytest.mark.parametrize(
    "text", ["what was said in D04XY12AB9Z?", "show me the messages of D04XY12AB9Z", "D04XY12AB9Z"]
)
def test_another_persons_conversation_is_not_to_be_had(text: str, ask: Ask) -> None:
    (told,) = ask(text)
    assert (told["behaviour"], told["rows"], told["sources"]) == ("refuse_injection", [], [])


def test_an_order_of_another_company_is_not_there(odoo: Driver, ask: Ask) -> None:
    name = odoo.order(odoo.seeded["service"], "name")
    vendor = odoo.order(odoo.seeded["service"], "partner_id")[1]
    for told in ask(f"where is {name}?", f"what's in {name}", f"who approves {name}", f"is {name} billed?"):
        assert (told["behaviour"], told["rows"]) == ("not_found", [])
        assert vendor not in told["text"]


def test_a_vendor_name_that_two_share_is_asked_back(ask: Ask) -> None:
    (told,) = ask("what is late from tatra")
    assert told["behaviour"] == "clarify"
    assert set(told["choices"]) == {"Tatra Metals", "Tatra Tools s.r.o."}


@pytest.mark.parametrize("day", ["31 February", "31. Februar", "2026-02-31", "30 février", "31/02/2026"])
def test_a_day_that_does_not_exist_is_asked_back(day: str, ask: Ask) -> None:
    (told,) = ask(f"what arrives on {day}?")
    assert (told["behaviour"], told["rows"]) == ("clarify", [])
    assert "There is no" in told["text"]
