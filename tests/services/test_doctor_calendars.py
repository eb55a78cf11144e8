"""What `doctor` says of working hours, and of what stands in where they are not known."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bot.domain.calendars import OfficeHours, Schedule
from bot.services.doctor import Finding, Status, calendars
from tests.builders import T0, make_user
from tests.calendars import make_week, shifts
from tests.desk import BELLA, MAYA, northgate
from tests.fake_calendars import FakeHolidays, FakeSchedules

ASKED = [make_user("maya", MAYA.id, MAYA.name), make_user("bella", BELLA.id, BELLA.name)]


class Facts(FakeSchedules):
    """An Odoo with or without Employees."""

    def __init__(self, schedules: Iterable[Schedule] = (), *, hr: bool = True) -> None:
        super().__init__(schedules)
        self._hr = hr

    def has_hr(self) -> bool:
        return self._hr


def one(findings: Iterable[Finding]) -> Finding:
    [found] = findings
    return found


def test_says_what_is_used_and_what_stands_in() -> None:
    told = one(calendars.used(Facts(), OfficeHours(), "Europe/Lisbon"))
    assert told.status is Status.OK
    assert told.found.startswith("Odoo's working hours, public holidays and approved time off")
    assert "Mon-Fri 09:00-17:00" in told.found
    assert "Europe/Lisbon (TIMEZONE)" in told.found


def test_without_employees_the_policy_stands_in_and_it_says_so() -> None:
    told = one(calendars.used(Facts(hr=False), OfficeHours(), "UTC"))
    assert told.status is Status.OK
    assert told.found.startswith("Employees is not installed in Odoo: the policy's working hours, Mon-Fri")


@pytest.mark.parametrize(
    ("holidays", "country", "status", "says"),
    [
        (None, "DE", Status.OK, "those of DE"),
        (None, "XX", Status.WARN, "no public holidays are known for XX"),
        (None, "", Status.WARN, "no country in Odoo"),
        ("DE-BY", "US", Status.OK, "those of DE-BY"),
        ("", "US", Status.OK, "as the policy says"),
    ],
)
def test_holidays(holidays: str | None, country: str, status: Status, says: str) -> None:
    facts = Facts([Schedule(MAYA.id, "UTC", country=country)])
    library = FakeHolidays({"DE": [], "DE-BY": []})
    told = one(calendars.holidays(facts, OfficeHours(holidays=holidays), library, ASKED, T0))
    assert (told.status, says in told.found) == (status, True)


def test_people_without_hours_are_named_with_the_reason() -> None:
    facts = Facts(
        [
            Schedule(MAYA.id, "UTC", "Office", make_week("UTC")),
            Schedule(BELLA.id, problem='the time zone "Mars/Base" is not known'),
        ]
    )
    told = one(calendars.people(facts, ASKED, T0))
    assert told.status is Status.WARN
    assert told.found == 'known of 1 of 2; the policy\'s for bella (the time zone "Mars/Base" is not known)'


def test_everybody_with_hours_is_in_order() -> None:
    facts = Facts([Schedule(user.id, "UTC", "Office", make_week("UTC")) for user in ASKED])
    assert one(calendars.people(facts, ASKED, T0)).status is Status.OK


def test_manager_without_slack_is_named() -> None:
    told = one(calendars.managers(ASKED, northgate(), lambda user: "Slack knows no account"))
    assert (told.status, told.found) == (Status.WARN, "escalations cannot reach maya (Slack knows no account)")


def test_no_manager_at_all_is_said() -> None:
    told = one(calendars.managers(ASKED[:1], northgate(), lambda user: None))
    assert told.found == "no approver has a manager in Odoo's Employees"


def test_managers_who_are_there_are_in_order() -> None:
    assert one(calendars.managers(ASKED, northgate(), lambda user: None)).status is Status.OK


def test_hours_in_words() -> None:
    week = (*shifts(range(4)), *shifts([4], [("08:00", "12:00")]), *shifts([6], [("22:00", "24:00")]))
    assert calendars.hours_in_words(week) == "Mon-Thu 08:00-12:00 13:00-17:00, Fri 08:00-12:00, Sun 22:00-24:00"
