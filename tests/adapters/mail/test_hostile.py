"""Mails made to hurt: each is read, or said to be unreadable, within limits of time and memory."""

import base64
import contextlib
import random
import resource
import time
from collections.abc import Callable
from datetime import date

import pytest

from bot.adapters.mail import attachments
from bot.adapters.mail.attachments import read_all
from bot.adapters.mail.mime import parse
from bot.domain.errors import InvalidInput
from bot.domain.triage import Mail
from tests.adapters.mail.packets import looping_pdf, swollen_pdf, zip_bomb

DAY = date(2026, 4, 7)
HEAD = b"From: ida@holm.example\r\nSubject: P00036\r\nMIME-Version: 1.0\r\n"
SECONDS = 5.0
MEMORY = 400_000_000


def nested(levels: int) -> bytes:
    mail, end = HEAD, b""
    for level in range(levels):
        mail += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        end = b"\r\n--b%d--" % level + end
    return mail + b"Content-Type: text/plain\r\n\r\ndeep" + end


def forwarded(levels: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n" * levels + b"\r\n\r\nP00036 comes on 20 April"


def attached(name: str, content: bytes) -> bytes:
    part = base64.encodebytes(content)
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nsee file\r\n--x\r\n"
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; filename=" + name.encode() + b"\r\n\r\n" + part + b"\r\n--x--"
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "60 levels of parts": lambda: nested(60),
    "5,000 levels of parts": lambda: nested(5_000),
    "500 forwards in one another": lambda: forwarded(500),
    "100,000 parts": lambda: (
        HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\na\r\n" * 100_000
    ),
    "1.5 million lines": lambda: HEAD + b"\r\n" + b"a\n" * 1_500_000,
    "one line of 8 MB": lambda: HEAD + b"\r\n" + b"a " * 4_000_000,
    "5 MB of HTML in one another": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 1_000_000,
    "tables in tables": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>x" * 20_000,
    "200 lines of an order": lambda: (
        HEAD + b"\r\n" + b"".join(b"line %d: item GL-%d 40 pcs EUR 4.10 on 20.04.2026\r\n" % (n, n) for n in range(200))
    ),
    "100,000 quotes": lambda: HEAD + b"\r\n" + b"> " * 100_000 + b"\r\n" + b"> x\r\n" * 50_000,
    "headers without end": lambda: b"X-A: b\r\n" * 500_000 + HEAD + b"\r\nlate",
    "no From, no date, no end": lambda: b"Subject: x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
    "an alphabet that is none": lambda: HEAD + b"Content-Type: text/plain; charset=\xff\xfe;;==\r\n\r\n\xff\xfe",
    "base64 that is none": lambda: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"!!!=" * 100_000,
    "a calendar without end": lambda: (
        HEAD + b"Content-Type: text/calendar\r\n\r\n" + b"BEGIN:VEVENT\r\nDTSTART:9\r\n" * 90_000
    ),
    "winmail.dat that counts wrong": lambda: attached("winmail.dat", b"\x78\x9f\x3e\x22" + b"\xff" * 2_000_000),
    "a workbook of 60 MB": lambda: attached("prices.xlsx", zip_bomb("xl/worksheets/sheet1.xml", 60)),
    "a PDF whose pages go in circles": lambda: attached("a.pdf", looping_pdf()),
    "a PDF of 60 MB": lambda: attached("a.pdf", swollen_pdf(60)),
    "a table of 6 MB": lambda: attached("a.csv", b"a;b;c\n" * 1_000_000),
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of files that is given up on sooner, for it is the giving up that is tried."""
    monkeypatch.setattr(attachments, "SECONDS", 1.5)


@pytest.fixture(scope="module")
def peak() -> int:
    """The memory of this process, before hostile mails come."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_costs_little(name: str, peak: int) -> None:
    raw = HOSTILE[name]()
    started = time.monotonic()
    mail = None
    with contextlib.suppress(InvalidInput):
        mail = parse(raw, received_on=DAY)
    if mail is not None:
        assert mail.text or mail.history or mail.unread or mail.attachments
        assert all(file.text or file.unread for file in mail.attachments)
    assert time.monotonic() - started < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < peak + MEMORY


def test_one_file_that_hangs_spoils_none_of_the_others() -> None:
    good = ("good.csv", b"item;qty\nTap;50\n")
    read = {file.name: file for file in read_all([good, ("a.pdf", swollen_pdf(60)), good])}
    assert read["good.csv"].text == "item\tqty\nTap\t50"
    assert read["a.pdf"].unread


def test_200_lines_are_all_read() -> None:
    mail = parse(HOSTILE["200 lines of an order"](), received_on=DAY)
    assert "line 199:" in mail.text


def mutated(seed: int) -> bytes:
    """A sound mail with a few bytes, lines or parts cut, doubled, swapped or made noise."""
    dice = random.Random(seed)
    raw = bytearray(attached("a.csv", b"item;qty\nTap;50\n"))
    for _ in range(dice.randint(1, 12)):
        at, length = dice.randrange(len(raw)), dice.randint(1, 40)
        piece = raw[at : at + length]
        raw[at : at + length] = dice.choice([b"", piece * 3, dice.randbytes(length), b"\r\n", b"--x\r\n"])
    return bytes(raw)


def test_no_mutation_breaks_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are left out here: they have a process of their own."""
    monkeypatch.setattr("bot.adapters.mail.attachments._in_a_process", lambda files, _until: [("", "x")] * len(files))
    read = 0
    for seed in range(300):
        try:
            assert isinstance(parse(mutated(seed), received_on=DAY), Mail)
            read += 1
        except InvalidInput:
            continue
    assert read > 200
