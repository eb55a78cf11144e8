"""The names in the settings file and in the environment: unknown ones, and misspellings of ours."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from pathlib import Path

from dotenv.parser import parse_stream

from bot.domain.words import did_you_mean

# Other programs use these names or neighbours of them (HTTPS_PORT, DATABASE_URI, TIME_ZONE), so only a
# lost letter or two swapped ones count as a misspelling of ours.
COMMON = frozenset(
    {
        *("DATABASE_URL", "HTTP_HOST", "HTTP_PORT", "LOG_FORMAT", "SECRET_KEY", "TIMEZONE"),
        *("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"),
    }
)
NEIGHBOURS = frozenset({"POSTGRES_PASSWORD"})  # compose.yaml reads it from the same file
CLOSE = 0.92


def read_file(path: Path, known: Collection[str], *, must_exist: bool) -> tuple[dict[str, str], list[str]]:
    """The settings in a file, blank ones left out, and what is wrong with its lines. Values are never shown."""
    if not path.is_file():
        return {}, [f"{path}: there is no such file"] if must_exist else []
    values: dict[str, str] = {}
    problems: list[str] = []
    seen: set[str] = set()
    try:
        with path.open(encoding="utf-8-sig") as stream:
            bindings = list(parse_stream(stream))
    except (OSError, UnicodeDecodeError) as error:
        return {}, [f"{path}: cannot be read ({type(error).__name__})"]
    for binding in bindings:
        blank = len(binding.original.string) - len(binding.original.string.lstrip("\r\n"))
        where = f"{path}:{binding.original.line + binding.original.string[:blank].count(chr(10))}"
        if binding.error or (binding.key is not None and binding.value is None):
            problems.append(f"{where}: this line is not NAME=value")
        elif binding.key is None:
            continue
        elif binding.key in seen:
            problems.append(f"{where}: {binding.key} is given twice")
        elif binding.key not in known and binding.key not in NEIGHBOURS:
            problems.append(f"{where}: unknown setting {binding.key}{did_you_mean(binding.key, known)}")
        elif binding.key in known and (binding.value or "").strip():
            values[binding.key] = binding.value or ""
        seen.add(binding.key or "")
    return values, problems


def misspelled(environ: Mapping[str, str], known: Collection[str]) -> list[str]:
    """Names in the environment that must be misspellings of ours."""
    found = []
    for name in sorted(environ):
        if name in known or not environ[name].strip():
            continue
        meant = next((ours for ours in known if _is_misspelling(name, ours)), None)
        if meant is not None:
            found.append(f'{name}: unknown setting in the environment, did you mean "{meant}"?')
    return found


def _is_misspelling(name: str, ours: str) -> bool:
    written, wanted = name.upper().replace("_", ""), ours.replace("_", "")
    if written[-1:].isdigit():
        return False  # ODOO_URL_2 is somebody's second Odoo
    if ours in COMMON:
        return name != name.lower() and (_lost_letter(name, ours) or _swapped(name, ours))
    if written == wanted:
        return True
    return _swapped(written, wanted) or difflib.SequenceMatcher(None, written, wanted).ratio() >= CLOSE


def _lost_letter(name: str, ours: str) -> bool:
    lost = {i for i in range(len(ours)) if ours[:i] + ours[i + 1 :] == name}
    return any(ours[i] != "_" for i in lost)


def _swapped(name: str, ours: str) -> bool:
    if len(name) != len(ours):
        return False
    differ = [i for i, (a, b) in enumerate(zip(name, ours, strict=True)) if a != b]
    return len(differ) == 2 and differ[1] == differ[0] + 1 and name[differ[0]] == ours[differ[1]] != name[differ[1]]
