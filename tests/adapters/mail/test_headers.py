"""The head of a mail: who, when, which thread, what the receiving server says of the sender."""

import time
from datetime import UTC, datetime

import pytest

from bot.adapters.mail.headers import stored
from bot.domain.errors import InvalidInput
from bot.domain.mail import Automatic, MailSource, StoredMail

NOW = datetime(2026, 4, 7, 8, tzinfo=UTC)
PLAIN = "From: Ida Holm <ida@holm.example>\r\nDate: Mon, 6 Apr 2026 10:00:00 +0200\r\nSubject: Delay\r\n"


def record(head: str = PLAIN, body: str = "late", **more: object) -> StoredMail:
    raw = f"{head}\r\n{body}".encode()
    return stored(raw, source=MailSource.HOOK, origin="hook", received_at=NOW)


def test_thread_is_read() -> None:
    mail = record(PLAIN + "Message-ID: <3@h>\r\nIn-Reply-To: <2@h>\r\nReferences: <0@u>\r\n <1@h> <2@h>\r\n")
    assert (mail.message_id, mail.answers) == ("<3@h>", ("<2@h>", "<1@h>", "<0@u>"))


def test_reply_to_a_mail_that_odoo_sent_names_its_order() -> None:
    mail = record(PLAIN + "In-Reply-To: <123.456-openerp-36-purchase.order@odoo.example>\r\n")
    assert mail.answers_orders == (36,)


def test_same_mail_by_another_way_has_the_same_hash() -> None:
    there = stored(
        f"Received: by mx.example\r\n{PLAIN}X-Spam: no\r\n\r\nlate\r\n\r\n".encode(),
        source=MailSource.IMAP, origin="INBOX/1/1", received_at=NOW,
    )  # fmt: skip
    assert there.content_hash == record().content_hash
    assert record(body="later").content_hash != record().content_hash
    assert record(PLAIN.replace("6 Apr", "5 Apr")).content_hash != record().content_hash


def test_name_that_holds_an_address_is_only_a_name() -> None:
    """Spelt out before the addresses are told apart, the encoded name would be the sender."""
    mail = record("From: =?utf-8?q?=3Cboss=40vendor.example=3E?= <thief@evil.example>\r\n")
    assert mail.sender.email == "thief@evil.example"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("", Automatic.NO),
        ("Auto-Submitted: no\r\n", Automatic.NO),
        ("Auto-Submitted: auto-generated\r\n", Automatic.NO),
        ("Auto-Submitted: auto-replied (vacation)\r\n", Automatic.REPLY),
        ("X-Autoreply: yes\r\n", Automatic.REPLY),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n", Automatic.BOUNCE),
        ("X-Failed-Recipients: ida@holm.example\r\n", Automatic.BOUNCE),
        ("List-Id: <news.example>\r\n", Automatic.BULK),
    ],
)
def test_machines_are_told_from_people(head: str, kind: Automatic) -> None:
    """A vendor's order system writes by itself too (auto-generated), and is to be read like a person."""
    assert record(PLAIN + head).automatic is kind


@pytest.mark.parametrize(
    ("results", "aligned"),
    [
        ("mx.us.example; spf=pass smtp.mailfrom=bounce.holm.example; dkim=none", True),
        ("mx.us.example; dkim=pass header.d=holm.example; spf=fail smtp.mailfrom=x.example", True),
        ("mx.us.example; dkim=pass header.i=@mail.holm.example", True),
        ("mx.us.example; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example", False),
        ("mx.us.example; dkim=pass header.d=holm.example; dmarc=fail header.from=holm.example", False),
        ("mx.us.example; dmarc=pass header.from=holm.example; spf=softfail smtp.mailfrom=x.example", True),
        ("mx.us.example; none", None),
        ("", None),
    ],
)
def test_what_the_receiving_server_says_of_the_sender(results: str, aligned: bool | None) -> None:
    forged = "Authentication-Results: holm.example; dmarc=pass header.from=holm.example\r\n"
    head = f"Authentication-Results: {results}\r\n{forged}" if results else ""
    assert record(head + PLAIN).authenticity.aligned is aligned


@pytest.mark.parametrize("date", ["Thu, 1 Jan 1970 00:00:00 +0000", "Mon, 6 Apr 2099 10:00:00 +0200"])
def test_a_date_that_cannot_be_is_said_and_not_believed(date: str) -> None:
    mail = record(f"From: a@b.example\r\nDate: {date}\r\n")
    assert mail.sent_at is None
    assert "which cannot be" in mail.note


@pytest.mark.parametrize("raw", [b"", b"  \r\n", b"no header here"])
def test_what_is_no_mail_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput):
        stored(raw, source=MailSource.HOOK, origin="hook", received_at=NOW)


@pytest.mark.parametrize("name", ["From", "To", "Subject", "Date", "Message-ID", "References", "Content-Type"])
@pytest.mark.parametrize("sign", ["(", '"', "\\", "<", ".", "@", ",", ";a=", "=?utf-8?q?", "\r\n ", "[", "\u00e4"])
def test_a_long_header_takes_no_time(name: str, sign: str) -> None:
    started = time.process_time()
    record(f"X: y\r\n{name}: {sign * 50_000}\r\n{PLAIN}")
    assert time.process_time() - started < 1
