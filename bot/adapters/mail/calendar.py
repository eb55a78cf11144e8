"""Calendar parts (RFC 5545) as lines that a person would read: what, when, where."""

from __future__ import annotations

import re
from datetime import date, datetime

FOLDED = re.compile(r"\r?\n[ \t]")
MOST_LINES = 2_000
MOST_EVENTS = 20
SHOWN = {
    "SUMMARY": "Event", "DTSTART": "From", "DTEND": "To", "DUE": "Due", "LOCATION": "Where", "STATUS": "Status",
    "DESCRIPTION": "",
}  # fmt: skip
ESCAPED = re.compile(r"\\([nN,;\\])")


def to_text(ics: str) -> str:
    """The events of a calendar file as text; empty where it holds none."""
    lines: list[str] = []
    events, inside = 0, False
    for line in FOLDED.sub("", ics).splitlines()[:MOST_LINES]:
        name, _, value = line.partition(":")
        key = name.partition(";")[0].upper()
        if key == "BEGIN" and value.strip().upper() in {"VEVENT", "VTODO"}:
            events, inside = events + 1, events < MOST_EVENTS
        elif key == "END" and value.strip().upper() in {"VEVENT", "VTODO"}:
            inside = False
        elif inside and key in SHOWN and value.strip():
            shown = _day(value.strip()) if key in {"DTSTART", "DTEND", "DUE"} else _unescaped(value.strip())
            lines.append(f"{SHOWN[key]}: {shown}" if SHOWN[key] else shown)
    return "\n".join(lines)


def _unescaped(value: str) -> str:
    return ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def _day(value: str) -> str:
    """`20260420T080000Z` as `2026-04-20 08:00`; what is no date stays as it is."""
    try:
        if "T" in value:
            return datetime.strptime(value.rstrip("Z")[:15], "%Y%m%dT%H%M%S").strftime("%Y-%m-%d %H:%M")  # noqa: DTZ007 - shown as it stands
        return date.fromisoformat(value[:8]).isoformat()
    except ValueError:
        return value
