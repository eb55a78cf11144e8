"""The rules about blocks that need more than one field: the `cross_field` rows of limits.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MARKDOWN_LIMIT = 12_000
TABLE_TEXT_LIMIT = 10_000
SELECTS = ("channels_select", "conversations_select", "external_select", "static_select", "users_select")
INPUTS = ("email_text_input", "file_input", "number_input", "plain_text_input", "rich_text_input", "url_text_input")
PICKERS = ("checkboxes", "datepicker", "datetimepicker", "overflow", "radio_buttons", "timepicker")
BUTTONS = ("button", "feedback_buttons", "icon_button", "workflow_button")
INTERACTIVE = frozenset((*SELECTS, *(f"multi_{name}" for name in SELECTS), *INPUTS, *PICKERS, *BUTTONS))
Block = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """What is wrong, where it stands, and the error code if it is not the usual one."""

    pointer: str
    said: str
    error: str = ""

    def __str__(self) -> str:
        return f"{self.said} [json-pointer:{self.pointer}]"


def across(blocks: Sequence[Block], where: str) -> Iterator[Problem]:
    """What is wrong with blocks that are each well formed."""
    yield from _twice(blocks, where)
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MARKDOWN_LIMIT:
        yield Problem(where, f"markdown blocks must be less than {MARKDOWN_LIMIT + 1} characters together")
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield Problem(where, "only one table is allowed", "only_one_table_allowed")
    for index, block in enumerate(blocks):
        here = f"{where}/{index}"
        if block["type"] == "card" and not block.keys() & {"hero_image", "title", "actions", "body"}:
            yield Problem(here, "a card needs one of hero_image, title, actions, body")
        if block["type"] == "data_table":
            yield from _table(block["rows"], here)
        for element in elements(block):
            yield from _choices(element, here)


def elements(block: Block) -> list[dict[str, Any]]:
    """The interactive parts of a block, wherever its type keeps them, and those of the blocks inside it."""
    actions = block.get("actions")
    inside = [*(block.get("elements") or ()), *(block.get("child_blocks") or ())]
    parts = [*inside, block.get("accessory"), block.get("element"), *(actions if isinstance(actions, list) else ())]
    found = [part for part in parts if isinstance(part, dict) and part.get("type") in INTERACTIVE]
    blocks = [part for part in inside if isinstance(part, dict) and part.get("type") not in INTERACTIVE]
    return found + [element for child in blocks for element in elements(child)]


def options(element: Block) -> list[dict[str, Any]]:
    """The choices of an element, of its groups too."""
    groups = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(option for group in groups for option in group.get("options") or ())]


def _twice(blocks: Sequence[Block], where: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            yield Problem(f"{where}/{index}/block_id", f"`block_id` {block_id} already exists")
        seen.add(block_id or "")
        names = [element["action_id"] for element in elements(block) if element.get("action_id")]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem(f"{where}/{index}", f"`action_id` {name} already exists in this block")


def _table(rows: Sequence[Sequence[Block]], here: str) -> Iterator[Problem]:
    if len({len(row) for row in rows}) > 1:
        yield Problem(f"{here}/rows", "all rows must have the same number of cells")
    if any(cell.get("type") == "rich_text" for cell in rows[0]):
        yield Problem(f"{here}/rows/0", "rich_text is not allowed in the header row")
    if sum(len(text) for row in rows for cell in row for text in _texts(cell)) > TABLE_TEXT_LIMIT:
        yield Problem(f"{here}/rows", f"must be less than {TABLE_TEXT_LIMIT + 1} characters")


def _choices(element: Block, here: str) -> Iterator[Problem]:
    there = options(element)
    name = element.get("action_id") or element.get("type")
    if "options" in element and "option_groups" in element:
        yield Problem(here, f"{name}: only one of options, option_groups")
    if element.get("type") in ("static_select", "multi_static_select") and not there:
        yield Problem(here, f"{name}: missing required field: options")
    chosen = [*(element.get("initial_options") or ()), element.get("initial_option")]
    if there and any(option is not None and option not in there for option in chosen):
        yield Problem(here, f"{name}: the initial option must be one of the options")
    if element.get("type") != "overflow" and any("url" in option for option in there):
        yield Problem(here, f"{name}: url is only allowed in overflow menus")


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
