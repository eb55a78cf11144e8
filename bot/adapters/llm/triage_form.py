"""The form that a model fills in for a mail: findings with the words they rest on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)

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


MOST = {"secondary": 3, "references": 20, "dates": 40, "prices": 40, "quantities": 40, "risks": 5}
FINDING: dict[str, TypeAdapter[Any]] = {
    "secondary": TypeAdapter(MailClass),
    "references": TypeAdapter(FoundReference),
    "dates": TypeAdapter(FoundDate),
    "prices": TypeAdapter(FoundPrice),
    "quantities": TypeAdapter(FoundQuantity),
    "risks": TypeAdapter(FoundRisk),
}


class Form(BaseModel):
    """What a supplier's e-mail means. A finding that is no finding is left out and costs none of the others."""

    primary: MailClass
    secondary: list[MailClass] = Field(default_factory=list, max_length=MOST["secondary"])
    confidence: Annotated[float, AfterValidator(_share)] = Field(description="from 0 to 1")
    references: list[FoundReference] = Field(default_factory=list, max_length=MOST["references"])
    dates: list[FoundDate] = Field(default_factory=list, max_length=MOST["dates"])
    prices: list[FoundPrice] = Field(default_factory=list, max_length=MOST["prices"])
    quantities: list[FoundQuantity] = Field(default_factory=list, max_length=MOST["quantities"])
    risks: list[FoundRisk] = Field(default_factory=list, max_length=MOST["risks"])

    @field_validator(*MOST, mode="before")
    @classmethod
    def _sound(cls, given: object, info: ValidationInfo) -> object:
        name, listed = info.field_name or "", given if isinstance(given, list) else []
        return [found for one in listed if (found := _finding(name, one)) is not None][: MOST[name]]


def _finding(name: str, given: object) -> object:
    try:
        return FINDING[name].validate_python(given)
    except ValidationError:
        return None
