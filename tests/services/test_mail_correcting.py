"""After a correction the offered changes follow it, and what the person did not say themselves is not ticked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.domain.cases import Case
from bot.domain.errors import Refused
from bot.domain.proposals import Field
from bot.domain.triage import DateKind, MailClass, Part, PromisedDate, Reference, Span, Suggestion
from tests.desk import Desk, bella
from tests.mail_desk import MailDesk, buttons, words
from tests.supply import OTHER, make_line, make_suggestion, make_supply

TEXT = "P00036: the valves will arrive on 16 April, the gaskets will arrive on 17 April."
VALVES, GASKETS = ("Ball valve DN50", "2026-04-16"), ("Flat gasket EPDM", "2026-04-17")


def span(words: str, text: str = TEXT) -> Span:
    return Span(Part.BODY, text.index(words), words)


def said() -> Suggestion:
    """A delay of valves and gaskets."""
    return make_suggestion(
        references=(Reference("P00036", span("P00036")),),
        promised=(
            PromisedDate(date(2026, 4, 16), DateKind.DELIVERY, span("16 April")),
            PromisedDate(date(2026, 4, 17), DateKind.DELIVERY, span("17 April")),
        ),
    )


@pytest.fixture
def mail(make_desk: Callable[..., Desk]) -> MailDesk:
    return MailDesk(make_desk())


def corrected(mail: MailDesk, case: Case, label: str | None, reference: str | None = None) -> Case:
    """The case after Bella said what it is, or which order."""
    mail.desk.services.triage.correcting.correct(case.id, bella, label, reference, {})
    mail.desk.run()
    return mail.case(case.id)


def offered(case: Case) -> list[tuple[str, str]]:
    return [(change.product, change.new) for change in case.changes]


def ticked(case: Case) -> list[tuple[str, str]]:
    return [(change.product, change.new) for change in case.changes if change.ticked]


def test_what_the_corrected_class_cannot_mean_is_not_offered(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    assert ticked(case) == [VALVES, GASKETS]
    case = corrected(mail, case, "question")
    assert offered(case) == []
    assert "Apply" not in buttons(mail.card(case))


def test_what_the_corrected_class_can_mean_is_offered_and_not_ticked(mail: MailDesk) -> None:
    case = corrected(mail, mail.arrives(TEXT, said()), "shipment")
    assert (offered(case), ticked(case)) == ([VALVES, GASKETS], [])
    assert "first read as something else" in words(mail.card(case))


def test_what_only_the_corrected_class_lets_us_see_is_offered(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, make_suggestion(primary=MailClass.QUESTION))
    assert offered(case) == []
    case = corrected(mail, case, "delay")
    assert (offered(case), ticked(case)) == ([VALVES, GASKETS], [])


def test_corrected_to_a_confirmation_it_offers_the_confirmation(mail: MailDesk) -> None:
    text = "P00036: all fine, the gaskets come as planned."
    read = make_suggestion(references=(Reference("P00036", span("P00036", text)),))
    case = corrected(mail, mail.arrives(text, read), "order_confirmation")
    assert [(change.field, change.ticked) for change in case.changes] == [(Field.CONFIRMED, False)]


def test_after_a_corrected_class_the_value_that_the_person_gave_is_ticked(mail: MailDesk) -> None:
    case = corrected(mail, mail.arrives(TEXT, said()), "shipment")
    gaskets = next(change for change in case.changes if change.product == "Flat gasket EPDM")
    mail.desk.services.triage.correcting.correct(case.id, bella, None, None, {gaskets.id: "2026-05-05"})
    mail.desk.run()
    case = mail.case(case.id)
    given = ("Flat gasket EPDM", "2026-05-05")
    assert (offered(case), ticked(case)) == ([VALVES, given], [given])


def test_class_set_back_is_ticked_as_it_was_read(mail: MailDesk) -> None:
    case = corrected(mail, mail.arrives(TEXT, said()), "question")
    assert ticked(corrected(mail, case, "delay")) == [VALVES, GASKETS]


def test_another_mail_of_the_conversation_is_read_by_itself(mail: MailDesk) -> None:
    case = corrected(mail, mail.arrives(TEXT, said()), "question")
    after = mail.arrives(TEXT, said(), in_reply_to="<1@holmvalves.example>")
    assert (after.id, ticked(after)) == (case.id, [VALVES, GASKETS])


def test_changes_follow_the_corrected_order_and_are_not_ticked(mail: MailDesk) -> None:
    mail.put(make_supply(40, lines=(make_line(9, "Flat gasket EPDM"), make_line(10, "Ball valve DN50"))))
    case = corrected(mail, mail.arrives(TEXT, said()), None, "P00040")
    assert ({change.order_name for change in case.changes}, ticked(case)) == ({"P00040"}, [])
    assert "the mail does not name this order" in words(mail.card(case))


def test_order_chosen_among_the_candidates_keeps_its_ticks(mail: MailDesk) -> None:
    mail.put(make_supply(36, their_reference="AB-77120"))
    mail.put(make_supply(40, their_reference="AB-77120"))
    text = "Our AB-77120: the valves come on 16 April."
    moved = PromisedDate(date(2026, 4, 16), DateKind.DELIVERY, span("16 April", text))
    case = mail.arrives(text, make_suggestion(promised=(moved,)), subject="AB-77120")
    mail.desk.services.triage.correcting.choose(case.id, bella, 40)
    mail.desk.run()
    assert ticked(mail.case(case.id)) == [VALVES]


def test_order_of_another_vendor_that_a_person_names_is_said_to_be_one(mail: MailDesk) -> None:
    mail.put(make_supply(50, vendor=OTHER))
    case = corrected(mail, mail.arrives(TEXT, said()), None, "P00050")
    assert ({change.order_name for change in case.changes}, ticked(case)) == ({"P00050"}, [])
    told = words(mail.card(case))
    assert "ida@holmvalves.example belongs to Holm Valves, and P00050 is an order to Kestrel Imports" in told


def test_own_order_that_a_person_names_for_a_mail_about_a_foreign_one_is_offered(mail: MailDesk) -> None:
    mail.put(make_supply(50, vendor=OTHER))
    text = "P00050: the gaskets come on 17 April."
    read = make_suggestion(
        references=(Reference("P00050", span("P00050", text)),),
        promised=(PromisedDate(date(2026, 4, 17), DateKind.DELIVERY, span("17 April", text)),),
    )
    case = mail.arrives(text, read, subject="Delay")
    assert case.changes == ()
    case = corrected(mail, case, None, "P00036")
    assert (offered(case), ticked(case)) == ([GASKETS], [])


def test_value_of_the_order_before_is_refused_beside_another_order(mail: MailDesk) -> None:
    mail.put(make_supply(40))
    case = mail.arrives(TEXT, said())
    with pytest.raises(Refused, match="One after the other: the values will be those of P00040 then"):
        mail.desk.services.triage.correcting.correct(case.id, bella, None, "P00040", {case.changes[0].id: "2026-05-05"})
    assert mail.case(case.id) == case
