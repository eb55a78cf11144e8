"""Exceptions that people make of a supplier's mail: its card tells of them, there is one at a time, none misleads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.domain.cases import Case
from bot.domain.errors import Refused
from bot.domain.exceptions import ExceptionKind
from bot.domain.mail import Whose
from bot.domain.triage import Address, Part, Risk, RiskFlag, Span
from bot.services.messages import Outbox
from bot.services.triage.retention import RetentionService
from tests.desk import Desk, bella
from tests.mail_desk import MailDesk, buttons, words
from tests.supply import make_suggestion

TEXT = "P00036: our bank account is a new one."


@pytest.fixture
def mail(make_desk: Callable[..., Desk]) -> MailDesk:
    return MailDesk(make_desk())


def make(mail: MailDesk, case: Case, reason: str = "Find another source", who: str = bella) -> Case:
    mail.desk.services.triage.desk.make_exception(case.id, who, reason)
    mail.desk.run()
    return mail.case(case.id)


def test_card_says_what_is_looked_after_by_whom(mail: MailDesk) -> None:
    case = make(mail, mail.arrives(TEXT))
    (trouble,) = mail.desk.troubles()
    shown = words(mail.card(case))
    assert trouble.activity_id is not None, "its owner was found"
    assert f"*Exception no. {trouble.id}* · owner {trouble.owner_name} · " in shown
    assert "Bella Ortiz: Find another source (mail of 2 Mar 2026)" in shown
    assert "in Odoo it is an activity on P00036" in shown
    assert "Make an exception" not in buttons(mail.card(case))


def test_card_follows_the_exception_to_its_end(mail: MailDesk) -> None:
    case = make(mail, mail.arrives(TEXT))
    (trouble,) = mail.desk.troubles()
    mail.desk.services.exceptions.dismiss(trouble.id, "Maya Lindqvist", "Settled by telephone")
    mail.desk.run()
    shown = words(mail.card(case))
    assert f"☑️ *Exception no. {trouble.id}* dismissed by Maya Lindqvist" in shown
    assert "Settled by telephone" in shown
    assert "Make an exception" in buttons(mail.card(case))


def test_second_one_is_told_whose_the_first_is(mail: MailDesk) -> None:
    first = make(mail, mail.arrives(TEXT))
    other = mail.arrives(TEXT, thread="", message_id="<z@holmvalves.example>")
    assert first.id != other.id
    (trouble,) = mail.desk.troubles()
    whose = f"P00036 has exception no. {trouble.id} already, owned by {trouble.owner_name}: “Bella Ortiz: Find another"
    for case in (first, other):
        with pytest.raises(Refused, match=whose):
            mail.desk.services.triage.desk.may_make_exception(case.id, bella)
        with pytest.raises(Refused, match=whose):
            mail.desk.services.triage.desk.make_exception(case.id, bella, "Once more")
    assert len(mail.desk.troubles(only_open=False)) == 1


def test_same_words_after_it_was_dismissed_make_it_anew(mail: MailDesk) -> None:
    case = make(mail, mail.arrives(TEXT))
    (first,) = mail.desk.troubles()
    mail.desk.services.exceptions.dismiss(first.id, "Maya Lindqvist", "Done")
    case = make(mail, case)
    (second,) = mail.desk.troubles()
    assert (second.summary, second.id > first.id) == (first.summary, True)
    assert case.exceptions == (first.id, second.id)


def test_exception_of_another_kind_stands_beside_it(mail: MailDesk) -> None:
    case = mail.arrives(TEXT)
    mail.desk.services.exceptions.raise_for(mail.desk.order(36), ExceptionKind.GREW, "It grew.")
    make(mail, case)
    assert {one.kind for one in mail.desk.troubles()} == {ExceptionKind.GREW, ExceptionKind.SUPPLIER_MAIL}


def lookalike(mail: MailDesk) -> Case:
    """An exception made of a mail whose sender only resembles the vendor."""
    mail.vendors.lookalike = "holmvalves.example"
    risk = Risk(RiskFlag.BANK_CHANGE, "another account", Span(Part.BODY, TEXT.index("our"), "our bank account"))
    case = mail.arrives(TEXT, make_suggestion(risks=(risk,)), sender=Address("Holm Valves", "ida@holm-valves.example"))
    if not case.orders:
        mail.desk.services.triage.correcting.correct(case.id, bella, None, "P00036", {})
        mail.desk.run()
    return make(mail, mail.case(case.id))


WARNING = (
    "⚠️ Do not take the mail for the vendor’s: ida@holm-valves.example only resembles holmvalves.example. "
    "It shows changed bank details. Call the vendor on a number that you already have."
)


def test_lookalikes_mail_is_not_told_as_the_vendors(mail: MailDesk) -> None:
    lookalike(mail)
    (trouble,) = mail.desk.troubles()
    assert trouble.told == f"Bella Ortiz: Find another source (mail of 2 Mar 2026) {WARNING}"
    assert "Holm Valves" not in trouble.told
    (activity,) = mail.desk.odoo.activities.values()
    assert WARNING in activity["note"]
    shown = next(one for one in mail.desk.slack.shown if one.key.startswith("exception:")).pictures[-1]
    assert WARNING in words(shown)
    assert "Read the mail" in buttons(shown)


def test_senders_address_goes_with_the_mail_and_is_in_no_log(mail: MailDesk) -> None:
    lookalike(mail)
    desk = mail.desk
    retention = RetentionService(desk.store, Outbox(desk.clock), desk.clock, desk.locks, 180)
    address = "ida@holm-valves.example"
    assert all(address not in event.data for event in desk.events("exception.opened"))
    assert retention.erase(Whose(emails=frozenset({address})), address, "Maya").erased == 1
    desk.run()
    (trouble,) = desk.troubles()
    assert address not in repr(trouble)
    shown = next(one for one in desk.slack.shown if one.key.startswith("exception:")).pictures[-1]
    assert address not in repr(shown)


def test_whoever_is_slower_by_a_moment_is_told_too(mail: MailDesk) -> None:
    case = mail.arrives(TEXT)
    other = mail.arrives(TEXT, thread="", message_id="<z@holmvalves.example>")
    desk = mail.desk.services.triage.desk
    mail.desk.wire.before("orders", lambda: desk.make_exception(other.id, bella, "Mine is first"))
    with pytest.raises(Refused, match=r"P00036 has exception no. 1 already, owned by .*: “Bella Ortiz: Mine is first"):
        desk.make_exception(case.id, bella, "Mine is second")
    assert mail.case(case.id).exceptions == ()
