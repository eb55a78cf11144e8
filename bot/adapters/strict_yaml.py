"""YAML without surprises: what people write is what is read, and every value knows its line.

A small part of YAML on PyYAML's own parser. Only `true`, `false`, plain whole and decimal numbers
and the empty value are anything else than text (so `NO` is Norway, `010` is no number and `1.10`
keeps its digits); tags, anchors, aliases, merges and duplicate keys are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?")
_DEEPEST = 16

Path = tuple[str | int, ...]
Place = tuple[int, int]


class Unreadable(Exception):
    """The text is not YAML of our kind at all; `place` is line and column, from 1."""

    def __init__(self, what: str, place: Place) -> None:
        super().__init__(what)
        self.what = what
        self.place = place


@dataclass
class Document:
    """What was read, where each key and value stands, and the problems that do not stop the reading."""

    data: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[tuple[Place, str]] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Line and column of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read(text: str) -> Document:
    """Parse one document. Raises `Unreadable` where it cannot be understood."""
    document = Document()
    try:
        _inspect(text, document)
        node = yaml.compose(text, Loader=yaml.SafeLoader) if not document.problems else None
    except yaml.reader.ReaderError as error:
        at = text.count("\n", 0, error.position) + 1
        raise Unreadable("a character that does not belong in a text file", (at, 1)) from error
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_in_words(error), _place(error.problem_mark or error.context_mark)) from error
    if node is not None:
        document.data = _value(node, (), document)
    return document


def _in_words(error: yaml.MarkedYAMLError) -> str:
    what = " ".join(part for part in (error.context, error.problem) if part)
    if "'\\t'" in what:
        return "a tab where YAML wants spaces: indent with spaces"
    return f"this is not valid YAML ({what})"


def _inspect(text: str, document: Document) -> None:
    """Find what could hurt before anything is built: aliases multiply, deep nesting exhausts the stack."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        refusal = None
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            refusal = "a second document begins here; a policy file holds one" if documents > 1 else None
        elif isinstance(event, yaml.AliasEvent):
            refusal = f'the alias "*{event.anchor}" is refused: write the values out'
        elif isinstance(event, yaml.NodeEvent) and event.anchor:
            refusal = f'the anchor "&{event.anchor}" is refused: write the values out where they are needed'
        elif tag := getattr(event, "tag", None):
            refusal = f'the tag "{tag}" is refused'
        if refusal:
            document.problems.append((_place(event.start_mark), refusal))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise Unreadable("nested too deeply", _place(event.start_mark))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _value(node: yaml.Node, path: Path, document: Document) -> Any:
    document.places.setdefault(path, _place(node.start_mark))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, i), document) for i, child in enumerate(node.value)]
    return _scalar(node) if isinstance(node, yaml.ScalarNode) else None


def _mapping(node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        at = _place(key_node.start_mark)
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        if not key:
            document.problems.append((at, "a key must be a word"))
        elif key == "<<" and key_node.style is None:
            document.problems.append((at, 'the merge key "<<" is refused: write the values out'))
        elif key in found:
            first = document.places[(*path, key)][0]
            document.problems.append((at, f'duplicate key "{key}", first given on line {first}'))
        else:
            document.places[(*path, key)] = at
            found[key] = _value(value_node, (*path, key), document)
    return found


def _scalar(node: yaml.ScalarNode) -> str | bool | int | Decimal | None:
    text: str = node.value
    if node.style is not None:
        return text
    if text in {"", "~", "null"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _NUMBER.fullmatch(text):
        return Decimal(text) if "." in text else int(text)
    return text


def _place(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
