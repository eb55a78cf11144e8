"""The two lines that a person reads: which day is for what."""

import pytest

from bot.adapters.triage.promises import promised_dates
from bot.adapters.triage.quantities import quantities
from bot.adapters.triage.references import references
from bot.adapters.triage.summary import summary, told_with
from bot.domain.proposals import PartDay
from bot.domain.triage import MailClass
from tests.mails import make_mail
from tests.supply import make_suggestion


def second_line(text: str, label: MailClass = MailClass.DELAY, subject: str = "") -> str:
    mail = make_mail(text, subject)
    found = references(mail)
    counts = quantities(mail, [label], found) if label is MailClass.ORDER_CONFIRMATION else ()
    return summary(mail, label, (), found, promised_dates(mail, [label], found), (), counts).partition("\n")[2]


def test_goods_of_an_order_are_named_beside_their_days() -> None:
    text = "P00036: the valves arrive 11 June, but the pump covers are not possible before 22 June."
    assert second_line(text) == "P00036 (valves) arrives 11 June 2026; P00036 (pump covers) arrives 22 June 2026."


@pytest.mark.parametrize(
    "text",
    [
        "P00036: the remaining 20 follow on 22 June.",
        "P00036: Der Rest kommt am 22. Juni.",
        "P00036 : le reliquat arrive le 22 juin.",
        "P00036: el resto llega el 22 de junio.",
        "P00036: il resto arriva il 22 giugno.",
        "P00036: de rest komt op 22 juni.",
        "P00036: reszta przyjdzie 22 czerwca.",
        "P00036: o resto chega em 22 de junho.",
        "P00036: resten kommer den 22 juni.",
        "P00036: resten kommer den 22. juni.",
        "P00036: zbytek dorazí 22. června.",
    ],
)
def test_the_day_of_the_rest_is_not_the_orders(text: str) -> None:
    assert second_line(text) == "The rest of P00036 arrives 22 June 2026."


def test_the_only_day_of_an_order_is_the_orders() -> None:
    assert second_line("P00036: the valves arrive 11 June.") == "P00036 arrives 11 June 2026."


def test_day_of_a_part_of_the_order_says_of_which() -> None:
    mail = make_mail("P00036: the valves arrive 11 June. The rest follows on 22 June.")
    found = references(mail)
    days = promised_dates(mail, [MailClass.DELAY], found)
    suggestion = make_suggestion(references=found, promised=days)
    one, two = PartDay(days[0], "P00036", 2, 3), PartDay(days[1], "P00036", 1, 3)
    assert told_with(mail, suggestion, [one, two]).partition("\n")[2] == (
        "Part of P00036 (valves, 2 of 3 lines) arrives 11 June 2026; the rest of P00036 (1 of 3 lines) arrives 22 June "
        "2026."
    )


def test_each_order_has_its_own_day() -> None:
    text = "- P00036: we deliver on 11 June\n- P00037: we deliver on 22 June"
    said = second_line(text, subject="P00036 / P00037")
    assert said == "P00036 arrives 11 June 2026; P00037 arrives 22 June 2026."


def test_a_table_says_which_goods_come_when() -> None:
    text = (
        "Your ref. P00036\n\nItem   Qty   Due\nValve   12   11/06/2026\nPump   3   11/06/2026\nCover   4   22/06/2026"
    )
    said = second_line(text, MailClass.ORDER_CONFIRMATION)
    assert said.endswith("P00036 (Valve, Pump) arrives 11 June 2026; P00036 (Cover) arrives 22 June 2026.")


@pytest.mark.parametrize("text", ["P00036: we ship 11 June and 22 June.", "P00036: new 11 June; planned 22 June."])
def test_words_that_are_no_goods_are_not_called_so(text: str) -> None:
    assert "(" not in second_line(text)
