"""What must hold of stored mail, whichever database keeps it. A test module gives an `engine` (migrated)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.adapters.database.store import SqlStore
from bot.domain.mail import Correction, Hold, MailSource, Quiet, Reading, ReadingState, StoredMail, VendorRef, Whose
from bot.domain.triage import Address
from tests.adapters.database_contract import together
from tests.builders_approvals import T0, T
from tests.builders_mail import SENDER, make_stored, make_suggestion
from tests.mails import make_mail

RAW = b"From: ida@holmvalves.example\r\n\r\nthe 20 April\r\n"


class MailsContract:
    """The cases."""

    @pytest.fixture
    def store(self, engine: sa.Engine) -> SqlStore:
        return SqlStore(engine)

    def put(self, store: SqlStore, mail: StoredMail, raw: bytes = RAW) -> StoredMail | None:
        """Store a mail that waits to be read, as the intake does."""
        with store.begin() as tx:
            kept = tx.mails.add(mail, raw)
            if kept is not None:
                tx.readings.add(Reading(kept.id))
        return kept

    # Once

    def test_mail_comes_back_as_it_was_stored(self, store: SqlStore) -> None:
        kept = self.put(store, make_stored(subject="ümläut 🔥 'quoted'", references=("<0@us.example>",), order_id=36))
        with store.read() as tx:
            assert tx.mails.get("mail0001") == kept
            assert tx.mails.raw("mail0001") == RAW
            assert tx.mails.parsed("mail0001") is None

    def test_same_content_is_stored_once(self, store: SqlStore) -> None:
        self.put(store, make_stored())
        again = replace(make_stored(2), content_hash=make_stored().content_hash)
        assert self.put(store, again) is None

    def test_same_content_at_the_same_moment_is_stored_once(self, store: SqlStore) -> None:
        kept: list[bool] = []

        def arrive(number: int) -> Callable[[], None]:
            again = replace(make_stored(number), content_hash=make_stored().content_hash)
            return lambda: kept.append(self.put(store, again) is not None)

        together([arrive(number) for number in range(1, 5)])
        assert sorted(kept) == [False, False, False, True]

    def test_same_id_with_other_words_is_another_mail(self, store: SqlStore) -> None:
        """Whoever knows a mail's id must not be able to have the next one dropped."""
        self.put(store, make_stored())
        assert self.put(store, make_stored(2, message_id=make_stored().message_id)) is not None

    @pytest.mark.parametrize("first", [MailSource.CHATTER, MailSource.HOOK])
    def test_mail_that_odoo_has_too_is_stored_once(self, store: SqlStore, first: MailSource) -> None:
        second = MailSource.HOOK if first is MailSource.CHATTER else MailSource.CHATTER
        self.put(store, make_stored(source=first))
        copy = make_stored(2, source=second, message_id=make_stored().message_id)
        assert self.put(store, replace(copy, sender=Address("Somebody", "else@where.example"))) is not None
        assert self.put(store, replace(copy, id="third", content_hash="0" * 64)) is None

    # Threads

    def test_answer_joins_the_thread_of_what_it_answers(self, store: SqlStore) -> None:
        first = self.put(store, make_stored(1, references=("<root@us.example>",)))
        second = self.put(store, make_stored(2, in_reply_to=make_stored().message_id, received_at=T(hours=1)))
        alone = self.put(store, make_stored(3))
        assert first
        assert second
        assert alone
        assert first.thread == second.thread == "<root@us.example>" != alone.thread
        with store.read() as tx:
            assert [mail.id for mail in tx.mails.of_thread(first.thread)] == ["mail0001", "mail0002"]

    def test_mails_without_any_id_do_not_gather(self, store: SqlStore) -> None:
        one, two = self.put(store, make_stored(1, message_id="")), self.put(store, make_stored(2, message_id=""))
        assert one
        assert two
        assert one.thread != two.thread

    # Reading

    def test_mail_is_read_once(self, store: SqlStore) -> None:
        self.put(store, make_stored())
        done = Reading("mail0001", ReadingState.READ, make_suggestion(), (VendorRef(7, "Holm"),), True, read_at=T0)
        with store.begin() as tx:
            tx.mails.keep_parsed("mail0001", make_mail("the 20 April"))
            assert tx.readings.finish(done)
            assert not tx.readings.finish(replace(done, quiet=Quiet.FLOOD))
        with store.read() as tx:
            assert tx.readings.get("mail0001") == done
            assert tx.mails.parsed("mail0001") == make_mail("the 20 April")
            assert tx.readings.counts() == {"read": 1}

    def test_oldest_mail_is_read_first_and_a_postponed_one_later(self, store: SqlStore) -> None:
        for number, hours in ((1, 3), (2, 1), (3, 2)):
            self.put(store, make_stored(number, received_at=T(hours=hours)))
        with store.begin() as tx:
            tx.readings.postpone("mail0002", 1, T(hours=9))
        with store.read() as tx:
            assert [r.mail_id for r in tx.readings.waiting(T(hours=8))] == ["mail0003", "mail0001"]
            assert next(r.mail_id for r in tx.readings.waiting(T(hours=9))) == "mail0002"
            assert tx.readings.waiting(T(hours=9))[0].attempts == 1

    def test_correction_stands_beside_the_suggestion(self, store: SqlStore) -> None:
        self.put(store, make_stored())
        done = Reading("mail0001", ReadingState.READ, make_suggestion())
        put_right = Correction("c1", "mail0001", T0, 6, "Marc Demo", "class", "delay", "shipment")
        with store.begin() as tx:
            tx.readings.finish(done)
            tx.readings.correct(put_right)
        with store.read() as tx:
            assert tx.readings.get("mail0001") == done
            assert list(tx.readings.corrections(["mail0001"])) == [put_right]

    # Forgetting

    def test_body_goes_and_the_evidence_stays(self, store: SqlStore) -> None:
        self.read(store)
        with store.begin() as tx:
            tx.mails.forget_body("mail0001", T(days=90))
        with store.read() as tx:
            assert tx.mails.raw("mail0001") is None
            assert tx.mails.parsed("mail0001") is None
            reading = tx.readings.get("mail0001")
            mail = tx.mails.get("mail0001")
        assert reading
        assert reading.suggestion == make_suggestion()
        assert mail
        assert (mail.subject, mail.body_gone_at) == (make_stored().subject, T(days=90))

    def test_erased_mail_names_nobody(self, store: SqlStore, engine: sa.Engine) -> None:
        self.read(store)
        with store.begin() as tx:
            tx.readings.correct(Correction("c1", "mail0001", T0, 6, "Marc Demo", "class", "Ida's words", "other words"))
            tx.mails.erase("mail0001", T(days=1))
        with engine.connect() as connection:
            tables = sa.inspect(engine).get_table_names()
            rows = [
                str(connection.execute(sa.text(f"SELECT * FROM {t}")).all()) for t in tables if t.startswith("mail")
            ]
        for word in ("Ida", "Holm", "Gloves", "20 April", "new IBAN", "new date", "buying@"):
            assert not any(word in row for row in rows), word
        with store.read() as tx:
            reading = tx.readings.get("mail0001")
        assert reading
        assert reading.suggestion
        assert reading.suggestion.primary is make_suggestion().primary
        assert [found.po for found in reading.suggestion.references] == ["P00036"]

    def test_erased_mail_that_comes_again_is_known(self, store: SqlStore) -> None:
        self.read(store)
        with store.begin() as tx:
            tx.mails.erase("mail0001", T(days=1))
        assert self.put(store, make_stored(2, content_hash=make_stored().content_hash)) is None

    @pytest.mark.parametrize(
        "whose",
        [
            Whose(emails=frozenset({SENDER.email})),
            Whose(domains=frozenset({"holmvalves.example"})),
            Whose(vendor_id=7),
        ],
    )
    def test_mails_are_found_by_person_domain_and_vendor(self, store: SqlStore, whose: Whose) -> None:
        self.read(store)
        self.put(store, make_stored(2, sender=Address("Other", "ida@holmvalves.example.evil.example")))
        with store.read() as tx:
            assert [mail.id for mail in tx.mails.whose(whose)] == ["mail0001"]

    def test_nobody_named_means_no_mail(self, store: SqlStore) -> None:
        self.read(store)
        with store.read() as tx:
            assert not tx.mails.whose(Whose())

    def test_hold_keeps_mails_until_it_is_lifted(self, store: SqlStore) -> None:
        mail = self.read(store)
        hold = Hold("h1", Whose(vendor_id=7), "Holm Valves", "dispute", T0, "maya")
        with store.begin() as tx:
            tx.mails.hold(hold)
        with store.read() as tx:
            assert tx.mails.held(mail) == hold
            assert not tx.mails.with_bodies(T(days=400))
        with store.begin() as tx:
            tx.mails.hold(replace(hold, lifted_at=T(days=1), lifted_by="maya"))
        with store.read() as tx:
            assert tx.mails.held(mail) is None
            assert [kept.id for kept in tx.mails.with_bodies(T(days=400))] == ["mail0001"]

    def read(self, store: SqlStore) -> StoredMail:
        """A mail that was read, by a vendor that Odoo knows as 7."""
        mail = self.put(store, make_stored())
        assert mail is not None
        with store.begin() as tx:
            tx.mails.keep_parsed(mail.id, make_mail("Now 20 April, and here is our new IBAN", "P00036"))
            vendors = (VendorRef(7, "Holm Valves"),)
            tx.readings.finish(Reading(mail.id, ReadingState.READ, make_suggestion(), vendors, True, read_at=T0))
        return mail
