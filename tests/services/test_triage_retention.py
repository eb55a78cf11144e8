"""How long supplier mail is kept: age, erasure, legal hold, and what the audit log says of it."""

from datetime import timedelta

import pytest

from bot.adapters.database.store import SqlStore
from bot.domain.cases import Case, CaseMail
from bot.domain.errors import Refused
from bot.domain.mail import Reading, ReadingState, StoredMail, VendorRef, Whose
from bot.services.messages import Outbox
from bot.services.triage.retention import RetentionService
from tests.builders_approvals import T0
from tests.builders_mail import SENDER, make_stored, make_suggestion
from tests.fakes import FakeClock
from tests.mails import make_mail
from tests.services.mail_store import FreeLocks
from tests.services.mail_store import store as store

KEEP_DAYS = 90


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def retention(store: SqlStore, clock: FakeClock) -> RetentionService:
    return RetentionService(store, Outbox(clock), clock, FreeLocks(), KEEP_DAYS)


def keep(store: SqlStore, number: int = 1, **overrides: object) -> StoredMail:
    """A mail that was read, with its case."""
    with store.begin() as tx:
        mail = tx.mails.add(make_stored(number, **overrides), b"From: ida\r\n\r\n20 April")
        assert mail is not None
        tx.readings.add(Reading(mail.id))
        tx.mails.keep_parsed(mail.id, make_mail("20 April"))
        done = Reading(mail.id, ReadingState.READ, make_suggestion(), (VendorRef(7, "Holm"),), True, read_at=T0)
        tx.readings.finish(done)
        news = CaseMail(mail.id, mail.received_at, mail.sender, mail.subject, make_suggestion())
        tx.cases.add(Case(f"case{number}", mail.thread, T0, (news,)))
    return mail


def test_words_go_by_age_and_evidence_stays(store: SqlStore, retention: RetentionService, clock: FakeClock) -> None:
    keep(store, 1)
    keep(store, 2, received_at=T0 + timedelta(days=1))
    clock.advance(days=KEEP_DAYS, seconds=1)
    assert retention.forget_old() == 1
    assert retention.forget_old() == 0
    with store.read() as tx:
        assert (tx.mails.raw("mail0001"), tx.mails.parsed("mail0001")) == (None, None)
        assert tx.mails.raw("mail0002") is not None
        reading = tx.readings.get("mail0001")
    assert reading is not None
    assert reading.suggestion == make_suggestion()


def test_erased_mail_leaves_its_case_without_words(store: SqlStore, retention: RetentionService) -> None:
    mail = keep(store)
    keep(store, 2, sender=make_stored().sender.__class__("Other", "other@else.example"))
    done = retention.erase(Whose(emails=frozenset({SENDER.email})), SENDER.email, "maya")
    assert (done.erased, done.held) == (1, 0)
    with store.read() as tx:
        case, other = tx.cases.of_thread(mail.thread), tx.cases.get("case2")
        log = " ".join(event.data for event in tx.audit.events())
    assert case is not None
    assert "Holm" not in repr(case)
    assert "20 April" not in repr(case)
    assert case.newest.suggestion is not None
    assert case.newest.suggestion.references[0].po == "P00036"
    assert other is not None
    assert "other@else.example" in repr(other)
    assert SENDER.email not in log


def test_hold_stops_age_and_erasure(store: SqlStore, retention: RetentionService, clock: FakeClock) -> None:
    keep(store)
    hold = retention.place_hold(Whose(vendor_id=7), "7", "dispute 12", "maya")
    clock.advance(days=400)
    assert retention.forget_old() == 0
    assert retention.erase(Whose(domains=frozenset({SENDER.domain})), SENDER.domain, "maya").held == 1
    with store.read() as tx:
        assert tx.mails.raw("mail0001") is not None
    retention.lift_hold(hold.id, "maya")
    assert retention.forget_old() == 1


def test_what_was_done_is_in_the_audit_log(store: SqlStore, retention: RetentionService) -> None:
    keep(store)
    hold = retention.place_hold(Whose(vendor_id=9), "9", "dispute 12", "maya")
    retention.lift_hold(hold.id, "omar")
    retention.erase(Whose(vendor_id=7), "7", "maya")
    with store.read() as tx:
        told = [(event.kind, event.actor) for event in tx.audit.events()]
    assert told == [
        ("mail.hold_placed", "maya"),
        ("mail.hold_lifted", "omar"),
        ("mail.erased", "maya"),
        ("mail.erasure", "maya"),
    ]


def test_nobody_and_no_reason_are_refused(retention: RetentionService) -> None:
    with pytest.raises(Refused):
        retention.erase(Whose(), "nobody", "maya")
    with pytest.raises(Refused):
        retention.place_hold(Whose(vendor_id=7), "7", "  ", "maya")
    with pytest.raises(Refused, match="h9"):
        retention.lift_hold("h9", "maya")
