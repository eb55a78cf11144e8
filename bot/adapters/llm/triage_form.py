"""The form that a model fills in for a mail: findings with the words they rest on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from bot.domain.triage import DateKind, MailClass, RiskFlag

Day = date  # where a field is called `date`, its own class hides the type


def _share(confidence: float) -> float:
    """A small model writes 10.28 for a share, whatever the form says: then it says nothing of how sure it is."""
    return confidence if 0 <= confidence <= 1 else 0.0


class FoundReference(BaseModel):
    """A purchase order of the buyer's."""

    po: str
    quote: str


class FoundDate(BaseModel):
    """A day on which goods shall arrive or leave."""

    date: Day
    kind: DateKind = DateKind.DELIVERY
    po: str | None = None
    item: str | None = None
    approx: bool = False
    quote: str


class FoundPrice(BaseModel):
    """A price that changes."""

    item: str | None = None
    old: Decimal | None = None
    new: Decimal | None = None
    currency: str | None = None
    pct: Decimal | None = None
    effective: Day | None = None
    quote: str


class FoundQuantity(BaseModel):
    """How many were ordered and how many come."""

    item: str | None = None
    po: str | None = None
    ordered: Decimal
    available: Decimal
    backorder: Decimal = Decimal(0)
    quote: str


class FoundRisk(BaseModel):
    """A danger."""

    flag: RiskFlag
    quote: str


class Form(BaseModel):
    """What a supplier's e-mail means."""

    primary: MailClass
    secondary: list[MailClass] = Field(default_factory=list, max_length=3)
    confidence: Annotated[float, AfterValidator(_share)] = Field(description="from 0 to 1")
    references: list[FoundReference] = Field(default_factory=list, max_length=20)
    dates: list[FoundDate] = Field(default_factory=list, max_length=40)
    prices: list[FoundPrice] = Field(default_factory=list, max_length=40)
    quantities: list[FoundQuantity] = Field(default_factory=list, max_length=40)
    risks: list[FoundRisk] = Field(default_factory=list, max_length=5)
