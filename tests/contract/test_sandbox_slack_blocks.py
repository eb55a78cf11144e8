"""The sandbox judges blocks as the published contract does: the cases that prove the one prove the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.slack.contract import Contract
from bot.sandbox.slack.refusals import Refusal

CASES = Path(__file__).resolve().parents[1] / "payloads" / "slack" / "cases"


def load(name: str) -> list[Any]:
    cases = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    found = [part for case in cases if (part := drawn(case, wrong=name == "invalid")) is not None]
    return [pytest.param(kind, given, id=title) for title, kind, given in found]


def drawn(case: dict[str, Any], *, wrong: bool) -> tuple[str, str, Any] | None:
    """The blocks or view that a case is about; None for one about something else."""
    given = case["instance"]
    if case.get("definition") in ("MessageBlocks", "ModalView", "HomeView"):
        return case["name"], case["definition"], given
    if "blocks" in given and (not wrong or case.get("at", [])[:1] == ["blocks"]):
        return case["name"], "MessageBlocks", given["blocks"]
    return None


def judge(kind: str, given: Any) -> None:
    if kind == "MessageBlocks":
        Contract().blocks(given)
    else:
        Contract().view(given, home=kind == "HomeView")


@pytest.mark.parametrize(("kind", "given"), load("valid"))
def test_what_is_valid_is_taken(kind: str, given: Any) -> None:
    judge(kind, given)


@pytest.mark.parametrize(("kind", "given"), load("invalid"))
def test_what_is_invalid_is_refused_with_a_place(kind: str, given: Any) -> None:
    with pytest.raises(Refusal) as refused:
        judge(kind, given)
    assert refused.value.error in ("invalid_blocks", "invalid_arguments", "invalid_blocks_format")
    assert all("[json-pointer:/" in message for message in refused.value.messages)


def menu(kind: str, **more: Any) -> list[dict[str, Any]]:
    return [{"type": "actions", "elements": [{"type": kind, "action_id": "pick", **more}]}]


OPTION = {"text": {"type": "plain_text", "text": "Choice"}, "value": "a"}
WRONG = {
    "a menu without options": menu("static_select"),
    "options and groups": menu("static_select", options=[OPTION], option_groups=[]),
    "an initial option that is none": menu("static_select", options=[OPTION], initial_option={**OPTION, "value": "b"}),
    "an address in a menu": menu("static_select", options=[{**OPTION, "url": "https://example.com"}]),
    "too much markdown": [{"type": "markdown", "text": "x" * 6100} for _ in range(2)],
    "an empty card": [{"type": "card", "subtitle": {"type": "mrkdwn", "text": "x"}}],
    "a ragged table": [
        {
            "type": "data_table",
            "caption": "x",
            "rows": [[{"type": "raw_text", "text": "a"}], [{"type": "raw_text", "text": "b"}] * 2],
        }
    ],
}


@pytest.mark.parametrize("blocks", WRONG.values(), ids=WRONG)
def test_a_rule_across_fields_is_kept(blocks: list[dict[str, Any]]) -> None:
    with pytest.raises(Refusal, match="invalid_blocks"):
        Contract().blocks(blocks)
