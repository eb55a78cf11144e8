"""`working_hours:` of the policy file: the hours of people whose calendar Odoo does not have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot.adapters.public_holidays import LibraryHolidays
from bot.adapters.strict_yaml import Path
from bot.domain.calendars import NINE_TO_FIVE, OfficeHours
from bot.domain.working_week import Shift

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_LONGEST_LIST = 200


def _wrong(text: str) -> PydanticCustomError:
    return PydanticCustomError("policy", "{text}", {"text": text})


def _hours(value: object) -> tuple[int, int]:
    """`09:00-12:30` as minutes after midnight; an end at or before the start lies on the next day."""
    found = _HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise _wrong(f'expected hours such as "09:00-12:30", got {str(value)[:40]}')
    start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if int(found[2]) > 59 or int(found[4]) > 59 or start >= 1440 or end > 1440:
        raise _wrong(f'"{value}" is not a time of day: hours go from 00:00 to 24:00')
    if start == end:
        raise _wrong(f'"{value}" has no length')
    return start, end


def _date(value: object) -> date:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else date.fromisoformat("")
    except ValueError:
        raise _wrong(f"expected a date such as 2026-12-24, got {str(value)[:40]}") from None


def _place(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if text == "none":
        return ""
    if not LibraryHolidays().knows(text):
        raise _wrong(f"expected a country such as DE, a part of one such as DE-BY, or none, got {str(value)[:40]}")
    return text


def _one_or_more(value: object) -> object:
    if isinstance(value, list) and not value:
        raise _wrong("the list is empty")
    return value if isinstance(value, list) else [value]


HoursForm = Annotated[
    list[Annotated[tuple[int, int], BeforeValidator(_hours)]], BeforeValidator(_one_or_more), Field(max_length=10)
]
Dates = Annotated[
    list[Annotated[date, BeforeValidator(_date)]], BeforeValidator(_one_or_more), Field(max_length=_LONGEST_LIST)
]


class WorkingHoursForm(BaseModel):
    """Hours by weekday, in everybody's own time zone; a weekday that is left out is free."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    monday: HoursForm = []
    tuesday: HoursForm = []
    wednesday: HoursForm = []
    thursday: HoursForm = []
    friday: HoursForm = []
    saturday: HoursForm = []
    sunday: HoursForm = []
    holidays: Annotated[str, BeforeValidator(_place)] | None = None
    closed: Dates = []


def office_hours(form: WorkingHoursForm | None, path: Path, complain: Callable[[Path, str], None]) -> OfficeHours:
    """What the form says; without weekdays the hours are nine to five, Monday to Friday."""
    if form is None:
        return OfficeHours()
    shifts = tuple(shift for weekday in range(7) for shift in _shifts(form, weekday, path, complain))
    return OfficeHours(shifts or NINE_TO_FIVE, form.holidays, frozenset(form.closed))


def _shifts(form: WorkingHoursForm, weekday: int, path: Path, complain: Callable[[Path, str], None]) -> Iterator[Shift]:
    """The hours that begin on a weekday; what goes over midnight is cut there."""
    taken = 0
    for number, (start, end) in enumerate(sorted(getattr(form, WEEKDAYS[weekday]))):
        if start < taken:
            complain((*path, WEEKDAYS[weekday], number), "these hours overlap with those before them")
        taken = end if end > start else 1440
        yield Shift(weekday, start, taken)
        if end < start and end > 0:
            yield Shift((weekday + 1) % 7, 0, end)
