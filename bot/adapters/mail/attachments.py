"""Attached files as text, read in a process of their own with limits on size, pages, memory and time."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Sequence

from bot.domain.triage import Attachment

MAX_BYTES = 10_000_000
MAX_FILES = 20
SECONDS = 12
READABLE = (".pdf", ".csv", ".txt", ".tsv", ".xlsx", ".xlsm")


def read_all(files: Sequence[tuple[str, bytes]]) -> tuple[Attachment, ...]:
    """The files of a mail with their text; each that cannot be read says why. Reading one never costs the mail."""
    found: list[Attachment] = []
    wanted: list[tuple[str, bytes]] = []
    for number, (name, content) in enumerate(files):
        reason = _unreadable(number, name, content)
        if reason is None:
            wanted.append((name, content))
        found.append(Attachment(name, unread=reason or "not read yet"))
    texts = iter(_in_a_process(wanted) if wanted else ())
    return tuple(next(texts) if known.unread == "not read yet" else known for known in found)


def _unreadable(number: int, name: str, content: bytes) -> str | None:
    if number >= MAX_FILES:
        return f"more than {MAX_FILES} attachments"
    if not name.lower().endswith(READABLE):
        return "kept, not read: no text in this kind of file"
    if len(content) > MAX_BYTES:
        return f"larger than {MAX_BYTES // 1_000_000} MB"
    return None


def _in_a_process(files: Sequence[tuple[str, bytes]]) -> list[Attachment]:
    """One process for all files of a mail; where it dies, each file is tried alone: one cannot spoil the others."""
    order = json.dumps([[name, base64.b64encode(content).decode()] for name, content in files])
    program = "import sys; sys.path[:] = sys.argv[1:]; from bot.adapters.mail import reader; reader.main()"
    command = [sys.executable, "-I", "-c", program]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the files go in by standard input
            [*command, *[path for path in sys.path if path]], input=order.encode(), capture_output=True,
            timeout=SECONDS, check=True, env={"PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        answers = json.loads(done.stdout)
        return [Attachment(name, text, unread) for (name, _), (text, unread) in zip(files, answers, strict=True)]
    except subprocess.TimeoutExpired:
        reason = f"took longer than {SECONDS} seconds"
    except (subprocess.CalledProcessError, ValueError, OSError):
        reason = "its reader gave up on it"
    if len(files) == 1:
        return [Attachment(files[0][0], unread=reason)]
    return [read for file in files for read in _in_a_process([file])]
