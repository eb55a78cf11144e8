"""Who may read a supplier's mail itself, which one, and what is left of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.domain.errors import Refused
from bot.domain.matching import SenderFit
from bot.domain.originals import Original
from bot.domain.triage import Address
from tests.desk import Desk, bella, olga
from tests.mail_desk import MailDesk
from tests.supply import make_suggestion, make_supply

TEXT = "P00036: the valves come on 21 April."


@pytest.fixture
def mail(make_desk: Callable[..., Desk]) -> MailDesk:
    return MailDesk(make_desk())


def read(mail: MailDesk, case_id: str, who: str = bella, mail_id: str = "") -> Original:
    return mail.desk.services.triage.originals.read(case_id, who, mail_id)


def test_newest_mail_is_read_by_whoever_may_use_its_card(mail: MailDesk) -> None:
    case = mail.arrives(TEXT)
    original = read(mail, case.id)
    assert original.mail is not None
    assert original.mail.text == TEXT
    assert (original.about, original.sender) == ("P00036", SenderFit.ADDRESS)
    assert original.sender_words == "ida@holmvalves.example is a contact of Holm Valves"
    with pytest.raises(Refused):
        read(mail, case.id, olga)


def test_closed_mail_is_read_all_the_same(mail: MailDesk) -> None:
    case = mail.arrives(TEXT)
    mail.desk.services.triage.desk.close(case.id, bella)
    assert read(mail, case.id).mail is not None


def test_mails_of_a_conversation_are_listed_newest_first_and_read_each(mail: MailDesk) -> None:
    first = mail.arrives("First.", make_suggestion())
    mail.desk.clock.advance(hours=30)
    case = mail.arrives("Second.", in_reply_to=first.newest.mail_id, thread="", references=("<1@holmvalves.example>",))
    assert [one.mail_id for one in read(mail, case.id).listed] == ["mail2", "mail1"]
    texts = [found.text for one in ("", "mail1", "mail2") if (found := read(mail, case.id, mail_id=one).mail)]
    assert texts == ["Second.", "First.", "Second."]


def test_mail_of_another_conversation_is_not_read_through_this_one(mail: MailDesk) -> None:
    mail.arrives("Ours alone.")
    case = mail.arrives(TEXT, thread="", message_id="<z@holmvalves.example>")
    assert [one.mail_id for one in case.mails] == ["mail2"]
    with pytest.raises(Refused, match="no longer one about P00036"):
        read(mail, case.id, mail_id="mail1")


@pytest.mark.parametrize(
    ("sender", "lookalike", "fit", "words"),
    [
        ("ida@ho1mvalves.example", "holmvalves.example", SenderFit.LOOKALIKE, "only resembles holmvalves.example"),
        ("joe@elsewhere.example", "", SenderFit.UNKNOWN, "not known in Odoo as a contact of any vendor"),
        ("new@holmvalves.example", "", SenderFit.DOMAIN, "writes from the domain of Holm Valves"),
    ],
)
def test_sender_is_told_for_what_it_is(mail: MailDesk, sender: str, lookalike: str, fit: SenderFit, words: str) -> None:
    mail.vendors.lookalike = lookalike
    case = mail.arrives(TEXT, sender=Address("Holm Valves", sender))
    original = read(mail, case.id)
    assert original.sender is fit
    assert words in original.sender_words


def test_another_vendors_sender_is_not_this_ones(mail: MailDesk) -> None:
    mail.put(make_supply(50, vendor=make_supply().vendor.__class__(77, "Other", frozenset(), "DE")))
    case = mail.arrives(TEXT)
    mail.desk.services.triage.correcting.correct(case.id, bella, None, "P00050", {})
    mail.desk.run()
    assert read(mail, case.id).sender is SenderFit.OTHER


def test_text_that_was_forgotten_is_not_there(mail: MailDesk) -> None:
    case = mail.arrives(TEXT)
    with mail.desk.store.begin() as tx:
        tx.mails.forget_body(case.newest.mail_id, mail.desk.clock.now())
    original = read(mail, case.id)
    assert original.mail is None
    assert original.stored.body_gone_at == mail.desk.clock.now()
