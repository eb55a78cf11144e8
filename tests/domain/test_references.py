"""Order references in all the ways in which people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.references import references


@pytest.mark.parametrize(
    "typed",
    [
        "P00012",
        "p00012",
        "po 12",
        "PO12",
        "p-00012",
        "PO0012",
        "po#12",
        "#12",
        "PO no. 12",
        "order 12?",
        "00012",
        "P O 12",
        "order number 12",
    ],
)
def test_each_spelling_is_the_same_order(typed: str) -> None:
    assert references(f"where is {typed}") == ("P00012",)


@pytest.mark.parametrize(
    "typed",
    [
        "order 12 whiteboards",
        "order 5 more",
        "in 2026",
        "S00001",
        "WH/IN/00012",
        "orders above 2000 eur",
        "P00000",
        "12.6.",
        "+49 00012-33",
        "order 2025",
        "line 1",
        "top 5",
    ],
)
def test_other_numbers_are_none(typed: str) -> None:
    assert references(typed) == ()


def test_several_are_named_in_one_go() -> None:
    assert references("P00212, 213 and po 215, again P00212") == ("P00212", "P00213", "P00215")


@given(
    number=st.integers(1, 99_999_999),
    prefix=st.sampled_from(["P", "p", "PO", "po", "Po", "P-", "PO-", "po ", "PO #", "p.o. "]),
    zeros=st.integers(0, 3),
)
def test_any_number_in_any_spelling_is_found(number: int, prefix: str, zeros: int) -> None:
    assert references(f"status {prefix}{'0' * zeros}{number} please") == (f"P{number:05d}",)


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    assert all(name[1:].isdigit() for name in references(text))
