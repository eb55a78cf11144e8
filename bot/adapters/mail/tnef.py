"""winmail.dat, the packet that Outlook sends to strangers by mistake (MS-OXTNEF): its files and its text.

The packet is a list of attributes: level (1 byte), id (4), length (4), content, checksum (2). Newer content, such as
long file names, stands in a list of MAPI properties inside such an attribute (MS-OXCDATA 2.11).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.errors import InvalidInput

SIGNATURE = 0x223E9F78
BODY, MESSAGE_PROPS = 0x0002800C, 0x00069003
NEXT_FILE, FILE_TITLE, FILE_DATA, FILE_PROPS = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
PR_BODY, PR_BODY_HTML, PR_FILE_NAME = 0x1000, 0x1013, 0x3707
FIXED_SIZES = dict.fromkeys((2, 3, 4, 10, 11), 4) | dict.fromkeys((5, 6, 7, 20, 64), 8) | {72: 16}
TEXT, WIDE_TEXT, OBJECT, BINARY = 0x001E, 0x001F, 0x000D, 0x0102
MANY_VALUES, NAMED = 0x1000, 0x8000
MOST = 5_000


@dataclass
class Packet:
    """What was in it."""

    text: str = ""
    html: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)


def unpack(content: bytes) -> Packet:
    """The files and texts. Raises `InvalidInput` where it is no such packet; a damaged end costs only the end."""
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != SIGNATURE:
        raise InvalidInput("is not what it says, kept and not read")
    packet, names, data = Packet(), list[str](), list[bytes]()
    for attribute, value in _attributes(content):
        if attribute == NEXT_FILE:
            names.append("unnamed")
            data.append(b"")
        elif attribute == BODY:
            packet.text = packet.text or _text(value)
        elif attribute == MESSAGE_PROPS:
            _message(value, packet)
        elif names and attribute == FILE_DATA:
            data[-1] = value
        elif names and attribute == FILE_TITLE:
            names[-1] = _text(value) or names[-1]
        elif names and attribute == FILE_PROPS:
            names[-1] = next((_text(v, k) for p, k, v in _properties(value) if p == PR_FILE_NAME), names[-1])
    packet.files = [(name[:200], file) for name, file in zip(names, data, strict=True) if file]
    return packet


def _message(value: bytes, packet: Packet) -> None:
    for prop, kind, content in _properties(value):
        if prop == PR_BODY:
            packet.text = _text(content, kind) or packet.text
        elif prop == PR_BODY_HTML:
            packet.html = _text(content, kind)


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    at, count = 6, 0
    while at + 9 <= len(content) and count < MOST:
        attribute, length = struct.unpack_from("<II", content, at + 1)
        if at + 9 + length > len(content):
            return
        yield attribute, content[at + 9 : at + 9 + length]
        at, count = at + 11 + length, count + 1


def _properties(value: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Id, type and content of each property; stops at what it cannot measure."""
    try:
        (number,) = struct.unpack_from("<I", value)
        at = 4
        for _ in range(min(number, MOST)):
            kind, prop = struct.unpack_from("<HH", value, at)
            at += 4
            if prop >= NAMED:
                at = _after_name(value, at)
            plain = kind & ~MANY_VALUES
            if plain in FIXED_SIZES and not kind & MANY_VALUES:
                yield prop, kind, value[at : at + FIXED_SIZES[plain]]
                at += FIXED_SIZES[plain]
                continue
            (values,) = struct.unpack_from("<I", value, at)
            at += 4
            for _ in range(min(values, MOST)):
                if plain in FIXED_SIZES:
                    at += FIXED_SIZES[plain]
                    continue
                if plain not in {TEXT, WIDE_TEXT, OBJECT, BINARY}:
                    return
                (length,) = struct.unpack_from("<I", value, at)
                yield prop, plain, value[at + 4 : at + 4 + length]
                at += 4 + length + (-length) % 4
    except struct.error:
        return


def _after_name(value: bytes, at: int) -> int:
    """Where a named property's content begins: after a GUID and a number or a name."""
    kind, length = struct.unpack_from("<II", value, at + 16)
    return at + 24 if kind == 0 else at + 24 + int(length) + int(-length) % 4


def _text(content: bytes, kind: int = TEXT) -> str:
    if kind == WIDE_TEXT:
        return content.decode("utf-16-le", "replace").rstrip("\x00")
    try:
        return content.decode("utf-8").rstrip("\x00")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").rstrip("\x00")
