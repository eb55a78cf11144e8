"""Languages: which one a text is in, and how each writes days and figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.languages import Language, day, figure, of_locale, written_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The valves of P00036 will be with you on Friday, sorry.", "en"),
        ("Die Ventile zu P00036 kommen leider erst am Freitag.", "de"),
        ("Les vannes de P00036 ne seront pas livrées avant vendredi, merci.", "fr"),
        ("Las válvulas del pedido P00036 no llegan hasta el viernes, saludos", "es"),
        ("Le valvole del Vs. ordine P00036 sono in ritardo, ci scusiamo.", "it"),
        ("De kranen van P00036 zijn helaas nog niet klaar, groet", "nl"),
        ("Dzień dobry, zawory z zamówienia P00036 będą w piątek.", "pl"),
        ("Bom dia, as válvulas da vossa encomenda P00036 seguem na sexta", "pt"),
        ("Hej, ventilerna på P00036 är tyvärr försenade, levereras vecka 16.", "sv"),
        ("Hej, ventilerne på P00036 er desværre forsinket, leveres uge 16.", "da"),
    ],
)
def test_a_text_is_known_by_its_small_words(text: str, language: str) -> None:
    assert written_in(text) is Language(language)


@pytest.mark.parametrize("text", ["", "P00036", "ok", "12.04.2026 100 x BV-50", "Ventil", "hej det er inte ikke"])
def test_what_tells_no_language_is_answered_in_english(text: str) -> None:
    assert written_in(text) is Language.ENGLISH


@pytest.mark.parametrize(
    ("locale", "code"), [("de_DE", "de"), ("pt_BR", "pt"), ("fr-CH", "fr"), ("ja_JP", "en"), ("", "en")]
)
def test_odoos_language_is_taken_where_we_write_it(locale: str, code: str) -> None:
    assert of_locale(locale) is Language(code)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "1 March 2026"),
        ("de", "1. März 2026"),
        ("fr", "1er mars 2026"),
        ("es", "1 de marzo de 2026"),
        ("it", "1 marzo 2026"),
        ("nl", "1 maart 2026"),
        ("pl", "1 marca 2026"),
        ("pt", "1 de março de 2026"),
        ("sv", "1 mars 2026"),
        ("da", "1. marts 2026"),
    ],
)
def test_a_day_bears_its_months_name(code: str, written: str) -> None:
    assert day(date(2026, 3, 1), Language(code)) == written


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "1,234.50"),
        ("de", "1.234,50"),
        ("fr", "1\u202f234,50"),
        ("sv", "1\u00a0234,50"),
        ("es", "1234,50"),
        ("pl", "1234,50"),
    ],
)
def test_figures_stand_as_the_language_writes_them(code: str, written: str) -> None:
    assert figure(Decimal("1234.5"), Language(code), 2) == written


def test_whole_and_fine_figures_keep_what_they_have() -> None:
    assert figure(Decimal("100"), Language.GERMAN) == "100"
    assert figure(Decimal("0.0845"), Language.GERMAN, 2) == "0,0845"
