"""The suite of questions on a day that bounds others: "this year" has begun, and nothing was bought in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.contract.served import sandbox_driver
from tests.questions.asking import judge
from tests.questions.suite import CASES

NEW_YEAR = datetime(2027, 1, 1, 0, 5, tzinfo=UTC)


def test_every_question_of_the_suite_is_answered_right_on_new_years_day(tmp_path: Path) -> None:
    with sandbox_driver(tmp_path, NEW_YEAR) as (_, driver):
        score = judge(CASES, driver)
    assert score.right == score.asked, score
