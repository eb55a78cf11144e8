"""Would Slack accept this? Checks calls, blocks, views and events against Slack's published types and limits.

The data is in `bot/sandbox/contracts`. A valid call is recognised by compiled validators in far less than a
millisecond; only a refused one is walked again in plain Python, for errors that say where and why.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs

CONTRACTS = Path(__file__).resolve().parent.parent / "bot" / "sandbox" / "contracts"

MARKDOWN_LIMIT = 12_000
MESSAGE_LIMIT = 13_000
TEXT_LIMIT = 40_000
ATTACHMENTS_LIMIT = 100
TABLE_TEXT_LIMIT = 10_000
OPTION_VALUE_LIMIT = 75

EVENT_TYPES = {
    "app_mention": "AppMentionEvent",
    "app_home_opened": "AppHomeOpenedEvent",
    "app_context_changed": "AppContextChangedEvent",
    "link_shared": "LinkSharedEvent",
    "entity_details_requested": "EntityDetailsRequestedEvent",
    "reaction_added": "ReactionAddedEvent",
    "agent_session_stopped": "AgentSessionStoppedEvent",
    "assistant_thread_started": "AssistantThreadStartedEvent",
    "assistant_thread_context_changed": "AssistantThreadContextChangedEvent",
}
MESSAGE_SUBTYPES = {
    "message_changed": "MessageChangedEvent",
    "message_deleted": "MessageDeletedEvent",
    "file_share": "FileShareMessageEvent",
    "bot_message": "BotMessageEvent",
}


@dataclass(frozen=True)
class Problem:
    """One thing Slack would refuse, and where it stands."""

    path: tuple[str | int, ...]
    message: str

    def __str__(self) -> str:
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return f"{place.lstrip('.') or 'call'}: {self.message[:300]}"


@cache
def schema(name: str) -> dict[str, Any]:
    """One of the contracts: blockkit, methods, events or manifest."""
    loaded: dict[str, Any] = json.loads((CONTRACTS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def errors(definition: str, instance: Any, contract: str = "blockkit") -> list[Problem]:
    """What is wrong with an instance of one definition: MessageBlocks, Message, ModalView, HomeView, ..."""
    if _compiled(contract, definition).is_valid(instance):
        return []
    return _explain(_definition(contract, definition), instance)


def call_errors(method: str, arguments: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with one Web API call. Arguments that are None count as not given, as slack_sdk drops them."""
    if method not in schema("methods")["properties"]:
        return [Problem((), f"{method} is not in the contract: think of its scopes first, then add it")]
    given = {name: value for name, value in arguments.items() if value is not None}
    # Blocks and views come first: their errors are exact, those of a call that takes many shapes are not.
    for name, definition in _parts(given):
        found = errors(definition, given[name])
        if found:
            return [Problem((name, *problem.path), problem.message) for problem in found]
    if not _compiled_call(method).is_valid(given):
        return _explain(_call(method), given)
    return list(_across(given))


