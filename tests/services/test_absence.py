"""People say that they are away, and who stands in."""

import re
from datetime import timedelta

import pytest

from bot.domain.calendars import Schedule
from bot.domain.errors import Refused
from bot.domain.people import Person
from bot.domain.working_time import Absence
from tests.builders import T0, make_user
from tests.calendars import hours, make_week, utc
from tests.desk import MAYA, OMAR, Desk, ben, maya, olga, omar


@pytest.fixture
def away(desk: Desk) -> Desk:
    """A desk at which Maya works in New York, and everybody has opened a card before."""
    week = make_week("America/New_York")
    desk.schedules.known[MAYA.id] = Schedule(MAYA.id, "America/New_York", "Standard", week)
    for slack_id in (maya, omar, ben):
        desk.services.people.who(slack_id)
    return desk


def test_absence_ends_with_the_day_that_was_named_in_ones_own_zone(away: Desk) -> None:
    standing = away.services.absence.set(maya, "until Friday")  # T0 is a Monday
    assert standing.start == T0
    assert standing.until == utc("2026-03-07 05:00")
    assert (standing.until.hour, standing.zone) == (0, "America/New_York")


def test_timetable_holds_it_at_once_with_its_deputy(away: Desk) -> None:
    timetables = away.services.timetables
    assert timetables.of([MAYA.id], T0)[MAYA.id].away(T0) is None
    away.services.absence.set(maya, "until Friday, deputy @omar")
    absence = timetables.of([MAYA.id], T0)[MAYA.id].away(T0)
    assert absence is not None
    assert (absence.deputy, absence.source) == (OMAR.id, "said so with /procure away")
    away.services.absence.clear(maya)
    assert timetables.of([MAYA.id], T0)[MAYA.id].away(T0) is None


@pytest.mark.parametrize(
    "named",
    ["@omar", "omar", "Omar Haddad", "omar haddad", "Omar", "omar@northgate.example", f"<@{omar}>", f"<@{omar}|o>"],
)
def test_deputy_may_be_named_in_many_ways(away: Desk, named: str) -> None:
    standing = away.services.absence.set(maya, f"until Friday, deputy {named}")
    assert standing.deputy is not None
    assert standing.deputy.id == OMAR.id


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("", "until when"),
        ("until", "until when"),
        ("forever", "cannot read"),
        ("until 1 March 2026", "has passed already"),
        ("until 09:00", "has passed already"),
        ("until 31 February", "no such day"),
        ("until 12/3", "two ways"),
        ("until 2028-01-01", "more than a year"),
        ("until Friday, deputy @maya", "your own deputy"),
        (f"until Friday, deputy <@{maya}>", "your own deputy"),
        ("until Friday, deputy Zoe", "nobody called"),
        (f"until Friday, deputy <@{olga}>", "do not know"),
        ("until Friday, deputy procurebot-approve", "no Slack account"),
    ],
)
def test_refused_by_name_and_nothing_is_recorded(away: Desk, words: str, refusal: str) -> None:
    away.clock.advance(hours=6)  # 10:30 in New York
    with pytest.raises(Refused, match=refusal):
        away.services.absence.set(maya, words)
    assert away.services.absence.all() == []


def test_deputy_who_is_away_too_is_refused_with_the_day_they_are_back(away: Desk) -> None:
    week = make_week("Europe/Berlin")
    leave = Absence(T0, T0 + timedelta(days=3), "Odoo Time Off")
    away.schedules.known[OMAR.id] = Schedule(OMAR.id, "Europe/Berlin", "Berlin", week, (leave,))
    with pytest.raises(Refused, match=re.escape("Omar Haddad is away too, until Thursday, 5 March, 10:30.")):
        away.services.absence.set(maya, "until Friday, deputy @omar")


def test_two_cannot_stand_in_for_each_other(away: Desk) -> None:
    away.services.absence.set(maya, "until Friday, deputy @omar")
    with pytest.raises(Refused, match="Maya Lindqvist is away too"):
        away.services.absence.set(omar, "until Wednesday, deputy @maya")


def test_two_people_of_one_name_are_told_apart(away: Desk) -> None:
    with away.store.begin() as tx:
        tx.people.put(Person(make_user("zadams", 96, "Zoe Adams"), "U0ADAMS", T0))
        tx.people.put(Person(make_user("zblake", 97, "Zoe Blake"), "U0BLAKE", T0))
    with pytest.raises(Refused, match=r"could be Zoe Adams, Zoe Blake"):
        away.services.absence.set(maya, "until Friday, deputy Zoe")


def test_a_later_word_takes_the_place_of_the_earlier(away: Desk) -> None:
    away.services.absence.set(maya, "until Friday, deputy @omar")
    away.services.absence.set(maya, "until Wednesday")
    [standing] = away.services.absence.all()
    assert (standing.until, standing.deputy) == (utc("2026-03-05 05:00"), None)


def test_time_away_stays_time_away_when_it_is_over(away: Desk) -> None:
    away.clock.advance(hours=5)  # 09:30 in New York
    away.services.absence.set(maya, "until tomorrow")
    away.clock.advance(days=3)
    away.services.absence.set(maya, "until tomorrow")
    now = away.clock.now()
    timetable = away.services.timetables.of([MAYA.id], now)[MAYA.id]
    worked = timetable.between(T0, now + timedelta(days=1))
    assert worked == hours(1.5) + hours(8) + hours(1.5)  # Monday morning, Wednesday, Thursday morning


def test_coming_back_early_counts_from_then_on(away: Desk) -> None:
    away.clock.advance(hours=5)
    away.services.absence.set(maya, "until Friday")
    away.clock.advance(hours=24)
    away.services.absence.clear(maya)
    now = away.clock.now()
    timetable = away.services.timetables.of([MAYA.id], now)[MAYA.id]
    assert timetable.between(T0, now) == hours(1.5)
    assert timetable.working(now)


def test_absence_that_begins_later_leaves_today_alone(away: Desk) -> None:
    away.services.absence.set(maya, "from Thursday until Friday")
    timetable = away.services.timetables.of([MAYA.id], T0)[MAYA.id]
    assert timetable.away(T0) is None
    assert timetable.away(utc("2026-03-05 15:00")) is not None


def test_it_is_over_when_it_is_over(away: Desk) -> None:
    away.services.absence.set(maya, "until tomorrow")
    assert away.services.absence.of(maya) is not None
    away.clock.advance(days=2)
    assert away.services.absence.of(maya) is None
    assert not away.services.absence.clear(maya)


def test_setting_and_clearing_leave_evidence(away: Desk) -> None:
    away.services.absence.set(maya, "until Friday, deputy @omar")
    assert away.services.absence.clear(maya)
    assert not away.services.absence.clear(maya)
    told = [event for event in away.events() if event.kind.startswith("absence.")]
    assert [event.kind for event in told] == ["absence.set", "absence.cleared"]
    assert {event.actor for event in told} == {"Maya Lindqvist"}
    assert '"deputy":"Omar Haddad"' in told[0].data.replace(": ", ":")


def test_odoo_that_is_away_refuses_kindly(away: Desk) -> None:
    away.odoo.down()
    with pytest.raises(Refused, match="try again"):
        away.services.absence.set(maya, "until Friday, deputy somebody@northgate.example")
