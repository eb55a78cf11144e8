"""What we tell the model: the files of `prompts/`, read at the start; one that is not as it should be is named."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

import bot
from bot.domain.errors import InvalidInput

_HEAD = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.+)\Z", re.DOTALL)


@dataclass(frozen=True)
class Prompt:
    """One prompt. `mark` names it and its exact words for the log: `answering@1+3f2a91c0`."""

    mark: str
    template: Template

    def filled(self, **values: str) -> str:
        """The prompt with its placeholders filled in."""
        return self.template.substitute(values)


def folder() -> Path:
    """Where the prompts are: beside the package, or inside it where it was installed."""
    inside = Path(bot.__file__).parent / "prompts"
    return inside if inside.is_dir() else inside.parent.parent / "prompts"


def load(name: str, *placeholders: str, where: Path | None = None) -> Prompt:
    """The prompt `name` with exactly these placeholders. Raises `InvalidInput` naming what is wrong in which file."""
    path = (where or folder()) / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"cannot be read: {error}", where=str(path)) from error
    found = _HEAD.match(text)
    head = dict(line.split(": ", 1) for line in found["head"].splitlines() if ": " in line) if found else {}
    if found is None or head.get("id") != name or not head.get("version", "").isdigit():
        raise InvalidInput(f"must begin with ---, id: {name}, version: a number, ---", where=str(path))
    template = Template(found["body"].strip())
    if not template.is_valid() or set(template.get_identifiers()) != set(placeholders):
        expected = ", ".join(f"${each}" for each in placeholders) or "none"
        raise InvalidInput(f"its placeholders must be: {expected}", where=str(path))
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Prompt(f"{name}@{head['version']}+{digest}", template)
