"""Nothing is said that no result of the run holds."""

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.lookups import Outcome, PriceRow, Result
from bot.services.questions.guard import unsupported
from tests.fake_purchases import NAMES, NOW, make_detail, make_row


def result(*rows: object, total: int = 0, **figures: Decimal) -> Result:
    return Result(
        "find_orders", {"vendor": "Deco Addict"}, Outcome.FOUND, NOW, rows, total or len(rows), figures=figures
    )


RESULT = result(make_row(12), make_row(15, days_late=3, amount=Decimal("12020")), total=7)


@pytest.mark.parametrize(
    "prose",
    [
        "P00012 from Deco Addict is confirmed at 1,250.50 EUR.",
        "It is promised for 2026-06-15.",
        "It is promised for June 15, 2026, a Monday.",
        "It is promised for 15 June.",
        "7 orders; 2 are shown, 5 are left out.",
        "P00015 is 3 days late and costs 12,020 EUR (12020.00).",
        "Two of them are shown; Bella Ortiz is the buyer.",
        "Nothing else is known.",
        "",
    ],
)
def test_what_a_result_holds_may_be_said(prose: str) -> None:
    assert unsupported(prose, [RESULT], NAMES) == ()


@pytest.mark.parametrize(
    ("prose", "lie"),
    [
        ("P00013 is confirmed.", "P00013"),
        ("It costs 1,250.51 EUR.", "1,250.51"),
        ("It costs 1.3k.", "1.3k"),
        ("It costs 1,300EUR or EUR1,300.", "1,300"),
        ("See it here:P00013.P00014", "P00014"),
        ("It is promised for 2026-06-16.", "2026-06-16"),
        ("It is promised for June 16.", "June 16"),
        ("It comes on a Tuesday.", "Tuesday"),
        ("It comes tomorrow.", "tomorrow"),
        ("There are nine orders.", "nine"),
        ("There are 8 orders.", "8"),
        ("It is 40 % cheaper.", "40"),
        ("Acme Tools delivers it.", "Acme Tools"),
        ("Wood Corner is late.", "Wood Corner"),
        ("Globex delivers it.", "Globex"),
        ("It comes from the Initech Group.", "Initech"),
        ("Corner Desk Left Sit is on it.", "Corner Desk Left Sit"),
        ("See BILL/2026/06/0001.", "BILL/2026/06/0001"),
        ("Dana Berg approved it.", "Dana Berg"),
        ("S00001 waits for it.", "S00001"),
        ("It was ordered in May 2025.", "May 2025"),
    ],
)
def test_what_no_result_holds_is_found(prose: str, lie: str) -> None:
    assert lie in " ".join(unsupported(prose, [RESULT], NAMES))


def test_a_figure_that_a_tool_worked_out_may_be_said() -> None:
    row = PriceRow(12, "P00012", date(2026, 6, 1), "Whiteboard", "Acme", Decimal("12.5"), "EUR", Decimal(3), "Units")
    worked_out = result(row, **{"change in percent": Decimal("-4.2")})
    assert unsupported("Down 4.2 % to 12.50 EUR at Acme.", [worked_out], NAMES) == ()


def test_what_is_open_on_a_line_may_be_said() -> None:
    assert unsupported("Still open: 2 Units of [FURN_9111] Whiteboard.", [result(make_detail(12))], NAMES) == ()


def test_without_results_no_figure_may_be_said() -> None:
    assert unsupported("You have 3 late orders.", [], NAMES) == ("3",)


@pytest.mark.parametrize(
    "prose", ["9" * 5000, "31 February 2026", "1,2.3,4", "١٢٣", "½", "P" * 3000, "99/99/9999", "Ⅻ"]
)
def test_odd_prose_breaks_nothing(prose: str) -> None:
    assert isinstance(unsupported(prose, [RESULT], NAMES), tuple)
