"""Makes winmail.dat packets and hostile files, byte by byte."""

import io
import struct
import zipfile
import zlib


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    """A packet of these attributes, each with its checksum."""
    packet = struct.pack("<IH", 0x223E9F78, 1)
    for number, content in attributes:
        packet += struct.pack("<BII", 2, number, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)
    return packet


def properties(*values: tuple[int, int, bytes]) -> bytes:
    """MAPI properties of variable length: id, type, content."""
    packed = struct.pack("<I", len(values))
    for number, kind, content in values:
        packed += struct.pack("<HHII", kind, number, 1, len(content)) + content + b"\0" * (-len(content) % 4)
    return packed


def winmail(name: str, content: bytes, html: str = "") -> bytes:
    """A packet as Outlook makes it: an HTML body, and one file with a short and a long name."""
    return tnef(
        (0x00069003, properties((0x1013, 0x0102, html.encode()))),
        (0x00069002, b"\0" * 14),
        (0x00018010, b"PRICES~1.CSV\0"),
        (0x0006800F, content),
        (0x00069005, properties((0x3707, 0x001F, name.encode("utf-16-le") + b"\0\0"))),
    )


def zip_bomb(name: str, megabytes: int) -> bytes:
    """A workbook whose one sheet unpacks to so many megabytes of blanks."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book, book.open(name, "w", force_zip64=True) as entry:
        for _ in range(megabytes):
            entry.write(b" " * 1_000_000)
    return packed.getvalue()


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return body + tail % (len(objects) + 1, table, len(objects) + 1, len(body))


def looping_pdf() -> bytes:
    """Pages whose parent is among their own children, and a page that draws itself."""
    stream = b"/X Do"
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000000 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> >>",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length %d >>\n"
        b"stream\n%s\nendstream" % (len(stream), stream),
    )


def swollen_pdf(megabytes: int) -> bytes:
    """A page whose packed content unpacks to so many megabytes of drawing."""
    content = zlib.compress(b"(x) Tj " * (megabytes * 1_000_000 // 7), 9)
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 9 9] >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
