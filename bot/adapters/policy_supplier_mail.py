"""The policy's section on supplier mail: what is marked, and when vendors are chased."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from bot.adapters.policy_words import Amount, Bounded, Text
from bot.domain.chasing import SupplierMailRules
from bot.domain.proposals import Tolerances

Days = Annotated[int, Bounded(0, 365)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TolerancesForm(_Form):
    """From when on a change in a supplier's mail is marked."""

    days: Days = 3
    price_percent: Amount = Decimal(2)
    quantity_percent: Amount = Decimal(5)


class SupplierMailForm(_Form):
    """What suppliers write. Days to confirm and to chase again are the buyer's working days.

    `owner` (a role or a login) looks after mail whose order has no buyer in Slack; empty: whoever owns exceptions.
    """

    owner: Text = ""
    tolerances: TolerancesForm = TolerancesForm()
    confirm_within: Days = 3
    again_after: Days = 3
    unusual_percent: Amount = Decimal(10)


def supplier_mail_rules(form: SupplierMailForm) -> SupplierMailRules:
    """The rules that the form states."""
    marks = form.tolerances
    return SupplierMailRules(
        Tolerances(marks.days, marks.price_percent, marks.quantity_percent),
        form.confirm_within,
        form.again_after,
        form.unusual_percent,
    )
