"""Forty people in five time zones, with their hours, holidays and time off over a year."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendars import Schedule
from bot.domain.intervals import Interval
from bot.domain.people import OdooUser, SlackUser
from bot.domain.working_time import Absence, Timetable
from bot.domain.working_week import Shift, WorkingWeek
from tests.builders import make_user
from tests.calendars import shifts
from tests.desk import slack_user
from tests.year.moments import START

TEAM = 8

# Zone, working hours, and the company's holidays there as month and day. Three of the zones change their clocks.
ZONES: Mapping[str, tuple[tuple[Shift, ...], tuple[tuple[int, int], ...]]] = {
    "Europe/Berlin": (shifts(range(5), [("09:00", "12:30"), ("13:30", "18:00")]), ((1, 1), (5, 1), (10, 3), (12, 25))),
    "America/New_York": (shifts(range(5)), ((7, 3), (11, 26), (12, 25), (1, 1))),
    "Asia/Singapore": (shifts(range(5), [("09:00", "13:00"), ("14:00", "18:00")]), ((2, 17), (8, 10), (12, 25))),
    "Australia/Sydney": (
        (*shifts(range(4), [("08:30", "12:30"), ("13:00", "17:00")]), *shifts([4], [("08:30", "12:30")])),
        ((1, 26), (4, 3), (12, 25), (12, 28)),
    ),
    "America/Los_Angeles": (
        (*shifts(range(5), [("18:00", "24:00")]), *shifts(range(1, 6), [("00:00", "02:00")])),  # nights
        ((7, 3), (12, 25)),
    ),
}


@dataclass(frozen=True)
class Colleague:
    """One person: where they are, what they do, when they are away."""

    id: int
    login: str
    name: str
    zone: str
    role: str  # head, approver or buyer
    week: WorkingWeek
    leave: tuple[Absence, ...]
    told: list[Absence] = field(default_factory=list, compare=False)

    @property
    def slack_id(self) -> str:
        """Their Slack account."""
        return f"U0{self.login.upper()}"

    @property
    def user(self) -> OdooUser:
        """They as Odoo knows them."""
        return make_user(self.login, self.id, self.name, tz=self.zone)

    @property
    def member(self) -> SlackUser:
        """They as Slack knows them."""
        return slack_user(self.slack_id, self.name, f"{self.login}@northgate.example", tz=self.zone)

    @property
    def schedule(self) -> Schedule:
        """Their time as Odoo tells it: what they said themselves is not in it."""
        return Schedule(self.id, self.zone, self.zone, self.week, self.leave)

    @property
    def timetable(self) -> Timetable:
        """Their time as it really is, made without asking the bot."""
        return Timetable(self.id, self.zone, self.week.day, "", self.week, (*self.leave, *self.told))


def everybody(rng: random.Random) -> list[Colleague]:
    """Eight people in each zone: a head, four approvers, three buyers."""
    found = []
    for team, (zone, (hours, holidays)) in enumerate(ZONES.items()):
        closed = tuple(_day(date(year, *day), zone) for year in (2026, 2027) for day in holidays)
        week = WorkingWeek(zone, hours, closed)
        for seat in range(TEAM):
            role = "head" if seat == 0 else "approver" if seat < 5 else "buyer"
            login = f"{role}{team}{seat}"
            leave = _leave(rng, zone) if role != "buyer" else ()
            found.append(Colleague(100 + team * 10 + seat, login, login.title(), zone, role, week, leave))
    return found


def _day(day: date, zone: str) -> Interval:
    start = datetime.combine(day, time(), ZoneInfo(zone))
    return Interval(start, datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)))


def _leave(rng: random.Random, zone: str) -> tuple[Absence, ...]:
    """Three absences: two weeks, some days, half a day."""
    found = []
    for days in (12, rng.randint(1, 4), 0):
        first = START.date() + timedelta(days=rng.randrange(10, 330))
        start = datetime.combine(first, time(8 if days else 13), ZoneInfo(zone))
        until = datetime.combine(first + timedelta(days=days), time(23), ZoneInfo(zone))
        found.append(Absence(start.astimezone(UTC), until.astimezone(UTC), "Odoo Time Off"))
    return tuple(found)
