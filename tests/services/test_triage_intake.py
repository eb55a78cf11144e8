"""Taking mail in: once, durably, with the job to read it."""

import pytest

from bot.adapters.database.store import SqlStore
from bot.adapters.mail.headers import stored
from bot.domain.errors import InvalidInput
from bot.domain.mail import MailSource, ReadingState
from bot.services.triage.intake import MAX_BYTES, IntakeService
from tests.builders_approvals import T0
from tests.fakes import FakeClock
from tests.services.mail_store import store as store

RAW = b"From: Ida <ida@holm.example>\r\nMessage-ID: <1@holm>\r\nSubject: P00036\r\n\r\nlate\r\n"


@pytest.fixture
def woken() -> list[int]:
    return []


@pytest.fixture
def intake(store: SqlStore, woken: list[int]) -> IntakeService:
    return IntakeService(store, stored, FakeClock(), lambda: woken.append(1))


def test_mail_is_on_record_with_the_job_to_read_it(store: SqlStore, intake: IntakeService, woken: list[int]) -> None:
    taken = intake.take(RAW, MailSource.HOOK, "hook", received_at=T0)
    assert taken.mail is not None
    with store.read() as tx:
        assert tx.mails.raw(taken.mail.id) == RAW
        waiting = tx.readings.get(taken.mail.id)
    assert waiting is not None
    assert (waiting.state, woken) == (ReadingState.WAITING, [1])


def test_same_mail_ten_times_is_one_mail(store: SqlStore, intake: IntakeService) -> None:
    ways = [(MailSource.HOOK, "hook"), (MailSource.IMAP, "INBOX/1/1")] * 5
    assert [intake.take(RAW, source, origin).new for source, origin in ways] == [True] + [False] * 9
    with store.read() as tx:
        assert tx.readings.counts() == {"waiting": 1}


def test_one_permission_is_good_for_one_mail(store: SqlStore, intake: IntakeService) -> None:
    """Whoever saw Mailgun's signature once must not hand in a mail of their own with it."""
    intake.take(RAW, MailSource.HOOK, "mailgun", once="mailgun:t")
    assert not intake.take(RAW, MailSource.HOOK, "mailgun", once="mailgun:t").new  # Mailgun lost our answer
    with pytest.raises(InvalidInput, match="another mail"):
        intake.take(RAW.replace(b"late", b"paid"), MailSource.HOOK, "mailgun", once="mailgun:t")
    with store.read() as tx:
        assert tx.readings.counts() == {"waiting": 1}


@pytest.mark.parametrize(
    "raw", [b"", b"hello", b"From: a@b\r\n\r\n" + b"a" * MAX_BYTES], ids=["empty", "text", "large"]
)
def test_what_is_no_mail_is_refused(store: SqlStore, intake: IntakeService, raw: bytes, woken: list[int]) -> None:
    with pytest.raises(InvalidInput):
        intake.take(raw, MailSource.HOOK, "hook")
    assert not woken


def test_beginning_of_a_large_mail_says_so(intake: IntakeService) -> None:
    taken = intake.take(RAW, MailSource.IMAP, "INBOX/1/1", size=60_000_000)
    assert taken.mail is not None
    assert (taken.mail.size, taken.mail.note) == (60_000_000, "of its 60 MB only the beginning was kept")


def test_nobody_is_named_in_the_audit_log(store: SqlStore, intake: IntakeService) -> None:
    """What is in the log cannot be erased, so no person stands in it."""
    intake.take(RAW, MailSource.HOOK, "hook")
    with store.read() as tx:
        (event,) = [event for event in tx.audit.events() if event.kind == "mail.received"]
    assert "ida" not in event.data.lower()
