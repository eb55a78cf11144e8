"""Attached files as text, read in a process of their own with limits on size, pages, memory and time."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Sequence

from bot.domain.triage import Attachment

MAX_BYTES = 10_000_000
MAX_FILES = 20
SECONDS = 8
SECONDS_A_MAIL = 24
READABLE = (".pdf", ".csv", ".txt", ".tsv", ".xlsx", ".xlsm")


def read_all(files: Sequence[tuple[str, bytes]]) -> tuple[Attachment, ...]:
    """The files of a mail with their text; each that cannot be read says why. Reading one never costs the mail."""
    reasons = [_unreadable(number, name, content) for number, (name, content) in enumerate(files)]
    wanted = [file for file, reason in zip(files, reasons, strict=True) if reason is None]
    answers = iter(_in_a_process(wanted, time.monotonic() + SECONDS_A_MAIL) if wanted else ())
    found = []
    for (name, content), reason in zip(files, reasons, strict=True):
        text, unread = ("", reason) if reason is not None else next(answers)
        found.append(Attachment(name, text, unread, len(content), hashlib.sha256(content).hexdigest()))
    return tuple(found)


def _unreadable(number: int, name: str, content: bytes) -> str | None:
    if number >= MAX_FILES:
        return f"kept, not read: more than {MAX_FILES} attachments"
    if not name.lower().endswith(READABLE):
        return "kept, not read: no text in this kind of file"
    if len(content) > MAX_BYTES:
        return f"kept, not read: larger than {MAX_BYTES // 1_000_000} MB"
    return None


def _in_a_process(files: Sequence[tuple[str, bytes]], until: float) -> list[tuple[str, str]]:
    """Text of each file, or why there is none. One process for all; where it dies, each is tried alone till `until`."""
    left = until - time.monotonic()
    if left <= 0:
        return [("", "kept, not read: the files before it took too long")] * len(files)
    order = json.dumps([[name, base64.b64encode(content).decode()] for name, content in files])
    program = "import sys; sys.path[:] = sys.argv[1:]; from bot.adapters.mail import reader; reader.main()"
    command = [sys.executable, "-I", "-c", program]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the files go in by standard input
            [*command, *[path for path in sys.path if path]], input=order.encode(), capture_output=True,
            timeout=min(SECONDS, left), check=True, env={"PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        answers = json.loads(done.stdout)
        return [(text, unread) for _, (text, unread) in zip(files, answers, strict=True)]
    except subprocess.TimeoutExpired:
        reason = f"took longer than {SECONDS} seconds"
    except (subprocess.CalledProcessError, ValueError, OSError):
        reason = "its reader gave up on it"
    if len(files) == 1:
        return [("", reason)]
    return [answer for file in files for answer in _in_a_process([file], until)]
