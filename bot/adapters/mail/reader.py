"""The process that reads attached files: standard input to standard output, with its own limits. Knows no secrets."""

from __future__ import annotations

import base64
import csv
import io
import json
import resource
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

MEMORY = 700_000_000
CPU_SECONDS = 7
PAGES = 20
ROWS = 2_000
COLUMNS = 40
CHARACTERS = 60_000
UNPACKED = 30_000_000


class Unreadable(Exception):
    """Why a file cannot be read."""


def main() -> None:
    """Reads `[[name, base64], ...]`, writes `[[text, unread], ...]`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    answers = [read(name, base64.b64decode(content)) for name, content in json.load(sys.stdin)]
    sys.stdout.write(json.dumps(answers))


def read(name: str, content: bytes) -> tuple[str, str]:
    """The text of a file, or why there is none."""
    kind = PurePath(name.lower()).suffix
    try:
        if kind == ".pdf":
            text = _pdf(content)
        elif kind in {".xlsx", ".xlsm"}:
            text = "\n".join("\t".join(row) for row in _xlsx(content))
        else:
            text = "\n".join("\t".join(row) for row in _table(content, kind))
    except Unreadable as error:
        return "", str(error)
    except MemoryError:
        return "", "needs too much memory"
    except RecursionError:
        return "", "is built in circles"
    except Exception as error:  # noqa: BLE001 - whatever a file makes a parser do, it costs the file and not the mail
        return "", f"is damaged ({type(error).__name__})"
    text = unicodedata.normalize("NFKC", text).replace("\x00", "").strip()[:CHARACTERS]
    return (text, "") if text else ("", "holds no text (a scan?)")


def _pdf(content: bytes) -> str:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pdf = PdfReader(io.BytesIO(content))
    if pdf.is_encrypted and not pdf.decrypt(""):
        raise Unreadable("is locked by a password")
    texts: list[str] = []
    for number, page in enumerate(pdf.pages):
        if number >= PAGES or sum(map(len, texts)) > CHARACTERS:
            break
        texts.append(page.extract_text(extraction_mode="layout"))
    return "\n".join(texts)


def _table(content: bytes, kind: str) -> Iterator[list[str]]:
    try:
        text = content[: CHARACTERS * 4].decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content[: CHARACTERS * 4].decode("cp1252", "replace")
    if kind == ".txt":
        yield from ([line] for line in text.splitlines()[:ROWS])
        return
    first = text.partition("\n")[0]
    separator = max("\t;,", key=first.count)
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator)):
        if number >= ROWS:
            return
        yield row[:COLUMNS]


def _xlsx(content: bytes) -> Iterator[list[str]]:
    """The cells of the first sheets. A zip bomb is refused by what it says and by what it then holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        if sum(entry.file_size for entry in book.infolist()) > UNPACKED:
            raise Unreadable("unpacks to far more than a table needs")
        names = book.namelist()
        shared = list(_strings(_member(book, "xl/sharedStrings.xml"))) if "xl/sharedStrings.xml" in names else []
        for sheet in sorted(name for name in names if name.startswith("xl/worksheets/sheet"))[:5]:
            yield from _rows(_member(book, sheet), shared)


def _member(book: zipfile.ZipFile, name: str) -> bytes:
    with book.open(name) as entry:
        data = entry.read(UNPACKED + 1)
    if len(data) > UNPACKED:
        raise Unreadable("unpacks to far more than a table needs")
    return data


def _elements(xml: bytes, tag: str) -> Iterator[Any]:
    from lxml import etree

    if b"<!DOCTYPE" in xml[:2000]:
        raise Unreadable("holds a document type, which no spreadsheet does")
    for _, element in etree.iterparse(
        io.BytesIO(xml), tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, huge_tree=False
    ):
        yield element
        element.clear()


def _strings(xml: bytes) -> Iterator[str]:
    for element in _elements(xml, "si"):
        yield "".join(element.itertext())


def _rows(xml: bytes, shared: list[str]) -> Iterator[list[str]]:
    for number, row in enumerate(_elements(xml, "row")):
        if number >= ROWS:
            return
        yield [_cell(cell, shared) for cell in list(row)[:COLUMNS]]


def _cell(cell: Any, shared: list[str]) -> str:
    value = "".join("".join(child.itertext()) for child in cell if child.tag.endswith(("}v", "}is", "}t")))
    if cell.get("t") == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    return value
