"""What we rely on in Odoo 19: every case runs on the sandbox and on the real server."""

from __future__ import annotations

from collections.abc import Callable

from tests.contract import (
    cases_adapter,
    cases_adapter_acting,
    cases_calendars,
    cases_changing,
    cases_chatter,
    cases_deciding,
    cases_mail,
    cases_questions,
    cases_reading,
    cases_signing_in,
    cases_supply,
)
from tests.contract.odoo_driver import Driver

Case = Callable[[Driver], None]

CASES: tuple[Case, ...] = (
    *cases_signing_in.CASES,
    *cases_deciding.CASES,
    *cases_changing.CASES,
    *cases_reading.CASES,
    *cases_chatter.CASES,
    *cases_mail.CASES,
    *cases_adapter.CASES,
    *cases_adapter_acting.CASES,
    *cases_calendars.CASES,
    *cases_questions.CASES,
    *cases_supply.CASES,
)


def name(case: Case) -> str:
    """The case as pytest lists it."""
    return case.__name__.replace("_", "-")
