"""Would Slack draw this? Blocks and views are judged by the schemas in `bot/sandbox/contracts`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema_rs import ValidationError, ValidationErrorKind

from bot.sandbox.slack.block_rules import Problem, across
from bot.sandbox.slack.refusals import Refusal

SCHEMA = Path(__file__).resolve().parents[1] / "contracts" / "blockkit.schema.json"
TEXT_LIMIT = 40_000
MESSAGE_LIMIT = 13_000
MARKDOWN_LIMIT = 12_000
VIEW_LIMIT = 250_000
MOST_ATTACHMENTS = 100


class Contract:
    """Refuses what Slack refuses, with the place where it is wrong."""

    def message(self, text: str, blocks: Any, attachments: Any = None) -> None:
        """Judge what is to be posted."""
        if not text and not blocks and not attachments:
            raise Refusal("no_text")
        if len(text) > TEXT_LIMIT:
            raise Refusal("msg_too_long")
        if attachments is not None and not isinstance(attachments, list):
            raise Refusal("invalid_attachments")
        if len(attachments or ()) > MOST_ATTACHMENTS:
            raise Refusal("too_many_attachments")
        if blocks is not None:
            self.blocks(blocks)

    def blocks(self, blocks: Any) -> None:
        """Judge the blocks of a message."""
        if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
            raise Refusal("invalid_blocks_format")
        problems = _problems("MessageBlocks", blocks, "/blocks")
        if not problems:
            if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > MESSAGE_LIMIT:
                raise Refusal("msg_blocks_too_long")
            problems = list(across(blocks, "/blocks"))
        if problems:
            special = next((problem.error for problem in problems if problem.error), "")
            said = [str(problem) for problem in problems]
            raise Refusal(special or "invalid_blocks", *said, errors=said)

    def view(self, view: Any, *, home: bool) -> None:
        """Judge a modal, or the view of a home tab."""
        if not isinstance(view, dict):
            raise Refusal("invalid_arguments", "invalid `view` [json-pointer:/view]")
        if len(json.dumps(view)) > VIEW_LIMIT:
            raise Refusal("view_too_large")
        problems = _problems("HomeView" if home else "ModalView", view, "/view")
        blocks = view.get("blocks")
        if not problems and isinstance(blocks, list):
            problems = list(across(blocks, "/view/blocks"))
            if not home and "submit" not in view and any(block.get("type") == "input" for block in blocks):
                problems.append(Problem("/view", "`submit` is required when an `input` block is within blocks array"))
        if problems:
            raise Refusal("invalid_arguments", *(str(problem) for problem in problems))

    def chunks(self, chunks: Any, markdown: str) -> None:
        """Judge a piece of a streamed message."""
        if len(markdown) > MARKDOWN_LIMIT:
            raise Refusal("msg_too_long")
        if chunks is not None and (not isinstance(chunks, list) or _problems_in_chunks(chunks)):
            raise Refusal("invalid_chunks", *_problems_in_chunks(chunks if isinstance(chunks, list) else []))


def _problems_in_chunks(chunks: list[Any]) -> list[str]:
    return [
        str(problem)
        for index, chunk in enumerate(chunks)
        for problem in _problems("AnyChunk", chunk, f"/chunks/{index}")
    ]


@cache
def _definitions() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))["definitions"]
    return schema


@cache
def _compiled(definition: str) -> jsonschema_rs.Draft7Validator:
    return jsonschema_rs.Draft7Validator({"$ref": f"#/definitions/{definition}", "definitions": _definitions()})


def _problems(definition: str, instance: Any, where: str) -> list[Problem]:
    validator = _compiled(definition)
    if validator.is_valid(instance):
        return []
    leaves = [_problem(leaf, where) for error in validator.iter_errors(instance) for leaf in _leaves(error)]
    return list(dict.fromkeys(leaves))


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The most telling errors: of a choice, those of the branch whose `type` is the one that is there."""
    if not isinstance(error.kind, ValidationErrorKind.AnyOf):
        yield error
        return
    branches = [branch for branch in error.kind.context if branch]
    meant = [branch for branch in branches if not any(_of_another_type(one) for one in branch)] or branches
    for inner in min(meant, key=len):
        yield from _leaves(inner)


def _of_another_type(error: ValidationError) -> bool:
    return list(error.instance_path)[-1:] == ["type"] and isinstance(
        error.kind, ValidationErrorKind.Constant | ValidationErrorKind.Enum
    )


def _problem(error: ValidationError, where: str) -> Problem:
    steps = list(error.instance_path)
    pointer = where + "".join(f"/{step}" for step in steps)
    kind = error.kind
    if isinstance(kind, ValidationErrorKind.MaxLength):
        return Problem(pointer, f"must be less than {kind.limit + 1} characters")
    if isinstance(kind, ValidationErrorKind.MinLength):
        return Problem(pointer, f"must be more than {kind.limit - 1} characters")
    if isinstance(kind, ValidationErrorKind.MaxItems):
        return Problem(pointer, f"no more than {kind.limit} items allowed")
    if isinstance(kind, ValidationErrorKind.MinItems):
        return Problem(pointer, f"no fewer than {kind.limit} items allowed")
    if isinstance(kind, ValidationErrorKind.Required):
        return Problem(pointer, f"missing required field: {kind.property}")
    if isinstance(kind, ValidationErrorKind.AdditionalProperties):
        return Problem(pointer, f"invalid additional property: {', '.join(map(str, kind.unexpected))}")
    if steps[-1:] == ["type"] and isinstance(kind, ValidationErrorKind.Enum | ValidationErrorKind.Constant):
        return Problem(pointer, f"unsupported type: {_short(error.instance)}")
    return Problem(pointer, error.message[:200])


def _short(value: Any) -> str:
    return value[:80] if isinstance(value, str) else type(value).__name__
