"""The phrase bank: lines of text with slots, by class and language, and the fingerprint that ties a model to it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.triage import MailClass

FOLDER = Path(__file__).parent / "bank"
SOURCES = (FOLDER, Path(__file__).parents[1] / "bot" / "adapters" / "triage" / "data" / "concepts.txt")


@dataclass(frozen=True)
class Phrase:
    """One line of the bank."""

    number: int
    language: str
    label: MailClass
    subject: str
    body: str
    secondary: tuple[MailClass, ...]


def phrases() -> list[Phrase]:
    """Every line of the bank. Raises `ValueError` naming file and line where one is malformed."""
    return list(_read())


def fingerprint() -> str:
    """Changes with every change of the bank or of the concepts."""
    digest = hashlib.sha256()
    for path in sorted([*FOLDER.glob("*.txt"), SOURCES[1]]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _read() -> Iterator[Phrase]:
    number = 0
    for path in sorted(FOLDER.glob("*.txt")):
        language, _, name = path.stem.partition("_")
        label = MailClass(name) if name in {label.value for label in MailClass} else None
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            if heading := re.fullmatch(r"\[(\w+)\]", line.strip()):
                label = MailClass(heading.group(1))
                continue
            subject, bar, body = line.partition(" | ")
            if label is None:
                raise ValueError(f"{path.name}:{at}: no class is named yet")
            if not bar:
                subject, body = "", line
            secondary: tuple[MailClass, ...] = ()
            if tagged := re.search(r"@([a-z_,]+)$", body):
                secondary = tuple(MailClass(one) for one in tagged.group(1).split(","))
                body = body[: tagged.start()]
            yield Phrase(number, language, label, subject.strip(), body.strip(), secondary)
            number += 1
