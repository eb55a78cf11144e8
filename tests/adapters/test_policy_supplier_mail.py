"""The policy's `supplier_mail:`: what is marked, and when vendors are chased."""

from decimal import Decimal

import pytest

from bot.adapters.policy_file import parse
from bot.domain.chasing import SupplierMailRules
from bot.domain.policy import InvalidPolicy
from bot.domain.roles import ApproverKind, Approvers
from tests.desk import ONE_STEP


def test_without_it_the_defaults_hold() -> None:
    assert parse(ONE_STEP).supplier_mail == SupplierMailRules()


def test_given_values_replace_the_defaults() -> None:
    given = "supplier_mail: {tolerances: {days: 0, price_percent: 1.5}, confirm_within: 5, unusual_percent: 20}"
    rules = parse(f"{ONE_STEP}{given}\n").supplier_mail
    assert (rules.tolerances.days, rules.tolerances.price_percent) == (0, Decimal("1.5"))
    assert (rules.confirm_within, rules.unusual_percent) == (5, Decimal(20))


@pytest.mark.parametrize(
    "given",
    ["tolerances: {days: -1}", "tolerances: {price_percent: -2}", "confirm_within: 366", "again_after: soon", "x: 1"],
)
def test_what_makes_no_sense_is_refused(given: str) -> None:
    with pytest.raises(InvalidPolicy, match=r"must|expected|x"):
        parse(f"{ONE_STEP}supplier_mail:\n  {given}\n")


def test_owner_is_a_role_or_a_login() -> None:
    login = parse(f"{ONE_STEP}supplier_mail: {{owner: bella}}\n")
    assert login.supplier_mail_owner == (Approvers(ApproverKind.USERS, ("bella",)),)
    role = parse(f"{ONE_STEP}roles: {{desk: {{user: [bella, ben]}}}}\nsupplier_mail: {{owner: desk}}\n")
    assert role.supplier_mail_owner == role.roles["desk"]
    assert parse(ONE_STEP).supplier_mail_owner == ()
