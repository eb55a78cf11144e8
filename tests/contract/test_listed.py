"""The contract can be read: one line for each thing that the sandboxes are held to."""

from __future__ import annotations

from tests.contract import odoo_cases, slack_cases
from tests.contract.__main__ import lines


def test_every_case_is_listed_once_in_words() -> None:
    listed = [line.removeprefix("  - ").partition(" [")[0] for line in lines() if line.startswith("  - ")]
    cases = [case.__name__ for case in odoo_cases.CASES] + list(slack_cases.CASES)
    assert sorted(listed) == sorted(case.replace("_", " ") for case in cases)


def test_what_no_stand_in_does_names_the_page_of_slack_that_says_so() -> None:
    for case in slack_cases.SANDBOX_ONLY:
        assert any(case.name.replace("_", " ") in line and case.source in line for line in lines())
