"""Findings, and how checks are run: what cannot work is told once, and what depends on it is not looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.domain.errors import BotError


class Status(StrEnum):
    """How bad it is. Only `fail` keeps the bot from working; `skip` was not checked, for something else fails."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"


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
    """Checks of one thing. The first is the one without which the others make no sense.

    `mend` says what to do when a check of it cannot be made; `needs` names sections that come before, without
    which there is nothing to look at.
    """

    name: str
    checks: Sequence[tuple[str, Check]]
    mend: str = ""
    needs: Sequence[str] = ()


def examine(sections: Iterable[Section]) -> list[tuple[str, Finding]]:
    """Run all checks; the findings, each with its section. One trouble is one failure, whatever depends on it."""
    found: list[tuple[str, Finding]] = []
    roots: dict[str, tuple[str, ...]] = {}  # for a section that does not work, the sections to mend
    for section in sections:
        broken = tuple(dict.fromkeys(root for name in section.needs for root in roots.get(name, ())))
        mine, works = ([_unchecked(section.checks, broken)], False) if broken else _of(section)
        if not works:
            roots[section.name] = broken or (section.name,)
        found += [(section.name, finding) for finding in mine]
    return found


def in_order(findings: Iterable[tuple[str, Finding]]) -> bool:
    """Whether nothing that is needed is missing."""
    return all(finding.status is not Status.FAIL for _, finding in findings)


def _of(section: Section) -> tuple[list[Finding], bool]:
    """The findings of a section, and whether it works: whether its first check does not fail."""
    (name, check), *others = section.checks
    first = _made(name, check, section.mend)
    if any(finding.status is Status.FAIL for finding in first):
        return [*first, *([_unchecked(others, (section.name,))] if others else [])], False
    return first + [finding for name, check in others for finding in _made(name, check, section.mend)], True


def _unchecked(checks: Sequence[tuple[str, Check]], roots: Sequence[str]) -> Finding:
    """All that was not looked at in a section, in one line."""
    names = ", ".join(name for name, _ in checks)
    return Finding(names, Status.SKIP, f"not checked: {' and '.join(roots)} must work first", "mend that first")


def _made(name: str, check: Check, mend: str) -> list[Finding]:
    try:
        return list(check())
    except BotError as error:
        return [fail(name, str(error), mend)]
    except Exception as error:  # noqa: BLE001 - one broken check must not hide the others
        return [fail(name, f"the check itself failed ({type(error).__name__})", mend)]
