"""From a stored mail to a reading: once, whatever happens in between."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from bot.adapters.database.store import SqlStore
from bot.domain.errors import InvalidInput, OdooUnavailable
from bot.domain.mail import Automatic, Quiet, Reading, ReadingState, StoredMail, VendorRef
from bot.domain.ports import Transaction, VendorBook
from bot.domain.triage import Address, Background, KnownSenders, Mail, MailEngine, Suggestion
from bot.services.triage.reading import FLOOD, TRIES, ReadingService
from tests.builders_approvals import T0
from tests.builders_mail import SENDER, make_stored, make_suggestion
from tests.fakes import FakeClock
from tests.mails import make_mail
from tests.services.mail_store import FreeLocks
from tests.services.mail_store import store as store

HOLM = VendorRef(7, "Holm Valves")


class Vendors(VendorBook):
    """Odoo knows one vendor, while it answers."""

    away = False

    def senders(self) -> KnownSenders:
        if self.away:
            raise OdooUnavailable("Odoo is away")
        return KnownSenders({SENDER.domain: frozenset({SENDER.email})})

    def of(self, sender: Address) -> tuple[tuple[VendorRef, ...], bool]:
        return ((HOLM,), sender.email == SENDER.email) if sender.domain == SENDER.domain else ((), False)

    def open_orders(self) -> Mapping[str, tuple[date, ...]]:
        return {"P00036": (date(2026, 4, 13),)}


class Engine(MailEngine):
    """Reads every mail as a delay, but for those it stumbles over."""

    name = "test"

    def __init__(self) -> None:
        self.read_mails: list[str] = []
        self.stumbles = False

    def read(self, mail: Mail, background: Background) -> Suggestion:
        self.read_mails.append(mail.id)
        if self.stumbles:
            raise RuntimeError("nobody thought of this")
        return make_suggestion()


class Desk:
    """What the service works with, and what it handed on."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.clock, self.vendors, self.engine = store, FakeClock(), Vendors(), Engine()
        self.handed_on: list[str] = []
        self.service = ReadingService(
            store, self.parse, self.engine, self.vendors, self.lookalike, self.on_read, self.clock, FreeLocks()
        )

    def parse(self, raw: bytes, mail: StoredMail) -> Mail:
        if raw == b"no mail":
            raise InvalidInput("this is no mail")
        return make_mail("20 April", id=mail.id)

    def lookalike(self, sender: Address, known: KnownSenders) -> str | None:
        return SENDER.domain if sender.domain == "holmva1ves.example" else None

    def on_read(self, tx: Transaction, mail: StoredMail, reading: Reading) -> None:
        assert tx.readings.get(mail.id) == reading
        self.handed_on.append(mail.id)

    def put(self, number: int = 1, raw: bytes = b"raw", **overrides: Any) -> str:
        with self.store.begin() as tx:
            kept = tx.mails.add(make_stored(number, **overrides), raw)
            assert kept is not None
            tx.readings.add(Reading(kept.id))
        return kept.id

    def reading(self, mail_id: str) -> Reading:
        with self.store.read() as tx:
            found = tx.readings.get(mail_id)
        assert found is not None
        return found


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return Desk(store)


def test_mail_is_read_kept_and_handed_on_once(desk: Desk) -> None:
    mail = desk.put()
    assert desk.service.read_waiting() == 1
    assert desk.service.read_waiting() == 0
    done = desk.reading(mail)
    assert (done.state, done.suggestion, done.vendors, done.exact) == (
        ReadingState.READ,
        make_suggestion(),
        (HOLM,),
        True,
    )
    assert desk.handed_on == [mail]
    with desk.store.read() as tx:
        assert tx.mails.parsed(mail) == make_mail("20 April", id=mail)


def test_two_who_read_the_same_mail_hand_it_on_once(desk: Desk) -> None:
    """As after a crash, or when a lock was lost: both took it from the same list."""
    desk.put()
    both_see = desk.service._batch()
    desk.service.read_waiting()
    desk.service._read(both_see, Background())
    assert len(desk.handed_on) == 1


def test_sender_that_resembles_a_vendor_is_said(desk: Desk) -> None:
    mail = desk.put(sender=Address("Ida Holm", "ida@holmva1ves.example"))
    desk.service.read_waiting()
    assert (desk.reading(mail).lookalike_of, desk.reading(mail).vendors) == (SENDER.domain, ())


