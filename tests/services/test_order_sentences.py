"""What is said of one order: which part of it comes when."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.domain.lookups import OrderDetail, OrderLineRow, OrderRow
from bot.domain.questions import Intent
from bot.services.questions.order_sentences import of_order

MAY_4, MAY_11, MAY_18 = date(2026, 5, 4), date(2026, 5, 11), date(2026, 5, 18)


def line(product: str, planned: date, quantity: int = 10, received: int = 0) -> OrderLineRow:
    return OrderLineRow(
        "P00071", product, Decimal(quantity), "Units", Decimal(5), "USD", Decimal(received), Decimal(0), planned
    )


def order(*lines: OrderLineRow, days_late: int = 0, received: str = "nothing received") -> OrderDetail:
    """A confirmed order; as in Odoo its own date is the first of its lines, whether that line came or not."""
    planned = min(each.planned for each in lines if each.planned)
    head = OrderRow(71, "P00071", "Acme", "confirmed", Decimal(50), "USD", planned=planned, received=received,
                    days_late=days_late)  # fmt: skip
    return OrderDetail(head, lines)


SMALL_FIRST = order(line("Washer", MAY_4, 1), line("Pump", MAY_18, 40))


def test_each_part_is_told_with_its_own_day() -> None:
    parts = "promised in parts: 1 Units of Washer for 2026-05-04, 40 Units of Pump for 2026-05-18"
    assert parts in of_order(SMALL_FIRST, Intent.PO_STATUS)
    assert of_order(SMALL_FIRST, Intent.ETA) == f"P00071 (Acme) is {parts}."
    assert of_order(SMALL_FIRST, Intent.LATE_POS) == f"P00071 (Acme) is not late: it is {parts}."


def test_goods_of_the_same_day_are_one_promise() -> None:
    same = order(line("Washer", MAY_4), line("Pump", MAY_4))
    assert "promised for 2026-05-04." in of_order(same, Intent.ETA)


def test_what_came_does_not_date_what_is_still_to_come() -> None:
    """The washers came; the pumps are promised for later: nothing that is missing is late."""
    rest = order(line("Washer", MAY_4, 1, 1), line("Pump", MAY_18), days_late=5, received="partially received")
    assert "promised for 2026-05-18;" in of_order(rest, Intent.PO_STATUS)
    assert "2026-05-04" not in of_order(rest, Intent.ETA)
    assert of_order(rest, Intent.LATE_POS) == (
        "What is still to come of P00071 (Acme) is not late: it is promised for 2026-05-18."
    )


def test_late_part_is_told_from_the_rest() -> None:
    """On 9 May: five days after the first promise, two days before the second."""
    late = order(line("Washer", MAY_4, 1), line("Pump", MAY_11, 40), days_late=5)
    told = of_order(late, Intent.LATE_POS)
    assert told.startswith("A part of P00071 (Acme) is late.")
    assert "1 Units of Washer for 2026-05-04 (5 days late), 40 Units of Pump for 2026-05-11." in told


def test_order_that_is_late_in_all_parts_is_late() -> None:
    late = order(line("Washer", MAY_4), line("Pump", MAY_11), days_late=10)
    told = of_order(late, Intent.LATE_POS)
    assert told.startswith("P00071 (Acme) is 10 days late: it was promised for 2026-05-04.")
    assert "10 Units of Pump for 2026-05-11 (late)" in told


def test_many_parts_are_cut_and_said_to_be() -> None:
    many = order(*(line(f"Part {n}", date(2026, 5, 1 + n)) for n in range(9)))
    assert of_order(many, Intent.ETA).endswith("for 2026-05-04 and more later.")
    crowded = replace(SMALL_FIRST, lines=(*SMALL_FIRST.lines, line("Nut", MAY_4), line("Bolt", MAY_4)))
    assert "1 Units of Washer and 10 Units of Nut and more for 2026-05-04" in of_order(crowded, Intent.ETA)
