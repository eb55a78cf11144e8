"""A real IMAP server (dovecot): waited on, cut off, killed, renumbered. Nothing is lost, nothing is stored twice."""

import shutil
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.adapters.database.engine import open_engine
from bot.adapters.database.locks import open_locks
from bot.adapters.database.store import SqlStore
from bot.adapters.database.upgrade import upgrade
from bot.adapters.mail.headers import stored
from bot.adapters.mailbox.address import mailbox_address
from bot.adapters.mailbox.imap import ImapMailbox
from bot.domain.errors import MailboxRefused, MailboxUnavailable
from bot.jobs import mailbox as listening
from bot.jobs.mailbox import MailboxListener
from bot.services.triage.intake import IntakeService
from bot.services.triage.mailbox import MailboxService
from tests.fakes import FakeClock
from tests.real.conftest import unavailable
from tests.real.dovecot import Dovecot

MOST = 200_000
WITHIN = 15.0  # a busy machine's time, and far from the 55 seconds after which a listener looks unasked


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    engine = open_engine(f"sqlite:///{tmp_path / 'bot.db'}")
    upgrade(engine)
    yield SqlStore(engine)
    engine.dispose()


@pytest.fixture
def service(store: SqlStore) -> MailboxService:
    return MailboxService(store, IntakeService(store, stored, FakeClock(), lambda: None))


@pytest.fixture
def listen(
    dovecot: Dovecot, store: SqlStore, service: MailboxService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], MailboxListener]]:
    """Starts listeners, as the bot does, and stops them."""
    monkeypatch.setattr(listening, "AGAIN_SECONDS", 0.2)
    locks = open_locks(open_engine(f"sqlite:///{tmp_path / 'bot.db'}"))
    running: list[MailboxListener] = []

    def start() -> MailboxListener:
        running.append(MailboxListener(mailbox(dovecot), service, locks, lambda _why: None))
        running[-1].start()
        return running[-1]

    yield start
    for listener in running:
        listener.stop()
    locks.close()