def test_mail_waits_while_odoo_is_away(desk: Desk) -> None:
    mail = desk.put()
    desk.vendors.away = True
    with pytest.raises(OdooUnavailable):
        desk.service.read_waiting()
    assert desk.reading(mail).state is ReadingState.WAITING
    desk.vendors.away = False
    assert desk.service.read_waiting() == 1


def test_what_is_no_mail_is_said_and_handed_on(desk: Desk) -> None:
    mail = desk.put(raw=b"no mail")
    desk.service.read_waiting()
    assert (desk.reading(mail).state, desk.reading(mail).why) == (ReadingState.UNREADABLE, "this is no mail")
    assert desk.handed_on == [mail]


def test_one_that_fails_holds_up_none_of_the_others_and_ends_with_a_person(desk: Desk) -> None:
    desk.engine.stumbles = True
    bad = desk.put(1)
    for _ in range(TRIES):
        desk.service.read_waiting()
        desk.clock.advance(minutes=TRIES)
    assert desk.reading(bad).state is ReadingState.UNREADABLE
    assert f"{TRIES} times" in desk.reading(bad).why
    assert desk.handed_on == [bad]
    desk.engine.stumbles = False
    good = desk.put(2)
    desk.service.read_waiting()
    assert desk.reading(good).state is ReadingState.READ


def test_handing_on_that_fails_leaves_the_mail_unread(desk: Desk) -> None:
    """Both are one transaction: no reading without its card, and no card without its reading."""
    mail = desk.put()
    desk.service._on_read = lambda *_: (_ for _ in ()).throw(RuntimeError("no card"))
    desk.service.read_waiting()
    assert desk.reading(mail).state is ReadingState.WAITING


def test_machines_answer_to_our_own_letter_gets_no_card(desk: Desk) -> None:
    ours = "<1.2-openerp-36-purchase.order@odoo.example>"
    reply = desk.put(1, automatic=Automatic.REPLY, in_reply_to=ours)
    person = desk.put(2, in_reply_to=ours)
    stranger = desk.put(3, automatic=Automatic.REPLY)
    desk.service.read_waiting()
    assert [desk.reading(mail).quiet for mail in (reply, person, stranger)] == [Quiet.AUTO_REPLY, Quiet.NO, Quiet.NO]


def test_flood_from_one_domain_is_read_without_a_card_each(desk: Desk) -> None:
    mails = [
        desk.put(number, sender=Address("", f"{number}@flood.example"), received_at=T0 + timedelta(seconds=number))
        for number in range(FLOOD + 3)
    ]
    desk.service.read_waiting()
    quiet = [desk.reading(mail).quiet for mail in mails]
    assert quiet == [Quiet.NO] * FLOOD + [Quiet.FLOOD] * 3


def test_vendors_system_may_send_a_whole_night_at_once(desk: Desk) -> None:
    mails = [desk.put(number) for number in range(FLOOD + 3)]
    desk.service.read_waiting()
    assert {desk.reading(mail).quiet for mail in mails} == {Quiet.NO}


def test_words_that_went_before_they_were_read_are_missed_aloud(desk: Desk) -> None:
    mail = desk.put()
    with desk.store.begin() as tx:
        tx.mails.forget_body(mail, T0)
    desk.service.read_waiting()
    assert (desk.reading(mail).state, desk.reading(mail).quiet) == (ReadingState.UNREADABLE, Quiet.FORGOTTEN)


def test_nobody_is_named_in_the_audit_log(desk: Desk) -> None:
    desk.put()
    desk.service.read_waiting()
    with desk.store.read() as tx:
        (event,) = [event for event in tx.audit.events() if event.kind == "mail.read"]
    assert "holm" not in event.data.lower()
    assert "P00036" in event.data


def test_one_that_cannot_be_handed_on_keeps_none_of_those_stored_beside_it(desk: Desk) -> None:
    mails = [desk.put(number) for number in range(3)]
    hand_on = desk.on_read

    def stumbles(tx: Transaction, mail: StoredMail, reading: Reading) -> None:
        if mail.id == mails[1]:
            raise RuntimeError("no card for this one")
        hand_on(tx, mail, reading)

    desk.service._on_read = stumbles
    assert desk.service.read_waiting() == 2
    assert [desk.reading(mail).state for mail in mails] == [
        ReadingState.READ,
        ReadingState.WAITING,
        ReadingState.READ,
    ]
    with desk.store.read() as tx:
        assert sum(event.kind == "mail.read" for event in tx.audit.events()) == 2
