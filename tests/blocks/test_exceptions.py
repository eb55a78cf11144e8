"""Exceptions as their owners see them."""

import pytest

from bot.blocks import exceptions
from bot.domain.exceptions import ExceptionKind, ExceptionState
from tests.blocks.checks import acceptable, acceptable_modal, all_text, buttons, labels
from tests.builders_approvals import ORDER_URL, T, make_trouble


@pytest.mark.parametrize("kind", list(ExceptionKind))
def test_open_exception_names_order_owner_and_what_to_do(kind: ExceptionKind) -> None:
    picture = exceptions.trouble_message(make_trouble(kind=kind), ORDER_URL)
    acceptable(picture)
    text = all_text(picture.blocks)
    assert "P00036" in picture.text
    assert "<@U0000002>" in text
    assert "What to do" in text
    assert "Odoo says that the vendor is blocked." in text
    assert labels(picture.blocks) == ["Retry", "Dismiss", "Open in Odoo"]
    assert {b["value"] for b in buttons(picture.blocks)} == {"7"}


def test_owner_without_slack_is_named() -> None:
    picture = exceptions.trouble_message(make_trouble(owner_slack=None), ORDER_URL)
    assert "Owner: Mitchell Admin" in all_text(picture.blocks)


def test_attempts_are_counted() -> None:
    assert "tried 3 times" in all_text(exceptions.trouble_message(make_trouble(attempts=3), ORDER_URL).blocks)


@pytest.mark.parametrize(
    ("state", "word"), [(ExceptionState.RESOLVED, "Resolved"), (ExceptionState.DISMISSED, "Dismissed")]
)
def test_settled_exception_has_nothing_left_to_do(state: ExceptionState, word: str) -> None:
    trouble = make_trouble(state=state, closed_by="Bob Stone", closed_at=T(hours=1), closing_reason="Paid by hand")
    picture = exceptions.trouble_message(trouble, ORDER_URL)
    acceptable(picture)
    text = all_text(picture.blocks)
    assert f"*{word}* by Bob Stone" in text
    assert "Paid by hand" in text
    assert labels(picture.blocks) == ["Open in Odoo"]


def test_dismissing_needs_a_reason() -> None:
    view = exceptions.dismiss_modal(make_trouble())
    acceptable_modal(view)
    (box,) = [block for block in view["blocks"] if block["type"] == "input"]
    assert (box["label"]["text"], box["block_id"]) == ("Reason", exceptions.REASON_BLOCK)
    assert not box.get("optional")
    assert view["private_metadata"] == "7"
