"""Past orders under the policy: the same rules as the bot's, with Odoo's own dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from bot.adapters.policy_file import parse
from bot.cli.chart import svg
from bot.domain.calendars import Schedule
from bot.domain.orders import Head, Order, OrderState
from bot.domain.people import OdooUser
from bot.domain.ports import ChangedOrder, PurchaseOrderReader
from bot.domain.simulation import What
from bot.domain.working_time import Absence
from bot.services.calendars import Composer
from bot.services.policy import PolicyService
from bot.services.simulation import PastTimetables, Replayed, Simulation, SimulationService, Told
from tests.builders import T0, make_order
from tests.calendars import make_week, utc
from tests.desk import BOT, FIONA, MAYA, OMAR, northgate
from tests.fake_calendars import FakeHolidays, FakeSchedules

POLICY = """
rules:
  - name: Large
    when: {amount: {above: 20000}}
    steps:
      - {name: Purchasing, approvers: {user: maya}}
      - {name: Accounting, approvers: {user: fiona}}
  - name: Small
    when: {amount: {up_to: 100}}
    auto_approve: {reason: Small}
  - name: Ordinary
    when: {amount: {up_to: 20000}}
    steps:
      - {name: Purchasing, approvers: {user: [maya]}}
escalation:
  default: usual
  chains:
    usual:
      remind_after: 4h
      repeat: 1d
      reminders: 2
      levels:
        - escalate_after: 1d
          then: [tell_manager, tell_buyer]
  urgent: {priority: true, outside_hours: false}
  deputies: {maya: omar}
