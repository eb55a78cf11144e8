"""The suite of questions, answered over this Odoo without a model: what the look-ups ask is part of the contract."""

from __future__ import annotations

from tests.contract.odoo_driver import Driver
from tests.questions.asking import judge
from tests.questions.suite import CASES as QUESTIONS


def questions_are_answered_as_odoo_holds_them(odoo: Driver) -> None:
    """At least sixty questions, nine in ten right, none wrong without saying so, every figure from a tool."""
    score = judge(QUESTIONS, odoo)
    print(score)
    assert score.asked >= 60
    assert score.right >= 0.9 * score.asked, score
    assert (score.silent, score.untraced) == ([], []), score
    assert max(score.calls) <= 3, score


CASES = (questions_are_answered_as_odoo_holds_them,)
