"""Which of a mail's days is meant for the goods that follow later."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.proposals import Change, Field
from bot.domain.remainders import day_of_rest, never_comes
from bot.domain.triage import DateKind, Part, PromisedDate, Quantity, Span
from tests.mails import make_mail
from tests.supply import make_suggestion

CHANGE = Change(
    id="c", order_id=36, order_name="P00036", line_id=1, product="Ball valve", field=Field.QUANTITY, old="500",
    new="340", unit="Units", quote="340", part=Part.BODY, mail_id="m1",
)  # fmt: skip
FIRST, LAST = date(2026, 4, 24), date(2026, 5, 8)


def asked(text: str, *days: tuple[str, date], po: str | None = None) -> date | None:
    """The day of the rest of 500 valves of P00036 of which 340 come."""
    count = Quantity(Span(Part.BODY, text.index("340"), "340"), Decimal(500), Decimal(340), Decimal(160))
    promised = tuple(
        PromisedDate(day, DateKind.DELIVERY, Span(Part.BODY, text.index(words), words), po=po) for words, day in days
    )
    suggestion = make_suggestion(quantities=(count,), promised=promised)
    found = day_of_rest(make_mail(text), suggestion, CHANGE)
    return found.date if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Only 340 of 500 valves. The balance follows on {}.",
        "Nur 340 von 500 lieferbar, der Rest von 160 folgt am {}.",
        "340 sur 500. Le reliquat est prévu le {}.",
        "340 de 500. Las 160 pendientes llegan el {}.",
        "Solo 340 di 500. Saldo: consegna il {}.",
        "340 van de 500. De overige leveren wij op {}.",
        "Mamy 340 z 500. Brakujące wyślemy {}.",
        "340 av 500. Resten kommer {}.",
        "Vi sender 340 af 500. De sidste leveres {}.",
        "You get 340. 160 more come on {}.",
    ],
)
def test_a_day_said_of_the_rest_is_its_day(text: str) -> None:
    assert asked(text.format("8.5.2026"), ("8.5.2026", LAST)) == LAST


def test_the_day_of_the_first_part_is_not_the_rests() -> None:
    assert asked("We bring 340 of 500 on 24 April. More we cannot say.", ("24 April", FIRST)) is None


def test_of_two_days_in_one_sentence_the_rest_has_the_second() -> None:
    text = "340 come on 24 April, the remaining 160 on 8 May."
    assert asked(text, ("24 April", FIRST), ("8 May", LAST)) == LAST


def test_a_day_of_another_order_is_not_the_rests() -> None:
    assert asked("340 of 500 now, the rest on 8 May.", ("8 May", LAST), po="P00099") is None


@pytest.mark.parametrize(
    "text",
    [
        "We send 340 of 500. The remaining 160 will not be delivered.",
        "We send 340 of 500 valves; the type is discontinued.",
        "Hello,\n\n340 of 500 can leave now.\n\nThe rest is no longer in production.\n\nRegards",
        "We have to cancel the remaining 160; 340 are on their way.",
        "Von 500 liefern wir 340. Die restlichen 160 Stück sind leider nicht mehr lieferbar.",
        "Nur 340 von 500. Die Restmenge wurde storniert.",
        "Nous livrons 340 sur 500. Le reliquat ne sera pas livré.",
        "340 sur 500. Les 160 manquants n’sont plus fabriqués.",
        "Entregamos 340 de 500. El resto ya no se fabrica.",
        "Entregamos 340 de 500. Las 160 restantes no se entregarán.",
        "Consegniamo 340 di 500. Il saldo non verrà consegnato: articolo fuori produzione.",
        "Wij leveren 340 van 500. De overige 160 zijn niet meer leverbaar.",
        "Dostarczymy 340 z 500. Pozostałe 160 nie zostaną dostarczone.",
        "Dostarczymy 340 z 500. Reszta została wycofana z produkcji.",
        "Entregamos 340 de 500. O restante foi descontinuado.",
        "Entregamos 340 de 500. As 160 em falta não serão entregues.",
        "Vi skickar 340 av 500. Resten har utgått ur sortimentet.",
        "Vi sender 340 af 500. De resterende 160 leveres ikke.",
        "Vi sender 340 af 500. Resten er udgået.",
    ],
)
def test_a_rest_that_never_comes_is_seen(text: str) -> None:
    assert never_comes(make_mail(text), CHANGE)


@pytest.mark.parametrize(
    "text",
    [
        "We send 340 of 500. The rest follows.",
        "We send 340 of 500. The rest cannot be delivered before May.",
        "We send 340 of 500. The remaining 160 will not be shipped this week.",
        "We send 340 of 500. The rest is not discontinued, only late.",
        "We send 340 of 500. Shall we cancel the rest?",
        "We send 340 of 500. Thank you.\nBy the way: your enquiry of May was cancelled.",
        "Wir senden 340 von 500. Der Rest kann noch nicht geliefert werden.",
        "Wir senden 340 von 500. Der Rest wird nicht storniert, er kommt nach.",
        "Nous livrons 340 sur 500. Le reliquat ne sera pas livré avant mai.",
        "Vi sender 340 af 500. Resten leveres ikke før maj, men vi vender tilbage for 8. maj.",
    ],
)
def test_a_rest_that_is_only_late_is_not_taken_for_one_that_never_comes(text: str) -> None:
    assert not never_comes(make_mail(text), CHANGE)


def test_without_the_mails_text_nothing_is_known_of_the_rest() -> None:
    assert not never_comes(None, CHANGE)
