"""Prices that change, in every phrase and every way of writing of eleven languages."""

from decimal import Decimal

import pytest

from bot.adapters.triage.prices import price_changes
from bot.domain.triage import MailClass
from tests.mails import make_mail
from tests.said_prices import LANGUAGES, price_mails, said_prices


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_to_say_that_a_price_changes(language: str) -> None:
    wrong = []
    for one in said_prices(language):
        found = price_changes(make_mail(one.text), [MailClass.PRICE_CHANGE])
        changes = tuple(
            (change.old, change.new) for change in found if one.changes or one.kept or change.old is not None
        )
        if changes != one.changes:
            wrong.append(one.text)
    assert wrong == []


def test_every_mail_with_the_changes_it_tells() -> None:
    wrong = []
    for text, told in price_mails():
        found = price_changes(make_mail(text), [MailClass.PRICE_CHANGE])
        if sorted(map(_shown, told)) != sorted(_shown((change.old, change.new, change.pct)) for change in found):
            wrong.append(text)
    assert wrong == []


def _shown(change: tuple[Decimal | None, ...]) -> list[str]:
    return ["" if value is None else str(value.normalize()) for value in change]


def test_a_surcharge_in_per_cent_has_an_old_and_a_new_height() -> None:
    (change,) = price_changes(
        make_mail("The energy surcharge falls from 9.0% to 5.5% on 1 May."), [MailClass.PRICE_CHANGE]
    )
    assert (change.old, change.new, change.pct) == (Decimal("9.0"), Decimal("5.5"), None)


def test_counts_in_thousands_are_no_prices() -> None:
    text = "At the old price I can cover 1,200 cartridges of the 2,000."
    assert price_changes(make_mail(text), [MailClass.PRICE_CHANGE]) == ()
