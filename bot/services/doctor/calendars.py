"""When people work: what is known of those who are asked, and what stands in for what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.calendars import OfficeHours, PublicHolidays, Schedule
from bot.domain.people import OdooUser
from bot.domain.ports import Directory
from bot.domain.working_week import Shift
from bot.services.doctor.findings import Finding, ok, warn

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Facts(Protocol):
    """What Odoo tells of people's time. Methods raise Odoo's errors."""

    def has_hr(self) -> bool:
        """Whether Employees is installed."""
        ...

    def of(self, user_ids: Sequence[int], since: datetime) -> Mapping[int, Schedule]:
        """What is known of these users."""
        ...


def used(facts: Facts, office: OfficeHours, zone: str) -> Iterator[Finding]:
    """Where working hours come from."""
    fallback = f"{hours_in_words(office.shifts)}, in the time zone of Odoo, else of Slack, else {zone} (TIMEZONE)"
    if facts.has_hr():
        found = "Odoo's working hours, public holidays and approved time off; for people without: the policy's"
        yield ok("calendars", f"{found}, {fallback}")
    else:
        yield ok("calendars", f"Employees is not installed in Odoo: the policy's working hours, {fallback}")


def holidays(
    facts: Facts, office: OfficeHours, library: PublicHolidays, people: Sequence[OdooUser], now: datetime
) -> Iterator[Finding]:
    """Which public holidays the policy's hours leave out."""
    countries = sorted({schedule.country for schedule in facts.of([u.id for u in people], now).values()} - {""})
    places = countries if office.holidays is None else [office.holidays] if office.holidays else []
    unknown = [place for place in places if not library.knows(place)]
    mend = "give `working_hours: holidays:` a country such as DE in the policy file, or none"
    if unknown:
        yield warn("holidays", f"no public holidays are known for {', '.join(unknown)}", mend)
    elif places:
        yield ok("holidays", f"beside the policy's hours, those of {', '.join(places)}")
    elif office.holidays is None:
        yield warn("holidays", "none beside the policy's hours: the company has no country in Odoo", mend)
    else:
        yield ok("holidays", "none beside the policy's hours, as the policy says")


def people(facts: Facts, asked: Sequence[OdooUser], now: datetime) -> Iterator[Finding]:
    """Those who are asked and whose hours or zone Odoo does not know, with the reason."""
    schedules = facts.of([user.id for user in asked], now)
    without = [
        f"{user.login} ({schedules[user.id].problem})"
        for user in asked
        if user.id in schedules and schedules[user.id].week is None
    ]
    mend = "nothing, if the policy's hours suit them; else Employees: working hours and time zone"
    if without:
        known = len(asked) - len(without)
        yield warn("hours", f"known of {known} of {len(asked)}; the policy's for {'; '.join(without)}", mend)
    else:
        yield ok("hours", f"known of all {len(asked)} who are asked")


def managers(
    asked: Sequence[OdooUser], directory: Directory, problem: Callable[[OdooUser], str | None]
) -> Iterator[Finding]:
    """Managers to whom an escalation would go, and who cannot be reached in Slack. `problem` says why not."""
    found: dict[int, OdooUser] = {}
    for user in asked:
        manager = directory.manager_of(user.id)
        if manager is not None:
            found[manager.id] = manager
    if not found:
        yield warn(
            "managers",
            "no approver has a manager in Odoo's Employees",
            "enter them there, or escalate to people whom the policy names",
        )
        return
    missing = [f"{user.login} ({why})" for user in found.values() if (why := problem(user))]
    if missing:
        mend = "the same confirmed e-mail in Odoo and Slack, or a line under people: in the policy file"
        yield warn("managers", f"escalations cannot reach {'; '.join(missing)}", mend)
    else:
        yield ok("managers", f"all {len(found)} managers of approvers have a Slack account")


def hours_in_words(shifts: Sequence[Shift]) -> str:
    """Working hours as a person says them: "Mon-Fri 09:00-17:00"."""
    by_day: dict[int, str] = {}
    for shift in sorted(shifts, key=lambda s: (s.weekday, s.start)):
        said = f"{shift.start // 60:02}:{shift.start % 60:02}-{shift.end // 60:02}:{shift.end % 60:02}"
        by_day[shift.weekday] = f"{by_day[shift.weekday]} {said}" if shift.weekday in by_day else said
    parts: list[tuple[int, int, str]] = []
    for day, said in by_day.items():
        if parts and parts[-1][1] == day - 1 and parts[-1][2] == said:
            parts[-1] = (parts[-1][0], day, said)
        else:
            parts.append((day, day, said))
    return ", ".join((_DAYS[a] if a == b else f"{_DAYS[a]}-{_DAYS[b]}") + f" {said}" for a, b, said in parts)
