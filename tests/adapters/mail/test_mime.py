"""Raw mail, also broken and hostile, and the files that come with it."""

import io
import zipfile
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.mail.attachments import read_all
from bot.adapters.mail.batch import mail_of
from bot.adapters.mail.mime import parse
from bot.domain.errors import InvalidInput

DAY = date(2026, 4, 7)


def message(text: str = "P00036 is late.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    for name, value in (
        {"From": "Ida Holm <ida@holm.example>", "Subject": "Delay", "Date": "Mon, 6 Apr 2026 10:00:00 +0200"} | headers
    ).items():
        mail[name] = value
    mail.set_content(text)
    return mail


def test_headers_and_text_are_read() -> None:
    mail = parse(message().as_bytes(), received_on=DAY)
    assert (mail.sender.email, mail.subject, mail.text, mail.received_on) == (
        "ida@holm.example",
        "Delay",
        "P00036 is late.",
        date(2026, 4, 6),
    )


def test_encodings_are_undone() -> None:
    raw = (
        b"From: =?iso-8859-1?q?J=F6rg?= <j@h.example>\nContent-Type: text/plain; charset=iso-8859-1\n"
        b"Content-Transfer-Encoding: quoted-printable\n\nLieferverz=F6gerung"
    )
    mail = parse(raw, received_on=DAY)
    assert (mail.sender.name, mail.text) == ("Jörg", "Lieferverzögerung")


def test_a_date_of_1970_is_not_believed() -> None:
    assert parse(message(Date="Thu, 1 Jan 1970 00:00:00 +0000").as_bytes(), received_on=DAY).received_on == DAY


@pytest.mark.parametrize("raw", [b"", b"   \n", b"\x00\x01\x02"])
def test_what_is_no_mail_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput):
        parse(raw, received_on=DAY)


def test_no_from_is_no_obstacle() -> None:
    assert parse(b"Subject: x\n\nhello", received_on=DAY).sender.email == ""


def test_an_unknown_alphabet_is_said() -> None:
    mail = parse(b"From: a@b.example\nContent-Type: text/plain; charset=klingon\n\n\xff\xfe\x81", received_on=DAY)
    assert mail.unread or mail.text


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_parser(noise: bytes) -> None:
    raw = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n"
        + noise
        + b"\n--x--"
    )
    assert parse(raw, received_on=DAY).sender.email == "a@b.example"


def sheet(cells: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="x"><sheetData>{cells}</sheetData></worksheet>')
    return file.getvalue()


def test_tables_in_files_are_read_and_the_rest_says_why() -> None:
    cells = '<row><c t="inlineStr"><is><t>Tap</t></is></c><c><v>42</v></c></row>'
    files = [("a.csv", b"item;qty\nTap;50\n"), ("b.xlsx", sheet(cells)), ("c.exe", b"MZ"), ("d.pdf", b"%PDF-broken")]
    read = {file.name: file for file in read_all(files)}
    assert read["a.csv"].text == "item\tqty\nTap\t50"
    assert read["b.xlsx"].text == "Tap\t42"
    assert read["c.exe"].unread.startswith("kept, not read")
    assert read["d.pdf"].unread.startswith("is damaged")


def test_a_zip_bomb_is_refused() -> None:
    (file,) = read_all([("bomb.xlsx", sheet(f"<row>{'<c><v>1</v></c>' * 3_000_000}</row>"))])
    assert file.unread == "unpacks to far more than a table needs"


@pytest.mark.parametrize(
    ("line", "what"), [("{", "Invalid JSON"), ("[]", "should be an object"), ('{"id":"a","date":"x"}', "date")]
)
def test_a_bad_line_says_what_is_wrong(line: str, what: str) -> None:
    with pytest.raises(InvalidInput, match=what):
        mail_of(line)


@pytest.mark.parametrize(("text", "said"), [("a" * 64_001, True), ("b\n" * 2_001, True), ("c" * 64_000, False)])
def test_text_that_is_too_long_to_keep_says_that_its_end_is_missing(text: str, said: bool) -> None:
    mail = parse(f"Subject: long\n\n{text}".encode(), received_on=date(2026, 4, 7))
    assert bool(mail.unread) is said
    assert said is any("its end was left out" in note for note in mail.unread)
