"""Drafts to vendors: in their language, in full sentences, and with no fact that was not given."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from bot.domain.drafting import Asked, Draft, ask_for_confirmation, ask_for_date, reply
from bot.domain.languages import Language
from bot.domain.letter_texts import TEXTS
from bot.domain.letters import check_letter
from bot.domain.proposals import Change, Field, Mark
from bot.domain.triage import DateKind, MailClass, Part, PromisedDate, Span

REST = PromisedDate(date(2026, 5, 8), DateKind.DELIVERY, Span(Part.BODY, 0, "8 May"))
WEEK = PromisedDate(date(2026, 5, 8), DateKind.DELIVERY, Span(Part.BODY, 0, "KW 19."), approx=True)


def change(field: Field, old: str, new: str, unit: str = "", **overrides: Any) -> Change:
    """A change of the valves of P00036 beyond what is tolerated."""
    given = {"id": new, "order_id": 36, "order_name": "P00036", "line_id": 1, "product": "Ball valve DN50"}
    given |= {"quote": "", "part": Part.BODY, "mail_id": "m1", "mark": Mark.BEYOND}
    return Change(**given | {"field": field, "old": old, "new": new, "unit": unit} | overrides)  # type: ignore[arg-type]


SHORT = change(Field.QUANTITY, "1500", "340", "Units")
LATER = change(Field.DATE, "2026-04-14", "2026-05-08")
DEARER = change(Field.PRICE, "12.5", "13.25", "EUR")


def draft(
    *changes: Change,
    label: MailClass = MailClass.PARTIAL_SHORTAGE,
    rest: PromisedDate | None = None,
    language: Language = Language.ENGLISH,
    orders: tuple[str, ...] = ("P00036",),
    never: bool = False,
) -> str:
    """An answer signed by Bella Ortiz."""
    return drafted(*changes, label=label, rest=rest, language=language, orders=orders, never=never).text


def drafted(
    *changes: Change,
    label: MailClass = MailClass.PARTIAL_SHORTAGE,
    rest: PromisedDate | None = None,
    language: Language = Language.ENGLISH,
    orders: tuple[str, ...] = ("P00036",),
    never: bool = False,
) -> Draft:
    """The same with what found no room."""
    return reply(Asked(orders, label, changes, lambda _: rest, lambda _: never), "Bella Ortiz", language)


def test_a_reply_in_german() -> None:
    text = draft(LATER, DEARER, label=MailClass.DELAY, language=Language.GERMAN)
    assert text == (
        "Guten Tag,\n\nvielen Dank für Ihre Nachricht zu P00036.\n\n"
        "Ball valve DN50: Wir hatten den 14. April 2026 eingeplant, Sie nennen den 8. Mai 2026. "
        "Wann können Sie frühestens liefern, ganz oder in Teilen?\n\n"
        "Ball valve DN50: Bestellt haben wir zu 12,50 EUR, Sie nennen 13,25 EUR. "
        "Bitte nennen Sie uns den Grund, oder bestätigen Sie den Preis unserer Bestellung.\n\n"
        "Mit freundlichen Grüßen\nBella Ortiz"
    )


@pytest.mark.parametrize("language", Language)
def test_the_rest_is_asked_for_only_where_the_mail_names_no_day(language: Language) -> None:
    said = TEXTS[language]
    assert said.rest_when in draft(SHORT, language=language)
    for known in (draft(SHORT, LATER, rest=REST, language=language), draft(SHORT, LATER, rest=WEEK, language=language)):
        assert said.rest_when not in known
        assert "?" not in known.replace(said.hello, "")


@pytest.mark.parametrize("language", Language)
def test_of_a_rest_that_never_comes_a_replacement_is_asked_for_and_no_day(language: Language) -> None:
    said, text = TEXTS[language], draft(SHORT, never=True, language=language)
    assert said.rest_when not in text
    start, _, end = said.rest_never.partition("{rest}")
    assert re.search(rf"{re.escape(start)}1\D?160{re.escape(end)}", text)
    assert start not in draft(SHORT, rest=REST, never=True, language=language), "it named a day all the same"


@pytest.mark.parametrize("language", Language)
def test_long_reply_stays_whole_and_counts_what_found_no_room(language: Language) -> None:
    changes = [replace(LATER, id=str(at), line_id=at, product=f"Ball valve number {at:02}") for at in range(60)]
    found = drafted(*changes, language=language)
    assert check_letter(found.text) == found.text, "it can be sent as it is"
    assert found.text.endswith("Bella Ortiz")
    named = set(re.findall(r"Ball valve number (\d\d)", found.text))
    assert named == {f"{at:02}" for at in range(60 - found.left_out)}
    assert 0 < found.left_out < 60
    assert drafted(LATER, language=language).left_out == 0


def test_long_chaser_names_as_many_goods_as_have_room() -> None:
    late = [(f"Ball valve number {at:03}", date(2026, 4, 14)) for at in range(200)]
    found = ask_for_date("P00036", late, "Bella Ortiz", Language.GERMAN)
    assert check_letter(found.text).endswith("Bella Ortiz")
    assert found.text.count("Ball valve number") == 200 - found.left_out
    assert found.text.count("Ball valve number") > 20
    assert TEXTS[Language.GERMAN].late_when in found.text


def test_the_named_day_of_the_rest_is_told_back() -> None:
    assert (
        "Ball valve DN50: we ordered 1,500, you name 340. We have noted 8 May 2026 for the remaining 1,160."
        in draft(SHORT, LATER, rest=REST)
    )


def test_a_week_is_told_back_in_the_vendors_own_words() -> None:
    text = draft(SHORT, rest=WEEK)
    assert "“KW 19”" in text
    assert "8 May" not in text


def test_more_than_ordered_asks_for_the_quantity_of_the_order() -> None:
    text = draft(change(Field.QUANTITY, "100", "120", "kg"))
    assert "we ordered 100 kg, you name 120 kg. Please confirm the quantity of our order." in text
    assert "rest" not in text


def test_cancelled_goods_are_not_asked_for() -> None:
    text = draft(change(Field.QUANTITY, "100", "0"), label=MailClass.CANCELLATION)
    assert "it will not be delivered" in text
    assert "?" not in text


def test_several_orders_and_none() -> None:
    assert "about P00036, P00037 and P00038." in draft(orders=("P00036", "P00037", "P00038"))
    assert "about our order." in draft(orders=())


@pytest.mark.parametrize("language", Language)
def test_no_figure_stands_in_a_draft_that_was_not_given(language: Language) -> None:
    signed, late = "Bella Ortiz", [("Ball valve DN50", date(2026, 4, 14))]
    texts = [
        draft(SHORT, LATER, DEARER, rest=REST, language=language),
        draft(label=MailClass.QUESTION, language=language),
        draft(label=MailClass.ORDER_CONFIRMATION, language=language),
        ask_for_confirmation("P00036", date(2026, 4, 1), date(2026, 4, 14), signed, language).text,
        ask_for_confirmation("P00036", None, None, signed, language).text,
        ask_for_date("P00036", late, signed, language).text,
        draft(SHORT, never=True, language=language),
    ]
    given = {"00036", "50", "1500", "340", "1160", "12", "13", "25", "14", "8", "1", "2026"}
    for text in texts:
        assert "{" not in text
        assert "P00036" in text
        assert text.endswith(signed)
        plain = re.sub(r"(?<=\d)[.,\u00a0\u202f](?=\d{3}\b)", "", text)
        assert set(re.findall(r"\d+", plain)) <= given


@pytest.mark.parametrize("language", Language)
def test_every_language_says_everything_with_the_same_facts(language: Language) -> None:
    for field in fields(TEXTS[language]):
        said, meant = getattr(TEXTS[language], field.name), getattr(TEXTS[Language.ENGLISH], field.name)
        assert said.strip()
        assert set(re.findall(r"\{\w+\}", said)) == set(re.findall(r"\{\w+\}", meant)), field.name
    texts = [TEXTS[one].regards for one in Language]
    assert len(set(texts)) == len(texts)
