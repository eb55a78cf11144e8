"""What a mail would change: line by line, with the words relied on, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.habits import Habit, HabitKind
from bot.domain.matching import Senders
from bot.domain.orders import OrderState
from bot.domain.proposals import Field, Mark, Proposal, Tolerances
from bot.domain.proposing import propose
from bot.domain.supply import SupplyOrder
from bot.domain.triage import (
    DateKind,
    MailClass,
    Part,
    PriceChange,
    PromisedDate,
    Quantity,
    Reference,
    Risk,
    RiskFlag,
    Span,
    Suggestion,
)
from tests.mails import TODAY, make_mail
from tests.supply import HOLM, OTHER, T0, make_line, make_suggestion, make_supply, matched

NEW = date(2026, 4, 21)


def span(text: str, words: str) -> Span:
    return Span(Part.BODY, text.index(words), words)


def promise(text: str, words: str, day: date = NEW, **more: Any) -> PromisedDate:
    return PromisedDate(day, DateKind.DELIVERY, span(text, words), **more)


def proposed(
    text: str, suggestion: Suggestion, order: SupplyOrder | None = None, habits: Any = (), **how: Any
) -> Proposal:
    order, mail = order or make_supply(), make_mail(text, "P00036")
    found = matched(mail, suggestion, order, **how)
    return propose(order, mail, suggestion, found, today=TODAY, tolerances=Tolerances(), habits=habits)


def dates(*promised: PromisedDate, **more: Any) -> Suggestion:
    return make_suggestion(promised=promised, **more)


def told(proposal: Proposal) -> list[tuple[str, str, str, str]]:
    return [(change.product, change.field.value, change.old, change.new) for change in proposal.changes]


def habit(kind: HabitKind, words: str, meaning: str) -> Habit:
    return Habit("h1", HOLM.id, HOLM.name, kind, words, meaning, meaning, 6, "Bella Ortiz", T0)


def test_each_date_goes_to_the_goods_named_beside_it() -> None:
    text = "The valves come on 21 April, the gaskets on 28 April. The pump is fine."
    found = proposed(text, dates(promise(text, "21 April"), promise(text, "28 April", date(2026, 4, 28))))
    assert told(found) == [
        ("Ball valve DN50", "date", "2026-04-14", "2026-04-21"),
        ("Flat gasket EPDM", "date", "2026-04-14", "2026-04-28"),
    ]
    assert [(change.quote, change.difference) for change in found.changes] == [
        ("21 April", "+7 days"),
        ("28 April", "+14 days"),
    ]


def test_goods_may_stand_after_the_date() -> None:
    text = "21 April for the gaskets, 28 April for the booster pump."
    found = proposed(text, dates(promise(text, "21 April"), promise(text, "28 April", date(2026, 4, 28))))
    assert [row[0] for row in told(found)] == ["Flat gasket EPDM", "Booster pump"]


def test_date_is_for_the_goods_of_the_sentence_before() -> None:
    text = "The booster pump is delayed at our works. The new delivery date is 21 April."
    found = proposed(text, dates(promise(text, "21 April")))
    assert told(found) == [("Booster pump", "date", "2026-04-14", "2026-04-21")]


def test_sentence_before_says_nothing_of_the_rest() -> None:
    text = "The booster pump is on its way. The remaining goods come on 21 April."
    assert len(told(proposed(text, dates(promise(text, "21 April"))))) == len(make_supply().lines)


def test_one_date_alone_is_for_the_whole_order() -> None:
    text = "Everything comes on 21 April."
    assert [row[0] for row in told(proposed(text, dates(promise(text, "21 April"))))] == [
        "Ball valve DN50",
        "Flat gasket EPDM",
        "Booster pump",
    ]


def test_rest_means_what_was_not_named() -> None:
    text = "The valves come on 21 April. The rest comes on 28 April."
    found = proposed(text, dates(promise(text, "21 April"), promise(text, "28 April", date(2026, 4, 28))))
    assert [(row[0], row[3]) for row in told(found)] == [
        ("Ball valve DN50", "2026-04-21"),
        ("Flat gasket EPDM", "2026-04-28"),
        ("Booster pump", "2026-04-28"),
    ]


def test_several_dates_without_goods_are_not_guessed() -> None:
    text = "It will be 21 April, or 28 April."
    found = proposed(text, dates(promise(text, "21 April"), promise(text, "28 April", date(2026, 4, 28))))
    assert found.changes == ()
    assert {one.why for one in found.not_offered} == {"the mail gives several dates, and not for which goods"}


def test_line_number_and_vendors_code_name_a_line() -> None:
    text = "Position 2 comes on 21 April. BV-50 comes on 28 April."
    found = proposed(text, dates(promise(text, "21 April"), promise(text, "28 April", date(2026, 4, 28))))
    assert [row[0] for row in told(found)] == ["Flat gasket EPDM", "Ball valve DN50"]


def test_same_date_is_confirmed_and_changes_nothing() -> None:
    text = "Valves, gaskets and pump on 14 April."
    found = proposed(text, dates(promise(text, "14 April", date(2026, 4, 14))))
    assert (found.changes, len(found.unchanged)) == ((), 3)


def test_tolerance_marks_only_what_goes_beyond() -> None:
    text = "The valves come on 17 April, the gaskets on 18 April."
    days = dates(promise(text, "17 April", date(2026, 4, 17)), promise(text, "18 April", date(2026, 4, 18)))
    changes = proposed(text, days).changes
    assert [(change.mark, change.ticked) for change in changes] == [(Mark.WITHIN, True), (Mark.BEYOND, False)]


@pytest.mark.parametrize(
    ("day", "why"), [(date(1970, 1, 1), "it lies in the past"), (date(2999, 1, 1), "it is too far away to be meant")]
)
def test_impossible_dates_are_refused(day: date, why: str) -> None:
    text = "The valves come then."
    found = proposed(text, dates(promise(text, "then", day)))
    assert (found.changes, [one.why for one in found.not_offered]) == ((), [why])


def test_words_that_do_not_stand_in_the_mail_carry_nothing() -> None:
    lie = Span(Part.BODY, 4, "21 April")
    invented = dates(PromisedDate(NEW, DateKind.DELIVERY, lie))
    text = "The valves come as planned, and cost the same."
    price = PriceChange(Span(Part.BODY, 0, "99 EUR"), "valves", new=Decimal(99), currency="EUR")
    found = proposed(text, replace(invented, prices=(price,)))
    assert (found.changes, found.not_offered, found.unchanged) == ((), (), ())


AMBIGUOUS = "The valves come on 05/06/2026."


def ambiguous() -> Suggestion:
    return dates(promise(AMBIGUOUS, "05/06/2026", date(2026, 6, 5), alternative=date(2026, 5, 6)))


@pytest.mark.parametrize(("country", "day"), [("DE", "2026-06-05"), ("US", "2026-05-06")])
def test_vendors_country_decides_an_ambiguous_date(country: str, day: str) -> None:
    order = make_supply(vendor=replace(HOLM, country=country))
    (change,) = proposed(AMBIGUOUS, ambiguous(), order).changes
    assert (change.new, change.caution) == (day, "")
    assert country in change.remark


def test_ambiguous_date_without_a_country_is_a_choice() -> None:
    found = proposed(AMBIGUOUS, ambiguous(), make_supply(vendor=replace(HOLM, country="")))
    assert [(change.new, change.ticked) for change in found.changes] == [("2026-06-05", False), ("2026-05-06", False)]
    assert len({change.place for change in found.changes}) == 1


def test_what_a_person_said_of_a_vendor_outweighs_the_country() -> None:
    found = proposed(AMBIGUOUS, ambiguous(), habits=[habit(HabitKind.DATES, "", "month first")])
    assert [change.new for change in found.changes] == ["2026-05-06"]
    assert "Bella Ortiz" in found.changes[0].remark


def test_synonym_names_a_line_until_it_is_undone() -> None:
    text = "The Kugelhahn comes on 21 April. Sorry."
    said = habit(HabitKind.PRODUCT, "Kugelhahn", "1001")
    named = proposed(text, dates(promise(text, "21 April")), habits=[said])
    undone = proposed(text, dates(promise(text, "21 April")), habits=[replace(said, undone_by="Ben", undone_at=T0)])
    assert [row[0] for row in told(named)] == ["Ball valve DN50"]
    assert len(undone.changes) == 3


def count(text: str, words: str, ordered: int, available: int, backorder: int, item: str | None = None) -> Suggestion:
    found = Quantity(span(text, words), Decimal(ordered), Decimal(available), Decimal(backorder), item)
    return make_suggestion(primary=MailClass.PARTIAL_SHORTAGE, quantities=(found,))


def test_less_than_ordered_for_good_is_a_new_quantity() -> None:
    text = "Of the 100 valves we can send 60, the others are no longer made."
    found = proposed(text, count(text, "100 valves we can send 60", 100, 60, 0, "valves"))
    assert told(found) == [("Ball valve DN50", "quantity", "100", "60")]
    assert (found.changes[0].mark, found.changes[0].difference) == (Mark.BEYOND, "-40, -40%")


def test_what_follows_later_is_not_struck_off_by_default() -> None:
    text = "Of the 100 valves we can send 60 now, 40 follow."
    change = proposed(text, count(text, "100 valves we can send 60", 100, 60, 40, "valves")).changes[0]
    assert (change.ticked, "40 follow later" in change.caution) == (False, True)


def test_negative_quantity_is_refused() -> None:
    text = "We can send -5 of the 100 valves."
    found = proposed(text, count(text, "-5 of the 100 valves", 100, -5, 105, "valves"))
    assert (found.changes, found.not_offered[0].why) == ((), "a quantity below zero is none")


def test_less_than_received_is_refused() -> None:
    text = "Of the 100 valves we can send 60."
    order = make_supply(lines=(make_line(1, received=Decimal(80)),))
    found = proposed(text, count(text, "100 valves we can send 60", 100, 60, 0, "valves"), order)
    assert found.not_offered[0].why == "80 are received already"


def test_pack_size_turns_their_unit_into_ours() -> None:
    text = "Of the 10 cartons of valves we can send 6 cartons."
    found = proposed(
        text,
        count(text, "10 cartons of valves we can send 6 cartons", 10, 6, 0, "valves"),
        habits=[habit(HabitKind.UNIT, "cartons", "10")],
    )
    assert told(found) == [("Ball valve DN50", "quantity", "100", "60")]


def test_other_number_ordered_than_ours_is_said() -> None:
    text = "Of the 70 valves we can send 60."
    change = proposed(text, count(text, "70 valves we can send 60", 70, 60, 0, "valves")).changes[0]
    assert (change.ticked, change.caution) == (False, "the mail speaks of 70 ordered, the order of 100 Units")


def price(text: str, words: str, **more: Any) -> Suggestion:
    given: dict[str, Any] = {"currency": "EUR"} | {
        k: Decimal(v) if k in {"old", "new", "pct"} else v for k, v in more.items()
    }
    return make_suggestion(primary=MailClass.PRICE_CHANGE, prices=(PriceChange(span(text, words), **given),))


def test_new_price_stands_beside_the_old() -> None:
    text = "The gaskets cost 1.25 EUR now."
    found = proposed(text, price(text, "1.25 EUR", item="gaskets", new="1.25"))
    assert told(found) == [("Flat gasket EPDM", "price", "1.2", "1.25")]
    assert (found.changes[0].difference, found.changes[0].mark) == ("+4.2%", Mark.BEYOND)


def test_price_without_goods_is_placed_by_the_old_one() -> None:
    text = "It was 840, now 860 EUR."
    assert [row[0] for row in told(proposed(text, price(text, "840, now 860 EUR", old="840", new="860")))] == [
        "Booster pump"
    ]


def test_percentage_on_everything_reaches_every_open_line() -> None:
    text = "All prices rise by 4 %."
    found = proposed(text, price(text, "4 %", item="all", pct="4", currency=None))
    assert [(row[0], row[3]) for row in told(found)] == [
        ("Ball valve DN50", "13"),
        ("Flat gasket EPDM", "1.25"),
        ("Booster pump", "873.6"),
    ]


def test_price_in_another_currency_is_not_offered() -> None:
    text = "The pump costs 900 USD."
    found = proposed(text, price(text, "900 USD", item="pump", new="900", currency="USD"))
    assert (found.changes, found.not_offered[0].why) == ((), "P00036 is in EUR")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"new": "84000"}, "far from the order’s price"),
        ({"new": "860", "old": "700"}, "700 as the old price"),
        ({"new": "860", "effective": date(2026, 9, 1)}, "it holds from 1 Sep 2026"),
    ],
)
def test_doubtful_price_is_shown_and_not_ticked(more: dict[str, Any], words: str) -> None:
    text = "The pump: new price."
    change = proposed(text, price(text, "new price", item="pump", **more)).changes[0]
    assert (change.ticked, words in change.caution) == (False, True)


def said_of(text: str, label: MailClass, **more: Any) -> Suggestion:
    named = (Reference("P00036", span(text, "P00036")),) if "P00036" in text else ()
    return make_suggestion(primary=label, references=named, **more)


CONFIRMATION = {"secondary": (MailClass.ORDER_CONFIRMATION,)}


@pytest.mark.parametrize(
    "text",
    [
        "We confirm P00036.",
        "Thank you for your order P00036, which we hereby confirm.",
        "Your order no. 36 is confirmed, but the valves come a week later.",
        "We confirm order P00036 and will deliver on 21 April.",
        "Please find attached our order confirmation AB-77.",
        "wir bestätigen Ihre Bestellung P00036.",
        "Nous confirmons votre commande P00036.",
        "Confirmamos su pedido no. 36.",
    ],
)
def test_confirmation_rests_on_the_words_that_say_so(text: str) -> None:
    for label in (MailClass.ORDER_CONFIRMATION, MailClass.DELAY):
        (change,) = proposed(text, said_of(text, label)).changes
        assert (change.field, change.new, change.quote, change.ticked) == (Field.CONFIRMED, "yes", text, True)
        assert proposed(text, said_of(text, label), make_supply(acknowledged=True)).changes == ()


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your order P00036. The valves are late.",
        "We confirm the delay of your order P00036.",
        "We confirm the new price of your order P00036.",
        "We confirm receipt of your order P00036.",
        "Please confirm the order P00036 at the new price.",
        "We cannot confirm your order P00036 yet.",
        "We are waiting for your order confirmation of P00036.",
        "Can you confirm order P00036?",
        "The order confirmation for P00036 follows tomorrow.",
        "Wir können Ihre Bestellung P00036 nicht bestätigen.",
        "We confirm order P00040. P00036 comes later.",
    ],
)
def test_order_that_is_only_named_is_not_confirmed(text: str) -> None:
    for label in (MailClass.DELAY, MailClass.PRICE_CHANGE):
        said = said_of(text, label, **CONFIRMATION)
        if "P00040" in text:
            said = replace(said, references=(*said.references, Reference("P00040", span(text, "P00040"))))
        assert proposed(text, said).changes == ()


def test_confirmation_in_other_words_rests_on_the_orders_number() -> None:
    text = "P00036: all as you wrote, thanks."
    (change,) = proposed(text, said_of(text, MailClass.ORDER_CONFIRMATION)).changes
    assert (change.field, change.quote) == (Field.CONFIRMED, "P00036")


@pytest.mark.parametrize("label", [MailClass.QUOTE, MailClass.QUESTION, MailClass.CANCELLATION])
def test_other_classes_confirm_nothing(label: MailClass) -> None:
    text = "We confirm P00036."
    assert proposed(text, said_of(text, label)).changes == ()


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (make_supply(state=OrderState.CANCEL), "P00036 is cancelled in Odoo"),
        (make_supply(locked=True), "P00036 is locked in Odoo: unlock it there first"),
        (make_supply(lines=(make_line(received=Decimal(100)),)), "all goods of P00036 are received"),
    ],
)
def test_closed_order_is_not_changed(order: SupplyOrder, why: str) -> None:
    text = "The valves come on 21 April."
    found = proposed(text, dates(promise(text, "21 April")), order)
    assert (found.changes, [one.why for one in found.not_offered]) == ((), [why])


def risky(text: str, flag: RiskFlag) -> Suggestion:
    danger = Risk(flag, "it asks for money", span(text, "The valves"))
    return dates(promise(text, "21 April"), risks=(danger,))


def test_fraud_offers_nothing_and_other_risks_tick_nothing() -> None:
    text = "The valves come on 21 April."
    assert proposed(text, risky(text, RiskFlag.PHISHING)).changes == ()
    for flag in (RiskFlag.BANK_CHANGE, RiskFlag.PROMPT_INJECTION):
        (change,) = proposed(text, risky(text, flag)).changes
        assert (change.ticked, change.caution) == (False, "the mail shows a risk: check it by another way first")


def test_strangers_changes_are_not_ticked_and_lookalikes_offer_nothing() -> None:
    text = "The valves come on 21 April."
    stranger = proposed(text, dates(promise(text, "21 April")), senders=Senders())
    lookalike = proposed(text, dates(promise(text, "21 April")), senders=Senders(lookalike_of="holmvalves.example"))
    assert [(c.ticked, c.caution) for c in stranger.changes] == [(False, "the sender is not known as the vendor’s")]
    assert lookalike.changes == ()


def test_unsure_reading_ticks_nothing() -> None:
    text = "The valves come on 21 April."
    found = proposed(text, dates(promise(text, "21 April"), unsure=True))
    assert [(c.ticked, c.caution) for c in found.changes] == [(False, "the reading is unsure")]


def test_finding_of_another_order_is_left_to_that_one() -> None:
    text = "P00040: 21 April."
    assert proposed(text, dates(promise(text, "21 April", po="P00040"))).changes == ()


def test_order_of_another_vendor_gets_no_changes() -> None:
    text = "The valves come on 21 April."
    found = proposed(text, dates(promise(text, "21 April")), make_supply(vendor=OTHER), open_orders=[])
    assert found.changes == ()


def test_day_beside_a_rest_that_follows_is_not_ticked() -> None:
    text = "Of the valves 60 of 100 come now, the remaining 40 on 21 April."
    count = Quantity(span(text, "60 of 100"), Decimal(100), Decimal(60), Decimal(40), item="valves")
    found = proposed(text, dates(promise(text, "21 April"), quantities=(count,)))
    (moved,) = [change for change in found.changes if change.field is Field.DATE]
    assert (moved.ticked, moved.caution) == (False, "is it the day of all, or of the 40 that follow?")
