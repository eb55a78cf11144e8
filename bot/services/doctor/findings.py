"""Findings, and how checks are run: a section whose first check fails is not looked at further."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.domain.errors import BotError


class Status(StrEnum):
    """How bad it is. Only `fail` keeps the bot from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, how it stands, what was found, how to mend it."""

    name: str
    status: Status
    found: str
    mend: str = ""

    def as_json(self, section: str) -> dict[str, Any]:
        """For `--json`."""
        return {"section": section} | asdict(self)


def ok(name: str, found: str) -> Finding:
    """All is well."""
    return Finding(name, Status.OK, found)


def warn(name: str, found: str, mend: str) -> Finding:
    """The bot works, but somebody should know."""
    return Finding(name, Status.WARN, found, mend)


def fail(name: str, found: str, mend: str) -> Finding:
    """The bot does not work like this."""
    return Finding(name, Status.FAIL, found, mend)


Check = Callable[[], Iterable[Finding]]


@dataclass(frozen=True)
class Section:
    """Checks of one thing. The first is the one without which the others make no sense."""

    name: str
    checks: Sequence[tuple[str, Check]]
    mend: str = ""  # what to do when a check of this section cannot be made


def examine(sections: Iterable[Section]) -> list[tuple[str, Finding]]:
    """Run all checks; the findings, each with its section."""
    return [(section.name, finding) for section in sections for finding in _of(section)]


def in_order(findings: Iterable[tuple[str, Finding]]) -> bool:
    """Whether nothing that is needed is missing."""
    return all(finding.status is not Status.FAIL for _, finding in findings)


def _of(section: Section) -> list[Finding]:
    found: list[Finding] = []
    for number, (name, check) in enumerate(section.checks):
        mine = _made(name, check, section.mend)
        found += mine
        if number == 0 and any(finding.status is Status.FAIL for finding in mine):
            break
    return found


def _made(name: str, check: Check, mend: str) -> list[Finding]:
    try:
        return list(check())
    except BotError as error:
        return [fail(name, str(error), mend)]
    except Exception as error:  # noqa: BLE001 - one broken check must not hide the others
        return [fail(name, f"the check itself failed ({type(error).__name__})", mend)]
