"""An order that a supplier's mail enlarged after its approval says by whose click; mail's exceptions are for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.exceptions import ExceptionKind
from bot.domain.triage import DateKind, Part, PriceChange, PromisedDate, Reference, Span, Suggestion
from tests.desk import ONE_STEP, Desk, bella, maya
from tests.mail_desk import MailDesk
from tests.supply import make_suggestion

TEXT = "P00036: the valves come on 16 April and cost 12.60 EUR."


def span(words: str) -> Span:
    return Span(Part.BODY, TEXT.index(words), words)


def said() -> Suggestion:
    return make_suggestion(
        references=(Reference("P00036", span("P00036")),),
        promised=(PromisedDate(date(2026, 4, 16), DateKind.DELIVERY, span("16 April")),),
        prices=(PriceChange(span("12.60 EUR"), "valves", new=Decimal("12.60"), currency="EUR"),),
    )


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """P00036 was approved a while ago."""
    desk = make_desk(ONE_STEP)
    desk.poll()
    desk.click(maya, desk.open())
    desk.clock.advance(minutes=5)
    return desk


def test_growth_names_who_applied_the_mail_and_what_of_it_costs_more(desk: Desk) -> None:
    mail = MailDesk(desk)
    mail.apply(mail.arrives(TEXT, said()))
    desk.odoo.reprice(36, "90.00")
    desk.poll()
    (trouble,) = desk.troubles()
    assert trouble.kind is ExceptionKind.GREW
    assert trouble.summary.endswith(
        "Bella Ortiz applied the vendor’s mail of 2 Mar 2026: price of Ball valve DN50: 12.50 EUR → 12.60 EUR."
    )


def test_mail_that_was_applied_before_the_approval_is_not_blamed(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(ONE_STEP)
    mail = MailDesk(desk)
    mail.apply(mail.arrives(TEXT, said()))
    desk.clock.advance(minutes=5)
    desk.poll()
    desk.click(maya, desk.open())
    desk.clock.advance(minutes=5)
    desk.odoo.reprice(36, "90.00")
    desk.poll()
    (trouble,) = desk.troubles()
    assert "Bella Ortiz" not in trouble.summary


def test_news_of_the_order_does_not_close_what_a_person_wants_looked_after(desk: Desk) -> None:
    mail = MailDesk(desk)
    case = mail.arrives(TEXT, said())
    desk.services.triage.desk.make_exception(case.id, bella, "Find another source")
    desk.services.reconciliation.reconcile([36])
    desk.run()
    assert [trouble.kind for trouble in desk.troubles()] == [ExceptionKind.SUPPLIER_MAIL]