"""


@dataclass
class Past(PurchaseOrderReader):
    """An Odoo with these orders, and when each was approved (None: it still waits)."""

    known: Mapping[int, tuple[Order, datetime | None, OrderState]]

    def changed(self, since: datetime, *, after_id: int = 0, limit: int = 1000) -> Sequence[ChangedOrder]:
        rows = [(i, o) for i, (o, _, _) in sorted(self.known.items()) if i > after_id][:2]
        return [ChangedOrder(i, o.name, o.state.value, T0) for i, o in rows]

    def waiting(self, *, after_id: int = 0, limit: int = 1000) -> Sequence[ChangedOrder]:
        return []

    def heads(self, ids: Collection[int]) -> Mapping[int, Head]:
        return {
            i: Head(i, o.name, state, "", T0, approved_at=approved)
            for i, (o, approved, state) in self.known.items()
            if i in ids
        }

    def orders(self, ids: Collection[int]) -> Mapping[int, Order]:
        return {i: self.known[i][0] for i in ids}

    def find(self, name: str) -> int | None:
        return None


def past(
    number: int, opened: str, decided: str | None = None, amount: str = "7000", **more: object
) -> tuple[int, object]:
    order = make_order(id=number, name=f"P{number:05}", amount=amount, waiting_since=utc(opened), **more)
    return number, (order, utc(decided) if decided else None, OrderState.PURCHASE if decided else OrderState.TO_APPROVE)


def run(*orders: object, absences: tuple[Absence, ...] = (), manager: str = "fiona") -> Simulation:
    directory = northgate()
    directory.managers[MAYA.id] = manager
    policy = parse(POLICY)
    schedules = FakeSchedules(
        [
            Schedule(who.id, "UTC", "Office", make_week("UTC"), absences if who is MAYA else ())
            for who in (MAYA, OMAR, FIONA)
        ]
    )

    def seat_of(user: OdooUser) -> str | None:
        return user.login

    start = T0 - timedelta(days=30)
    policies = PolicyService(policy, directory, integration_uid=lambda: BOT.id, seat_of=seat_of)
    timetables = PastTimetables(schedules, Composer(FakeHolidays(), policy.working_hours, "UTC"), start)
    service = SimulationService(Past(dict(orders)), policies, directory, timetables, seat_of)  # type: ignore[call-overload]
    return service.run(start, utc("2026-03-14 00:00"))


def told(simulation: Simulation, name: str = "P00036") -> list[tuple[str, str, str]]:
    [order] = [order for order in simulation.orders if order.order == name]
    return [(f"{t.at:%a %H:%M}", t.what.value, t.person) for t in order.told]


def test_asked_reminded_escalated_in_working_time_until_it_was_decided() -> None:
    # Opened on a Friday at 15:00: two hours of the four are worked on Friday.
    simulation = run(past(36, "2026-03-06 15:00", "2026-03-10 11:00"))
    assert told(simulation) == [
        ("Fri 15:00", "asked", "Maya Lindqvist"),
        ("Mon 10:00", "reminded", "Maya Lindqvist"),
        ("Mon 15:00", "escalated", "Fiona Price"),
        ("Mon 15:00", "escalated", "Bella Ortiz"),
        ("Tue 10:00", "reminded", "Maya Lindqvist"),
    ]


def test_nothing_after_the_decision() -> None:
    assert told(run(past(36, "2026-03-06 15:00", "2026-03-09 09:59"))) == [("Fri 15:00", "asked", "Maya Lindqvist")]


def test_no_more_reminders_than_the_chain_has() -> None:
    said = told(run(past(36, "2026-02-09 09:00")))
    assert [what for _, what, _ in said] == ["asked", "reminded", "escalated", "escalated", "reminded"]


def test_nobody_is_told_of_their_own_silence() -> None:
    simulation = run(past(36, "2026-03-06 15:00", "2026-03-10 11:00"), manager="maya")
    assert ("Mon 15:00", "escalated", "nobody") in told(simulation)


def test_deputy_stands_in_for_the_time_away() -> None:
    away = (Absence(utc("2026-03-06 08:00"), utc("2026-03-10 17:00"), "Odoo Time Off"),)
    said = told(run(past(36, "2026-03-06 15:00", "2026-03-10 11:00"), absences=away))
    assert said == [("Fri 15:00", "asked", "Maya Lindqvist"), ("Fri 15:00", "stood_in", "Omar Haddad")]


def test_steps_share_the_time_that_it_took() -> None:
    simulation = run(past(36, "2026-03-09 09:00", "2026-03-09 13:00", amount="25000"))
    assert told(simulation) == [("Mon 09:00", "asked", "Maya Lindqvist"), ("Mon 11:00", "asked", "Fiona Price")]


def test_what_still_waits_waits_in_its_first_step() -> None:
    simulation = run(past(36, "2026-03-13 09:00", amount="25000"))
    assert {person for _, what, person in told(simulation) if what == "asked"} == {"Maya Lindqvist"}


def test_order_that_the_policy_approves_asks_nobody() -> None:
    [order] = run(past(36, "2026-03-09 09:00", "2026-03-09 13:00", amount="50")).orders
    assert (order.outcome, order.rule, order.told) == ("approved by the policy", "Small", ())


@pytest.mark.parametrize("duty", ["receivers", "billers"])
def test_receipts_and_bills_that_came_later_exclude_nobody(duty: str) -> None:
    simulation = run(past(36, "2026-03-09 09:00", "2026-03-09 13:00", **{duty: (MAYA,)}))
    assert told(simulation) == [("Mon 09:00", "asked", "Maya Lindqvist")]


def test_step_without_anybody_is_said() -> None:
    [order] = run(past(36, "2026-03-09 09:00", "2026-03-09 13:00", creator=MAYA)).orders
    assert order.outcome == 'step "Purchasing": nobody could be asked'


def test_orders_that_never_waited_are_left_out_by_name() -> None:
    order = make_order(id=37, name="P00037", waiting_since=T0)
    simulation = run(past(36, "2026-03-09 09:00", "2026-03-09 13:00"), (37, (order, None, OrderState.PURCHASE)))
    assert (simulation.left_out, [o.order for o in simulation.orders]) == (("P00037",), ["P00036"])


def test_load_adds_up_and_whoever_has_most_comes_first() -> None:
    simulation = run(*(past(n, "2026-03-06 15:00", "2026-03-10 11:00") for n in range(40, 45)))
    load = simulation.load()
    assert list(load) == ["Maya Lindqvist", "Bella Ortiz", "Fiona Price"]
    assert (load["Maya Lindqvist"][What.ASKED], load["Maya Lindqvist"][What.REMINDED]) == (5, 10)
    assert sum(kinds.total() for kinds in load.values()) == sum(len(order.told) for order in simulation.orders) == 25
    as_json = simulation.as_json()
    assert as_json["load"][0] == {"person": "Maya Lindqvist", "asked": 5, "reminded": 10, "escalated": 0, "stood_in": 0}


def test_chart_shows_every_number_and_takes_hostile_names() -> None:
    simulation = run(past(36, "2026-03-06 15:00", "2026-03-10 11:00"))
    drawn = svg(simulation)
    assert ET.fromstring(drawn).tag.endswith("svg")
    assert "Maya Lindqvist: reminded 2 times" in drawn
    widths = {m[2]: float(m[1]) for m in re.finditer(r'width="([\d.]+)" height="18" [^>]*><title>([^<]+)', drawn)}
    assert widths["Maya Lindqvist: reminded 2 times"] == pytest.approx(
        2 * widths["Maya Lindqvist: asked 1 times"], abs=0.2
    )
    told = Told(T0, What.ASKED, "<script>&")
    hostile = svg(Simulation(T0, T0, "", (Replayed("P1", "", T0, None, "", "", (told,)),), ()))
    assert "<script" not in hostile
    ET.fromstring(hostile)
    ET.fromstring(svg(Simulation(T0, T0, "", (), ())))