def response_errors(body: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a message sent to a response_url."""
    given = {name: value for name, value in body.items() if value is not None}
    found = [
        Problem(("blocks", *problem.path), problem.message)
        for problem in (errors("MessageBlocks", given["blocks"]) if "blocks" in given else [])
    ]
    if not found and not given.keys() & {"text", "blocks", "attachments", "delete_original"}:
        found = [Problem((), "no text, blocks or attachments")]
    if not found and "blocks" in given and "text" not in given:
        found = [Problem((), "blocks without text: notifications and screen readers would be empty")]
    return found or list(_across(given))


def event_errors(event: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with an inner event that stands for one of Slack's."""
    name = EVENT_TYPES.get(event["type"]) or MESSAGE_SUBTYPES.get(event.get("subtype", ""), "GenericMessageEvent")
    return errors(name, event, "events")


def manifest_errors(manifest: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with an app manifest."""
    return [
        Problem(tuple(leaf.absolute_path), leaf.message)
        for error in jsonschema.Draft7Validator(schema("manifest")).iter_errors(manifest)
        for leaf in _leaves(error)
    ]


def duplicate_ids(blocks: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """block_id is unique in the list, action_id is unique in a block."""
    seen: set[str] = set()
    found = []
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            found.append(Problem((index, "block_id"), f"block_id {block_id!r} twice"))
        if block_id:
            seen.add(block_id)
        ids = [element["action_id"] for element in _elements(block) if "action_id" in element]
        found += [
            Problem((index,), f"action_id {twice!r} twice") for twice in sorted({i for i in ids if ids.count(i) > 1})
        ]
    return found


def arguments_of(method: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of a call that came as form fields or in its address: texts become what they stand for."""
    types = _argument_types(method)
    return {name: _decoded(value, types.get(name, frozenset())) for name, value in form.items() if name != "token"}


def _decoded(value: str, types: frozenset[str]) -> Any:
    if "string" not in types:
        if types & {"array", "object"}:
            return json.loads(value)
        if types & {"integer", "number"}:
            return json.loads(value)
        if "boolean" in types:
            return value.lower() in ("1", "true")
    elif types & {"array", "object"} and value[:1] in ("[", "{"):
        return json.loads(value)
    return value


def without_defaults(method: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments without those that slack_sdk adds to every call of a Bolt listener and Slack ignores."""
    accepted = _argument_types(method)
    return {name: value for name, value in args.items() if name != "team_id" or name in accepted}


@cache
def _argument_types(method: str) -> dict[str, frozenset[str]]:
    """The JSON types each argument of a method may have."""
    contract, types = schema("methods"), {}

    def collect(node: Mapping[str, Any], found: dict[str, set[str]]) -> None:
        node = _resolved(contract, node)
        for branch in (*node.get("anyOf", ()), *node.get("allOf", ()), *node.get("oneOf", ())):
            collect(branch, found)
        for name, argument in node.get("properties", {}).items():
            if isinstance(argument, dict):
                found.setdefault(name, set()).update(_types(contract, argument))

    found: dict[str, set[str]] = {}
    collect(contract["properties"].get(method, {}), found)
    types.update({name: frozenset(kinds) for name, kinds in found.items()})
    return types


def _types(contract: Mapping[str, Any], node: Mapping[str, Any]) -> set[str]:
    node = _resolved(contract, node)
    found = {node["type"]} if isinstance(node.get("type"), str) else set(node.get("type", ()))
    for value in (*node.get("enum", ()), *([node["const"]] if "const" in node else [])):
        found.add("boolean" if isinstance(value, bool) else "string" if isinstance(value, str) else "number")
    for branch in (*node.get("anyOf", ()), *node.get("allOf", ()), *node.get("oneOf", ())):
        found |= _types(contract, branch)
    return found


def _resolved(contract: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        node = contract["definitions"][node["$ref"].rsplit("/", 1)[-1]]
    return node


def _parts(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The arguments that hold blocks, with the definition each must fit."""
    if "blocks" in given:
        yield "blocks", "MessageBlocks"
    if isinstance(given.get("view"), dict):
        yield "view", "HomeView" if given["view"].get("type") == "home" else "ModalView"


def _across(given: Mapping[str, Any]) -> Iterator[Problem]:
    """The rules that need more than one field: the `cross_field` and `messages` rows of limits.json."""
    text = given.get("text") or ""
    if len(text) > TEXT_LIMIT:
        yield Problem(("text",), f"{len(text)} characters: Slack cuts the text at {TEXT_LIMIT}")
    if len(given.get("attachments") or ()) > ATTACHMENTS_LIMIT:
        yield Problem(("attachments",), f"more than {ATTACHMENTS_LIMIT}")
    blocks = given.get("blocks")
    if blocks:
        size = len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))
        if size > MESSAGE_LIMIT:
            yield Problem(("blocks",), f"msg_blocks_too_long: {size} characters, about {MESSAGE_LIMIT} are allowed")
        yield from _block_rules(("blocks",), blocks)
    view = given.get("view")
    if isinstance(view, dict):
        blocks = view.get("blocks", [])
        yield from _block_rules(("view", "blocks"), blocks)
        if view.get("type") == "modal" and "submit" not in view and any(b.get("type") == "input" for b in blocks):
            yield Problem(("view",), "a modal with an input block needs submit")


def _block_rules(where: tuple[str, ...], blocks: list[Mapping[str, Any]]) -> Iterator[Problem]:
    yield from (Problem((*where, *problem.path), problem.message) for problem in duplicate_ids(blocks))
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MARKDOWN_LIMIT:
        yield Problem(where, f"markdown blocks hold {markdown} characters together, {MARKDOWN_LIMIT} are allowed")
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield Problem(where, "only_one_table_allowed")
    for index, block in enumerate(blocks):
        here = (*where, index)
        if block["type"] == "card" and not block.keys() & {"hero_image", "title", "actions", "body"}:
            yield Problem(here, "a card needs one of hero_image, title, actions, body")
        if block["type"] == "data_table":
            yield from _table_rules(here, block["rows"])
        for element in _elements(block):
            yield from _choice_rules(here, element)


def _table_rules(here: tuple[str | int, ...], rows: list[list[Mapping[str, Any]]]) -> Iterator[Problem]:
    if len({len(row) for row in rows}) > 1:
        yield Problem(here, "data_table: rows of different lengths")
    if any(cell.get("type") == "rich_text" for cell in rows[0]):
        yield Problem(here, "data_table: rich_text in the header row")
    size = sum(len(text) for row in rows for cell in row for text in _texts(cell))
    if size > TABLE_TEXT_LIMIT:
        yield Problem(here, f"data_table: {size} characters in all cells, {TABLE_TEXT_LIMIT} are allowed")


def _choice_rules(here: tuple[str | int, ...], element: Mapping[str, Any]) -> Iterator[Problem]:
    options = [
        *element.get("options", ()),
        *(o for g in element.get("option_groups", ()) for o in g.get("options", ())),
    ]
    name = element.get("action_id", element.get("type"))
    if "options" in element and "option_groups" in element:
        yield Problem(here, f"{name}: options or option_groups, not both")
    initial = [
        *element.get("initial_options", ()),
        *([element["initial_option"]] if "initial_option" in element else []),
    ]
    if options and any(option not in options for option in initial):
        yield Problem(here, f"{name}: the initial option is not one of the options")
    for option in options:
        if len(option.get("value", "")) > OPTION_VALUE_LIMIT:
            yield Problem(here, f"{name}: an option's value is longer than {OPTION_VALUE_LIMIT} characters")
        if "url" in option and element.get("type") != "overflow":
            yield Problem(here, f"{name}: an option has a url, which only an overflow menu may")


def _elements(block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The interactive parts of a block, wherever its type keeps them."""
    parts = [*block.get("elements", ()), block.get("accessory"), block.get("element"), *(block.get("actions") or ())]
    return [part for part in parts if isinstance(part, dict)]


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def _definition(contract: str, name: str) -> dict[str, Any]:
    return {"$ref": f"#/definitions/{name}", "definitions": schema(contract)["definitions"]}


def _call(method: str) -> dict[str, Any]:
    return {**schema("methods")["properties"][method], "definitions": schema("methods")["definitions"]}


@cache
def _compiled(contract: str, name: str) -> jsonschema_rs.Draft7Validator:
    return jsonschema_rs.Draft7Validator(_definition(contract, name))


@cache
def _compiled_call(method: str) -> jsonschema_rs.Draft7Validator:
    return jsonschema_rs.Draft7Validator(_call(method))


def _explain(against: dict[str, Any], instance: Any) -> list[Problem]:
    found = [
        Problem(tuple(leaf.absolute_path), leaf.message)
        for error in jsonschema.Draft7Validator(against).iter_errors(instance)
        for leaf in _leaves(error)
    ]
    return found or [Problem((), "refused by the compiled contract")]


def _leaves(error: jsonschema.ValidationError) -> list[jsonschema.ValidationError]:
    """The most telling errors: inside anyOf those of the branches whose `type` matched, else all."""
    if not error.context:
        return [error]
    branches: dict[Any, list[jsonschema.ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    matched = [inner for inner in branches.values() if not any(_wrong_type(one) for one in inner)]
    found = [[leaf for one in inner for leaf in _leaves(one)] for inner in (matched or branches.values())]
    if all(len(leaf.absolute_path) == len(error.absolute_path) for leaves in found for leaf in leaves):
        # A choice between sets of arguments: the set that needs the fewest changes is the one that was meant.
        return min(found, key=len)
    return [leaf for leaves in found for leaf in leaves]


def _wrong_type(error: jsonschema.ValidationError) -> bool:
    path = error.absolute_path
    return bool(path) and path[-1] == "type" and error.validator in ("const", "enum")
