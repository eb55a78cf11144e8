"""What was done about an approval, in words for a manager, from the audit log."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta

from bot.domain.audit import AuditEvent
from bot.domain.timeline import history, listed
from tests.builders_approvals import T0

_numbers = itertools.count(1)


def event(kind: str, actor: str = "bot", *, after: timedelta = timedelta(0), **data: object) -> AuditEvent:
    at = (T0 + after).isoformat()
    return AuditEvent(next(_numbers), at, kind, "P00036", "a-36-1", actor, json.dumps(data, default=str), "", "")


def words(*events: AuditEvent) -> list[str]:
    return [one.words for one in history(events)]


def test_history_is_told_in_words_and_without_what_concerns_nobody() -> None:
    assert words(
        event("approval.opened", asked=["Ann", "Bob"]),
        event("approval.refreshed"),
        event("question.asked", "Ann"),
        event("question.answered", "Freya"),
        event("escalation.reminded", to="Ann", waited="4 working hours"),
        event("escalation.stood_in", away="Bob", deputy="Cid"),
        event("step.handed_over", "Ann", to="Dora"),
        event("decision.taken", "Dora", verdict="approve"),
        event("step.opened", step=2, of=2, asked=["Fay"]),
        event("decision.taken", "Gus", verdict="reject", in_place_of="Fay"),
    ) == [
        "asked Ann and Bob",
        "Ann asked the buyer a question",
        "Freya answered",
        "reminded Ann after 4 working hours",
        "Bob is away: Cid stands in",
        "Ann handed it over to Dora",
        "Dora decided to approve",
        "step 2 of 2: asked Fay",
        "Gus decided to reject in the place of Fay",
    ]


def test_what_several_of_a_step_get_together_is_told_once() -> None:
    told = {"did": ["told Ruth, who may decide", "told the buyer, Freya"], "step": 1, "level": 1}
    later = timedelta(seconds=5)
    assert words(
        event("escalation.reminded", to="Ann", number=1, step=1, waited="4 working hours"),
        event("escalation.reminded", to="Bob", number=1, step=1, waited="4 working hours", after=later),
        event("escalation.taken", waits_for="Ann", **told),
        event("escalation.taken", waits_for="Bob", **told, after=later),
    ) == [
        "reminded Ann and Bob after 4 working hours",
        "escalated, for Ann and Bob had not decided: told Ruth, who may decide; told the buyer, Freya",
    ]


def test_what_comes_hours_apart_or_is_another_level_is_told_each() -> None:
    assert words(
        event("escalation.taken", waits_for="Ann", step=1, level=1, did=["told Ruth"]),
        event("escalation.taken", waits_for="Ann", step=1, level=2, did=["told Sid"]),
        event("escalation.taken", waits_for="Bob", step=1, level=1, did=["told Ruth"], after=timedelta(hours=1)),
    ) == [
        "escalated, for Ann had not decided: told Ruth",
        "escalated, for Ann had not decided: told Sid",
        "escalated, for Bob had not decided: told Ruth",
    ]


def test_order_that_changed_is_asked_about_again() -> None:
    changed = event("approval.opened", asked=["Ann"], changes=["Amount: 1 -> 2"])
    assert words(changed) == ["the order changed (Amount: 1 -> 2): asked Ann"]


def test_history_without_data_is_told_all_the_same() -> None:
    kinds = ["approval.opened", "step.opened", "escalation.taken", "escalation.snoozed", "decision.taken"]
    assert len(words(*(event(kind) for kind in kinds))) == len(kinds)


def test_several_are_listed_as_people_do() -> None:
    assert [listed(["Ann", "Bob", "Cid"][:n]) for n in range(4)] == ["", "Ann", "Ann and Bob", "Ann, Bob and Cid"]
