"""A value that a person gives is held against order and policy as the mail's are, and says whose it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.cases import Case
from bot.domain.errors import Refused
from bot.domain.orders import OrderState
from bot.domain.proposals import Change, Field, Mark
from bot.domain.triage import DateKind, Part, PriceChange, PromisedDate, Reference, Risk, RiskFlag, Span, Suggestion
from tests.desk import Desk, bella
from tests.mail_desk import MailDesk, buttons, words
from tests.supply import make_suggestion

TEXT = "We confirm P00036: the valves come on 16 April and cost 12.60 EUR, the gaskets on 17 April."
VALVES, GASKETS, PUMP = 1, 2, 3


def span(words: str) -> Span:
    return Span(Part.BODY, TEXT.index(words), words)


def said(**more: object) -> Suggestion:
    """Two days, a price and a confirmation, all within tolerance."""
    return make_suggestion(
        references=(Reference("P00036", span("P00036")),),
        promised=(
            PromisedDate(date(2026, 4, 16), DateKind.DELIVERY, span("16 April")),
            PromisedDate(date(2026, 4, 17), DateKind.DELIVERY, span("17 April")),
        ),
        prices=(PriceChange(span("12.60 EUR"), "valves", new=Decimal("12.60"), currency="EUR"),),
        **more,
    )


@pytest.fixture
def mail(make_desk: Callable[..., Desk]) -> MailDesk:
    return MailDesk(make_desk())


def at(case: Case, line: int | None, field: Field) -> Change:
    return next(change for change in case.changes if (change.line_id, change.field) == (line, field))


def give(mail: MailDesk, case: Case, line: int, field: Field, written: str) -> Case:
    """The case after Bella corrected one value that was read, and left the others in the form as they stood."""
    values = {change.id: change.new for change in case.changes if change.line_id is not None}
    mail.desk.services.triage.correcting.correct(
        case.id, bella, None, None, values | {at(case, line, field).id: written}
    )
    mail.desk.run()
    return mail.case(case.id)


def add(mail: MailDesk, case: Case, line: int, field: Field, written: str) -> Case:
    mail.desk.services.triage.correcting.add_value(case.id, bella, 36, line, field, written)
    mail.desk.run()
    return mail.case(case.id)


def ticked(case: Case) -> set[tuple[int | None, Field]]:
    return {(change.line_id, change.field) for change in case.changes if change.ticked}


def test_only_the_given_value_keeps_its_tick(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    assert len(ticked(case)) == len(case.changes) == 4
    case = give(mail, case, VALVES, Field.PRICE, "12.70")
    assert ticked(case) == {(VALVES, Field.PRICE)}
    assert at(case, GASKETS, Field.DATE).caution == "another value of this mail was put right: check this one too"


def test_given_value_stands_where_the_read_one_stood(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    before = [change.place for change in case.changes]
    assert [change.place for change in give(mail, case, VALVES, Field.PRICE, "12,70").changes] == before


def test_value_that_was_missed_takes_no_tick_from_the_others(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    before = ticked(case)
    case = add(mail, case, PUMP, Field.PRICE, "841")
    assert ticked(case) == before | {(PUMP, Field.PRICE)}


def test_given_price_beyond_tolerance_says_so(mail: MailDesk) -> None:
    case = give(mail, mail.arrives(TEXT, said()), VALVES, Field.PRICE, "51,90")
    change = at(case, VALVES, Field.PRICE)
    assert (change.new, change.difference, change.mark, change.ticked) == ("51.9", "+315.2%", Mark.BEYOND, True)
    assert "51.90 EUR* (+315.2%) ⚠️ beyond tolerance" in words(mail.card(case))


def test_given_price_that_can_hardly_be_meant_is_not_ticked(mail: MailDesk) -> None:
    case = give(mail, mail.arrives(TEXT, said()), VALVES, Field.PRICE, "1270")
    change = at(case, VALVES, Field.PRICE)
    assert (change.ticked, "slip of the key" in change.caution) == (False, True)


def test_given_value_names_the_person_and_not_the_mail(mail: MailDesk) -> None:
    case = give(mail, mail.arrives(TEXT, said()), VALVES, Field.PRICE, "12.70")
    assert "given by Bella Ortiz (read as 12.60 EUR)" in words(mail.card(case))
    assert "12.60 EUR”" not in words(mail.card(case))
    mail.apply(case, only=[at(case, VALVES, Field.PRICE).id, at(case, VALVES, Field.DATE).id])
    (note,) = mail.desk.odoo.notes[36]
    assert "price of Ball valve DN50: 12.50 EUR → 12.70 EUR (given by Bella Ortiz)" in note
    assert "date of Ball valve DN50: 14 Apr 2026 → 16 Apr 2026 (“16 April”)" in note
    (event,) = mail.desk.events("mail.applied")
    price = next(row for row in json.loads(event.data)["changes"] if row[2] == "price")
    assert price == ["P00036", 1, "price", "12.5", "12.7", "given by Bella Ortiz"]


def test_note_of_given_values_alone_does_not_say_that_they_were_taken_over(mail: MailDesk) -> None:
    case = add(mail, mail.arrives(TEXT, said()), PUMP, Field.PRICE, "841")
    mail.apply(case, only=[at(case, PUMP, Field.PRICE).id])
    (note,) = mail.desk.odoo.notes[36]
    assert "Bella Ortiz changed this after a mail by ida@holmvalves.example, via Slack" in note


def test_value_given_twice_still_tells_what_was_read(mail: MailDesk) -> None:
    case = give(mail, mail.arrives(TEXT, said()), VALVES, Field.PRICE, "12.70")
    case = give(mail, case, VALVES, Field.PRICE, "12.65")
    assert at(case, VALVES, Field.PRICE).read_as == "12.6"


def test_value_given_back_is_the_mails_again(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    before = case.changes
    case = give(mail, case, VALVES, Field.PRICE, "12.70")
    assert give(mail, case, VALVES, Field.PRICE, "12.60").changes == before


def test_mail_does_not_ask_again_for_what_a_person_applied_otherwise(mail: MailDesk) -> None:
    case = give(mail, mail.arrives(TEXT, said()), VALVES, Field.PRICE, "12.70")
    case = mail.apply(case, only=[at(case, VALVES, Field.PRICE).id])
    case = add(mail, case, PUMP, Field.PRICE, "841")
    assert (VALVES, Field.PRICE) not in {(change.line_id, change.field) for change in case.changes}
    assert ticked(case) == {(PUMP, Field.PRICE)}, "the reading was wrong once"


def test_given_value_outlives_a_change_in_odoo_and_is_compared_anew(mail: MailDesk) -> None:
    case = give(mail, mail.arrives(TEXT, said()), VALVES, Field.PRICE, "12.70")
    mail.desk.supply.edit(36, VALVES, price=Decimal("12.00"))
    case = mail.apply(case, only=[at(case, VALVES, Field.PRICE).id])
    change = at(case, VALVES, Field.PRICE)
    assert "it is 12.00 EUR now" in case.problem
    assert (change.old, change.new, change.difference, change.corrected_by) == ("12", "12.7", "+5.8%", "Bella Ortiz")
    assert mail.apply(case, only=[change.id]).applied[0].change == change


@pytest.mark.parametrize(
    ("line", "field", "written", "why"),
    [
        (VALVES, Field.DATE, "2020-01-01", "1 Jan 2020 lies in the past"),
        (VALVES, Field.DATE, "2226-04-16", "16 Apr 2226 is too far away to be meant"),
        (VALVES, Field.PRICE, "12,50", "P00036 has this already"),
        (GASKETS, Field.QUANTITY, "50", "80 Units of Flat gasket EPDM are received already"),
        (PUMP, Field.DATE, "2026-04-16", "Booster pump of P00036 is received already"),
    ],
)
def test_what_the_order_cannot_take_is_refused(mail: MailDesk, line: int, field: Field, written: str, why: str) -> None:
    mail.desk.supply.edit(36, GASKETS, received=Decimal(80))
    mail.desk.supply.edit(36, PUMP, received=Decimal(2))
    case = mail.arrives(TEXT, said())
    with pytest.raises(Refused, match=why):
        mail.desk.services.triage.correcting.add_value(case.id, bella, 36, line, field, written)
    assert mail.case(case.id) == case


def test_refused_value_names_the_change_that_it_is_for(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    for change, written in ((at(case, VALVES, Field.PRICE), "1.234"), (at(case, GASKETS, Field.DATE), "2020-01-01")):
        with pytest.raises(Refused) as refused:
            give(mail, case, change.line_id or 0, change.field, written)
        assert refused.value.where == change.id


def test_form_of_an_older_proposal_is_refused_and_not_half_taken(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    mail.apply(case, only=[at(case, VALVES, Field.PRICE).id])
    with pytest.raises(Refused, match="Please open Correct anew"):
        give(mail, case, VALVES, Field.PRICE, "12.70")


def test_old_dialog_does_not_apply_to_a_value_that_it_did_not_show(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    shown = at(case, VALVES, Field.DATE)
    mail.desk.supply.edit(36, VALVES, day=date(2026, 4, 20))
    mail.apply(case, only=[shown.id])
    again = mail.case(case.id)
    assert (at(again, VALVES, Field.DATE).old, again.applied) == ("2026-04-20", ())
    with pytest.raises(Refused, match="The proposal for P00036 changed meanwhile"):
        mail.apply(case, only=[shown.id])


def test_value_of_a_mail_that_could_not_be_read_can_be_given(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    with mail.desk.store.begin() as tx:
        unread = replace(case.newest, suggestion=None, why="it is no mail")
        case = tx.cases.save(replace(case, mails=(unread,), changes=()))
    case = add(mail, case, PUMP, Field.PRICE, "841")
    assert ticked(case) == {(PUMP, Field.PRICE)}
    mail.apply(case)
    assert mail.desk.supply.line(36, PUMP).price == Decimal(841)


def test_signs_of_fraud_leave_nothing_to_apply_by_hand_either(mail: MailDesk) -> None:
    danger = Risk(RiskFlag.PHISHING, "it asks for money", span("cost"))
    case = mail.arrives(TEXT, said(risks=(danger,)))
    with pytest.raises(Refused, match="Nothing can be applied with this mail: the mail shows signs of fraud"):
        add(mail, case, PUMP, Field.PRICE, "841")


def test_given_value_of_an_order_that_was_cancelled_is_told_and_not_offered(mail: MailDesk) -> None:
    case = give(mail, mail.arrives(TEXT, said()), VALVES, Field.PRICE, "12.70")
    mail.desk.supply.put(replace(mail.desk.supply.stock[36], state=OrderState.CANCEL))
    case = mail.apply(case)
    assert case.problem == "Nothing was applied. P00036 is cancelled in Odoo. Please look again.", "said once"
    assert "Apply" not in buttons(mail.card(case))
    assert "price of Ball valve DN50: 12.70 EUR: P00036 is cancelled in Odoo" in words(mail.card(case))


def test_goods_received_meanwhile_move_no_day(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    mail.desk.supply.edit(36, VALVES, received=Decimal(100), moves=())
    case = mail.apply(case, only=[at(case, VALVES, Field.DATE).id])
    assert "Ball valve DN50 of P00036 was received meanwhile" in case.problem
    assert mail.desk.wire.count("amend") == 0


def test_what_was_applied_is_not_told_as_unchanged(mail: MailDesk) -> None:
    text = words(mail.card(mail.apply(mail.arrives(TEXT, said()))))
    assert "14 Apr 2026 → *16 Apr 2026*, applied by Bella Ortiz" in text
    assert "Unchanged by this mail" not in text
    again = mail.arrives(TEXT, said(), message_id="<b@holmvalves.example>", thread="")
    assert "Unchanged by this mail: Ball valve DN50: 16 Apr 2026" in words(mail.card(again))
