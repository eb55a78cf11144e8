"""How Odoo's values are read: `False` for "empty" ends here, text becomes time, floats become decimals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

PRICE_PLACES = 6
QUANTITY_PLACES = 4


def exact(value: object) -> Decimal:
    """A float as the decimal that people see: 0.1 is 0.1."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` without float dust: exactly `places` decimals, never minus zero."""
    return value.quantize(Decimal(1).scaleb(-places)) + Decimal(0)


def trimmed(value: Decimal, places: int) -> Decimal:
    """`value` without float dust: at most `places` decimals and no zeros at the end; 120, not 120.0000 or 1.2E+2."""
    value = rounded(value, places)
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def moment(value: object) -> object:
    """Odoo's `2026-11-22 10:00:00` as an aware datetime; Odoo always means UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value


def stamp(when: datetime) -> str:
    """An aware datetime as Odoo's domains want it, cut to whole seconds."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def like(text: str) -> str:
    """`text` for an `ilike` term, its wildcards meant literally."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def batches(ids: Sequence[int], size: int) -> list[Sequence[int]]:
    """`ids` in pages of at most `size`."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]


Exact = Annotated[Decimal, BeforeValidator(exact)]
Price = Annotated[Decimal, BeforeValidator(lambda v: trimmed(exact(v), PRICE_PLACES))]
Quantity = Annotated[Decimal, BeforeValidator(lambda v: trimmed(exact(v), QUANTITY_PLACES))]
Moment = Annotated[datetime, BeforeValidator(moment)]
Text = Annotated[str, BeforeValidator(lambda v: "" if v is None else v)]


class Row(BaseModel):
    """One record as Odoo gives it; fields that are not named here are dropped."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _false_is_none(cls, data: Any) -> Any:
        """Odoo says `False` for "empty" in every field that is not a boolean."""
        if not isinstance(data, dict):
            return data
        return {k: None if v is False and k not in _booleans(cls) else v for k, v in data.items()}


@cache
def _booleans(row: type[Row]) -> frozenset[str]:
    return frozenset(name for name, field in row.model_fields.items() if field.annotation is bool)


class NameRow(Row):
    """A record that is named in passing."""

    id: int
    display_name: Text = ""


class UserRow(NameRow):
    """A user that is named in passing; the login is empty where it was not asked for."""

    login: Text = ""


class MeRow(Row):
    """The user that a client is logged in as."""

    id: int
    lang: Annotated[str, BeforeValidator(lambda v: v or "en_US")]
    company_ids: tuple[int, ...]


def named(value: object) -> object:
    """A many2one of a plain `read`, `[id, name]`, in the shape of a `NameRow`."""
    return {"id": value[0], "display_name": value[1]} if isinstance(value, (list, tuple)) else value


Named = Annotated[NameRow, BeforeValidator(named)]
