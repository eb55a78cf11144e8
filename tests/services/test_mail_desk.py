"""Corrections beside the suggestion, vendors' habits, exceptions, letters, and how often suggestions were right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.errors import Refused
from bot.domain.habits import HabitKind
from bot.domain.languages import Language
from bot.domain.orders import OrderState
from bot.domain.proposals import Field
from bot.domain.triage import DateKind, MailClass, Part, PromisedDate, Quantity, Reference, Span, Suggestion
from tests.desk import Desk, bella, olga
from tests.mail_desk import MailDesk, words
from tests.supply import make_suggestion, make_supply

TEXT = "P00036: the Kugelhahn comes on 21 April, the gaskets on 28 April."


def span(words: str) -> Span:
    return Span(Part.BODY, TEXT.index(words), words)


def said(**more: object) -> Suggestion:
    return make_suggestion(
        references=(Reference("P00036", span("P00036")),),
        promised=(
            PromisedDate(date(2026, 4, 21), DateKind.DELIVERY, span("21 April")),
            PromisedDate(date(2026, 4, 28), DateKind.DELIVERY, span("28 April")),
        ),
        **more,
    )


@pytest.fixture
def mail(make_desk: Callable[..., Desk]) -> MailDesk:
    return MailDesk(make_desk())


def test_corrected_class_stands_beside_the_suggestion(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    mail.desk.services.triage.correcting.correct(case.id, bella, "question", None, {})
    mail.desk.run()
    case = mail.case(case.id)
    assert (case.label, case.label_by) == (MailClass.QUESTION, "Bella Ortiz")
    assert "*Question*, set by Bella Ortiz (read as delay)" in words(mail.card(case))
    with mail.desk.store.read() as tx:
        reading = tx.readings.get(case.newest.mail_id)
        (correction,) = tx.readings.corrections([case.newest.mail_id])
    assert reading is not None
    assert reading.suggestion is not None
    assert reading.suggestion.primary is MailClass.DELAY
    assert (correction.field, correction.suggested, correction.corrected) == ("class", "delay", "question")


def test_corrected_value_is_what_is_applied(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    gaskets = next(change for change in case.changes if change.product == "Flat gasket EPDM")
    mail.desk.services.triage.correcting.correct(case.id, bella, None, None, {gaskets.id: "2026-05-05"})
    mail.desk.run()
    case = mail.case(case.id)
    better = next(change for change in case.changes if change.product == "Flat gasket EPDM")
    assert (better.new, better.corrected_by) == ("2026-05-05", "Bella Ortiz")
    mail.apply(case, only=[better.id])
    assert mail.desk.supply.line(36, 2).day == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1.234", "can be read as 1234 or as 1.234"),
        ("-5", "not below zero"),
        ("", "not below zero"),
        ("0", "above zero"),
    ],
)
def test_value_that_could_mean_two_things_is_refused(mail: MailDesk, written: str, why: str) -> None:
    case = mail.arrives(TEXT, said())
    with pytest.raises(Refused, match=why):
        mail.desk.services.triage.correcting.add_value(case.id, bella, 36, 3, Field.PRICE, written)


def test_value_that_the_reading_missed_is_added(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    mail.desk.services.triage.correcting.add_value(case.id, bella, 36, 3, Field.PRICE, "860.50")
    mail.desk.run()
    case = mail.case(case.id)
    pump = next(change for change in case.changes if change.product == "Booster pump" and change.field == "price")
    assert (pump.old, pump.new, pump.quote, pump.corrected_by) == ("840", "860.5", "", "Bella Ortiz")
    assert "given by Bella Ortiz" in words(mail.card(case))


def test_corrected_order_is_looked_up_in_odoo(mail: MailDesk) -> None:
    mail.put(make_supply(40))
    case = mail.arrives(TEXT, said())
    desk = mail.desk.services.triage.correcting
    with pytest.raises(Refused, match="Odoo has no order P00777 in our companies"):
        desk.correct(case.id, bella, None, "P00777", {})
    desk.correct(case.id, bella, None, "po 40", {})
    mail.desk.run()
    case = mail.case(case.id)
    assert ([order.name for order in case.orders], case.order_by) == (["P00040"], "Bella Ortiz")
    assert "chosen by Bella Ortiz" in words(mail.card(case))


def test_person_whom_odoo_does_not_know_may_do_nothing(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    desk = mail.desk.services.triage.desk
    with pytest.raises(Refused):
        desk.case(case.id, olga)
    with pytest.raises(Refused):
        desk.close(case.id, olga)
    with pytest.raises(Refused):
        mail.desk.services.triage.correcting.correct(case.id, olga, "delay", None, {})
    assert mail.case(case.id) == case


def test_vendors_word_is_learned_with_author_and_taken_back(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    assert [change.product for change in case.changes] == ["Flat gasket EPDM"]
    desk = mail.desk.services.triage.desk
    habit = desk.learn(case.id, bella, HabitKind.PRODUCT, "Kugelhahn", "1001", "Ball valve DN50")
    mail.desk.run()
    assert [change.product for change in mail.case(case.id).changes] == ["Ball valve DN50", "Flat gasket EPDM"]
    assert (habit.by_name, habit.vendor) == ("Bella Ortiz", "Holm Valves")
    desk.unlearn(habit.id, bella)
    with pytest.raises(Refused, match="already"):
        desk.unlearn(habit.id, bella)
    again = mail.arrives(TEXT, said(), message_id="<z@holmvalves.example>", thread="")
    assert [change.product for change in again.changes] == ["Flat gasket EPDM"]


def test_exception_has_an_owner_and_an_activity_on_the_order(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    mail.desk.services.triage.desk.make_exception(case.id, bella, "Find another source for the valves")
    mail.desk.run()
    (trouble,) = mail.desk.troubles()
    assert trouble.summary == "Bella Ortiz: Find another source for the valves (mail of 2 Mar 2026)"
    assert (trouble.order_name, trouble.owner_name != "") == ("P00036", True)
    assert [activity["order"] for activity in mail.desk.odoo.activities.values()] == [36]
    assert trouble.of_mail is not None
    assert trouble.of_mail.note == "ida@holmvalves.example is a contact of Holm Valves."


def test_drafted_reply_goes_out_once_in_the_buyers_name(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    services = mail.desk.services
    draft = services.triage.desk.draft(case.id, bella)[1].text
    assert "we planned with 14 April 2026, you name 28 April 2026" in draft
    assert draft.endswith("Bella Ortiz")
    person = services.people.who(bella)
    for _ in range(2):  # Slack sends a submission again when the ack was lost
        services.triage.letters.write(person, 36, "P00036", draft, why="reply", once="V0MODAL")
    mail.desk.run()
    ((order, text, author),) = mail.desk.supply.sent
    assert (order, author, "Our ref. P00036/" in text) == (36, person.user.partner_id, True)


def test_reply_is_drafted_in_the_mails_language_and_in_another_on_demand(mail: MailDesk) -> None:
    case = mail.arrives("P00036: Die Ventile kommen leider erst am 28.04.", make_suggestion())
    drafts = mail.desk.services.triage.desk
    _, draft, language = drafts.draft(case.id, bella)
    assert (language, draft.text.startswith("Guten Tag,")) == (Language.GERMAN, True)
    _, other, language = drafts.draft(case.id, bella, Language.POLISH)
    assert (language, other.text.startswith("Dzień dobry,")) == (Language.POLISH, True)


def test_reply_to_a_rest_that_never_comes_asks_what_takes_its_place(mail: MailDesk) -> None:
    text = "P00036: we send 60 of 100 ball valves DN50. The other 40 are discontinued."
    found = Span(Part.BODY, text.index("60 of 100"), "60 of 100")
    count = Quantity(found, Decimal(100), Decimal(60), Decimal(40), "ball valves DN50", "P00036")
    case = mail.arrives(text, make_suggestion(primary=MailClass.PARTIAL_SHORTAGE, quantities=(count,)))
    draft = mail.desk.services.triage.desk.draft(case.id, bella)[1].text
    assert "Can you offer a replacement for the remaining 40, or shall we take it off the order?" in draft
    assert "When can we expect" not in draft


def test_reply_to_a_part_delivery_does_not_ask_for_a_day_that_the_mail_names(mail: MailDesk) -> None:
    text = "P00036: we send 60 of 100 ball valves DN50. The other 40 follow on 28 April."
    found = Span(Part.BODY, text.index("60 of 100"), "60 of 100")
    day = Span(Part.BODY, text.index("28 April"), "28 April")
    says = make_suggestion(
        primary=MailClass.PARTIAL_SHORTAGE,
        quantities=(Quantity(found, Decimal(100), Decimal(60), Decimal(40), "ball valves DN50", "P00036"),),
        promised=(PromisedDate(date(2026, 4, 28), DateKind.DELIVERY, day),),
        references=(Reference("P00036", Span(Part.BODY, 0, "P00036")),),
    )
    case = mail.arrives(text, says)
    draft = mail.desk.services.triage.desk.draft(case.id, bella)[1].text
    assert "we ordered 100, you name 60. We have noted 28 April 2026 for the remaining 40." in draft
    assert "?" not in draft


@pytest.mark.parametrize("how", ["lose_answers", "swallow"])
def test_letter_with_unknown_outcome_is_sent_once(mail: MailDesk, how: str) -> None:
    services = mail.desk.services
    getattr(mail.desk.odoo, how)("write_to_vendor")
    services.triage.letters.write(services.people.who(bella), 36, "P00036", "Hello", why="reply", once="v")
    mail.desk.run()
    for _ in range(12):
        mail.desk.clock.advance(seconds=10)
        mail.desk.mail_rounds.sweep()
    assert len(mail.desk.supply.sent) == 1


def test_empty_letter_is_refused(mail: MailDesk) -> None:
    services = mail.desk.services
    with pytest.raises(Refused, match="an empty message is not sent"):
        services.triage.letters.write(services.people.who(bella), 36, "P00036", "  \n ", why="reply", once="v")


def test_shares_count_what_people_took_as_it_was(mail: MailDesk) -> None:
    taken = mail.arrives(TEXT, said())
    mail.apply(taken)
    wrong = mail.arrives(TEXT, said(), message_id="<b@holmvalves.example>", thread="")
    mail.desk.services.triage.correcting.correct(wrong.id, bella, "question", None, {})
    mail.desk.run()
    mail.desk.services.triage.desk.close(wrong.id, bella)
    told = words(mail.desk.services.triage_drawing.shares())
    assert "Delay: class right 1 of 2, changes taken as proposed 1 of 1" in told
    assert "Holm Valves: class right 1 of 2" in told


# Without being asked


def chased(mail: MailDesk) -> list[str]:
    return [shown.text for shown in mail.desk.slack.to(bella, "chasing")]


def test_order_without_confirmation_is_told_after_the_vendors_days(mail: MailDesk) -> None:
    today = mail.desk.clock.now().date()
    later = today.replace(year=today.year + 1)
    lines = tuple(replace(line, day=later) for line in make_supply().lines)
    mail.desk.supply.put(make_supply(confirmed_on=today, lines=lines))
    mail.desk.services.triage.chasing.look()
    mail.desk.run()
    assert chased(mail) == []
    for _ in range(12):
        mail.desk.clock.advance(hours=24)
        mail.desk.services.triage.chasing.look()
        mail.desk.run()
    told = chased(mail)
    assert "P00036" in told[0]
    assert "not confirmed, 1 working day overdue" in told[0]
    assert "Odoo has no e-mail address of Holm Valves" in told[0]


def test_each_buyer_is_told_once_a_day(mail: MailDesk) -> None:
    for _ in range(5):
        mail.desk.services.triage.chasing.look()
        mail.desk.run()
        mail.desk.clock.advance(minutes=15)
    assert len(chased(mail)) <= 1


def late(mail: MailDesk) -> None:
    day = date(2020, 1, 1)
    lines = tuple(replace(line, day=day) for line in make_supply().lines)
    mail.desk.supply.put(make_supply(lines=lines, confirmed_on=day, acknowledged=True))


def test_late_order_is_chased_with_a_click_and_not_before(mail: MailDesk) -> None:
    late(mail)
    chasing = mail.desk.services.triage.chasing
    chasing.look()
    mail.desk.run()
    (told,) = chased(mail)
    assert "no new date" in told
    assert mail.desk.supply.sent == []
    person = mail.desk.services.people.who(bella)
    name, draft, _ = chasing.draft(36, person)
    assert (name, "Ball valve DN50, due 1 January 2020" in draft.text) == ("P00036", True)
    chasing.send(36, person, draft.text, once="v")
    mail.desk.run()
    assert len(mail.desk.supply.sent) == 1
    (shown,) = mail.desk.slack.to(bella, "chasing")
    assert "the vendor was written to" in shown.text
    assert "Chase" not in shown.text, "its button is gone"
    mail.desk.clock.advance(hours=24)
    chasing.look()
    mail.desk.run()
    assert len(chased(mail)) == 1, "the vendor was asked yesterday"


def test_chaser_is_drafted_in_the_vendors_language_in_odoo(mail: MailDesk) -> None:
    late(mail)
    order = mail.desk.supply.stock[36]
    mail.desk.supply.put(replace(order, vendor=replace(order.vendor, language="sv_SE")))
    chasing, person = mail.desk.services.triage.chasing, mail.desk.services.people.who(bella)
    _, draft, language = chasing.draft(36, person)
    assert (language, "Ball valve DN50, väntad 1 januari 2020" in draft.text) == (Language.SWEDISH, True)
    assert "Ball valve DN50, due 1 January 2020" in chasing.draft(36, person, Language.ENGLISH)[1].text


def test_late_goods_with_a_new_date_on_a_card_are_not_chased(mail: MailDesk) -> None:
    late(mail)
    mail.arrives(TEXT, said())
    mail.desk.services.triage.chasing.look()
    mail.desk.run()
    assert chased(mail) == []


def test_chaser_is_not_drafted_for_what_is_settled(mail: MailDesk) -> None:
    far = date(2030, 1, 1)
    lines = tuple(replace(line, day=far) for line in make_supply().lines)
    mail.desk.supply.put(make_supply(acknowledged=True, lines=lines))
    with pytest.raises(Refused, match="needs no chaser any more"):
        mail.desk.services.triage.chasing.draft(36, mail.desk.services.people.who(bella))


def test_cancelled_orders_are_not_chased(mail: MailDesk) -> None:
    late(mail)
    mail.desk.supply.put(replace(mail.desk.supply.stock[36], state=OrderState.CANCEL))
    mail.desk.services.triage.chasing.look()
    mail.desk.run()
    assert chased(mail) == []
