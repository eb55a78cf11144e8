"""Where the policy shows no amounts, none can be said: they are taken out before anything is worded."""

import re
from datetime import UTC, date
from decimal import Decimal

import pytest

from bot.domain.answers import Answer
from bot.domain.lookups import BillRow, MessageRow, Outcome, PriceRow, Result, SpendRow, WaitingRow
from bot.domain.questions import Behaviour, Intent, Plan, Question
from bot.domain.words import NOT_SHOWN
from bot.services.questions.answering import AnswerService, build
from bot.services.questions.prices import SAID, without_prices
from bot.tools import Toolbox
from tests.fake_purchases import BELLA, NAMES, NOW, FakePurchases, make_detail, make_row

SECRET = Decimal("1250.50")


def ask(text: str, reader: FakePurchases, *, prices: bool) -> Answer:
    tools = Toolbox(reader, BELLA, clock=lambda: NOW, zone=UTC)
    return AnswerService(tools).answer(Question(text, NOW.date()), prices=prices)


def everything(answer: Answer) -> str:
    return " ".join([answer.text, *(cell for table in answer.tables for row in table.rows for cell in row)])


def reader() -> FakePurchases:
    held = FakePurchases(make_detail(), make_detail(15, days_late=3))
    held.price_rows = (
        PriceRow(12, "P00012", date(2026, 6, 1), "Whiteboard", "Acme", SECRET, "EUR", Decimal(3), "Units"),
        PriceRow(11, "P00011", date(2026, 5, 1), "Whiteboard", "Acme", Decimal(1000), "EUR", Decimal(3), "Units"),
    )
    held.spend_rows = (SpendRow("Acme", 2, SECRET, "EUR"),)
    held.bill_rows = (BillRow(1, "BILL/1", "Acme", "posted", "not paid", SECRET, SECRET, "EUR"),)
    held.message_rows = (MessageRow("P00012", date(2026, 6, 9), "Deco", "It is 1250.50 EUR now", True),)
    return held


@pytest.mark.parametrize(
    "text",
    [
        "where is P00012?",
        "what is in P00012",
        "what is late",
        "price of the whiteboard",
        "spend by vendor this year",
        "unpaid bills",
        "latest mail from deco addict",
    ],
)
def test_no_amount_is_said_where_none_may_be_shown(text: str) -> None:
    shown, hidden = ask(text, reader(), prices=True), ask(text, reader(), prices=False)
    assert shown.plan == hidden.plan
    amounts = r"1[,.]?250|625[.,]25|1[,.]?000\.|\d EUR|25\.1"
    assert re.search(amounts, everything(shown)), "the question is about no amount, so this proves nothing"
    assert not re.search(amounts, everything(hidden)), everything(hidden)
    assert SAID in hidden.text
    assert hidden.dropped == ()


def test_dates_and_quantities_are_still_told() -> None:
    answer = ask("where is P00012?", reader(), prices=False)
    assert "2026-06-15" in answer.text
    assert "2 Units" in everything(answer)


def test_a_result_without_amounts_stays_as_it_is() -> None:
    result = Result("find_orders", {}, Outcome.NOTHING, NOW)
    assert without_prices([result]) == [result]


def test_words_that_name_a_hidden_amount_are_dropped() -> None:
    row = WaitingRow(36, "P00036", "Acme", SECRET, "EUR", NOW.date(), 0, "Bella Ortiz", ("Maya Lindqvist",))
    (hidden,) = without_prices([Result("waiting_for_approval", {}, Outcome.FOUND, NOW, (row,), 1)])
    answer = build(Plan(Intent.APPROVAL_STATUS, Behaviour.ANSWER), "P00036 is worth 1,250.50 EUR.", [hidden], NAMES)
    assert answer.dropped == ("1,250.50",)
    assert NOT_SHOWN in answer.tables[0].rows[0]


def test_what_is_hidden_in_one_place_is_hidden_in_every_row() -> None:
    rows = tuple(make_row(number) for number in range(3))
    (hidden,) = without_prices([Result("find_orders", {}, Outcome.FOUND, NOW, rows, 3)])
    assert all(row.amount.is_nan() for row in hidden.rows)  # type: ignore[attr-defined]
