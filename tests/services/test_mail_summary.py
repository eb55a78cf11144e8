"""The two lines that sum a mail up: a day of some lines is not told as the whole order's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.triage import DateKind, Part, PromisedDate, Span, Suggestion
from tests.desk import Desk, bella
from tests.mail_desk import MailDesk, words
from tests.supply import make_suggestion, make_supply


@pytest.fixture
def mail(make_desk: Callable[..., Desk]) -> MailDesk:
    return MailDesk(make_desk())


def gaskets(text: str = "P00036: the gaskets come on 28 April.") -> Suggestion:
    """A new day for one line of three."""
    day = PromisedDate(date(2026, 4, 28), DateKind.DELIVERY, Span(Part.BODY, text.index("28 April"), "28 April"))
    return make_suggestion(promised=(day,))


def test_day_of_some_lines_is_not_told_as_the_orders(mail: MailDesk) -> None:
    case = mail.arrives("P00036: the gaskets come on 28 April.", gaskets())
    assert "Part of P00036 (gaskets, 1 of 3 lines) arrives 28 April 2026." in words(mail.card(case))
    with mail.desk.store.read() as tx:
        reading = tx.readings.get(case.newest.mail_id)
    assert reading is not None
    assert reading.suggestion is not None
    assert reading.suggestion.summary == "Holm Valves is late.", "what was suggested is kept"


def test_day_of_the_only_line_is_the_orders(make_desk: Callable[..., Desk]) -> None:
    order = make_supply()
    mail = MailDesk(make_desk(), replace(order, lines=order.lines[1:2]))
    case = mail.arrives("P00036: the gaskets come on 28 April.", gaskets())
    assert "Holm Valves is late." in words(mail.card(case))


def test_summary_follows_when_the_order_is_corrected(mail: MailDesk) -> None:
    order = make_supply(40)
    mail.put(replace(order, lines=order.lines[1:2]))
    case = mail.arrives("The gaskets come on 28 April.", gaskets("The gaskets come on 28 April."), subject="P00036")
    mail.desk.services.triage.correcting.correct(case.id, bella, None, "P00036", {})
    mail.desk.run()
    assert "Part of P00036" in words(mail.card(mail.case(case.id)))
    mail.desk.services.triage.correcting.correct(case.id, bella, None, "P00040", {})
    mail.desk.run()
    assert "1 of 3 lines" not in words(mail.card(mail.case(case.id)))


def test_day_of_everything_else_is_that_of_the_other_lines(mail: MailDesk) -> None:
    text = "P00036: the gaskets come on 28 April, everything else on 5 May."
    days = (("28 April", date(2026, 4, 28)), ("5 May", date(2026, 5, 5)))
    promised = tuple(PromisedDate(day, DateKind.DELIVERY, Span(Part.BODY, text.index(x), x)) for x, day in days)
    shown = words(mail.card(mail.arrives(text, make_suggestion(promised=promised))))
    assert "1 of 3 lines) arrives 28 April 2026" in shown
    assert "2 of 3 lines) arrives 5 May 2026" in shown
