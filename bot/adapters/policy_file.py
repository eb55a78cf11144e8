"""Reads the approval matrix from its YAML file, and refuses by file, line and word what is wrong in it."""

from __future__ import annotations

import hashlib
import json
import pathlib
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.adapters.policy_build import Builder
from bot.adapters.policy_schema import PolicyForm
from bot.adapters.policy_words import shown
from bot.adapters.strict_yaml import Document, Path, Place, Unreadable, read
from bot.domain.orders import plain
from bot.domain.policy import InvalidPolicy, Policy, Problem
from bot.domain.words import did_you_mean

LARGEST = 256 * 1024
_MOST_PROBLEMS = 30
_STAND_INS: dict[Any, Any] = {
    "name": "?",
    "approvers": {"user": "?"},
    "reason": "?",
    "owner": "?",
    "escalate_after": "1d",
}


def load(path: pathlib.Path | str) -> Policy:
    """The policy in this file. Raises `InvalidPolicy` (an `InvalidInput`) with everything that is wrong in it."""
    path = pathlib.Path(path)
    return parse(_text_of(path), str(path))


def parse(text: str, source: str = "policy.yaml") -> Policy:
    """The policy in this text; `source` is what the messages call it."""
    try:
        document = read(text)
    except Unreadable as error:
        raise _invalid(source, [(error.place, error.what)]) from error
    problems = list(document.problems)
    if document.data is None and not problems:
        problems.append(((1, 1), "the file is empty: a policy has at least `rules:`"))
    policy = None
    if document.data is not None:
        policy = _policy(document, source, problems)
    if problems or policy is None:
        raise _invalid(source, problems)
    return policy


def version_of(data: Any) -> str:
    """The version of a policy: the same for the same content, whatever the comments and the layout."""
    canonical = json.dumps(_canonical(data), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _text_of(path: pathlib.Path) -> str:
    def refuse(what: str) -> InvalidPolicy:
        return InvalidPolicy([Problem(str(path), what)])

    try:
        if not path.exists():
            raise refuse("there is no such file: copy policy.example.yaml, or set POLICY_FILE")
        if not path.is_file():
            raise refuse("this is a directory, not a file" if path.is_dir() else "this is not an ordinary file")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise refuse(f"the file cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(raw) > LARGEST:
        raise refuse(f"the file is too large for a policy (over {LARGEST // 1024} KB)")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InvalidPolicy([Problem(f"{path}:{line}", "this is not a text file in UTF-8")]) from error


def _policy(document: Document, source: str, problems: list[tuple[Place, str]]) -> Policy | None:
    broken: list[Path] = []

    def intact(path: Path) -> bool:
        return not any(path == b[: len(path)] for b in broken)

    def complain(path: Path, what: str) -> None:
        if intact(path):
            problems.append((document.place(path), what))

    for path in _empty(document.data, ()):
        complain(path, f'"{path[-1]}" has no value: give it one or leave it out')
        broken.append(path)
    form, found = _form(_without(document.data, broken), document)
    for path, what in found:
        complain(path, what)
    broken += [path for path, _ in found]
    if form is None and broken:
        # Once more without what was complained about, to report the other mistakes in the same run.
        form, _ = _form(_without(document.data, broken), document)
    if form is None:
        return None
    return Builder(form, complain, lambda path: document.place(path)[0], intact).build(
        source, version_of(document.data)
    )


def _form(data: Any, document: Document) -> tuple[PolicyForm | None, list[tuple[Path, str]]]:
    try:
        return PolicyForm.model_validate(data), []
    except ValidationError as error:
        return None, [_in_words(details, document) for details in error.errors(include_url=False)]


def _in_words(details: ErrorDetails, document: Document) -> tuple[Path, str]:
    path = tuple(part for part in details["loc"] if part != "[key]")
    while path and path not in document.places and details["type"] != "missing":
        path = path[:-1]  # a single value is read as a list of one: its position 0 is not in the file
    name = path[-1] if path else "the file"
    match details["type"]:
        case "extra_forbidden":
            known = _known_keys(path[:-1])
            return path, f'unknown key "{name}"{did_you_mean(name, known) or ", known here: " + ", ".join(known)}'
        case "missing":
            return path, f'the key "{name}" is missing'
        case "model_type" | "dict_type" | "model_attributes_type":
            return path, f"{_subject(name)}: expected a group of keys, got {shown(details['input'])}"
        case "list_type":
            return (
                path,
                f'{_subject(name)}: expected a list (lines that begin with "- "), got {shown(details["input"])}',
            )
        case _:
            return path, f"{_subject(name)}: {details['msg']}"


def _subject(name: str | int) -> str:
    return f"entry {name + 1}" if isinstance(name, int) else name


def _known_keys(path: Path) -> list[str]:
    """The keys that the form has at this place."""
    here: Any = PolicyForm
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = next((f for n, f in here.model_fields.items() if part == (f.alias or n)), None)
            here = field.annotation if field is not None else None
            inner = [a for a in get_args(here) if isinstance(a, type) and issubclass(a, BaseModel)]
            here = inner[0] if inner and type(None) in get_args(here) else here
        else:
            here = next((a for a in reversed(get_args(here))), None)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return [field.alias or name for name, field in here.model_fields.items()]
    return []


def _empty(data: Any, path: Path) -> list[Path]:
    """Where a key or a list entry has no value."""
    if data is None:
        return [path] if path else []
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for key, value in children for found in _empty(value, (*path, key))]


def _without(data: Any, paths: list[Path], at: Path = ()) -> Any:
    """The data without what stands at these places; what must be there is replaced by a stand-in."""
    if isinstance(data, list):
        return [_without(v, paths, (*at, i)) for i, v in enumerate(data)]
    if not isinstance(data, dict):
        return data
    kept = {k: _without(v, paths, (*at, k)) for k, v in data.items() if (*at, k) not in paths}
    lost = [path[-1] for path in paths if path[:-1] == at and path[-1] in _STAND_INS]
    return kept | {key: _STAND_INS[key] for key in lost}


def _canonical(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _canonical(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_canonical(value) for value in data]
    if isinstance(data, int | Decimal) and not isinstance(data, bool):
        return {"number": plain(Decimal(data))}
    return data


def _invalid(source: str, problems: list[tuple[Place, str]]) -> InvalidPolicy:
    ordered = sorted(dict.fromkeys(problems))
    found = [Problem(f"{source}:{line}:{column}", what) for (line, column), what in ordered[:_MOST_PROBLEMS]]
    if len(ordered) > _MOST_PROBLEMS:
        found.append(Problem(source, f"and {len(ordered) - _MOST_PROBLEMS} more problems"))
    return InvalidPolicy(found)
