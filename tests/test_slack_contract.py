"""The checks on Slack calls catch what Slack refuses and let pass what it takes."""

import json
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests import slack_contract as contract

DATA = Path(__file__).resolve().parent / "payloads" / "slack"


def load(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def found(case: dict[str, Any]) -> list[contract.Problem]:
    if "method" in case:
        return contract.call_errors(case["method"], case["instance"])
    return contract.errors(case["definition"], case["instance"])


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("name", ["blockkit", "methods", "events", "manifest"])
def test_contract_is_a_schema(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(contract.schema(name))


@pytest.mark.parametrize("case", named(load("cases/valid.json")))
def test_valid_case_passes(case: dict[str, Any]) -> None:
    assert not [str(problem) for problem in found(case)]


@pytest.mark.parametrize("case", named(load("cases/invalid.json")))
def test_invalid_case_is_caught_in_its_place(case: dict[str, Any]) -> None:
    paths = [problem.path for problem in found(case)]
    expected = tuple(case.get("at", ()))
    assert any(path[: len(expected)] == expected for path in paths), paths


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["file"]) for e in load("slackblocks/index.json")["files"]])
def test_independent_corpus_agrees(entry: dict[str, Any]) -> None:
    problems = contract.errors(entry["definition"], load(f"slackblocks/{entry['file']}"))
    assert bool(problems) == bool(entry.get("refused_because")), [str(problem) for problem in problems]


@pytest.mark.parametrize("sample", [pytest.param(s, id=s["file"]) for s in load("inbound/index.json")["samples"]])
def test_inbound_event_is_understood(sample: dict[str, Any]) -> None:
    body = load(f"inbound/{sample['file']}")
    event = body.get("event") or (body.get("payload") or {}).get("event")
    assert body
    if event:
        assert not [str(problem) for problem in contract.event_errors(event)]


def test_every_inbound_sample_is_in_the_index() -> None:
    files = {path.name for path in (DATA / "inbound").glob("*.json")} - {"index.json"}
    assert files == {sample["file"] for sample in load("inbound/index.json")["samples"]}


def test_manifest_is_judged() -> None:
    sound = load("cases/manifest.json")
    assert not contract.manifest_errors(sound)
    for wrong in ({"display_information": {}}, {"settings": {"socket_mode_enabled": "yes"}}, {"setings": {}}):
        assert contract.manifest_errors({**sound, **wrong})


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(action_id: str) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": "Go"}}


def option(value: str, **more: Any) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": "Choice"}, "value": value, **more}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": [{"type": "static_select", "action_id": "pick", **more}]}


def cells(*texts: str) -> list[dict[str, Any]]:
    return [{"type": "raw_text", "text": text} for text in texts]


def table(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "data_table", "caption": "Lines", "rows": list(rows)}


CROSS_FIELD = {
    "block_id twice": ([section("a", block_id="x"), section("b", block_id="x")], "twice"),
    "action_id twice": ([{"type": "actions", "elements": [button("go"), button("go")]}], "twice"),
    "too long in all": ([section("x" * 2900) for _ in range(5)], "msg_blocks_too_long"),
    "too much markdown": ([{"type": "markdown", "text": "x" * 6200} for _ in range(2)], "markdown blocks hold"),
    "two tables": ([{"type": "table", "rows": [cells("a")]} for _ in range(2)], "only_one_table_allowed"),
    "empty card": ([{"type": "card", "subtitle": {"type": "mrkdwn", "text": "x"}}], "a card needs"),
    "initial option unknown": ([select(options=[option("a")], initial_option=option("b"))], "not one of"),
    "long option value": ([select(options=[option("v" * 76)])], "longer than"),
    "url in a select": ([select(options=[option("a", url="https://example.com")])], "only an overflow"),
    "ragged data table": ([table(cells("a", "b"), cells("c"))], "different lengths"),
    "huge data table": ([table(cells("a"), *(cells("x" * 1300) for _ in range(8)))], "10000 are allowed"),
}


@pytest.mark.parametrize(("blocks", "says"), CROSS_FIELD.values(), ids=CROSS_FIELD)
def test_rule_across_fields_is_checked(blocks: list[dict[str, Any]], says: str) -> None:
    problems = contract.call_errors("chat.postMessage", {"channel": "C1", "text": "x", "blocks": blocks})
    assert any(says in problem.message for problem in problems), [str(problem) for problem in problems]


def test_modal_with_input_needs_submit() -> None:
    plain = {"type": "plain_text", "text": "Reason"}
    view = {
        "type": "modal",
        "title": plain,
        "blocks": [{"type": "input", "label": plain, "element": {"type": "plain_text_input", "action_id": "a"}}],
    }
    assert contract.call_errors("views.open", {"trigger_id": "1.2.x", "view": view})
    assert not contract.call_errors("views.open", {"trigger_id": "1.2.x", "view": {**view, "submit": plain}})


def test_text_that_slack_would_cut_is_refused() -> None:
    assert contract.call_errors("chat.postMessage", {"channel": "C1", "text": "x" * 40_001})


def test_method_outside_the_contract_is_refused() -> None:
    assert "not in the contract" in str(contract.call_errors("admin.users.remove", {})[0])


def test_response_url_message_is_judged() -> None:
    assert not contract.response_errors({"text": "Already decided", "response_type": "ephemeral"})
    assert contract.response_errors({"response_type": "ephemeral"})
    assert contract.response_errors({"text": "x", "blocks": [{"type": "nonsense"}]})


def test_form_fields_become_what_they_stand_for() -> None:
    form = {"channel": "C1", "text": "5000", "blocks": '[{"type": "divider"}]', "unfurl_links": "0", "token": "xoxb-1"}
    assert contract.arguments_of("chat.postMessage", form) == {
        "channel": "C1",
        "text": "5000",
        "blocks": [{"type": "divider"}],
        "unfurl_links": False,
    }
    assert contract.arguments_of("users.list", {"limit": "200"}) == {"limit": 200}


def test_a_valid_call_costs_about_a_millisecond() -> None:
    blocks = [section("x" * 150) for _ in range(30)] + [{"type": "actions", "elements": [button("a"), button("b")]}]
    call = {"channel": "C1", "text": "x", "blocks": blocks}
    assert not contract.call_errors("chat.postMessage", call)
    costs = []
    for _ in range(20):
        start = time.perf_counter()
        contract.call_errors("chat.postMessage", call)
        costs.append(time.perf_counter() - start)
    assert min(costs) < 0.002