def raw(number: int, size: int = 0) -> bytes:
    text = b"the goods come later\r\n" + (b"a" * 70 + b"\r\n") * (size // 72)
    return b"From: ida@holm.example\r\nSubject: %d\r\nMessage-ID: <%d@holm>\r\n\r\n" % (number, number) + text


def mailbox(dovecot: Dovecot, folder: str = "INBOX", password: str = "secret") -> ImapMailbox:
    return ImapMailbox(mailbox_address(f"imap://buying:{password}@127.0.0.1:{dovecot.port}/{folder}"), most=MOST)


def on_record(store: SqlStore) -> int:
    with store.read() as tx:
        return sum(tx.readings.counts().values())


def wait_for(what: Callable[[], bool], seconds: float = WITHIN) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def test_new_mail_is_stored_and_moved(dovecot: Dovecot, store: SqlStore, service: MailboxService) -> None:
    dovecot.deliver(raw(1), raw(2), raw(1))
    box = mailbox(dovecot)
    service.take_in(box, box.open())
    box.close()
    assert (on_record(store), dovecot.count("INBOX"), dovecot.count("Procurement bot")) == (2, 0, 3)
    with store.read() as tx:
        assert {tx.mails.raw(reading.mail_id) for reading in tx.readings.waiting(FakeClock().now())} == {raw(1), raw(2)}


def test_mail_that_arrives_while_waiting_is_there_at_once(
    dovecot: Dovecot, store: SqlStore, listen: Callable[[], MailboxListener]
) -> None:
    dovecot.deliver(raw(1))
    listen()
    wait_for(lambda: on_record(store) == 1)
    dovecot.deliver(raw(2))
    wait_for(lambda: on_record(store) == 2)  # IDLE; a look every 55 seconds would not do


def test_server_that_is_killed_in_the_middle_loses_nothing(
    dovecot: Dovecot, store: SqlStore, listen: Callable[[], MailboxListener]
) -> None:
    mails = 120
    dovecot.deliver(*(raw(number, size=60_000) for number in range(mails)))
    listen()
    for share in (0.1, 0.4, 0.7):
        wait_for(lambda share=share: on_record(store) >= mails * share)
        dovecot.run("kill")
        dovecot.run("start")
    wait_for(lambda: on_record(store) == mails, 60)
    wait_for(lambda: dovecot.count("INBOX") == 0)
    print(f"{mails} mails, dovecot killed 3 times while they were fetched: {on_record(store)} on record, each once")
    assert dovecot.count("Procurement bot") == mails


def test_another_uidvalidity_has_the_folder_looked_at_anew(
    dovecot: Dovecot, store: SqlStore, service: MailboxService
) -> None:
    with dovecot.client() as client:
        client.create_folder("Suppliers")
    dovecot.deliver(raw(1), raw(2), folder="Suppliers")
    box = mailbox(dovecot, "Suppliers")
    first = box.open()
    service.take_in(box, first)
    box.close()
    with dovecot.client() as client:
        client.delete_folder("Suppliers")
        client.create_folder("Suppliers")
    dovecot.deliver(raw(3), folder="Suppliers")  # its UID is below the cursor now
    second = box.open()
    assert second != first
    service.take_in(box, second)
    box.close()
    assert on_record(store) == 3


def test_beginning_of_a_large_mail_is_kept_and_said(dovecot: Dovecot, store: SqlStore, service: MailboxService) -> None:
    dovecot.deliver(raw(1, size=3 * MOST))
    box = mailbox(dovecot)
    service.take_in(box, box.open())
    box.close()
    with store.read() as tx:
        mail = tx.mails.get(tx.readings.waiting(FakeClock().now())[0].mail_id)
        assert mail is not None
        assert len(tx.mails.raw(mail.id) or b"") == MOST
    assert mail.size > 3 * MOST
    assert "only the beginning" in mail.note


def test_mail_stays_unread_for_people(dovecot: Dovecot, service: MailboxService) -> None:
    dovecot.deliver(raw(1))
    box = mailbox(dovecot)
    service.take_in(box, box.open())
    box.close()
    with dovecot.client() as client:
        client.select_folder("Procurement bot")
        assert client.search(["UNSEEN"])


@pytest.mark.parametrize(("folder", "password", "why"), [("Nowhere", "secret", "Nowhere"), ("INBOX", "wrong", "login")])
def test_what_the_server_refuses_is_said(dovecot: Dovecot, folder: str, password: str, why: str) -> None:
    with pytest.raises(MailboxRefused, match=why):
        mailbox(dovecot, folder, password).open()


def test_server_that_is_away_is_another_matter(dovecot: Dovecot) -> None:
    dovecot.run("kill")
    with pytest.raises(MailboxUnavailable):
        mailbox(dovecot).open()


def test_certificate_that_nobody_vouches_for_is_refused(dovecot: Dovecot) -> None:
    if not (dovecot.home / "cert.pem").exists() and shutil.which("openssl") is None:
        unavailable("no openssl here to make a certificate")
    address = mailbox_address(f"imaps://buying:secret@127.0.0.1:{dovecot.port + 1}/INBOX")
    with pytest.raises(MailboxRefused, match="certificate"):
        ImapMailbox(address, most=MOST).open()
    trusting = ssl.create_default_context(cafile=str(dovecot.home / "cert.pem"))
    box = ImapMailbox(address, most=MOST, tls=trusting)
    assert box.open() > 0
    box.close()


def test_listener_stops_while_it_waits(
    dovecot: Dovecot, store: SqlStore, listen: Callable[[], MailboxListener]
) -> None:
    dovecot.deliver(raw(1))
    listener = listen()
    wait_for(lambda: on_record(store) == 1)
    started = time.monotonic()
    listener.stop()
    assert time.monotonic() - started < WITHIN
    assert not any(thread.name == "mailbox" for thread in threading.enumerate())


def test_addresses_are_what_they_say(dovecot: Dovecot) -> None:
    assert urlsplit(dovecot.run("url")).port == dovecot.port
